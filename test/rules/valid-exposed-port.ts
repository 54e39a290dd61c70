import { cases } from "../rule-cases.ts";

export default cases("valid-exposed-port", {
  valid: [
    "FROM a:1\nEXPOSE 0 80 65535 080 8000-8010/tcp 53/UDP 9/sctp\n",
    { name: "a build argument", code: "FROM a:1\nARG PORT=99999\nEXPOSE $PORT ${OTHER}\n" },
    { name: "the container's side of a mapping", code: "FROM a:1\nEXPOSE 8080:80\n" },
  ],
  invalid: [
    { code: "FROM a:1\nEXPOSE 80 65536\n", findings: [{ messageId: "port", line: 2, column: 11, text: "65536" }] },
    {
      name: "a range",
      code: "from a:1\r\nexpose 90-80/tcp\r\n",
      findings: [{ line: 2, column: 8, text: "90-80/tcp", message: /"90-80"/ }],
    },
    {
      name: "no number",
      code: "FROM a:1\nEXPOSE \\\n  # web\n  http\n",
      findings: [{ line: 4, column: 3, text: "http" }],
    },
    {
      name: "protocol",
      code: "FROM a:1\nEXPOSE 80/http\n",
      findings: [{ messageId: "protocol", line: 2, column: 8, text: "80/http" }],
    },
    {
      name: "through an ENV",
      code: "FROM a:1\nENV P=70000\nEXPOSE ${P}\n",
      findings: [{ line: 3, column: 8, text: "${P}", message: /"70000"/ }],
    },
  ],
});
