import { cases } from "../rule-cases.ts";

// Put together here, so that no scanner takes this file for a leak.
const github = `ghp_${"aB3dE5gH7j".repeat(4).slice(0, 36)}`;
const npm = `npm_${"Zx9Wv8Ut7S".repeat(4).slice(0, 36)}`;
const privateKey = ["-----BEGIN RSA PRIVATE", "KEY-----"].join(" ");
const endOfKey = ["-----END RSA PRIVATE", "KEY-----"].join(" ");
const keyBody = "MIIEpAIBAAKCAQEA7bq4n0Gd3q9Zr8".repeat(4);

export default cases("no-hardcoded-secrets", {
  valid: [
    "FROM a:1\nENV TOKEN=\nARG NPM_TOKEN\nRUN --mount=type=secret,id=t npm ci\n",
    {
      name: "checksums, fingerprints, versions and long names",
      code: `FROM a:1@sha256:${"0f".repeat(32)}\nENV GPG_KEY=A035C8C19219BA821ECEA86B64E628F8D684696D V=Miniconda3-latest-Linux-x86_64\nRUN echo ${"1b".repeat(32)} | sha256sum -c\n`,
    },
    {
      name: "stand-ins",
      code: "FROM a:1\nENV A=postgres://user:password@db/x B=mysql://root:root@db/x C=redis://:changeme@r:6379 D=https://me:xxxxxxxx@h.dev\n",
    },
    {
      name: "a variable in its place",
      code: "FROM a:1\nRUN git clone https://x:${TOKEN}@github.com/a/b && curl https://u:$P@h.dev\n",
    },
    { name: "the form of a key, filled in with one letter", code: `FROM a:1\nENV T=ghp_${"x".repeat(36)}\n` },
    { name: "in a comment", code: `# ${github}\nFROM a:1\nRUN a \\\n# ${github}\n  b\n` },
  ],
  invalid: [
    {
      name: "a GitHub token in an ENV; the message does not repeat it",
      code: `FROM a:1\nENV A=1 GITHUB=${github}\n`,
      findings: [
        { line: 2, column: 16, text: github, message: /^(?!.*ghp_).*ENV holds a GitHub token.*configuration/ },
      ],
    },
    {
      name: "an npm token in a RUN over several lines, CRLF",
      code: `FROM a:1\r\nRUN npm ci && \\\r\n  npm config set //registry.npmjs.org/:_authToken ${npm}\r\n`,
      findings: [{ line: 3, column: 51, text: npm, message: /history/ }],
    },
    {
      name: "a default of an ARG in a stage that does not ship",
      code: `FROM a:1 AS b\narg T=${github}\nFROM c:1\n`,
      findings: [{ line: 2, column: 7, text: github, message: /does not ship/ }],
    },
    {
      name: "a private key in a heredoc",
      code: `FROM a:1\nCOPY <<EOF /root/.ssh/id_rsa\n${privateKey}\n${keyBody}\n${endOfKey}\nEOF\n`,
      findings: [
        {
          line: 3,
          column: 1,
          endLine: 5,
          text: `${privateKey}\n${keyBody}\n${endOfKey}`,
          message: /COPY holds a private key.*layer/,
        },
      ],
    },
    {
      name: "a password in a URL",
      code: "FROM a:1\nRUN wget https://bot:6gDyfNJh@files.acme.dev/x\n",
      findings: [{ line: 2, column: 10, text: "https://bot:6gDyfNJh@files.acme.dev", message: /URL with a password/ }],
    },
    {
      name: "behind an ONBUILD, and two in one line",
      code: `FROM a:1\nONBUILD ENV A=${github} B=${npm}\n`,
      findings: [
        { line: 2, column: 15, text: github, message: /ONBUILD holds a GitHub/ },
        { line: 2, column: 18 + github.length, text: npm },
      ],
    },
  ],
});
