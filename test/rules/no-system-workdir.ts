import { cases } from "../rule-cases.ts";

export default cases("no-system-workdir", {
  valid: [
    "FROM a:1\nWORKDIR /app\nWORKDIR /usr/src/app\nWORKDIR /etc/nginx\nWORKDIR /usr/local/bin\n",
    { name: "only passing through", code: "FROM a:1\nWORKDIR /etc\nRUN sed -i x y\nCOPY a /a\nWORKDIR /app\n" },
    { name: "what a build argument decides", code: "FROM a:1\nARG D=/etc\nWORKDIR $D\n" },
    { name: "in an ONBUILD", code: "FROM a:1\nONBUILD WORKDIR /etc\n" },
  ],
  invalid: [
    { code: "FROM a:1\nWORKDIR /etc\n", findings: [{ line: 2, column: 9, text: "/etc" }] },
    {
      name: "a relative COPY before the next one, CRLF",
      code: "from a:1\r\nworkdir /usr/bin/\r\ncopy x .\r\nworkdir /app\r\n",
      findings: [{ line: 2, column: 9, text: "/usr/bin/" }],
    },
    {
      name: "what is not in the image, and a variable that the file sets",
      code: "FROM a:1\nENV D=/sbin\nWORKDIR /proc/1\nCOPY x y\nWORKDIR $D\n",
      findings: [
        { line: 3, column: 9, text: "/proc/1" },
        { line: 5, column: 9, text: "$D", message: /"\/sbin"/ },
      ],
    },
  ],
});
