import { cases } from "../rule-cases.ts";

export default cases("no-ssh-port", {
  valid: [
    "FROM a:1\nEXPOSE 2222 220 8022 22/udp 21-23\n",
    { name: "a port that a build argument decides", code: "FROM a:1\nARG P=22\nEXPOSE $P\n" },
    { name: "a label", code: "FROM a:1\nLABEL port=22\n" },
  ],
  invalid: [
    { code: "FROM a:1\nEXPOSE 80 22\n", findings: [{ line: 2, column: 11, text: "22" }] },
    {
      name: "with protocol, over continuations, CRLF",
      code: "from a:1\r\nexpose 80 \\\r\n  22/TCP\r\n",
      findings: [{ line: 3, column: 3, text: "22/TCP" }],
    },
    {
      name: "a variable that the file sets",
      code: "FROM a:1\nENV P=22\nEXPOSE $P\n",
      findings: [{ line: 3, column: 8, text: "$P" }],
    },
  ],
});
