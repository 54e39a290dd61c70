import { gzipSync } from "node:zlib";
import { compileRegexp } from "../../src/context/linear-regexp.ts";
import { decompress } from "../../src/context/decompress.ts";
import { followLinks } from "../../src/context/file-tree.ts";
import { findSources } from "../../src/context/find-sources.ts";
import { createMatcher } from "../../src/context/pattern-matcher.ts";
import { translatePattern } from "../../src/context/pattern-syntax.ts";
import { compileSegments } from "../../src/context/segment-pattern.ts";
import { createCopyFilter, walkTree } from "../../src/context/walk-tree.ts";
import { memoryFiles, type MemoryTree } from "../memory-files.ts";

describe("walking a context", () => {
  const tree: MemoryTree = { "a/b/c": 1, "a/b/d": 1, "a/e": 1, "f/": {}, g: { link: "a" } };
  test.each<[string, string, readonly string[], readonly string[], string[]]>([
    ["everything", "", [], [], ["a", "a/b", "a/b/c", "a/b/d", "a/e", "f", "g"]],
    ["without what is ignored", "a/b", [], [], ["a", "a/e", "f", "g"]],
    ["with what is taken back in", "a\n!a/b/c", [], [], ["a", "a/b", "a/b/c", "f", "g"]],
    ["with what a pattern of any depth takes back in", "**\n!**/d", [], [], ["a", "a/b", "a/b/d"]],
    ["what a filter includes, with the folders above", "", ["a/b/c"], [], ["a", "a/b", "a/b/c"]],
    ["all of an included folder", "", ["a/b"], [], ["a", "a/b", "a/b/c", "a/b/d"]],
    ["without what a filter excludes", "", [], ["a/b", "g"], ["a", "a/e", "f"]],
    ["with the exceptions of a filter", "", [], ["a", "!a/b/c"], ["a", "a/b", "a/b/c", "f", "g"]],
    ["nothing that is both", "", ["a"], ["**/c"], ["a", "a/b", "a/b/d", "a/e"]],
  ])("%s", (_, ignored, include, exclude, expected) => {
    const files = memoryFiles({ ...tree, ".dockerignore": `.dockerignore\n${ignored}` });
    const walked = [...walkTree(files, "", createCopyFilter(include, exclude))].map(({ path }) => path);
    expect(walked.sort()).toEqual(expected);
  });

  test("a folder that only exceptions could fill is not there without them", () => {
    const files = memoryFiles({ ".dockerignore": "a\n!a/keep", "a/x": 1, "b/": {} });
    expect([files.find("a"), files.exists("a"), files.find("b")?.type]).toEqual([null, true, "directory"]);
  });

  test("nothing lies behind a link or a file", () => {
    const files = memoryFiles({ "a/b": 1, l: { link: "a" } });
    expect([files.find("l/b"), files.find("a/b/c"), files.find("a/b")?.size]).toEqual([null, null, 1]);
  });
});

describe("following links", () => {
  const files = memoryFiles({
    "d/f": 1,
    to: { link: "d" },
    absolute: { link: "/d/f" },
    out: { link: "../../../d" },
    chain: { link: "to/f" },
    round: { link: "round" },
    dangling: { link: "nope/x" },
    "d/up": { link: ".." },
  });
  test.each([
    ["d/f", "d/f"],
    ["to/f", "d/f"],
    ["absolute", "d/f"],
    ["out/f", "d/f"],
    ["chain", "d/f"],
    ["d/up/to", "d"],
    ["dangling", "nope/x"],
    ["not/there", "not/there"],
    ["round", null],
  ])("%s -> %s", (path, expected) => {
    expect(followLinks(files, path)).toBe(expected);
  });
});

describe("finding sources", () => {
  const files = memoryFiles({ "a.js": 1, "b.js": 1, "d/x.js": 1, "e/x.js": 1, "[a].js": 1, l: { link: "d" } });
  test.each<[string, string[], string | null]>([
    ["a.js", ["a.js"], null],
    ["./d/../a.js", ["a.js"], null],
    ["*.js", ["[a].js", "a.js", "b.js"], null],
    ["?.js", ["a.js", "b.js"], null],
    ["[ab].js", ["a.js", "b.js"], null],
    ["[[]a].js", ["[a].js"], null],
    ["*/x.js", ["d/x.js", "e/x.js"], null],
    ["l/*.js", ["d/x.js"], null],
    ["*.ts", [], null],
    ["nope/*.js", [], "nope"],
    ["nope", [], "nope"],
    [".", [""], null],
  ])("%s", (source, paths, missing) => {
    const found = findSources(files, source);
    expect([found.matches.map(({ path }) => path), found.missing]).toEqual([paths, missing]);
  });
});

describe("patterns judged folder by folder say the same as on whole paths", () => {
  test.each([
    [["a", "!a/b"], "a/b/c", false],
    [["a", "!a/b"], "a/c", true],
    [["*", "!x", "x/y"], "x/y/z", true],
    [["**/*.log", "!keep.log"], "a/b.log", true],
    [["**/*.log", "!keep.log"], "keep.log", false],
    [["d/**"], "d", false],
    [["d/**"], "d/e/f", true],
  ])("%j: %s", (patterns, path, expected) => {
    const matcher = createMatcher(patterns);
    const parts = path.split("/");
    const hits = parts
      .slice(0, -1)
      .reduce<ReturnType<typeof matcher.hitsOf> | null>(
        (parent, _, index) => matcher.hitsOf(parts.slice(0, index + 1).join("/"), parent),
        null,
      );
    expect([matcher.matchesIn(path, hits), matcher.matches(path)]).toEqual([expected, expected]);
  });
});

test("the quick comparison agrees with the expression for every short pattern and path", () => {
  const segments = ["a", "*", "**", "a*", "*b", "a*b", "*a*", "a.b"];
  const names = ["a", "b", "ab", "aab", "a.b", "ba"];
  const join = (parts: readonly string[], depth: number): string[] =>
    depth === 0 ? [] : [...parts, ...join(parts, depth - 1).flatMap((rest) => parts.map((part) => `${part}/${rest}`))];
  const paths = [...new Set(join(names, 2))];
  const differences = [...new Set(join(segments, 3))].flatMap((pattern) => {
    const { regexp } = translatePattern(pattern);
    const quick = compileSegments(pattern);
    if (regexp === null || quick === null) return [];
    const slow = compileRegexp(regexp);
    return paths.filter((path) => quick(path) !== slow(path)).map((path) => `${pattern} on ${path}`);
  });
  expect(differences).toEqual([]);
});

describe("decompressing", () => {
  const text = Buffer.from("hello ".repeat(10_000));
  const all = (content: Uint8Array): string => Buffer.concat([...decompress([content]).rest()]).toString();
  const zstd = Buffer.from("28b52ffd2005290000" + "68656c6c6f", "hex");
  test.each<[string, Uint8Array, string]>([
    ["what is not compressed", text, text.toString()],
    ["gzip", gzipSync(text), text.toString()],
    ["gzip in two members", Buffer.concat([gzipSync("hel"), gzipSync("lo")]), "hello"],
    ["zstd", zstd, "hello"],
    ["nothing", Buffer.alloc(0), ""],
  ])("%s", (_, content, expected) => {
    expect(all(content)).toBe(expected);
  });

  test("gzip cut anywhere behind its first bytes", () => {
    const whole = gzipSync(text);
    const lengths = Array.from({ length: whole.length - 3 }, (_, index) => index + 3);
    const noticed = lengths.filter((length) => {
      try {
        return all(whole.subarray(0, length)) === null;
      } catch {
        return true;
      }
    });
    expect(noticed).toEqual(lengths);
  });

  test("gzip that comes byte by byte", () => {
    const bytes = [...gzipSync("hello")].map((byte) => Uint8Array.of(byte));
    expect(Buffer.concat([...decompress(bytes).rest()]).toString()).toBe("hello");
  });

  test.each<[string, Uint8Array, RegExp]>([
    [
      "damaged",
      Buffer.concat([gzipSync(text).subarray(0, 30), Buffer.alloc(40, 0xff)]),
      /^the gzip archive is damaged: /,
    ],
    ["cut in its last field", gzipSync(text).subarray(0, -1), /^the gzip archive is damaged: it ends too early$/],
    ["bzip2", Buffer.from("BZh91AY&SY"), /^bzip2 archives cannot be looked into$/],
    ["xz", Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]), /^xz archives cannot be looked into$/],
  ])("%s", (_, content, message) => {
    expect(() => all(content)).toThrow(message);
  });
});
