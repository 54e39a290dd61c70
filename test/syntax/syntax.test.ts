/** The reading of Dockerfiles: against BuildKit's answers, positions, recovery, and properties of any text. */
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { toDockerfileAst } from "../../src/syntax/dockerfile-ast.ts";
import { LineIndex } from "../../src/syntax/positions.ts";
import { parseDockerfile } from "../../src/syntax/parse.ts";
import { visitorKeys } from "../../src/syntax/visitor-keys.ts";
import { walk } from "../../src/syntax/walk.ts";
import type { Dockerfile, DockerfileNode, Instruction, Range } from "../../src/syntax/nodes.ts";
import { toOracleNodes } from "../../tools/conformance/buildkit-tree.ts";

interface EdgeCase {
  readonly name: string;
  readonly dockerfile: string;
  readonly nodes?: readonly object[];
  readonly escape?: string;
  readonly emptyContinuationLines?: readonly number[];
  readonly error?: string;
}

const edgeCases = JSON.parse(
  readFileSync(new URL("../../fixtures/syntax/edge-cases.json", import.meta.url), "utf8"),
) as EdgeCase[];

function body(text: string): string {
  return text.startsWith("\uFEFF") ? text.slice(1) : text;
}

function instructions(dockerfile: Dockerfile): Instruction[] {
  return [...dockerfile.prologue, ...dockerfile.stages.flatMap((stage) => [stage.from, ...stage.body])];
}

function messages(text: string): string[] {
  return parseDockerfile(text).problems.map((problem) => problem.message);
}

describe("reads what BuildKit reads", () => {
  const accepted = edgeCases.filter((one) => one.nodes);
  test.each(accepted.map((one) => [one.name, one] as const))("%s", (_name, one) => {
    const text = body(one.dockerfile);
    const dockerfile = parseDockerfile(text);
    expect(toOracleNodes(dockerfile, text)).toEqual(one.nodes);
    if (one.escape) expect(dockerfile.escape).toBe(one.escape);
    const empty = dockerfile.problems.filter((problem) => problem.code === "empty-continuation");
    expect(empty).toHaveLength(one.emptyContinuationLines?.length ?? 0);
  });
});

describe("rejects what BuildKit rejects, in its words", () => {
  const rejected = edgeCases.filter((one) => one.error);
  test.each(rejected.map((one) => [one.name, one] as const))("%s", (_name, one) => {
    const expected = one.error?.replace(/^dockerfile parse error on line \d+: /, "");
    expect(messages(body(one.dockerfile))).toContain(expected);
  });
});

describe("one mistake makes one problem, and the rest is read", () => {
  test.each([
    [
      "an unknown instruction",
      "FROM a\nRUNN x\nCMD y\n",
      ["unknown instruction: RUNN (did you mean RUN?)"],
      "From UnknownInstruction Cmd",
    ],
    [
      "a lost continuation",
      "FROM a\nRUN b &&\n  c &&\n  d\nCMD e\n",
      ["unknown instruction: c (did you mean cmd?)"],
      "From Run UnknownInstruction UnknownInstruction Cmd",
    ],
    [
      "two misspelt instructions",
      "FROM a\nRUNN b\nCOPPY c /\n",
      ["unknown instruction: RUNN (did you mean RUN?)", "unknown instruction: COPPY (did you mean COPY?)"],
      "From UnknownInstruction UnknownInstruction",
    ],
    ["no FROM", "RUN a\nRUN b\nCMD c\n", ["no build stage in current context"], "Run Run Cmd"],
    ["nothing at all", "", ["file with no instructions"], ""],
    ["only ARG", "ARG a=1\n", ["dockerfile contains no stages to build"], "Arg"],
    ["a heredoc without end", "FROM a\nRUN <<EOF\nx\nCMD y\n", ["unterminated heredoc"], "From Run Cmd"],
    [
      "a number in a JSON array",
      'FROM a\nCMD ["a", 1]\nUSER u\n',
      ["when using JSON array syntax, arrays must be comprised of strings only"],
      "From Cmd User",
    ],
    [
      "a pair without =",
      "FROM a\nENV a=1 b\nUSER u\n",
      ['Syntax error - can\'t find = in "b". Must be of the form: name=value'],
      "From Env User",
    ],
    [
      "two mistakes in two lines",
      "FROM a\nFOO\nCOPY x\n",
      [
        "unknown instruction: FOO (did you mean FROM?)",
        "COPY requires at least two arguments, but only one was provided. Destination could not be determined",
      ],
      "From UnknownInstruction Copy",
    ],
  ])("%s", (_name, text, problems, types) => {
    const dockerfile = parseDockerfile(text);
    expect(dockerfile.problems.map((problem) => problem.message)).toEqual(problems);
    expect(
      instructions(dockerfile)
        .map((node) => node.type)
        .join(" "),
    ).toBe(types);
  });
});

describe("places problems at the word at fault", () => {
  test.each([
    ["FROM a\nCOPY --form=b x y\n", "form"],
    ["FROM a\nCOPY --link=maybe x y\n", "maybe"],
    ["FROM a AS 1b\n", "1b"],
    ['FROM a\nCMD ["a", {"b": 1}]\n', '{"b": 1}'],
    ["FROM a\nENV a=1 \\\n  b\n", "b"],
    ["FROM a\nRUN cat <<EOF\n", "<<EOF"],
    ["# escape=x\nFROM a\n", "x"],
    ["FROM a b c\n", "b c"],
    ["FROM a\nHEALTHCHECK --interval=5 CMD x\n", "5"],
    ["FROM a\r\nONBUILD FROM b\r\n", "FROM"],
  ])("%j", (text, word) => {
    const [problem] = parseDockerfile(text).problems;
    expect(text.slice(...(problem?.range ?? [0, 0]))).toBe(word);
  });
});

describe("keeps the place of every word", () => {
  const find = (text: string, value: string): string[] => {
    const found: string[] = [];
    walk(parseDockerfile(text), {
      enter(node) {
        if (node.type === "Word" && node.value === value) found.push(text.slice(...node.range));
      },
      leave: () => undefined,
    });
    return found;
  };
  test.each([
    ["through continuations", "FROM a\nCOPY x \\\n  y \\\n  /z\n", "/z", "/z"],
    ["through comments between", "FROM a\nCOPY x \\\n# why\n  y /z\n", "y", "y"],
    ["of a word that a continuation cuts", "FROM a\nCOPY x ab\\\ncd\n", "abcd", "ab\\\ncd"],
    ["with CRLF", "FROM a\r\nCOPY x \\\r\n  y\r\n", "y", "y"],
    ["behind astral characters", "FROM a\nCOPY 🐳 /日本 /z\n", "/z", "/z"],
    ["in JSON form, quotes included", 'FROM a\nCMD ["a\\u0062", "c"]\n', "ab", '"a\\u0062"'],
    ["with tabs", "FROM\ta\nUSER\t\tu\n", "u", "u"],
    ["with a backtick as escape", "# escape=`\nFROM a\nCOPY x `\n  y\n", "y", "y"],
  ])("%s", (_name, text, value, source) => {
    expect(find(text, value)).toEqual([source]);
  });
});

describe("dockerfile-ast gets the same places", () => {
  const text =
    "# syntax=docker/dockerfile:1\nFROM a AS b\n# RUN not this\nCOPY <<EOF /x\nRUN nor this\nEOF\nRUN c \\\n# nor that\n  d\nENV e=f\n";

  test("of instructions, comments and heredoc bodies left out", () => {
    const dockerfile = parseDockerfile(text);
    const theirs = toDockerfileAst(dockerfile, text).getInstructions();
    const seen = theirs.map((one) => [one.getKeyword(), one.getRange().start.line + 1]);
    expect(seen).toEqual([
      ["FROM", 2],
      ["COPY", 4],
      ["RUN", 7],
      ["ENV", 10],
    ]);
    expect(seen).toEqual(instructions(dockerfile).map((node) => [node.keyword, node.lines[0]]));
  });
});

describe("flags and mounts", () => {
  test("name, value and their places", () => {
    const text = 'FROM a\nRUN --mount="type=cache,target=/x y" \\\n --network=none z\n';
    const run = instructions(parseDockerfile(text))[1];
    expect(run?.flags.map((flag) => [flag.name, flag.value, text.slice(...(flag.valueRange ?? [0, 0]))])).toEqual([
      ["mount", "type=cache,target=/x y", '"type=cache,target=/x y"'],
      ["network", "none", "none"],
    ]);
    expect(run?.type === "Run" && run.mounts[0]).toMatchObject({ kind: "cache", target: "/x y", from: null });
  });
});

describe("# hadolint shell= says which language the text of RUN is in", () => {
  test.each<[string, string, string[]]>([
    [
      "above the first FROM: of every stage",
      "# hadolint shell=pwsh\nFROM a\nRUN x\nFROM b\nRUN y\n",
      ["powershell", "powershell"],
    ],
    [
      "in a stage: of the rest of it",
      "FROM a\nRUN x\n# hadolint  shell = bash # why\nRUN y\nFROM b\nRUN z\n",
      ["sh", "bash", "sh"],
    ],
    [
      "for stages that are FROM it too",
      "FROM a AS one\n# hadolint shell=zsh\nRUN x\nFROM one\nRUN y\n",
      ["zsh", "zsh"],
    ],
    ["until a SHELL says otherwise", '# hadolint shell=pwsh\nFROM a\nSHELL ["bash", "-c"]\nRUN x\n', ["bash"]],
    ["not between continued lines", "FROM a\nRUN x \\\n# hadolint shell=pwsh\n  y\nRUN z\n", ["sh", "sh"]],
    ["not with words behind it", "# hadolint shell=pwsh here\nFROM a\nRUN x\n", ["sh"]],
  ])("%s", (_name, text, dialects) => {
    const runs = instructions(parseDockerfile(text)).filter((one) => one.type === "Run");
    expect(runs.map(({ shell }) => shell.dialect)).toEqual(dialects);
    expect(runs.every(({ shell }) => shell.explicit || shell.argv[0] === "/bin/sh")).toBe(true);
  });
});

describe("lines and columns", () => {
  const index = new LineIndex("ab\r\n\n🐳c\rd\n");
  test.each([
    [0, 1, 1],
    [2, 1, 3],
    [4, 2, 1],
    [5, 3, 1],
    [7, 3, 3],
    [9, 3, 5],
    [11, 4, 1],
  ])("offset %i is line %i, column %i", (offset, line, column) => {
    expect(index.locate(offset)).toEqual({ line, column });
    expect(index.offsetOf({ line, column })).toBe(offset);
  });
  test("a line's text has no line end", () => {
    expect([1, 2, 3, 4].map((line) => index.lineText(line))).toEqual(["ab", "", "🐳c\rd", ""]);
  });
  test("a place outside the file is refused", () => {
    expect(() => index.offsetOf({ line: 9, column: 1 })).toThrow("No line 9, column 1");
  });
});

describe("any text", () => {
  const fragments = fc.constantFrom(
    "FROM a",
    "FROM a AS b",
    "RUN ",
    "COPY --from=b ",
    "x y",
    "\\",
    "\\\n",
    "\n",
    "\r\n",
    "\r",
    "# c\n",
    "# escape=`\n",
    "`\n",
    "<<EOF",
    "<<-'E F'",
    "\nEOF\n",
    "EOF",
    '["a", "b"]',
    "[1]",
    '"',
    "'",
    "$",
    "${x:-y}",
    "ENV a=b c",
    "--flag=v ",
    "ONBUILD ",
    "\t",
    " ",
    "🐳",
    "\u00a0",
    "\f",
    "[",
    "]",
    "\u0000",
    "HEALTHCHECK CMD ",
    'SHELL ["pwsh"]',
    "SHELL ",
    "ARG x=1",
    "&& ",
    "| ",
    "$(",
    ")",
    "é",
  );
  const texts = fc.oneof(
    fc.string(),
    fc.array(fragments, { maxLength: 40 }).map((parts) => parts.join("")),
  );

  test("never throws; ranges lie inside the file and inside their parents", () => {
    fc.assert(
      fc.property(texts, (text) => {
        const dockerfile = parseDockerfile(text);
        walk(dockerfile, {
          enter(node, parent) {
            const [start, end] = node.range;
            expect(start).toBeGreaterThanOrEqual(0);
            expect(end).toBeGreaterThanOrEqual(start);
            expect(end).toBeLessThanOrEqual(text.length);
            if (parent && node.type !== "Comment" && node.type !== "ShellCommand") {
              expect(start).toBeGreaterThanOrEqual(parent.range[0]);
              expect(end).toBeLessThanOrEqual(parent.range[1]);
            }
          },
          leave: () => undefined,
        });
        for (const { range } of dockerfile.problems) expect(range[0]).toBeLessThanOrEqual(range[1]);
      }),
      { numRuns: 500 },
    );
  });

  test("the tree prints back to the same text: between its parts lie only blanks, and lines continued to nothing", () => {
    const nothing = /^(?:\s|[\\`](?=[ \t]*\r?(?:\n|$)))*$/;
    fc.assert(
      fc.property(texts, (text) => {
        const dockerfile = parseDockerfile(text);
        const nodes = instructions(dockerfile);
        const isWithin = ([start]: Range): boolean => nodes.some(({ range }) => range[0] <= start && start < range[1]);
        // A directive that stands twice is in the tree as a problem.
        const rejected = dockerfile.problems
          .filter(({ code }) => code === "duplicate-directive")
          .map(({ range }) => lineAround(text, range));
        const parts = [
          ...dockerfile.directives,
          ...dockerfile.comments.filter(({ range }) => !isWithin(range)),
          ...nodes,
        ]
          .map(({ range }) => range)
          .concat(rejected)
          .sort((a, b) => a[0] - b[0] || a[1] - b[1]);
        let printed = "";
        for (const [start, end] of parts) {
          const blank = text.slice(printed.length, start);
          expect(blank).toMatch(nothing);
          printed += blank + text.slice(start, end);
        }
        expect(text.slice(printed.length)).toMatch(nothing);
        expect(printed).toBe(text.slice(0, printed.length));
      }),
      { numRuns: 500 },
    );
  });

  test("every node type that occurs has its visitor keys", () => {
    fc.assert(
      fc.property(texts, (text) => {
        const visit = (node: DockerfileNode): void => {
          const children = Object.entries(node).filter(
            ([, value]) => isNode(value) || (Array.isArray(value) && value.some(isNode)),
          );
          const keys = visitorKeys[node.type];
          for (const [key] of children)
            if (!notChildren.has(`${node.type}.${key}`) && !notChildren.has(key)) expect(keys).toContain(key);
          for (const key of keys) {
            const child = (node as unknown as Record<string, unknown>)[key];
            for (const one of Array.isArray(child) ? child : [child]) if (isNode(one)) visit(one);
          }
        };
        visit(parseDockerfile(text));
      }),
      { numRuns: 200 },
    );
  });
});

function lineAround(text: string, [start, end]: Range): Range {
  const after = text.indexOf("\n", end);
  return [text.lastIndexOf("\n", start - 1) + 1, after < 0 ? text.length : after];
}

/** Second ways to a node that the walk reaches by another key. */
const notChildren = new Set([
  "leadingComments",
  "image",
  "asKeyword",
  "alias",
  "sources",
  "destination",
  "Env.args",
  "Label.args",
  "Arg.args",
  "Onbuild.heredocs",
]);

function isNode(value: unknown): value is DockerfileNode {
  return (
    typeof value === "object" &&
    value !== null &&
    "type" in value &&
    typeof value.type === "string" &&
    value.type in visitorKeys
  );
}
