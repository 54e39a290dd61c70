import { cases } from "../rule-cases.ts";

export default cases("pin-apk-versions", {
  valid: [
    "FROM alpine:3.21\nRUN apk add --no-cache nginx=1.26.3-r0 curl~=8.12 'git>2'\n",
    {
      name: "the name of a group is no package",
      code: "FROM alpine:3.21\nRUN apk add --virtual .build gcc~=14 && apk del .build\n",
    },
    { name: "a variable", code: "FROM alpine:3.21\nRUN apk add $PHPIZE_DEPS\n" },
    { name: "a file", code: "FROM alpine:3.21\nRUN apk add --allow-untrusted ./x.apk\n" },
  ],
  invalid: [
    {
      code: "FROM alpine:3.21\nRUN apk add --no-cache nginx\n",
      findings: [{ messageId: "unpinned", line: 2, column: 24, text: "nginx", message: /"nginx~=<version>"/ }],
    },
    {
      name: "lower case, many packages, CRLF",
      code: "from alpine:3.21\r\nrun apk --no-cache add a b c d e f g h\r\n",
      findings: [{ line: 2, column: 24, text: "a", message: /"a", "b", "c", "d", "e" and 3 more/ }],
    },
    {
      name: "each command by itself",
      code: "FROM alpine:3.21\nRUN apk add git && \\\n    apk add -t .deps gcc\n",
      findings: [
        { line: 2, column: 13, text: "git" },
        { line: 3, column: 22, text: "gcc" },
      ],
    },
  ],
});
