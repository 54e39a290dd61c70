import { cases } from "../rule-cases.ts";

export default cases("expose-format", {
  valid: [
    "FROM a:1\nEXPOSE 80 443/udp 8000-8010/tcp\n",
    { name: "a variable", code: "FROM a:1\nARG PORT\nEXPOSE $PORT ${PORT:-80}/tcp\n" },
    { name: "several in one variable", code: 'FROM a:1\nENV PORTS="80 443/tcp"\nEXPOSE $PORTS\n' },
    {
      name: "scope build: a stage that the target does not need",
      code: "FROM a:1\nEXPOSE 80:80\nFROM b:1\n",
      options: [{ scope: "build" }],
      languageOptions: { target: "1" },
    },
  ],
  invalid: [
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
      code: "FROM a:1\nENV P=8080:80\nEXPOSE $P\n",
      findings: [{ line: 3, column: 8, text: "$P", message: /"8080:80"/ }],
      suggestions: [],
    },
    {
      name: "in an ONBUILD",
      code: "FROM a:1\nONBUILD EXPOSE 8080:80\n",
      findings: [{ line: 2, column: 16, text: "8080:80" }],
      suggestions: ["FROM a:1\nONBUILD EXPOSE 80\n"],
    },
    {
      name: "scope build: an ONBUILD where it runs, with the variables of that place",
      code: "FROM a:1 AS b\nONBUILD EXPOSE $P\nENV P=8080:80\nFROM b\n",
      options: [{ scope: "build" }],
      findings: [{ line: 4, column: 1, text: "FROM b", message: /"8080:80"/ }],
      suggestions: [],
    },
  ],
});
