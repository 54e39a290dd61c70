/** What every rule owes: metadata, examples that are true, a page that is up to date, fixes that are safe to repeat. */
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { createCatalogue } from "../src/engine/rule-catalogue.ts";
import { lintText } from "../src/engine/lint-text.ts";
import { applyFixes } from "../src/engine/text-edits.ts";
import type { Finding } from "../src/engine/types.ts";
import type { DockerfileRuleDefinition, Rule, RuleExample } from "../src/rules/define-rule.ts";
import { rules } from "../src/rules/index.ts";
import { parseDockerfile } from "../src/syntax/parse.ts";
import { version } from "../src/version.ts";
import { memoryContext } from "./memory-context.ts";

const catalogue = createCatalogue(rules);
const root = new URL("..", import.meta.url);

function lint(
  rule: Rule,
  code: string,
  { options = [], languageOptions = {}, context }: Pick<RuleExample, "options" | "languageOptions" | "context">,
): { text: string; findings: readonly Finding[] } {
  const configured = { rule, severity: rule.meta.docs.severity, options };
  return lintText(code, {
    path: "Dockerfile",
    rules: [configured],
    catalogue,
    languageOptions,
    context: context && memoryContext(context),
  });
}

describe.each(rules.map((rule) => [rule.id, rule] as const))("%s", (id, rule) => {
  const { docs, messages, schema, defaultOptions } = rule.meta;

  test("is a definition of ESLint's core", () => {
    const definition: DockerfileRuleDefinition = rule;
    expect(definition.meta?.languages).toEqual(["dockerfile/dockerfile"]);
  });

  test("its id is its file's name and fit for every format", () => {
    expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(existsSync(new URL(`src/rules/${id}.ts`, root))).toBe(true);
  });

  test("its documentation is complete", () => {
    expect(docs.description).toMatch(/^[A-Z].*[^.]$/);
    expect(docs.why.length).toBeGreaterThan(80);
    expect(docs.examples.length).toBeGreaterThan(0);
    expect(Boolean(docs.fixSafety)).toBe(rule.meta.fixable !== undefined);
    expect(Boolean(docs.options)).toBe(schema.length > 0);
    expect(defaultOptions.length).toBeLessThanOrEqual(schema.length);
  });

  test("its messages are sentences without a double full stop", () => {
    for (const message of Object.values(messages)) {
      expect(message).not.toMatch(/\.\.(?:\s|$)|\s{2}/);
    }
  });

  test.each(docs.examples.map((example, index) => [index + 1, example] as const))(
    "example %i is true",
    (_index, example) => {
      const bad = lint(rule, example.bad, example);
      expect(bad.findings.length).toBeGreaterThan(0);
      expect(bad.findings.every((finding) => finding.ruleId === id)).toBe(true);
      expect(lint(rule, example.good, example).findings.map((finding) => finding.message)).toEqual([]);
      if (id !== "valid-syntax")
        expect(problems(example.bad)).toEqual(id === "no-empty-continuation" ? ["empty-continuation"] : []);
      expect(problems(example.good)).toEqual([]);
    },
  );

  test("its fixes leave a file that reads as before, and come to an end", () => {
    for (const example of docs.examples) {
      const { text, findings } = lint(rule, example.bad, example);
      const { text: fixed, applied } = applyFixes(text, findings);
      if (applied === 0) continue;
      if (id !== "valid-syntax" && id !== "no-empty-continuation") expect(problems(fixed)).toEqual(problems(text));
      expect(applyFixes(fixed, lint(rule, fixed, example).findings).applied).toBeLessThan(applied + 1);
      expect(lint(rule, fixed, example).findings.length).toBeLessThan(findings.length);
    }
  });
});

function problems(code: string): string[] {
  return parseDockerfile(code).problems.map((problem) => problem.code);
}

test("no code of hadolint and no check of BuildKit stands for two rules", () => {
  const owners = rules.flatMap((rule) =>
    [...(rule.meta.docs.hadolint ?? []), ...(rule.meta.docs.buildkit ?? [])].map((code) => [code, rule.id] as const),
  );
  const twice = owners.filter(([code, id]) => owners.some(([other, owner]) => other === code && owner !== id));
  expect(twice).toEqual([]);
});

test("every rule has a page and every page a rule", () => {
  const pages = readdirSync(new URL("docs/rules/", root)).filter((name) => name !== "README.md");
  expect(pages.sort()).toEqual(rules.map((rule) => `${rule.id}.md`).sort());
});

test("the version is the package's", () => {
  const { version: published } = JSON.parse(readFileSync(new URL("package.json", root), "utf8")) as { version: string };
  expect(version).toBe(published);
});
