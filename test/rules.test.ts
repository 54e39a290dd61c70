/** Runs every case table in our engine. `npm test -- -t no-latest-tag` picks one rule. */
import { readdirSync } from "node:fs";
import { createCatalogue } from "../src/engine/rule-catalogue.ts";
import { lintText } from "../src/engine/lint-text.ts";
import { applyEdits, applyFixes } from "../src/engine/text-edits.ts";
import type { FileResult } from "../src/engine/types.ts";
import { rules } from "../src/rules/index.ts";
import { memoryContext } from "./memory-context.ts";
import type { RuleCases, ValidCase } from "./rule-cases.ts";

const catalogue = createCatalogue(rules);
const directory = new URL("rules/", import.meta.url);
const tables = await Promise.all(
  readdirSync(directory)
    .filter((name) => name.endsWith(".ts"))
    .map(async (name) => {
      const { default: table } = (await import(new URL(name, directory).href)) as { default: RuleCases };
      return { file: name.replace(/\.ts$/, ""), table };
    }),
);

function lint(id: string, { code, options = [], languageOptions = {}, context }: ValidCase): FileResult {
  const rule = catalogue.get(id);
  if (!rule) throw new Error(`No rule is called ${id}`);
  const configured = { rule, severity: rule.meta.docs.severity, options };
  return lintText(code, {
    path: "Dockerfile",
    rules: [configured],
    catalogue,
    languageOptions,
    context: context && memoryContext(context),
  });
}

test("every rule has a case table, and every table a rule", () => {
  expect(tables.map(({ file }) => file).sort()).toEqual(rules.map((rule) => rule.id).sort());
});

describe.each(tables)("$file", ({ file, table }) => {
  test("its table has at least three cases of each kind", () => {
    expect(table.id).toBe(file);
    expect(table.valid.length).toBeGreaterThanOrEqual(3);
    expect(table.invalid.length).toBeGreaterThanOrEqual(file === "unused-directive" ? 1 : 3);
  });

  test.each(table.valid.map((one) => [one.name ?? one.code, one] as const))("silent: %s", (_name, one) => {
    expect(lint(file, one).findings.map((finding) => finding.message)).toEqual([]);
  });

  test.each(table.invalid.map((one) => [one.name ?? one.code, one] as const))("finds: %s", (_name, one) => {
    const { findings, text } = lint(file, one);
    const seen = findings.map((finding, index) => {
      const expected = one.findings[index];
      return {
        ...(expected?.messageId === undefined ? {} : { messageId: finding.messageId }),
        line: finding.loc.start.line,
        column: finding.loc.start.column,
        ...(expected?.endLine === undefined ? {} : { endLine: finding.loc.end.line }),
        ...(expected?.endColumn === undefined ? {} : { endColumn: finding.loc.end.column }),
        text: text.slice(...finding.range),
        ...(expected?.message === undefined ? {} : { message: finding.message }),
      };
    });
    const wanted = one.findings.map((finding) =>
      finding.message ? { ...finding, message: expect.stringMatching(finding.message) as string } : finding,
    );
    expect(seen).toEqual(wanted);
    const fixed = applyFixes(text, findings);
    expect(fixed.applied > 0 ? fixed.text : undefined).toEqual(one.output);
    if (one.suggestions) {
      const suggested = findings.flatMap((finding) => finding.suggestions.slice(0, 1));
      expect(suggested.map((suggestion) => applyEdits(text, suggestion.edits))).toEqual(one.suggestions);
    }
    if (fixed.applied > 0)
      expect(lint(file, { ...one, code: fixed.text }).findings.length).toBeLessThan(findings.length);
  });
});
