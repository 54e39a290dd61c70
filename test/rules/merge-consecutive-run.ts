import { cases } from "../rule-cases.ts";

export default cases("merge-consecutive-run", {
  valid: [
    { name: "programs of the project may take any time", code: "FROM debian:12\nRUN ./a.sh\nRUN ./b.sh\n" },
    "FROM debian:12\nRUN mkdir /a && chown 1 /a\n",
    { name: "something stands between", code: "FROM debian:12\nRUN mkdir /a\nWORKDIR /a\nRUN touch b\n" },
    {
      name: "an install keeps its layer when the next step is edited",
      code: "FROM debian:12\nRUN apt-get update && apt-get install -y curl\nRUN mkdir /app\n",
    },
    { name: "an unknown program may be slow", code: "FROM debian:12\nRUN ./build.sh\nRUN mkdir /app\n" },
    { name: "other mounts", code: "FROM debian:12\nRUN --mount=type=cache,target=/a mkdir /b\nRUN mkdir /c\n" },
    {
      name: "a builder stage",
      code: "FROM debian:12 AS build\nRUN mkdir /a\nRUN mkdir /b\nFROM debian:12\nCOPY --from=build /a /a\n",
    },
    {
      name: "cd, set and export hold for one script only",
      code: "FROM debian:12\nRUN cd /tmp && touch a\nRUN touch b\nRUN set -e; touch c\n",
    },
    { name: "a here-document", code: "FROM debian:12\nRUN mkdir /a\nRUN <<EOF\nmkdir /b\nEOF\n" },
    { name: "exec form", code: 'FROM debian:12\nRUN mkdir /a\nRUN ["mkdir", "/b"]\n' },
  ],
  invalid: [
    {
      name: "programs of the project, when they are taken for quick",
      options: [{ unknownPrograms: "quick" }],
      code: "FROM debian:12\nRUN ./a.sh\n# b\nRUN ./b.sh\nRUN ./c.sh && ./d.sh\n",
      findings: [{ messageId: "split", line: 4, column: 1, text: "RUN", message: /^2 RUN/ }],
      suggestions: ["FROM debian:12\nRUN ./a.sh \\\n# b\n    && ./b.sh\nRUN ./c.sh && ./d.sh\n"],
    },
    {
      name: "two",
      code: "FROM debian:12\nRUN mkdir /a\nRUN chown 1 /a\n",
      findings: [{ messageId: "split", line: 3, column: 1, text: "RUN", message: /^2 RUN instructions/ }],
      suggestions: ["FROM debian:12\nRUN mkdir /a \\\n    && chown 1 /a\n"],
    },
    {
      name: "a series is one finding",
      code: 'FROM debian:12\nRUN mkdir /a\n\nRUN mkdir /b\nRUN mkdir /c\nCMD ["sh"]\n',
      findings: [{ messageId: "split", line: 4, column: 1, text: "RUN", message: /^3 RUN/ }],
      suggestions: ['FROM debian:12\nRUN mkdir /a \\\n    && mkdir /b \\\n    && mkdir /c\nCMD ["sh"]\n'],
    },
    {
      name: "lower case, CRLF, continued lines",
      code: "from debian:12\r\nrun mkdir /a \\\r\n    # and its owner\r\n && chown 1 /a\r\nrun ln -s /a /b\r\n",
      findings: [{ messageId: "split", line: 5, column: 1, text: "run" }],
      suggestions: [
        "from debian:12\r\nrun mkdir /a \\\r\n    # and its owner\r\n && chown 1 /a \\\r\n    && ln -s /a /b\r\n",
      ],
    },
    {
      name: "a comment in between stays",
      code: "FROM debian:12\nRUN mkdir /a\n\n# For the server\nRUN mkdir /b\n",
      findings: [{ messageId: "split", line: 5, column: 1, text: "RUN" }],
      suggestions: ["FROM debian:12\nRUN mkdir /a \\\n# For the server\n    && mkdir /b\n"],
    },
    {
      name: "equal mounts are written once",
      code: "FROM debian:12\nRUN --mount=type=cache,target=/c mkdir /a\nRUN --mount=type=cache,target=/c mkdir /b\n",
      findings: [{ messageId: "split", line: 3, column: 1, text: "RUN" }],
      suggestions: ["FROM debian:12\nRUN --mount=type=cache,target=/c mkdir /a \\\n    && mkdir /b\n"],
    },
    {
      name: "installs with the same manager",
      code: "FROM alpine:3.21\nRUN apk add --no-cache curl\nRUN apk add --no-cache git\n",
      findings: [{ messageId: "split", line: 3, column: 1, text: "RUN" }],
      suggestions: ["FROM alpine:3.21\nRUN apk add --no-cache curl \\\n    && apk add --no-cache git\n"],
    },
    {
      name: "a script that must not follow && gets no suggestion",
      code: "FROM debian:12\nRUN mkdir /a\nRUN rm /b; touch /c\n",
      findings: [{ messageId: "split", line: 3, column: 1, text: "RUN" }],
    },
    {
      name: "a quick one in front of an install",
      code: "FROM debian:12\nRUN echo 1 > /etc/x\nRUN apt-get update && apt-get install -y curl\n",
      findings: [{ messageId: "split", line: 3, column: 1, text: "RUN" }],
      suggestions: ["FROM debian:12\nRUN echo 1 > /etc/x \\\n    && apt-get update && apt-get install -y curl\n"],
    },
    {
      name: "another escape character",
      code: '# escape=`\nFROM debian:12\nSHELL ["/bin/sh", "-c"]\nRUN mkdir /a\nRUN mkdir /b\n',
      findings: [{ messageId: "split", line: 5, column: 1, text: "RUN" }],
      suggestions: ['# escape=`\nFROM debian:12\nSHELL ["/bin/sh", "-c"]\nRUN mkdir /a `\n    && mkdir /b\n'],
    },
  ],
});
