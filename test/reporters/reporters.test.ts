import { readFileSync, writeFileSync } from "node:fs";
import { stripVTControlCharacters } from "node:util";
import { Ajv2020 } from "ajv/dist/2020.js";
import type { Log, Region, Result, Run } from "sarif";
import type { Finding, ReporterOptions, RunResult, TextEdit } from "../../src/engine/types.ts";
import { artifactLocation, UnnamedInputError } from "../../src/reporters/artifact-uri.ts";
import { textWidth } from "../../src/reporters/cells.ts";
import { excerpt } from "../../src/reporters/excerpt.ts";
import { reporterNames, reporters } from "../../src/reporters/index.ts";
import type { JsonReport } from "../../src/reporters/json.ts";
import { lineHashes } from "../../src/reporters/line-hash.ts";
import { createPaint } from "../../src/reporters/paint.ts";
import { LineIndex } from "../../src/syntax/positions.ts";
import { file, image, run, scenarios, withSuppressed } from "./scenarios.ts";

const root = new URL("../../", import.meta.url);
const plain: ReporterOptions = { color: false, width: 80 };
const extensions = { text: "txt", json: "json", sarif: "sarif" } as const;

const { text, json, sarif } = reporters;

const cases = Object.entries(scenarios);
const allFindings = cases.flatMap(([name, result]) =>
  result.files
    .filter(({ unreadable }) => unreadable === undefined)
    .flatMap((source) =>
      source.findings.map((finding, index) => ({ name: `${name} ${source.path} ${index}`, source, finding, index })),
    ),
);

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(new URL(path, root), "utf8"));
}

function sarifRun(result: RunResult, options: Partial<ReporterOptions> = {}): Run {
  const log = JSON.parse(sarif(result, { ...plain, ...options })) as Log;
  return log.runs[0]!;
}

function sarifResults(result: RunResult, options: Partial<ReporterOptions> = {}): Result[] {
  return sarifRun(result, options).results!;
}

function resultOf(source: (typeof allFindings)[number]["source"], index: number): Result {
  return sarifResults(run(source))[index]!;
}

function jsonReport(result: RunResult, options: Partial<ReporterOptions> = {}): JsonReport {
  return JSON.parse(json(result, { ...plain, ...options })) as JsonReport;
}

/** The text between two 1-based positions, read line by line: an independent way back from positions to text. */
function textAt(content: string, line: number, column: number, endLine: number, endColumn: number): string {
  const lines = content.split(/(?<=\n)/);
  if (line === endLine) return (lines[line - 1] ?? "").slice(column - 1, endColumn - 1);
  const between = lines.slice(line, endLine - 1);
  return [lines[line - 1]!.slice(column - 1), ...between, (lines[endLine - 1] ?? "").slice(0, endColumn - 1)].join("");
}

function textOfRegion(content: string, region: Region): string {
  return textAt(content, region.startLine!, region.startColumn!, region.endLine!, region.endColumn!);
}

// UPDATE_GOLDEN=1 writes the files anew.
test.each(cases.flatMap(([scenario]) => reporterNames.map((name) => [scenario, name] as const)))(
  "golden report: %s as %s",
  (scenario, name) => {
    const report = reporters[name](scenarios[scenario]!, plain);
    const url = new URL(`fixtures/reports/${scenario}.${extensions[name]}`, root);
    if (process.env["UPDATE_GOLDEN"]) writeFileSync(url, report);
    expect(report).toBe(readFileSync(url, "utf8"));
    expect(report).toMatch(/[^\n]\n$/);
  },
);

describe("text", () => {
  test.each(cases.flatMap(([name, result]) => [60, 80, 120].map((width) => [name, width, result] as const)))(
    "%s fits in %i columns, but for words that are longer",
    (_name, width, result) => {
      const lines = text(result, { ...plain, width }).split("\n");
      const breakable = lines.filter((line) => line.includes(" | ") || !/\S{40}/.test(line));
      expect(breakable.filter((line) => textWidth(line) > width)).toEqual([]);
    },
  );

  test.each(cases)("%s says the same with and without colour", (_name, result) => {
    const coloured = text(result, { ...plain, color: true });
    expect(stripVTControlCharacters(coloured)).toBe(text(result, plain));
  });

  test("colour is only what can be read on dark and on light", () => {
    const coloured = text(scenarios["several-files"]!, { ...plain, color: true });
    const codes = new Set(coloured.match(/(?<=\u001b\[)[^m]*(?=m)/g));
    expect([...codes].sort()).toEqual(["1", "2", "22", "31", "33", "36", "39"]);
  });

  test("a terminal of 0 columns is taken as one of 80", () => {
    const result = scenarios["several-files"]!;
    expect(text(result, { ...plain, width: 0 })).toBe(text(result, plain));
  });

  test("quiet shows errors only, and says what it leaves out", () => {
    const report = text(scenarios["several-files"]!, { ...plain, quiet: true });
    expect(report).toContain("API_TOKEN");
    expect(report).not.toContain("node:latest AS");
    expect(report).toContain("2 errors in 2 of 3 files (4 less severe findings not shown).");
  });

  test("quiet on a file without errors", () => {
    expect(text(scenarios["one-finding"]!, { ...plain, quiet: true })).toContain(
      "No errors in Dockerfile (1 less severe finding not shown).",
    );
  });

  test("what could drive a terminal or reorder its text is replaced", () => {
    const hostile = file("a\u001b[2J", "RUN \u001b]0;x\u0007 \u202eevil\n", [
      { at: "evil", message: "says \u001b[31m\u202e" },
    ]);
    const report = text(run(hostile), plain);
    expect(report).not.toMatch(/[\u001b\u0007\u202e]/);
    expect(report).toContain("a\ufffd[2J:1:13");
  });

  test("a long list of images is cut", () => {
    const files = Array.from({ length: 30 }, (_, index) => file(`${index}/Dockerfile`, "", [], { images: [image()] }));
    const report = text(run(...files), plain);
    expect(report).toContain("19/Dockerfile: 2 layers above node:20 (8)");
    expect(report).toContain("and 10 more images: --format json lists them all");
    expect(report).not.toContain("20/Dockerfile");
  });

  const rows = (content: string, start: number, end: number, width = 30) => {
    const loc = new LineIndex(content).locateRange([start, end]);
    return excerpt(new LineIndex(content), loc, { paint: createPaint(false), tone: "red", width, context: true });
  };

  test.each<[name: string, content: string, start: number, end: number, expected: string[]]>([
    ["plain", "FROM a", 5, 6, ["1 | FROM a", "  |      ^"]],
    ["astral character before", "x😀 ab", 4, 6, ["1 | x😀 ab", "  |     ^^"]],
    ["astral character itself", "x😀 ab", 1, 3, ["1 | x😀 ab", "  |  ^^"]],
    ["half of an astral character", "x😀 ab", 2, 3, ["1 | x😀 ab", "  |  ^^"]],
    ["wide characters", "日本 a", 3, 4, ["1 | 日本 a", "  |      ^"]],
    ["combining mark", "e\u0301 a", 3, 4, ["1 | e\u0301 a", "  |   ^"]],
    ["joined emoji", "👩‍👧 a", 6, 7, ["1 | 👩‍👧 a", "  |    ^"]],
    ["text symbol and its emoji form", "❤ ❤\ufe0f a", 5, 6, ["1 | ❤ ❤\ufe0f a", "  |      ^"]],
    ["tabs", "a\tb\tc", 4, 5, ["1 | a   b   c", "  |         ^"]],
    ["carriage return", "FROM a\r\nRUN b\r\n", 12, 13, ["1 | FROM a", "2 | RUN b", "  |     ^"]],
    ["empty place", "RUN b", 4, 4, ["1 | RUN b", "  |     ^"]],
    ["end of line", "RUN b\n", 5, 5, ["1 | RUN b", "  |      ^"]],
    ["line end included", "RUN b  \nX", 0, 8, ["1 | RUN b", "  | ^^^^^"]],
    ["several lines", "RUN b \\\n  c\n", 0, 11, ["1 | RUN b \\", "  | ^^^^^^^", "  | ... to line 2"]],
    ["blank line above", "\nRUN b", 1, 4, ["2 | RUN b", "  | ^^^"]],
    ["cut on the right", `RUN ${"a".repeat(40)}`, 0, 3, ["1 | RUN aaaaaaaaaaaaaaaaaaaaa…", "  | ^^^"]],
    [
      "cut on the left",
      `${"a".repeat(40)} b`,
      41,
      42,
      ["1 | …aaaaaaaaaaaaaaaaaaaaaaa b", "  |                          ^"],
    ],
    [
      "cut on both sides",
      `${"a".repeat(99)}b${"c".repeat(99)}`,
      99,
      100,
      ["1 | …aaaaaaaaaaabcccccccccccc…", "  |             ^"],
    ],
    [
      "cut in a wide character",
      `${"日".repeat(40)}b${"本".repeat(40)}`,
      40,
      41,
      ["1 | … 日日日日日b本本本本本本…", "  |             ^"],
    ],
    [
      "place wider than the row",
      "a".repeat(99),
      30,
      90,
      ["1 | …aaaaaaaaaaaaaaaaaaaaaaaa…", "  |  ^^^^^^^^^^^^^^^^^^^^^^^^"],
    ],
    ["blank line", "\n\n", 0, 0, []],
  ])("underline: %s", (_name, content, start, end, expected) => {
    expect(rows(content, start, end)).toEqual(expected);
  });

  test("a line of megabytes costs no more than what is shown of it", () => {
    const content = "RUN ".padEnd(4_000_000, "日a");
    const [row] = rows(content, 2_000_000, 2_000_001);
    expect(textWidth(row!)).toBe(30);
  });
});

describe("json", () => {
  const validate = new Ajv2020({ allErrors: true }).compile(readJson("schema/report.schema.json") as object);

  test.each(cases)("%s obeys the schema", (_name, result) => {
    validate(jsonReport(result));
    expect(validate.errors).toBeNull();
  });

  test.each<[name: string, change: (report: JsonReport) => void]>([
    ["an unknown key of a finding", (report) => Object.assign(report.files[0]!.findings[0]!, { extra: 1 })],
    ["an unknown severity", (report) => Object.assign(report.files[0]!.findings[0]!, { severity: "note" })],
    ["a column 0", (report) => Object.assign(report.files[0]!.findings[0]!, { column: 0 })],
    ["a size of unknown kind", (report) => Object.assign(report.files[0]!.images[0]!.history[0]!, { bytes: 12 })],
    ["a missing summary", (report) => Reflect.deleteProperty(report, "summary")],
  ])("the schema refuses %s", (_name, change) => {
    const report = jsonReport(scenarios["several-files"]!);
    change(report);
    expect(validate(report)).toBe(false);
  });

  test.each(allFindings)("$name: positions give back the text", ({ source, finding, index }) => {
    const reported = jsonReport(run(source)).files[0]!.findings[index]!;
    const { line, column, endLine, endColumn, fix } = reported;
    expect(textAt(source.text, line, column, endLine, endColumn)).toBe(source.text.slice(...finding.range));
    const replaced = fix?.edits.map((edit) =>
      textAt(source.text, edit.line, edit.column, edit.endLine, edit.endColumn),
    );
    expect(replaced).toEqual(finding.fix?.edits.map((edit) => source.text.slice(...edit.range)));
  });

  test("keys that say nothing are left out", () => {
    const [first] = jsonReport(scenarios["one-finding"]!).files[0]!.findings;
    expect(Object.keys(first!)).toEqual([
      "ruleId", "codes", "severity", "message", "line", "column", "endLine", "endColumn",
    ]); // prettier-ignore
  });

  test.each([
    [false, { files: 3, errors: 2, warnings: 2, infos: 1, styles: 1, fixable: 2 }],
    [true, { files: 3, errors: 2, warnings: 0, infos: 0, styles: 0, fixable: 0 }],
  ])("the summary counts the findings of the report (quiet: %p)", (quiet, summary) => {
    expect(jsonReport(scenarios["several-files"]!, { quiet }).summary).toEqual(summary);
  });
});

describe("sarif", () => {
  /** Every value with the two keys it stands under; indexes do not count. */
  function* walk(value: unknown, path = ""): Generator<[path: string, value: unknown]> {
    yield [path.split(".").slice(-2).join("."), value];
    if (typeof value !== "object" || value === null) return;
    for (const [key, child] of Object.entries(value))
      yield* walk(child, Array.isArray(value) ? path : `${path}.${key}`);
  }

  test.each([...cases, ["with suppressed", withSuppressed] as const])(
    "%s: nothing is empty, null or -1",
    (_name, result) => {
      const log = JSON.parse(sarif(result, { ...plain, reportSuppressed: true, sarifCategory: "lint" })) as Log;
      // Consumers read an inserted text unasked, and the specification wants suppressions on all results or on none.
      const mayBeEmpty = ["runs.results", "results.suppressions", "insertedContent.text"];
      const faults = [...walk(log)].filter(([path, value]) => {
        if (value === null || (typeof value === "number" && value < 0)) return true;
        const size =
          typeof value === "object" ? Object.keys(value).length : typeof value === "string" ? value.length : 1;
        return size === 0 && !mayBeEmpty.includes(path);
      });
      expect(faults).toEqual([]);
    },
  );

  test.each(cases)("%s: a path in an address is relative and can be read back", (_name, result) => {
    const paths = result.files.flatMap((source) => source.findings.map(() => source.path));
    const run = sarifRun(result);
    const places = [...(run.invocations?.[0]?.toolExecutionNotifications ?? []), ...run.results!];
    const uris = places.map((place) => place.locations![0]!.physicalLocation!.artifactLocation!.uri!);
    expect(uris.map(decodeURIComponent).sort()).toEqual([...paths].sort());
    expect(uris.filter((uri) => !/^[\w.~%!'()*-][\w.~%!'()*/-]*$/.test(uri))).toEqual([]);
  });

  test.each<[path: string, uri: string]>([
    ["Dockerfile", "Dockerfile"],
    ["./a//b/./Dockerfile", "a/b/Dockerfile"],
    ["a b/c:d/100%/#?é😀", "a%20b/c%3Ad/100%25/%23%3F%C3%A9%F0%9F%98%80"],
    ["nginx:1.23", "nginx%3A1.23"],
    ["a\\b", "a%5Cb"],
    ["a\ud800", "a%EF%BF%BD"],
    ["../other/Dockerfile", "../other/Dockerfile"],
    ["/srv/a b/Dockerfile", "file:///srv/a%20b/Dockerfile"],
    ["C:/a b/Dockerfile", "file:///C:/a%20b/Dockerfile"],
  ])("the address of %p", (path, uri) => {
    expect(artifactLocation(path).uri).toBe(uri);
    expect("uriBaseId" in artifactLocation(path)).toBe(!/^(\.\.|file:)/.test(uri));
  });

  test.each(["", "-", "<stdin>"])("text without a name (%p) is refused, even without findings", (path) => {
    const refused = (): string => sarif(run(file(path, "FROM a\n")), plain);
    expect(refused).toThrow(UnnamedInputError);
    expect(refused).toThrow("--stdin-filename");
  });

  test.each(allFindings)("$name: the region is the text at fault, on one line", ({ source, finding, index }) => {
    const region = resultOf(source, index).locations![0]!.physicalLocation!.region!;
    const [firstLine] = source.text.slice(...finding.range).split(/\r?\n/);
    expect(textOfRegion(source.text, region)).toBe(firstLine!.trimEnd());
  });

  test.each(allFindings.filter(({ finding }) => finding.fix))(
    "$name: the fix makes the same edits",
    ({ source, finding, index }) => {
      const [fix] = resultOf(source, index).fixes!;
      const edits: TextEdit[] = finding.fix!.edits.map(({ range, text }) => ({ range, text }));
      expect(fix!.description!.text).toMatch(/^\w.*\.$/);
      expect(
        fix!.artifactChanges[0]!.replacements.map(({ deletedRegion, insertedContent }) => [
          textOfRegion(source.text, deletedRegion),
          insertedContent!.text,
        ]),
      ).toEqual(edits.map(({ range, text }) => [source.text.slice(...range), text]));
    },
  );

  test.each(allFindings)("$name: the message links to all related places", ({ source, finding, index }) => {
    const result = resultOf(source, index);
    const links = [...result.message.text!.matchAll(/(?<!\\)\[(?:[^\\[\]]|\\.)*\]\((\d+)\)/g)].map((link) =>
      Number(link[1]),
    );
    expect(links).toEqual((result.relatedLocations ?? []).map(({ id }) => id));
    expect(links).toHaveLength(finding.related.length);
    expect(result.message.text!.replaceAll("\\", "")).toContain(finding.message);
  });

  test("the rule catalogue does not depend on what was found", () => {
    const [none, ...others] = cases.map(([, result]) => sarifRun(result).tool.driver.rules!);
    expect(none!.map(({ id }) => id)).toEqual([...scenarios["empty"]!.rules.map(({ id }) => id), "syntax"]);
    for (const rules of others) expect(rules).toEqual(none);
    // The validator refuses a name that repeats the id.
    expect(none!.at(-1)).not.toHaveProperty("name");
  });

  test.each(allFindings)("$name: the rule index points at the rule", ({ source, finding, index }) => {
    const rules = sarifRun(run(source)).tool.driver.rules!;
    expect(rules[resultOf(source, index).ruleIndex!]!.id).toBe(finding.ruleId);
  });

  test("a rule as GitHub shows it", () => {
    const rules = sarifRun(scenarios["empty"]!).tool.driver.rules!;
    expect(rules.find(({ id }) => id === "no-secret-in-env")).toEqual({
      id: "no-secret-in-env",
      name: "NoSecretInEnv",
      shortDescription: { text: "Obey no-secret-in-env." },
      fullDescription: { text: "Reason of no-secret-in-env with `code`." },
      help: {
        text: "Obey no-secret-in-env. Reason of no-secret-in-env with `code`. See https://example.com/rules/no-secret-in-env.md",
        markdown:
          "# no-secret-in-env\n\nReason of no-secret-in-env with `code`.\n\n[Documentation of no-secret-in-env](https://example.com/rules/no-secret-in-env.md)",
      },
      helpUri: "https://example.com/rules/no-secret-in-env.md",
      defaultConfiguration: { level: "error" },
      properties: {
        tags: ["security", "dockerfile"],
        precision: "high",
        "problem.severity": "error",
        "security-severity": "7.5",
      },
    });
  });

  test("a long description is cut to what GitHub takes", () => {
    const [rule] = scenarios["empty"]!.rules;
    const long = { ...run(), rules: [{ ...rule!, why: "word ".repeat(500) }] };
    const { text } = sarifRun(long).tool.driver.rules![0]!.fullDescription!;
    expect(text.length).toBeLessThanOrEqual(1024);
    expect(text).toMatch(/ word…$/);
  });

  test("of too many results the most severe are kept, in their order", () => {
    const severity = (index: number): Finding["severity"] =>
      index % 1000 === 999 ? "error" : index % 2 ? "info" : "style";
    const findings = Array.from({ length: 6000 }, (_, index) => ({
      at: [index, index] as const,
      severity: severity(index),
    }));
    const result = run(file("Dockerfile", " ".repeat(6000), findings));
    const { results, properties } = sarifRun(result);
    expect(results).toHaveLength(5000);
    expect(results!.filter(({ level }) => level === "error")).toHaveLength(6);
    expect(properties).toEqual({ omittedResults: 1000 });
    const columns = results!.map(({ locations }) => locations![0]!.physicalLocation!.region!.startColumn!);
    expect(columns).toEqual([...columns].sort((a, b) => a - b));
  });

  test.each([
    [undefined, undefined],
    ["docker", { id: "docker/" }],
    ["docker/lint/", { id: "docker/lint/" }],
  ])("category %p", (sarifCategory, automationDetails) => {
    const options = sarifCategory === undefined ? {} : { sarifCategory };
    expect(sarifRun(scenarios["empty"]!, options).automationDetails).toEqual(automationDetails);
  });

  test("silenced findings are reported on request only", () => {
    expect(sarifResults(withSuppressed)).toHaveLength(1);
    expect(sarifResults(withSuppressed)[0]).not.toHaveProperty("suppressions");
    const kinds = sarifResults(withSuppressed, { reportSuppressed: true }).map(({ suppressions }) =>
      suppressions!.map(({ kind, justification }) => [kind, justification]),
    );
    expect(kinds).toEqual([[], [["inSource", "a test key"]], [["inSource", undefined]]]);
  });

  test("quiet keeps errors only", () => {
    expect(sarifResults(scenarios["several-files"]!, { quiet: true }).map(({ level }) => level)).toEqual(["error"]);
  });

  test("a file that could not be read does not make the run a failure", () => {
    const [invocation] = sarifRun(scenarios["several-files"]!).invocations!;
    expect(invocation!.executionSuccessful).toBe(true);
    expect(invocation!.toolExecutionNotifications![0]!.message.text).toContain("permission denied");
  });

  test("our fingerprint outlives a change of other lines, and tells equal findings apart", () => {
    const ours = (before: string) => {
      const content = `${before}RUN a\nRUN a\n`;
      const findings = [0, 6].map((at) => ({ at: [before.length + at, before.length + at + 5] as const }));
      const results = sarifResults(run(file("Dockerfile", content, findings)));
      return results.map(({ partialFingerprints }) => partialFingerprints!["stratalint/v1"]);
    };
    expect(ours("FROM a\n")).toEqual(ours("# comment\n\nFROM b\n"));
    expect(new Set(ours(""))).toHaveProperty("size", 2);
  });

  test("the line hash counts the byte order mark", () => {
    const source = file("Dockerfile", "FROM alpine:3.20\n", [{ at: "alpine:3.20" }], { bom: true });
    expect(sarifResults(run(source))[0]!.partialFingerprints!["primaryLocationLineHash"]).toBe("43fe5972ade3d7fe:1");
  });
});

interface LineHashVector {
  name: string;
  input: string;
  hashes: string[];
}

test.each(readJson("fixtures/sarif/line-hash-vectors.json") as LineHashVector[])(
  "line hash: $name",
  ({ input, hashes }) => {
    expect(lineHashes(input)).toEqual(hashes);
  },
);
