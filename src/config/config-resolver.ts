/**
 * PATH -> FILE CONFIGURATION. Finds the configuration of each file, and settles rules and options for it. A run
 * without a configuration file loads nothing but this.
 */
import { homedir } from "node:os";
import { dirname, relative, resolve } from "node:path";
import { createCatalogue } from "../engine/rule-catalogue.ts";
import type { RuleCatalogue } from "../engine/rule-catalogue.ts";
import { shellcheckCode } from "../engine/shellcheck-rule.ts";
import type { ConfiguredRule } from "../engine/types.ts";
import type { Rule } from "../rules/define-rule.ts";
import { checkRules } from "./check-rules.ts";
import type { RuleEntry } from "./check-rules.ts";
import { nodeFileSystem } from "./config-file-system.ts";
import type { ConfigFileSystem } from "./config-file-system.ts";
import { createConfigFinder } from "./find-config.ts";
import type { ConfigLayer, ConfigLoader, LoadedConfig } from "./load-layers.ts";
import { failLevelOf, isInPreset, presetOptions, presetSeverity, shellcheckLevelOf } from "./presets.ts";
import type { FileConfig, RuleSwitch, Settings, ShellcheckConfig } from "./types.ts";

export interface ConfigResolverOptions {
  /** The rules that come with us. */
  readonly rules: readonly Rule[];
  /** Absolute. */
  readonly cwd: string;
  /** A configuration file, relative to `cwd`, for every file; false to read none. Searched for when left out. */
  readonly config?: string | false | undefined;
  /** Wins over every configuration file: the command line. */
  readonly settings?: Settings | undefined;
  /** The search for a configuration ends here. */
  readonly homeDirectory?: string | undefined;
  readonly fileSystem?: ConfigFileSystem | undefined;
}

export interface ConfigResolver {
  /**
   * @param path of a file to lint, absolute or relative to `cwd`; it need not exist
   * @throws ConfigError when its configuration is missing, cannot be read or holds a mistake
   * @throws SettingsError when `settings` hold a mistake
   */
  resolve(path: string): Promise<FileConfig>;
}

/** A mistake in the settings given by the caller, not in a file. */
export class SettingsError extends Error {
  override readonly name = "SettingsError";
}

export function createConfigResolver(options: ConfigResolverOptions): ConfigResolver {
  const { cwd, fileSystem = nodeFileSystem, homeDirectory = homedir() } = options;
  const builtIn = createCatalogue(options.rules);
  const finder = createConfigFinder(fileSystem, homeDirectory);
  const settle = createSettler(options.settings ?? {});
  const loaded = new Map<string, Promise<LoadedConfig>>();
  const noConfig: LoadedConfig = { layers: [], ignores: [], catalogue: builtIn, sources: [] };
  let loader: Promise<ConfigLoader> | undefined;

  function findFor(path: string): string | null {
    if (options.config === false) return null;
    return options.config === undefined ? finder.find(dirname(path)) : resolve(cwd, options.config);
  }

  function load(file: string): Promise<LoadedConfig> {
    const known = loaded.get(file);
    if (known) return known;
    loader ??= import("./load-layers.ts").then(({ createConfigLoader }) => createConfigLoader(builtIn));
    const base = options.config === undefined ? dirname(file) : baseOfNamedConfig(file, cwd);
    const config = loader.then((load) => load(file, base));
    loaded.set(file, config);
    return config;
  }

  return {
    async resolve(path) {
      const absolute = resolve(cwd, path);
      const file = findFor(absolute);
      return settle(absolute, file === null ? noConfig : await load(file));
    },
  };
}

/** Patterns count from the configuration's folder; for one that lies apart from the project, from where we stand. */
function baseOfNamedConfig(file: string, cwd: string): string {
  const folder = dirname(file);
  return relative(folder, cwd).startsWith("..") ? cwd : folder;
}

/** What is settled apart from the single file. */
type CommonConfig = Omit<FileConfig, "ignored">;

/** Applies the layers that fit a file. The outcome is kept: most files fit the same ones. */
function createSettler(settings: Settings): (path: string, config: LoadedConfig) => Promise<FileConfig> {
  const settled = new Map<LoadedConfig, Map<string, Promise<CommonConfig>>>();
  return async (path, config) => {
    const layers = config.layers.filter(({ matches }) => matches === undefined || matches(path));
    const key = layers.map((layer) => config.layers.indexOf(layer)).join();
    const outcomes = settled.get(config) ?? new Map<string, Promise<CommonConfig>>();
    settled.set(config, outcomes);
    const common = outcomes.get(key) ?? settleLayers(layers, config, settings);
    outcomes.set(key, common);
    return { ...(await common), ignored: config.ignores.some((ignores) => ignores(path)) };
  };
}

async function settleLayers(
  layers: readonly ConfigLayer[],
  { catalogue, sources }: LoadedConfig,
  commandLine: Settings,
): Promise<CommonConfig> {
  const all = [...layers, await layerOf(commandLine, catalogue)];
  const settings = all.reduce<Settings>((merged, layer) => mergeSettings(merged, layer.settings), {});
  const preset = settings.preset ?? "recommended";
  const { builder, builderVersion, store, target, platform, buildArgs, context } = settings;
  const { trustedRegistries, labelSchema, strictLabels } = settings;
  const entries = all.flatMap(({ rules }) => rules);
  return {
    rules: settleRules(catalogue, preset, entries),
    catalogue,
    languageOptions: defined({
      builder,
      builderVersion,
      store,
      target,
      platform,
      buildArgs,
      context,
      trustedRegistries,
      labelSchema,
      strictLabels,
    }),
    compose: settings.compose ?? true,
    shellcheck: settleShellcheck(settings.shellcheck ?? "auto", preset, entries),
    inlineConfig: settings.inlineConfig ?? true,
    failLevel: settings.failLevel ?? failLevelOf(preset),
    preset,
    sources,
  };
}

async function layerOf({ rules = {}, ...settings }: Settings, catalogue: RuleCatalogue): Promise<ConfigLayer> {
  const { entries, problems } = await checkRules(rules, catalogue);
  if (problems.length > 0) throw new SettingsError(problems.map(({ message }) => message).join("\n"));
  return { rules: entries, settings };
}

/** The later value wins; build arguments are kept by name. */
function mergeSettings(earlier: Settings, later: Settings): Settings {
  const buildArgs = later.buildArgs ? { ...earlier.buildArgs, ...later.buildArgs } : earlier.buildArgs;
  return { ...earlier, ...defined(later), buildArgs };
}

/** The preset first, then what is said rule by rule: a rule's own setting holds under every preset. */
function settleRules(
  catalogue: RuleCatalogue,
  preset: FileConfig["preset"],
  entries: readonly RuleEntry[],
): ConfiguredRule[] {
  const settings = new Map<string, { severity: RuleSwitch; options: readonly unknown[] | undefined }>();
  for (const { rule, severity, options } of entries) {
    settings.set(rule.id, { severity, options: options ?? settings.get(rule.id)?.options });
  }
  return catalogue.rules.flatMap((rule): ConfiguredRule[] => {
    const { severity, options } = settings.get(rule.id) ?? {
      severity: isBuiltIn(rule) && isInPreset(rule, preset) ? presetSeverity(rule, preset) : "off",
      options: undefined,
    };
    if (severity === "off") return [];
    const { severity: own } = rule.meta.docs;
    return [{ rule, severity: severity === "on" ? own : severity, options: options ?? presetOptions(rule, preset) }];
  });
}

/** The codes of ShellCheck are in no catalogue: there are as many as the installed one knows. */
function settleShellcheck(
  program: string,
  preset: FileConfig["preset"],
  entries: readonly RuleEntry[],
): ShellcheckConfig | null {
  const codes = entries.filter(({ rule }) => shellcheckCode(rule.id) !== null);
  const rules = new Map(codes.map(({ rule, severity }) => [rule.id, severity]));
  const level = shellcheckLevelOf(preset);
  const saysNothing = level === null && [...rules.values()].every((severity) => severity === "off");
  return program === "off" || saysNothing ? null : { program, level, rules };
}

/** Rules of plugins are on when they are named, not by a preset. */
function isBuiltIn(rule: Rule): boolean {
  return !rule.id.includes("/");
}

function defined<T extends object>(object: T): T {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as T;
}
