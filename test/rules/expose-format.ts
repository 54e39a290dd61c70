import { cases } from "../rule-cases.ts";

export default cases("expose-format", {
  valid: [
    "FROM a:1\nEXPOSE 80 443/udp 8000-8010/tcp\n",
    { name: "a variable", code: "FROM a:1\nARG PORT\nEXPOSE $PORT ${PORT:-80}/tcp\n" },
    { name: "several in one variable", code: 'FROM a:1\nENV PORTS="80 443/tcp"\nEXPOSE $PORTS\n' },
  ],
  invalid: [
    {
      code: "FROM a:1\nEXPOSE 80/TCP\n",
      findings: [{ messageId: "protocol", line: 2, column: 11, text: "TCP" }],
      output: "FROM a:1\nEXPOSE 80/tcp\n",
    },
    {
      code: "from a:1\r\nexpose 8080:80/tcp\r\n",
      findings: [{ messageId: "published", line: 2, column: 8, text: "8080:80/tcp", message: /Expose "80\/tcp"/ }],
      suggestions: ["from a:1\r\nexpose 80/tcp\r\n"],
    },
    {
      name: "an address, after a continuation",
      code: "FROM a:1\nEXPOSE 443 \\\n  127.0.0.1:8080:80\n",
      findings: [{ line: 3, column: 3, text: "127.0.0.1:8080:80" }],
      suggestions: ["FROM a:1\nEXPOSE 443 \\\n  80\n"],
    },
    {
      name: "through a variable",
      code: "FROM a:1\nENV P=80/Udp\nEXPOSE $P\n",
      findings: [{ line: 3, column: 8, text: "$P", message: /"Udp"/ }],
    },
    {
      name: "in an ONBUILD",
      code: "FROM a:1\nONBUILD EXPOSE 80/UDP\n",
      findings: [{ line: 2, column: 19, text: "UDP" }],
      output: "FROM a:1\nONBUILD EXPOSE 80/udp\n",
    },
  ],
});
