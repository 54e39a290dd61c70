/** .dockerignore as builders read it, and what a build context has. */
import fc from "fast-check";
import { createBuildContext } from "../../src/context/build-context.ts";
import { cleanPath, contextPath } from "../../src/context/clean-path.ts";
import { readIgnoreFile } from "../../src/context/ignore-file.ts";
import { compileRegexp } from "../../src/context/linear-regexp.ts";
import { PatternError } from "../../src/context/pattern-error.ts";
import { createMatcher } from "../../src/context/pattern-matcher.ts";
import { compileGlob } from "../../src/context/path-glob.ts";
import { memoryReader } from "../memory-context.ts";

test.each([
  ["", "."],
  ["/", "/"],
  ["a//b/./c/", "a/b/c"],
  ["a/../../b", "../b"],
  ["/../a", "/a"],
])("cleanPath %j", (path, cleaned) => {
  expect(cleanPath(path)).toBe(cleaned);
});

test.each([
  [".", "."],
  ["/a/", "a"],
  ["../../a", "a"],
])("contextPath %j", (path, below) => {
  expect(contextPath(path)).toBe(below);
});

describe("readIgnoreFile", () => {
  const read = (text: string): unknown[] =>
    readIgnoreFile(text).patterns.map(({ pattern, line, column }) => [pattern, line, column]);

  test.each<[string, string, unknown[]]>([
    ["byte order mark, comments only in the first column", "\uFEFF#a\n #b\n", [["#b", 2, 2]]],
    [
      "CRLF and blank lines",
      "a\r\n\r\n  b \r\n",
      [
        ["a", 1, 1],
        ["b", 3, 3],
      ],
    ],
    [
      "leading slashes, dots and slashes at the end",
      "/a\n//b/\n./c\n/\n..\n",
      [
        ["a", 1, 1],
        ["b", 2, 1],
        ["c", 3, 1],
        ["/", 4, 1],
        ["..", 5, 1],
      ],
    ],
    [
      "! and white space behind it",
      "! /a/\n!!b\n",
      [
        ["!a", 1, 1],
        ["!!b", 2, 1],
      ],
    ],
  ])("%s", (_name, text, patterns) => {
    expect(read(text)).toEqual(patterns);
  });

  test("each wrong pattern is a problem with its line", () => {
    const { problems } = readIgnoreFile("ok\n!\n[z-a]x\na[\nb\\\n[-]\n*{2}\n");
    expect(problems.map(({ message, pattern }) => [pattern.line, message])).toEqual([
      [2, 'illegal exclusion pattern: "!"'],
      ...[3, 4, 5, 6, 7].map((line) => [line, "syntax error in pattern"]),
    ]);
  });
});

describe("createMatcher", () => {
  test.each<[string[], string[], string[]]>([
    [["foo"], ["foo", "foo/a/b"], ["a/foo", "foox", ".", "FOO"]],
    [["**foo"], ["foo", "xfoo", "a/xfoo"], ["foox"]],
    [["**/foo"], ["foo", "a/b/foo"], ["xfoo"]],
    [["foo/**"], ["foo/a", "foo/a/b"], ["foo"]],
    [["a/*/c"], ["a/b/c", "a/b/c/d"], ["a/c", "a/b/b/c"]],
    [["a/**/c"], ["a/c", "a/b/b/c"], ["ac"]],
    [["?.[ch]"], ["a.c", "b.h"], ["a.x", ".c", "ab.c"]],
    [["[^a]b"], ["xb", "\u{1F600}b"], ["ab"]],
    [["[!a]b"], ["!b", "ab"], ["xb"]],
    [["{a,b}*"], ["{a,b}c"], ["a", "b"]],
    [
      ["**", "!src", "src/x"],
      ["a", "src/x"],
      ["src", "src/y"],
    ],
    [["!a", "a"], ["a"], []],
    [[""], [], ["a"]],
  ])("%j", (patterns, ignored, kept) => {
    const matcher = createMatcher(patterns);
    expect(ignored.filter((path) => !matcher.matches(path))).toEqual([]);
    expect(kept.filter((path) => matcher.matches(path))).toEqual([]);
  });

  // Moby does not escape these in the expression that it makes of a pattern with a wildcard.
  test.each<[string, string[], string[]]>([
    ["a|?", ["a", "abc", "x"], ["/"]],
    ["a{2}?", ["aab"], ["ab", "a{2}b"]],
    ["a^?", [], ["a^b"]],
    ["a\\d?", ["a1x"], ["adx"]],
    ["bin\\Debug", ["binxebug"], ["bin/Debug", "bin1ebug", "bin\\Debug"]],
    ["x[*]", ["x]", "x[^]"], ["x*", "xa]"]],
    ["[[:digit:]]?", ["1x"], ["ax", "1]x"]],
  ])("as moby's expression has it: %s", (pattern, ignored, kept) => {
    const matcher = createMatcher([pattern]);
    expect(ignored.filter((path) => !matcher.matches(path))).toEqual([]);
    expect(kept.filter((path) => matcher.matches(path))).toEqual([]);
  });

  test("the deciding pattern is the last that left the path out", () => {
    expect(createMatcher(["a", "!a/b", "**/b"]).decide("a/b")).toBe(2);
    expect(createMatcher(["a", "**"]).decide("a/b")).toBe(0);
  });

  const patterns = fc.array(
    fc.oneof(
      fc.string(),
      fc
        .array(
          fc.constantFrom(
            "*",
            "**",
            "?",
            "[",
            "]",
            "^",
            "-",
            "a",
            "b",
            "/",
            "\\",
            "{",
            "2",
            ",",
            "}",
            "|",
            "!",
            ".",
            "é",
          ),
        )
        .map((parts) => parts.join("")),
    ),
    { maxLength: 6 },
  );

  test("fails with nothing but its own error, and never where the problems are none", () => {
    fc.assert(
      fc.property(patterns, fc.string(), (texts, path) => {
        const { patterns: read, problems } = readIgnoreFile(texts.join("\n"));
        const judge = (): boolean => createMatcher(read.map(({ pattern }) => pattern)).matches(path);
        if (problems.length === 0) expect(typeof judge()).toBe("boolean");
        else expectOwnError(judge);
      }),
      { numRuns: 500 },
    );
  });

  function expectOwnError(judge: () => boolean): void {
    try {
      judge();
    } catch (error) {
      expect(error).toBeInstanceOf(PatternError);
    }
  }

  test("simple patterns fit what RegExp says", () => {
    const names = fc.array(fc.constantFrom("a", "b", ".", "/"), { maxLength: 10 }).map((parts) => parts.join(""));
    const meanings = new Map([
      ["*", "[^/]*"],
      ["?", "[^/]"],
      [".", "\\."],
    ]);
    const globs = fc.array(fc.constantFrom("a", "b", ".", "*", "?", "[ab]", "[^a]"), { maxLength: 8 });
    fc.assert(
      fc.property(globs, names, (parts, name) => {
        const source = parts.map((part) => meanings.get(part) ?? part).join("");
        expect(compileRegexp(`^${source}$`)(name)).toBe(new RegExp(`^${source}$`).test(name));
      }),
      { numRuns: 500 },
    );
  });

  test("time is linear: no backtracking", () => {
    const matcher = createMatcher([`${"*a".repeat(20)}b`, `${"**/a*/".repeat(10)}c`]);
    const time = (length: number): number => {
      const start = performance.now();
      matcher.matches("a".repeat(length));
      return performance.now() - start;
    };
    time(1000);
    const short = Math.min(time(2000), time(2000), time(2000));
    expect(time(40_000)).toBeLessThan(20 * Math.max(short, 1) * 8);
  });
});

test.each<[string, string[], string[]]>([
  ["*.js", ["a.js", ".js"], ["a/b.js", "a.ts"]],
  ["[a-c]?", ["ax", "c."], ["dx", "a"]],
  ["a\\*", ["a*"], ["ab"]],
  ["[\\]x[]", ["]", "x", "["], ["a"]],
  ["a.(b)", ["a.(b)"], ["axb"]],
])("compileGlob %s", (pattern, fitting, others) => {
  const fits = compileGlob(pattern);
  expect(fitting.filter((name) => !fits(name))).toEqual([]);
  expect(others.filter((name) => fits(name))).toEqual([]);
});

describe("createBuildContext", () => {
  const files = { "/c/a.txt": "", "/c/d/x.js": "", "/c/d/e/y.ts": "", "/c/Dockerfile": "" };
  const create = (more: Record<string, string> = {}, root: string | null = "/c") =>
    createBuildContext(memoryReader({ ...files, ...more }), { root, dockerfilePath: "/docker/api.Dockerfile" });

  test.each<[string, Record<string, string>, string | undefined]>([
    ["none", {}, undefined],
    ["the context's", { "/c/.dockerignore": "a" }, "/c/.dockerignore"],
    [
      "the Dockerfile's own wins",
      { "/c/.dockerignore": "a", "/docker/api.Dockerfile.dockerignore": "" },
      "/docker/api.Dockerfile.dockerignore",
    ],
    ["one next to the Dockerfile does not count", { "/docker/.dockerignore": "a" }, undefined],
    ["a folder is none", { "/c/.dockerignore/x": "" }, undefined],
  ])("ignore file: %s", (_name, more, path) => {
    expect(create(more).ignoreFile?.path).toBe(path);
  });

  test.each([
    ["a.txt", true],
    ["/d/e/", true],
    ["../a.txt", true],
    [".", true],
    ["d/*/y.ts", true],
    ["*/x.js", true],
    ["[", true],
    ["b.txt", false],
    ["*.js", false],
    ["a.txt/*", false],
    ["d/?", true],
    ["d/??", false],
  ])("has(%j) is %s", (source, there) => {
    expect(create().has(source)).toBe(there);
  });

  test.each([
    ["d\n!d/e", "d", false],
    ["d\n!d/e", "d/x.js", true],
    ["d\n!d/f", "d", true],
    ["d\n!d/f/*", "d/e", true],
    ["d\n!**/*.ts", "d", false],
    ["d\n!**/*.go", "d", true],
    ["d/*", "d", false],
    ["**/*.js", "d/*.js", true],
    ["*", ".", true],
    ["*\n!d", ".", false],
    ["[", "a.txt", false],
  ])("with %j, isIgnored(%j) is %s", (dockerignore, source, ignored) => {
    expect(create({ "/c/.dockerignore": dockerignore }).isIgnored(source)).toBe(ignored);
  });

  test("without a folder the patterns alone decide, and everything may be there", () => {
    const context = create({ "/docker/api.Dockerfile.dockerignore": "d\nb\n!d/*.js\n" }, null);
    expect([context.isIgnored("b"), context.isIgnored("d"), context.has("nope")]).toEqual([true, false, true]);
  });
});
