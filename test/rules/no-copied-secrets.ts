import { cases } from "../rule-cases.ts";

export default cases("no-copied-secrets", {
  valid: [
    "FROM a:1\nCOPY .env.example .env.sample id_rsa.pub known_hosts config.json .gitignore .dockerignore /app/\n",
    {
      name: "from a stage or an address",
      code: "FROM a:1\nCOPY --from=b:1 /root/.ssh /x\nADD https://x/id_rsa /y\nADD git@x:a/.git /z\n",
    },
    {
      name: "keys of package repositories, and certificates",
      code: "FROM a:1\nCOPY vendor-gpg.key /x\nCOPY server.key /etc/apt/keyrings/\nCOPY ca.pem server.crt monkey.key /y/\n",
    },
    { name: "an ignored name", code: "FROM a:1\nCOPY conf/.env /app/\n", options: [{ ignore: [".env"] }] },
    { name: "a variable, everything, a heredoc", code: "FROM a:1\nCOPY $F /x\nCOPY . .\nCOPY <<.env /y\na\n.env\n" },
  ],
  invalid: [
    {
      name: "SSH keys, in any folder",
      code: 'FROM a:1\nCOPY id_rsa /root/.ssh/\nADD keys/id_ed25519 /x\nCOPY [".ssh/", "/root/.ssh"]\n',
      findings: [
        { line: 2, column: 6, text: "id_rsa", message: /a private SSH key\. It stays in a layer/ },
        { line: 3, column: 5, text: "keys/id_ed25519" },
        { line: 4, column: 7, text: '".ssh/"' },
      ],
    },
    {
      name: "each of several sources, over continuations, CRLF",
      code: "from a:1\r\ncopy --chown=1 app.js .env \\\r\n  .netrc \\\r\n  /app/\r\n",
      findings: [
        { line: 2, column: 23, text: ".env", message: /settings/ },
        { line: 3, column: 3, text: ".netrc", message: /passwords/ },
      ],
    },
    {
      name: "keys, stores and credentials",
      code: "FROM a:1 AS b\nCOPY tls/server.key private.pem app_key.pem x.p12 credentials.json service-account-prod.json .git /x/\nFROM c:1\nCOPY .git /g\n",
      findings: [
        { line: 2, column: 6, text: "tls/server.key", message: /does not ship/ },
        { line: 2, column: 33, text: "app_key.pem" },
        { line: 2, column: 45, text: "x.p12" },
        { line: 2, column: 51, text: "credentials.json" },
        { line: 2, column: 68, text: "service-account-prod.json" },
        { line: 4, column: 6, text: ".git", message: /history of the repository/ },
      ],
    },
    {
      name: "in an ONBUILD",
      code: "FROM a:1\nONBUILD COPY .env /app/\n",
      findings: [{ line: 2, column: 14, text: ".env" }],
    },
  ],
});
