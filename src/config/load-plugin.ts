/** PLUGIN MODULE -> RULES, named `<plugin>/<rule>`. */
import { importModule } from "./import-module.ts";
import { basename } from "node:path";
import { pathToFileURL } from "node:url";
import type { Rule } from "../rules/define-rule.ts";
import { isPath, ModuleError, resolveModule } from "./resolve-module.ts";

interface PluginModule {
  /** The first part of the rules' names; by default from the module's name. */
  readonly name?: unknown;
  readonly rules?: unknown;
}

/**
 * @param specifier package name or path
 * @param from absolute path of the configuration file that names it
 * @throws ModuleError when the module cannot be loaded or holds no rules
 */
export async function loadPlugin(specifier: string, from: string): Promise<Rule[]> {
  const plugin = await importPlugin(specifier, from);
  const { rules } = plugin;
  if (typeof rules !== "object" || rules === null) {
    throw new ModuleError(`the plugin "${specifier}" exports no rules: it needs \`export default { rules: { ... } }\``);
  }
  const name = typeof plugin.name === "string" ? plugin.name : pluginName(specifier);
  return Object.entries(rules).map(([key, rule]) => {
    if (!isRule(rule)) {
      throw new ModuleError(`the plugin "${specifier}": "${key}" is not a rule made by defineRule`);
    }
    return { ...rule, id: `${name}/${key}` };
  });
}

async function importPlugin(specifier: string, from: string): Promise<PluginModule> {
  const path = resolveModule(specifier, from);
  try {
    const module = (await importModule(pathToFileURL(path).href)) as PluginModule & { default?: PluginModule };
    return module.default ?? module;
  } catch (error) {
    const [reason] = (error as Error).message.split("\n", 1);
    throw new ModuleError(`the plugin "${specifier}" fails to load: ${reason}`);
  }
}

/** `stratalint-plugin-acme` -> `acme`, `@acme/stratalint-plugin` -> `@acme`, `./rules/house.mjs` -> `house`. */
function pluginName(specifier: string): string {
  if (isPath(specifier)) return basename(specifier).replace(/\.[cm]?js$/, "");
  return specifier.replace(/(^|\/)stratalint-plugin(-|$)/, "$1").replace(/\/$/, "");
}

function isRule(value: unknown): value is Rule {
  const rule = value as Partial<Rule> | null;
  return typeof rule?.create === "function" && Array.isArray(rule.meta?.schema) && typeof rule.meta.docs === "object";
}
