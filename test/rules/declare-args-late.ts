import { cases } from "../rule-cases.ts";

export default cases("declare-args-late", {
  valid: [
    {
      name: "a default that names a commit chooses a release",
      code: "FROM debian:12\nARG TOOL_COMMIT=9af0e0d0e74f\nRUN apt-get update && apt-get install -y curl\nRUN echo $TOOL_COMMIT\n",
    },
    "FROM debian:12\nRUN apt-get update && apt-get install -y curl\nARG GIT_SHA\nLABEL revision=$GIT_SHA\n",
    {
      name: "the first step reads it",
      code: "FROM debian:12\nARG GIT_SHA\nRUN apt-get update && apt-get install -y curl && echo $GIT_SHA > /sha\n",
    },
    {
      name: "a program that might read it unseen comes first",
      code: "FROM node:22\nARG GIT_SHA\nRUN npm run build\nRUN apt-get update && apt-get install -y curl\n",
    },
    {
      name: "a name that says nothing of the build",
      code: "FROM debian:12\nARG NODE_ENV=production\nRUN apt-get update && apt-get install -y curl\n",
    },
    {
      name: "meant to break the cache",
      code: "FROM debian:12\nARG CACHEBUST\nRUN apt-get update && apt-get upgrade -y\n",
    },
    {
      name: "read through another ARG",
      code: "FROM debian:12\nARG BUILD_NUMBER\nARG FILE=app-${BUILD_NUMBER}.tgz\nRUN curl -fsSLO https://example.com/$FILE\n",
    },
    {
      name: "a global ARG is in no environment",
      code: "ARG GIT_SHA\nFROM debian:12\nRUN apt-get update && apt-get install -y curl\n",
    },
    { name: "only quick steps below", code: "FROM debian:12\nARG BUILD_DATE\nRUN mkdir /app\n" },
  ],
  invalid: [
    {
      name: "with its label",
      code: 'FROM debian:12\nARG GIT_SHA\nLABEL org.opencontainers.image.revision=$GIT_SHA\nRUN apt-get update && apt-get install -y curl\nCMD ["bash"]\n',
      findings: [
        {
          messageId: "early",
          line: 2,
          column: 5,
          text: "GIT_SHA",
          message: /"GIT_SHA" changes with every build and is declared above a step/,
        },
      ],
      suggestions: [
        'FROM debian:12\nRUN apt-get update && apt-get install -y curl\nARG GIT_SHA\nLABEL org.opencontainers.image.revision=$GIT_SHA\nCMD ["bash"]\n',
      ],
    },
    {
      name: "several together are one cause; defaults, lower case, CRLF",
      code: "from alpine:3.21\r\narg BUILD_DATE=unknown\r\narg VCS_REF\r\narg VERSION\r\nlabel build-date=$BUILD_DATE vcs-ref=$VCS_REF version=$VERSION\r\nrun apk add --no-cache \\\r\n    curl\r\nrun apk add --no-cache git\r\n",
      findings: [
        {
          messageId: "early",
          line: 2,
          column: 5,
          text: "BUILD_DATE",
          message: /"BUILD_DATE", "VCS_REF" and "VERSION" change with every build.+2 steps/,
        },
      ],
      suggestions: [
        "from alpine:3.21\r\nrun apk add --no-cache \\\r\n    curl\r\nrun apk add --no-cache git\r\narg BUILD_DATE=unknown\r\narg VCS_REF\r\narg VERSION\r\nlabel build-date=$BUILD_DATE vcs-ref=$VCS_REF version=$VERSION\r\n",
      ],
    },
    {
      name: "through ENV",
      code: "FROM debian:12\nARG CI_COMMIT_SHA\nENV SHA=$CI_COMMIT_SHA\nRUN curl -fsSLO https://example.com/a.tgz\nRUN echo $SHA > /sha\n",
      findings: [{ messageId: "early", line: 2, column: 5, text: "CI_COMMIT_SHA" }],
    },
    {
      name: "steps above the first reader only",
      code: 'FROM golang:1.24 AS build\nARG COMMIT\nWORKDIR /src\nCOPY go.mod go.sum ./\nRUN go mod download\nCOPY . .\nRUN go build -ldflags "-X main.commit=$COMMIT" ./...\nRUN apt-get update && apt-get install -y curl\nFROM scratch\nCOPY --from=build /src/app /\n',
      findings: [
        {
          messageId: "early",
          line: 2,
          column: 5,
          text: "COMMIT",
          message: /above a step that cannot use it: "go mod download"/,
        },
      ],
      suggestions: [
        'FROM golang:1.24 AS build\nWORKDIR /src\nCOPY go.mod go.sum ./\nRUN go mod download\nARG COMMIT\nCOPY . .\nRUN go build -ldflags "-X main.commit=$COMMIT" ./...\nRUN apt-get update && apt-get install -y curl\nFROM scratch\nCOPY --from=build /src/app /\n',
      ],
    },
    {
      name: "a mount does not matter, a here-document is read",
      code: "FROM debian:12\nARG BUILD_NUMBER\nRUN --mount=type=cache,target=/var/cache/apt apt-get update && apt-get install -y curl\nRUN <<EOF\necho $BUILD_NUMBER > /build\nEOF\n",
      findings: [{ messageId: "early", line: 2, column: 5, text: "BUILD_NUMBER" }],
      suggestions: [
        "FROM debian:12\nRUN --mount=type=cache,target=/var/cache/apt apt-get update && apt-get install -y curl\nARG BUILD_NUMBER\nRUN <<EOF\necho $BUILD_NUMBER > /build\nEOF\n",
      ],
    },
    {
      name: "variables of odd names read it",
      code: 'FROM debian:12\nARG BUILD_NUMBER\nENV "a(b"=$BUILD_NUMBER\nRUN apt-get update && apt-get install -y curl\n',
      findings: [{ messageId: "early", line: 2, column: 5, text: "BUILD_NUMBER" }],
    },
  ],
});
