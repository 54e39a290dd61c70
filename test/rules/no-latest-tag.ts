import { cases } from "../rule-cases.ts";

export default cases("no-latest-tag", {
  valid: [
    "FROM nginx:1.27\n",
    { name: "no tag is another rule's", code: "FROM nginx\n" },
    { name: "a digest fixes it", code: `FROM nginx:latest@sha256:${"a".repeat(64)}\n` },
    { name: "latest as a part of a tag", code: "FROM nginx:latest-alpine\nFROM app/latest:1\n" },
    { name: "an ARG without default", code: "ARG TAG\nFROM nginx:${TAG}\n" },
    { name: "the default is a version", code: "ARG TAG=1.27\nFROM nginx:${TAG}\n" },
    {
      name: "a build argument replaces the default",
      code: "ARG TAG=latest\nFROM nginx:$TAG\n",
      languageOptions: { buildArgs: { TAG: "1.27" } },
    },
    {
      name: "COPY --from of a stage and of a version",
      code: "FROM a:1 AS latest\nFROM b:1\nCOPY --from=latest / /\nCOPY --from=c:1 / /\n",
    },
  ],
  invalid: [
    {
      code: "FROM nginx:latest\n",
      findings: [
        {
          messageId: "latest",
          line: 1,
          column: 6,
          endColumn: 18,
          text: "nginx:latest",
          message: /stage 0 is "nginx:latest"/,
        },
      ],
    },
    {
      name: "lower case and a registry with a port",
      code: "from localhost:5000/app:latest as web\r\n",
      findings: [{ line: 1, column: 6, text: "localhost:5000/app:latest", message: /stage "web"/ }],
    },
    {
      name: "through the default of an ARG",
      code: "ARG TAG=latest\nFROM nginx:${TAG}\n",
      findings: [{ messageId: "latestByDefault", line: 2, column: 6, text: "nginx:${TAG}" }],
    },
    {
      name: "through a fallback",
      code: "ARG TAG\nFROM nginx:${TAG:-latest}\n",
      findings: [{ messageId: "latestByDefault", line: 2, column: 6, text: "nginx:${TAG:-latest}" }],
    },
    {
      name: "whatever the image is",
      code: "ARG IMAGE\nFROM ${IMAGE}:latest\n",
      findings: [{ messageId: "latest", line: 2, column: 6, text: "${IMAGE}:latest" }],
    },
    {
      name: "COPY --from and RUN --mount",
      code: "FROM debian:12\nCOPY --from=ghcr.io/astral-sh/uv:latest /uv /bin/\nRUN --mount=type=bind,from=tools:latest,target=/t /t/run\n",
      findings: [
        { messageId: "latestSource", line: 2, column: 13, text: "ghcr.io/astral-sh/uv:latest" },
        { messageId: "latestSource", line: 3, column: 28, text: "tools:latest" },
      ],
    },
    {
      name: "in an ONBUILD",
      code: "FROM debian:12\nONBUILD COPY --from=tools:latest /t /t\n",
      findings: [{ line: 2, column: 21, text: "tools:latest" }],
    },
  ],
});
