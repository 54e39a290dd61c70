/**
 * The ESLint plugin: `import dockerfile from "stratalint/eslint"`.
 *
 *     export default [dockerfile.configs.recommended];
 */
import { isInPreset, presetOptions, presetSeverity } from "./config/presets.ts";
import { createCatalogue, ruleNames } from "./engine/rule-catalogue.ts";
import { DockerfileLanguage } from "./language/dockerfile-language.ts";
import type { Rule, RuleMeta, RuleSeverity } from "./rules/define-rule.ts";
import { rules } from "./rules/index.ts";
import { version } from "./version.ts";

/** A rule as ESLint 9 and 10 both accept it: they differ in the context, so it is left open. */
interface PluginRule {
  readonly meta: Omit<RuleMeta, "schema" | "languages" | "defaultOptions"> & {
    schema: object[];
    languages: string[];
    defaultOptions: unknown[];
  };
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  create(context: any): any;
}

type Level = "error" | "warn";
type ConfigName = "recommended" | "strict" | "hadolint" | "buildkit";

interface PluginConfig {
  name: string;
  files: string[];
  ignores: string[];
  language: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  plugins: Record<string, any>;
  rules: Record<string, Level | [Level, ...unknown[]]>;
}

export interface DockerfilePlugin {
  readonly meta: { readonly name: string; readonly version: string; readonly namespace: string };
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly languages: Record<"dockerfile", any>;
  readonly rules: Record<string, PluginRule>;
  readonly configs: Record<ConfigName, PluginConfig>;
}

const namespace = "dockerfile";
const catalogue = createCatalogue(rules);
const language = new DockerfileLanguage(ruleNames(catalogue));

const files = [
  "**/Dockerfile",
  "**/dockerfile",
  "**/Containerfile",
  "**/{Dockerfile,Containerfile}.*",
  "**/*.{dockerfile,Dockerfile,containerfile}",
];
const ignores = ["**/*.{md,ts,js,go,py,rb,sh,json,yaml,yml,dockerignore}"];

/** ESLint reports unused directives itself. */
const underEslint = rules.filter((rule) => rule.id !== "unused-directive");

const plugin: DockerfilePlugin = {
  meta: { name: "stratalint", version, namespace },
  languages: { dockerfile: language },
  rules: Object.fromEntries(underEslint.map((rule) => [rule.id, toPluginRule(rule)])),
  configs: {
    recommended: config("recommended"),
    strict: config("strict"),
    hadolint: config("hadolint"),
    buildkit: config("buildkit"),
  },
};
for (const each of Object.values(plugin.configs)) each.plugins[namespace] = plugin;

function toPluginRule(rule: Rule): PluginRule {
  const { schema, languages, defaultOptions, ...rest } = rule.meta;
  return {
    meta: { ...rest, schema: [...schema], languages: [...languages], defaultOptions: [...defaultOptions] },
    create: (context) => rule.create(context),
  };
}

function config(name: ConfigName): PluginConfig {
  const chosen = underEslint.filter((rule) => isInPreset(rule, name));
  return {
    name: `stratalint/${name}`,
    files,
    ignores,
    language: `${namespace}/dockerfile`,
    plugins: {},
    rules: Object.fromEntries(chosen.map((rule) => [`${namespace}/${rule.id}`, setting(rule, name)])),
  };
}

/** The level, and the options that the preset gives the rule. */
function setting(rule: Rule, name: ConfigName): Level | [Level, ...unknown[]] {
  const options = presetOptions(rule, name);
  const severity = level(presetSeverity(rule, name));
  return options.length === 0 ? severity : [severity, ...options];
}

function level(severity: RuleSeverity): Level {
  return severity === "error" ? "error" : "warn";
}

export default plugin;
