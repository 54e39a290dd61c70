import { cases } from "../rule-cases.ts";

export default cases("no-install-recommends", {
  valid: [
    "FROM debian:12\nRUN apt-get update && apt-get install -y --no-install-recommends curl\n",
    {
      name: "as an option",
      code: "FROM debian:12\nRUN apt-get update && apt-get install -y -o APT::Install-Recommends=false curl\n",
    },
    {
      name: "configured in an earlier step",
      code: "FROM debian:12\nRUN echo 'APT::Install-Recommends \"0\";' > /etc/apt/apt.conf.d/99x\nRUN apt-get update && apt-get install -y curl\n",
    },
    {
      name: "a builder stage",
      code: "FROM debian:12 AS b\nRUN apt-get update && apt-get install -y gcc\nFROM scratch\nCOPY --from=b /a /a\n",
    },
  ],
  invalid: [
    {
      name: "install",
      code: "FROM debian:12\nRUN apt-get update && apt-get install -y curl\n",
      findings: [{ messageId: "recommends", line: 2, column: 23, text: "apt-get install" }],
      suggestions: ["FROM debian:12\nRUN apt-get update && apt-get install --no-install-recommends -y curl\n"],
    },
    {
      name: "lower case, CRLF, continued with a comment, twice",
      code: "from debian:12\r\nrun apt-get update \\\r\n    # tools\r\n    && apt-get -y install curl \\\r\n    && apt-get -y install git\r\n",
      findings: [{ messageId: "recommends", line: 4, column: 8, text: "apt-get -y install" }],
      suggestions: [
        "from debian:12\r\nrun apt-get update \\\r\n    # tools\r\n    && apt-get -y install --no-install-recommends curl \\\r\n    && apt-get -y install --no-install-recommends git\r\n",
      ],
    },
    {
      name: "a here-document",
      code: "FROM debian:12\nRUN <<EOF\napt-get update\napt-get install -y curl\nEOF\n",
      findings: [{ messageId: "recommends", line: 4, column: 1, text: "apt-get install" }],
      suggestions: [
        "FROM debian:12\nRUN <<EOF\napt-get update\napt-get install --no-install-recommends -y curl\nEOF\n",
      ],
    },
  ],
});
