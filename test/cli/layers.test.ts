/** `stratalint layers`, through `main` in this process; the last test runs the built command line. */
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { compressLayers } from "../../src/cli/compress-layers.ts";
import { UsageError } from "../../src/cli/errors.ts";
import type { CliIo, OutputStream } from "../../src/cli/io.ts";
import { main } from "../../src/cli/main.ts";
import { compressionProgress, fileProgress } from "../../src/cli/progress.ts";
import { UnreadableFileError } from "../../src/context/unreadable-file.ts";
import type { JsonLayerReport } from "../../src/layer-reports/json.ts";
import type { HistoryEntry, PlannedImage } from "../../src/layers/types.ts";
import { createProject } from "../temporary-project.ts";

type Files = Parameters<typeof createProject>[0];

interface World {
  readonly stdin?: string;
  readonly env?: CliIo["env"];
  readonly isTTY?: boolean;
  readonly columns?: number;
}

interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

async function layers(files: Files, args: readonly string[], world: World = {}): Promise<Outcome> {
  return run(createProject(files), args, world);
}

async function run(cwd: string, args: readonly string[], world: World = {}): Promise<Outcome> {
  const { stdin = "", env = {}, isTTY = false, columns = 80 } = world;
  const written = { out: "", err: "" };
  const stream = (name: "out" | "err"): OutputStream => ({
    write: (text) => Promise.resolve(void (written[name] += text)),
    isTTY,
    columns,
  });
  const readStdin = (): Promise<Uint8Array> => Promise.resolve(Buffer.from(stdin));
  const io = { stdout: stream("out"), stderr: stream("err"), cwd, env, readStdin };
  return { code: await main(["layers", ...args], io), ...written };
}

async function json(files: Files, args: readonly string[], world: World = {}): Promise<JsonLayerReport> {
  const { out, err } = await layers(files, ["-f", "json", ...args], world);
  expect(err).toBe("");
  return JSON.parse(out) as JsonLayerReport;
}

const scratch = "FROM scratch\nCOPY a.txt /a/\nCOPY b /b/\n";
const files: Files = { Dockerfile: scratch, "a.txt": "12345", "b/c.txt": "123", "b/d.txt": "12" };

describe("the file", () => {
  test.each<[string, string[], World, string]>([
    ["of this folder, without arguments", [], {}, "Dockerfile"],
    ["by its name", ["other/Containerfile"], {}, "other/Containerfile"],
    ["by its folder", ["other"], {}, "other/Containerfile"],
    ["on standard input", ["-"], { stdin: scratch }, "<stdin>"],
  ])("%s", async (_name, args, world, path) => {
    const report = await json({ ...files, "other/Containerfile": "FROM scratch\n" }, args, world);
    expect(report.images.map((image) => image.path)).toEqual([path]);
  });
});

describe("bytes", () => {
  const bytes = async (more: Files, args: string[]): Promise<unknown[]> => {
    const [image] = (await json({ ...files, ...more }, args)).images;
    return image!.history.map((entry) => (entry.bytes?.kind === "exact" ? entry.bytes.bytes : entry.bytes?.kind));
  };

  test.each<[string, Files, string[], unknown[]]>([
    ["from the Dockerfile's own folder", {}, [], [5, 5]],
    ["without what is ignored", { ".dockerignore": "b/c.txt\n" }, [], [5, 2]],
    ["from another context", { "x/a.txt": "", "x/b/e": "1" }, ["--context", "x"], [0, 1]],
    [
      "from the context of the configuration",
      { ".lintrc": { context: "x" }, "x/a.txt": "", "x/b/e": "12" },
      [],
      [0, 2],
    ],
    ["of a stage", { Dockerfile: "FROM scratch AS a\nCOPY b /\nFROM scratch\nCOPY --from=a / /\n" }, [], [5]],
    ["of a target", { Dockerfile: "FROM scratch AS a\nCOPY b /\nFROM a\nCOPY b /c/\n" }, ["--target", "a"], [5]],
    [
      "by a build argument",
      { Dockerfile: "FROM scratch\nARG F=b\nCOPY $F /x\n" },
      ["--build-arg", "F=a.txt"],
      [undefined, 5],
    ],
    ["that only the build knows", { Dockerfile: "FROM debian:12\nRUN make\n" }, [], ["unknown"]],
  ])("%s", async (_name, more, args, expected) => {
    expect(await bytes(more, args)).toEqual(expected);
  });

  test("standard input has no context of its own", async () => {
    const [image] = (await json(files, ["-"], { stdin: scratch })).images;
    expect(image!.bytes.kind).toBe("unknown");
    const [measured] = (await json(files, ["-", "--context", "."], { stdin: scratch })).images;
    expect(measured!.bytes).toEqual({ kind: "exact", bytes: 10 });
  });

  test.each<[string, number]>([
    ["buildkit", 2],
    ["docker-classic", 1],
    ["buildah", 0],
  ])("--builder %s decides which steps make a layer", async (builder, expected) => {
    const text = "FROM scratch\nWORKDIR /x\nWORKDIR /x\n";
    expect((await json({ Dockerfile: text }, ["--builder", builder])).images[0]!.layers).toBe(expected);
  });
});

describe("exit code and errors", () => {
  test.each<[string, Files, string[], number, RegExp]>([
    ["no Dockerfile", {}, [], 2, /^error: there is no Dockerfile in this folder\n$/],
    ["an empty name", files, [""], 2, /^error: an empty path names no Dockerfile\n$/],
    ["a missing file", files, ["nope"], 2, /^error: nope does not exist\n$/],
    [
      "a file that does not build",
      { Dockerfile: "FROM a\n\nRUNN b\n" },
      [],
      1,
      /^error: Dockerfile:3:1: unknown instruction: RUNN/,
    ],
    ["an empty file", { Dockerfile: "" }, [], 1, /^error: Dockerfile:1:1: /],
    [
      "an unknown target",
      { Dockerfile: "FROM a AS build\n" },
      ["--target", "biuld"],
      2,
      /"biuld" .*did you mean build\?/,
    ],
    ["a bad platform", files, ["--platform", "arm"], 2, /option '--platform <os\/arch>' argument 'arm' is invalid/],
    ["a bad build argument", files, ["--build-arg", "=x"], 2, /'--build-arg <name=value>' argument '=x' is invalid/],
    ["a bad format", files, ["-f", "yaml"], 2, /Allowed choices are text, json, markdown, html\./],
    ["a bad builder", files, ["--builder", "kaniko"], 2, /Allowed choices are buildkit, docker-classic, buildah\./],
    [
      "no such source of base images",
      files,
      ["--base-images", "nope"],
      2,
      /^error: --base-images nope: no such file or directory\n$/,
    ],
    ["a context that is none", files, ["--context", "nope"], 2, /^error: the build context nope is not a folder\n$/],
    ["three files", files, ["a", "b", "c"], 2, /^error: layers compares two Dockerfiles, and 3 are named\n$/],
    ["standard input twice", files, ["-", "-"], 2, /^error: standard input can be read only once\n$/],
    ["a Compose file", { "compose.yaml": "services: {}\n" }, ["compose.yaml"], 2, /is a Compose or Bake file/],
    ["a mistake in the configuration", { ...files, ".lintrc": "{" }, [], 2, /\.lintrc/],
    ["one of two that does not build", { ...files, bad: "FOO\n" }, ["Dockerfile", "bad"], 1, /^error: bad:1:1: /],
  ])("%s", async (_name, project, args, code, message) => {
    const outcome = await layers(project, args);
    expect(outcome.err).toMatch(message);
    expect(outcome).toMatchObject({ code, out: "" });
  });

  test("a source that is not in the context: the report, the place, and 1", async () => {
    const outcome = await layers({ Dockerfile: "FROM scratch\nCOPY a.txt b /x/\n", "a.txt": "" }, []);
    expect(outcome.code).toBe(1);
    expect(outcome.err).toMatch(/^error: Dockerfile:2:12: .+\n$/);
    expect(outcome.out).toMatch(/Dockerfile:2:12: /);
  });
});

describe("output", () => {
  test.each([["text"], ["json"], ["markdown"], ["html"]])("--format %s", async (format) => {
    const { code, out, err } = await layers(files, ["-f", format]);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toMatch(/[^\n]\n$/);
  });

  test("to a file: whole, without colours, and nothing on standard output", async () => {
    const cwd = createProject(files);
    const outcome = await run(cwd, ["-o", "report.txt"], { isTTY: true });
    expect(outcome).toEqual({ code: 0, out: "", err: "" });
    expect(readFileSync(join(cwd, "report.txt"), "utf8")).toMatch(/^Dockerfile {2}linux\/amd64/);
    expect(readdirSync(cwd).filter((name) => name.includes("report"))).toEqual(["report.txt"]);
  });

  test("to a file that cannot be written", async () => {
    const outcome = await layers(files, ["-o", "no/such/folder"]);
    expect(outcome).toMatchObject({ code: 2, out: "" });
    expect(outcome.err).toMatch(/^error: cannot write the report to .*: no such file or directory\n$/);
  });

  test.each<[string, string[], World, boolean, boolean]>([
    ["a terminal", [], { isTTY: true }, true, true],
    ["a pipe", [], {}, false, false],
    ["NO_COLOR", [], { isTTY: true, env: { NO_COLOR: "1" } }, false, true],
    ["--no-color", ["--no-color"], { isTTY: true }, false, true],
    ["--color in a pipe", ["--color"], {}, true, false],
    ["a terminal of no width", [], { isTTY: true, columns: 0 }, true, true],
  ])("%s: colours and bars", async (_name, args, world, colours, bars) => {
    const { out } = await layers(files, args, world);
    expect({ colours: out.includes("\u001b["), bars: out.includes("█") }).toEqual({ colours, bars });
  });

  test("--no-trunc and --no-human", async () => {
    const long = `RUN ${"true && ".repeat(20)}true`;
    const project = { ...files, Dockerfile: `${scratch}${long}\n`, "a.txt": "x".repeat(12_345) };
    expect((await layers(project, [])).out).toMatch(/12\.3 kB[^]*…/);
    expect((await layers(project, ["--no-trunc", "--no-human"])).out).toMatch(/12345 B[^]*# buildkit/);
  });

  test("help fits 80 columns", async () => {
    const { code, out } = await layers({}, ["--help"]);
    expect(code).toBe(0);
    expect(out).toMatch(/^Usage: stratalint layers /);
    expect(out.split("\n").filter((line) => line.length > 80)).toEqual([]);
  });
});

describe("--compressed", () => {
  const bytesOf = async (more: Files, args: string[] = []): Promise<[(number | undefined)[], number | undefined]> => {
    const [image] = (await json({ ...files, ...more }, ["--compressed", ...args])).images;
    return [image!.history.map(({ compressedBytes }) => compressedBytes), image!.compressedBytes];
  };

  test("tells about how many bytes each layer takes, and their sum", async () => {
    const noise = Buffer.from(
      Array.from({ length: 50_000 }, (_, index) => (Math.imul(index, 2_654_435_761) >>> 13) & 255),
    );
    const [[first = 0, second = 0], sum] = await bytesOf({ "a.txt": "x".repeat(1_000_000), "b/c.txt": noise });
    expect(first).toBeLessThan(3000);
    expect(Math.abs(second - gzipSync(noise).length)).toBeLessThan(500);
    expect(sum).toBe(first + second);
  });

  test.each<[string, Files]>([
    ["what a command writes", { Dockerfile: "FROM scratch\nRUN make\n" }],
    ["a pattern that the command expands", { Dockerfile: "FROM debian:12\nRUN rm -rf /x/*\n" }],
  ])("knows nothing of %s, and then no sum", async (_name, more) => {
    expect(await bytesOf(more)).toEqual([[undefined], undefined]);
  });

  test("knows nothing of an archive that is unpacked, though its bytes are exact", async () => {
    const archive: Files = { Dockerfile: "FROM scratch\nADD a.tar /\n", "a.tar": tarOfEmptyFile() };
    expect((await json(archive, [])).images[0]!.tarBytes).toEqual({ kind: "exact", bytes: 512 + 1024 });
    expect(await bytesOf(archive)).toEqual([[undefined], undefined]);
  });

  test.each([
    ["text", /GZIP[^]*~ \d+ B[^]*compressed about \d+ B\./],
    ["markdown", /compressed about \d+ B\.[^]*Compressed \(about\)[^]*\\~ \d+ B \|/],
    ["html", /an estimate[^]*Compressed \(about\)[^]*title="about \d+ bytes">~ \d+ B</],
  ])("is an estimate in %s, and not there without the option", async (format, estimate) => {
    expect((await layers(files, ["-f", format, "--compressed"])).out).toMatch(estimate);
    expect((await layers(files, ["-f", format])).out).not.toMatch(/compressed|gzip/i);
  });

  test("names a file that cannot be read", async () => {
    const size = { kind: "exact", bytes: 0 } as const;
    const entries = (): never => {
      throw new UnreadableFileError("/context/a cannot be read: EACCES: permission denied");
    };
    const entry = { layer: { index: 0, bytes: size, tarBytes: size, entries } } as unknown as HistoryEntry;
    const image = { history: [entry] } as unknown as PlannedImage;
    const failure = compressLayers({ image }, () => {});
    await expect(failure).rejects.toThrow(new UsageError("/context/a cannot be read: EACCES: permission denied"));
    await expect(failure).rejects.toBeInstanceOf(UsageError);
  });

  test("progress shows on a terminal only, from the bytes that take a while", async () => {
    const shown: string[] = [];
    for (const isTTY of [false, true]) {
      const write = (text: string): Promise<void> => Promise.resolve(void shown.push(text));
      const progress = compressionProgress({ stderr: { isTTY, columns: 80, write } });
      for (const bytes of [1_000_000, 32_000_000, 40_000_000, 70_000_000]) progress.onProgress(bytes);
      await progress.clear();
    }
    const [erase, line] = ["\u001b[K", "\rcompressing the layers: "];
    expect(shown).toEqual([`${line}32 MB${erase}`, `${line}70 MB${erase}`, `\r${erase}`]);
  });
});

/** A ustar header and the end of the archive. */
function tarOfEmptyFile(): Uint8Array {
  const tar = Buffer.alloc(512 + 1024);
  tar.write("f");
  for (const [at, text] of [
    [100, "0000644"],
    [108, "0000000"],
    [116, "0000000"],
    [124, "00000000000"],
    [136, "00000000000"],
    [148, "        "],
    [156, "0"],
    [257, "ustar\u000000"],
  ] as const)
    tar.write(text, at);
  const sum = tar.reduce((total, byte) => total + byte, 0);
  tar.write(`${sum.toString(8).padStart(6, "0")}\u0000 `, 148);
  return tar;
}

describe("two files", () => {
  const project: Files = {
    ...files,
    "a.Dockerfile": "FROM debian:12\nCOPY a.txt /\nRUN a\n",
    "b.Dockerfile": "FROM debian:12\nCOPY a.txt /\nRUN b\n",
    "sub/Dockerfile": "FROM debian:12\nCOPY a.txt /\nRUN a\n",
    "sub/a.txt": "12345",
  };

  test("of one context share what they begin with", async () => {
    const { comparison } = await json(project, ["a.Dockerfile", "b.Dockerfile"]);
    expect(comparison).toMatchObject({ base: { shared: "same", certain: false }, cached: [{ first: 0, second: 0 }] });
  });

  test("of two contexts share the base, unless --context names one for both", async () => {
    expect((await json(project, ["a.Dockerfile", "sub"])).comparison).toMatchObject({ cached: [], alike: [] });
    const { comparison } = await json(project, ["a.Dockerfile", "sub", "--context", "."]);
    expect(comparison!.cached).toHaveLength(2);
  });
});

test("what was asked about a base image of the first file is not asked again for the second", async () => {
  const env = { DOCKER_HOST: "unix:///no/such.sock" };
  const project = { a: "FROM example.org/a\n", b: "FROM example.org/a\n" };
  const { code, out, err } = await layers(project, ["a", "b", "--base-images=docker"], { env });
  expect(code).toBe(0);
  expect(out).toMatch(/^A {2}a: 0 layers \+ base \(example\.org\/a\)/);
  expect(err.match(/^note: the Docker daemon cannot be reached/gm)).toHaveLength(1);
});

test("progress shows on a terminal only, after some ten thousand files, and goes away", async () => {
  const shown: string[] = [];
  const stderr = (isTTY: boolean): OutputStream => ({
    isTTY,
    columns: 80,
    write: (text) => Promise.resolve(void shown.push(text)),
  });
  for (const isTTY of [false, true]) {
    const progress = fileProgress({ stderr: stderr(isTTY) });
    for (const files of [1000, 9000, 10_000, 15_000, 21_000]) progress.onProgress(files);
    await progress.clear();
  }
  expect(shown).toEqual([
    "\rlooking at the build context: 10000 files",
    "\rlooking at the build context: 21000 files",
    "\r\u001b[K",
  ]);
});

test("the built command line does the same", async () => {
  const cwd = createProject(files);
  const cli = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));
  const built = spawnSync(process.execPath, [cli, "layers", "-f", "json"], { cwd, encoding: "utf8" });
  expect(built.stdout).toBe((await run(cwd, ["-f", "json"])).out);
});
