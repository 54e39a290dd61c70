import { cases } from "../rule-cases.ts";

export default cases("pin-npm-versions", {
  valid: [
    "FROM node:22\nRUN npm ci && npm install && yarn install && pnpm install\n",
    {
      name: "versions, also of scoped packages",
      code: "FROM node:22\nRUN npm install -g pm2@5.4.3 @angular/cli@19.1.0\n",
    },
    { name: "local paths and archives", code: "FROM node:22\nRUN npm install ./lib /x/y.tgz\n" },
    { name: "a variable", code: "FROM node:22\nRUN npm install -g npm@$NPM_VERSION\n" },
    { name: "the value of a flag", code: "FROM node:22\nRUN npm install --registry https://example.org --prefix /x\n" },
  ],
  invalid: [
    {
      name: "a moving tag and a repository without a revision",
      code: "FROM node:22\nRUN npm i -g @scope/x@latest && npm i git+https://example.org/o/r.git\n",
      findings: [
        { line: 2, column: 14, text: "@scope/x@latest", message: /Write "@scope\/x@<version>"/ },
        { line: 2, column: 39, text: "git+https://example.org/o/r.git", message: /r\.git#<tag>"/ },
      ],
    },
    {
      code: "FROM node:22\nRUN npm install --global pm2 @angular/cli\n",
      findings: [{ messageId: "unpinned", line: 2, column: 26, text: "pm2", message: /"pm2" and "@angular\/cli"/ }],
    },
    {
      name: "short verb, lower case, CRLF",
      code: "from node:22\r\nrun npm i -g serve\r\n",
      findings: [{ line: 2, column: 14, text: "serve" }],
    },
    {
      name: "the other managers",
      code: "FROM node:22\nRUN pnpm add fastify && yarn global add serve && yarn add react\nRUN bun add hono\n",
      findings: [
        { line: 2, column: 14, text: "fastify", message: /^pnpm/ },
        { line: 2, column: 41, text: "serve", message: /^yarn/ },
        { line: 2, column: 59, text: "react" },
        { line: 3, column: 13, text: "hono", message: /^bun/ },
      ],
    },
  ],
});
