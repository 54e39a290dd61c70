import fc from "fast-check";
import { createModel } from "../../src/model/build-model.ts";
import { stageLabel } from "../../src/model/stages.ts";
import type { ModelOptions, StageModel } from "../../src/model/types.ts";
import type { Instruction } from "../../src/syntax/nodes.ts";
import { parseDockerfile } from "../../src/syntax/parse.ts";

function modelOf(lines: readonly string[] | string, options: ModelOptions = {}) {
  return createModel(parseDockerfile(typeof lines === "string" ? lines : lines.join("\n")), options);
}

/** The last instruction of the file, and its stage. */
function lastOf(lines: readonly string[], options: ModelOptions = {}) {
  const model = modelOf(lines, options);
  const stage = model.stages.at(-1) as StageModel;
  return { model, stage, instruction: stage.node.body.at(-1) ?? stage.node.from };
}

function describeBase(stage: StageModel): string {
  const { base } = stage;
  if (base.kind === "scratch") return "scratch";
  if (base.kind === "stage") return `stage ${base.stage.index}`;
  return base.reference ? `${base.reference.familiarName}:${base.reference.tag}` : `invalid ${base.text.value}`;
}

describe("what a stage is FROM", () => {
  test.each([
    ["an image", ["FROM nginx:1"], ["nginx:1"]],
    ["scratch", ["FROM scratch"], ["scratch"]],
    ["a stage above", ["FROM a:1 AS b", "FROM b"], ["a:1", "stage 0"]],
    ["no stage below", ["FROM b AS a", "FROM x:1 AS b"], ["b:null", "x:1"]],
    ["not itself", ["FROM b AS b"], ["b:null"]],
    ["a stage whose name was typed in capitals", ["FROM a:1 AS Build", "FROM build"], ["a:1", "stage 0"]],
    ["no stage when FROM is in capitals", ["FROM a:1 AS Build", "FROM Build"], ["a:1", "invalid Build"]],
    ["the last stage of that name", ["FROM a:1 AS x", "FROM b:1 AS x", "FROM x"], ["a:1", "b:1", "stage 1"]],
    ["a stage named scratch", ["FROM a:1 AS scratch", "FROM scratch"], ["a:1", "stage 0"]],
    ["no stage by number", ["FROM a:1", "FROM 0"], ["a:1", "0:null"]],
    ["a stage through an argument", ["ARG S=b", "FROM a:1 AS b", "FROM $S"], ["a:1", "stage 0"]],
    ["nothing", ["FROM $NONE"], ["invalid "]],
  ])("%s", (_, lines, bases) => {
    expect(modelOf(lines).stages.map(describeBase)).toEqual(bases);
  });
});

describe("the build graph", () => {
  test.each([
    ["by name", ["FROM a AS x", "FROM b", "COPY --from=x /a /b"], ["from", "copy 0"]],
    ["by name in any case", ["FROM a AS x", "FROM b", "COPY --from=X /a /b"], ["from", "copy 0"]],
    ["by number", ["FROM a", "FROM b", "COPY --from=0 /a /b"], ["from", "copy 0"]],
    ["an image", ["FROM a AS x", "FROM b", "COPY --from=nginx /a /b"], ["from"]],
    ["a number out of range", ["FROM a", "FROM b", "COPY --from=7 /a /b"], ["from"]],
    ["a mount", ["FROM a AS x", "FROM b", "RUN --mount=type=bind,from=x,target=/x y"], ["from", "mount 0"]],
    ["a mount does not count", ["FROM a AS x", "FROM b", "RUN --mount=from=0,target=/x y"], ["from"]],
    [
      "an ONBUILD of the stage it is FROM",
      ["FROM a AS x", "FROM a AS y", "ONBUILD COPY --from=x /a /b", "FROM y"],
      ["from", "copy 0"],
    ],
  ])("COPY and RUN take from a stage: %s", (_, lines, expected) => {
    const edges = modelOf(lines).stages.at(-1)?.edges ?? [];
    const found = edges.filter(({ kind }) => kind !== "from").map(({ kind, stage }) => `${kind} ${stage.index}`);
    expect(["from", ...found]).toEqual(expected);
  });

  test.each([
    ["COPY --from=x /a /b", "x"],
    ["COPY --chown=1 --from=x /a /b", "x"],
    ["RUN --mount=type=bind,from=x,target=/x y", "x"],
    ["FROM x", "x"],
  ])("the edge of %s points at the name", (line, name) => {
    const text = `FROM a AS x\n${line.startsWith("FROM") ? "" : "FROM b\n"}${line}`;
    const edge = modelOf(text).stages.at(-1)?.edges[0];
    expect(text.slice(...(edge?.word.range ?? [0, 0]))).toBe(name);
  });

  const diamond = [
    "FROM alpine AS base",
    "FROM base AS left",
    "FROM base AS right",
    "FROM alpine AS unused",
    "FROM right AS final",
    "COPY --from=left /a /a",
  ];
  test.each<[string | undefined, string[], string[]]>([
    [undefined, ["base", "left", "right", "final"], ["base", "right", "final"]],
    ["left", ["base", "left"], ["base", "left"]],
    ["LEFT", ["base", "left"], ["base", "left"]],
    ["3", [], []],
    ["none", [], []],
  ])("target %s builds and ships its stages", (target, built, shipped) => {
    const { stages } = modelOf(diamond, { target });
    expect(stages.filter((stage) => stage.reachable).map(stageLabel)).toEqual(built);
    expect(stages.filter((stage) => stage.ships).map(stageLabel)).toEqual(shipped);
  });

  test.each([
    ["buildkit", null],
    ["docker-classic", "unused"],
    ["buildah", "unused"],
  ] as const)("%s and a target by number", (builder, expected) => {
    expect(modelOf(diamond, { target: "3", builder }).target?.name ?? null).toBe(expected);
  });

  test("circles do not hang", () => {
    const { stages } = modelOf([
      "FROM a AS x",
      "COPY --from=y /a /b",
      "FROM a AS y",
      "COPY --from=x /a /b",
      "COPY --from=y /c /d",
    ]);
    expect(stages.map((stage) => stage.reachable)).toEqual([true, true]);
  });

  test("a chain runs from the root to the stage", () => {
    const { stage } = lastOf(["FROM a:1 AS x", "FROM x AS y", "FROM y"]);
    expect(stage.chain.map(stageLabel)).toEqual(["x", "y", "2"]);
    expect(stage.rootBase).toMatchObject({ kind: "image", reference: { raw: "a:1" } });
  });

  test("of two stages with the target's name the later one is built", () => {
    expect(modelOf(["FROM a AS x", "FROM b AS x", "FROM c"], { target: "x" }).target?.index).toBe(1);
  });

  test("a file without FROM has no target", () => {
    expect(modelOf("ARG x=1").target).toBeNull();
  });
});

describe("variables in FROM", () => {
  test.each<[string, string[], ModelOptions, object]>([
    ["a literal is exact", ["FROM a:1"], {}, { value: "a:1", exact: true, names: [] }],
    ["a default may be overridden", ["ARG V=1", "FROM a:$V"], {}, { value: "a:1", exact: false, overridable: ["V"] }],
    ["a given argument is exact", ["ARG V=1", "FROM a:$V"], { buildArgs: { V: "2" } }, { value: "a:2", exact: true }],
    [
      "an argument that is not declared is not given",
      ["FROM a:$V"],
      { buildArgs: { V: "2" } },
      { value: "a:", undefinedNames: ["V"] },
    ],
    ["declared without value", ["ARG V", "FROM a:$V"], {}, { value: "a:", overridable: ["V"], undefinedNames: [] }],
    [
      "defaults build on each other",
      ["ARG V=1", "ARG W=$V-x", "FROM a:$W"],
      {},
      { value: "a:1-x", overridable: ["W"] },
    ],
    ["a default that is not used", ["ARG V", "FROM a:${V:-3}"], {}, { value: "a:3", overridable: ["V"], exact: false }],
    [
      "the platform asked for",
      ["FROM a:$TARGETARCH$TARGETVARIANT"],
      { platform: "linux/arm/v6" },
      { value: "a:armv6", exact: true },
    ],
    ["the default platform", ["FROM a:$TARGETOS"], {}, { value: "a:linux", overridable: ["TARGETOS"] }],
    [
      "where it is built",
      ["FROM a:$BUILDARCH"],
      { platform: "linux/arm64" },
      { value: "a:amd64", overridable: ["BUILDARCH"] },
    ],
    [
      "arguments of stages do not reach FROM",
      ["FROM x", "ARG V=1", "FROM a:$V"],
      {},
      { value: "a:", undefinedNames: ["V"] },
    ],
    [
      "an error",
      ["FROM a:${V:?none}"],
      {},
      { value: "a:${V:?none}", exact: false, error: 'failed to process "a:${V:?none}": V: none' },
    ],
  ])("%s", (_, lines, options, expected) => {
    const { stage, model } = lastOf(lines, options);
    const { from } = stage.node;
    expect(model.expandFrom(from, from.image ?? "")).toMatchObject(expected);
  });

  test("globalArgs holds the effective values and where they are declared", () => {
    const { globalArgs } = modelOf(["ARG A=1 B", "ARG C=$A", "FROM x"], { buildArgs: { B: "2" } });
    const values = ["A", "B", "C", "TARGETOS"].map((name) => globalArgs.get(name));
    expect(values.map((arg) => arg?.value)).toEqual(["1", "2", "1", "linux"]);
    expect(values.map((arg) => arg?.node?.lines[0] ?? null)).toEqual([1, 1, 2, null]);
  });
});

describe("variables in a stage", () => {
  test.each<[string, string[], string, ModelOptions?]>([
    ["ENV", ["FROM a", "ENV v=1"], "1"],
    ["ENV of the old form", ["FROM a", "ENV v one two"], "one two"],
    ["a line of ENV sees what was before it", ["FROM a", "ENV w=1", "ENV w=2 v=$w"], "1"],
    ["a name from a variable", ["FROM a", "ENV n=v", "ENV $n=1"], "1"],
    ["a name in a line of ENV sees what was before it", ["FROM a", "ENV n=v", "ENV n=w $n=1"], "1"],
    ["ARG goes from left to right", ["FROM a", "ARG w=1 v=$w"], "1"],
    ["ARG after ENV wins", ["FROM a", "ENV v=env", "ARG v=arg"], "arg"],
    ["ENV after ARG wins", ["FROM a", "ARG v=arg", "ENV v=env"], "env"],
    ["a build argument beats the default", ["FROM a", "ARG v=1"], "2", { buildArgs: { v: "2" } }],
    ["a build argument does not beat ENV", ["FROM a", "ENV v=1"], "1", { buildArgs: { v: "2" } }],
    ["a bare ARG takes the global default", ["ARG v=global", "FROM a", "ARG v"], "global"],
    ["an ARG with a default of its own does not", ["ARG v=global", "FROM a", "ARG v=own"], "own"],
    ["a global ARG needs an ARG in the stage", ["ARG v=global", "FROM a"], ""],
    ["a bare ARG leaves ENV in force", ["FROM a", "ENV v=env", "ARG v"], "env"],
    ["platform arguments need an ARG", ["FROM a", "ENV v=$TARGETARCH"], ""],
    ["platform arguments with an ARG", ["FROM a", "ARG TARGETARCH", "ENV v=$TARGETARCH"], "amd64"],
    ["ENV comes along with a stage", ["FROM a AS b", "ENV v=1", "FROM b"], "1"],
    ["ARG comes along with a stage", ["FROM a AS b", "ARG v=1", "FROM b"], "1"],
    ["ENV is back where an ARG of the parent hid it", ["FROM a AS b", "ENV v=env", "ARG v=arg", "FROM b"], "env"],
    ["ENV set again behind the ARG stays", ["FROM a AS b", "ENV v=1", "ARG v=2", "ENV v=3", "FROM b"], "3"],
    ["nothing comes from other stages", ["FROM a AS b", "ENV v=1", "FROM a"], ""],
    ["ONBUILD runs in the stage that is FROM it", ["FROM a AS b", "ONBUILD ENV v=1", "FROM b"], "1"],
    ["ONBUILD does not run where it is written", ["FROM a", "ONBUILD ENV v=1"], ""],
    ["ONBUILD is not inherited twice", ["FROM a AS b", "ONBUILD ENV v=$v+", "FROM b AS c", "FROM c"], "+"],
    [
      "the environment of the base image",
      ["FROM a:1"],
      "base a:1",
      { baseEnvironment: ({ raw }) => new Map([["v", `base ${raw}`]]) },
    ],
    ["modifiers", ["FROM a", "ENV w=x.tar.gz", "ENV v=${w%%.*}"], "x"],
    ["quotes", ["FROM a", "ENV w=1", `ENV v="a $w" x='$w'`], "a 1"],
    ["escape=`", ["# escape=`", "FROM a", "ENV w=c:\\x", "ENV v=$w\\y"], "c:\\x\\y"],
  ])("%s", (_, lines, value, options = {}) => {
    const { model, instruction } = lastOf([...lines, "LABEL x=$v"], options);
    expect(model.expand(instruction, "$v").value).toBe(value);
  });

  test.each<[string, string[], object, ModelOptions?]>([
    ["ENV of the file", ["FROM a", "ENV v=1"], { exact: true, overridable: [], undefinedNames: [], names: ["v"] }],
    ["a default", ["FROM a", "ARG v=1"], { exact: false, overridable: ["v"] }],
    ["a given argument", ["FROM a", "ARG v"], { value: "2", exact: true, overridable: [] }, { buildArgs: { v: "2" } }],
    ["declared without value", ["FROM a", "ARG v"], { exact: false, overridable: ["v"], undefinedNames: [] }],
    ["ENV made of a default", ["FROM a", "ARG w=1", "ENV v=$w"], { value: "1", exact: false, overridable: ["v"] }],
    ["ENV that an ARG may hide", ["FROM a", "ENV v=1", "ARG v"], { value: "1", exact: false, overridable: ["v"] }],
    ["unset, on an unknown base", ["FROM a"], { exact: false, undefinedNames: ["v"] }],
    ["unset, on scratch", ["FROM scratch"], { exact: true, undefinedNames: ["v"] }],
    [
      "unset, on a known base",
      ["FROM a"],
      { exact: true, undefinedNames: ["v"] },
      { baseEnvironment: () => new Map() },
    ],
    [
      "a known base that an argument may replace",
      ["ARG t=1", "FROM a:$t"],
      { value: "1", exact: false, overridable: ["v"] },
      { baseEnvironment: () => new Map([["v", "1"]]) },
    ],
    ["an error", ["FROM a", "ENV v=${x:?none}"], { value: "${x:?none}", exact: false, overridable: ["v"] }],
  ])("what is known of a value: %s", (_, lines, expected, options = {}) => {
    const { model, instruction } = lastOf([...lines, "LABEL x=$v"], options);
    expect(model.expand(instruction, "$v")).toMatchObject(expected);
  });

  test("PATH is always set, but known on scratch alone", () => {
    const read = (base: string) => {
      const { model, instruction } = lastOf([`FROM ${base}`, "ENV PATH=/x:$PATH"]);
      const { exact, undefinedNames } = model.expand(instruction, "$PATH");
      return { exact, undefinedNames };
    };
    expect(read("scratch")).toEqual({ exact: true, undefinedNames: [] });
    expect(read("debian")).toEqual({ exact: false, undefinedNames: [] });
  });

  test("each default of an ARG sees what stands to its left", () => {
    const { model, instruction } = lastOf(["FROM a", "ARG a=1 b=$a c=$b$a"]);
    const values =
      instruction.type === "Arg"
        ? instruction.pairs.map(({ value }) => value && model.expand(instruction, value).value)
        : [];
    expect(values).toEqual(["1", "1", "11"]);
  });

  test.each([
    ["<<EOF", "don't 1 '1'"],
    ['<<"EOF"', "don't $v '$v'"],
    ["<<-EOF", "don't 1 '1'"],
  ])("a heredoc %s", (marker, expected) => {
    const { model, instruction } = lastOf(["FROM a", "ENV v=1", `COPY ${marker} /x`, "don't $v '$v'", "EOF"]);
    const [heredoc] = instruction.heredocs;
    expect(heredoc && model.expandHeredoc(instruction, heredoc).value).toBe(`${expected}\n`);
  });

  test("a trigger is expanded where it runs", () => {
    const { model, stage } = lastOf(["FROM a AS b", "ENV v=1", "ONBUILD LABEL x=$v", "ENV v=2", "FROM b"]);
    const [trigger] = stage.triggers as [Instruction];
    expect([model.expand(trigger, "$v").value, stage.expand(trigger, "$v").value]).toEqual(["1", "2"]);
  });
});

describe("the state before an instruction", () => {
  const lines = [
    "FROM a AS b",
    "USER 1000:$g",
    "WORKDIR /srv",
    'SHELL ["/bin/bash", "-c"]',
    "ARG x=1 y",
    "FROM b",
    "ENV e=1",
    "WORKDIR app",
    "USER root",
    "RUN true",
  ];

  test("is inherited and changed in order", () => {
    const { stage } = lastOf(lines);
    const [env, , user, run] = stage.node.body as [Instruction, Instruction, Instruction, Instruction];
    const first = stage.stateBefore(env);
    expect([first.user?.value, first.workdir, first.shell.dialect, first.env.has("e")]).toEqual([
      "1000:",
      "/srv",
      "bash",
      false,
    ]);
    expect([...first.args]).toEqual([
      ["x", "1"],
      ["y", undefined],
    ]);
    const last = stage.stateBefore(run);
    expect([last.user?.value, last.user?.instruction, last.workdir, last.env.get("e")]).toEqual([
      "root",
      user,
      "/srv/app",
      "1",
    ]);
    expect(stage.finalState).toBe(last);
  });

  test.each([
    ["FROM scratch", "bin", "/bin"],
    ["FROM a", "bin", null],
    ["FROM a", "/bin", "/bin"],
    ["FROM mcr.microsoft.com/windows/nanoserver:ltsc2022", "C:\\app", "/app"],
    ["FROM --platform=windows/amd64 a", "C:\\app", "/app"],
    ["FROM a", "C:\\app", null],
  ])("%s, WORKDIR %s: %s", (from, path, expected) => {
    expect(lastOf([from, `WORKDIR '${path}'`]).stage.finalState.workdir).toBe(expected);
  });

  test("refuses instructions of other stages", () => {
    const { stages } = modelOf(["FROM a", "RUN x", "FROM b"]);
    const [run] = stages[0]?.node.body as [Instruction];
    expect(() => stages[1]?.stateBefore(run)).toThrow("RUN on line 2 is not an instruction of stage 1");
  });
});

describe("the family of the root base image", () => {
  test.each([
    ["alpine:3.20", "alpine"],
    ["node:22-alpine3.20", "alpine"],
    ["nginx:stable-alpine-slim", "alpine"],
    ["ghcr.io/linuxserver/baseimage-alpine:3.20", "alpine"],
    ["debian", "debian"],
    ["ubuntu:24.04", "debian"],
    ["node:22", "debian"],
    ["python:3.13-slim", "debian"],
    ["arm64v8/python:3", "debian"],
    ["public.ecr.aws/docker/library/golang:1.23", "debian"],
    ["example.com/tool:1-bookworm", "debian"],
    ["nvidia/cuda:12.4.1-base-ubuntu22.04", "debian"],
    ["mcr.microsoft.com/dotnet/aspnet:8.0", "debian"],
    ["mcr.microsoft.com/dotnet/aspnet:8.0-jammy-chiseled", "distroless"],
    ["mcr.microsoft.com/dotnet/aspnet:8.0-azurelinux3.0", null],
    ["fedora:41", "rhel"],
    ["rockylinux:9", "rhel"],
    ["amazonlinux", "rhel"],
    ["oraclelinux:7-slim", "rhel"],
    ["registry.access.redhat.com/ubi9/ubi-minimal:9.4", "rhel"],
    ["redhat/ubi9-minimal", "rhel"],
    ["opensuse/leap:15", "suse"],
    ["registry.suse.com/bci/bci-base:15.6", "suse"],
    ["archlinux:base", "arch"],
    ["mcr.microsoft.com/windows/servercore:ltsc2022", "windows"],
    ["golang:1.23-windowsservercore-ltsc2022", "windows"],
    ["gcr.io/distroless/static-debian12:nonroot", "distroless"],
    ["cgr.dev/chainguard/node", "wolfi"],
    ["busybox:musl", "busybox"],
    ["scratch", null],
    ["example.com/tool", null],
  ])("%s is %s", (image, family) => {
    expect(lastOf([`FROM ${image}`]).stage.os).toBe(family);
  });

  test.each([
    ["apt-get install -y curl", "debian"],
    ["apk add curl", "alpine"],
    ["microdnf install curl", "rhel"],
    ["zypper in curl", "suse"],
    ["pacman -S curl", "arch"],
    ["if which apk; then apk add curl; fi", null],
    ["apt-get update; apk add curl", null],
  ])("an unknown image in which %s runs is %s", (command, family) => {
    expect(lastOf(["FROM example.com/tool AS x", "FROM x", `RUN ${command}`, "FROM x"]).stage.os).toBe(family);
  });
});

describe("robustness", () => {
  const pieces = fc.constantFrom(
    ...'FROM a AS x|FROM x|FROM X AS y|FROM $v|FROM|ARG v=1|ARG v w=$v|ENV v=$v$v|ENV v|ENV $v=1 w=${v:?}|USER $v|WORKDIR $v|WORKDIR|SHELL []|SHELL ["pwsh"]|COPY --from=y a b|COPY --from=9 a b|COPY <<E /x\n$v\nE|RUN --mount=from=x,target=/a b|ONBUILD ENV v=$v|ONBUILD COPY --from=x a b|ONBUILD|# escape=`|LABEL a=$v|\\|BOGUS'.split(
      "|",
    ),
  );

  test("no file makes it throw", () => {
    const texts = fc.oneof(
      fc.array(pieces, { maxLength: 25 }).map((lines) => lines.join("\n")),
      fc.string({ maxLength: 60 }).map((text) => `FROM a\nENV v=${text}\nUSER ${text}\nCOPY --from=${text} $v b`),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const model = modelOf(text);
        for (const stage of model.stages) {
          expect(stage.chain.at(-1)).toBe(stage);
          expect(stage.edges.every((edge) => model.stages.includes(edge.stage))).toBe(true);
          expect(stage.ships && !stage.reachable).toBe(false);
          expect([null, "debian"]).toContain(stage.os === "windows" ? null : stage.os);
          for (const instruction of [stage.node.from, ...stage.triggers, ...stage.node.body]) {
            expect(stage.stateBefore(instruction).env.size).toBeGreaterThanOrEqual(0);
            for (const word of instruction.args) expect(typeof model.expand(instruction, word).value).toBe("string");
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  test("a long chain of stages does not exhaust the call stack", () => {
    const lines = Array.from(
      { length: 12_000 },
      (_, index) => `FROM ${index ? `s${index - 1}` : "a"} AS s${index}\nENV v=$v.`,
    );
    const { stage } = lastOf(lines);
    expect(stage.finalState.env.get("v")).toHaveLength(12_000);
    expect(stage.ships).toBe(true);
  });
});
