import { baseEnvironment, findBaseImage } from "../../src/knowledge/base-images.ts";
import { planLayers } from "../../src/layers/layer-plan.ts";
import { addSizes, between, exactly, sumSizes, unknownSize } from "../../src/layers/size.ts";
import type { BuilderName, LayerPlan } from "../../src/layers/types.ts";
import { createModel } from "../../src/model/build-model.ts";
import type { BuildOptions } from "../../src/model/types.ts";
import { parseDockerfile } from "../../src/syntax/parse.ts";

function planOf(text: string, options: BuildOptions = {}, builder?: BuilderName): LayerPlan {
  const plan = planLayers(createModel(parseDockerfile(text), options), { builder });
  if (plan === null) throw new Error("no target");
  return plan;
}

/** The history above the base, layers marked with `+`. */
function historyOf(text: string, options?: BuildOptions, builder?: BuilderName): string[] {
  return planOf(text, options, builder).image.history.map((entry) => (entry.empty ? "" : "+") + entry.createdBy);
}

describe("history text of BuildKit", () => {
  test.each([
    ["RUN make", "+RUN /bin/sh -c make # buildkit"],
    ['RUN ["make", "a b"]', "+RUN make a b # buildkit"],
    ["RUN a && \\\n    b", "+RUN /bin/sh -c a &&     b # buildkit"],
    ["RUN a \\\n# note\n\n  && b", "+RUN /bin/sh -c a   && b # buildkit"],
    ["RUN --mount=type=cache,target=/c --network=none make", "+RUN /bin/sh -c make # buildkit"],
    ["RUN <<EOF\na\nb\nEOF", "+RUN /bin/sh -c a\nb\n # buildkit"],
    ["RUN <<-EOF\n\ta\n\t\tb\nEOF", "+RUN /bin/sh -c a\nb\n # buildkit"],
    ["RUN <<S\n#!/bin/sh\na\nS", "+RUN /bin/sh -c /dev/pipes/S # buildkit"],
    ["RUN cat <<A <<B > f\na\nA\nb\nB", "+RUN /bin/sh -c cat <<A <<B > f\na\nA\nb\nB # buildkit"],
    ["COPY a* b /c/", "+COPY a* b /c/ # buildkit"],
    ['COPY ["a b", "/c/"]', "+COPY a b /c/ # buildkit"],
    ["COPY --from=x --link --chown=1:2 --chmod=644 a /b", "+COPY --chown=1:2 --chmod=644 a /b # buildkit"],
    ["COPY --parents --exclude=*.md a/b /c/", "+COPY --parents a/b /c/ # buildkit"],
    ["COPY a <<x.conf <<'y' /etc/\n1\nx.conf\n2\ny", "+COPY a <<x.conf <<y /etc/ # buildkit"],
    ["ADD --checksum=sha256:00 https://example.org/f /", "+ADD https://example.org/f / # buildkit"],
    ["WORKDIR /app", "+WORKDIR /app"],
    ["WORKDIR /", "WORKDIR /"],
    ["WORKDIR app", "+WORKDIR /app"],
    ["WORKDIR .", "WORKDIR /"],
    ["WORKDIR /a//b/", "+WORKDIR /a//b/"],
    ["ENV A=1 B=\"two words\" C='$A'", "ENV A=1 B=two words C=$A"],
    ["ENV A two  words", "ENV A=two  words"],
    ["ENV A=", "ENV A="],
    ['LABEL "a.b"="c d"', "LABEL a.b=c d"],
    ["ARG A", "ARG A"],
    ["ARG A=1 B=$A C", "ARG A=1 B=1 C"],
    ["ARG TARGETARCH", "ARG TARGETARCH=amd64"],
    ["EXPOSE 80 443/TCP 53/udp", "EXPOSE [443/tcp 53/udp 80/tcp]"],
    ["EXPOSE 8000-8002/udp", "EXPOSE [8000/udp 8001/udp 8002/udp]"],
    ["EXPOSE 127.0.0.1:8080:80", "EXPOSE [80/tcp]"],
    ["EXPOSE 9-1 a-b", "EXPOSE [9/tcp a-b/tcp]"],
    ["VOLUME /a /b", "VOLUME [/a /b]"],
    ['VOLUME ["/a b"]', "VOLUME [/a b]"],
    ['SHELL ["/bin/bash", "-ec"]', "SHELL [/bin/bash -ec]"],
    ["USER app:app", "USER app:app"],
    ["STOPSIGNAL SIGQUIT", "STOPSIGNAL SIGQUIT"],
    ["MAINTAINER Jane <j@example.org>", "MAINTAINER Jane <j@example.org>"],
    ["CMD run $X", 'CMD ["/bin/sh" "-c" "run $X"]'],
    ['CMD ["say", "\\"hi\\"\\t\\u00e9\\u200b"]', 'CMD ["say" "\\"hi\\"\\té\\u200b"]'],
    ["CMD []", "CMD []"],
    ['ENTRYPOINT ["/a"]', 'ENTRYPOINT ["/a"]'],
    [
      "HEALTHCHECK --interval=90s --timeout=1500ms --start-period=2h --start-interval=20us --retries=3 CMD curl x",
      "HEALTHCHECK {Test:[CMD-SHELL curl x] Interval:1m30s Timeout:1.5s StartPeriod:2h0m0s StartInterval:20µs Retries:3}",
    ],
    [
      'HEALTHCHECK CMD ["curl", "x"]',
      "HEALTHCHECK {Test:[CMD curl x] Interval:0s Timeout:0s StartPeriod:0s StartInterval:0s Retries:0}",
    ],
    ["HEALTHCHECK NONE", "HEALTHCHECK {Test:[NONE] Interval:0s Timeout:0s StartPeriod:0s StartInterval:0s Retries:0}"],
  ])("%j", (instruction, expected) => {
    expect(historyOf(`FROM scratch\n${instruction}\n`)).toEqual([expected]);
  });

  test.each([
    ["ONBUILD leaves nothing", "ONBUILD RUN a", []],
    [
      "SHELL changes what RUN and CMD say",
      'SHELL ["bash", "-c"]\nRUN a\nCMD b',
      ["SHELL [bash -c]", "+RUN bash -c a # buildkit", 'CMD ["bash" "-c" "b"]'],
    ],
    [
      "RUN names the build arguments so far",
      "ARG A=1\nARG B\nARG A=2\nRUN a",
      ["ARG A=1", "ARG B", "ARG A=2", "+RUN |2 A=2 B= /bin/sh -c a # buildkit"],
    ],
    [
      "ENV after ARG decides the value that RUN sees",
      "ARG A=1\nENV A=2\nRUN a",
      ["ARG A=1", "ENV A=2", "+RUN |1 A=2 /bin/sh -c a # buildkit"],
    ],
    [
      "ENV after RUN does not",
      "ARG A=1\nRUN a\nENV A=2",
      ["ARG A=1", "+RUN |1 A=1 /bin/sh -c a # buildkit", "ENV A=2"],
    ],
    [
      "WORKDIR joins and cleans relative paths",
      "WORKDIR /a\nWORKDIR b\nWORKDIR ../c/",
      ["+WORKDIR /a", "+WORKDIR /a/b", "+WORKDIR /a/c"],
    ],
    ["a variable that names the root makes no layer", "ENV D=/\nWORKDIR $D", ["ENV D=/", "WORKDIR /"]],
    ["ENV in one line sees the values before it", "ENV A=1\nENV A=2 B=$A", ["ENV A=1", "ENV A=2 B=1"]],
    [
      "variables expand in COPY, LABEL, USER, VOLUME, EXPOSE",
      "ENV V=x P=80\nCOPY $V /$V\nLABEL $V=$V\nUSER $V\nVOLUME /$V\nEXPOSE $P",
      ["ENV V=x P=80", "+COPY x /x # buildkit", "LABEL x=x", "USER x", "VOLUME [/x]", "EXPOSE [80/tcp]"],
    ],
  ])("%s", (_, body, expected) => {
    expect(historyOf(`FROM scratch\n${body}\n`)).toEqual(expected);
  });
});

describe("stages", () => {
  const inherited = "FROM busybox AS a\nRUN 1\nENV X=1\nFROM a AS b\nCOPY $X /\nFROM b\nUSER u\nFROM a\n";

  test.each([
    [
      "of the stages it is FROM the target inherits layers and variables",
      "b",
      ["+RUN /bin/sh -c 1 # buildkit", "ENV X=1", "+COPY 1 / # buildkit"],
    ],
    ["the last stage by default", undefined, ["+RUN /bin/sh -c 1 # buildkit", "ENV X=1"]],
  ])("%s", (_, target, expected) => {
    expect(historyOf(inherited, { target })).toEqual(expected);
  });

  test("only other builders take a target by its number", () => {
    const dockerfile = parseDockerfile(inherited);
    expect(planLayers(createModel(dockerfile, { target: "2" }))).toBeNull();
    const model = createModel(dockerfile, { target: "2", builder: "buildah" });
    expect(planLayers(model, { builder: "buildah" })?.image.history).toHaveLength(4);
  });

  test("each stage tells its own layers, whether it is built and whether it ships", () => {
    const plan = planOf("FROM a AS unused\nRUN 1\nFROM b AS used\nRUN 2\nRUN 3\nFROM scratch\nCOPY --from=used /x /\n");
    const facts = plan.stages.map(({ name, built, ships, layers }) => ({ name, built, ships, layers }));
    expect(facts).toEqual([
      { name: "unused", built: false, ships: false, layers: 1 },
      { name: "used", built: true, ships: false, layers: 2 },
      { name: null, built: true, ships: true, layers: 1 },
    ]);
  });

  test("the classic builder builds unused stages", () => {
    const plan = planOf("FROM a AS unused\nRUN 1\nFROM scratch\nCOPY x /\n", {}, "docker-classic");
    expect(plan.stages.map((stage) => stage.built)).toEqual([true, true]);
  });

  test("layers are numbered above the base image, through the stages", () => {
    const { history } = planOf("FROM busybox AS a\nRUN 1\nUSER x\nFROM a\nRUN 2\n").image;
    expect(history.map((entry) => [entry.stage, entry.line, entry.layer?.index])).toEqual([
      [0, 2, 0],
      [0, 3, undefined],
      [1, 5, 1],
    ]);
  });

  test("no stage, no plan", () => {
    expect(planLayers(createModel(parseDockerfile("ARG A=1\n"), {}))).toBeNull();
  });
});

describe("ONBUILD triggers of a stage", () => {
  const triggers =
    "FROM busybox AS base\nARG Z=0\nONBUILD ARG V=1\nONBUILD ENV W=$V\nONBUILD WORKDIR /w\nONBUILD RUN t\n";

  test("run right after the FROM that names it, each seeing the ones before", () => {
    expect(historyOf(`${triggers}FROM base\nWORKDIR $W\nRUN own\n`)).toEqual([
      "ARG Z=0",
      "ARG V=1",
      "ENV W=1",
      "+WORKDIR /w",
      "+RUN |2 Z=0 V=1 /bin/sh -c t # buildkit",
      "+WORKDIR /w/1",
      "+RUN |2 Z=0 V=1 /bin/sh -c own # buildkit",
    ]);
  });

  test("carry the stage and line of the ONBUILD", () => {
    const [, trigger] = planOf(`${triggers}FROM base\n`).image.history;
    expect(trigger).toMatchObject({ stage: 0, line: 3, onbuild: true, instruction: "ARG" });
  });

  test("do not run in the stages after that", () => {
    expect(planOf(`${triggers}FROM base AS next\nFROM next\nRUN own\n`).image.layers).toBe(3);
  });
});

describe("what the builders make of one file", () => {
  const text =
    'FROM busybox\nARG A=1\nENV B="x y"\nWORKDIR /app\nWORKDIR /app\nRUN --network=none a\n' +
    "EXPOSE 80 443/tcp\nONBUILD RUN b\nHEALTHCHECK --interval=5s --retries=3 CMD c\n";

  test.each([
    [
      "docker-classic",
      [
        "/bin/sh -c #(nop)  ARG A=1",
        "/bin/sh -c #(nop)  ENV B=x y",
        "+/bin/sh -c #(nop) WORKDIR /app",
        "/bin/sh -c #(nop) WORKDIR /app",
        "+|1 A=1 /bin/sh -c a",
        "/bin/sh -c #(nop)  EXPOSE 443/tcp 80",
        "/bin/sh -c #(nop)  ONBUILD RUN b",
        `/bin/sh -c #(nop)  HEALTHCHECK &{["CMD-SHELL" "c"] "5s" "0s" "0s" '\\x03'}`,
      ],
    ],
    [
      "buildah",
      [
        "/bin/sh -c #(nop) ARG A",
        '/bin/sh -c #(nop) ENV B="x y"',
        "/bin/sh -c #(nop) WORKDIR /app",
        "/bin/sh -c #(nop) WORKDIR /app",
        "+|1 A=1 /bin/sh -c --network=none a",
        "/bin/sh -c #(nop) EXPOSE 80 443/tcp",
        "/bin/sh -c #(nop) ONBUILD RUN b",
        "/bin/sh -c #(nop) HEALTHCHECK --interval=5s --retries=3 CMD c",
      ],
    ],
  ] as const)("%s", (builder, expected) => {
    expect(historyOf(text, {}, builder)).toEqual(expected);
  });
});

describe("files that do not build are planned all the same", () => {
  const text =
    "FROM a\nRUN\nCOPY x\nENV\nENV X=${a\nWORKDIR ${a\nHEALTHCHECK --retries=-1 --interval=x CMD\nFOO x\nONBUILD FOO\n";

  test.each([
    ["buildkit", 3],
    ["docker-classic", 2],
    ["buildah", 2],
  ] as const)("%s", (builder, layers) => {
    const { image } = planOf(text, {}, builder);
    expect(image.layers).toBe(layers);
    expect(() => image.history.map((entry) => entry.createdBy)).not.toThrow();
  });
});

describe("the image", () => {
  test.each([
    ["FROM scratch", "scratch", 0],
    ["FROM node:24.19.0-alpine", "node:24.19.0-alpine", 4],
    ["FROM docker.io/library/node:24.19.0-alpine", "node:24.19.0-alpine", 4],
    ["ARG TAG=12\nFROM debian:${TAG}", "debian:12", 1],
    ["FROM ghcr.io/org/app:1", "ghcr.io/org/app:1", null],
    ["ARG BASE\nFROM $BASE", null, null],
    ["FROM debian:12 AS a\nFROM a", "debian:12", 1],
  ])("%j is based on %s", (text, baseImage, baseLayers) => {
    expect(planOf(`${text}\n`).image).toMatchObject({ baseImage, baseLayers });
  });

  test("a base image on a platform that is not in the table is not known", () => {
    expect(planOf("FROM debian:12\n", { platform: "linux/s390x" }).image.baseLayers).toBeNull();
  });

  test("a relative WORKDIR goes on from the base image's", () => {
    expect(historyOf("FROM httpd:2.4.68\nWORKDIR conf\n")).toEqual(["+WORKDIR /usr/local/apache2/conf"]);
  });

  test.each([
    ["WORKDIR /a\nENV A=1", { kind: "exact", bytes: 0 }],
    ["WORKDIR /a\nRUN a\nCOPY a b", { kind: "unknown", why: "depends on what the command writes" }],
    ["COPY a b", { kind: "unknown", why: "the build context was not measured" }],
  ])("%j has the bytes %j", (body, bytes) => {
    expect(planOf(`FROM scratch\n${body}\n`).image.bytes).toEqual(bytes);
  });

  test("Windows: drive and backslashes go, the default shell is cmd", () => {
    const text =
      "# escape=`\nFROM mcr.microsoft.com/windows/nanoserver:ltsc2022\nWORKDIR C:\\app\nWORKDIR bin\nRUN dir\n";
    expect(historyOf(text, { platform: "windows/amd64" })).toEqual([
      "+WORKDIR /app",
      "+WORKDIR /app/bin",
      "+RUN cmd /S /C dir # buildkit",
    ]);
  });
});

describe("known base images", () => {
  const node = { registry: "docker.io", repository: "library/node", tag: "22.23.2-slim", digest: null };
  const digest = findBaseImage(node, "linux/amd64")?.digest ?? "";

  test.each([
    ["a tag", {}, "node:22.23.2-slim"],
    ["a rolling tag", { tag: "22-slim" }, "node:22.23.2-slim"],
    ["latest, when neither tag nor digest is given", { repository: "library/alpine", tag: null }, "alpine:latest"],
    ["an image outside library", { repository: "redhat/ubi9-minimal", tag: "latest" }, "redhat/ubi9-minimal:9.8"],
    ["a digest alone", { tag: null, digest }, "node:22.23.2-slim"],
    ["a digest beside a tag that moved", { tag: "22", digest }, "node:22.23.2-slim"],
    ["another digest", { digest: "sha256:00" }, undefined],
    ["a digest of another repository", { repository: "library/alpine", digest }, undefined],
    ["an unknown tag", { tag: "1" }, undefined],
    ["another registry", { registry: "ghcr.io" }, undefined],
  ])("%s", (_, change, name) => {
    expect(findBaseImage({ ...node, ...change }, "linux/amd64")?.name).toBe(name);
  });

  test("tell layers, user, working directory and environment", () => {
    const memcached = { ...node, repository: "library/memcached", tag: "1.6.43-alpine" };
    expect(findBaseImage(memcached, "linux/amd64")).toMatchObject({ layers: 6, user: "memcache", workdir: null });
    expect(baseEnvironment(memcached)?.get("MEMCACHED_VERSION")).toBe("1.6.43");
    expect(baseEnvironment({ ...node, tag: "1" })).toBeNull();
  });
});

describe("sizes", () => {
  test.each([
    ["exact and exact", exactly(1), exactly(2), exactly(3)],
    ["exact and bounded", exactly(1), between(2, 4, "w"), between(3, 5, "w")],
    ["bounded and bounded keep the first reason", between(0, 1, "a"), between(2, 4, "b"), between(2, 5, "a")],
    ["unknown takes all", unknownSize("u"), exactly(2), unknownSize("u")],
    ["the first unknown", unknownSize("u"), unknownSize("v"), unknownSize("u")],
    ["bounds that meet", between(2, 2, "w"), exactly(1), exactly(3)],
  ])("%s", (_, a, b, sum) => {
    expect(addSizes(a, b)).toEqual(sum);
  });

  test("nothing is exactly 0", () => {
    expect(sumSizes([])).toEqual(exactly(0));
  });
});

describe("steps of the classic builder that change nothing have no layer", () => {
  test.each([
    ["RUN true", ""],
    ["RUN echo a && :", ""],
    ["RUN echo a > /b", "+"],
    ["RUN { echo a; } > /b", "+"],
    ["RUN make", "+"],
    ["RUN mkdir -p /etc", ""],
    ["RUN mkdir /b\nWORKDIR /b\nWORKDIR /b/c", "+  +"],
    ["WORKDIR /tmp", ""],
    ["WORKDIR /b\nWORKDIR /b", "+"],
    ["COPY a /b/\nWORKDIR /b", "+"],
    ["COPY a /b/c\nWORKDIR /b\nWORKDIR c", "+  +"],
    ["COPY . b\nWORKDIR /b", "+"],
    ["ADD a b /c\nWORKDIR c", "+"],
    ["VOLUME /b\nRUN echo a > /b/c && mkdir /b/d", ""],
    ["VOLUME /b\nRUN echo a > /b/c", ""],
    ["VOLUME /b\nRUN rm -rf /b/c", ""],
    ["VOLUME /b\nRUN touch /bc", " +"],
  ])("%j", (body, expected) => {
    const { history } = planOf(`FROM debian:12\n${body}`, {}, "docker-classic").image;
    expect(
      history
        .map(({ empty }) => (empty ? "" : "+"))
        .join(" ")
        .trimEnd(),
    ).toBe(expected);
  });

  test.each([
    ["FROM scratch\nWORKDIR /tmp", 1],
    ["FROM debian AS a\nWORKDIR /b\nFROM a\nWORKDIR /b", 1],
    ["FROM debian AS a\nVOLUME /b\nFROM a\nRUN echo > /b/c", 0],
  ])("%j has %i", (text, layers) => {
    expect(planOf(text, {}, "docker-classic").image.layers).toBe(layers);
  });
});
