/** What two images share: `shareLayers`, and what the reports say of it. */
import type { ReportedBuild } from "../../src/layer-reports/image-report.ts";
import { createLayerReport } from "../../src/layer-reports/layer-report.ts";
import { shareLayers, type SharedLayers } from "../../src/layers/shared-layers.ts";
import { between, exactly } from "../../src/layers/size.ts";
import type { HistoryEntry } from "../../src/layers/types.ts";
import { plannedBuild, type BuildSettings } from "./planned-build.ts";

interface Shared {
  readonly base: string;
  readonly cached: string[];
  readonly alike: string[];
  readonly own: [string[], string[]];
}

/** The shared and the own layers, as the lines of their instructions. */
function share(first: string, second: string, settings: BuildSettings = {}, other: BuildSettings = settings): Shared {
  return described(shareLayers(plannedBuild(first, settings), plannedBuild(second, other)));
}

function described({ base, cached, alike, own }: SharedLayers): Shared {
  const line = (entry: HistoryEntry): string => String(entry.line);
  const pair = (step: { first: HistoryEntry; second: HistoryEntry }): string =>
    `${line(step.first)}=${line(step.second)}`;
  return {
    base: base.kind + (base.certain ? "!" : ""),
    cached: cached.map(pair),
    alike: alike.map(pair),
    own: [own[0].map(line), own[1].map(line)],
  };
}

const node = "FROM node:24\n";
const digest = `sha256:${"a".repeat(64)}`;

describe("the base image", () => {
  test.each<[string, string, string, string]>([
    ["the same tag", "node:24", "node:24", "same"],
    ["the same tag under two names", "node:24", "docker.io/library/node:24", "same"],
    ["the same digest", `node@${digest}`, `node@${digest}`, "same!"],
    ["latest, written and not", "node", "node:latest", "same"],
    ["two tags of one digest in the table", "node:24.19.0-bookworm", "node:24-bookworm", "same"],
    ["two images", "example.org/a:1", "example.org/b:1", "unknown"],
    ["two tags of one name", "example.org/a:1", "example.org/a:2", "unknown"],
    ["nothing and something", "scratch", "node:24", "different!"],
    ["nothing", "scratch", "scratch", "scratch!"],
    ["a name that a build argument gives", "$X", "$X", "unknown"],
  ])("%s: %s and %s", (_name, first, second, expected) => {
    const text = (image: string): string => `ARG X\nFROM ${image}\nRUN a\n`;
    expect(share(text(first), text(second)).base).toBe(expected);
  });

  test("is not shared between platforms", () => {
    const shared = share(`${node}RUN a\n`, `${node}RUN a\n`, {}, { platform: "linux/arm64" });
    expect(shared).toEqual({ base: "unknown", cached: [], alike: [], own: [["2"], ["2"]] });
  });

  test("of which the digests tell that the first layers are the same", () => {
    const withLayers = (build: ReportedBuild, layerDigests: string[]): ReportedBuild => {
      const base = { ...build.plan.image.base!, digest: null, layers: layerDigests.length, layerDigests };
      return { ...build, plan: { ...build.plan, image: { ...build.plan.image, base } } };
    };
    const [slim, full] = ["node:24-bookworm-slim", "node:24-bookworm"].map((name) =>
      plannedBuild(`FROM ${name}\nRUN a\n`),
    );
    const share = (one: string[], other: string[]): unknown =>
      shareLayers(withLayers(slim!, one), withLayers(full!, other)).base;
    expect(share(["a", "b"], ["a", "c", "d"])).toEqual({ kind: "layers", layers: 1, certain: false });
    expect(share(["a", "b"], ["a", "b"])).toEqual({ kind: "same", layers: 2, certain: false });
    expect(share(["a"], ["b"])).toEqual({ kind: "different", layers: 0, certain: false });
  });
});

describe("leading steps", () => {
  const cases: [name: string, first: string, second: string, expected: Partial<Shared>][] = [
    ["the same file", "WORKDIR /a\nCOPY x .\nRUN a", "WORKDIR /a\nCOPY x .\nRUN a", { cached: ["2=2", "3=3", "4=4"], own: [[], []] }],
    ["up to the first difference", "RUN a\nRUN b\nRUN c", "RUN a\nRUN x\nRUN c", { cached: ["2=2"], own: [["3", "4"], ["3", "4"]] }],
    ["comments, letter case and continuations do not count", "RUN a && b", "# why\nrun a && \\\nb", { cached: ["2=3"] }],
    ["metadata does not count", "LABEL a=1\nRUN a\nEXPOSE 1", "RUN a\nLABEL b=2", { cached: ["3=2"] }],
    ["ENV counts for the next RUN", "ENV A=1\nCOPY x /\nRUN a", "ENV A=2\nCOPY x /\nRUN a", { cached: ["3=3"], own: [["4"], ["4"]] }],
    ["an ARG counts by its value", "ARG A=1\nRUN a", "ARG A=2\nRUN a", { cached: [], own: [["3"], ["3"]] }],
    ["SHELL counts", 'SHELL ["sh", "-ec"]\nRUN a', "RUN a", { cached: [] }],
    ["USER counts for RUN and WORKDIR, not for COPY", "USER u\nCOPY x /\nWORKDIR /a", "COPY x /\nWORKDIR /a", { cached: ["3=2"], own: [["4"], ["3"]] }],
    ["a mount counts", "RUN --mount=type=cache,target=/c a", "RUN a", { cached: [] }],
    ["--chown counts", "COPY --chown=1 x /", "COPY x /", { cached: [] }],
    ["a relative destination counts with its directory", "WORKDIR /a\nWORKDIR b\nCOPY x y", "WORKDIR /a\nWORKDIR /a/b\nCOPY x y", { cached: ["2=2", "3=3", "4=4"] }],
    ["the content of a here-document counts", "COPY <<E /f\na\nE", "COPY <<E /f\nb\nE", { cached: [] }],
  ]; // prettier-ignore

  test.each(cases)("%s", (_name, first, second, expected) => {
    expect(share(`${node}${first}\n`, `${node}${second}\n`)).toMatchObject(expected);
  });

  test.each<[string, string, string, string[]]>([
    ["the same stage under another name", " AS a\nCOPY src /src\nRUN make", " AS b\nCOPY src /src\nRUN make", ["5=5"]],
    ["a stage that runs something else", " AS a\nRUN make", " AS b\nRUN make all", []],
    ["a stage of another base image", " AS a\nRUN make", ":1 AS b\nRUN make", []],
  ])("files of %s", (_name, first, second, cached) => {
    const text = (stage: string, name: string): string => `FROM golang${stage}\n${node}COPY --from=${name} /out /out\n`;
    expect(share(text(first, "a"), text(second, "b"), {}).cached).toEqual(cached);
  });

  test.each<[string, BuildSettings, BuildSettings, string[]]>([
    ["one folder", { context: "/a" }, { context: "/a" }, ["2=2"]],
    ["two folders", { context: "/a" }, { context: "/b" }, []],
    ["no folder that is known", { context: null }, { context: null }, []],
    ["an ignore file of its own", { context: "/a" }, { context: "/a", ignore: "x\n" }, []],
  ])("the build context counts: %s", (_name, first, second, cached) => {
    const text = `${node}COPY . /a\n`;
    expect(share(text, text, first, second).cached).toEqual(cached);
    expect(share(`${node}RUN a\n`, `${node}RUN a\n`, first, second).cached).toEqual(["2=2"]);
    const bound = `${node}RUN --mount=type=bind,target=/s make\n`;
    expect(share(bound, bound, first, second).cached).toEqual(cached);
  });

  test("other builders have a step for metadata too", () => {
    const texts = [`${node}LABEL a=1\nRUN a\n`, `${node}LABEL a=2\nRUN a\n`] as const;
    expect(share(...texts, { builder: "docker-classic" }).cached).toEqual([]);
    expect(share(...texts, { builder: "buildkit" }).cached).toEqual(["3=3"]);
  });

  test("a copy further up is alike, as its layer may turn out equal; what RUN makes is not", () => {
    const shared = share(`${node}RUN a\nCOPY x /\nRUN b\nCOPY y /\n`, "FROM debian:12\nCOPY y /\nRUN b\nCOPY x /\n");
    expect(shared).toMatchObject({ cached: [], alike: ["3=4", "5=2"], own: [["2", "4"], ["3"]] });
  });

  test("each copy is paired once", () => {
    expect(share(`${node}COPY x /\nCOPY x /\n`, "FROM debian:12\nCOPY x /\n").alike).toEqual(["2=2"]);
  });

  test("stages that an image is FROM belong to it", () => {
    const texts = [`${node}RUN a\n`, `FROM node:24 AS base\nRUN a\nFROM base\nRUN b\n`] as const;
    expect(share(...texts)).toMatchObject({ cached: ["2=2"], own: [[], ["4"]] });
  });
});

test.each<[string, string, string, RegExp | null]>([
  [
    "in another environment",
    "COPY x /\nENV A=1\nRUN a",
    "COPY x /\nRUN a",
    /From line 4 of A and line 3 of B .*another environment/,
  ],
  [
    "with other files",
    "RUN a\nCOPY --chown=1 x /",
    "RUN a\nCOPY --chown=1 --link x /",
    /read alike, but run with other files, flags/,
  ],
  ["which differ to the eye", "RUN a\nRUN b", "RUN a\nRUN c", null],
])("the steps at which they part: %s", (_name, first, second, expected) => {
  const builds = [plannedBuild(`${node}${first}\n`), plannedBuild(`${node}${second}\n`)] as const;
  const [note = ""] = createLayerReport(...builds).comparison!.notes;
  if (expected) expect(note).toMatch(expected);
  else expect(note).not.toContain("read alike");
});

describe("what is stored", () => {
  const sizes = { 2: exactly(1000), 3: exactly(200), 4: between(10, 30, "who knows") };
  const first = plannedBuild(`${node}COPY x /x\nRUN a\nCOPY y /y\n`, { sizes });

  test("with one build cache the shared steps once, built apart everything twice", () => {
    const second = plannedBuild(`${node}COPY x /x\nRUN b\nCOPY y /y\n`, { sizes });
    const { comparison } = createLayerReport(first, second);
    // 1000 for both, 200 each; the copies of y once or twice.
    expect(comparison).toMatchObject({
      oneCache: { lo: 1000 + 400 + 10, hi: 1000 + 400 + 60 },
      builtApart: { lo: 2420, hi: 2460 },
    });
  });

  test("an unknown layer leaves what is certain", () => {
    const second = plannedBuild(`${node}COPY x /x\nRUN b\n`, { sizes: { 2: exactly(1000) } });
    expect(createLayerReport(first, second).comparison).toMatchObject({
      oneCache: { lo: 1210, hi: null },
      builtApart: { lo: 2210, hi: null },
    });
  });

  test("one image twice is stored once", () => {
    const { comparison } = createLayerReport(first, first);
    expect(comparison).toMatchObject({ oneCache: { lo: 1210, hi: 1230 }, own: [[], []] });
  });
});
