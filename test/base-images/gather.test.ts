/** From a Dockerfile to what is known of its images, and what lint makes of it. */
import { BaseImageError, UnreachableSourceError } from "../../src/base-images/base-image-error.ts";
import { gatherForText } from "../../src/base-images/gather-for-build.ts";
import { createBaseImageGatherer, gathererOf, type WantedImage } from "../../src/base-images/gather.ts";
import { baseModelOptions } from "../../src/knowledge/base-images.ts";
import { planLayers } from "../../src/layers/layer-plan.ts";
import { createModel } from "../../src/model/build-model.ts";
import { lintFiles } from "../../src/project/lint-files.ts";
import { parseDockerfile } from "../../src/syntax/parse.ts";
import { createProject } from "../temporary-project.ts";
import { layoutFolder, reference } from "./layout.ts";
import { answer, serve } from "./local-server.ts";

const nothing = createProject({});

/** Images on one platform, as `gather` takes them. */
function wanted(names: readonly string[], platform = "linux/amd64"): WantedImage[] {
  return names.map((name) => ({ reference: reference(name), platform }));
}

function gatherer(source: string, env: Record<string, string> = {}) {
  return createBaseImageGatherer(source, { cwd: layoutFolder, env: { DOCKER_CONFIG: nothing, ...env } });
}

describe("what is asked for", () => {
  test("the images of all stages, each once for a platform, with arguments as they are by default", async () => {
    const asked: string[] = [];
    const host = await serve(({ url = "" }, response) => {
      asked.push(url);
      answer(response, 404);
    });
    const text = `\uFEFFARG V=1
FROM --platform=$BUILDPLATFORM ${host}/a:$V AS build
FROM build AS second
FROM scratch
FROM ${host}/a:1
FROM ${host}/b
COPY --from=${host}/c / /
FROM $UNKNOWN
`;
    const { notes } = await gatherForText(await gatherer("registry"), text, { platform: "linux/arm64" });
    expect(asked.sort()).toEqual(["/v2/a/manifests/1", "/v2/a/manifests/1", "/v2/b/manifests/latest"]);
    expect(notes).toEqual([
      `base image ${host}/a:1: the registry ${host} does not know it; its layers are not known`,
      `base image ${host}/b: the registry ${host} does not know it; its layers are not known`,
    ]);
  });

  test.each([
    ["that of the build", "FROM a\nFROM a\n", "linux/arm64", ["a linux/arm64"]],
    ["that of FROM", "FROM --platform=linux/s390x a\n", "linux/arm64", ["a linux/s390x"]],
    ["that of FROM, an argument", "FROM --platform=$TARGETPLATFORM a\n", "linux/arm64", ["a linux/arm64"]],
    ["both", "FROM --platform=linux/arm a\nFROM a\n", undefined, ["a linux/arm/v7", "a linux/amd64"]],
  ])("for the platform: %s", async (_, text, platform, expected) => {
    const asked: string[] = [];
    const source = gathererOf({
      describe: ({ familiarName }, platform) => {
        asked.push(`${familiarName} ${platform}`);
        return Promise.reject(new BaseImageError("no"));
      },
    });
    await gatherForText(source, text, { platform });
    expect(asked).toEqual(expected);
  });

  test("a source that cannot be reached is waited for once in a run", async () => {
    let asked = 0;
    const source = gathererOf({
      describe: () => {
        asked++;
        return Promise.reject(new UnreachableSourceError("nobody is there"));
      },
    });
    const note = "nobody is there; the table that comes with stratalint is used";
    expect((await source.gather(wanted(["a"]))).notes).toEqual([note]);
    expect((await source.gather(wanted(["b"]))).notes).toEqual([]);
    expect(asked).toBe(1);
  });

  test("an image is asked for once, and its note said once, in a whole run", async () => {
    let asked = 0;
    const host = await serve((_, response) => {
      asked++;
      answer(response, 404);
    });
    const source = await gatherer("registry");
    const images = wanted([`${host}/a`]);
    expect((await source.gather(images)).notes).toHaveLength(1);
    expect((await source.gather(images)).notes).toEqual([]);
    expect(asked).toBe(1);
  });
});

describe("what is answered", () => {
  const app = "registry.example.com/base/app:1";

  test("the facts of the source on the platform that was asked for, and on no other", async () => {
    const { images } = await (await gatherer(".")).gather(wanted([app], "linux/arm64"));
    expect(images.find(reference(app), "linux/arm64")?.env.get("ARCHITECTURE")).toBe("arm64");
    expect(images.find(reference(app), "linux/amd64")).toBeNull();
  });

  test("the facts that a model asks for, behind FROM --platform too", async () => {
    const text = `FROM --platform=linux/arm64 ${app}\nWORKDIR $ARCHITECTURE\n`;
    const { images } = await gatherForText(await gatherer("."), text, {});
    expect(images.find(reference(app), "linux/arm64")?.env.get("ARCHITECTURE")).toBe("arm64");
    const model = createModel(parseDockerfile(text), baseModelOptions(images));
    expect(planLayers(model, { baseImages: images })?.image).toMatchObject({
      baseLayers: 2,
      history: [{ createdBy: "WORKDIR /srv/arm64" }],
    });
  });

  test("the table that comes with us, for an image that the source does not know", async () => {
    const { images, notes } = await (await gatherer(".")).gather(wanted(["alpine"]));
    const embedded = images.find(reference("alpine"), "linux/amd64");
    expect(embedded).toMatchObject({ source: "embedded", layers: 1 });
    expect(notes).toEqual([expect.stringMatching(/^base image alpine: .*; taken as it was on \d{4}-\d\d-\d\d$/)]);
  });

  test("one note for a daemon that is not there", async () => {
    const source = await gatherer("docker", { DOCKER_HOST: "unix:///no/such.sock" });
    const { images, notes } = await source.gather(wanted(["alpine", "busybox"]));
    expect(notes).toEqual([
      "the Docker daemon cannot be reached at unix:///no/such.sock: there is no such socket; the table that comes with stratalint is used",
    ]);
    expect(images.find(reference("alpine"), "linux/amd64")?.source).toBe("embedded");
  });

  test("the table alone when nobody is to be asked", async () => {
    const { images, notes } = await (await gatherer("offline")).gather(wanted(["alpine", app]));
    expect(images.find(reference(app), "linux/amd64")).toBeNull();
    expect(notes).toEqual([]);
  });

  test.each([
    ["dcoker", 'no such file or directory; did you mean "docker"?'],
    ["Registry", 'no such file or directory; did you mean "registry"?'],
    ["bases.json", "no such file or directory"],
    ["/dev/null", "it is a device, and no file"],
  ])("an error for the source %s", async (source, message) => {
    await expect(gatherer(source)).rejects.toThrow(
      new RegExp(`^--base-images ${source}: ${message.replace("?", "\\?")}$`),
    );
  });
});

describe("lint", () => {
  const dockerfile = `FROM registry.example.com/base/app:1
WORKDIR sub
COPY $ARCHITECTURE/$NOWHERE /bin/
`;
  const files = {
    Dockerfile: dockerfile,
    "compose.yaml": `services:\n  a:\n    build:\n      dockerfile_inline: |\n${dockerfile.replace(/^(?=.)/gm, "        ")}`,
    "other/Dockerfile": "FROM registry.example.com/base/other:1\n",
  };

  test("goes by the layers, the environment and the working directory of the image", async () => {
    const cwd = createProject(files);
    const options = { cwd, config: false } as const;
    const without = await lintFiles(["Dockerfile"], options);
    expect(without.files[0]?.images).toMatchObject([{ baseLayers: null, layers: 2 }]);
    const asked = await lintFiles(["Dockerfile"], { ...options, baseImages: await gatherer(layoutFolder) });
    expect(asked.files[0]?.images).toMatchObject([
      {
        baseImage: "registry.example.com/base/app:1",
        baseLayers: 2,
        layers: 2,
        history: [{ createdBy: "WORKDIR /srv/sub" }, { createdBy: "COPY amd64/ /bin/ # buildkit" }],
      },
    ]);
    expect(asked.notes).toEqual([]);
  });

  test.each([
    ["once", false],
    ["with fixes", true],
  ])("Compose files too, and notes come once (%s)", async (_, fix) => {
    const cwd = createProject({
      "compose.yaml": files["compose.yaml"],
      "a.Dockerfile": "from registry.example.com/base/other:1\n",
      "b.Dockerfile": "FROM registry.example.com/base/other:1\n",
    });
    const run = await lintFiles(["."], { cwd, config: false, fix, baseImages: await gatherer(layoutFolder) });
    const compose = run.files.find(({ path }) => path === "compose.yaml");
    expect(compose?.images).toMatchObject([{ baseLayers: 2, layers: 2 }]);
    expect(run.notes.filter((note) => note.startsWith("base image"))).toEqual([
      expect.stringContaining("base image registry.example.com/base/other:1: the file does not hold it"),
    ]);
    expect(run.errors).toEqual([]);
  });

  test("what only the base image sets is not undefined", async () => {
    const cwd = createProject({ Dockerfile: dockerfile });
    const rule = { "no-undefined-var": "error" } as const;
    const undefinedNames = async (source: string): Promise<string[]> => {
      const settings = { rules: rule };
      const run = await lintFiles(["."], { cwd, config: false, settings, baseImages: await gatherer(source) });
      return (run.files[0]?.findings ?? [])
        .filter(({ ruleId }) => ruleId in rule)
        .map(({ message }) => /\$?\{?(ARCHITECTURE|NOWHERE)/.exec(message)?.[1] ?? "");
    };
    expect(await undefinedNames("offline")).toEqual([]);
    expect(await undefinedNames(layoutFolder)).toEqual(["NOWHERE"]);
  });
});

test("facts of a file without a configuration say nothing of variables and directories", async () => {
  const facts = { name: "registry.example.com/base/app:1", layers: 3 };
  const cwd = createProject({
    Dockerfile: "FROM registry.example.com/base/app:1\nWORKDIR sub\nWORKDIR $NOWHERE/x\n",
    "bare.json": { images: [facts] },
    "full.json": { images: [{ ...facts, config: { WorkingDir: "/srv" } }] },
  });
  const historyWith = async (file: string): Promise<unknown> => {
    const source = await createBaseImageGatherer(file, { cwd, env: {} });
    const settings = { rules: { "no-undefined-var": "error" } } as const;
    const { files } = await lintFiles(["Dockerfile"], { cwd, config: false, settings, baseImages: source });
    const [image] = files[0]?.images ?? [];
    const undefinedNames = files[0]?.findings.filter(({ ruleId }) => ruleId === "no-undefined-var").length;
    return [image?.baseLayers, image?.history[0]?.createdBy, undefinedNames];
  };
  expect(await historyWith("bare.json")).toEqual([3, "WORKDIR /sub", 0]);
  expect(await historyWith("full.json")).toEqual([3, "WORKDIR /srv/sub", 1]);
});

test("the file is looked up from the working directory", async () => {
  const cwd = createProject({ "bases.json": { images: [{ name: "a", layers: 3 }] } });
  const source = await createBaseImageGatherer("bases.json", { cwd, env: {} });
  const { images } = await source.gather(wanted(["a"]));
  expect(images.find(reference("a"), "linux/amd64")?.layers).toBe(3);
});
