/** Through the built command line, `dist/cli.js`: `npm test` builds it. */
import { spawn, spawnSync } from "node:child_process";
import { chmodSync, existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { wantsColor } from "../../src/cli/color.ts";
import type { CliIo, OutputStream } from "../../src/cli/io.ts";
import { main } from "../../src/cli/main.ts";
import { rules } from "../../src/rules/index.ts";
import { version } from "../../src/version.ts";
import { createProject } from "../temporary-project.ts";

const cli = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));

type Files = Parameters<typeof createProject>[0];

interface Outcome {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** In bytes. Node ends a program that prints more than it was told to expect: by default one that prints a mebibyte. */
const maxBuffer = 64 * 1024 * 1024;

/** Runs the built command line. */
function run(cwd: string, args: readonly string[], input = "", env: Record<string, string> = {}): Outcome {
  const options = { cwd, input, encoding: "utf8", env: { PATH: process.env["PATH"], ...env }, maxBuffer } as const;
  const { error, status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], options);
  if (error) throw error;
  return { code: status, out: stdout, err: stderr };
}

/** Runs `main` in this process: the same code, without the start of a process. */
async function runHere(
  cwd: string,
  args: readonly string[],
  { stdin = "", env = {}, isTTY = false }: { stdin?: string; env?: CliIo["env"]; isTTY?: boolean } = {},
): Promise<Outcome> {
  const written = { out: "", err: "" };
  const stream = (name: "out" | "err"): OutputStream => ({
    write: (text) => Promise.resolve(void (written[name] += text)),
    isTTY,
    columns: 80,
  });
  const io = {
    stdout: stream("out"),
    stderr: stream("err"),
    cwd,
    env,
    readStdin: () => Promise.resolve(Buffer.from(stdin)),
  };
  return { code: await main(args, io), ...written };
}

const clean = "FROM scratch\n";
const latest = "FROM alpine:latest\n";
const inline = 'services: {web: {build: {dockerfile_inline: "FROM alpine:latest"}}}';
/** One finding of one rule, at the severity the test needs. */
function only(severity: string, more: object = {}): Files {
  return {
    ".git/": "",
    Dockerfile: latest,
    ".lintrc": { preset: "none", rules: { "no-latest-tag": severity }, ...more },
  };
}

test("the command line is built", () => {
  expect(existsSync(cli)).toBe(true);
});

describe("exit codes", () => {
  test.each<[string, Files, string[], number]>([
    ["a clean file", { Dockerfile: clean }, [], 0],
    ["a warning", only("warning"), [], 1],
    ["an error", only("error"), [], 1],
    ["an info is below the default level", only("info"), [], 0],
    ["--fail-level above", only("warning"), ["--fail-level", "error"], 0],
    ["--fail-level below", only("style"), ["--fail-level", "style"], 1],
    ["--fail-level none", only("error"), ["--fail-level", "none"], 0],
    ["failLevel of the configuration", only("info", { failLevel: "info" }), [], 1],
    ["--fail-level over failLevel", only("info", { failLevel: "info" }), ["--fail-level", "error"], 0],
    ["--failure-threshold, as hadolint calls it", only("info"), ["-t", "info"], 1],
    ["--max-warnings not exceeded", only("warning"), ["--max-warnings", "1"], 0],
    ["--max-warnings exceeded", only("warning"), ["--max-warnings", "0"], 1],
    ["--max-warnings exceeded below the fail level", only("warning"), ["--max-warnings=0", "--fail-level=error"], 1],
    ["--max-warnings -1", only("warning"), ["--max-warnings", "-1"], 0],
    ["--max-warnings does not excuse errors", only("error"), ["--max-warnings", "9"], 1],
    ["--quiet does not change the code", only("warning"), ["--quiet"], 1],
    ["--exit-zero", only("error"), ["--exit-zero"], 0],
    ["--no-fail, as hadolint calls it", only("error"), ["--no-fail"], 0],
    ["--exit-zero does not excuse a missing file", only("error"), ["--exit-zero", "nope"], 2],
    ["a file that does not build, under --fail-level none", { Dockerfile: "FOO\n" }, ["--fail-level", "none"], 1],
    ["a Dockerfile in a Compose file", { "compose.yaml": inline }, [], 1],
    ["--no-compose", { "compose.yaml": inline, Dockerfile: clean }, ["--no-compose"], 0],
    [
      "a broken Bake file",
      { "docker-bake.hcl": 'target "a" {\n  dockerfile-inline = ""\n' },
      ["--fail-level", "none"],
      1,
    ],
    ["nothing found", { "a.txt": "" }, [], 2],
    ["nothing found, allowed", { "a.txt": "" }, ["--no-error-on-unmatched-pattern"], 0],
    ["a missing file is never allowed", { Dockerfile: clean }, ["nope", "--no-error-on-unmatched-pattern"], 2],
    ["everything ignored", { ".lintrc": { ignores: ["*"] }, Dockerfile: latest }, [], 0],
    ["--no-config", { ".lintrc": "{", Dockerfile: clean }, ["--no-config"], 0],
    ["--rule", only("error"), ["--rule", "DL3007: off"], 0],
    ["--rule with options", { Dockerfile: clean }, ["--rule", 'pin-pip-versions: ["error", {"ignore": ["a"]}]'], 0],
    ["--no-ignore", { ".lintrc": { ignores: ["*"] }, Dockerfile: "FOO\n" }, ["--no-ignore"], 1],
    ["a directive", { Dockerfile: `# hadolint ignore=DL3007\n${latest}` }, [], 0],
    ["--no-inline-config", { Dockerfile: `# hadolint ignore=DL3007\n${latest}` }, ["--no-inline-config"], 1],
    ["lint, written out", only("error"), ["lint", "Dockerfile"], 1],
    ["options after paths", only("error"), ["Dockerfile", "--exit-zero"], 0],
  ])("%s", async (_name, files, args, code) => {
    expect((await runHere(createProject(files), args)).code).toBe(code);
  });
});

describe("wrong usage exits 2 and says what to do", () => {
  test.each<[string[], string]>([
    [["--formt", "json"], "error: unknown option '--formt'\n(Did you mean --format?)\n"],
    [
      ["-f", "xml"],
      "error: option '-f, --format <name>' argument 'xml' is invalid. Allowed choices are text, json, sarif.\n",
    ],
    [
      ["--max-warnings", "many"],
      "error: option '--max-warnings <n>' argument 'many' is invalid. Expected a whole number, or -1 for no limit.\n",
    ],
    [
      ["--fail-level", "fatal"],
      "error: option '--fail-level <level>' argument 'fatal' is invalid. Allowed choices are error, warning, info, style, none.\n",
    ],
    [
      ["--rule", "no-latest-tag"],
      "error: option '--rule <setting>' argument 'no-latest-tag' is invalid. Expected NAME: severity.\n",
    ],
    [["--rule", "no-latest-tg: off"], 'error: unknown rule "no-latest-tg": did you mean "no-latest-tag"?\n'],
    [
      ["--platform", "arm"],
      "error: option '--platform <os/arch>' argument 'arm' is invalid. Expected os/architecture[/variant], such as linux/arm64.\n",
    ],
    [
      ["--stdin-filename", "a", "Dockerfile"],
      'error: --stdin-filename names standard input: add "-" to the paths to read it\n',
    ],
    [["--config", "nope.json"], "error: nope.json: cannot read this configuration file: no such file or directory\n"],
    [["explian"], 'error: explian: no such file or directory\nDid you mean the command "explain"?\n'],
    [["explain", "no-latest-tg"], 'error: unknown rule "no-latest-tg": did you mean "no-latest-tag"?\n'],
    [["explain"], "error: missing required argument 'rule'\n"],
  ])("%j", async (args, err) => {
    expect(await runHere(createProject({ Dockerfile: clean }), args)).toEqual({ code: 2, out: "", err });
  });
});

describe("bad input", () => {
  const good = "good.dockerfile";

  test.each<[string, Files, string, number, RegExp]>([
    ["a missing file", {}, "nope", 2, /^error: nope: no such file or directory$/m],
    ["an unreadable file", { bad: { link: "bad" } }, "bad", 2, /^error: bad: too many symbolic links$/m],
    [
      "a broken link found in a folder",
      { "d/Dockerfile": { link: "gone" } },
      "d",
      2,
      /^error: d\/Dockerfile cannot be read: no such file or directory$/m,
    ],
    [
      "a folder given as file",
      { "Dockerfile/": "" },
      "Dockerfile",
      2,
      /^error: no Dockerfile found in the folder Dockerfile$/m,
    ],
    ["a file given as folder", {}, `${good}/`, 2, /^error: good\.dockerfile\/: it is a file, not a folder$/m],
    [
      "a binary file",
      { bad: "\x7fELF\x02\0\0" },
      "bad",
      2,
      /^error: bad is a binary file, not a Dockerfile: there is a NUL byte on line 1$/m,
    ],
    [
      "NUL bytes in a Dockerfile",
      { bad: "FROM a\nRUN \0\n" },
      "bad",
      2,
      /^error: bad is a binary file, .* NUL byte on line 2$/m,
    ],
    [
      "a file of 10 MB",
      { bad: Buffer.alloc(10_000_000, "RUN true\n") },
      "bad",
      2,
      /^error: bad is too big: 10\.0 MB, and only files below 10 MB are read$/m,
    ],
    ["an empty file", { bad: "" }, "bad", 1, /file with no instructions/],
    ["an unknown instruction", { bad: "FROM scratch\nFOO bar\n" }, "bad", 1, /unknown instruction: FOO/],
    [
      "circular stages",
      { bad: "FROM scratch AS a\nCOPY --from=b x /\nFROM scratch AS b\nCOPY --from=a x /\n" },
      "bad",
      1,
      /circular dependency detected on stage: a/,
    ],
    ["an unterminated heredoc", { bad: "FROM scratch\nRUN <<EOF\necho\n" }, "bad", 1, /unterminated heredoc/],
    [
      "a broken configuration",
      { "d/.lintrc.json": '{"rules": }', "d/Dockerfile": clean },
      "d",
      2,
      /^error: d\/\.lintrc\.json:1:11: JSON syntax error: value expected$/m,
    ],
    [
      "an unknown rule in a configuration",
      { "d/.lintrc.json": '{"rules": {"DL3O07": "off"}}', "d/Dockerfile": clean },
      "d",
      2,
      /^error: d\/\.lintrc\.json:1:12: unknown rule "DL3O07": did you mean "DL3007"\?$/m,
    ],
  ])("%s: the other file is still linted", (_name, files, path, code, message) => {
    const cwd = createProject({ ".git/": "", ...files, [good]: latest });
    const outcome = run(cwd, [path, good, "--rule", "no-latest-tag: info"]);
    expect(outcome.code).toBe(code);
    expect(outcome.err + outcome.out).toMatch(message);
    expect(outcome.out).toContain("no-latest-tag");
    expect(outcome.err).not.toMatch(/^\s+at /m);
  });

  test("a machine format holds only the document, and says what was not read", () => {
    const outcome = run(createProject({ Dockerfile: "\0", "b.dockerfile": clean }), ["-f", "json"]);
    const report = JSON.parse(outcome.out) as { files: { path: string; findings: object[] }[] };
    expect(report.files.map(({ path, findings }) => [path, findings.length])).toEqual([
      ["Dockerfile", 1],
      ["b.dockerfile", 0],
    ]);
  });

  test.each([[["nope"]], [["empty/"]], [["-c", "nope", "."]]])(
    "%j leaves no report that reads like a clean one",
    (args) => {
      const cwd = createProject({ Dockerfile: clean, "empty/": "" });
      const outcome = run(cwd, ["-f", "sarif", "-o", "out.sarif", ...args]);
      expect(outcome).toMatchObject({ code: 2, out: "" });
      expect(readdirSync(cwd)).not.toContain("out.sarif");
    },
  );

  test("an internal error is one line; the stack comes on request", () => {
    const plugin = `const meta = { schema: [], messages: {}, defaultOptions: [], docs: { description: "", category: "style", severity: "info", why: "", examples: [] } };
      export default { rules: { x: { meta, create() { throw new Error("boom"); } } } };`;
    const cwd = createProject({
      "p.mjs": plugin,
      ".lintrc": { plugins: ["./p.mjs"], rules: { "p/x": "on" } },
      Dockerfile: clean,
    });
    const line = "error: internal error in Dockerfile: Rule p/x failed: boom; please report it\n";
    expect(run(cwd, [])).toMatchObject({ code: 2, err: line });
    expect(run(cwd, [], "", { STRATALINT_DEBUG: "1" }).err).toMatch(/^error: [^\n]+\nError: [^\n]+\n +at /);
  });
});

describe("output", () => {
  /** A report far longer than a pipe holds. */
  const long = `FROM alpine:3.20\n${"RUN cd /tmp && ls\n".repeat(3000)}`;

  test("a reader that goes away is no error", async () => {
    const cwd = createProject({ Dockerfile: `${long}FOO\n` });
    const child = spawn(process.execPath, [cli, "-f", "json"], { cwd, stdio: ["ignore", "pipe", "pipe"] });
    let err = "";
    child.stderr.on("data", (chunk: Buffer) => (err += chunk.toString()));
    child.stdout.once("data", () => child.stdout.destroy());
    const code = await new Promise((resolve) => child.once("close", resolve));
    expect({ code, err }).toEqual({ code: 1, err: "" });
  });

  test("a pipe gets the whole report", () => {
    const { code, out } = run(createProject({ Dockerfile: `${long}ADD x/ /y/\n` }), ["-f", "json"]);
    expect(code).toBe(0);
    expect(out.length).toBeGreaterThan(1024 * 1024);
    expect(() => JSON.parse(out) as unknown).not.toThrow();
  });

  (existsSync("/dev/full") ? test : test.skip)("a full disk is told", () => {
    const cwd = createProject({ Dockerfile: latest });
    const { status, stderr } = spawnSync("sh", ["-c", `"${process.execPath}" "${cli}" > /dev/full`], {
      cwd,
      encoding: "utf8",
    });
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: "error: cannot write the output: no space left on the device\n",
    });
  });

  test("--output-file replaces a file, follows a link and leaves nothing beside it", () => {
    const cwd = createProject({ ...only("error"), "real/out.json": "old", out: { link: "real/out.json" } });
    expect(run(cwd, ["-f", "json", "-o", "out"])).toEqual({ code: 1, out: "", err: "" });
    expect(JSON.parse(readFileSync(join(cwd, "real/out.json"), "utf8"))).toMatchObject({ version: 1 });
    expect(readdirSync(join(cwd, "real"))).toEqual(["out.json"]);
  });

  test("--output-file /dev/null leaves the device", () => {
    expect(run(createProject({ Dockerfile: clean }), ["-o", "/dev/null"]).code).toBe(0);
    expect(statSync("/dev/null").isCharacterDevice()).toBe(true);
  });

  test.each([
    ["no/such/out", "no such file or directory"],
    [".", "it is a folder, not a file"],
    ["Dockerfile/out", "a part of the path is a file, not a folder"],
  ])("--output-file %s is refused", async (path, reason) => {
    const cwd = createProject({ Dockerfile: clean });
    const { code, err } = await runHere(cwd, ["-o", path]);
    expect({ code, err }).toEqual({
      code: 2,
      err: `error: cannot write the report to ${join(cwd, path)}: ${reason}\n`,
    });
  });

  test("notes go to standard error, and --quiet drops them", async () => {
    const cwd = createProject({ Dockerfile: clean, "Dockerfile.j2": "" });
    const note = "note: skipped 1 template: Dockerfile.j2. Name one to lint it\n";
    expect([(await runHere(cwd, [])).err, (await runHere(cwd, ["-q"])).err]).toEqual([note, ""]);
  });

  test("--max-warnings says how many there were", async () => {
    const { err } = await runHere(createProject(only("warning")), ["--max-warnings", "0"]);
    expect(err).toBe("too many warnings: 1, and --max-warnings allows 0\n");
  });

  test("standard input", () => {
    const outcome = run(createProject({}), ["-", "--stdin-filename", "app/Dockerfile"], latest);
    expect(outcome.code).toBe(1);
    expect(outcome.out).toMatch(/^app\/Dockerfile:1:6 /);
  });
});

describe("--fix", () => {
  const broken = "\uFEFFFROM scratch\r\nADD x/ /x/\r\nADD y/ /y/\r\n";
  const fixed = "\uFEFFFROM scratch\r\nCOPY x/ /x/\r\nCOPY y/ /y/\r\n";

  test("writes the fixed file, byte order mark, line ends and mode kept", () => {
    const cwd = createProject({ Dockerfile: broken });
    chmodSync(join(cwd, "Dockerfile"), 0o640);
    expect(run(cwd, ["--fix"])).toMatchObject({ code: 0, err: "note: 2 fixes applied\n" });
    expect(readFileSync(join(cwd, "Dockerfile"), "utf8")).toBe(fixed);
    expect(statSync(join(cwd, "Dockerfile")).mode & 0o777).toBe(0o640);
  });

  test("prints the fixed text of standard input, and the report beside it", () => {
    const { code, out, err } = run(createProject({}), ["--fix", "-"], broken);
    expect({ code, out }).toEqual({ code: 0, out: fixed });
    expect(err).toMatch(/no findings/i);
  });

  test("leaves a file alone that has nothing to fix", () => {
    const cwd = createProject({ Dockerfile: clean });
    const before = statSync(join(cwd, "Dockerfile")).mtimeMs;
    expect(run(cwd, ["--fix"])).toMatchObject({ code: 0, err: "" });
    expect(statSync(join(cwd, "Dockerfile")).mtimeMs).toBe(before);
  });

  test("leaves a file alone whose bytes are no UTF-8", () => {
    const bytes = Buffer.concat([Buffer.from("FROM scratch\nADD x/ /x/\nLABEL a="), Buffer.from([0xe9, 10])]);
    const cwd = createProject({ Dockerfile: bytes });
    run(cwd, ["--fix"]);
    expect(readFileSync(join(cwd, "Dockerfile")).equals(bytes)).toBe(true);
  });
});

describe("colour", () => {
  test.each<[Parameters<typeof wantsColor>[0], Record<string, string>, boolean, boolean]>([
    ["auto", {}, true, true],
    ["auto", {}, false, false],
    ["auto", { TERM: "dumb" }, true, false],
    ["auto", { FORCE_COLOR: "1" }, false, true],
    ["auto", { FORCE_COLOR: "0" }, true, false],
    ["auto", { FORCE_COLOR: "1", TERM: "dumb" }, false, true],
    ["auto", { NO_COLOR: "1", FORCE_COLOR: "1" }, true, false],
    ["auto", { NO_COLOR: "" }, true, true],
    ["always", { NO_COLOR: "1" }, false, true],
    ["never", { FORCE_COLOR: "1" }, true, false],
  ])("--color=%s, %j, terminal %p: %p", (mode, env, isTTY, expected) => {
    expect(wantsColor(mode, env, isTTY)).toBe(expected);
  });

  test.each<[string[], boolean]>([
    [["--color", "Dockerfile"], true],
    [["Dockerfile", "--color"], true],
    [["--color", "always", "Dockerfile"], true],
    [["--color=auto", "Dockerfile"], false],
    [["--no-color", "Dockerfile"], false],
  ])("%j", async (args, colored) => {
    const { code, out } = await runHere(createProject({ Dockerfile: latest }), args);
    expect({ code, colored: out.includes("\x1b[") }).toEqual({ code: 1, colored });
  });

  test("a report in a file has none, even when a terminal watches", async () => {
    const cwd = createProject({ Dockerfile: latest });
    await runHere(cwd, ["-o", "out"], { isTTY: true });
    expect(readFileSync(join(cwd, "out"), "utf8")).not.toContain("\x1b[");
  });
});

describe("the predicted build", () => {
  const file = "ARG V=1\nFROM alpine:$V AS a\nRUN a\nFROM alpine:$V AS b\nRUN a\nRUN b\n";

  async function image(args: string[], env: CliIo["env"] = {}): Promise<unknown> {
    const { out } = await runHere(createProject({ Dockerfile: file }), ["-f", "json", ...args], { env });
    return (JSON.parse(out) as { files: { images: unknown[] }[] }).files[0]?.images[0];
  }

  test.each<[string[], CliIo["env"], object]>([
    [[], {}, { target: "b", layers: 2, baseImage: "alpine:1", builder: "buildkit" }],
    [["--target", "a"], {}, { target: "a", layers: 1 }],
    [["--build-arg", "V=2"], {}, { baseImage: "alpine:2" }],
    [["--build-arg", "V"], { V: "4" }, { baseImage: "alpine:4" }],
    [["--build-arg", "V"], {}, { baseImage: "alpine:1" }],
    [["--builder", "buildah"], {}, { builder: "buildah" }],
  ])("%j", async (args, env, expected) => {
    expect(await image(args, env)).toMatchObject(expected);
  });
});

describe("the build context", () => {
  const files = { "docker/Dockerfile": "FROM a:1\nCOPY app.js secret.txt /x/\n", "app.js": "", ".git/": "" };
  const context = ["--rule", "copy-existing-path: warning", "--rule", "no-ignored-copy: error", "-f", "json"];

  async function findings(more: Record<string, string>, args: string[]): Promise<string[]> {
    const { out } = await runHere(createProject({ ...files, ...more }), [...context, ...args]);
    const [file] = (JSON.parse(out) as { files: { findings: { ruleId: string; message: string }[] }[] }).files;
    const own = file?.findings.filter(({ ruleId }) => /copy/.test(ruleId)) ?? [];
    return own.map(({ ruleId, message }) => `${ruleId} ${/"([^"]+)"/.exec(message)?.[1]}`);
  }

  test.each<[string, Record<string, string>, string[], string[]]>([
    ["not known: nothing is said", {}, ["docker"], []],
    ["given", {}, ["docker", "--context", "."], ["copy-existing-path secret.txt"]],
    ["configured", { "docker/.lintrc": '{"context": ".."}' }, ["docker"], ["copy-existing-path secret.txt"]],
    [
      "given, with its ignore file",
      { "secret.txt": "", ".dockerignore": "*.txt" },
      ["docker", "--context", "."],
      ["no-ignored-copy secret.txt"],
    ],
    [
      "an ignore file in the folder of the Dockerfile",
      { "docker/.dockerignore": "secret.*" },
      ["docker"],
      ["no-ignored-copy secret.txt"],
    ],
    [
      "an ignore file of the Dockerfile's own",
      { "docker/Dockerfile.dockerignore": "app.js" },
      ["docker"],
      ["no-ignored-copy app.js"],
    ],
  ])("%s", async (_name, more, args, expected) => {
    expect(await findings(more, args)).toEqual(expected);
  });

  test("a folder that is none is an error, and the file is linted all the same", async () => {
    const outcome = await runHere(createProject(files), ["docker", "--context", "nope"]);
    expect(outcome.code).toBe(2);
    expect(outcome.err).toMatch(/^error: the build context nope is not a folder$/m);
    expect(outcome.out).toContain("docker/Dockerfile");
  });
});

describe("commands", () => {
  test("--version", () => {
    expect(run(".", ["--version"])).toEqual({ code: 0, out: `${version}\n`, err: "" });
  });

  test.each([[["--help"]], [["help"]], [["help", "rules"]]])("%j fits 80 columns", async (args) => {
    const { code, out } = await runHere(".", args);
    expect(code).toBe(0);
    expect(out).toMatch(/^Usage: stratalint /);
    expect(out.split("\n").filter((line) => line.length > 80)).toEqual([]);
  });

  test("--help has examples and the exit codes", async () => {
    expect((await runHere(".", ["--help"])).out).toMatch(/Examples:\n[^]*Exit codes:\n {2}0 [^]*\n {2}1 [^]*\n {2}2 /);
  });

  test("rules lists every rule in one line", async () => {
    const lines = (await runHere(".", ["rules"])).out.split("\n");
    for (const { id } of rules) expect(lines.filter((line) => line.split(/\s+/)[1] === id)).toHaveLength(1);
  });

  test("rules --format json", async () => {
    const list = JSON.parse((await runHere(".", ["rules", "-f", "json"])).out) as { id: string; codes: string[] }[];
    expect(list).toHaveLength(rules.length);
    expect(list.find(({ id }) => id === "no-latest-tag")?.codes).toContain("DL3007");
  });

  test.each([["no-latest-tag"], ["DL3007"], ["dl3007"]])("explain %s", async (name) => {
    expect((await runHere(".", ["explain", name])).out).toMatch(/^# no-latest-tag\n/);
  });

  test("init writes a configuration that holds, and does not overwrite one", async () => {
    const cwd = createProject({ Dockerfile: clean });
    expect((await runHere(cwd, ["init"])).code).toBe(0);
    expect((await runHere(cwd, [])).code).toBe(0);
    const again = await runHere(cwd, ["init"]);
    expect(again).toEqual({
      code: 2,
      out: "",
      err: "error: there is already a configuration, .stratalintrc.json: --force overwrites it\n",
    });
    expect((await runHere(cwd, ["init", "--force"])).code).toBe(0);
  });

  test("init does not write beside another configuration", async () => {
    const { code, err } = await runHere(createProject({ ".lintrc": "" }), ["init", "--force"]);
    expect(code).toBe(2);
    expect(err).toMatch(/already a configuration, \.lintrc: remove it first/);
  });

  test("--print-config says what holds for a file", async () => {
    const cwd = createProject(only("error", { target: "a", overrides: [{ files: ["x"], failLevel: "info" }] }));
    const printed = JSON.parse(
      (await runHere(cwd, ["--print-config", "x", "--rule", "DL3006: style", "--build-arg", "A=b=c"])).out,
    ) as object;
    expect(printed).toEqual({
      file: "x",
      sources: [".lintrc"],
      shellcheck: "off",
      ignored: false,
      preset: "none",
      failLevel: "info",
      target: "a",
      buildArgs: { A: "b=c" },
      rules: { "no-latest-tag": ["error"], "pin-base-image-tag": ["style"] },
    });
  });
});
