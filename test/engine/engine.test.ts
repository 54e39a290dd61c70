/** Directives, suppression, edits, selectors and impact: the engine apart from any one rule. */
import { createCatalogue } from "../../src/engine/rule-catalogue.ts";
import { lintText } from "../../src/engine/lint-text.ts";
import { fixText, type FixedText } from "../../src/engine/fix-text.ts";
import { compileKey } from "../../src/engine/selectors.ts";
import { applyEdits, applyFixes } from "../../src/engine/text-edits.ts";
import { textHash } from "../../src/engine/text-hash.ts";
import type { FileResult, Finding } from "../../src/engine/types.ts";
import { defineRule, type Rule } from "../../src/rules/define-rule.ts";
import { parseCheckDirective } from "../../src/syntax/check-options.ts";
import unusedDirective from "../../src/rules/unused-directive.ts";

const docs = {
  description: "Test",
  category: "style",
  severity: "warning",
  recommended: true,
  since: "0.1.0",
  why: "Test.",
  examples: [],
} as const;

/** Reports every RUN, and offers to delete it. */
const noRun = defineRule({
  id: "no-run",
  type: "problem",
  docs: { ...docs, hadolint: ["DL9001"], buildkit: ["NoRun"] },
  messages: { run: { what: "RUN {{text}}", why: "It runs", how: "Do not" } },
  hasSuggestions: true,
  create: (context) => ({
    Run(node) {
      context.report({
        node,
        messageId: "run",
        data: { text: node.args[0]?.value ?? "" },
        suggest: [{ messageId: "run", fix: (fixer) => fixer.removeRange(node.range) }],
      });
    },
  }),
});

/** Reports every word `x`, through a selector. */
const noX = defineRule({
  id: "no-x",
  type: "problem",
  docs: { ...docs, hadolint: ["DL9002"], buildkit: ["NoEmptyContinuation"] },
  messages: { x: { what: "x", why: "x", how: "x" } },
  create: (context) => ({ "Copy > Word[value='x']": (node) => context.report({ node, messageId: "x" }) }),
});

/** Has two aliases, and says of each finding which it is. */
const noVolume = defineRule({
  id: "no-volume",
  type: "problem",
  docs: { ...docs, hadolint: ["DL7101", "DL7102"] },
  messages: { volume: { what: "VOLUME", why: "It is one", how: "Do not" } },
  create: (context) => ({ Volume: (node) => context.report({ node, messageId: "volume", codes: ["DL7101"] }) }),
});

/** Reports every EXPOSE: two checks of BuildKit that directives treat in a way of their own. */
function noExpose(id: string, check: string): Rule {
  return defineRule({
    id,
    type: "problem",
    docs: { ...docs, buildkit: [check] },
    messages: { port: { what: "EXPOSE", why: "It is one", how: "Do not" } },
    create: (context) => ({ Expose: (node) => context.report({ node, messageId: "port" }) }),
  });
}

const rules: readonly Rule[] = [
  noRun,
  noX,
  noVolume,
  noExpose("no-expose", "MultipleInstructionsDisallowed"),
  noExpose("no-port", "InvalidDefinitionDescription"),
  unusedDirective,
];
const catalogue = createCatalogue(rules);

function lint(text: string, inlineConfig = true, check?: string): FileResult {
  const configured = rules.map((rule) => ({ rule, severity: rule.meta.docs.severity, options: [] }));
  const languageOptions = check === undefined ? {} : { buildArgs: { BUILDKIT_DOCKERFILE_CHECK: check } };
  return lintText(text, { path: "Dockerfile", rules: configured, catalogue, inlineConfig, languageOptions });
}

function summary(findings: readonly Finding[]): string {
  return findings.map((finding) => `${finding.ruleId}:${finding.loc.start.line}`).join(" ");
}

describe("directives silence", () => {
  const file = (...lines: string[]): string => `${lines.join("\n")}\n`;
  test.each([
    ["the next instruction", file("FROM a", "# stratalint disable-next no-run", "RUN b", "RUN c"), "no-run:4"],
    ["the next instruction, by alias", file("FROM a", "# stratalint disable-next DL9001", "RUN b"), ""],
    ["every rule of the next instruction", file("FROM a", "# stratalint disable-next -- because", "RUN b"), ""],
    ["all lines of the next instruction", file("FROM a", "# stratalint disable-next no-x", "COPY y \\", " x /"), ""],
    ["not past a blank line", file("FROM a", "# stratalint disable-next no-x", "", "COPY x /"), "no-x:4"],
    [
      "the next line inside an instruction",
      file("FROM a", "COPY y \\", "# stratalint disable-next no-x", "x \\", "x /"),
      "no-x:5",
    ],
    ["the file, from anywhere", file("FROM a", "RUN b", "# stratalint disable-file no-run"), ""],
    [
      "the stage it stands in",
      file("FROM a", "# stratalint disable-stage no-run", "RUN b", "FROM c", "RUN d"),
      "no-run:5",
    ],
    ["the stage below it", file("FROM a", "RUN b", "# stratalint disable-stage no-run", "FROM c", "RUN d"), "no-run:2"],
    [
      "a range",
      file("FROM a", "# stratalint disable no-run", "RUN b", "# stratalint enable no-run", "RUN c"),
      "no-run:5",
    ],
    [
      "a range of all rules, up to a bare enable",
      file("FROM a", "# stratalint disable", "RUN b", "COPY x /", "# stratalint enable", "COPY x /"),
      "no-x:6",
    ],
    ["several rules", file("FROM a", "# stratalint disable-file no-run, no-x", "RUN b", "COPY x /"), ""],
    ["hadolint's inline form", file("FROM a", "# hadolint ignore=DL9001", "RUN b", "RUN c"), "no-run:4"],
    ["hadolint's form with a reason", file("FROM a", "# hadolint ignore=DL9001,DL9002 # why", "RUN b"), ""],
    ["the alias that the finding has", file("FROM a", "# hadolint ignore=DL7101", "VOLUME /b"), ""],
    ["another alias of the rule", file("FROM a", "# hadolint ignore=DL7102", "VOLUME /b"), "no-volume:3"],
    ["hadolint's global form", file("FROM a", "RUN b", "# hadolint global ignore=DL9001"), ""],
    ["hadolint's stage form", file("FROM a", "# hadolint stage ignore=DL9001", "RUN b", "FROM c", "RUN d"), "no-run:5"],
    ["not with text hadolint would not read", file("FROM a", "# hadolint ignore=DL9001 because", "RUN b"), "no-run:3"],
    ["BuildKit's file form", file("# check=skip=NoRun", "FROM a", "RUN b"), ""],
    ["BuildKit's file form, all", file("# check=skip=all;error=true", "FROM a", "RUN b", "COPY x /"), ""],
    [
      "not the names behind a blank, as in BuildKit",
      file("# check=skip=NoEmptyContinuation, NoRun", "FROM a", "RUN b"),
      "no-run:3",
    ],
    ["BuildKit's inline form", file("FROM a", "# check=skip=NoRun // why", "RUN b", "RUN c"), "no-run:4"],
    ["not when indented, as in BuildKit", file("FROM a", " # check=skip=NoRun", "RUN b"), "no-run:3"],
    [
      "not a check that BuildKit skips for files only",
      file("FROM a", "# check=skip=NoEmptyContinuation", "COPY x /"),
      "no-x:3",
    ],
    [
      "BuildKit's file form in the third place",
      file("# check=error=true;experimental=x;skip=NoRun", "FROM a", "RUN b"),
      "",
    ],
    ["nothing in the fourth", file("# check=error=true;error=0;error=t;skip=NoRun", "FROM a", "RUN b"), "no-run:3"],
    [
      "the last list of two",
      file("# check=skip=NoRun;skip=NoEmptyContinuation", "FROM a", "RUN b", "COPY x /"),
      "no-run:3",
    ],
    ["nothing by an empty list", file("# check=skip=;error=true", "FROM a", "RUN b"), "no-run:3"],
    ["nothing by an unknown option", file("# check=skip=NoRun;fix=true", "FROM a", "RUN b"), "no-run:3"],
    ["nothing by a switch that is none", file("# check=skip=NoRun;error=maybe", "FROM a", "RUN b"), "no-run:3"],
    ["nothing by a semicolon at the end", file("# check=skip=NoRun;", "FROM a", "RUN b"), "no-run:3"],
    ["nothing by a name in another case", file("# check=skip=norun", "FROM a", "RUN b"), "no-run:3"],
    ["no experimental check by skip=all", file("# check=skip=all", "FROM a", "EXPOSE 1"), "no-port:3"],
    [
      "BuildKit's inline form, all that it reaches",
      file("FROM a", "# check=skip=all", "COPY x /", "# Check = skip=all", "RUN b"),
      "no-x:3",
    ],
    [
      "only the first of two inline forms",
      file("FROM a", "# check=error=true", "# check=skip=NoRun", "RUN b"),
      "no-run:4",
    ],
    ["over a blank line, as in BuildKit", file("FROM a", "# check=skip=NoRun", "", "RUN b"), ""],
    [
      "the earlier of two instructions by the comment above the later",
      file("FROM a", "EXPOSE 1", "RUN b", "# check=skip=MultipleInstructionsDisallowed,NoRun", "EXPOSE 2"),
      "no-port:2 no-run:3 no-expose:5 no-port:5",
    ],
    ["with CRLF", "FROM a\r\n# stratalint disable-next no-run\r\nRUN b\r\n", ""],
  ])("%s", (_name, text, left) => {
    expect(summary(lint(text).findings)).toBe(left);
  });

  test.each([
    ["replaces the directive", "skip=NoEmptyContinuation", "no-run:3"],
    ["may hold blanks", "skip=NoEmptyContinuation, NoRun", ""],
    ["may be empty", "", "no-run:3 no-x:4"],
    ["silences nothing when it is invalid", "skip", "no-run:3 no-x:4"],
  ])("BuildKit's build argument %s", (_name, check, left) => {
    expect(summary(lint("# check=skip=NoRun\nFROM a\nRUN b\nCOPY x /\n", true, check).findings)).toBe(left);
  });

  test.each([
    ["foo=bar", 'invalid check option "foo"'],
    ["skip", 'invalid check option "skip"'],
    ["skip=all;", 'invalid check option ""'],
    ["Skip=all", 'invalid check option "Skip"'],
    ["error=maybe", /^failed to parse check option "error=maybe": strconv.ParseBool/],
    ["skip=A; error=true", 'invalid check option ""'],
    ["skip=A;error=T;experimental=all;rest", null],
  ])("BuildKit rejects the options %s", (value, problem) => {
    const expected: unknown = problem instanceof RegExp ? expect.stringMatching(problem) : problem;
    expect(parseCheckDirective(value).problem).toEqual(expected);
  });

  test("nothing when directives are switched off", () => {
    expect(summary(lint("FROM a\n# stratalint disable-next no-run\nRUN b\n", false).findings)).toBe("no-run:3");
  });

  test("and what they silenced is kept with the reason", () => {
    const { suppressed } = lint("FROM a\n# stratalint disable-next no-run -- needed for x\nRUN b\n");
    expect(suppressed.map((finding) => finding.suppression)).toEqual([
      { kind: "directive", line: 2, justification: "needed for x" },
    ]);
  });

  test("one that silences nothing is reported, and its fix removes only its name", () => {
    const { findings, text } = lint("FROM a\n# stratalint disable-next no-run, no-x -- why\nRUN b\n");
    expect(findings.map((finding) => [finding.ruleId, text.slice(...finding.range)])).toEqual([
      ["unused-directive", "no-x"],
    ]);
    expect(applyFixes(text, findings).text).toBe("FROM a\n# stratalint disable-next no-run -- why\nRUN b\n");
  });
});

describe("impact", () => {
  test("is the layer count now, after the suggestion, and the layer of the finding", () => {
    const { findings } = lint("FROM scratch\nCOPY y /\nRUN b\nRUN c\n");
    expect(findings.map((finding) => finding.impact)).toEqual([
      { layers: { before: 3, after: 2 }, layer: 1 },
      { layers: { before: 3, after: 2 }, layer: 2 },
    ]);
  });

  test("the image of the file stands in the result", () => {
    const [image] = lint("FROM scratch AS app\nCOPY y /\nENV a=b\nRUN c\n").images;
    expect(image).toMatchObject({ target: "app", builder: "buildkit", baseImage: "scratch", baseLayers: 0, layers: 2 });
    expect(image?.history.map(({ line, instruction, empty, layer }) => [line, instruction, empty, layer])).toEqual([
      [2, "COPY", false, 0],
      [3, "ENV", true, undefined],
      [4, "RUN", false, 1],
    ]);
  });

  test.each([
    ["a file without FROM", "ARG a=1\n"],
    ["a file with a mistake", "FROM scratch\nRUNN b\nRUN c\n"],
    ["a file whose stages need each other", "FROM scratch AS a\nCOPY --from=a x /\nRUN b\n"],
  ])("%s has no image, and its findings no effect", (_name, text) => {
    const { images, findings } = lint(text);
    expect(images).toEqual([]);
    expect(findings.filter((finding) => finding.impact)).toEqual([]);
  });
});

describe("edits", () => {
  test("are applied from left to right whatever their order", () => {
    const edits = [
      { range: [4, 5], text: "E" },
      { range: [0, 1], text: "" },
      { range: [2, 2], text: "--" },
    ] as const;
    expect(applyEdits("abcde", edits)).toBe("b--cdE");
  });

  test("of fixes that touch each other wait for the next pass", () => {
    const fix = (start: number, end: number, text: string): Finding =>
      ({ fix: { edits: [{ range: [start, end], text }] } }) as unknown as Finding;
    expect(applyFixes("abcd", [fix(0, 2, "x"), fix(2, 3, "y"), fix(3, 4, "z")])).toEqual({ text: "xcz", applied: 2 });
  });
});

describe("visitor keys", () => {
  test.each([
    ["Run", false, ["Run"], false],
    ["Run:exit", true, ["Run"], false],
    ["From[alias]", false, ["From"], true],
    ["Copy > Word", false, ["Word"], true],
    [":matches(Copy, Add)", false, ["Copy", "Add"], true],
    [":instruction", false, null, true],
  ])("%s", (key, exit, types, selects) => {
    const compiled = compileKey(key);
    expect([compiled.exit, compiled.types, compiled.matches !== null]).toEqual([exit, types, selects]);
  });
});

describe("rule names", () => {
  test.each([
    ["no-run", ["no-run"]],
    ["DL9001", ["no-run"]],
    ["dl9001", ["no-run"]],
    ["NoRun", ["no-run"]],
    ["buildkit:NoRun", ["no-run"]],
    ["nothing", []],
  ])("%s", (name, ids) => {
    expect(catalogue.resolve(name).map((rule) => rule.id)).toEqual(ids);
  });

  test.each([
    ["no-rum", "no-run"],
    ["DL9003", "DL9001"],
    ["completely-different", null],
  ])("%s is near %s", (name, near) => {
    expect(catalogue.suggest(name)).toBe(near);
  });
});

test("a rule that throws is named", () => {
  const broken = {
    ...noRun,
    create: () => ({
      Run: () => {
        throw new TypeError("no such thing");
      },
    }),
  };
  const run = (): FileResult =>
    lintText("FROM a\nRUN b\n", { path: "d", rules: [{ rule: broken, severity: "error", options: [] }], catalogue });
  expect(run).toThrow("Rule no-run failed: no such thing");
});

describe("fixing", () => {
  const toCopy = defineRule({
    id: "to-copy",
    type: "suggestion",
    docs: { ...docs, fixSafety: "Test." },
    messages: { copy: { what: "ADD", why: "ADD", how: "COPY" } },
    fixable: true,
    create: (context) => ({
      Add(node) {
        context.report({
          node,
          messageId: "copy",
          fix: (fixer) =>
            fixer.replaceTextRange(node.keywordRange, node.args[0]?.value === "bad" ? "RUN x\nRUN" : "COPY"),
        });
      },
    }),
  });
  const own = createCatalogue([toCopy]);
  const fix = (text: string): FixedText =>
    fixText(text, { path: "d", rules: [{ rule: toCopy, severity: "info", options: [] }], catalogue: own });

  test.each([
    ["every finding", "FROM a\nADD x /\nADD y /\n", "FROM a\nCOPY x /\nCOPY y /\n", 2],
    ["and keeps CRLF", "FROM a\r\nADD x /\r\n", "FROM a\r\nCOPY x /\r\n", 1],
    [
      "but not where the image would get more layers",
      "FROM a\nADD bad /\nADD y /\n",
      "FROM a\nADD bad /\nCOPY y /\n",
      1,
    ],
  ])("%s", (_name, text, fixed, applied) => {
    const result = fix(text);
    expect([result.text, result.applied]).toEqual([fixed, applied]);
  });

  test("a byte order mark stays", () => {
    expect(fix("\uFEFFFROM a\nADD x /\n").result).toMatchObject({
      bom: true,
      text: "FROM a\nCOPY x /\n",
      findings: [],
    });
  });
});

describe("textHash is FNV-1a with 64 bits", () => {
  // From the reference code of the algorithm (isthe.com/chongo/tech/comp/fnv); code units above 255 are ours.
  test.each([
    ["", "cbf29ce484222325"],
    ["a", "af63dc4c8601ec8c"],
    ["foobar", "85944171f73967e8"],
  ])("%j", (text, hash) => {
    expect(textHash(text)).toBe(hash);
  });

  test("texts that differ in one character or in its place have other hashes", () => {
    const texts = ["b5", "aZ", "5b", "\u0105", "\u0505", "\u{1f600}", "\u{1f601}", "x".repeat(1000), "x".repeat(1001)];
    expect(new Set(texts.map(textHash)).size).toBe(texts.length);
  });
});
