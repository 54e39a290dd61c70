import { cases } from "../rule-cases.ts";

export default cases("no-maintainer", {
  valid: [
    'FROM a:1\nLABEL org.opencontainers.image.authors="Ada"\n',
    'FROM a:1\nLABEL maintainer="Ada"\n',
    { name: "in a comment", code: "# MAINTAINER Ada\nFROM a:1\n" },
    { name: "in a heredoc", code: "FROM a:1\nRUN <<EOF\nMAINTAINER Ada\nEOF\n" },
  ],
  invalid: [
    {
      code: "FROM a:1\nMAINTAINER Ada <ada@example.org>\n",
      findings: [{ messageId: "deprecated", line: 2, column: 1, text: "MAINTAINER" }],
      output: 'FROM a:1\nLABEL org.opencontainers.image.authors="Ada <ada@example.org>"\n',
    },
    {
      name: "lower case, CRLF, nothing is expanded",
      code: 'from a:1\r\nmaintainer A "the $1" \\B\r\n',
      findings: [{ line: 2, column: 1, text: "maintainer" }],
      output: 'from a:1\r\nlabel org.opencontainers.image.authors="A \\"the \\$1\\" \\\\B"\r\n',
    },
    {
      name: "quoted as a whole",
      code: "FROM a:1\nMAINTAINER 'Ada'\n",
      findings: [{ line: 2, column: 1, text: "MAINTAINER" }],
      output: 'FROM a:1\nLABEL org.opencontainers.image.authors="Ada"\n',
    },
    {
      name: "another escape character",
      code: "# escape=`\nFROM a:1\nMAINTAINER a\\b`c\n",
      findings: [{ line: 3, column: 1, text: "MAINTAINER" }],
      output: '# escape=`\nFROM a:1\nLABEL org.opencontainers.image.authors="a\\b``c"\n',
    },
    {
      name: "with a comment inside",
      code: "FROM a:1\nMAINTAINER Ada \\\n# and\nBob\n",
      findings: [{ line: 2, column: 1, text: "MAINTAINER" }],
    },
  ],
});
