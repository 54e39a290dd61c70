import { cases } from "../rule-cases.ts";

export default cases("expose-protocol-case", {
  valid: [
    "FROM a:1\nEXPOSE 80 443/udp\n",
    { name: "an unset variable", code: "FROM a:1\nARG PROTOCOL\nEXPOSE 80/$PROTOCOL\n" },
    {
      name: "scope build: an ONBUILD that does not run in this file",
      code: "FROM a:1\nONBUILD EXPOSE 80/UDP\n",
      options: [{ scope: "build" }],
    },
  ],
  invalid: [
    {
      code: "FROM a:1\nEXPOSE 80/TCP\n",
      findings: [{ messageId: "protocol", line: 2, column: 11, text: "TCP", message: /"80\/TCP".*Write "tcp"/ }],
      output: "FROM a:1\nEXPOSE 80/tcp\n",
    },
    {
      name: "through a variable",
      code: "FROM a:1\nENV P=80/Udp\nEXPOSE $P\n",
      findings: [{ line: 3, column: 8, text: "$P", message: /"80\/Udp"/ }],
    },
    {
      name: "in an ONBUILD, CRLF",
      code: "from a:1\r\nonbuild expose 80/UDP\r\n",
      findings: [{ line: 2, column: 19, text: "UDP" }],
      output: "from a:1\r\nonbuild expose 80/udp\r\n",
    },
    {
      name: "scope build: an ONBUILD where it runs",
      code: "FROM a:1 AS b\nONBUILD EXPOSE 80/UDP\nFROM b\n",
      options: [{ scope: "build" }],
      findings: [{ line: 3, column: 1, text: "FROM b" }],
    },
  ],
});
