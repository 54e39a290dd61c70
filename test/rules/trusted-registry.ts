import { cases } from "../rule-cases.ts";

function trust(...trustedRegistries: string[]) {
  return { languageOptions: { trustedRegistries } };
}

export default cases("trusted-registry", {
  valid: [
    { name: "nothing configured", code: "FROM evil.dev/a:1\n" },
    { code: "FROM a:1\nFROM docker.io/a/b:1\nFROM index.docker.io/c:1\n", ...trust("docker.io") },
    {
      name: "a port",
      code: "FROM reg.dev:5000/a:1\nFROM localhost:5000/b\n",
      ...trust("reg.dev:5000", "localhost:5000"),
    },
    { name: "globs", code: "FROM a.acme.dev/x\nFROM eu.gcr.io/y\nFROM gcr.io/z\n", ...trust("*.acme.dev", "*gcr.io") },
    { name: "anything", code: "FROM evil.dev/a:1\n", ...trust("*") },
    {
      name: "registry and repository",
      code: "FROM node:22\nFROM ghcr.io/acme/x/y:1\n",
      ...trust("docker.io/library/*", "ghcr.io/acme/*"),
    },
    {
      name: "stages, numbers and scratch",
      code: "FROM scratch AS one\nFROM one AS two\nCOPY --from=ONE /a /\nCOPY --from=0 /a /\nRUN --mount=type=bind,from=two,target=/x a\nRUN --mount=type=cache,target=/c b\n",
      ...trust("ghcr.io"),
    },
    {
      name: "what only a build argument tells",
      code: "ARG BASE\nFROM $BASE\nFROM ghcr.io/acme/$BASE\n",
      ...trust("ghcr.io/acme/*"),
    },
    {
      name: "a named build context",
      code: "FROM ghcr.io/a/b\nCOPY --from=assets /x /\n",
      ...trust("ghcr.io"),
      options: [{ contexts: ["assets"] }],
    },
    {
      name: "in an ONBUILD stages are not known",
      code: "FROM ghcr.io/a/b\nONBUILD COPY --from=x /a /\n",
      ...trust("ghcr.io"),
    },
  ],
  invalid: [
    {
      name: "Docker Hub, without being named",
      code: "from node:22\r\n",
      ...trust("ghcr.io", "quay.io"),
      findings: [
        { line: 1, column: 6, text: "node:22", message: /"node" comes from Docker Hub.*are ghcr\.io, quay\.io/ },
      ],
    },
    {
      name: "COPY and RUN",
      code: "FROM ghcr.io/a/b\nCOPY --from=quay.io/x:1 /a /\nRUN --mount=type=bind,target=/t,from=y:2 z\n",
      ...trust("ghcr.io"),
      findings: [
        { line: 2, column: 13, text: "quay.io/x:1" },
        { line: 3, column: 38, text: "y:2" },
      ],
    },
    {
      name: "not more than the entry says",
      code: "FROM xgcr.io/a\nFROM a.dev:80/b\nFROM evil.dev/ghcr.io/acme/x\n",
      ...trust("gcr.io", "a.dev", "ghcr.io/acme/*"),
      findings: [
        { line: 1, column: 6, text: "xgcr.io/a" },
        { line: 2, column: 6, text: "a.dev:80/b" },
        { line: 3, column: 6, text: "evil.dev/ghcr.io/acme/x" },
      ],
    },
    {
      name: "defaults of arguments count, and a registry that is written out",
      code: "ARG R=quay.io\nARG TAG\nFROM $R/a\nFROM quay.io/b:$TAG\n",
      ...trust("ghcr.io"),
      findings: [
        { line: 3, column: 6, text: "$R/a" },
        { line: 4, column: 6, text: "quay.io/b:$TAG" },
      ],
    },
  ],
});
