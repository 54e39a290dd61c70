import { cases } from "../rule-cases.ts";

const cmd = 'CMD ["app"]\n';

export default cases("use-created-user", {
  valid: [
    `FROM a:1\nRUN useradd app\nUSER app\n${cmd}`,
    { name: "another USER decides", code: `FROM a:1\nRUN useradd app\nUSER 1000\n${cmd}` },
    {
      name: "a script or a helper may change the user",
      code: 'FROM a:1\nRUN useradd app\nCMD ["/start.sh"]\nFROM a:1\nRUN useradd app && apk add su-exec\nCMD ["x"]\n',
    },
    {
      name: "the program is told the name",
      code: 'FROM a:1\nRUN useradd app\nCMD ["app-server", "--run-as", "app"]\n',
    },
    { name: "a user of a stage that does not ship", code: `FROM a:1 AS b\nRUN useradd app\nFROM c:1\n${cmd}` },
    { name: "no program is started: a base for others", code: "FROM a:1\nRUN useradd app\n" },
  ],
  invalid: [
    {
      name: "created, given its folder, and forgotten",
      code: `FROM a:1\nRUN groupadd -r app && useradd -r -g app -d /home/app app \\\n  && chown -R app:app /srv\nCOPY --chown=app:app . /srv\n${cmd.replace("app", "node")}`,
      findings: [{ line: 2, column: 55, text: "app", message: /"app" is created.*USER app/ }],
    },
    {
      name: "adduser, CRLF",
      code: "from a:1\r\nrun adduser -D -u 1000 web\r\ncmd node x\r\n",
      findings: [{ line: 2, column: 24, text: "web" }],
    },
    {
      name: "in the stage below",
      code: `FROM a:1 AS base\nRUN useradd worker\nFROM base\n${cmd}`,
      findings: [{ line: 2, column: 13, text: "worker" }],
    },
  ],
});
