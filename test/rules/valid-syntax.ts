import { cases } from "../rule-cases.ts";

export default cases("valid-syntax", {
  valid: [
    "FROM a:1\nRUN make\n",
    {
      name: "lower case, JSON form, heredoc, CRLF",
      code: 'from a:1\r\ncopy ["a", "b"]\r\nrun <<EOF\r\nmake\r\nEOF\r\n',
    },
    {
      name: "values that the base image, the platform or another build may set",
      code: "FROM a:1-$TARGETARCH\nVOLUME $data\nEXPOSE $port\nSTOPSIGNAL $signal\nRUN --mount=type=cache x\n",
    },
    { name: "a target that is missing is no fault of the file", code: "FROM a:1\n", languageOptions: { target: "x" } },
    { name: "an empty continuation is another rule's", code: "FROM a:1\nRUN a \\\n\n  b\n" },
  ],
  invalid: [
    {
      name: "stages that need each other",
      code: "FROM a:1 AS x\nCOPY --from=y f /\nFROM a:1 AS y\nRUN --mount=type=bind,from=x,target=/x true\n",
      findings: [{ line: 2, column: 13, text: "y", message: /^circular dependency detected on stage: x/ }],
    },
    {
      name: "a stage that copies from itself, by number, and one by name",
      code: "FROM a:1\nCOPY --from=0 f /\nFROM a:1 AS s\nCOPY --from=S f /\n",
      findings: [
        { line: 2, column: 13, text: "0", message: /stage: stage-0/ },
        { line: 4, column: 13, text: "S", message: /stage: s\./ },
      ],
    },
    {
      name: "what the file does not say itself, with what to do about it",
      code: "ARG TAG\nFROM a:$TAG\nVOLUME ${data^}\n",
      findings: [
        {
          line: 2,
          column: 6,
          text: "a:$TAG",
          message: /^failed to parse stage name "a:": .*\. Give TAG a default, or /,
        },
        { line: 3, column: 8, text: "${data^", message: /unsupported modifier \(\^\)/ },
      ],
    },
    {
      name: "a port, a signal and a mode that do not exist, and an option of check",
      code: "# check=skip=all;err=1\r\nfrom a:1\r\nexpose 80 \\\r\n  90-80/tcp\r\nstopsignal TREM\r\ncopy --chmod=888 a b\r\n",
      findings: [
        { line: 1, column: 18, text: "err=1", message: /^failed to parse check options: invalid check option "err"/ },
        { line: 4, column: 3, text: "90-80", message: /^invalid containerPort: 90-80/ },
        { line: 5, column: 12, text: "TREM", message: /^invalid signal: TREM\. Did you mean SIGTERM\?$/ },
        { line: 6, column: 14, text: "888", message: /octal/ },
      ],
    },
    {
      name: "a message that quotes a long heredoc is cut",
      code: `FROM a:1\nCOPY <<EOF /x\n${"line\n".repeat(99)}\${x^}\nEOF\n`,
      findings: [
        {
          line: 102,
          column: 1,
          text: "${x^",
          message: /^failed to process "line.{1,99}\.\.\..{1,99}\(\^\) in substitution$/,
        },
      ],
    },
    {
      code: "FROM a:1\nCOPPY . .\n",
      findings: [
        {
          messageId: "problem",
          line: 2,
          column: 1,
          text: "COPPY",
          message: /^unknown instruction: COPPY \(did you mean COPY\?\)/,
        },
      ],
    },
    {
      name: "all of them",
      code: "FROM a:1\nEXPOSE\nCOPY --form=x a b\n",
      findings: [
        { line: 2, column: 1, text: "EXPOSE", message: /EXPOSE requires at least one argument/ },
        { line: 3, column: 8, text: "form", message: /unknown flag: --form \(did you mean from\?\)/ },
      ],
    },
    {
      name: "a chained trigger",
      code: "FROM a:1\nONBUILD ONBUILD RUN x\n",
      findings: [{ line: 2, column: 9, text: "ONBUILD" }],
    },
    {
      name: "no FROM",
      code: "RUN make\n",
      findings: [{ line: 1, column: 1, text: "RUN", message: /no build stage/ }],
    },
    {
      name: "an open quote hides a heredoc: one finding, at its marker, for the whole body",
      code: "FROM a:1\nRUN cat <<EOF # don't\nx y\nENV\nEXPOSE\nEOF\nRUN y\n",
      findings: [
        {
          line: 2,
          column: 9,
          text: "<<EOF",
          message: /^unknown instruction: x\. The lines down to "EOF" .*: a quote on the line is not closed/,
        },
      ],
    },
    {
      name: "the closing line of a substitution belongs to it",
      code: 'FROM a:1\r\nRUN x="$(cat <<EOF\r\nx\r\nEOF\r\n)"\r\nFOO\r\n',
      findings: [
        { line: 2, column: 14, text: "<<EOF", message: /sees no heredoc here/ },
        { line: 6, column: 1, text: "FOO" },
      ],
    },
    {
      name: "why BuildKit sees no heredoc",
      code: "FROM a:1\nRUN (<<EOF cat\n1\nEOF\nRUN cat ${x^} <<EOF\n2\nEOF\n",
      findings: [
        { line: 2, column: 6, text: "<<EOF", message: /no blank stands before '<<'/ },
        { line: 5, column: 15, text: "<<EOF", message: /unsupported modifier \(\^\)/ },
      ],
    },
    {
      name: "why a heredoc has no end",
      code: "FROM a:1\nRUN a $(( 1 << 2 ))\nRUN b # <<B\nRUN (cat <<C)\nC\nRUN <<D\n  D\nRUN <<-E\n  E\nRUN <<F\nF \nRUN <<G\nG && x\nCOPY <<H /h\nh\n",
      findings: [
        { line: 2, column: 13, text: "<< 2", message: /this shift/ },
        { line: 3, column: 9, text: "<<B", message: /comments of the shell/ },
        { line: 4, column: 10, text: "<<C)", message: /write '<<C \)'/ },
        { line: 6, column: 5, text: "<<D", message: /one is indented: write '<<-'/ },
        { line: 8, column: 5, text: "<<-E", message: /blanks instead of tabs/ },
        { line: 10, column: 5, text: "<<F", message: /blanks behind it/ },
        { line: 12, column: 5, text: "<<G", message: /one goes on behind the name/ },
        { line: 14, column: 6, text: "<<H", message: /one has it in another case/ },
      ],
    },
    {
      name: "why an instruction has words too many",
      code: "FROM a:1 # base\nFROM a:1 --platform=linux/amd64\nFROM a:1 \\\nRUN x\nSHELL ['sh']\nENV A=1 # one\n",
      findings: [
        { line: 1, column: 10, text: "# base", message: /A comment needs a line of its own/ },
        { line: 2, column: 10, text: "--platform=linux/amd64", message: /directly after FROM/ },
        { line: 4, column: 1, text: "RUN x", message: /makes RUN below a part of this FROM/ },
        { line: 5, column: 7, text: "['sh']", message: /JSON strings stand in double quotes/ },
        { line: 6, column: 9, text: "#", message: /A comment needs a line of its own/ },
      ],
    },
  ],
});
