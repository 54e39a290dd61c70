/** `stratalint migrate hadolint`: what it writes is a configuration that we accept. */
import { readFileSync, existsSync } from "node:fs";
import { join } from "node:path";
import { main } from "../../src/cli/main.ts";
import { hadolintConfigPlaces } from "../../src/config/hadolint-config.ts";
import { createConfigResolver } from "../../src/config/config-resolver.ts";
import type { FileConfig } from "../../src/config/types.ts";
import { rules } from "../../src/rules/index.ts";
import { createProject } from "../temporary-project.ts";

type Files = Parameters<typeof createProject>[0];

interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

async function migrate(cwd: string, args: readonly string[] = [], env: Record<string, string> = {}): Promise<Outcome> {
  const written = { out: "", err: "" };
  const stream = (name: "out" | "err") => ({
    write: (text: string) => Promise.resolve(void (written[name] += text)),
    isTTY: false,
    columns: 80,
  });
  const io = {
    stdout: stream("out"),
    stderr: stream("err"),
    cwd,
    env: { HOME: cwd, ...env },
    readStdin: () => Promise.reject(new Error("nothing is read from standard input")),
  };
  return { code: await main(["migrate", "hadolint", ...args], io), ...written };
}

/** The written configuration, as the linter then reads it. */
function settled(cwd: string): Promise<FileConfig> {
  return createConfigResolver({ rules, cwd, homeDirectory: cwd }).resolve("Dockerfile");
}

function severityOf(config: FileConfig, id: string): string {
  return config.rules.find(({ rule }) => rule.id === id)?.severity ?? "off";
}

describe("what each key becomes", () => {
  test.each<[string, string, (config: FileConfig) => unknown, unknown]>([
    ["nothing: hadolint's rules", "", (config) => [config.preset, config.failLevel], ["hadolint", "info"]],
    ["a comment only", "# nothing\n", (config) => config.preset, "hadolint"],
    ["failure-threshold", "failure-threshold: error", (config) => config.failLevel, "error"],
    ["failure-threshold none, the lowest", "failure-threshold: none", (config) => config.failLevel, "style"],
    ["failure-threshold ignore", "failure-threshold: ignore", (config) => config.failLevel, "style"],
    ["no-fail", "no-fail: true\nfailure-threshold: error", (config) => config.failLevel, "none"],
    ["no-fail: false", "no-fail: false", (config) => config.failLevel, "info"],
    ["ignored", "ignored: [DL3007]", (config) => severityOf(config, "no-latest-tag"), "off"],
    ["override", "override: {error: [DL3007]}", (config) => severityOf(config, "no-latest-tag"), "error"],
    [
      "override: the highest severity wins",
      "override: {style: [DL3007], warning: [DL3007], info: [DL3007]}",
      (config) => severityOf(config, "no-latest-tag"),
      "warning",
    ],
    [
      "ignored wins over override",
      "override: {error: [DL3007]}\nignored: [DL3007]",
      (config) => severityOf(config, "no-latest-tag"),
      "off",
    ],
    ["a code of what does not build", "ignored: [DL3061]", (config) => severityOf(config, "valid-syntax"), "error"],
    [
      "trustedRegistries",
      "trustedRegistries: [hub.docker.com, '*.example.com', docker.io]",
      (config) => config.languageOptions.trustedRegistries,
      ["docker.io", "*.example.com"],
    ],
    [
      "label-schema",
      'label-schema: {a: semver, b: "", c: rawtext}',
      (config) => config.languageOptions.labelSchema,
      { a: "semver", b: "text", c: "text" },
    ],
    ["strict-labels", "strict-labels: true", (config) => config.languageOptions.strictLabels, true],
    ["disable-ignore-pragma", "disable-ignore-pragma: true", (config) => config.inlineConfig, false],
  ])("%s", async (_name, text, read, expected) => {
    const cwd = createProject({ ".hadolint.yaml": text, ".git/": "" });
    expect(await migrate(cwd)).toMatchObject({ code: 0, err: "" });
    expect(read(await settled(cwd))).toEqual(expected);
  });
});

describe("what is said of the rest", () => {
  test.each<[string, string, RegExp]>([
    ["a format that we have", "format: tty", /"format: tty" is no part of a configuration.*--format text/],
    ["a format that we have not", "formats: [codacy]", /"format: codacy" has no equal: there are text, json/],
    ["no-color", "no-color: true", /"no-color" is no part.*NO_COLOR/],
    ["verbose", "verbose: true", /"verbose" has no equal/],
    ["an unknown key", "ignore: [DL3008]", /"ignore" is no key that hadolint knows/],
    ["an unknown severity", "override: {ignore: [DL3008]}", /"override.ignore" is no key that hadolint knows/],
    ["a retired code", "ignored: [DL3005]", /"DL3005" is no rule of hadolint that we know/],
    ["one of several codes of a rule", "ignored: [DL3030]", /assume-yes is off because of DL3030.*DL3014/],
    ["a threshold that is no threshold", "failure-threshold: none", /fail on every finding/],
    ["directives switched off", "disable-ignore-pragma: true", /also switches off our own directives/],
  ])("%s", async (_name, text, note) => {
    const cwd = createProject({ ".hadolint.yml": text });
    const { code, out } = await migrate(cwd);
    expect(code).toBe(0);
    expect(out).toMatch(note);
    expect(readFileSync(join(cwd, ".stratalintrc.yaml"), "utf8")).toMatch(note);
  });
});

describe("mistakes exit 2, say where, and write nothing", () => {
  const files: Files = { ".hadolint.yaml": "ignored: [DL3008]\n" };

  test.each<[string, Files, string[], string]>([
    [
      "broken YAML",
      { ".hadolint.yaml": "ignored:\n\t- DL3008\n" },
      [],
      ".hadolint.yaml:2:1: YAML syntax error: Tabs are not allowed as indentation",
    ],
    [
      "a value of another type",
      { ".hadolint.yaml": "no-fail: true\ntrustedRegistries: docker.io\n" },
      [],
      '.hadolint.yaml:2:20: trustedRegistries: expected a list, got "docker.io"; hadolint refuses the whole file for it and runs with its defaults',
    ],
    [
      "a number for a code",
      { ".hadolint.yaml": "ignored: [3008]\n" },
      [],
      ".hadolint.yaml:1:11: ignored.0: expected a text, got 3008; hadolint refuses the whole file for it and runs with its defaults",
    ],
    [
      "an unknown threshold",
      { ".hadolint.yaml": "failure-threshold: fatal\n" },
      [],
      '.hadolint.yaml:1:20: failure-threshold: expected "error", "warning", "info", "style", "ignore" or "none", got "fatal"; hadolint refuses the whole file for it and runs with its defaults',
    ],
    [
      "a list at the top",
      { ".hadolint.yaml": "- DL3008\n" },
      [],
      ".hadolint.yaml:1:1: expected the keys of a hadolint configuration, got a list",
    ],
    [
      "no configuration",
      {},
      [],
      "no configuration of hadolint here, such as .hadolint.yaml: name it if it is elsewhere",
    ],
    ["a missing file", {}, ["ci.yaml"], "ci.yaml: cannot read this configuration file: no such file or directory"],
    ["a folder", { "ci/": "" }, ["ci"], "ci: cannot read this configuration file: it is a folder, not a file"],
    [
      "a file in the way",
      { ...files, ".stratalintrc.yaml": "preset: none\n" },
      [],
      ".stratalintrc.yaml exists: --force overwrites it, --print only shows the result",
    ],
    [
      "another configuration in the folder",
      { ...files, "package.json": { stratalint: {} } },
      ["--force"],
      "there is already a configuration, package.json: remove it first, or use --print and put the two together",
    ],
    [
      "a format that no configuration has",
      files,
      ["-o", "out.toml"],
      "--output out.toml: a configuration is YAML or JSON, so name a .yaml or .json",
    ],
    ["a folder that is not there", files, ["-o", "no/x.yaml"], "cannot write no/x.yaml: no such file or directory"],
  ])("%s", async (_name, present, args, message) => {
    const cwd = createProject({ ".git/": "", ...present });
    const { code, out, err } = await migrate(cwd, args);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err.startsWith(`error: ${message}`)).toBe(true);
    expect(existsSync(join(cwd, ".stratalintrc.yaml"))).toBe(".stratalintrc.yaml" in present);
  });
});

test("--force overwrites, --output names the file, its name says which format", async () => {
  const cwd = createProject({ ".hadolint.yaml": "ignored: [DL3008]\n", "ci/lint.json": "old" });
  expect((await migrate(cwd, ["--force", "--output", "ci/lint.json"])).out).toBe(
    "Wrote ci/lint.json from .hadolint.yaml.\n",
  );
  expect(JSON.parse(readFileSync(join(cwd, "ci/lint.json"), "utf8"))).toMatchObject({
    preset: "hadolint",
    rules: { "pin-apt-versions": "off" },
  });
});

test("--print writes no file; remarks go to standard error", async () => {
  const cwd = createProject({ ".hadolint.yaml": "ignored: [DL3008]\nverbose: true\n", ".stratalintrc.yaml": "" });
  const { code, out, err } = await migrate(cwd, ["--print"]);
  expect({ code, err }).toEqual({ code: 0, err: 'To know:\n  "verbose" has no equal\n' });
  expect(out).toContain("preset: hadolint\nrules:\n  pin-apt-versions: off # DL3008\n");
  expect(readFileSync(join(cwd, ".stratalintrc.yaml"), "utf8")).toBe("");
});

describe("the environment counts as it does for hadolint", () => {
  test.each<[string, Files, Record<string, string>, object]>([
    [
      "alone",
      {},
      { HADOLINT_IGNORE: "DL3007,DL3008" },
      { rules: { "no-latest-tag": "off", "pin-apt-versions": "off" } },
    ],
    [
      "lists are joined",
      { ".hadolint.yaml": "ignored: [DL3008]" },
      { HADOLINT_IGNORE: "DL3007" },
      { rules: { "no-latest-tag": "off", "pin-apt-versions": "off" } },
    ],
    [
      "the file's single values win",
      { ".hadolint.yaml": "failure-threshold: error\nstrict-labels: false" },
      { HADOLINT_FAILURE_THRESHOLD: "style", HADOLINT_STRICT_LABELS: "1" },
      { failLevel: "error", strictLabels: false },
    ],
    ["a value that hadolint passes over", {}, { HADOLINT_FAILURE_THRESHOLD: "fatal" }, { preset: "hadolint" }],
    [
      "labels, severities, registries",
      {},
      {
        HADOLINT_REQUIRE_LABELS: "a:semver,b,c:nope",
        HADOLINT_OVERRIDE_ERROR: "DL3007",
        HADOLINT_TRUSTED_REGISTRIES: "ghcr.io",
        HADOLINT_NOFAIL: "Yes",
        HADOLINT_DISABLE_IGNORE_PRAGMA: "y",
      },
      {
        labelSchema: { a: "semver" },
        rules: { "no-latest-tag": "error" },
        trustedRegistries: ["ghcr.io"],
        failLevel: "none",
        inlineConfig: false,
      },
    ],
  ])("%s", async (_name, files, env, expected) => {
    const cwd = createProject(files);
    expect((await migrate(cwd, ["-o", "out.json"], env)).out).toContain(Object.keys(env).sort().join(", "));
    expect(JSON.parse(readFileSync(join(cwd, "out.json"), "utf8"))).toMatchObject(expected);
  });
});

test.each([
  ["linux", {}, "/home/me/.config/hadolint.yaml"],
  ["linux", { XDG_CONFIG_HOME: "/xdg" }, "/xdg/hadolint.yaml"],
  ["win32", { LOCALAPPDATA: "/local" }, "/local/hadolint.yaml"],
])("looks where hadolint looks, on %s with %j", (platform, env, userPlace) => {
  const places = hadolintConfigPlaces("/project", "/home/me", env, platform).filter((place) => place.endsWith(".yaml"));
  expect(places.map((place) => place.replaceAll("\\", "/"))).toEqual([
    "/project/.hadolint.yaml",
    userPlace,
    "/home/me/.hadolint/hadolint.yaml",
    "/home/me/.hadolint/config.yaml",
    "/home/me/.hadolint.yaml",
  ]);
});

test("the example of the documentation is true", async () => {
  const page = readFileSync(new URL("../../docs/migrating-from-hadolint.md", import.meta.url), "utf8");
  const example = (name: string): string =>
    page.split(`<!-- example: ${name} -->`)[1]?.match(/```yaml\n(.*?)```/s)?.[1] ?? "";
  const cwd = createProject({ ".hadolint.yaml": example(".hadolint.yaml") });
  expect((await migrate(cwd)).code).toBe(0);
  expect(readFileSync(join(cwd, ".stratalintrc.yaml"), "utf8")).toBe(example(".stratalintrc.yaml"));
});
