import fc from "fast-check";
import { expandWord, variablesIn, type ExpandOptions } from "../../src/syntax/expand-word.ts";
import { goQuote } from "../../src/syntax/go-quote.ts";
import { parseImageReference } from "../../src/model/image-reference.ts";
import { NameTable, PersistentMap } from "../../src/model/persistent-map.ts";
import { formatPlatform, parsePlatform } from "../../src/model/platform.ts";
import { resolveWorkdir } from "../../src/model/workdir.ts";

const env = new Map([
  ["fruit", "apple"],
  ["empty", ""],
  ["path", "/usr/local/bin:/usr/bin"],
  ["file", "archive.tar.gz"],
  ["stars", "a*b*c"],
  ["wide", "x😀y"],
  ["größe", "XL"],
  ["spaced", "one  two"],
]);

describe("expandWord", () => {
  test.each([
    // Plain variables and what ends a name.
    ["plain", "plain"],
    ["", ""],
    ["$fruit", "apple"],
    ["${fruit}s", "apples"],
    ["$fruit-$fruit", "apple-apple"],
    ["$unset.", "."],
    ["$größe", "XL"],
    ["$", "$"],
    ["a$/b", "a$/b"],
    ["$(cmd) `cmd`", "$(cmd) `cmd`"],
    ["$1x$12y", "xy"],
    ["$@@$#", "@"],
    ["$$fruit", "fruit"],
    // Quotes and escapes.
    ["'$fruit'", "$fruit"],
    ['"$fruit"', "apple"],
    ['"it\'s $fruit"', "it's apple"],
    ["\\$fruit", "$fruit"],
    ['"\\$fruit \\" \\\\ \\n"', '$fruit " \\ \\n'],
    ["a\\bc", "abc"],
    ["end\\", "end"],
    ["'a\\b'", "a\\b"],
    // Defaults, alternatives, demands.
    ["${fruit:-pear}", "apple"],
    ["${unset:-pear}", "pear"],
    ["${unset-pear}", "pear"],
    ["${empty:-pear}", "pear"],
    ["${empty-pear}", ""],
    ["${fruit:+pear}", "pear"],
    ["${empty+pear}", "pear"],
    ["${empty:+pear}", ""],
    ["${unset:+pear}", ""],
    ["${fruit:?gone}", "apple"],
    ["${empty?gone}", ""],
    ["${unset:-${fruit}}", "apple"],
    ["${unset:-${other:-${fruit:+deep}}}", "deep"],
    ['${unset:-"a b"}', "a b"],
    ["${unset:-'}'}", "}"],
    ["${unset:-\\}}", "}"],
    ["${unset:-a}b}", "ab}"],
    // Prefixes and suffixes.
    ["${path#*/}", "usr/local/bin:/usr/bin"],
    ["${path##*/}", "bin"],
    ["${path%/*}", "/usr/local/bin:/usr"],
    ["${path%%:*}", "/usr/local/bin"],
    ["${file%.*}", "archive.tar"],
    ["${file%%.*}", "archive"],
    ["${file#archive}", ".tar.gz"],
    ["${file#tar}", "archive.tar.gz"],
    ["${file#????????}", "tar.gz"],
    ["${wide#x?}", "y"],
    ["${wide%?}", "x😀"],
    ["${stars#a\\*}", "b*c"],
    ["${stars%\\**}", "a*b"],
    ["${path#\\/}", "usr/local/bin:/usr/bin"],
    ["${file#*a*i}", "ve.tar.gz"],
    ["${file##*a*i}", "ve.tar.gz"],
    ["${file##*.*.}", "gz"],
    ["${unset#a}", ""],
    // Replacements.
    ["${fruit/p/b}", "abple"],
    ["${fruit//p/b}", "abble"],
    ["${fruit/p*/b}", "ab"],
    ["${fruit/x/b}", "apple"],
    ["${fruit//?/.}", "....."],
    ["${fruit//p/}", "ale"],
    ["${path/\\/usr/\\/opt}", "\\/opt/local/bin:/usr/bin"],
    ["${fruit//p/'$0$0'}", "apppple"],
    ["${fruit/$empty/x}", "xapple"],
  ])("%s -> %s", (word, expected) => {
    const { result, error } = expandWord(word, env, { escape: "\\" });
    expect({ result, error }).toEqual({ result: expected, error: null });
  });

  test.each([
    ["'open", "unexpected end of statement while looking for matching single-quote"],
    ['"open', "unexpected end of statement while looking for matching double-quote"],
    ["${", "syntax error: missing '}'"],
    ["${fruit:-", "syntax error: missing '}'"],
    ["${fruit:-${x}", "syntax error: missing '}'"],
    ["${fruit:-'x", "syntax error: missing '}'"],
    ["${fruit/p", "syntax error: missing '/' in ${}"],
    ["${fruit/p}", "syntax error: missing '/' in ${}"],
    ["${}", "syntax error: bad substitution"],
    ["${:-x}", "syntax error: bad substitution"],
    ["${{x}}", "syntax error: bad substitution"],
    ["${fruit^}", "unsupported modifier (^) in substitution"],
    ["${fruit:=x}", "unsupported modifier (:=) in substitution"],
    ["${fruit:#x}", "unsupported modifier (:#) in substitution"],
    ["${fruit:1:2}", "unsupported modifier (:1) in substitution"],
    ["${.}", "unsupported modifier (.) in substitution"],
    ["${unset:?}", "unset: is not allowed to be unset"],
    ["${empty:?}", "empty: is not allowed to be empty"],
    ["${unset?needed here}", "unset: needed here"],
    ["${fruit#\\x}", "invalid pattern (\\x) in substitution: invalid escape '\\x'"],
  ])("%s is an error", (word, error) => {
    expect(expandWord(word, env, { escape: "\\" }).error).toBe(error);
  });

  test.each<[string, Partial<ExpandOptions>, string]>([
    ["C:\\dir\\$fruit", { escape: "`" }, "C:\\dir\\apple"],
    ["`$fruit", { escape: "`" }, "$fruit"],
    ["'a' \"$fruit\"", { rawQuotes: true }, "'a' \"apple\""],
    ["a\\b", { rawEscapes: true }, "a\\b"],
    ['don\'t "$fruit"', { skipQuotes: true }, 'don\'t "apple"'],
    [
      "$unset ${unset} ${unset:-x} ${unset/a/b} $fruit",
      { skipUnset: true },
      "$unset ${unset} ${unset:-x} ${unset/a/b} apple",
    ],
  ])("%s with %j -> %s", (word, options, expected) => {
    expect(expandWord(word, env, { escape: "\\", ...options }).result).toBe(expected);
  });

  test("asks for upper-case names on Windows", () => {
    const windows = new Map([["PATH", "c:\\windows"]]);
    expect(expandWord("$Path", windows, { escape: "`", platformCaseInsensitive: true }).result).toBe("c:\\windows");
  });

  test.each([
    ["80 443/tcp", ["80", "443/tcp"]],
    ["$spaced", ["one", "two"]],
    ['"$spaced"', ["one  two"]],
    ["a'b c'd e", ["ab cd", "e"]],
    ["a\\ b", ["a b"]],
    ["$unset", []],
    ["${unset:-80 81}", ["80", "81"]],
    // BuildKit loses what stands in front of a modifier.
    ["80${unset:-81}", ["81"]],
  ])("splits %s into %j", (word, words) => {
    expect(expandWord(word, env, { escape: "\\" }).words).toEqual(words);
  });

  test("tells set from unset variables, also those it read before an error", () => {
    const { matched, unmatched } = expandWord("$fruit ${unset:-$other} ${gone?}", env, { escape: "\\" });
    expect([[...matched], [...unmatched]]).toEqual([["fruit"], ["other", "unset", "gone"]]);
  });

  test("does not exhaust the call stack", () => {
    const depth = 50_000;
    const word = "${x:-".repeat(depth) + "end" + "}".repeat(depth);
    expect(expandWord(word, env, { escape: "\\" }).result).toBe("end");
  });

  test("refuses to grow without bound", () => {
    const big = new Map([["x", "x".repeat(600_000)]]);
    expect(expandWord("$x$x", big, { escape: "\\" }).error).toBe("the expansion is longer than a megabyte");
  });

  test("matches patterns in linear time", () => {
    const long = new Map([["x", "a".repeat(20_000)]]);
    expect(expandWord(`\${x#${"*a".repeat(200)}b}`, long, { escape: "\\" }).result).toHaveLength(20_000);
  });

  test("patterns agree with regular expressions", () => {
    const letters = fc.string({ unit: fc.constantFrom("a", "b"), maxLength: 8 });
    const patterns = fc.string({ unit: fc.constantFrom("a", "b", "*", "?"), minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(letters, patterns, (value, pattern) => {
        const values = new Map([["x", value]]);
        const expand = (word: string): string => expandWord(word, values, { escape: "\\" }).result;
        const greedy = pattern.replaceAll("?", ".").replaceAll("*", ".*");
        const lazy = pattern.replaceAll("?", ".").replaceAll("*", ".*?");
        expect(expand(`\${x##${pattern}}`)).toBe(value.replace(new RegExp(`^${greedy}`), ""));
        expect(expand(`\${x#${pattern}}`)).toBe(value.replace(new RegExp(`^${lazy}`), ""));
        expect(expand(`\${x/${pattern}/r}`)).toBe(value.replace(new RegExp(greedy), "r"));
      }),
    );
  });
});

describe("variablesIn", () => {
  test.each([
    ["plain", []],
    [
      "$a/${b}",
      [
        ["a", 0, 2, null],
        ["b", 3, 7, null],
      ],
    ],
    [
      "x${a:-${b}}",
      [
        ["a", 1, 11, ":-"],
        ["b", 6, 10, null],
      ],
    ],
    [
      "${a##x} ${b%y} ${c//p/$d}",
      [
        ["a", 0, 7, "##"],
        ["b", 8, 14, "%"],
        ["c", 15, 25, "//"],
        ["d", 22, 24, null],
      ],
    ],
    ["'$a' \\$b \"$c\"", [["c", 10, 12, null]]],
    [
      "${a:?} $b",
      [
        ["a", 0, 6, ":?"],
        ["b", 7, 9, null],
      ],
    ],
    ["$a ${b^} $c", [["a", 0, 2, null]]],
  ])("%s", (word, uses) => {
    const found = variablesIn(word, "\\").map(({ name, start, end, modifier }) => [name, start, end, modifier]);
    expect(found).toEqual(uses);
  });
});

const sha = "a".repeat(64);

describe("parseImageReference", () => {
  test.each([
    // text, registry, repository, familiar name, tag, digest
    ["nginx", "docker.io", "library/nginx", "nginx", null, null],
    ["nginx:1.27", "docker.io", "library/nginx", "nginx", "1.27", null],
    ["nginx:Latest", "docker.io", "library/nginx", "nginx", "Latest", null],
    ["library/nginx", "docker.io", "library/nginx", "nginx", null, null],
    ["docker.io/nginx", "docker.io", "library/nginx", "nginx", null, null],
    ["docker.io/library/nginx", "docker.io", "library/nginx", "nginx", null, null],
    ["docker.io/library/a/b", "docker.io", "library/a/b", "library/a/b", null, null],
    ["index.docker.io/org/app", "docker.io", "org/app", "org/app", null, null],
    ["org/app:v1", "docker.io", "org/app", "org/app", "v1", null],
    ["org/team/app", "docker.io", "org/team/app", "org/team/app", null, null],
    ["test_com/app", "docker.io", "test_com/app", "test_com/app", null, null],
    ["ghcr.io/org/app:1", "ghcr.io", "org/app", "ghcr.io/org/app", "1", null],
    ["ghcr.io/app", "ghcr.io", "app", "ghcr.io/app", null, null],
    ["localhost/app", "localhost", "app", "localhost/app", null, null],
    ["localhost:5000/app", "localhost:5000", "app", "localhost:5000/app", null, null],
    ["localhost:5000", "docker.io", "library/localhost", "localhost", "5000", null],
    ["host:5000/app:1", "host:5000", "app", "host:5000/app", "1", null],
    ["127.0.0.1:5000/a/b", "127.0.0.1:5000", "a/b", "127.0.0.1:5000/a/b", null, null],
    ["192.168.0.1", "docker.io", "library/192.168.0.1", "192.168.0.1", null, null],
    ["[::1]:5000/app", "[::1]:5000", "app", "[::1]:5000/app", null, null],
    ["[fc00::1]/app:2", "[fc00::1]", "app", "[fc00::1]/app", "2", null],
    ["Registry/app", "Registry", "app", "Registry/app", null, null],
    ["xn--n3h.com:18080/app", "xn--n3h.com:18080", "app", "xn--n3h.com:18080/app", null, null],
    ["my_host.local/app", "", "my_host.local/app", "my_host.local/app", null, null],
    [`app@sha256:${sha}`, "docker.io", "library/app", "app", null, `sha256:${sha}`],
    [`app:1@sha256:${sha}`, "docker.io", "library/app", "app", "1", `sha256:${sha}`],
    [`r.io/app@sha512:${sha}${sha}`, "r.io", "app", "r.io/app", null, `sha512:${sha}${sha}`],
    [`docker.io/${sha}`, "docker.io", `library/${sha}`, sha, null, null],
    [sha.slice(1), "docker.io", `library/${sha.slice(1)}`, sha.slice(1), null, null],
    ["a.b__c-d---e", "docker.io", "library/a.b__c-d---e", "a.b__c-d---e", null, null],
    [`app:${"t".repeat(128)}`, "docker.io", "library/app", "app", "t".repeat(128), null],
    ["app:_x.y-z", "docker.io", "library/app", "app", "_x.y-z", null],
  ])("%s", (text, registry, repository, familiarName, tag, digest) => {
    expect(parseImageReference(text)).toMatchObject({ raw: text, registry, repository, familiarName, tag, digest });
  });

  test.each([
    ["", "invalid reference format"],
    ["Nginx", "invalid reference format: repository name (library/Nginx) must be lowercase"],
    ["org/App:1", "invalid reference format: repository name (org/App) must be lowercase"],
    ["ghcr.io/Org/app", "invalid reference format: repository name (Org/app) must be lowercase"],
    [sha, `invalid repository name (${sha}), cannot specify 64-byte hexadecimal strings`],
    ["app:", "invalid reference format"],
    ["app@", "invalid reference format"],
    ["app:-x", "invalid reference format"],
    [`app:${"t".repeat(129)}`, "invalid reference format"],
    ["app:1:2", "invalid reference format"],
    ["https://host/app", "invalid reference format"],
    ["-app", "invalid reference format"],
    ["app-", "invalid reference format"],
    ["a..b", "invalid reference format"],
    ["a___b", "invalid reference format"],
    ["a//b", "invalid reference format"],
    ["org/", "invalid reference format"],
    ["/app", "invalid reference format"],
    ["a b", "invalid reference format"],
    ["[::1]", "invalid reference format"],
    ["fc00::1:5000/app", "invalid reference format"],
    ["[fe80::1%eth0]:5000/app", "invalid reference format"],
    ["-host.io/app", "invalid reference format"],
    ["host:port/app", "invalid reference format"],
    [`${"a".repeat(250)}/${"b".repeat(10)}`, "repository name must not be more than 255 characters"],
    ["app@sha256:abcd", "invalid reference format"],
    [`app@sha256:${"a".repeat(40)}`, "invalid checksum digest length"],
    [`app@sha256:${"A".repeat(64)}`, "invalid checksum digest format"],
    [`app@md5:${"a".repeat(32)}`, "unsupported digest algorithm"],
    [`app:1@SHA256:${sha}`, "invalid checksum digest format"],
    [`app@SHA256:${sha}`, "invalid reference format: repository name (library/app@SHA256) must be lowercase"],
  ])("%s is an error", (text, error) => {
    expect(parseImageReference(text)).toEqual({ error });
  });

  test.each([
    ["nginx", false],
    ["org/app", false],
    ["docker.io/nginx", true],
    ["localhost:5000/app", true],
  ])("%s names its registry: %s", (text, explicitRegistry) => {
    expect(parseImageReference(text)).toMatchObject({ explicitRegistry });
  });
});

test.each([
  ["plain", '"plain"'],
  ['a"b\\c', '"a\\"b\\\\c"'],
  ["tab\tend\n", '"tab\\tend\\n"'],
  ["é😀", '"é😀"'],
  ["\0\x7f\u00a0\u200b", '"\\x00\\x7f\\u00a0\\u200b"'],
])("goQuote quotes %j as Go does", (text, quoted) => {
  expect(goQuote(text)).toBe(quoted);
});

test.each([
  ["linux/amd64", "linux/amd64"],
  ["linux/arm64/v8", "linux/arm64"],
  ["linux/arm", "linux/arm/v7"],
  ["linux/arm/v6", "linux/arm/v6"],
  ["linux/x86_64", "linux/amd64"],
  ["arm64", "linux/arm64"],
  ["aarch64", "linux/arm64"],
  ["windows", "windows/amd64"],
  ["windows/amd64", "windows/amd64"],
])("platform %s is %s", (text, normalised) => {
  expect(formatPlatform(parsePlatform(text))).toBe(normalised);
});

test.each([
  ["/a", "b", false, "/a/b"],
  ["/a", "../b", false, "/b"],
  ["/a", "/b/../c/", false, "/b/../c/"],
  ["/a/", "./b/", false, "/a/b"],
  ["/a", "", false, "/a"],
  [null, "b", false, null],
  [null, "/b", false, "/b"],
  ["/a", "c:\\b", false, "/a/c:\\b"],
  [null, "C:\\app\\bin\\", true, "/app/bin"],
  ["/app", "bin", true, "/app/bin"],
  ["/app", "\\data", true, "/data"],
  ["/app", "D:\\data", true, null],
  ["/app", "\\\\server\\share", true, null],
])("WORKDIR in %s to %s (windows: %s) is %s", (current, path, windows, expected) => {
  expect(resolveWorkdir(current, path, windows)).toBe(expected);
});

test("PersistentMap behaves as a Map, and older maps stay as they were", () => {
  const steps = fc.array(fc.tuple(fc.integer({ min: 0, max: 40 }).map(String), fc.integer()), { maxLength: 80 });
  fc.assert(
    fc.property(steps, (pairs) => {
      const names = new NameTable();
      const model = new Map<string, number>();
      let map = PersistentMap.empty<number>(names);
      for (const [name, value] of pairs) {
        const before = [...map];
        const next = map.with(name, value);
        expect([...map]).toEqual(before);
        map = next;
        model.set(name, value);
      }
      expect([[...map], map.size]).toEqual([[...model], model.size]);
      expect(map.has("x")).toBe(false);
    }),
    { numRuns: 50 },
  );
});
