import { cases } from "../rule-cases.ts";

const files = [
  "package.json",
  "src/index.js",
  "node_modules/a/index.js",
  ".git/pack",
  "app/Cargo.toml",
  "app/target/debug/app",
  "app/.git/pack",
];
const context = {
  files,
  bytes: {
    "node_modules/a/index.js": 2_000_000,
    ".git/pack": 31_000_000,
    "app/target/debug/app": 90_000_000,
    "app/.git/pack": 10,
  },
};

export default cases("no-needless-copy", {
  valid: [
    { name: "no context", code: "FROM node:22\nCOPY . .\nRUN npm ci\n" },
    {
      name: "ignored",
      code: "FROM node:22\nCOPY . .\nRUN npm ci\n",
      context: { ...context, dockerignore: ".git\nnode_modules\n" },
    },
    {
      name: "left out by --exclude",
      code: "# syntax=docker/dockerfile:1-labs\nFROM node:22\nCOPY --exclude=.git --exclude=node_modules . .\nRUN npm ci\n",
      context,
    },
    { name: "folders of sources", code: "FROM node:22\nCOPY package.json src ./\nRUN npm ci\n", context },
    {
      name: "git reads it, and nothing makes the modules anew",
      code: "FROM node:22\nCOPY . .\nRUN node --version && git describe > /version\nRUN npm run build\n",
      context,
    },
    {
      name: "a build output that the stage does not make itself",
      code: "FROM debian:12\nCOPY app/target /app/target\nCOPY app/src /app\n",
      context,
    },
    { name: "a stage that is not built", code: "FROM node:22 AS a\nCOPY . .\nRUN npm ci\nFROM scratch\n", context },
    {
      name: "little, in a stage that does not ship",
      code: "FROM rust:1 AS build\nCOPY app/.git /app/\nFROM scratch\nCOPY --from=build /app /app\n",
      context,
    },
    { name: "no folder but a file of that name", code: "FROM node:22\nCOPY . .\n", context: { files: [".git"] } },
    { name: "of another stage", code: "FROM a:1 AS b\nFROM node:22\nCOPY --from=b . .\nRUN npm ci\n", context },
  ],
  invalid: [
    {
      name: "what the image stores for nothing",
      code: "FROM node:22\nWORKDIR /app\nCOPY . .\nRUN npm ci\n",
      context,
      findings: [
        {
          messageId: "shipped",
          line: 3,
          column: 6,
          text: ".",
          message:
            /"COPY \." takes along .*: \.git \(31 MB\) and node_modules \(2 MB\)\. .* Name "\.git" and "node_modules" in/,
        },
      ],
    },
    {
      name: "what a builder stage is sent for nothing; a folder of the context, lower case, CRLF",
      code: "from rust:1 as build\r\nadd app/ \\\r\n # all of it\r\n /src\r\nrun cd /src && cargo build --release\r\nfrom scratch\r\ncopy --from=build /src/target/release/app /\r\n",
      context,
      findings: [
        {
          messageId: "built",
          line: 2,
          column: 5,
          text: "app/",
          message: /target \(90 MB\)\. It is sent .* Name "app\/target"/,
        },
      ],
    },
    {
      name: "the history, however small, where it ships",
      code: "FROM debian:12\nCOPY app /app\n",
      context,
      findings: [{ line: 2, column: 6, text: "app", message: /\.git \(10 B\)/ }],
    },
    {
      name: "modules that come from another stage, by a pattern",
      code: "FROM node:22 AS deps\nRUN npm ci\nFROM node:22\nCOPY * ./\nCOPY --from=deps /node_modules ./node_modules\n",
      context: { files: ["app/package.json", "app/node_modules/a"], bytes: { "app/node_modules/a": 5_000_000 } },
      findings: [{ line: 4, column: 6, text: "*", message: /node_modules \(5 MB\)/ }],
    },
    {
      name: "installed in the stage that this one is FROM",
      code: "FROM node:22 AS base\nRUN yarn\nFROM base\nCOPY . .\n",
      context: { ...context, dockerignore: ".git" },
      findings: [{ line: 4, column: 6, text: ".", message: /: node_modules \(2 MB\)/ }],
    },
  ],
});
