/** What a configuration may not hold: told by us with its place, and by the schema in an editor. */
import { Ajv } from "ajv";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createConfigResolver } from "../../src/config/config-resolver.ts";
import { parseJsonDocument } from "../../src/config/json-document.ts";
import { configKeys } from "../../src/config/schema.ts";
import { rules as allRules } from "../../src/rules/index.ts";
import { configSchema } from "../../tools/config-schema.ts";
import { createProject } from "../temporary-project.ts";
import { problemsOf } from "./sample-rules.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

describe("mistakes are errors with their place", () => {
  test.each<[string, string, string | string[]]>([
    [".lintrc.json", '{\n  "rulez": {}\n}', '2:3: unknown key "rulez": did you mean "rules"?'],
    [".lintrc.json", '{ "ignored": [] }', '1:3: unknown key "ignored": did you mean "ignores"?'],
    [".lintrc.yaml", "override: {}\n", '1:1: unknown key "override": did you mean "overrides"?'],
    [".lintrc.yaml", "rules:\n  no-aple: off\n", '2:3: unknown rule "no-aple": did you mean "no-apple"?'],
    [".lintrc.yaml", "rules:\n  zzzzzz: off\n", '2:3: unknown rule "zzzzzz": `stratalint rules` lists them all'],
    [
      ".lintrc.yaml",
      "overrides:\n  - files: [a]\n    rules: {DL9999x: off}\n",
      '3:13: unknown rule "DL9999x": `stratalint rules` lists them all',
    ],
    [
      ".lintrc.yaml",
      "preset: strct\n",
      '1:9: preset: expected "recommended", "strict", "hadolint", "buildkit" or "none", got "strct"; did you mean "strict"?',
    ],
    [
      ".lintrc.yaml",
      "rules:\n  no-apple: warn\n",
      '2:13: rules.no-apple: expected a severity ("off", "on", "error", "warning", "info" or "style") or [severity, options], got "warn"; did you mean "warning"?',
    ],
    [
      ".lintrc.yaml",
      "rules: {no-apple: []}\n",
      '1:19: rules.no-apple: expected a severity ("off", "on", "error", "warning", "info" or "style") or [severity, options], got an empty list',
    ],
    [".lintrc.yaml", "rules: [no-apple]\n", "1:8: rules: expected an object, got a list"],
    [".lintrc.yaml", "rules: {no-apple: [on, {}]}\n", "1:24: options of no-apple: this rule takes no options"],
    [
      ".lintrc.yaml",
      "rules: {DL2: [on, {dept: 1}]}\n",
      [
        '1:19: options of no-banana: unknown option "dept": did you mean "depth"?',
        '1:19: options of no-cherry: unknown option "dept": did you mean "depth"?',
      ],
    ],
    [".lintrc.yaml", "rules: {no-banana: [on, {depth: a}]}\n", '1:33: options of no-banana: expected integer, got "a"'],
    [".lintrc.yaml", "rules: {no-banana: [on, {}, {}]}\n", "1:20: options of no-banana: too many: the rule takes 1"],
    [".lintrc.yaml", "overrides:\n  - rules: {}\n", '2:5: the key "files" is missing'],
    [".lintrc.yaml", "overrides:\n  - files: []\n", "2:12: overrides.0.files: expected at least one pattern"],
    [
      ".lintrc.yaml",
      "overrides:\n  - files: ['a']\n    ignores: []\n",
      '3:5: unknown key "ignores": known are files, preset, rules, failLevel, builder, builderVersion, store, target, platform, buildArgs, context, compose, inlineConfig, shellcheck, trustedRegistries, labelSchema, strictLabels',
    ],
    [
      ".lintrc.yaml",
      "ignores: ['a', '*a*a*a*a*']\n",
      '1:16: the pattern "*a*a*a*a*": more than 4 "*" between two slashes: write fewer',
    ],
    [".lintrc.yaml", "buildArgs: {V: 1.10}\n", "1:16: buildArgs.V: expected a string, got 1.1: write it in quotes"],
    [".lintrc.yaml", "target: ''\n", "1:9: target: expected some text, got an empty string"],
    [".lintrc.yaml", "platform: arm\n", "1:11: platform: expected os/architecture[/variant], such as linux/arm64"],
    [
      ".lintrc.yaml",
      "overrides: [{files: [a], labelSchema: []}]\n",
      "1:39: overrides.0.labelSchema: expected an object, got an empty list",
    ],
    [".lintrc.yaml", "- a\n", "1:1: the configuration: expected an object, got a list"],
    [
      ".lintrc.yaml",
      "a: [\n",
      "2:1: YAML syntax error: Flow sequence in block collection must be sufficiently indented and end with a ]",
    ],
    [".lintrc.yaml", "preset: none\npreset: strict\n", "2:1: YAML syntax error: Map keys must be unique"],
    [".lintrc.json", '{ "preset": "none" "a": 1 }', "1:20: JSON syntax error: comma expected"],
    [".lintrc.json", '{ "rules": { "a": "off",\n "a": "on" } }', '2:2: the key "a" is written twice: remove one'],
    [".lintrc.json", '{ "extends": "./gone.json" }', '1:14: cannot find "./gone.json": there is no such file'],
    [
      ".lintrc.json",
      '{ "extends": ["gone"] }',
      '1:15: cannot find the package "gone": install it, or correct the name',
    ],
    [
      ".lintrc.json",
      '{ "extends": ".lintrc.json" }',
      '1:14: cannot find the package ".lintrc.json": write "./.lintrc.json" for the file',
    ],
    [".lintrc.json", '{ "extends": "strict" }', '1:14: "strict" is a preset: write `"preset": "strict"`'],
    [".lintrc.json", '{ "extends": 5 }', "1:14: extends: expected a path, a package name or a list of them, got 5"],
    [
      ".lintrc.json",
      '{ "plugins": ["gone"] }',
      '1:15: cannot find the package "gone": install it, or correct the name',
    ],
    ["package.json", '{\n "stratalint": { "rulez": 1 } }', '2:18: unknown key "rulez": did you mean "rules"?'],
    ["package.json", '{ "stratalint": ', "1:17: JSON syntax error: value expected"],
    ["stratalint.config.mjs", "export default { rulez: 1 }", ' unknown key "rulez": did you mean "rules"?'],
    [
      "stratalint.config.mjs",
      "export const rules = {}",
      " this configuration file exports nothing: write `export default { ... }`",
    ],
    ["stratalint.config.cjs", "throw new Error('boom\\nat x')", " this configuration file fails to load: boom"],
  ])("%s: %j", async (file, text, expected) => {
    const messages = (Array.isArray(expected) ? expected : [expected]).map((message) => `${file}:${message}`);
    expect(await problemsOf(createProject({ [file]: text }))).toEqual(messages);
  });
});

describe("the published schema and example", () => {
  const schema = configSchema(allRules);
  const validate = new Ajv({ strict: false }).compile(schema);
  const example = parseJsonDocument("example", readFileSync(join(root, ".lintrc.example.json"), "utf8"))
    .value as object;

  test("the example has every key", () => {
    expect(Object.keys(example).sort()).toEqual([...configKeys].sort());
  });

  test("the example is accepted, by us and by the schema", async () => {
    const config = createConfigResolver({ rules: allRules, cwd: root, config: ".lintrc.example.json" }).resolve("x");
    expect((await config).rules.find(({ rule }) => rule.id === "no-latest-tag")?.severity).toBe("error");
    expect(validate(example) || validate.errors).toBe(true);
  });

  test.each<[object, boolean]>([
    [{ rules: { DL3007: "error", "no-latest-tag": ["on"], "acme/x": ["error", 1] } }, true],
    [{ rules: { "no-such-rule": "off" } }, false],
    [{ rules: { "no-latest-tag": "warn" } }, false],
    [{ rules: { "pin-pip-versions": ["on", { ignor: [] }] } }, false],
    [{ overrides: [{ files: ["a"], rules: { "no-such-rule": "off" } }] }, false],
    [{ unknown: 1 }, false],
  ])("schema on %j: %p", (config, valid) => {
    expect(validate(config)).toBe(valid);
  });
});
