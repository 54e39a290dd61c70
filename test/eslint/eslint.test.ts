/** The same rules under real ESLint, the oldest line supported and the newest: same findings, same fixes. */
import { readdirSync } from "node:fs";
import { ESLint as ESLint10, Linter as Linter10 } from "eslint";
import { ESLint as ESLint9, Linter as Linter9 } from "eslint9";
import { createCatalogue } from "../../src/engine/rule-catalogue.ts";
import { lintText } from "../../src/engine/lint-text.ts";
import plugin from "../../src/eslint.ts";
import { rules } from "../../src/rules/index.ts";
import type { RuleCases } from "../rule-cases.ts";

const catalogue = createCatalogue(rules);
const directory = new URL("../rules/", import.meta.url);
const tables = await Promise.all(
  readdirSync(directory)
    .filter((name) => name.endsWith(".ts") && name !== "unused-directive.ts")
    .map(async (name) => ((await import(new URL(name, directory).href)) as { default: RuleCases }).default),
);

/** What both ESLint lines have, as far as it is used here. */
interface AnyLinter {
  verify(
    text: string,
    config: unknown,
    filename: string,
  ): { ruleId: string | null; message: string; line: number; column: number; endLine?: number; endColumn?: number }[];
}

const linters: [string, AnyLinter][] = [
  ["ESLint 9", new Linter9({ configType: "flat" }) as unknown as AnyLinter],
  ["ESLint 10", new Linter10() as unknown as AnyLinter],
];

function config(ruleConfig: Record<string, unknown>, languageOptions: object = {}): object[] {
  return [
    {
      files: ["**"],
      plugins: { dockerfile: plugin },
      language: "dockerfile/dockerfile",
      languageOptions,
      // A table may hold directives that silence other rules.
      linterOptions: { reportUnusedDisableDirectives: "off" },
      rules: ruleConfig,
    },
  ];
}

describe.each(linters)("%s", (_name, linter) => {
  test.each(tables.map((table) => [table.id, table] as const))("%s: the findings of our engine", (id, table) => {
    const rule = catalogue.get(id);
    if (!rule) throw new Error(`No rule is called ${id}`);
    for (const { code, options = [], languageOptions = {}, context } of [...table.valid, ...table.invalid]) {
      if (context) continue;
      const severity = rule.meta.docs.severity;
      const own = lintText(code, {
        path: "Dockerfile",
        rules: [{ rule, severity, options }],
        catalogue,
        languageOptions,
      });
      const theirs = linter.verify(
        code,
        config({ [`dockerfile/${id}`]: ["error", ...options] }, languageOptions),
        "Dockerfile",
      );
      const shape = (one: {
        message: string;
        line: number;
        column: number;
        endLine?: number | undefined;
        endColumn?: number | undefined;
      }): string => `${one.line}:${one.column}-${one.endLine}:${one.endColumn} ${one.message}`;
      expect(theirs.map(shape).sort()).toEqual(
        own.findings
          .map(({ message, loc }) =>
            shape({
              message,
              line: loc.start.line,
              column: loc.start.column,
              endLine: loc.end.line,
              endColumn: loc.end.column,
            }),
          )
          .sort(),
      );
    }
  });

  test.each([
    ["# stratalint disable-next no-latest-tag\nFROM a:latest\n", 0],
    ["# hadolint ignore=DL3007\nFROM a:latest\n", 0],
    ["# hadolint global ignore=DL3007\nFROM a:latest\nFROM b:latest\n", 0],
    ["# eslint-disable dockerfile/no-latest-tag\nFROM a:latest\n", 0],
    ["FROM a:1\n# stratalint disable-next no-latest-tag -- why\nFROM b:latest\nFROM c:latest\n", 1],
    ["# hadolint ignore=DL3006\nFROM a:latest\n", 1],
  ])("directives: %j", (code, count) => {
    const found = linter.verify(code, config({ "dockerfile/no-latest-tag": "error" }), "Dockerfile");
    // ESLint calls a directive unused whose rule is off; what counts here is what is silenced.
    expect(found.filter((one) => one.ruleId !== null)).toHaveLength(count);
  });
});

test("a configuration gives the options of its preset", () => {
  const { recommended, buildkit } = plugin.configs;
  expect(recommended.rules["dockerfile/json-form-command"]).toBe("warn");
  expect(buildkit.rules["dockerfile/json-form-command"]).toEqual([
    "warn",
    expect.objectContaining({ allowExec: false }),
  ]);
  expect(buildkit.rules["dockerfile/valid-syntax"]).toBe("error");
  expect(buildkit.rules["dockerfile/no-latest-tag"]).toBeUndefined();
});

describe.each([
  ["ESLint 9", ESLint9],
  ["ESLint 10", ESLint10],
] as const)("%s class", (_name, Engine) => {
  test("fixes a file through `recommended` and keeps BOM and CRLF", async () => {
    const eslint = new Engine({ overrideConfigFile: true, fix: true, baseConfig: [plugin.configs.strict] });
    const text = "\uFEFFFROM a:1\r\nADD x/ /y/\r\n";
    const [result] = await eslint.lintText(text, { filePath: "Dockerfile" });
    expect(result?.output).toBe("\uFEFFFROM a:1\r\nCOPY x/ /y/\r\n");
  });

  test("the configuration of a Dockerfile can be printed", async () => {
    const eslint = new Engine({ overrideConfigFile: true, baseConfig: [plugin.configs.recommended] });
    const printed = JSON.parse(JSON.stringify(await eslint.calculateConfigForFile("sub/app.dockerfile"))) as {
      rules: Record<string, unknown>;
    };
    expect(printed.rules).toHaveProperty(["dockerfile/no-latest-tag"]);
  });
});
