/** In this process: what is bundled is the same code, and `cli.test.ts` starts the bundle. */
import { fileURLToPath } from "node:url";
import type { CliIo } from "../../src/cli/io.ts";
import { main } from "../../src/cli/main.ts";
import { createProject } from "../temporary-project.ts";

interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

type Files = Parameters<typeof createProject>[0];

/** Runs `stratalint inspect` in a folder of these files. */
async function inspect(files: Files, args: readonly string[], stdin = "", env: CliIo["env"] = {}): Promise<Outcome> {
  const written = { out: "", err: "" };
  const stream = (name: "out" | "err"): CliIo["stdout"] => ({
    write: (text) => Promise.resolve(void (written[name] += text)),
    isTTY: false,
    columns: 80,
  });
  const code = await main(["inspect", ...args], {
    stdout: stream("out"),
    stderr: stream("err"),
    readStdin: () => Promise.resolve(Buffer.from(stdin)),
    cwd: createProject({ ".git/": "", ...files }),
    env,
  });
  return { code, ...written };
}

interface Document {
  readonly Architecture: string;
  readonly Os: string;
  readonly Variant?: string;
  readonly Config: Readonly<Record<string, unknown>>;
  readonly Uncertain: readonly string[];
}

async function documentOf(
  files: Files,
  args: readonly string[],
  stdin?: string,
  env?: CliIo["env"],
): Promise<Document> {
  const { code, out, err } = await inspect(files, args, stdin, env);
  expect([code, err]).toEqual([0, ""]);
  return JSON.parse(out) as Document;
}

const scratch = "FROM scratch\n";
const user = (name: string): string => `${scratch}USER ${name}\n`;
const twoStages = `${user("first")}FROM scratch\nARG U=second\nUSER $U\n`;
const named = "FROM scratch AS first\nUSER first\nFROM scratch\nUSER second\n";

test("the document", async () => {
  const { code, out, err } = await inspect({ Dockerfile: `${scratch}EXPOSE 80\nCMD ["a"]\n` }, []);
  expect([code, err]).toEqual([0, ""]);
  expect(out.endsWith("}\n")).toBe(true);
  expect(JSON.parse(out)).toEqual({
    Architecture: "amd64",
    Os: "linux",
    Config: {
      User: null,
      ExposedPorts: { "80/tcp": {} },
      Env: ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"],
      Entrypoint: null,
      Cmd: ["a"],
      Volumes: null,
      WorkingDir: "/",
      Labels: null,
      OnBuild: null,
      Healthcheck: null,
      Shell: null,
      StopSignal: null,
    },
    Uncertain: [],
  });
});

test.each<[string, Files, string[], string]>([
  ["the Dockerfile here", { Dockerfile: user("a"), dockerfile2: user("b") }, [], "a"],
  ["the folder", { "app/Dockerfile": user("a") }, ["app"], "a"],
  ["its Containerfile", { "app/Containerfile": user("a") }, ["app"], "a"],
  ["a named file", { Dockerfile: user("a"), "b.txt": user("b") }, ["b.txt"], "b"],
  ["with byte order mark and CRLF", { Dockerfile: "\uFEFFFROM scratch\r\nUSER a\r\n" }, [], "a"],
  ["standard input", { Dockerfile: user("a") }, ["-"], "stdin"],
  ["--target by name", { Dockerfile: named }, ["--target", "FIRST"], "first"],
  [
    "--target by number, for a builder that takes it",
    { Dockerfile: twoStages },
    ["--target=0", "--builder=buildah"],
    "first",
  ],
  ["--build-arg", { Dockerfile: twoStages }, ["--build-arg", "U=x", "--build-arg", "V=y"], "x"],
  ["--build-arg from the environment", { Dockerfile: twoStages }, ["--build-arg", "U"], "from-env"],
  ["--config", { Dockerfile: named, "c.json": { target: "first" } }, ["-c", "c.json"], "first"],
  ["the nearest configuration", { Dockerfile: twoStages, ".lintrc": { buildArgs: { U: "x" } } }, [], "x"],
  ["--no-config", { Dockerfile: twoStages, ".lintrc": { buildArgs: { U: "x" } } }, ["--no-config"], "second"],
  [
    "an option before the configuration",
    { Dockerfile: named, ".lintrc": { target: "none" } },
    ["--target=first"],
    "first",
  ],
  ["an unused stage that does not build", { Dockerfile: `${scratch}EXPOSE x\n${user("a")}` }, [], "a"],
])("reads %s", async (_name, files, args, expected) => {
  const { Config } = await documentOf(files, args, user("stdin"), { U: "from-env" });
  expect(Config["User"]).toBe(expected);
});

test.each<[string, string[], Partial<Document>]>([
  [scratch, ["--platform", "linux/arm/v7"], { Architecture: "arm", Variant: "v7", Os: "linux" }],
  [scratch, ["--platform", "windows/amd64"], { Architecture: "amd64", Os: "windows" }],
  ["FROM --platform=linux/arm64 scratch AS a\nFROM a\n", [], { Architecture: "arm64", Os: "linux" }],
  ["FROM --platform=linux/arm64 scratch\n", ["--platform=linux/386"], { Architecture: "386", Os: "linux" }],
])("platform of %j %j", async (Dockerfile, args, expected) => {
  expect(await documentOf({ Dockerfile }, args)).toMatchObject(expected);
});

test.each([
  ["buildkit", "/"],
  ["docker-classic", null],
])("--builder %s", async (builder, expected) => {
  const { Config } = await documentOf({ Dockerfile: scratch }, ["--builder", builder]);
  expect(Config["WorkingDir"]).toBe(expected);
});

test("ONBUILD and configuration come from the image that --base-images finds", async () => {
  const Dockerfile = "FROM registry.example.com/base/onbuild:1\nUSER a\n";
  const layout = fileURLToPath(new URL("../../fixtures/oci-layout", import.meta.url));
  const { Config } = await documentOf({ Dockerfile }, ["--base-images", layout]);
  expect(Config).toMatchObject({ User: "a", OnBuild: null, Env: ["PATH=/usr/bin:/bin", "EMPTY=", "PAIR=a=b"] });
});

test("an unknown base image is told of, and its fields are named", async () => {
  const { code, out, err } = await inspect({ Dockerfile: 'FROM my/app\nUSER a\nCMD ["a"]\n' }, []);
  const { Uncertain, Config } = JSON.parse(out) as Document;
  expect(code).toBe(0);
  expect(err).toMatch(/^note: nothing is known of the base image my\/app: .*\n$/);
  expect(Uncertain).not.toContain("User");
  expect(Uncertain).toContain("Env");
  expect(Config).toMatchObject({ User: "a", Cmd: ["a"] });
});

test.each<[string, Files, string[], string]>([
  [
    "a syntax error",
    { Dockerfile: "FROM scratch\nQUUX a\n" },
    [],
    "error: Dockerfile:2:1: unknown instruction: QUUX\n",
  ],
  [
    "all errors of the build",
    { "a/Dockerfile": `${scratch}EXPOSE x\nHEALTHCHECK --retries=x CMD a\n` },
    ["a"],
    'error: a/Dockerfile:2:8: invalid containerPort: x\nerror: a/Dockerfile:3:23: strconv.ParseInt: parsing "x": invalid syntax\n',
  ],
  ["standard input", {}, ["-"], "error: <stdin>:1:1: file with no instructions. Begin with FROM and a base image\n"],
  [
    "a missing source",
    { Dockerfile: `${scratch}COPY a b* /x/\n` },
    ["--context=."],
    'error: Dockerfile:2:6: "a" is not in the build context\n',
  ],
  [
    "a source that an ONBUILD of the base image asks for",
    {
      Dockerfile: "# base\nFROM team/app\nRUN a\n",
      "f.json": { images: [{ name: "team/app", layers: 1, config: { OnBuild: ["RUN a", "COPY a /x/"] } }] },
    },
    ["--context=.", "--base-images=f.json"],
    'error: Dockerfile:2:1: "a" is not in the build context, and an ONBUILD of the base image asks for it\n',
  ],
])("%s: exit code 1", async (_name, files, args, message) => {
  expect(await inspect(files, args)).toEqual({ code: 1, out: "", err: message });
});

test.each<[string, Files, string[], RegExp]>([
  ["no file", {}, ["nothing"], /^error: nothing does not exist\n$/],
  ["no Dockerfile in the folder", { "a/b": "" }, ["a"], /^error: there is no Dockerfile in a\n$/],
  ["no Dockerfile here", {}, [], /^error: there is no Dockerfile in this folder\n$/],
  [
    "no such target",
    { Dockerfile: named },
    ["--target=firts"],
    /^error: target stage "firts" could not be found \(did you mean first\?\)\n$/,
  ],
  [
    "a Compose file",
    { "compose.yaml": "services: {}" },
    ["compose.yaml"],
    /^error: compose.yaml is a Compose or Bake file/,
  ],
  ["a binary file", { Dockerfile: new Uint8Array([0]) }, [], /^error: Dockerfile is a binary file/],
  ["no such context", { Dockerfile: scratch }, ["--context=a"], /^error: the build context a is not a folder\n$/],
  ["a mistake in the configuration", { Dockerfile: scratch, ".lintrc": { target: 1 } }, [], /^error: \.lintrc/],
  ["a bad platform", { Dockerfile: scratch }, ["--platform=a b"], /^error: option '--platform/],
  ["no such base image source", { Dockerfile: scratch }, ["--base-images=a.json"], /^error: .*a\.json/],
  ["two files", { Dockerfile: scratch }, [".", "."], /^error: too many arguments/],
])("%s: exit code 2", async (_name, files, args, message) => {
  expect(await inspect(files, args)).toEqual({ code: 2, out: "", err: expect.stringMatching(message) });
});
