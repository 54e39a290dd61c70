import { cases } from "../rule-cases.ts";

export default cases("valid-heredoc", {
  valid: [
    "FROM a:1\nRUN <<EOF\nx\nEOF\nRUN cat <<EOF > /y && z\n1\nEOF\n",
    {
      name: "two in one line, a file descriptor",
      code: "FROM a:1\nRUN cat 3<<a <<-b\n1\na\n\tb\nCOPY <<a <<b /c/\n1\na\n2\nb\n",
    },
    {
      name: "shifts without blanks, here-strings, quotes",
      code: "FROM a:1\nRUN echo $((1<<2)) && cat <<<x && echo '<<EOF' \"$((1<<X))\"\n",
    },
    { name: "a script in quotes with lines of its own", code: "FROM a:1\nRUN bash -c $'cat <<EOF\\nx\\nEOF'\n" },
    {
      name: "a heredoc of the shell inside",
      code: "FROM a:1\nRUN <<EOF\ncat <<X\nRUN <<Y\nX\necho $(( 1 << 2 )) # <<Z\nEOF\n",
    },
    { name: "a Dockerfile as text", code: "FROM a:1\nCOPY <<OUTER /Dockerfile\nRUN <<EOF\nx\nEOF\nOUTER\n" },
    {
      name: "not ended, or a body read as instructions: an error already",
      code: "FROM a:1\nRUN echo $(( 1 << 2 ))\nRUN cat <<A # don't\nx\nA\n",
    },
  ],
  invalid: [
    {
      name: "the end was forgotten",
      code: "FROM a:1\nRUN cat <<EOF > /a\n1\nRUN cat <<-'EOF' > /b\n2\nEOF\n",
      findings: [{ messageId: "swallowed", line: 2, column: 9, text: "<<EOF", message: /the instruction on line 4/ }],
    },
    {
      name: "in COPY, with CRLF",
      code: "FROM a:1\r\nCOPY <<EOF /a\r\n1\r\nCOPY <<EOF /b\r\n2\r\nEOF\r\n",
      findings: [{ messageId: "swallowed", line: 2, column: 6, text: "<<EOF" }],
    },
    {
      name: "a comment of the shell, with another escape character",
      code: "# escape=`\nFROM a:1\nRUN a `\n  # all\n  b # see <<EOF\nRUN <<EOF\nx\nEOF\n",
      findings: [{ messageId: "comment", line: 5, column: 11, text: "<<EOF" }],
    },
    {
      name: "a shift that a later line ends",
      code: "FROM a:1\nRUN echo $(( 1 << X ))\nRUN <<X\ny\nX\n",
      findings: [{ messageId: "arithmetic", line: 2, column: 16, text: "<< X" }],
    },
    {
      name: "punctuation behind the name, in an ONBUILD",
      code: "FROM a:1\nONBUILD RUN (cat <<EOF)\nx\nEOF)\n",
      findings: [
        { messageId: "punctuation", line: 2, column: 18, text: "<<EOF)", message: /takes 'EOF\)' for the name/ },
      ],
    },
    {
      name: "no blank before it, and no text",
      code: "FROM a:1\nRUN (<<EOF cat)\nRUN y\n",
      findings: [{ messageId: "unseen", line: 2, column: 6, text: "<<EOF", message: /no blank stands before '<<'/ }],
    },
  ],
});
