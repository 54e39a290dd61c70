import { dirname, join } from "node:path";
import type { ConfigFileSystem } from "../../src/config/config-file-system.ts";
import { nodeFileSystem } from "../../src/config/config-file-system.ts";
import { createConfigResolver } from "../../src/config/config-resolver.ts";
import { compilePatterns, patternProblem } from "../../src/config/patterns.ts";
import { searchPlaces } from "../../src/config/search-places.ts";
import { createProject } from "../temporary-project.ts";
import { problemsOf, resolveIn, rules, switchedOn } from "./sample-rules.ts";

describe("search", () => {
  const contents: Record<string, string> = {
    json: '// comment\n{ "preset": "none", }',
    yaml: "preset: none # comment\n",
    js: "export default { preset: 'none' };",
    cjs: "module.exports = { preset: 'none' };",
  };
  const formats: Record<string, string> = {
    jsonc: "json",
    yml: "yaml",
    mjs: "js",
    stratalintrc: "json",
    lintrc: "yaml",
  };

  test.each(searchPlaces.filter((place) => place !== "package.json"))("reads %s", async (place) => {
    const extension = place.split(".").at(-1) ?? "";
    const format = formats[extension] ?? extension;
    const cwd = createProject({ [place]: contents[format] ?? "", "package.json": { type: "module" }, ".git/": "" });
    expect(await resolveIn(cwd)).toMatchObject({ preset: "none", sources: [join(cwd, place)] });
  });

  const none = { preset: "none" };
  test.each([
    ["the nearest file", { "a/.lintrc.json": none, ".lintrc.json": { preset: "strict" } }, "a/b/Dockerfile", "none"],
    ["the key of package.json", { "package.json": { stratalint: none } }, "Dockerfile", "none"],
    [
      "above a package.json without the key",
      { "a/package.json": { name: "stratalint" }, ".lintrc": none },
      "a/x",
      "none",
    ],
    ["above a broken package.json of no concern", { "a/package.json": "{", ".lintrc": none }, "a/x", "none"],
    ["above an unreadable package.json", { "a/package.json/": "", ".lintrc": none }, "a/x", "none"],
    ["first in the order of names", { ".lintrc": none, ".stratalintrc": { preset: "strict" } }, "x", "strict"],
    ["not above a git root", { "a/.git/": "", ".lintrc": none }, "a/b/x", "recommended"],
    ["at a git root", { "a/.git": "gitdir: x", "a/.lintrc": none }, "a/b/x", "none"],
    ["an empty file, which ends the search", { "a/.lintrc.yaml": "", ".lintrc": none }, "a/x", "recommended"],
    ["a file with byte order mark", { ".lintrc.json": '\uFEFF{"preset":"none"}' }, "x", "none"],
    ["for a file that does not exist", { ".lintrc": none }, "no/such/folder/x", "none"],
    ["nothing", {}, "x", "recommended"],
  ])("finds %s", async (_name, files, path, preset) => {
    expect((await resolveIn(createProject(files), path)).preset).toBe(preset);
  });

  test("does not look above the home folder", async () => {
    const cwd = createProject({ ".lintrc": none, "home/me/": "" });
    expect((await resolveIn(cwd, "home/me/x", { homeDirectory: join(cwd, "home/me") })).sources).toEqual([]);
  });

  test("looks at each folder once", async () => {
    const looked: string[] = [];
    const fileSystem: ConfigFileSystem = {
      exists: (path) => (looked.push(path), nodeFileSystem.exists(path)),
      readText: nodeFileSystem.readText,
    };
    const cwd = createProject({ "a/": "", ".git/": "" });
    const resolver = createConfigResolver({ rules, cwd, fileSystem });
    for (const path of ["a/x", "a/y", "z"]) await resolver.resolve(path);
    expect(looked.filter((path) => path.endsWith("/.lintrc")).map(dirname)).toEqual([join(cwd, "a"), cwd]);
  });

  test("reads none when it is told so", async () => {
    const cwd = createProject({ ".lintrc": "{" });
    expect((await resolveIn(cwd, "x", { config: false })).sources).toEqual([]);
  });

  test("reads the named one for every file", async () => {
    const cwd = createProject({ "ci/lint.yaml": "overrides: [{files: ['app/**'], preset: none}]", "app/.lintrc": "{" });
    expect((await resolveIn(cwd, "app/x", { config: "ci/lint.yaml" })).preset).toBe("none");
  });

  test.each<[string, Record<string, string | object>, string]>([
    [
      "a link that leads nowhere",
      { ".lintrc": { link: "gone" } },
      ".lintrc: cannot read this configuration file: no such file or directory",
    ],
    [
      "a folder",
      { ".stratalintrc.json/": "" },
      ".stratalintrc.json: cannot read this configuration file: it is a folder, not a file",
    ],
    [
      "TypeScript",
      { "stratalint.config.ts": "" },
      "stratalint.config.ts: this kind of configuration file is not read: use stratalint.config.mjs or .stratalintrc.json",
    ],
  ])("does not pass over %s", async (_name, files, message) => {
    expect(await problemsOf(createProject(files))).toEqual([message]);
  });

  test("does not pass over a file without permission", async () => {
    const fileSystem: ConfigFileSystem = {
      exists: (path) => path.endsWith("/.lintrc"),
      readText() {
        throw Object.assign(new Error("EACCES"), { code: "EACCES" });
      },
    };
    expect(await problemsOf(createProject({}), "x", { fileSystem })).toEqual([
      ".lintrc: cannot read this configuration file: permission denied",
    ]);
  });

  test.each([
    ["nope.json", "nope.json: cannot read this configuration file: no such file or directory"],
    ["x.toml", "x.toml: this kind of configuration file is not read: use .json, .yaml, .js, .mjs or .cjs"],
    ["package.json", 'package.json: there is no key "stratalint" in this file'],
  ])("refuses --config %s", async (config, message) => {
    const cwd = createProject({ "x.toml": "a = 1", "package.json": { name: "x" } });
    expect(await problemsOf(cwd, "x", { config })).toEqual([message]);
  });
});

describe("rules", () => {
  const recommended = ["no-apple error", "no-banana warning"];

  test.each<[string, object, string[]]>([
    ["recommended is the default", {}, recommended],
    ["strict has all", { preset: "strict" }, [...recommended, "no-cherry info", "no-durian style"]],
    [
      "hadolint has its equivalents, and what it gives options",
      { preset: "hadolint" },
      [...recommended, "no-cherry info", 'no-durian style {"depth":1}'],
    ],
    [
      "a severity alone keeps the options of the preset",
      { preset: "hadolint", rules: { "no-durian": "error" } },
      [...recommended, "no-cherry info", 'no-durian error {"depth":1}'],
    ],
    [
      "options of one's own take the place of the preset's",
      { preset: "hadolint", rules: { "no-durian": ["on", { depth: 2 }] } },
      [...recommended, "no-cherry info", 'no-durian style {"depth":2}'],
    ],
    ["buildkit has its equivalents", { preset: "buildkit" }, ["no-banana warning"]],
    ["none has none", { preset: "none" }, []],
    ["a rule is switched off", { rules: { "no-apple": "off" } }, ["no-banana warning"]],
    ["a rule gets another severity", { preset: "none", rules: { "no-apple": "style" } }, ["no-apple style"]],
    ["on means the rule's own severity", { preset: "none", rules: { "no-durian": "on" } }, ["no-durian style"]],
    ["an alias names the rule", { preset: "none", rules: { "buildkit:NoBanana": "info" } }, ["no-banana info"]],
    ["an alias in lower case", { preset: "none", rules: { dl1: "info" } }, ["no-apple info"]],
    [
      "an alias of two rules sets both",
      { preset: "none", rules: { DL2: "on" } },
      ["no-banana warning", "no-cherry info"],
    ],
    [
      "options are kept",
      { preset: "none", rules: { "no-banana": ["on", { depth: 2 }] } },
      ['no-banana warning {"depth":2}'],
    ],
    [
      "an override matches by folder",
      { overrides: [{ files: ["test/"], rules: { "no-apple": "off" } }] },
      ["no-banana warning"],
    ],
    ["an override does not match elsewhere", { overrides: [{ files: ["src/**"], preset: "none" }] }, recommended],
    [
      "the last override wins",
      {
        overrides: [
          { files: ["**"], preset: "strict" },
          { files: ["*"], preset: "none" },
        ],
      },
      [],
    ],
    [
      "a severity alone keeps options given before",
      {
        preset: "none",
        rules: { "no-banana": ["on", { depth: 2 }] },
        overrides: [{ files: ["*"], rules: { "no-banana": "error" } }],
      },
      ['no-banana error {"depth":2}'],
    ],
    [
      "a rule set by name outlasts a preset",
      { rules: { "no-durian": "on" }, overrides: [{ files: ["*"], preset: "none" }] },
      ["no-durian style"],
    ],
  ])("%s", async (_name, config, expected) => {
    expect(switchedOn(await resolveIn(createProject({ ".lintrc": config }), "test/Dockerfile"))).toEqual(expected);
  });

  test("settings of the caller win", async () => {
    const cwd = createProject({
      ".lintrc": { rules: { "no-apple": "off" }, target: "a", buildArgs: { A: "1", B: "1" } },
    });
    const settings = { rules: { DL1: "info" }, target: "b", buildArgs: { B: "2" }, failLevel: "none" } as const;
    const config = await resolveIn(cwd, "x", { settings });
    expect(switchedOn(config)).toEqual(["no-apple info", "no-banana warning"]);
    expect(config).toMatchObject({
      failLevel: "none",
      languageOptions: { target: "b", buildArgs: { A: "1", B: "2" } },
    });
  });

  test("unknown rules in the caller's settings are refused", async () => {
    const settings = { rules: { "no-aple": "off" } } as const;
    await expect(resolveIn(createProject({}), "x", { settings })).rejects.toThrow(
      'unknown rule "no-aple": did you mean "no-apple"?',
    );
  });

  test.each([
    ["recommended", "warning"],
    ["hadolint", "info"],
    ["buildkit", "style"],
  ])("preset %s fails from %s on", async (preset, failLevel) => {
    expect((await resolveIn(createProject({ ".lintrc": { preset } }))).failLevel).toBe(failLevel);
  });

  test("options of the language are handed on, the context as an absolute path", async () => {
    const options = {
      builder: "buildah",
      platform: "linux/arm64",
      trustedRegistries: ["a"],
      labelSchema: { l: "url" },
      strictLabels: true,
    };
    const cwd = createProject({ "a/.lintrc": { ...options, context: "../ctx" } });
    expect((await resolveIn(cwd, "a/x")).languageOptions).toEqual({ ...options, context: join(cwd, "ctx") });
  });
});

describe("extends", () => {
  const off = { rules: { "no-apple": "off" } };

  test.each<[string, Record<string, string | object>, string[]]>([
    ["a file", { ".lintrc": { extends: "./base.yaml" }, "base.yaml": "rules: {DL1: off}" }, ["no-banana warning"]],
    [
      "later over earlier",
      {
        ".lintrc": { extends: ["./a.json", "./b.json"] },
        "a.json": { preset: "strict" },
        "b.json": { preset: "none" },
      },
      [],
    ],
    [
      "own over extended",
      { ".lintrc": { extends: "./a.json", preset: "buildkit" }, "a.json": { preset: "strict" } },
      ["no-banana warning"],
    ],
    [
      "own rules over extended overrides",
      {
        ".lintrc": { extends: "./a.json", rules: { DL1: "info" } },
        "a.json": { overrides: [{ files: ["*"], ...off }] },
      },
      ["no-apple info", "no-banana warning"],
    ],
    [
      "the same file twice, on two ways",
      { ".lintrc": { extends: ["./a.json", "./b.json"] }, "a.json": { extends: "./b.json" }, "b.json": off },
      ["no-banana warning"],
    ],
    [
      "a package",
      {
        ".lintrc": { extends: "shared" },
        "node_modules/shared/package.json": { main: "c.json" },
        "node_modules/shared/c.json": off,
      },
      ["no-banana warning"],
    ],
    [
      "a package for import only",
      {
        ".lintrc": { extends: "@me/shared" },
        "node_modules/@me/shared/package.json": { type: "module", exports: { ".": { import: "./c.js" } } },
        "node_modules/@me/shared/c.js": "export default { rules: { DL1: 'off' } }",
      },
      ["no-banana warning"],
    ],
    [
      "patterns of a package count from the project",
      {
        ".lintrc": { extends: "shared" },
        "node_modules/shared/index.json": { overrides: [{ files: ["./x"], ...off }] },
        "node_modules/shared/package.json": { main: "index.json" },
      },
      ["no-banana warning"],
    ],
    [
      "patterns of a file count from its folder",
      { ".lintrc": { extends: "./sub/a.json" }, "sub/a.json": { overrides: [{ files: ["./x"], ...off }] } },
      ["no-apple error", "no-banana warning"],
    ],
  ])("%s", async (_name, files, expected) => {
    expect(switchedOn(await resolveIn(createProject(files), "x"))).toEqual(expected);
  });

  test("a circle is named", async () => {
    const cwd = createProject({
      ".lintrc": { extends: "./a.json" },
      "a.json": { extends: "./b.json" },
      "b.json": { extends: "./a.json" },
    });
    expect(await problemsOf(cwd)).toEqual([
      "b.json:1:12: configurations extend each other in a circle: a.json -> b.json -> a.json. Remove one of them",
    ]);
  });

  test("a mistake in an extended file is shown there", async () => {
    const cwd = createProject({ ".lintrc": { extends: "./a.json" }, "a.json": '{\n"x": 1}' });
    expect((await problemsOf(cwd))[0]).toMatch(/^a\.json:2:1: unknown key "x"/);
  });
});

describe("plugins", () => {
  const source = `const meta = { schema: [], docs: { description: "x", category: "style", severity: "style", recommended: true } };
    export default { rules: { "no-fig": { meta, create: () => ({}) } } };`;

  test("rules of a plugin are known by its name and on when named", async () => {
    const cwd = createProject({
      "rules/house.mjs": source,
      "a/.lintrc": { plugins: ["../rules/house.mjs"], preset: "none", rules: { "house/no-fig": "on" } },
      "b/.lintrc": { plugins: ["../rules/house.mjs"], preset: "strict", rules: { DL1: "off", DL2: "off" } },
    });
    expect(switchedOn(await resolveIn(cwd, "a/x"))).toEqual(["house/no-fig style"]);
    expect(switchedOn(await resolveIn(cwd, "b/x"))).toEqual(["no-durian style"]);
  });

  test.each([
    ["export default {}", 'the plugin "./p.mjs" exports no rules: it needs `export default { rules: { ... } }`'],
    ["export const rules = { a: 1 }", 'the plugin "./p.mjs": "a" is not a rule made by defineRule'],
    ["throw new Error('boom')", 'the plugin "./p.mjs" fails to load: boom'],
  ])("%s is refused", async (text, message) => {
    const cwd = createProject({ "p.mjs": text, ".lintrc": '{"plugins": ["./p.mjs"]}' });
    expect(await problemsOf(cwd)).toEqual([`.lintrc:1:14: ${message}`]);
  });
});

describe("patterns", () => {
  test.each<[string[], string, boolean]>([
    [["Dockerfile"], "Dockerfile", true],
    [["Dockerfile"], "a/b/Dockerfile", true],
    [["*.dev"], "a/Dockerfile.dev", true],
    [["a/*.dev"], "b/a/x.dev", false],
    [["./a/*.dev"], "a/x.dev", true],
    [["/x"], "x", true],
    [["/x"], "a/x", false],
    [["vendor/"], "a/vendor/b/Dockerfile", true],
    [["a/vendor"], "a/vendor/b/Dockerfile", true],
    [["**/.hidden/**"], ".hidden/Dockerfile", true],
    [["*"], ".hidden/Dockerfile", true],
    [["{a,b}/x"], "b/x", true],
    [["a", "!a/keep"], "a/keep", false],
    [["!a/keep", "a"], "a/keep", true],
    [["**"], "../outside", false],
    [[], "x", false],
  ])("%j fits %s: %p", (patterns, path, expected) => {
    expect(compilePatterns(patterns, "/base")(join("/base", path))).toBe(expected);
  });

  test.each([
    ["@(a|b)", "parentheses"],
    ["a/../b", '".."'],
    ["*a*a*a*a*", 'more than 4 "*"'],
    ["*/*/*/*/*/*/*", "more than 6 wildcards"],
    ["[ab]+", 'repetition by "+"'],
    ["{a,aa}+b", 'repetition by "+"'],
  ])("%s is refused", (pattern, reason) => {
    expect(patternProblem(pattern)).toContain(reason);
  });

  test.each(["**/test/**/*.Dockerfile*", "c++/Dockerfile", "[a-z]*"])("%s is accepted", (pattern) => {
    expect(patternProblem(pattern)).toBeNull();
  });

  test.each<[object, string, boolean]>([
    [{ ignores: ["legacy"] }, "a/legacy/Dockerfile", true],
    [{ ignores: ["legacy"] }, "a/Dockerfile", false],
    [{ extends: "./base.json" }, "a/Dockerfile.bak", true],
  ])("%j ignores %s: %p", async (config, path, ignored) => {
    const cwd = createProject({ ".lintrc": config, "base.json": { ignores: ["*.bak"] } });
    expect((await resolveIn(cwd, path)).ignored).toBe(ignored);
  });
});
