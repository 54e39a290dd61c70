import { cases } from "../rule-cases.ts";

export default cases("clean-zypper-cache", {
  valid: [
    "FROM opensuse/leap:15.6\nRUN zypper -n install nginx && zypper clean --all\n",
    { name: "short verbs", code: "FROM opensuse/leap:15.6\nRUN zypper -n in nginx && zypper cc -a\n" },
    {
      name: "a cache mount",
      code: "FROM opensuse/leap:15.6\nRUN --mount=type=cache,target=/var/cache/zypp zypper -n in nginx\n",
    },
    {
      name: "a builder stage",
      code: "FROM opensuse/leap:15.6 AS b\nRUN zypper -n in gcc\nFROM scratch\nCOPY --from=b /a /a\n",
    },
  ],
  invalid: [
    {
      name: "left",
      code: "FROM opensuse/leap:15.6\nRUN zypper -n in nginx\n",
      findings: [{ messageId: "kept", line: 2, column: 5, text: "zypper -n in" }],
      suggestions: ["FROM opensuse/leap:15.6\nRUN zypper -n in nginx && zypper clean --all\n"],
    },
    {
      name: "cleaned before, lower case, CRLF, continued with a comment",
      code: "from opensuse/leap:15.6\r\nrun zypper clean \\\r\n    # server\r\n    && zypper -n install nginx\r\n",
      findings: [{ messageId: "kept", line: 4, column: 8, text: "zypper -n install" }],
      suggestions: [
        "from opensuse/leap:15.6\r\nrun zypper clean \\\r\n    # server\r\n    && zypper -n install nginx \\\r\n    && zypper clean --all\r\n",
      ],
    },
    {
      name: "a here-document",
      code: "FROM opensuse/leap:15.6\nRUN <<EOF\nzypper -n install nginx\nEOF\n",
      findings: [{ messageId: "kept", line: 3, column: 1, text: "zypper -n install" }],
    },
  ],
});
