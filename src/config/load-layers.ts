/**
 * CONFIGURATION FILE -> LAYERS: the file, what it extends and what it overrides, flattened into one list in which
 * later entries win. Loaded only when there is a configuration file.
 */
import { dirname, relative, resolve } from "node:path";
import { createCatalogue } from "../engine/rule-catalogue.ts";
import type { RuleCatalogue } from "../engine/rule-catalogue.ts";
import type { Rule } from "../rules/define-rule.ts";
import { checkRules } from "./check-rules.ts";
import type { RuleEntry } from "./check-rules.ts";
import { checkShape, problemAt } from "./check-shape.ts";
import { ConfigError } from "./config-error.ts";
import type { ConfigProblem } from "./config-error.ts";
import type { ConfigDocument, ConfigPath } from "./document.ts";
import { createDocumentLoader } from "./load-document.ts";
import { loadPlugin } from "./load-plugin.ts";
import { compilePatterns } from "./patterns.ts";
import type { FileMatcher } from "./patterns.ts";
import { presetNames } from "./presets.ts";
import { isPath, ModuleError, resolveModule } from "./resolve-module.ts";
import type { ConfigObject, OverrideObject } from "./schema.ts";
import type { Settings } from "./types.ts";

/** Settings for the files that `matches` picks; for all without it. */
export interface ConfigLayer {
  readonly matches?: FileMatcher;
  readonly rules: readonly RuleEntry[];
  readonly settings: Omit<Settings, "rules">;
}

export interface LoadedConfig {
  /** In order: what is extended, the file itself, its overrides. */
  readonly layers: readonly ConfigLayer[];
  /** A file that one of them fits is not linted. */
  readonly ignores: readonly FileMatcher[];
  /** With the rules of plugins. */
  readonly catalogue: RuleCatalogue;
  /** The files read, the one asked for first. */
  readonly sources: readonly string[];
}

export type ConfigLoader = (path: string, base: string) => Promise<LoadedConfig>;

/**
 * @param builtIn the catalogue of our own rules
 * @returns a function of a configuration file and the folder that its patterns and paths are relative to; it throws
 *   ConfigError on every mistake in the file or in those it extends
 */
export function createConfigLoader(builtIn: RuleCatalogue): ConfigLoader {
  const loadDocument = createDocumentLoader();

  async function load(path: string, base: string): Promise<LoadedConfig> {
    const chain: Chain = { layers: [], ignores: [], sources: [], pluginRules: new Map(), catalogue: builtIn };
    await addFile(path, base, [], chain);
    return chain;
  }

  async function addFile(path: string, base: string, parents: readonly string[], chain: Chain): Promise<void> {
    const document = await loadDocument(path);
    const config = checkShape(document);
    chain.sources.push(path);
    await addExtended(config, document, base, [...parents, path], chain);
    await addPlugins(config, document, chain);

    const { ignores = [], overrides = [], ...own } = config;
    if (ignores.length > 0) chain.ignores.push(compilePatterns(ignores, base));
    const problems: ConfigProblem[] = [];
    chain.layers.push(await createLayer(own, base, at(document, []), chain.catalogue, problems));
    for (const [index, override] of overrides.entries()) {
      const layer = await createLayer(override, base, at(document, ["overrides", index]), chain.catalogue, problems);
      chain.layers.push({ ...layer, matches: compilePatterns(override.files, base) });
    }
    if (problems.length > 0) throw new ConfigError(problems);
  }

  async function addExtended(
    config: ConfigObject,
    document: ConfigDocument,
    base: string,
    files: readonly string[],
    chain: Chain,
  ): Promise<void> {
    const list = typeof config.extends === "string" ? [config.extends] : (config.extends ?? []);
    for (const [index, name] of list.entries()) {
      const place: ConfigPath = typeof config.extends === "string" ? ["extends"] : ["extends", index];
      const path = await placed(document, place, () => resolveExtended(name, document.path));
      if (files.includes(path))
        throw new ConfigError([problemAt(document, place, "value", describeCycle(path, files))]);
      // A package lies in node_modules: its patterns are meant for the project that extends it.
      await addFile(path, isPath(name) ? dirname(path) : base, files, chain);
    }
  }

  return load;
}

/** What is being put together: `LoadedConfig`, still open. */
interface Chain {
  readonly layers: ConfigLayer[];
  readonly ignores: FileMatcher[];
  readonly sources: string[];
  readonly pluginRules: Map<string, Rule>;
  catalogue: RuleCatalogue;
}

async function addPlugins(config: ConfigObject, document: ConfigDocument, chain: Chain): Promise<void> {
  const { plugins = [] } = config;
  if (plugins.length === 0) return;
  for (const [index, name] of plugins.entries()) {
    const rules = await placed(document, ["plugins", index], () => loadPlugin(name, document.path));
    for (const rule of rules) chain.pluginRules.set(rule.id, rule);
  }
  const builtIn = chain.catalogue.rules.filter(({ id }) => !chain.pluginRules.has(id));
  chain.catalogue = createCatalogue([...builtIn, ...chain.pluginRules.values()]);
}

function resolveExtended(name: string, from: string): string {
  if ((presetNames as readonly string[]).includes(name)) {
    throw new ModuleError(`"${name}" is a preset: write \`"preset": "${name}"\``);
  }
  return resolveModule(name, from);
}

function describeCycle(path: string, files: readonly string[]): string {
  const circle = [...files.slice(files.indexOf(path)), path].map((file) => relative(dirname(path), file));
  return `configurations extend each other in a circle: ${circle.join(" -> ")}. Remove one of them`;
}

/** Makes problems of a part of the document. */
type Report = (path: ConfigPath, part: "key" | "value", message: string) => ConfigProblem;

function at(document: ConfigDocument, parent: ConfigPath): Report {
  return (path, part, message) => problemAt(document, [...parent, ...path], part, message);
}

async function createLayer(
  source: ConfigObject | OverrideObject,
  base: string,
  report: Report,
  catalogue: RuleCatalogue,
  found: ConfigProblem[],
): Promise<ConfigLayer> {
  const { preset, failLevel, builder, builderVersion, store, target, platform, buildArgs, context, compose } = source;
  const { inlineConfig, trustedRegistries, labelSchema, strictLabels, shellcheck } = source;
  const { entries, problems } = await checkRules(source.rules ?? {}, catalogue);
  found.push(...problems.map(({ path, part, message }) => report(["rules", ...path], part, message)));
  const settings = {
    preset,
    failLevel,
    builder,
    builderVersion,
    store,
    target,
    platform,
    buildArgs,
    context,
    compose,
    inlineConfig,
    trustedRegistries,
    labelSchema,
    strictLabels,
  };
  return {
    rules: entries,
    settings: {
      ...settings,
      ...(context === undefined ? {} : { context: resolve(base, context) }),
      ...(shellcheck === undefined ? {} : { shellcheck: programIn(base, shellcheck) }),
    },
  };
}

/** A name without a slash is looked for on the search path. */
function programIn(base: string, program: string): string {
  return /[\\/]/.test(program) ? resolve(base, program) : program;
}

/** Gives an error about a named module its place. */
async function placed<T>(document: ConfigDocument, path: ConfigPath, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ModuleError)) throw error;
    throw new ConfigError([problemAt(document, path, "value", error.message)]);
  }
}
