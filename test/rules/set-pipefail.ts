import { cases } from "../rule-cases.ts";

export default cases("set-pipefail", {
  valid: [
    'FROM debian:12\nSHELL ["/bin/bash", "-o", "pipefail", "-c"]\nRUN curl -fsSL https://example.com | sh\n',
    {
      name: "the parent stage has it",
      code: 'FROM debian:12 AS base\nSHELL ["/bin/bash", "-euo", "pipefail", "-c"]\nFROM base\nRUN curl -fsSL https://example.com | sh\n',
    },
    {
      name: "set in the RUN",
      code: "FROM alpine:3.21\nRUN set -euxo pipefail && wget -qO- https://example.com | sh\n",
    },
    {
      name: "bash -o in the RUN",
      code: "FROM debian:12\nRUN bash -o pipefail -c 'curl -fsSL https://example.com | sh'\n",
    },
    {
      name: "a here-document whose first line has it",
      code: "FROM debian:12\nRUN <<EOF\n#!/bin/bash -o pipefail\ncurl -fsSL https://example.com | sh\nEOF\n",
    },
    {
      name: "a left side that does not matter",
      code: "FROM debian:12\nRUN echo 1 | tee /x && yes | make && cat a | sort\n",
    },
    {
      name: "a right side that fails with it",
      code: "FROM debian:12\nRUN curl -fsSL https://example.com/a.tgz | tar xz && curl -fsSL https://example.com/k | gpg --dearmor > /k\n",
    },
    {
      name: "a right side that stops early would make it fail",
      code: "FROM debian:12\nRUN curl -fsSL https://example.com | head -1 && apt-cache policy | grep -q x\n",
    },
    { name: "allowed to fail", code: "FROM debian:12\nRUN curl -fsSL https://example.com | sh || true\n" },
    {
      name: "a status that nobody sees",
      code: 'FROM debian:12\nRUN echo "$(curl -fsSL https://example.com | sort)"\n',
    },
    { name: "PowerShell", code: 'FROM mcr.microsoft.com/powershell:7.4\nSHELL ["pwsh", "-c"]\nRUN curl x | sh\n' },
  ],
  invalid: [
    {
      name: "Debian",
      code: "FROM debian:12\nRUN curl -fsSL https://example.com | sh\n",
      findings: [
        { messageId: "hidden", line: 2, column: 5, text: "curl", message: /"curl" fails.+here "sh".+\/bin\/bash/ },
      ],
      suggestions: [
        'FROM debian:12\nSHELL ["/bin/bash", "-o", "pipefail", "-c"]\nRUN curl -fsSL https://example.com | sh\n',
      ],
    },
    {
      name: "Alpine, lower case, CRLF, continued with a comment, one finding a stage",
      code: "from alpine:3.21\r\nrun apk add --no-cache bash \\\r\n    # the installer\r\n    && wget -qO- https://example.com \\\r\n    | bash\r\nrun wget -qO- https://example.com/b | sh\r\n",
      findings: [
        {
          messageId: "hidden",
          line: 4,
          column: 8,
          text: "wget",
          message: /\/bin\/ash.+or start the script with "set -o pipefail"/,
        },
      ],
      suggestions: [
        'from alpine:3.21\r\nshell ["/bin/ash", "-eo", "pipefail", "-c"]\r\nrun apk add --no-cache bash \\\r\n    # the installer\r\n    && wget -qO- https://example.com \\\r\n    | bash\r\nrun wget -qO- https://example.com/b | sh\r\n',
      ],
    },
    {
      name: "an assignment takes the status over",
      code: "FROM debian:12\nRUN V=$(curl -fsSL https://example.com | jq -r .tag) && echo $V\n",
      findings: [{ messageId: "hidden", line: 2, column: 9, text: "curl" }],
      suggestions: [
        'FROM debian:12\nSHELL ["/bin/bash", "-o", "pipefail", "-c"]\nRUN V=$(curl -fsSL https://example.com | jq -r .tag) && echo $V\n',
      ],
    },
    {
      name: "a here-document",
      code: "FROM debian:12\nRUN <<EOF\ncurl -fsSL https://example.com | sh\nEOF\n",
      findings: [{ messageId: "hidden", line: 3, column: 1, text: "curl" }],
      suggestions: [
        'FROM debian:12\nSHELL ["/bin/bash", "-o", "pipefail", "-c"]\nRUN <<EOF\ncurl -fsSL https://example.com | sh\nEOF\n',
      ],
    },
    {
      name: "SHELL is not inherited by another image; shell form of CMD",
      code: 'FROM debian:12 AS a\nSHELL ["/bin/bash", "-o", "pipefail", "-c"]\nFROM debian:12\nRUN curl -fsSL https://example.com | sh\nCMD echo\n',
      findings: [{ messageId: "hidden", line: 4, column: 5, text: "curl" }],
    },
  ],
});
