import { cases } from "../rule-cases.ts";

export default cases("no-apt", {
  valid: [
    "FROM debian:12\nRUN apt-get update && apt-cache policy curl\n",
    { name: "a package of that name", code: "FROM debian:12\nRUN apt-get update && apt-get install -y apt\n" },
    { name: "text", code: "FROM debian:12\nRUN echo apt update\n" },
  ],
  invalid: [
    {
      name: "once a RUN",
      code: "FROM debian:12\nRUN apt update && apt install -y curl\n",
      findings: [{ messageId: "apt", line: 2, column: 5, text: "apt" }],
      suggestions: ["FROM debian:12\nRUN apt-get update && apt-get install -y curl\n"],
    },
    {
      name: "lower case, CRLF, continued with a comment, through sudo",
      code: "from debian:12\r\nrun true \\\r\n    # lists\r\n    && sudo /usr/bin/apt update\r\n",
      findings: [{ messageId: "apt", line: 4, column: 13, text: "/usr/bin/apt" }],
      suggestions: ["from debian:12\r\nrun true \\\r\n    # lists\r\n    && sudo /usr/bin/apt-get update\r\n"],
    },
    {
      name: "a verb that apt-get does not know",
      code: "FROM debian:12\nRUN apt list --installed\n",
      findings: [{ messageId: "apt", line: 2, column: 5, text: "apt", message: /dpkg-query --list/ }],
    },
    {
      name: "JSON form alone",
      code: 'FROM debian:12\nRUN ["apt", "update"]\n',
      findings: [{ messageId: "apt", line: 2, column: 6, text: '"apt"' }],
      suggestions: ['FROM debian:12\nRUN ["apt-get", "update"]\n'],
    },
    {
      name: "a here-document and JSON form",
      code: 'FROM debian:12\nRUN <<EOF\napt update\nEOF\nRUN ["apt", "show", "curl"]\n',
      findings: [
        { messageId: "apt", line: 3, column: 1, text: "apt" },
        { messageId: "apt", line: 5, column: 6, text: '"apt"', message: /apt-cache/ },
      ],
      suggestions: ['FROM debian:12\nRUN <<EOF\napt-get update\nEOF\nRUN ["apt", "show", "curl"]\n'],
    },
    {
      name: "behind ONBUILD",
      code: "FROM debian:12\nONBUILD RUN apt update\n",
      findings: [{ messageId: "apt", line: 2, column: 13, text: "apt" }],
      suggestions: ["FROM debian:12\nONBUILD RUN apt-get update\n"],
    },
  ],
});
