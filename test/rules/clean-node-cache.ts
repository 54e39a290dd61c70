import { cases } from "../rule-cases.ts";

export default cases("clean-node-cache", {
  valid: [
    "FROM node:22\nRUN npm ci && npm cache clean --force\n",
    { name: "a cache mount", code: "FROM node:22\nRUN --mount=type=cache,target=/root/.npm npm ci\n" },
    { name: "yarn, cleaned", code: "FROM node:22\nRUN yarn install && yarn cache clean\n" },
    {
      name: "yarn, a mount over its cache",
      code: "FROM node:22\nRUN --mount=type=cache,target=/usr/local/share/.cache/yarn yarn\n",
    },
    { name: "deleted", code: "FROM node:22\nRUN npm install -g typescript && rm -rf /root/.npm\n" },
    { name: "the cache was moved", code: "FROM node:22\nENV npm_config_cache=/tmp/npm\nRUN npm ci\n" },
    { name: "no install", code: "FROM node:22\nRUN npm run build && yarn --version\n" },
    { name: "a builder stage", code: "FROM node:22 AS b\nRUN npm ci\nFROM node:22\nCOPY --from=b /app /app\n" },
  ],
  invalid: [
    {
      name: "npm",
      code: "FROM node:22\nRUN npm ci --omit=dev\n",
      findings: [{ messageId: "kept", line: 2, column: 5, text: "npm ci", message: /npm cache clean --force/ }],
      suggestions: ["FROM node:22\nRUN npm ci --omit=dev && npm cache clean --force\n"],
    },
    {
      name: "bare yarn, lower case, CRLF, continued with a comment",
      code: "from node:22\r\nrun set -x \\\r\n    # all\r\n    && yarn --frozen-lockfile\r\n",
      findings: [{ messageId: "kept", line: 4, column: 8, text: "yarn" }],
      suggestions: [
        "from node:22\r\nrun set -x \\\r\n    # all\r\n    && yarn --frozen-lockfile \\\r\n    && yarn cache clean\r\n",
      ],
    },
    {
      name: "cleaned before",
      code: "FROM node:22\nRUN yarn cache clean && yarn install\n",
      findings: [{ messageId: "kept", line: 2, column: 25, text: "yarn install" }],
      suggestions: ["FROM node:22\nRUN yarn cache clean && yarn install && yarn cache clean\n"],
    },
    {
      name: "a here-document, a mount over something else",
      code: "FROM node:22\nRUN --mount=type=cache,target=/root/.cache <<EOF\nnpm install -g typescript\nEOF\n",
      findings: [{ messageId: "kept", line: 3, column: 1, text: "npm install" }],
    },
  ],
});
