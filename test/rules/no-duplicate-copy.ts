import { cases } from "../rule-cases.ts";

const context = {
  files: ["app.jar", "small.txt", "lib/a.jar"],
  bytes: { "app.jar": 48_000_000, "lib/a.jar": 500_000 },
};

export default cases("no-duplicate-copy", {
  valid: [
    { name: "for the sake of the cache", code: "FROM node:22\nCOPY package.json ./\nRUN npm ci\nCOPY . .\n" },
    { name: "a wider copy", code: "FROM debian:12\nCOPY src /app/src\nCOPY . /app\n" },
    { name: "a RUN in between", code: "FROM debian:12\nCOPY . /app\nRUN make -C /app\nCOPY conf /app/conf\n" },
    { name: "another owner", code: "FROM debian:12\nCOPY . /app\nCOPY --chown=1 conf /app/conf\n" },
    { name: "another place", code: "FROM debian:12\nCOPY app.jar /a/\nCOPY app.jar /b/\n" },
    {
      name: "another file in between",
      code: "FROM debian:12\nCOPY a.txt /c.txt\nCOPY b.txt /c.txt\nCOPY a.txt /c.txt\n",
    },
    { name: "another stage", code: "FROM debian:12 AS a\nCOPY . /app\nFROM debian:12\nCOPY . /app\n" },
    { name: "out of stages", code: "FROM a:1 AS b\nFROM debian:12\nCOPY --from=b /x /x\nCOPY --from=b /x /x\n" },
    { name: "a directory or a file, who knows", code: "FROM debian:12\nCOPY x /app/\nCOPY x/y /app/y/\n" },
    { name: "a little in two places", code: "FROM debian:12\nCOPY small.txt /a/\nCOPY small.txt /b/\n", context },
    { name: "not all of it", code: "FROM debian:12\nCOPY --exclude=b . /app\nCOPY b /app/b\n" },
  ],
  invalid: [
    {
      name: "the very same COPY",
      code: "FROM debian:12\nCOPY conf /etc/app\nENV A=1\nCOPY conf /etc/app\n",
      findings: [
        { messageId: "again", line: 4, column: 6, text: "conf", message: /has been at \/etc\/app since line 2/ },
      ],
      suggestions: ["FROM debian:12\nCOPY conf /etc/app\nENV A=1\n"],
    },
    {
      name: "a part of what was copied, with its bytes",
      code: "FROM debian:12\nWORKDIR /app\nCOPY . .\nCOPY lib lib\n",
      context,
      findings: [
        {
          messageId: "again",
          line: 4,
          column: 6,
          text: "lib",
          message: /keeps an empty layer for it, and a graph driver such as overlay2 stores its 500 kB again/,
        },
      ],
      suggestions: ["FROM debian:12\nWORKDIR /app\nCOPY . .\n"],
    },
    {
      name: "a file under its name, JSON form, lower case, CRLF, --link",
      code: 'from debian:12\r\ncopy a.txt b.txt /etc/\r\ncopy --link ["./a.txt", "/etc/a.txt"]\r\n',
      findings: [
        {
          messageId: "again",
          line: 3,
          column: 14,
          text: '"./a.txt"',
          message: /has been at \/etc\/a\.txt since line 2/,
        },
      ],
    },
    {
      name: "in the stage that this one is FROM",
      code: "FROM debian:12 AS a\nCOPY . /app\nFROM a\nCOPY . /app\n",
      findings: [{ line: 4, column: 6, text: "." }],
    },
    {
      name: "in two places: by its bytes",
      code: "FROM debian:12\nCOPY app.jar /a/\nRUN x\nCOPY app.jar small.txt /b/\n",
      context,
      findings: [
        {
          messageId: "twice",
          line: 4,
          column: 6,
          text: "app.jar",
          message: /copied to \/b\/app\.jar, and in line 2 to \/a\/app\.jar\. The image stores its 48 MB twice/,
        },
      ],
    },
  ],
});
