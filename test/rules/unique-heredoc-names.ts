import { cases } from "../rule-cases.ts";

export default cases("unique-heredoc-names", {
  valid: [
    "FROM a:1\nCOPY <<a <<b /d/\n1\na\n2\nb\n",
    { name: "the same name in two instructions", code: "FROM a:1\nCOPY <<a /d/\n1\na\nCOPY <<a /e/\n2\na\n" },
    { name: "in RUN each has its body", code: "FROM a:1\nRUN cat <<a; cat <<a \n1\na;\n2\na\n" },
    { name: "a path of the same name", code: "FROM a:1\nCOPY a <<a /d/\n1\na\n" },
  ],
  invalid: [
    {
      code: "FROM a:1\nCOPY <<EOF <<EOF /d/\n1\nEOF\n2\nEOF\n",
      findings: [{ messageId: "sameName", line: 2, column: 12, text: "<<EOF", message: /are called 'EOF'/ }],
    },
    {
      name: "CRLF, lower case, one of them quoted",
      code: "from a:1\r\nadd <<x <<-'x' <<y /d/\r\n1\r\nx\r\n2\r\nx\r\n3\r\ny\r\n",
      findings: [{ line: 2, column: 9, text: "<<-'x'" }],
    },
    {
      name: "over a continuation with another escape character, in an ONBUILD",
      code: "# escape=`\nFROM a:1\nONBUILD COPY <<x `\n  <<x /d/\n1\nx\n2\nx\n",
      findings: [{ line: 4, column: 3, text: "<<x" }],
    },
  ],
});
