import { cases, type InvalidCase, type ValidCase } from "../rule-cases.ts";

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

const withOutput = {
  files: [...files, "dist/a.js"],
  bytes: { ...context.bytes, "dist/a.js": 3_000_000 },
};

/** A stage that copies all of it, and then does this. */
function inStage(name: string, steps: string, dockerignore = ".git"): ValidCase {
  const code = `FROM node:22\nWORKDIR /app\nCOPY . .\n${steps}\n`;
  return { name, code, context: { ...withOutput, dockerignore } };
}

function found(name: string, steps: string, message: RegExp): InvalidCase {
  return { ...inStage(name, steps), findings: [{ line: 3, column: 6, text: ".", message }] };
}

function virtualEnvironment(name: string, steps: string): ValidCase {
  return {
    name: `a virtual environment: ${name}`,
    code: `FROM python:3.13\nWORKDIR /app\nCOPY . .\n${steps}\n`,
    context: { files: [".venv/lib/a.py"], bytes: { ".venv/lib/a.py": 9_000_000 } },
  };
}

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
    inStage("a global install makes no modules here", "RUN npm install -g serve && yarn --version"),
    inStage("modules of another folder", "WORKDIR /app/web\nRUN npm ci"),
    inStage("modules of a folder that is named", "RUN npm --prefix web ci"),
    inStage("modules of a folder that the shell goes to", "RUN cd web && npm ci"),
    inStage("a script that bundles nothing", "RUN npm run lint"),
    inStage("make asks git", "RUN make", "node_modules\ndist"),
    inStage("Go writes the commit into the program", "RUN go build ./...", "node_modules\ndist"),
    inStage("a command reads a file of the history", "RUN cp .git/HEAD /version", "node_modules\ndist"),
    virtualEnvironment("an environment variable names it", 'ENV PATH="/app/.venv/bin:$PATH"'),
    virtualEnvironment("the command names it", 'CMD [".venv/bin/python", "-m", "app"]'),
    virtualEnvironment("another stage takes it", "FROM debian:12\nCOPY --from=0 /app/.venv /venv"),
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
    found("a build output that is made anew", "RUN npm run build", /: dist \(3 MB\)/),
    found("modules that are removed first", "RUN rm -rf node_modules && npm ci", /: node_modules \(2 MB\)/),
    found("modules, with options in front", "RUN yarn --frozen-lockfile", /: node_modules \(2 MB\)/),
    found("modules, by a path", "RUN cd /app && /usr/bin/npm --loglevel=warn install", /: node_modules \(2 MB\)/),
    {
      ...virtualEnvironment("made anew, and then named", 'RUN uv sync\nCMD [".venv/bin/app"]'),
      findings: [{ line: 3, column: 6, text: ".", message: /\.venv \(9 MB\)/ }],
    },
    {
      name: "the history, where Go does not read it",
      code: "FROM golang:1\nCOPY . .\nRUN go build -buildvcs=false\n",
      context: { ...context, dockerignore: "app" },
      findings: [{ line: 2, column: 6, text: ".", message: /\.git \(31 MB\)/ }],
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
