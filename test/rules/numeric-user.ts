import { cases } from "../rule-cases.ts";

export default cases("numeric-user", {
  valid: [
    "FROM debian:12\nUSER 1001\n",
    "FROM debian:12\nUSER 1001:app\n",
    { name: "root has a rule of its own", code: "FROM debian:12\nUSER root\n" },
    { name: "a build argument chooses", code: "FROM debian:12\nARG U=app\nUSER $U\n" },
    { name: "only the last one counts", code: "FROM debian:12\nUSER app\nRUN make\nUSER 1001\n" },
    { name: "a stage that does not ship", code: "FROM debian:12 AS a\nUSER app\nFROM debian:12\nUSER 1001\n" },
    {
      name: "another target",
      code: "FROM debian:12 AS a\nUSER 1\nFROM a\nUSER app\n",
      languageOptions: { target: "a" },
    },
  ],
  invalid: [
    {
      name: "a name, with the number that it gets",
      code: "FROM debian:12\nRUN groupadd app && useradd -r --uid 1001 app\nUSER app\n",
      findings: [{ line: 3, column: 6, text: "app", message: /Write "1001"/ }],
      suggestions: ["FROM debian:12\nRUN groupadd app && useradd -r --uid 1001 app\nUSER 1001\n"],
    },
    {
      name: "other spellings of the number, inherited, CRLF",
      code: "from alpine:3.21 as a\r\nrun adduser -Du 7 app\r\nuser app\r\nfrom a\r\nrun id\r\n",
      findings: [{ line: 3, column: 6, text: "app" }],
      suggestions: ["from alpine:3.21 as a\r\nrun adduser -Du 7 app\r\nuser 7\r\nfrom a\r\nrun id\r\n"],
    },
    {
      name: "with a group, a number that is not known",
      code: "FROM debian:12\nUSER www-data:www-data\n",
      findings: [{ line: 2, column: 6, text: "www-data:www-data", message: /the number of that user/ }],
      suggestions: [],
    },
    { name: "a fragment", code: "USER a\nUSER app\n", findings: [{ line: 2, column: 6, text: "app" }] },
  ],
});
