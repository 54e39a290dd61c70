import { cases } from "../rule-cases.ts";

export default cases("valid-syntax", {
  valid: [
    "FROM a:1\nRUN make\n",
    {
      name: "lower case, JSON form, heredoc, CRLF",
      code: 'from a:1\r\ncopy ["a", "b"]\r\nrun <<EOF\r\nmake\r\nEOF\r\n',
    },
    { name: "an empty continuation is another rule's", code: "FROM a:1\nRUN a \\\n\n  b\n" },
  ],
  invalid: [
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
  ],
});
