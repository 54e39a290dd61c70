import { cases } from "../rule-cases.ts";

export default cases("no-secrets-in-env", {
  valid: [
    "FROM a:1\nENV PATH=/x NODE_ENV=production\nARG VERSION\n",
    {
      name: "words that only look like it",
      code: "FROM a:1\nENV MONKEY=1 GOPRIVATE=github.com/x TOKENIZERS_PARALLELISM=false KEYBOARD=us AUTHOR=me PWD=/x PASS=1\n",
    },
    {
      name: "public keys and fingerprints",
      code: "FROM a:1\nENV GPG_KEY=A035C8C1 SSH_PUBLIC_KEY=x NGINX_GPGKEY=573B SORT_KEY=id\n",
    },
    {
      name: "something about a secret",
      code: "FROM a:1\nENV DB_PASSWORD_FILE=/run/x TOKEN_URL=https://x AWS_SECRET_NAME=x API_KEY_HEADER=X-Key JWT_TOKEN_TTL=60 KEY_ID=1\n",
    },
    {
      name: "switches and counts",
      code: "FROM a:1\nENV ALLOW_EMPTY_PASSWORD=yes MAX_TOKENS=4096 RANDOM_PASSWORD=1 ENABLE_AUTH=true\n",
    },
    {
      name: "values that are none",
      code: 'FROM a:1\nENV DB_PASSWORD="" API_TOKEN=dummy SSL_SECRET=/etc/ssl/x SECRET_KEY_BASE_DUMMY=1 BASIC_AUTH=off\n',
    },
    { name: "an argument of FROM reaches no step", code: "ARG TOKEN\nFROM a:1\n" },
    { name: "a secret mount", code: "FROM a:1\nRUN --mount=type=secret,id=t,env=NPM_TOKEN npm ci\n" },
    { name: "labels", code: "FROM a:1\nLABEL secret=1\n" },
    {
      name: "match list: no words of the list, or public ones, and no ARG of FROM",
      code: "ARG TOKEN=v\nFROM a:1\nENV SSH_PASS=v TOKENS=v API-KEY=v x.token=v PUBLIC_KEY=v SECRET_VERSION=v\n",
      options: [{ match: "list" }],
    },
    {
      name: "scope build: an ONBUILD that does not run in this file",
      code: "FROM a:1\nONBUILD ARG API_KEY\n",
      options: [{ scope: "build" }],
    },
    { name: "an ignored name", code: "FROM a:1\nENV CSRF_TOKEN=x\n", options: [{ ignore: ["CSRF_TOKEN"] }] },
  ],
  invalid: [
    {
      code: "FROM a:1\nENV DB_PASSWORD=hunter2\n",
      findings: [
        {
          messageId: "env",
          line: 2,
          column: 5,
          text: "DB_PASSWORD",
          message: /^(?!.*hunter2).*"DB_PASSWORD" in stage 0/,
        },
      ],
    },
    {
      name: "an argument, in lower case, CRLF",
      code: "from a:1 as build\r\narg npm_token\r\n",
      findings: [{ messageId: "arg", line: 2, column: 5, text: "npm_token", message: /history/ }],
    },
    {
      name: "each name by itself, over continuations",
      code: "FROM a:1\nENV A=1 \\\n  AWS_SECRET_ACCESS_KEY=v \\\n  # the other half\n  AWS_ACCESS_KEY_ID=y\n",
      findings: [
        { line: 3, column: 3, text: "AWS_SECRET_ACCESS_KEY" },
        { line: 5, column: 3, text: "AWS_ACCESS_KEY_ID" },
      ],
    },
    {
      name: "all sorts of names",
      code: "FROM a:1\nENV apiKey=v github.token=v SMTP_PASS=v DB_PWD=v SECRETS=v SSH_PRIVATE_KEY=v TOKEN2=v\n",
      findings: ["apiKey", "github.token", "SMTP_PASS", "DB_PWD", "SECRETS", "SSH_PRIVATE_KEY", "TOKEN2"].map(
        (text) => ({
          line: 2,
          column:
            "ENV apiKey=v github.token=v SMTP_PASS=v DB_PWD=v SECRETS=v SSH_PRIVATE_KEY=v TOKEN2=v".indexOf(text) + 1,
          text,
        }),
      ),
    },
    {
      name: "a stage that does not ship",
      code: "FROM a:1 AS build\nARG NPM_TOKEN\nFROM b:1\n",
      findings: [{ line: 2, column: 5, text: "NPM_TOKEN", message: /does not ship/ }],
    },
    {
      name: "the old form, and a variable as value",
      code: "FROM a:1\nARG X\nENV API_TOKEN $X\n",
      findings: [{ line: 3, column: 5, text: "API_TOKEN" }],
    },
    {
      name: "a key that is handed in",
      code: "FROM a:1\nARG GPG_KEY\nARG NEW_RELIC_KEY\nENV RELIC_KEY=$NEW_RELIC_KEY MAP_KEY=id\n",
      findings: [
        { line: 3, column: 5, text: "NEW_RELIC_KEY" },
        { line: 4, column: 5, text: "RELIC_KEY" },
      ],
    },
    {
      name: "a value in an argument of FROM",
      code: "ARG TOKEN=abc\nFROM a:1\n",
      findings: [{ line: 1, column: 5, text: "TOKEN" }],
    },
    {
      name: "match list: words of the list, whatever the value",
      code: "FROM a:1\nENV GPG_KEY=x foo__key= KEY_ID=/x\nARG auth=true\nENV A$B=1\nENV P=SECRET\nENV MY_$P=1\n",
      options: [{ match: "list" }],
      findings: [
        { line: 2, column: 5, text: "GPG_KEY" },
        { line: 2, column: 15, text: "foo__key" },
        { line: 2, column: 25, text: "KEY_ID" },
        { line: 3, column: 5, text: "auth" },
        { line: 6, column: 5, text: "MY_$P", message: /"MY_SECRET"/ },
      ],
    },
    {
      name: "in an ONBUILD",
      code: "FROM a:1\nONBUILD ARG API_KEY\n",
      findings: [{ line: 2, column: 13, text: "API_KEY", message: /built on this one/ }],
    },
  ],
});
