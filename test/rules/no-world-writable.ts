import { cases } from "../rule-cases.ts";

export default cases("no-world-writable", {
  valid: [
    "FROM a:1\nRUN chmod 755 /a && chmod -R u+w,go-w /b && chmod +x /c && chmod g=u /d && chmod 0775 /e\n",
    {
      name: "the sticky bit, and what everybody has",
      code: "FROM a:1\nRUN chmod 1777 /x && chmod a+rwxt /y && chmod 777 /tmp /var/tmp/z\n",
    },
    { name: "a flag of COPY", code: "FROM a:1\nCOPY --chmod=755 a /a\nADD --chmod=u=rwx,go=rx b /b\n" },
    {
      name: "no mode that is known",
      code: "FROM a:1\nARG M\nRUN chmod $M /a && chmod --reference=/x /y && echo chmod 777 /a\n",
    },
    { name: "group and user only", code: "FROM a:1\nRUN chmod ug+rwx /a && chmod 770 /b && chmod a+rX /c\n" },
  ],
  invalid: [
    {
      name: "in numbers",
      code: "FROM a:1\nRUN chmod -R 777 /app && chmod 0666 /x /y \\\n  && chmod 757 /z\n",
      findings: [
        { line: 2, column: 14, text: "777", message: /write to "\/app".*use "755"/ },
        { line: 2, column: 32, text: "0666", message: /files of the image.*use "644"/ },
        { line: 3, column: 12, text: "757", message: /use "755"/ },
      ],
    },
    {
      name: "in letters, behind sudo, CRLF",
      code: "from a:1\r\nrun sudo chmod a+rwx /a && chmod -v o+w /b && chmod ugo=rwx /c && chmod u+x,o=w /d\r\n",
      findings: [
        { line: 2, column: 16, text: "a+rwx" },
        { line: 2, column: 37, text: "o+w" },
        { line: 2, column: 53, text: "ugo=rwx" },
        { line: 2, column: 73, text: "u+x,o=w" },
      ],
    },
    {
      name: "COPY and ADD, also in an ONBUILD",
      code: "FROM a:1\nCOPY --chmod=0777 a /a\nONBUILD ADD --chmod=666 b /b\n",
      findings: [
        { line: 2, column: 14, text: "0777", message: /what it copies/ },
        { line: 3, column: 21, text: "666" },
      ],
    },
    {
      name: "one of several",
      code: "FROM a:1\nRUN chmod 777 /tmp /app\n",
      findings: [{ line: 2, column: 11, text: "777" }],
    },
  ],
});
