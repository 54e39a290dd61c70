/** `stratalint rules`: every rule in one line, or as JSON. */
import { createCatalogue } from "../engine/rule-catalogue.ts";
import type { Rule } from "../rules/define-rule.ts";
import { rules as allRules } from "../rules/index.ts";
import type { CliIo } from "./io.ts";

export const rulesFormats = ["text", "json"] as const;

/** @returns the exit code */
export async function listRules(format: (typeof rulesFormats)[number], io: CliIo): Promise<number> {
  const catalogue = createCatalogue(allRules);
  const { rules } = catalogue;
  if (format === "json") {
    const list = rules.map((rule) => describe(rule, catalogue.codes(rule)));
    await io.stdout.write(`${JSON.stringify(list, null, 2)}\n`);
    return 0;
  }
  const rows = rules.map((rule) => [
    rule.meta.docs.recommended ? "*" : " ",
    rule.id,
    rule.meta.docs.severity,
    rule.meta.docs.category,
    rule.meta.docs.description + aliasesInBrackets(catalogue.codes(rule)),
  ]);
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  "));
  const legend = `${rules.length} rules; * is in the preset "recommended". \`stratalint explain RULE\` tells more.`;
  await io.stdout.write(`${lines.map((line) => fitted(line, io)).join("\n")}\n\n${legend}\n`);
  return 0;
}

function aliasesInBrackets(codes: readonly string[]): string {
  return codes.length === 0 ? "" : ` (${codes.join(", ")})`;
}

/** A terminal shows one line a rule; a pipe gets everything. */
function fitted(line: string, { stdout }: CliIo): string {
  return stdout.isTTY && line.length > stdout.columns ? `${line.slice(0, stdout.columns - 1)}…` : line;
}

function describe({ id, meta }: Rule, codes: readonly string[]): object {
  const { description, category, severity, recommended, since, url } = meta.docs;
  const fix = meta.fixable ? "fix" : meta.hasSuggestions ? "suggestion" : null;
  return { id, codes, description, category, severity, recommended, fix, options: meta.schema, since, url };
}
