import { cases } from "../rule-cases.ts";

const start = "FROM node:22\nUSER node\nWORKDIR /app\n";

export default cases("chown-on-copy", {
  valid: [
    `${start}COPY --chown=node . .\nRUN npm ci\n`,
    {
      name: "root",
      code: "FROM node:22\nWORKDIR /app\nCOPY . .\nRUN npm ci\nFROM node:22\nUSER root\nWORKDIR /app\nCOPY . .\nRUN npm ci\n",
    },
    { name: "nothing writes there", code: `${start}COPY . .\nCMD ["node", "a.js"]\n` },
    {
      name: "as another user, elsewhere, or the packages of the system",
      code: `${start}COPY . .\nUSER root\nRUN npm ci\nUSER node\nWORKDIR /b\nRUN npm ci && npm install -g x\n`,
    },
    { name: "in an ONBUILD", code: `${start}ONBUILD COPY . .\nRUN npm ci\n` },
  ],
  invalid: [
    {
      name: "the folder that is installed in",
      code: `${start}COPY package.json ./\nRUN npm ci\n`,
      findings: [{ line: 4, column: 1, text: "COPY", message: /"npm" runs there as "node".*--chown=node/ }],
      suggestions: [`${start}COPY --chown=node package.json ./\nRUN npm ci\n`],
    },
    {
      name: "a user with a group, CRLF, another flag, ADD",
      code: "from a:1\r\nuser 1000:1000\r\nworkdir /srv\r\nadd --chmod=644 . /srv/\r\nrun yarn install --frozen-lockfile\r\n",
      findings: [{ line: 4, column: 1, text: "add" }],
      suggestions: [
        "from a:1\r\nuser 1000:1000\r\nworkdir /srv\r\nadd --chown=1000:1000 --chmod=644 . /srv/\r\nrun yarn install --frozen-lockfile\r\n",
      ],
    },
    {
      name: "USER of the stage below",
      code: "FROM a:1 AS base\nUSER app\nWORKDIR /app\nFROM base\nCOPY . .\nRUN composer install\n",
      findings: [{ line: 5, column: 1, text: "COPY" }],
    },
  ],
});
