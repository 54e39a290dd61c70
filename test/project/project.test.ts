import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createCatalogue } from "../../src/engine/rule-catalogue.ts";
import { discover } from "../../src/project/discover.ts";
import { classifyName, looksLikeDockerfile } from "../../src/project/file-names.ts";
import { lintFiles } from "../../src/project/lint-files.ts";
import type { LintFilesOptions } from "../../src/project/lint-files.ts";
import { decodeText, readText, sizeLimit } from "../../src/project/read-file.ts";
import { defineRule } from "../../src/rules/define-rule.ts";
import { rules as allRules } from "../../src/rules/index.ts";
import { version } from "../../src/version.ts";
import { createProject } from "../temporary-project.ts";

const from = "FROM scratch\n";

describe("names", () => {
  test.each([
    ["Dockerfile", "dockerfile"],
    ["dockerfile", "dockerfile"],
    ["Containerfile", "dockerfile"],
    ["Dockerfile.dev", "dockerfile"],
    ["Dockerfile.3.12", "dockerfile"],
    ["dev.dockerfile", "dockerfile"],
    ["web.Containerfile", "dockerfile"],
    ["Dockerfile-dev.dockerfile", "dockerfile"],
    ["Dockerfile-dev", "ambiguous"],
    ["Dockerfile_dev", "ambiguous"],
    ["Dockerfile.j2", "template"],
    ["dev.dockerfile.tmpl", "template"],
    ["Dockerfile-alpine.template", "template"],
    ["page.html.j2", "other"],
    ["dockerfile.go", "source"],
    ["Dockerfile.py", "source"],
    ["dockerfile-gen.ts", "source"],
    ["Dockerfile.dockerignore", "other"],
    ["Dockerfile.md", "other"],
    ["Dockerfile.orig", "other"],
    ["Dockerfile.swp", "other"],
    ["Dockerfile~", "other"],
    ["MyDockerfile", "other"],
    ["Dockerfiles", "other"],
    [".dockerignore", "other"],
    ["README.md", "other"],
  ])("%s is %s", (name, kind) => {
    expect(classifyName(name)).toBe(kind);
  });

  test.each([
    ["FROM a", true],
    ["\uFEFF# comment\r\n\r\nfrom --platform=linux/amd64 a as b\r\n", true],
    ["ARG VERSION=1\nFROM a:$VERSION", true],
    ["# syntax=docker/dockerfile:1\n", true],
    ["FROM \\\n a", true],
    ["from os import path", false],
    ["#!/bin/sh\necho FROM a", false],
    ["RUN x", false],
    ["", false],
  ])("%j begins like a Dockerfile: %p", (head, expected) => {
    expect(looksLikeDockerfile(head)).toBe(expected);
  });
});

describe("discovery", () => {
  const tree = {
    Dockerfile: from,
    "a/Dockerfile": from,
    "a/Dockerfile.j2": from,
    "a/dev.dockerfile": from,
    "a/Dockerfile-dev": from,
    "a/Dockerfile-notes": "some notes",
    "a/Dockerfile.dockerignore": "*",
    "a/README.md": "x",
    "a/app.docker": from,
    "Dockerfile.d/Dockerfile": from,
    ".hidden/Dockerfile": from,
    "node_modules/x/Dockerfile": from,
    ".git/Dockerfile": from,
    "linked.dockerfile": { link: "a/app.docker" },
    loop: { link: "." },
    "lib/dockerfile.go": "package x",
    "lib/Dockerfile.go": from,
    "empty/": "",
  };
  const walked = [
    ".hidden/Dockerfile",
    "Dockerfile",
    "Dockerfile.d/Dockerfile",
    "a/Dockerfile",
    "a/Dockerfile-dev",
    "a/dev.dockerfile",
    "linked.dockerfile",
  ];

  async function found(files: Parameters<typeof createProject>[0], inputs: string[], gitignore = true, folder = "") {
    const root = createProject(files);
    const result = await discover(inputs, { cwd: join(root, folder), gitignore });
    return {
      files: result.files.map((file) => file.slice(root.length + 1)),
      missing: result.missing.map(({ message }) => message),
      notes: result.notes,
    };
  }

  test.each<[string, string[], string[]]>([
    ["a folder is walked", ["."], walked],
    ["a folder by its name", ["a"], ["a/Dockerfile", "a/Dockerfile-dev", "a/dev.dockerfile"]],
    ["a folder called Dockerfile.d is a folder", ["Dockerfile.d"], ["Dockerfile.d/Dockerfile"]],
    ["a file is taken whatever its name", ["a/README.md", "a/Dockerfile.j2"], ["a/Dockerfile.j2", "a/README.md"]],
    ["files given twice are taken once", ["Dockerfile", "./Dockerfile", "a/../Dockerfile"], ["Dockerfile"]],
    [
      "a link to a folder is followed when it is named",
      ["loop/a/"],
      ["loop/a/Dockerfile", "loop/a/Dockerfile-dev", "loop/a/dev.dockerfile"],
    ],
    ["a glob takes what it names", ["a/*.docker"], ["a/app.docker"]],
    [
      "a glob over Dockerfiles leaves their companions",
      ["a/Dockerfile*"],
      ["a/Dockerfile", "a/Dockerfile-dev", "a/Dockerfile-notes"],
    ],
    ["a glob for everything takes Dockerfiles", ["**/*"], walked],
    ["a glob that names folders walks them", ["Docker*.d"], ["Dockerfile.d/Dockerfile"]],
    [
      "a glob for all files of a folder takes Dockerfiles",
      ["a/**"],
      ["a/Dockerfile", "a/Dockerfile-dev", "a/dev.dockerfile"],
    ],
    ["a glob with alternatives", ["{a,lib}/Dockerfile"], ["a/Dockerfile"]],
  ])("%s", async (_name, inputs, files) => {
    expect(await found(tree, inputs)).toMatchObject({ files, missing: [] });
  });

  test.each([
    ["nope", "nope: no such file or directory"],
    ["Dockerfile/x", "Dockerfile/x: a part of the path is a file, not a folder"],
    ["Dockerfile/", "Dockerfile/: it is a file, not a folder"],
    ["empty", "no Dockerfile found in the folder empty"],
    ["*.nope", "no file matches *.nope"],
    ["nope/*", "no file matches nope/*"],
  ])("%s is missing", async (input, message) => {
    expect(await found(tree, [input, "Dockerfile"])).toMatchObject({ files: ["Dockerfile"], missing: [message] });
  });

  test("templates and Dockerfiles named like source code are mentioned", async () => {
    expect((await found(tree, ["."])).notes).toEqual([
      "skipped 1 template: a/Dockerfile.j2. Name one to lint it",
      "skipped 1 file named like source code: lib/Dockerfile.go. Name one to lint it",
    ]);
  });

  test("a file whose name looks like a glob is a file", async () => {
    expect((await found({ "[id]/Dockerfile": from }, ["[id]/Dockerfile"])).files).toEqual(["[id]/Dockerfile"]);
  });

  const ignored = {
    ".git/info/exclude": "excluded/\n",
    ".gitignore": "\uFEFFbuild/\n*.local\n!keep.local\nsub/rooted\n",
    "sub/.gitignore": "!Dockerfile.local\nDockerfile.tmp\n",
    Dockerfile: from,
    "Dockerfile.local": from,
    "build/Dockerfile": from,
    "excluded/Dockerfile": from,
    "sub/Dockerfile.local": from,
    "sub/Dockerfile.tmp": from,
    "sub/rooted/Dockerfile": from,
    "sub/deep/Dockerfile": from,
  };
  test.each<[string, string[], string, string[]]>([
    ["applies to a walk", ["."], "", ["Dockerfile", "sub/Dockerfile.local", "sub/deep/Dockerfile"]],
    ["applies from parent folders", ["."], "sub", ["sub/Dockerfile.local", "sub/deep/Dockerfile"]],
    ["applies to a glob", ["**/Dockerfile"], "", ["Dockerfile", "sub/deep/Dockerfile"]],
    ["does not apply to a folder that is named", ["build"], "", ["build/Dockerfile"]],
    ["does not apply to a file that is named", ["build/Dockerfile"], "", ["build/Dockerfile"]],
  ])(".gitignore %s", async (_name, inputs, folder, files) => {
    expect((await found(ignored, inputs, true, folder)).files).toEqual(files);
  });

  test("without ignore files everything is walked", async () => {
    const all = Object.keys(ignored).filter((name) => !name.includes(".git"));
    expect((await found(ignored, ["."], false)).files).toEqual(all.sort());
  });

  test(".gitignore applies outside a repository, from the walked folder down", async () => {
    const files = { ".gitignore": "a\n", "sub/.gitignore": "b\n", "sub/a/Dockerfile": from, "sub/b/Dockerfile": from };
    expect((await found(files, ["sub"])).files).toEqual(["sub/a/Dockerfile"]);
  });

  test("a worktree takes info/exclude from its repository", async () => {
    const files = {
      "repo/.git/info/exclude": "hidden\n",
      "repo/.git/worktrees/w/commondir": "../..\n",
      "w/.git": "gitdir: ../repo/.git/worktrees/w\n",
      "w/hidden/Dockerfile": from,
      "w/shown/Dockerfile": from,
    };
    expect((await found(files, ["w"])).files).toEqual(["w/shown/Dockerfile"]);
  });
});

describe("reading", () => {
  const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

  test.each<[string, Uint8Array, string]>([
    ["UTF-8", Buffer.from("é\r\n"), "é\r\n"],
    ["a byte order mark, which is kept", bytes(0xef, 0xbb, 0xbf, 0x41), "\uFEFFA"],
    ["a file that holds U+FFFD itself", Buffer.from("\uFFFD"), "\uFFFD"],
    ["an empty file", bytes(), ""],
  ])("takes %s", (_name, input, text) => {
    expect(decodeText(input)).toEqual({ text });
  });

  test("other bytes are replaced, with a note", () => {
    expect(decodeText(bytes(0x63, 0xe9))).toEqual({
      text: "c\uFFFD",
      note: "is not valid UTF-8: its other bytes are shown as \uFFFD",
    });
  });

  test.each<[string, Uint8Array, string]>([
    ["NUL bytes", Buffer.from("FROM a\n\0"), "is a binary file, not a Dockerfile: there is a NUL byte on line 2"],
    ["UTF-16", bytes(0xff, 0xfe, 0x46, 0), "is UTF-16, which no builder reads: save it as UTF-8"],
    ["10 MB", new Uint8Array(sizeLimit), "is too big: 10.0 MB, and only files below 10 MB are read"],
  ])("refuses %s", (_name, input, message) => {
    expect(() => decodeText(input)).toThrow(message);
  });

  test.each([
    ["", "cannot be read: it is a folder, not a file"],
    ["nope", "cannot be read: no such file or directory"],
    ["dangling", "cannot be read: no such file or directory"],
    ["loop", "cannot be read: too many symbolic links"],
    ["big", "is too big: 10.0 MB, and only files below 10 MB are read"],
  ])("refuses the path %j", (name, message) => {
    const root = createProject({
      dangling: { link: "gone" },
      loop: { link: "loop" },
      big: Buffer.alloc(sizeLimit, 32),
    });
    expect(() => readText(join(root, name))).toThrow(message);
  });

  test("an endless device is read up to the limit", () => {
    expect(() => readText("/dev/zero")).toThrow("is too big");
  });
});

describe("lintFiles", () => {
  const lint = (files: Parameters<typeof createProject>[0], paths: string[], options: LintFilesOptions = {}) =>
    lintFiles(paths, { cwd: createProject({ ".git/": "", ...files }), ...options });
  const latest = "FROM alpine:latest\n";

  test("the run has the tool, every rule and the files sorted by path", async () => {
    const run = await lint({ "b/Dockerfile": from, "a.dockerfile": latest }, ["."]);
    expect(run.tool).toEqual({ name: "stratalint", version });
    expect(run.rules.map(({ id }) => id)).toEqual(createCatalogue(allRules).rules.map(({ id }) => id));
    expect(run.files.map(({ path }) => path)).toEqual(["a.dockerfile", "b/Dockerfile"]);
    expect(run.files[0]?.findings.map(({ ruleId }) => ruleId)).toContain("no-latest-tag");
  });

  test("a rule's page comes with the run", async () => {
    const { rules } = await lint({ Dockerfile: from }, ["."]);
    expect(rules.find(({ id }) => id === "no-latest-tag")?.help).toMatch(/^# no-latest-tag\n/);
  });

  test("the version is the package's", () => {
    const text = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
    expect(version).toBe((JSON.parse(text) as { version: string }).version);
  });

  test("paths are relative to the working directory, with slashes", async () => {
    const root = createProject({ "a/Dockerfile": from, "b/": "" });
    const run = await lintFiles([join(root, "a/Dockerfile")], { cwd: join(root, "b") });
    expect(run.files[0]?.path).toBe("../a/Dockerfile");
  });

  test.each<[string, Parameters<typeof createProject>[0], string, string]>([
    ["a missing file", {}, "nope", "nope: no such file or directory"],
    ["a binary file", { bad: "\0" }, "bad", "bad is a binary file, not a Dockerfile: there is a NUL byte on line 1"],
    [
      "a broken configuration",
      { "bad/.lintrc": "{", "bad/Dockerfile": from },
      "bad",
      "bad/.lintrc:1:2: JSON syntax error: close brace expected",
    ],
  ])("%s does not stop the others", async (_name, files, path, message) => {
    const run = await lint({ ...files, Dockerfile: latest }, [path, "Dockerfile"]);
    expect(run.errors.map((error) => error.message)).toEqual([message]);
    expect(run.files.find(({ path: shown }) => shown === "Dockerfile")?.findings.map(({ ruleId }) => ruleId)).toContain(
      "no-latest-tag",
    );
  });

  test("an unreadable file has one finding that says so", async () => {
    const readBytes = (): never => {
      throw Object.assign(new Error("EACCES: open"), { code: "EACCES" });
    };
    const run = await lint({ Dockerfile: from }, ["."], { readBytes });
    expect(run.files).toMatchObject([
      {
        path: "Dockerfile",
        unreadable: "The file cannot be read: permission denied.",
        findings: [{ severity: "error", message: "The file cannot be read: permission denied. It was not linted." }],
      },
    ]);
    expect(run.errors).toEqual([{ message: "Dockerfile cannot be read: permission denied" }]);
  });

  test("a broken configuration is told once for all its files", async () => {
    const run = await lint({ ".lintrc": '{"x": 1}', Dockerfile: from, "a/Dockerfile": from }, ["."]);
    expect(run.errors).toHaveLength(1);
    expect(run.files).toEqual([]);
  });

  test("a rule that fails does not stop the others", async () => {
    const base = allRules.find(({ id }) => id === "no-latest-tag");
    if (!base) throw new Error("no such rule");
    const broken = {
      ...base,
      id: "broken",
      create: () => {
        throw new Error("boom");
      },
    };
    const run = await lint({ Dockerfile: latest }, ["."], { rules: [broken, base] });
    expect(run.errors.map(({ message }) => message)).toEqual([
      "internal error in Dockerfile: Rule broken failed: boom; please report it",
    ]);
    expect(run.files[0]?.findings.map(({ ruleId }) => ruleId)).toEqual(["no-latest-tag"]);
  });

  test.each<[string, string[], LintFilesOptions, number, string[]]>([
    ["ignored files are left out of a walk", ["."], {}, 1, []],
    [
      "a file that is named too, with a note",
      ["old/Dockerfile"],
      {},
      0,
      ["skipped old/Dockerfile: the configuration ignores it. --no-ignore lints it"],
    ],
    ["unless ignoring is off", ["."], { ignore: false }, 2, []],
  ])("%s", async (_name, paths, options, count, notes) => {
    const run = await lint(
      { ".lintrc": { ignores: ["old"] }, Dockerfile: from, "old/Dockerfile": from },
      paths,
      options,
    );
    expect(run.files).toHaveLength(count);
    expect(run.notes).toEqual(notes);
  });

  test("standard input is linted under its name, with the configuration of its place", async () => {
    const run = await lint({ "app/.lintrc": { rules: { "no-latest-tag": "info" } } }, ["-"], {
      stdin: { bytes: Buffer.from(latest), filename: "app/Dockerfile" },
    });
    expect(run.files[0]).toMatchObject({
      path: "app/Dockerfile",
      findings: [{ ruleId: "no-latest-tag", severity: "info" }],
    });
  });

  test("standard input without a name", async () => {
    expect((await lint({}, ["-"], { stdin: { bytes: Buffer.from(from) } })).files[0]?.path).toBe("<stdin>");
  });

  test("a target that a file does not have is mentioned", async () => {
    const run = await lint({ Dockerfile: from }, ["."], { settings: { target: "nope" } });
    expect(run.notes).toEqual(['Dockerfile has no stage "nope", or does not build: no image is predicted']);
  });

  test.each<[string, object, object, boolean]>([
    [latest, { rules: { "no-latest-tag": "warning" } }, { warning: 1 }, false],
    [latest, { rules: { "no-latest-tag": "info" } }, { info: 0 }, false],
    [latest, { rules: { "no-latest-tag": "info" }, failLevel: "style" }, { info: 1 }, false],
    [latest, { rules: { "no-latest-tag": "error" }, failLevel: "none" }, { error: 0 }, false],
    [
      latest,
      { overrides: [{ files: ["Dockerfile"], rules: { DL3007: "error" }, failLevel: "none" }] },
      { error: 0 },
      false,
    ],
    ["FOO\n", { failLevel: "none" }, { error: 0 }, true],
  ])("%j under %j fails by %j, does not build: %p", async (text, config, failing, syntaxErrors) => {
    const preset = text === latest ? { preset: "none" } : {};
    const run = await lint({ ".lintrc": { ...preset, ...config }, Dockerfile: text }, ["."]);
    expect(run).toMatchObject({ failing, syntaxErrors });
  });

  test("rules of plugins are part of the run's catalogue", async () => {
    const meta = defineRule({ ...pluginRule, create: () => ({}) }).meta;
    const run = await lint(
      {
        ".lintrc": { plugins: ["./p.mjs"] },
        "p.mjs": `export default { rules: { x: { meta: ${JSON.stringify(meta)}, create: () => ({}) } } }`,
        Dockerfile: from,
      },
      ["."],
    );
    expect(run.rules.map(({ id }) => id)).toContain("p/x");
  });
});

const pluginRule = {
  id: "x",
  type: "problem",
  docs: {
    description: "X",
    category: "style",
    severity: "info",
    recommended: false,
    since: "0.1.0",
    why: "",
    examples: [],
  },
  messages: {},
} as const;
