/** What docs/differences-from-hadolint.md says of our verdicts is so. */
import { isInPreset, presetOptions, presetSeverity } from "../src/config/presets.ts";
import { lintText } from "../src/engine/lint-text.ts";
import { createCatalogue } from "../src/engine/rule-catalogue.ts";
import { rules } from "../src/rules/index.ts";
import { hadolintDifferences } from "../tools/conformance/hadolint-differences.ts";

const catalogue = createCatalogue(rules);
const configured = rules
  .filter((rule) => rule.meta.docs.hadolint !== undefined || isInPreset(rule, "hadolint"))
  .map((rule) => ({ rule, severity: presetSeverity(rule, "hadolint"), options: presetOptions(rule, "hadolint") }));

function findings(text: string, code: string): number {
  const languageOptions = { labelSchema: { team: "text" as const } };
  const result = lintText(text, { path: "Dockerfile", rules: configured, catalogue, languageOptions });
  return result.findings.filter(({ codes }) => codes.includes(code)).length;
}

test.each(hadolintDifferences.map((difference) => [difference.codes.join(" "), difference.ours, difference] as const))(
  "%s: %s",
  (_codes, _ours, { codes, kind, example, applies }) => {
    const found = findings(example, codes[0] ?? "");
    if (kind === "silent") expect(found).toBe(0);
    else if (kind === "reports") expect(found).toBeGreaterThan(0);
    else expect(found).toBe(1);
    expect(example).toMatch(applies);
  },
);

test("each code is one of a rule of ours", () => {
  const codes = hadolintDifferences.flatMap((difference) => difference.codes);
  expect(codes.filter((code) => catalogue.resolve(code).length === 0)).toEqual([]);
});
