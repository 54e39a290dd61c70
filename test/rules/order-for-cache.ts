import { cases } from "../rule-cases.ts";

export default cases("order-for-cache", {
  valid: [
    {
      name: "manifests first",
      code: "FROM node:22\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\nCOPY . .\nRUN npm run build\n",
    },
    {
      name: "a second install after the first one",
      code: "FROM node:22\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\nCOPY . .\nRUN npm ci --omit=dev\n",
    },
    {
      name: "the manifests are mounted",
      code: "FROM node:22\nWORKDIR /app\nCOPY . .\nRUN --mount=type=bind,source=package.json,target=package.json npm ci\n",
    },
    {
      name: "a stage that takes everything from another one",
      code: "FROM node:22 AS deps\nWORKDIR /app\nCOPY package.json .\nRUN npm ci\nFROM node:22\nWORKDIR /app\nCOPY --from=deps /app .\nRUN npm ci\n",
    },
    { name: "a global install above the COPY", code: "FROM node:22\nRUN npm install -g pnpm\nCOPY . .\n" },
    {
      name: "single files copied",
      code: "FROM python:3.13\nCOPY requirements.txt main.py ./\nRUN pip install -r requirements.txt\n",
    },
    {
      name: "go with downloads in a cache mount",
      code: "FROM golang:1.24\nWORKDIR /src\nCOPY . .\nRUN --mount=type=cache,target=/go/pkg/mod go build ./...\n",
    },
    {
      name: "go with vendored modules",
      code: "FROM golang:1.24\nWORKDIR /src\nCOPY . .\nRUN go build -mod=vendor ./...\n",
    },
    { name: "go below GOPATH", code: "FROM golang:1.9\nWORKDIR /go/src/app\nCOPY . .\nRUN go build\n" },
    {
      name: "a build tool that fetched something above the COPY",
      code: "FROM gradle:8\nWORKDIR /app\nCOPY build.gradle .\nRUN gradle downloadDependencies\nCOPY . .\nRUN gradle build\n",
    },
    {
      name: "an unknown program might read the files",
      code: "FROM debian:12\nCOPY . /app\nRUN /app/prepare.sh\nRUN apt-get update && apt-get install -y curl\n",
    },
    {
      name: "an install from a copied file",
      code: "FROM debian:12\nCOPY . /app\nRUN apt-get update && apt-get install -y /app/tool.deb\n",
    },
    {
      name: "files over the whole system may configure the package manager",
      code: "FROM debian:12\nCOPY . /\nRUN apt-get update && apt-get install -y curl\n",
    },
    {
      name: "only if the manifest is there",
      code: "FROM composer:2\nWORKDIR /app\nCOPY . .\nRUN if [ -f composer.json ]; then composer install; fi\n",
    },
  ],
  invalid: [
    {
      name: "npm",
      code: "FROM node:22\nWORKDIR /app\nCOPY . .\nRUN npm ci\nRUN npm run build\n",
      findings: [
        {
          messageId: "installAfterCopy",
          line: 3,
          column: 6,
          text: ".",
          message: /"npm ci" runs again after every change.+"COPY \. \."/,
        },
      ],
      suggestions: ["FROM node:22\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\nCOPY . .\nRUN npm run build\n"],
    },
    {
      name: "WORKDIR in between, lower case, CRLF",
      code: "from node:22\r\ncopy . /app\r\nworkdir /app\r\nrun npm install\r\n",
      findings: [{ messageId: "installAfterCopy", line: 2, column: 6, text: "." }],
      suggestions: ["from node:22\r\ncopy package*.json /app/\r\nworkdir /app\r\nrun npm install\r\ncopy . /app\r\n"],
    },
    {
      name: "pip with a file in a directory, a comment between continued lines",
      code: "FROM python:3.13\nWORKDIR /app\nADD ./ .\nRUN pip install \\\n  # all of them\n  -r requirements/prod.txt\n",
      findings: [{ messageId: "installAfterCopy", line: 3, column: 5, text: "./", message: /requirements\/prod\.txt/ }],
      suggestions: [
        "FROM python:3.13\nWORKDIR /app\nCOPY requirements/prod.txt ./requirements/\nRUN pip install \\\n  # all of them\n  -r requirements/prod.txt\nADD ./ .\n",
      ],
    },
    ...[
      "pip3 install -r requirements.txt",
      "python3 -m pip install -r requirements.txt",
      "uv pip install -r requirements.txt",
      "uv pip sync requirements.txt",
      "pip-sync requirements.txt",
      "python3 -m pip install .",
      "python3 -m poetry install",
    ].map((command) => ({
      name: `the command is named as it is written: ${command}`,
      code: `FROM python:3.13\nWORKDIR /app\nCOPY . .\nRUN ${command}\n`,
      findings: [{ line: 3, column: 6, text: ".", message: new RegExp(`^"${command}" `) }],
    })),
    {
      name: "poetry installs the project, too",
      code: "FROM python:3.13\nWORKDIR /app\nCOPY . .\nRUN poetry install --only main\n",
      findings: [{ messageId: "installAfterCopy", line: 3, column: 6, text: "." }],
      suggestions: [
        "FROM python:3.13\nWORKDIR /app\nCOPY pyproject.toml poetry.lock ./\nRUN poetry install --no-root --only main\nCOPY . .\nRUN poetry install --only main\n",
      ],
    },
    {
      name: "a directory that holds the project",
      code: "FROM node:22\nCOPY client /client\nRUN cd /client && yarn install && yarn build\n",
      findings: [{ messageId: "installAfterCopy", line: 2, column: 6, text: "client" }],
    },
    {
      name: "sources above the install, manifests named",
      code: "FROM node:22\nWORKDIR /app\nCOPY package.json ./\nCOPY src ./src\nRUN npm install\n",
      findings: [{ messageId: "installAfterCopy", line: 4, column: 6, text: "src" }],
    },
    {
      name: "manifests copied, but installed after everything",
      code: "FROM node:22\nWORKDIR /app\nCOPY package.json ./\nCOPY --chown=node . .\nRUN npm ci\n",
      findings: [{ messageId: "installAfterCopy", line: 4, column: 19, text: "." }],
      suggestions: [
        "FROM node:22\nWORKDIR /app\nCOPY package.json ./\nCOPY --chown=node package*.json ./\nRUN npm ci\nCOPY --chown=node . .\n",
      ],
    },
    {
      name: "exec form",
      code: 'FROM ruby:3.3\nWORKDIR /app\nCOPY . .\nRUN ["bundle", "install"]\n',
      findings: [{ messageId: "installAfterCopy", line: 3, column: 6, text: "." }],
    },
    {
      name: "a here-document",
      code: "FROM node:22\nWORKDIR /app\nCOPY . .\nRUN <<EOF\npnpm install --frozen-lockfile\nEOF\n",
      findings: [{ messageId: "installAfterCopy", line: 3, column: 6, text: "." }],
    },
    {
      name: "a build downloads by itself",
      code: "FROM golang:1.24 AS build\nWORKDIR /src\nCOPY . .\nRUN go build -o /app ./cmd/app\nFROM scratch\nCOPY --from=build /app /\n",
      findings: [{ messageId: "downloadInBuild", line: 3, column: 6, text: ".", message: /go mod download/ }],
      suggestions: [
        "FROM golang:1.24 AS build\nWORKDIR /src\nCOPY go.mod go.sum ./\nRUN go mod download\nCOPY . .\nRUN go build -o /app ./cmd/app\nFROM scratch\nCOPY --from=build /app /\n",
      ],
    },
    {
      name: "maven",
      code: "FROM maven:3\nWORKDIR /app\nCOPY . .\nRUN mvn -B clean package\n",
      findings: [{ messageId: "downloadInBuild", line: 3, column: 6, text: "." }],
      suggestions: [
        "FROM maven:3\nWORKDIR /app\nCOPY pom.xml ./\nRUN mvn -B dependency:go-offline\nCOPY . .\nRUN mvn -B clean package\n",
      ],
    },
    {
      name: "cargo has no command that only fetches",
      code: "FROM rust:1\nWORKDIR /app\nCOPY . .\nRUN cargo build --release\n",
      findings: [
        {
          messageId: "downloadInBuild",
          line: 3,
          column: 6,
          text: ".",
          message: /cache mount.+\/usr\/local\/cargo\/registry/,
        },
      ],
    },
    {
      name: "a step that reads nothing of the context",
      code: 'FROM python:3.13\nWORKDIR /app\nCOPY . .\nRUN apt-get update && apt-get install -y libpq-dev && rm -rf /var/lib/apt/lists/*\nCMD ["python", "app.py"]\n',
      findings: [
        { messageId: "unrelatedAfterCopy", line: 3, column: 6, text: ".", message: /"apt-get install" runs again/ },
      ],
      suggestions: [
        'FROM python:3.13\nWORKDIR /app\nRUN apt-get update && apt-get install -y libpq-dev && rm -rf /var/lib/apt/lists/*\nCOPY . .\nCMD ["python", "app.py"]\n',
      ],
    },
    {
      name: "both: one finding",
      code: "FROM node:22\nWORKDIR /app\nCOPY . .\nRUN apt-get update && apt-get install -y git\nRUN npm ci\n",
      findings: [
        { messageId: "installAfterCopy", line: 3, column: 6, text: ".", message: /"apt-get install" below it/ },
      ],
    },
    {
      name: "the COPY stands in the parent stage",
      code: "FROM node:22 AS base\nWORKDIR /app\nCOPY . .\nFROM base\nRUN npm ci\n",
      findings: [{ messageId: "installAfterCopy", line: 3, column: 6, text: "." }],
    },
  ],
});
