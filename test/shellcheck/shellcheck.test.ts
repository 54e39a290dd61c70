/** What an installed ShellCheck says about RUN: what it is given, where its answers land, and what happens when it fails. */
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { main } from "../../src/cli/main.ts";
import type { Settings } from "../../src/config/types.ts";
import type { Finding } from "../../src/engine/types.ts";
import { DockerfileSourceCode } from "../../src/language/dockerfile-source-code.ts";
import { lintFiles } from "../../src/project/lint-files.ts";
import type { LintFilesOptions, ProjectRun } from "../../src/project/lint-files.ts";
import { sarifReporter } from "../../src/reporters/sarif.ts";
import { checkBatch } from "../../src/shellcheck/batch.ts";
import { findProgram, ProgramError } from "../../src/shellcheck/program.ts";
import type { Program } from "../../src/shellcheck/program.ts";
import { scriptsOf } from "../../src/shellcheck/scripts.ts";
import { parseDockerfile } from "../../src/syntax/parse.ts";
import { createProject } from "../temporary-project.ts";

type Files = Parameters<typeof createProject>[0];

/** Reports every `HERE` of a script, as ShellCheck counts: lines and code points. */
class Fake implements Program {
  readonly name = "fake";
  identity: string | null = null;
  calls: { files: number; texts: string[] }[] = [];
  versions = 0;
  code = 2086;
  level = "warning";
  answer: ((texts: readonly string[]) => string) | null = null;

  version(): string {
    this.versions++;
    return "0.10.0";
  }

  check(folder: string, files: readonly string[]): Promise<string> {
    const texts = files.map((file) => readFileSync(join(folder, file), "utf8"));
    this.calls.push({ files: files.length, texts });
    if (this.answer) return Promise.resolve(this.answer(texts));
    const comments = texts.flatMap((text, index) =>
      text.split("\n").flatMap((line, number) =>
        [...line.matchAll(/HERE/g)].map((match) => {
          const column = Array.from(line.slice(0, match.index)).length + 1;
          const at = { line: number + 1, endLine: number + 1 };
          const insertion = (place: number, insertionPoint: string) =>
            ({ ...at, column: place, endColumn: place, insertionPoint, precedence: 7, replacement: '"' }) as const;
          const fix = { replacements: [insertion(column, "afterEnd"), insertion(column + 4, "beforeStart")] };
          const [level, code] = [this.level, this.code];
          return { file: files[index], ...at, column, endColumn: column + 4, level, code, message: "Quote it.", fix };
        }),
      ),
    );
    return Promise.resolve(JSON.stringify({ comments }));
  }
}

interface Setup {
  readonly fake?: Fake | null;
  readonly settings?: Settings;
  readonly paths?: string[];
  readonly cacheHome?: string;
  readonly options?: LintFilesOptions;
  readonly useCache?: boolean;
}

const newFolder = (): string => createProject({ "cache/": "" });

async function lint(files: Files | string, setup: Setup = {}): Promise<ProjectRun & { text: string; sc: Finding[] }> {
  const { fake = new Fake(), settings, paths = ["."], cacheHome = newFolder(), useCache = true } = setup;
  const cwd = createProject({ ".git/": "", ...(typeof files === "string" ? { Dockerfile: files } : files) });
  const run = await lintFiles(paths, {
    cwd,
    settings: { preset: "none", rules: { SC2086: "on" }, ...settings },
    shellcheck: { env: { XDG_CACHE_HOME: cacheHome }, find: () => fake && watched(fake), cache: useCache },
    ...setup.options,
  });
  const sc = run.files.flatMap(({ findings }) => findings.filter(({ ruleId }) => ruleId.startsWith("SC")));
  return { ...run, text: run.files[0]?.text ?? "", sc };
}

/** Where scripts were handed over. */
const folders = new Set<string>();
const leftovers = (): string[] => [...folders].filter((folder) => existsSync(folder));

function watched(program: Program): Program {
  return {
    name: program.name,
    identity: program.identity,
    version: () => program.version(),
    check: (folder, files) => {
      folders.add(folder);
      return program.check(folder, files);
    },
  };
}

const crlf = (text: string): string => text.replaceAll("\n", "\r\n");

describe("what is found stands at the very word", () => {
  test.each<[string, string, [line: number, column: number]]>([
    ["shell form", "FROM a\nRUN echo HERE\n", [2, 10]],
    ["lower-case keyword", "FROM a\nrun echo HERE\n", [2, 10]],
    ["after flags", "FROM a\nRUN --mount=type=cache,target=/x --network=none echo HERE\n", [2, 54]],
    ["a continued line", "FROM a\nRUN a && \\\n    b HERE\n", [3, 7]],
    ["comments and empty lines between", "FROM a\nRUN a \\\n  # x\n\n  # HERE\n  && b HERE\n", [6, 8]],
    ["blanks behind the backslash", "FROM a\nRUN a \\  \n\tHERE\n", [3, 2]],
    ["another escape character", "# escape=`\nFROM debian\nRUN a `\n  HERE\n", [4, 3]],
    ["tabs", "FROM a\nRUN\ta\t\tHERE\n", [2, 8]],
    ["characters outside the basic plane", "FROM a\nRUN echo 😀é HERE\n", [2, 14]],
    ["CRLF", crlf("FROM a\nRUN a \\\n  && b HERE\n"), [3, 8]],
    ["a byte order mark", "\uFEFFFROM a\nRUN HERE\n", [2, 5]],
    ["a heredoc", "FROM a\nRUN <<EOF\na\n b HERE\nEOF\n", [4, 4]],
    ["a heredoc with CRLF", crlf("FROM a\nRUN <<EOF\na\n b HERE\nEOF\n"), [4, 4]],
    ["a heredoc without its tabs", "FROM a\nRUN <<-EOF\n\ta\n\t\tb HERE\n\tEOF\n", [4, 5]],
    ["a heredoc with a #! line", "FROM a\nRUN <<EOF\n#!/bin/bash -e\nHERE\nEOF\n", [4, 1]],
    ["the line of a heredoc that is redirected", "FROM a\nRUN cat <<EOF > x && HERE\n1\nEOF\n", [2, 22]],
    ["exec form of a shell", 'FROM a\nRUN ["bash", "-c", "a HERE"]\n', [2, 23]],
    ["exec form with options", 'FROM a\nRUN ["/bin/sh", "-eo", "pipefail", "-c", "HERE"]\n', [2, 43]],
    ["exec form with escapes", 'FROM a\nRUN ["sh", "-c", "a \\"\\u00e9\\n HERE"]\n', [2, 32]],
    ["exec form over lines", 'FROM a\nRUN ["sh", \\\n  "-c", \\\n  "a \\\n HERE"]\n', [5, 2]],
    ["ONBUILD", "FROM a\nONBUILD RUN a \\\n && HERE\n", [3, 5]],
    ["a file without FROM", "RUN HERE\n", [1, 5]],
    ["a file that does not build", "FROM a\nFOO\nRUN HERE\n", [3, 5]],
  ])("%s", async (_name, dockerfile, [line, column]) => {
    const { sc, text } = await lint(dockerfile);
    expect(sc.map(({ range }) => text.slice(...range))).toEqual(["HERE"]);
    expect(sc[0]?.loc).toEqual({ start: { line, column }, end: { line, column: column + 4 } });
  });

  test.each<[string, Files]>([
    [
      "Compose",
      { "compose.yaml": "services:\n  a:\n    build:\n      dockerfile_inline: |\n        FROM a\n        RUN HERE\n" },
    ],
    ["Bake", { "docker-bake.json": '{"target": {"a": {"dockerfile-inline": "FROM a\\nRUN HERE\\n"}}}' }],
    ["standard input", {}],
  ])("in %s", async (name, files) => {
    const stdin = { bytes: Buffer.from("FROM a\nRUN HERE\n") };
    const isStdin = name === "standard input";
    const { sc, text } = await lint(files, isStdin ? { paths: ["-"], options: { stdin } } : {});
    expect(sc.map(({ range }) => text.slice(...range))).toEqual(["HERE"]);
  });

  test("an empty stretch is widened to the word there, or to the last one", async () => {
    const at = (line: number, column: number) => ({ line, column, endLine: line, endColumn: column });
    const comment = (place: object) => ({ file: "0", level: "error", code: 2086, message: "x", fix: null, ...place });
    const fake = new Fake();
    const first = 4;
    fake.answer = () =>
      JSON.stringify({ comments: [comment(at(first, 4)), comment(at(first + 1, 1)), comment(at(99, 1))] });
    const { sc, text } = await lint("FROM a\nRUN ab cdef && fi\n", { fake });
    expect(sc.map(({ range }) => text.slice(...range))).toEqual(["cdef", "fi", "fi"]);
    expect(sc.map(({ message }) => message)).toEqual(["x.", "x.", "x."]);
  });

  test("a finding has the stage, the link and the proposed change", async () => {
    const { sc } = await lint("FROM a AS base\nRUN echo HERE\n");
    expect(sc[0]).toMatchObject({
      ruleId: "SC2086",
      codes: [],
      stage: "base",
      severity: "warning",
      message: "Quote it.",
      docsUrl: "https://www.shellcheck.net/wiki/SC2086",
      suggestions: [
        {
          message: "Make the change that ShellCheck proposes for SC2086",
          edits: [{ range: [24, 24] }, { range: [28, 28] }],
        },
      ],
    });
    expect(sc[0]).not.toHaveProperty("fix");
  });

  test.each([
    ["an escape", 'FROM a\nRUN ["sh", "-c", "\\u0041HERE"]\n'],
    ["a continuation", "FROM a\nRUN a\\\nHERE\n"],
  ])("no change is proposed next to %s", async (_name, dockerfile) => {
    expect((await lint(dockerfile)).sc).toMatchObject([{ suggestions: [] }]);
  });
});

describe("what it is given", () => {
  const scripts = (text: string, version = "0.10.0") =>
    scriptsOf(new DockerfileSourceCode(text, parseDockerfile(text)), version);
  const dialects = (text: string, version?: string): (string | undefined)[] =>
    scripts(text, version).map(({ preamble }) => /shell=(\w+)/.exec(preamble)?.[1]);
  const variables = (text: string): string[] => {
    const names = / (.*)\n$/.exec(scripts(text).at(-1)?.preamble.split("export")[1] ?? "")?.[1] ?? "";
    return names.split(" ").map((word) => word.replace("=1", "")).filter((name) => !/_PROXY$/i.test(name)); // prettier-ignore
  };

  test.each<[string, string, (string | undefined)[]]>([
    ["Debian's sh is dash", "FROM debian\nRUN a", ["dash"]],
    ["Alpine's sh is busybox", "FROM alpine\nRUN a", ["busybox"]],
    ["Fedora's sh is bash", "FROM fedora\nRUN a", ["bash"]],
    ["an unknown sh is read as dash", "FROM example.com/x\nRUN a", ["dash"]],
    ["SHELL", 'FROM debian\nSHELL ["/bin/bash", "-c"]\nRUN a', ["bash"]],
    ["SHELL of the stage below", 'FROM debian AS x\nSHELL ["bash", "-c"]\nFROM x\nRUN a', ["bash"]],
    ["SHELL ends with its stage", 'FROM debian\nSHELL ["bash", "-c"]\nFROM debian\nRUN a', ["dash"]],
    ["env finds the shell", 'FROM debian\nSHELL ["/usr/bin/env", "bash", "-c"]\nRUN a', ["bash"]],
    ["ash", 'FROM x\nSHELL ["/bin/ash", "-c"]\nRUN a', ["busybox"]],
    ["ksh", 'FROM x\nSHELL ["/bin/ksh", "-c"]\nRUN a', ["ksh"]],
    ["a #! line", "FROM debian\nRUN <<E\n#!/usr/bin/env bash\na\nE", ["bash"]],
    ["exec form", 'FROM debian\nRUN ["bash", "-c", "a"]', ["bash"]],
    ["a comment of hadolint", "FROM debian\n# hadolint shell=/bin/bash\nRUN a", ["bash"]],
    ["zsh is left alone", 'FROM x\nSHELL ["/bin/zsh", "-c"]\nRUN a', []],
    ["PowerShell is left alone", 'FROM x\nSHELL ["pwsh", "-c"]\nRUN a', []],
    ["Windows is left alone", "FROM mcr.microsoft.com/windows/nanoserver\nRUN a", []],
    ["Windows of the stage below", "FROM mcr.microsoft.com/windows/nanoserver AS w\nFROM w\nRUN a", []],
    ["Python in a heredoc is left alone", "FROM x\nRUN <<E\n#!/usr/bin/python3\na\nE", []],
    ["exec form of another program is left alone", 'FROM x\nRUN ["python", "-c", "a"]\nRUN ["sh", "x"]', []],
    ["CMD, ENTRYPOINT and HEALTHCHECK run elsewhere", "FROM x\nCMD a\nENTRYPOINT a\nHEALTHCHECK CMD a", []],
    ["nothing to look at", "FROM x\nRUN\nRUN <<E\nE", []],
    ["longer than 64 kB", `FROM x\nRUN ${"a ".repeat(33_000)}`, []],
  ])("%s", (_name, text, expected) => {
    expect(dialects(text)).toEqual(expected);
  });

  test("ShellCheck before 0.10 does not know busybox: it reads dash, without what busybox can do as well", () => {
    const [script] = scripts("FROM alpine\nRUN a", "0.9.0");
    expect(script?.preamble).toMatch(/^# shellcheck shell=dash disable=\S*SC3010/m);
    expect(dialects("FROM alpine\nRUN a", "0.11.0")).toEqual(["busybox"]);
  });

  test.each([
    ['SHELL ["/bin/bash", "-eo", "pipefail", "-c"]\nRUN a', "#!/bin/bash -eo pipefail"],
    ["RUN <<E\n#!/bin/bash -ex\na\nE", "#!/bin/bash -ex"],
    ['RUN ["/bin/sh", "-e", "-c", "a"]', "#!/bin/sh -e"],
    ["RUN a", "#!/bin/sh"],
  ])("options of the shell count: %j", (body, line) => {
    expect(scripts(`FROM debian\n${body}`)[0]?.preamble.split("\n")[0]).toBe(line);
  });

  test.each<[string, string, string[]]>([
    ["ENV and ARG", "FROM scratch\nARG a b=1\nENV C=1 D=2\nRUN x", ["C", "D", "PATH", "a", "b"]],
    ["not those below", "FROM scratch\nRUN x\nENV C=1", ["PATH"]],
    ["not the arguments above FROM", "ARG a=1\nFROM scratch\nRUN x", ["PATH"]],
    ["but those that the stage repeats", "ARG a=1\nFROM scratch\nARG a\nRUN x", ["PATH", "a"]],
    ["those of the stage below", "FROM scratch AS x\nENV C=1\nFROM x\nRUN x", ["C", "PATH"]],
    ["a secret in the environment", "FROM scratch\nRUN --mount=type=secret,id=k,env=KEY x", ["KEY", "PATH"]],
    ["ONBUILD: what lasts", "FROM scratch\nENV C=1\nARG a\nONBUILD ARG b\nONBUILD RUN x", ["C", "PATH", "b"]],
    ["names that no shell knows are left out", 'FROM scratch\nENV "a.b"=1 c-d=1\nRUN x', ["PATH"]],
    ["without FROM", "ARG a\nRUN x", ["a"]],
  ])("variables: %s", (_name, text, expected) => {
    expect(variables(text)).toEqual(expected);
  });

  test("directives at the head of a heredoc stand above our own command: they hold for all of it", () => {
    const [script] = scripts("FROM a\nRUN <<E\n#!/bin/sh\n# hi\n# shellcheck disable=SC2034\n\nset -e\nE");
    expect(script?.preamble.split("\n").slice(2, 4)).toEqual([
      "# shellcheck disable=SC2034",
      expect.stringMatching(/^export /),
    ]);
  });

  test("one process for all files and dialects, the same script once", async () => {
    const fake = new Fake();
    const { sc } = await lint(
      {
        "a/Dockerfile": "FROM debian\nRUN HERE\nRUN HERE\nRUN b HERE\n",
        "b/Dockerfile": 'FROM debian\nRUN HERE\nSHELL ["/bin/bash", "-c"]\nRUN HERE\n',
      },
      { fake },
    );
    expect(sc).toHaveLength(5);
    expect(fake.calls.map(({ files }) => files)).toEqual([3]);
    expect(leftovers()).toEqual([]);
  });

  test.each<[scripts: number, processors: number, processes: number[]]>([
    [0, 4, []],
    [1000, 4, [1000]],
    [1001, 1, [501, 500]],
    [1002, 4, [251, 251, 250, 250]],
    [2500, 2, [834, 833, 833]],
  ])("%d scripts on %d processors", async (count, processors, processes) => {
    const fake = new Fake();
    const keys = Array.from({ length: count }, (_, index) => `HERE ${index}`);
    const { remarks } = await checkBatch(fake, new Map(keys.map((text) => [text, { text, preamble: "" }])), processors);
    expect(fake.calls.map(({ files }) => files)).toEqual(processes);
    expect(fake.calls.flatMap(({ texts }) => texts).sort()).toEqual(keys.map((key) => `${key}\n`).sort());
    expect([...remarks.values()].filter(({ length }) => length === 1)).toHaveLength(count);
  });

  test.each<[string, string, Settings]>([
    ["no RUN", "FROM a\nCMD HERE\n", {}],
    ["switched off", "FROM a\nRUN HERE\n", { shellcheck: "off" }],
    ["a preset that shows none of its codes", "FROM a\nRUN HERE\n", { rules: {}, preset: "buildkit" }],
    ["all of its codes off", "FROM a\nRUN HERE\n", { rules: { SC2086: "off" }, preset: "none" }],
  ])("%s: it is not even looked for", async (_name, text, settings) => {
    let looked = 0;
    const find = (): null => {
      looked++;
      return null;
    };
    await lint(text, { settings, options: { shellcheck: { env: {}, find } } });
    expect(looked).toBe(0);
  });
});

describe("its codes are rules", () => {
  const run = "RUN HERE\n";

  test.each<[string, Settings, string, string[]]>([
    ["recommended shows warnings", { preset: "recommended", rules: {} }, "warning", ["warning"]],
    ["recommended shows errors", { preset: "recommended", rules: {} }, "error", ["error"]],
    ["recommended hides infos", { preset: "recommended", rules: {} }, "info", []],
    ["strict shows everything", { preset: "strict", rules: {} }, "style", ["style"]],
    ["hadolint shows everything", { preset: "hadolint", rules: {} }, "style", ["style"]],
    ["none shows nothing else", { preset: "none", rules: { SC2034: "on" } }, "error", []],
    ["on: at its own level", { preset: "recommended", rules: { SC2086: "on" } }, "style", ["style"]],
    ["a severity", { preset: "recommended", rules: { SC2086: "error" } }, "style", ["error"]],
    ["off", { preset: "strict", rules: { SC2086: "off" } }, "error", []],
    ["in lower case", { preset: "strict", rules: { sc2086: "off" } }, "error", []],
  ])("%s", async (_name, settings, level, severities) => {
    const fake = new Fake();
    fake.level = level;
    const { sc } = await lint(`FROM a\n${run}`, { settings, fake });
    expect(sc.map(({ severity }) => severity)).toEqual(severities);
  });

  test.each<[string, string, number]>([
    ["# hadolint ignore", `FROM a\n# hadolint ignore=SC2086,DL3008\n${run}`, 0],
    ["# stratalint disable-next", `FROM a\n# stratalint disable-next SC2086 -- why\n${run}`, 0],
    ["# stratalint disable-next of all", `FROM a\n# stratalint disable-next\n${run}`, 0],
    ["# stratalint disable-file", `# stratalint disable-file sc2086\nFROM a\n${run}`, 0],
    ["of another code", `FROM a\n# stratalint disable-next SC2034\n${run}`, 1],
    ["# shellcheck disable above RUN", `FROM a\n# shellcheck disable=SC2034,SC2086 # why\n${run}`, 0],
    ["# shellcheck disable above ONBUILD", `FROM a\n# shellcheck disable=2086\nONBUILD ${run}`, 0],
    ["# shellcheck disable=all", `FROM a\n# shellcheck disable=all\n${run}`, 0],
    ["# shellcheck disable of a range", `FROM a\n# shellcheck disable=SC2000-SC2087\n${run}`, 0],
    ["# shellcheck disable of a range up to it", `FROM a\n# shellcheck disable=SC2000-SC2086\n${run}`, 1],
    ["# shellcheck disable between lines", "FROM a\nRUN a \\\n # shellcheck disable=SC2086\n # x\n\n && HERE\n", 0],
    ["and not further", "FROM a\nRUN a \\\n # shellcheck disable=SC2086\n && HERE \\\n && b HERE\n", 1],
    ["# shellcheck enable is none", `FROM a\n# shellcheck enable=all\n${run}`, 1],
  ])("%s", async (_name, text, count) => {
    expect((await lint(text)).sc).toHaveLength(count);
  });

  test("a directive for a code is never called unused: another version may find it", async () => {
    const rules = { "unused-directive": "on", SC2086: "on" } as const;
    const text = "FROM a\n# stratalint disable-next SC2034\nRUN a\n# stratalint disable-next\nRUN b\n";
    expect((await lint(text, { settings: { rules } })).files[0]?.findings).toEqual([]);
  });

  test("severities of a configuration file, and overrides", async () => {
    const config = {
      preset: "none",
      rules: { SC2086: "info" },
      overrides: [{ files: ["b/*"], rules: { SC2086: "off" } }],
    };
    const files = { ".lintrc": config, "a/Dockerfile": `FROM a\n${run}`, "b/Dockerfile": `FROM a\n${run}` };
    const { sc } = await lint(files, { settings: { preset: undefined, rules: undefined } });
    expect(sc.map(({ severity }) => severity)).toEqual(["info"]);
  });

  test("reports know the codes that were found, and no others", async () => {
    const found = await lint(`FROM a\n${run}# stratalint disable-next SC2086\n${run}`);
    expect(found.rules.filter(({ id }) => id.startsWith("SC"))).toMatchObject([
      { id: "SC2086", docsUrl: "https://www.shellcheck.net/wiki/SC2086" },
    ]);
    const log = JSON.parse(sarifReporter(found, { color: false, width: 80 })) as {
      runs: { results: { ruleIndex: number }[]; tool: { driver: { rules: { id: string }[] } } }[];
    };
    const [{ results, tool } = { results: [], tool: { driver: { rules: [] } } }] = log.runs;
    expect(tool.driver.rules[results[0]!.ruleIndex]?.id).toBe("SC2086");
    expect((await lint("FROM a\nRUN b\n")).rules.some(({ id }) => id.startsWith("SC"))).toBe(false);
  });

  test("with --fix the fixed text is looked at", async () => {
    const files = { Dockerfile: "FROM a\nMAINTAINER x\nRUN HERE\n" };
    const settings: Settings = { rules: { "no-maintainer": "on", SC2086: "on" } };
    const { sc, text, fixes } = await lint(files, { settings, options: { fix: true } });
    expect(fixes).toBe(1);
    expect(sc.map(({ range }) => text.slice(...range))).toEqual(["HERE"]);
  });
});

describe("when it fails, all else is reported", () => {
  const text = "FROM alpine:latest\nRUN HERE\n";
  const settings: Settings = { rules: { "no-latest-tag": "on", SC2086: "on" } };
  const failing = (change: Partial<Fake>): Fake => Object.assign(new Fake(), change);
  const missing = "Its findings are missing from this report";

  test.each<[string, Fake | null, string]>([
    [
      "it is not there",
      null,
      "ShellCheck is not installed: the shell code of RUN is not checked by it. --shellcheck=off silences this note",
    ],
    [
      "it says no version",
      failing({
        version: () => {
          throw new ProgramError("does not say its version: is it ShellCheck?");
        },
      }),
      `fake does not say its version: is it ShellCheck?. ${missing}`,
    ],
    [
      "it hangs",
      failing({ check: () => Promise.reject(new ProgramError("gave no answer within 60 seconds")) }),
      `fake (0.10.0) gave no answer within 60 seconds. ${missing}`,
    ],
    ...[
      ["it prints nothing", "", "it is not JSON"],
      ["it prints something else", "[]", "it is not an object"],
      ["it lacks the comments", "{}", 'it has no list "comments"'],
      ["it names other files", '{"comments":[{"file":"9"}]}', 'it names a file "9" that it was not given'],
      [
        "it lacks a place",
        '{"comments":[{"file":"0","code":1,"level":"info","message":""}]}',
        'it has no whole number "line"',
      ],
      ["it has another level", '{"comments":[{"file":"0","code":1,"level":"loud"}]}', 'its level "loud" is not known'],
    ].map(([name = "", answer = "", why = ""]): [string, Fake, string] => [
      name,
      failing({ answer: () => answer }),
      `fake (0.10.0) printed something that cannot be understood: ${why}. ${missing}`,
    ]),
  ])("%s", async (_name, fake, note) => {
    const { notes, errors, files } = await lint({ "a/Dockerfile": text, "b/Dockerfile": text }, { fake, settings });
    expect(notes).toEqual([note]);
    expect(errors).toEqual([]);
    expect(files.map(({ findings }) => findings.map(({ ruleId }) => ruleId))).toEqual([
      ["no-latest-tag"],
      ["no-latest-tag"],
    ]);
    expect(leftovers()).toEqual([]);
  });

  test("the note names the path that was asked for", async () => {
    const { notes } = await lint(text, { fake: null, settings: { ...settings, shellcheck: "./nope" } });
    expect(notes[0]).toMatch(/^there is no ShellCheck at \.\/nope: /);
  });

  test("without leave to start programs there is no note either", async () => {
    expect((await lint(text, { options: { shellcheck: undefined } })).notes).toEqual([]);
  });
});

describe("the cache", () => {
  const text = "FROM a\nRUN HERE\nRUN b\n";

  async function twice(
    between: (home: string, fake: Fake) => void,
    useCache = true,
  ): Promise<[Fake, Finding[], Finding[]]> {
    const [fake, cacheHome] = [new Fake(), newFolder()];
    const first = await lint(text, { fake, cacheHome });
    between(cacheHome, fake);
    fake.calls = [];
    const second = await lint(text, { fake, cacheHome, useCache });
    return [fake, first.sc, second.sc];
  }

  const filesIn = (folder: string): string[] =>
    readdirSync(folder, { recursive: true, encoding: "utf8", withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
  const damage = (how: string) => (home: string) => {
    for (const file of filesIn(home)) writeFileSync(file, how);
  };

  test("what was said before is not asked again", async () => {
    const [fake, first, second] = await twice(() => undefined);
    expect(fake.calls).toEqual([]);
    expect(second).toEqual(first);
    expect(first).toHaveLength(1);
  });

  test.each<[string, (home: string, fake: Fake) => void]>([
    ["damaged", damage('{"remarks": [{"code"')],
    ["emptied", damage("")],
    ["of another shape", damage('{"remarks": [{"code": 1}]}')],
    ["of another version", (_home, fake) => (fake.version = () => "0.11.0")],
  ])("%s: it is asked again, with the same outcome", async (_name, between) => {
    const [fake, first, second] = await twice(between);
    expect(fake.calls).toHaveLength(1);
    expect(second).toEqual(first);
  });

  test("--no-cache: it is asked again", async () => {
    const [fake] = await twice(() => undefined, false);
    expect(fake.calls).toHaveLength(1);
  });

  test("the version is asked once of a program that can be told from others", async () => {
    const fake = new Fake();
    fake.identity = "/bin/shellcheck 1 2";
    const cacheHome = newFolder();
    await lint(text, { fake, cacheHome });
    await lint(text, { fake, cacheHome });
    expect(fake.versions).toBe(1);
  });

  test("a folder that cannot be written costs time and nothing else", async () => {
    const cacheHome = join(createProject({ file: "" }), "file");
    const { sc, notes, errors } = await lint(text, { cacheHome });
    expect([sc.length, notes, errors]).toEqual([1, [], []]);
  });

  test("nothing half-written is left behind, and no script is stored", async () => {
    const cacheHome = newFolder();
    await lint("FROM a\nRUN HERE --password=hunter2\n", { cacheHome });
    const files = filesIn(cacheHome);
    expect(files.filter((file) => file.endsWith(".tmp"))).toEqual([]);
    expect(files.length).toBeGreaterThan(0);
    expect(files.map((file) => readFileSync(file, "utf8")).join("")).not.toContain("hunter2");
  });
});

describe("the installed program", () => {
  const folder = mkdtempSync(join(tmpdir(), "stratalint-bin-"));
  const script = (name: string, body: string): string => {
    const path = join(folder, name);
    writeFileSync(path, `#!/bin/sh\n${body}\n`);
    chmodSync(path, 0o755);
    return path;
  };
  const use = (path: string): Program => findProgram(path, process.env, "/")!;

  test("is looked for on the search path, by name or by path", () => {
    const path = script("shellcheck", "exit 0");
    const env = { PATH: `/nope:${folder}` };
    expect(findProgram("auto", env, "/")?.name).toBe("shellcheck");
    expect(findProgram("shellcheck", env, "/")?.name).toBe("shellcheck");
    expect(findProgram("./shellcheck", {}, folder)?.name).toBe("./shellcheck");
    expect(findProgram(path, {}, "/")?.name).toBe(path);
    expect(findProgram("auto", {}, folder)).toBeNull();
    expect(findProgram(folder, {}, "/")).toBeNull();
    writeFileSync(join(folder, "plain"), "");
    expect(findProgram(join(folder, "plain"), {}, "/")).toBeNull();
  });

  test("a launcher may start another version tomorrow: its own version is not remembered", () => {
    expect(use(script("launcher", "exit 0")).identity).toBeNull();
  });

  test.each([
    ["exit 3", "ended with exit code 3"],
    ["echo 'unknown option' >&2; exit 4", "ended with exit code 4: unknown option"],
    ["kill -9 $$", "was ended by SIGKILL"],
  ])("%s", async (body, message) => {
    const program = use(script("broken", body));
    await expect(program.check(folder, ["0"])).rejects.toThrow(new ProgramError(message));
    expect(() => program.version()).toThrow(ProgramError);
  });

  test("what hangs is ended", async () => {
    const program = findProgram(script("hangs", "sleep 30"), process.env, "/", { start: 1000, perScript: 50 })!;
    await expect(program.check(folder, ["0", "1"])).rejects.toThrow(
      new ProgramError("gave no answer within 1 seconds"),
    );
    expect(() => program.version()).toThrow("gave no answer within 1 seconds");
  });

  test("what says no version is not ShellCheck", () => {
    expect(() => use(script("other", "echo hello")).version()).toThrow("does not say its version: is it ShellCheck?");
    expect(use(script("right", "echo 'version: 1.2.3'")).version()).toBe("1.2.3");
  });

  test("options from the environment do not reach it", async () => {
    const path = script("echo", 'printf %s "$SHELLCHECK_OPTS$FOO$*"');
    const program = findProgram(path, { SHELLCHECK_OPTS: "-x", FOO: "foo " }, "/")!;
    expect(await program.check(folder, ["0", "1"])).toBe("foo --norc --format=json1 0 1");
  });
});

describe("on the command line", () => {
  const report = JSON.stringify({
    comments: [
      {
        file: "0",
        line: 4,
        endLine: 4,
        column: 1,
        endColumn: 2,
        level: "warning",
        code: 2046,
        message: "Quote.",
        fix: null,
      },
    ],
  });
  const fake = `#!/bin/sh\n[ "$1" = --version ] && echo "version: 0.10.0" && exit\necho '${report}'\nexit 1\n`;

  async function cli(
    args: string[],
    env: Record<string, string> = {},
  ): Promise<{ code: number; out: string; err: string }> {
    const cwd = createProject({
      ".git/": "",
      ".lintrc": { preset: "none", rules: { SC2046: "on" } },
      Dockerfile: "FROM scratch\nRUN x && y\n",
      "bin/shellcheck": fake,
      "cache/": "",
    });
    chmodSync(join(cwd, "bin/shellcheck"), 0o755);
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
      env: { XDG_CACHE_HOME: join(cwd, "cache"), ...env, ...(env["PATH"] ? { PATH: join(cwd, env["PATH"]) } : {}) },
      readStdin: () => Promise.resolve(new Uint8Array()),
    };
    return { code: await main([...args, "Dockerfile"], io), ...written };
  }

  test.each<[string, string[], Record<string, string>, { code: number; out?: unknown; err: string }]>([
    ["auto finds it on the search path", [], { PATH: "bin" }, { code: 1, out: /2:5 {2}warning {2}SC2046/, err: "" }],
    ["a path", ["--shellcheck=bin/shellcheck"], {}, { code: 1, out: /SC2046/, err: "" }],
    ["off", ["--shellcheck=off"], { PATH: "bin" }, { code: 0, err: "" }],
    ["a code that is off", ["--rule", "SC2046: off"], { PATH: "bin" }, { code: 0, err: "" }],
    ["without the cache", ["--no-cache"], { PATH: "bin" }, { code: 1, out: /SC2046/, err: "" }],
    [
      "absent: a note, no error",
      [],
      {},
      {
        code: 0,
        err: "note: ShellCheck is not installed: the shell code of RUN is not checked by it. --shellcheck=off silences this note\n",
      },
    ],
    ["absent: nothing with --quiet", ["--quiet"], {}, { code: 0, err: "" }],
    ["a path that leads nowhere", ["--shellcheck=./nope", "--quiet"], {}, { code: 0, err: "" }],
  ])("%s", async (_name, args, env, { code, out = /^(?![^]*SC\d)/, err }) => {
    expect(await cli(args, env)).toEqual({ code, out: expect.stringMatching(out as RegExp), err });
  });
});

const installed = findProgram("auto", process.env, "/");
const withShellcheck = installed ? describe : describe.skip;

withShellcheck("with ShellCheck itself (skipped where it is not installed)", () => {
  async function found(body: string, rules?: Settings["rules"]): Promise<string[]> {
    const { sc, text, notes } = await lint(`FROM debian\n${body}`, {
      settings: { preset: "strict", rules },
      fake: installed as never,
    });
    expect(notes).toEqual([]);
    return sc.map(({ ruleId, range }) => `${ruleId} ${text.slice(...range)}`);
  }

  test.each<[string, string, string[]]>([
    ["unquoted variables", "RUN x=$1; echo \\\n  # no\n\t$x 😀 $x", ["SC2086 $x", "SC2086 $x"]],
    ["variables of the file", "ARG a\nENV b=1\nRUN echo $a $b $HTTP_PROXY $http_proxy", []],
    ["variables of nobody", 'RUN echo "$nobody"', ["SC2154 $nobody"]],
    ["misspelt variables", 'ENV APP_HOME=/a\nRUN echo "$APP_HOMEE"', ["SC2153 $APP_HOMEE"]],
    ["what dash does not have", "RUN source /x", ["SC3046 source /x"]],
    ["what bash has", 'SHELL ["/bin/bash", "-c"]\nRUN source /x', []],
    ["a heredoc", "RUN <<E\nset -e\ncd /x\necho $(ls)\nE", ["SC2046 $(ls)", "SC2005 $(ls)"]],
    ["options of SHELL", 'SHELL ["/bin/bash", "-e", "-c"]\nRUN cd /x; ls', []],
    ["without them", "RUN cd /x; ls", ["SC2164 cd /x"]],
    ["its own directive in a heredoc", 'RUN <<E\n# shellcheck disable=SC2154\necho one\necho "$x"\nE', []],
    ["nothing about its own lines", "RUN true", []],
  ])("%s", async (_name, body, expected) => {
    expect((await found(body)).sort()).toEqual([...expected].sort());
  });

  test("a shell that does not parse", async () => {
    expect(await found("RUN if true; then a")).toContain("SC1073 if");
  });

  test("its change, made, leaves nothing to say", async () => {
    const { sc, text } = await lint("FROM debian\nRUN x=$1; echo a$x\n", {
      settings: { preset: "strict", rules: {} },
      fake: installed as never,
    });
    const edits = sc.find(({ ruleId }) => ruleId === "SC2086")?.suggestions[0]?.edits ?? [];
    const changed = [...edits]
      .reverse()
      .reduce((all, edit) => all.slice(0, edit.range[0]) + edit.text + all.slice(edit.range[1]), text);
    expect(changed).toBe('FROM debian\nRUN x=$1; echo a"$x"\n');
  });

  test("the folder for its scripts is removed", () => {
    expect(folders.size).toBeGreaterThan(0);
    expect(leftovers()).toEqual([]);
  });
});
