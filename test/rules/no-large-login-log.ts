import { cases } from "../rule-cases.ts";

export default cases("no-large-login-log", {
  valid: [
    "FROM debian:12\nRUN useradd app\n",
    "FROM debian:12\nRUN useradd -u 99999 app\n",
    "FROM debian:12\nRUN useradd -l -u 1000650000 app\n",
    "FROM debian:12\nRUN useradd --uid=1000650000 --no-log-init app\n",
    { name: "a cluster", code: "FROM debian:12\nRUN useradd -mlu 1000650000 app\n" },
    { name: "a number of the group", code: "FROM debian:12\nRUN useradd -g 1000650000 app\n" },
    { name: "a number from outside", code: "FROM debian:12\nARG ID\nRUN useradd -u $ID app\n" },
    { name: "busybox writes no logs", code: "FROM alpine:3.21\nRUN adduser -u 1000650000 app\n" },
  ],
  invalid: [
    {
      name: "the size is that of both logs",
      code: "FROM debian:12\nRUN useradd -m -u 1000000000 app\n",
      findings: [{ line: 2, column: 19, text: "1000000000", message: /up to 324 GB/ }],
      output: "FROM debian:12\nRUN useradd --no-log-init -m -u 1000000000 app\n",
    },
    {
      name: "other spellings, sudo, ONBUILD, continued",
      code: "from debian:12\nonbuild run sudo /usr/sbin/useradd \\\n  --uid=100000 app && useradd -mu200000 b\n",
      findings: [
        { line: 3, column: 3, text: "--uid=100000", message: /up to 32 MB/ },
        { line: 3, column: 31, text: "-mu200000" },
      ],
      output:
        "from debian:12\nonbuild run sudo /usr/sbin/useradd --no-log-init \\\n  --uid=100000 app && useradd --no-log-init -mu200000 b\n",
    },
    {
      name: "JSON form, and a number from an ARG",
      code: 'FROM debian:12\nARG ID=1234567\nRUN ["useradd", "-u", "1234567", "a"]\nRUN useradd -u ${ID} b\n',
      findings: [
        { line: 3, column: 23, text: '"1234567"' },
        { line: 4, column: 16, text: "${ID}", message: /user 1234567/ },
      ],
      output:
        'FROM debian:12\nARG ID=1234567\nRUN ["useradd", "--no-log-init", "-u", "1234567", "a"]\nRUN useradd --no-log-init -u ${ID} b\n',
    },
  ],
});
