import { baseModelOptions, type BaseImageFacts, type BaseImages } from "../../src/knowledge/base-images.ts";
import type { BuildkitText } from "../../src/layers/created-by.ts";
import type { ImageConfig } from "../../src/layers/image-config.ts";
import { planLayers, type LayerPlanOptions } from "../../src/layers/layer-plan.ts";
import type { LayerPlan } from "../../src/layers/types.ts";
import { createModel } from "../../src/model/build-model.ts";
import type { BuildOptions } from "../../src/model/types.ts";
import { parseDockerfile } from "../../src/syntax/parse.ts";

const path = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

const plain: BaseImageFacts = {
  name: "known",
  source: "file",
  asOf: "2026-01-01",
  derivedFrom: null,
  digest: null,
  layers: 2,
  compressedBytes: null,
  unpackedBytes: null,
  os: "linux",
  env: new Map(),
  user: null,
  workdir: null,
  configKnown: true,
  entrypoint: null,
  cmd: null,
  exposedPorts: [],
  volumes: [],
  labels: new Map(),
  stopSignal: null,
  shell: null,
  healthcheck: null,
  onbuild: [],
};

/** Of `known` these facts, of other images none. */
function knowing(facts: Partial<BaseImageFacts>): BaseImages {
  return { find: ({ repository }) => (repository === "library/known" ? { ...plain, ...facts } : null) };
}

interface Settings extends Omit<BuildOptions, "builder">, Pick<LayerPlanOptions, "builder" | "textOf"> {
  readonly facts?: Partial<BaseImageFacts>;
}

function planOf(text: string, { facts = {}, builder, textOf, ...build }: Settings = {}): LayerPlan {
  const baseImages = knowing(facts);
  const model = createModel(parseDockerfile(text), { ...build, ...baseModelOptions(baseImages, build.platform) });
  const plan = planLayers(model, { builder, textOf, baseImages });
  if (plan === null) throw new Error("no target");
  return plan;
}

/** What the configuration sets, but for the PATH that is always there and the directory of scratch. */
function configOf(text: string, settings?: Settings): Partial<ImageConfig> {
  const { uncertain, ...config } = planOf(text, settings).image.config;
  const isPlain = (value: unknown): boolean => value === null || JSON.stringify(value) === JSON.stringify([path]);
  const set = Object.entries(config).filter(
    ([field, value]) => !isPlain(value) && !(field === "WorkingDir" && value === "/"),
  );
  return { ...Object.fromEntries(set), ...(uncertain.length > 0 ? { uncertain } : {}) };
}

describe("configuration of an image that is made from nothing", () => {
  test.each<[string, Partial<ImageConfig>]>([
    ["ENV B=2 A=1\nENV B='3 $A' C=$B", { Env: [path, "B=3 $A", "A=1", "C=2"] }],
    ["ENV PATH=/x:$PATH", { Env: [path.replace("=", "=/x:")] }],
    ["ARG A=1\nENV A=$A", { Env: [path, "A=1"] }],
    ['CMD ["a", "$B c"]', { Cmd: ["a", "$B c"] }],
    ["CMD a  b", { Cmd: ["/bin/sh", "-c", "a  b"] }],
    ["CMD []", {}],
    [
      'SHELL ["/bin/bash", "-ec"]\nENTRYPOINT a',
      { Shell: ["/bin/bash", "-ec"], Entrypoint: ["/bin/bash", "-ec", "a"] },
    ],
    ['CMD ["c"]\nENTRYPOINT ["e"]', { Entrypoint: ["e"], Cmd: ["c"] }],
    ["ARG U=app\nUSER $U:$U", { User: "app:app" }],
    ["WORKDIR a/../b\nWORKDIR c/", { WorkingDir: "/b/c" }],
    ["WORKDIR /a//b/", { WorkingDir: "/a//b/" }],
    [
      "ARG P=8000-8001\nEXPOSE 80 9/UDP $P\nEXPOSE 80",
      { ExposedPorts: { "80/tcp": {}, "8000/tcp": {}, "8001/tcp": {}, "9/udp": {} } },
    ],
    ['VOLUME /b /a\nVOLUME ["/a b"]', { Volumes: { "/a": {}, "/a b": {}, "/b": {} } }],
    ['LABEL b=2 "a.b"="c d"\nLABEL b=3', { Labels: { "a.b": "c d", b: "3" } }],
    ["STOPSIGNAL SIGQUIT", { StopSignal: "SIGQUIT" }],
    ["HEALTHCHECK NONE", { Healthcheck: { Test: ["NONE"] } }],
    [
      'HEALTHCHECK --interval=1m30s --timeout=1.5s --start-period=0s --start-interval=2ms --retries=3 CMD ["a", "b"]',
      { Healthcheck: { Test: ["CMD", "a", "b"], Interval: 90e9, Timeout: 1.5e9, StartInterval: 2e6, Retries: 3 } },
    ],
    ["HEALTHCHECK CMD a b || exit 1", { Healthcheck: { Test: ["CMD-SHELL", "a b || exit 1"] } }],
    ["ONBUILD RUN a \\\n  b\nonbuild COPY . /", { OnBuild: ["RUN a   b", "COPY . /"] }],
    ["ONBUILD RUN <<EOF\na\nEOF", { OnBuild: ["RUN <<EOF\na\nEOF"] }],
    ["MAINTAINER someone\nRUN a\nCOPY a /", {}],
  ])("%j", (body, expected) => {
    expect(configOf(`FROM scratch\n${body}`)).toEqual(expected);
  });

  test("keys of ports, volumes and labels are sorted", () => {
    const { ExposedPorts, Volumes, Labels } = configOf("FROM scratch\nEXPOSE 9 10\nVOLUME /b /a\nLABEL b=1 a=1");
    expect([ExposedPorts, Volumes, Labels].map((field) => Object.keys(field ?? {}).join(" "))).toEqual([
      "10/tcp 9/tcp",
      "/a /b",
      "a b",
    ]);
  });

  test.each([
    ["buildkit", "/"],
    ["buildah", "/"],
    ["docker-classic", null],
  ] as const)("the working directory of %s is %j", (builder, expected) => {
    expect(planOf("FROM scratch\nCOPY a /", { builder }).image.config).toMatchObject({
      WorkingDir: expected,
      Env: [path],
    });
  });

  test("buildah takes no notice of SHELL in CMD and ENTRYPOINT", () => {
    const { config } = planOf('FROM unknown\nSHELL ["s"]\nCMD a  b\nENTRYPOINT c', { builder: "buildah" }).image;
    expect(config).toMatchObject({ Cmd: ["/bin/sh", "-c", "a  b"], Entrypoint: ["/bin/sh", "-c", "c"], Shell: ["s"] });
    expect(config.uncertain).not.toContain("Cmd");
  });

  test("Windows has its own shell, PATH and slashes", () => {
    const { config } = planOf("FROM scratch\nWORKDIR C:/app\nCMD a", { platform: "windows/amd64" }).image;
    expect(config).toMatchObject({ WorkingDir: "\\app", Cmd: ["cmd", "/S", "/C", "a"] });
    expect(config.Env).toEqual([
      String.raw`PATH=c:\Windows\System32;c:\Windows;C:\Windows\System32\WindowsPowerShell\v1.0`,
    ]);
  });
});

describe("configuration on top of stages", () => {
  const twoStages = 'FROM scratch AS a\nCMD ["c"]\nENV A=1\nONBUILD ENV T=$A\nUSER u\n';
  test.each<[string, string, Settings, Partial<ImageConfig>]>([
    [
      "a stage inherits, and triggers run first",
      "FROM a\nENV A=2",
      {},
      { User: "u", Cmd: ["c"], Env: [path, "A=2", "T=1"] },
    ],
    [
      "an entry point drops the command of the other stage",
      'FROM a\nENTRYPOINT ["e"]',
      {},
      { User: "u", Entrypoint: ["e"], Env: [path, "A=1", "T=1"] },
    ],
    [
      "a target below the last stage",
      "FROM scratch\nUSER v",
      { target: "a" },
      { User: "u", Cmd: ["c"], Env: [path, "A=1"], OnBuild: ["ENV T=$A"] },
    ],
    ["stages that are only copied from leave nothing", "FROM scratch\nCOPY --from=a / /", {}, {}],
    ["build arguments", "FROM scratch\nARG V=1\nLABEL v=$V", { buildArgs: { V: "2" } }, { Labels: { v: "2" } }],
  ])("%s", (_name, rest, settings, expected) => {
    expect(configOf(twoStages + rest, settings)).toEqual(expected);
  });
});

describe("configuration on top of a base image", () => {
  const all: Partial<BaseImageFacts> = {
    env: new Map([["A", "1"]]),
    user: "u",
    workdir: "/w",
    entrypoint: ["e"],
    cmd: ["c"],
    exposedPorts: ["80/tcp"],
    volumes: ["/v"],
    labels: new Map([["l", "1"]]),
    stopSignal: "SIGQUIT",
    shell: ["/bin/bash", "-c"],
    healthcheck: { Test: ["NONE"] },
  };
  const inherited = {
    User: "u",
    ExposedPorts: { "80/tcp": {} },
    Env: ["A=1", path],
    Entrypoint: ["e"],
    Cmd: ["c"],
    Volumes: { "/v": {} },
    WorkingDir: "/w",
    Labels: { l: "1" },
    Healthcheck: { Test: ["NONE"] },
    Shell: ["/bin/bash", "-c"],
    StopSignal: "SIGQUIT",
  };
  test.each<[string, Partial<BaseImageFacts>, string, Partial<ImageConfig>]>([
    ["everything is inherited, PATH comes last where it is missing", all, "", inherited],
    [
      "what the file says is added, or wins",
      all,
      "WORKDIR x\nLABEL l=2 m=3\nENV B=$A\nEXPOSE 1",
      {
        ...inherited,
        WorkingDir: "/w/x",
        Labels: { l: "2", m: "3" },
        Env: ["A=1", path, "B=1"],
        ExposedPorts: { "1/tcp": {}, "80/tcp": {} },
      },
    ],
    ["the image's shell reads shell form", all, "CMD x", { ...inherited, Cmd: ["/bin/bash", "-c", "x"] }],
    [
      "an entry point drops the image's command",
      { cmd: ["c"] },
      "ENTRYPOINT x",
      { Entrypoint: ["/bin/sh", "-c", "x"] },
    ],
    [
      "unless the stage sets one, before or after",
      { cmd: ["c"] },
      'CMD ["d"]\nENTRYPOINT ["x"]',
      { Entrypoint: ["x"], Cmd: ["d"] },
    ],
    [
      "triggers run and are not handed on",
      { onbuild: ["ENV T=1", 'CMD ["t"]'] },
      "ENV U=$T",
      { Env: [path, "T=1", "U=1"], Cmd: ["t"] },
    ],
  ])("%s", (_name, facts, body, expected) => {
    expect(configOf(`FROM known\n${body}`, { facts })).toEqual(expected);
  });

  const most = [
    "User",
    "ExposedPorts",
    "Env",
    "Entrypoint",
    "Cmd",
    "Volumes",
    "WorkingDir",
    "Labels",
    "Healthcheck",
    "Shell",
    "StopSignal",
  ];
  test.each<[string, string[], Partial<ImageConfig>]>([
    ["USER a", ["User"], { User: "a" }],
    ["USER $A", [], { User: "" }],
    ["ARG A=1\nUSER $A", ["User"], { User: "1" }],
    ["ENV A=$B\nUSER x$A", [], { User: "x" }],
    ["ENV A=$B\nENV A=1\nUSER $A", ["User"], { User: "1" }],
    ["STOPSIGNAL $PATH", [], { StopSignal: path.slice(5) }],
    ["WORKDIR a", [], { WorkingDir: "/a" }],
    ["WORKDIR /a\nWORKDIR b", ["WorkingDir"], { WorkingDir: "/a/b" }],
    ["WORKDIR $HOME", [], {}],
    ['CMD ["a"]', ["Cmd"], { Cmd: ["a"] }],
    ["CMD a", [], { Cmd: ["/bin/sh", "-c", "a"] }],
    ['SHELL ["s"]\nCMD a', ["Shell", "Cmd"], { Shell: ["s"], Cmd: ["s", "a"] }],
    ['ENTRYPOINT ["a"]', ["Entrypoint", "Cmd"], { Entrypoint: ["a"] }],
    ["HEALTHCHECK NONE", ["Healthcheck"], { Healthcheck: { Test: ["NONE"] } }],
    ["LABEL a=1\nEXPOSE 1\nVOLUME /a\nENV A=1\nONBUILD RUN a", [], { Labels: { a: "1" }, OnBuild: ["RUN a"] }],
  ])("of an unknown image, %j settles %j", (body, settled, expected) => {
    const { config } = planOf(`FROM unknown\n${body}`).image;
    expect(config.uncertain).toEqual(most.filter((field) => !settled.includes(field)));
    expect(config).toMatchObject(
      Object.fromEntries(Object.entries(expected).map(([field, value]) => [field, value === "" ? null : value])),
    );
  });

  test("an image of which only layers are known leaves everything uncertain", () => {
    const { image } = planOf("FROM known\nUSER $A", { facts: { configKnown: false } });
    expect([image.baseLayers, image.config.uncertain]).toEqual([2, most]);
  });

  test("FROM --platform decides of which platform the facts are", () => {
    const asked: string[] = [];
    const baseImages: BaseImages = { find: (_reference, platform) => (asked.push(platform), null) };
    const model = createModel(parseDockerfile("FROM --platform=linux/arm64 x AS a\nFROM a"), { platform: "linux/386" });
    expect(planLayers(model, { baseImages })?.image.base).toBeNull();
    expect(new Set(asked)).toEqual(new Set(["linux/arm64"]));
  });
});

describe("ONBUILD triggers of a base image", () => {
  const onbuild = ["ARG MODE=prod", "COPY . /app/", "RUN <<EOF\necho $MODE\nEOF", "ONBUILD USER x"];

  test("run right after FROM, and count like the instructions that they hold", () => {
    const plan = planOf("# made for children\nFROM known AS a\nRUN own\nFROM a\nRUN late", { facts: { onbuild } });
    const history = plan.image.history.map(({ createdBy, line, stage, empty, onbuild: isTrigger }) => [
      createdBy,
      line,
      stage,
      empty,
      isTrigger ?? false,
    ]);
    expect(history).toEqual([
      ["ARG MODE=prod", 2, 0, true, true],
      ["COPY . /app/ # buildkit", 2, 0, false, true],
      ["RUN |1 MODE=prod /bin/sh -c echo $MODE\n # buildkit", 2, 0, false, true],
      ["RUN |1 MODE=prod /bin/sh -c own # buildkit", 3, 0, false, false],
      ["RUN |1 MODE=prod /bin/sh -c late # buildkit", 5, 1, false, false],
    ]);
    expect(plan.image.layers).toBe(4);
  });

  test("one that an image must not have is left to the image itself", () => {
    const { image } = planOf("FROM known", { facts: { onbuild } });
    expect(image.config.OnBuild).toEqual(["USER x"]);
  });

  test.each([
    ["QUUX x", "unknown instruction: QUUX"],
    ["", "onbuild trigger should be a single expression"],
    ["RUN a\nRUN b", "onbuild trigger should be a single expression"],
    ["FROM x", "onbuild trigger should be a single expression"],
  ])("%j stops the build at FROM", (trigger, message) => {
    const text = "FROM known\nRUN ${X:?}";
    const { problems } = createModel(parseDockerfile(text), baseModelOptions(knowing({ onbuild: [trigger] })));
    expect(problems.map((problem) => [problem.message, text.slice(...problem.range)])).toEqual([[message, "known"]]);
  });
});

describe("wording of the history", () => {
  const all = ["docker20", "docker26", "docker28", "current"] as const satisfies readonly BuildkitText[];
  test.each<[string, string[]]>([
    ["ARG A=1 B", ["ARG A=1 B", "ARG A=1 B", "ARG A=2 B=3", "ARG A=2 B=3"]],
    [
      "COPY --chown=1:2 --chmod=644 a /",
      ["COPY a / # buildkit", ...all.slice(1).map(() => "COPY --chown=1:2 --chmod=644 a / # buildkit")],
    ],
    [
      "EXPOSE 80 9-10/udp 80",
      [...all.slice(1).map(() => "EXPOSE map[10/udp:{} 80/tcp:{} 9/udp:{}]"), "EXPOSE [80/tcp 80/tcp 9/udp 10/udp]"],
    ],
    [
      "HEALTHCHECK --timeout=90s --retries=10 CMD a b",
      [
        `HEALTHCHECK &{["CMD-SHELL" "a b"] "0s" "1m30s" "0s" '\\n'}`,
        `HEALTHCHECK &{["CMD-SHELL" "a b"] "0s" "1m30s" "0s" "0s" '\\n'}`,
        `HEALTHCHECK &{["CMD-SHELL" "a b"] "0s" "1m30s" "0s" "0s" '\\n'}`,
        "HEALTHCHECK {Test:[CMD-SHELL a b] Interval:0s Timeout:1m30s StartPeriod:0s StartInterval:0s Retries:10}",
      ],
    ],
  ])("%s", (line, expected) => {
    const build = { buildArgs: { A: "2", B: "3" } };
    const texts = all.map(
      (textOf) => planOf(`FROM scratch\n${line}`, { ...build, textOf }).image.history[0]?.createdBy,
    );
    expect(texts).toEqual(expected);
  });

  test("arguments of the stage above show since Docker 28", () => {
    const text = "FROM scratch AS a\nARG A=1 B\nFROM a\nARG C=2 A=3\nRUN x";
    const texts = all.map((textOf) => planOf(text, { textOf }).image.history.at(-1)?.createdBy);
    const own = "RUN |2 C=2 A=3 /bin/sh -c x # buildkit";
    const inherited = "RUN |3 A=3 B= C=2 /bin/sh -c x # buildkit";
    expect(texts).toEqual([own, own, inherited, inherited]);
  });
});
