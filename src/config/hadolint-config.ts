/**
 * Where hadolint keeps its settings, and what they say: the files it looks for, the keys it knows, its environment
 * variables. Loaded by `stratalint migrate hadolint` only.
 */
import { join } from "node:path";
import { ConfigError, configFileError } from "./config-error.ts";
import type { ConfigProblem } from "./config-error.ts";
import type { ConfigFileSystem } from "./config-file-system.ts";
import { problemAt } from "./check-shape.ts";
import type { ConfigDocument, ConfigPath } from "./document.ts";
import { quotedList, shown } from "./schema.ts";
import { describeSystemError } from "./system-error.ts";
import { parseYamlDocument } from "./yaml-document.ts";

export const hadolintSeverities = ["error", "warning", "info", "style"] as const;
export type HadolintSeverity = (typeof hadolintSeverities)[number];

export const hadolintThresholds = ["error", "warning", "info", "style", "ignore", "none"] as const;
export type HadolintThreshold = (typeof hadolintThresholds)[number];

const labelForms = ["text", "rawtext", "url", "semver", "hash", "rfc3339", "spdx", "email", ""] as const;

/** What hadolint was told. Lists are in the order in which they were written. */
export interface HadolintSettings {
  readonly failureThreshold?: HadolintThreshold | undefined;
  readonly formats: readonly string[];
  readonly ignored: readonly string[];
  readonly override: Readonly<Record<HadolintSeverity, readonly string[]>>;
  readonly trustedRegistries: readonly string[];
  readonly labelSchema: Readonly<Record<string, string>>;
  readonly strictLabels?: boolean | undefined;
  readonly noFail?: boolean | undefined;
  readonly noColor?: boolean | undefined;
  readonly disableIgnorePragma?: boolean | undefined;
  readonly verbose?: boolean | undefined;
  /** Keys that hadolint does not know: it passes them over without a word. */
  readonly unknownKeys: readonly string[];
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The files that hadolint would read, the first that exists wins: in the folder it is called in, then in the user's
 * configuration folder and home. It never looks beside the Dockerfile nor in parent folders.
 *
 * @param cwd absolute
 * @param home the user's home folder, absolute
 * @param platform as `process.platform`
 */
export function hadolintConfigPlaces(cwd: string, home: string, env: Environment, platform: string): string[] {
  const userFolder = env["XDG_CONFIG_HOME"] || (platform === "win32" && env["LOCALAPPDATA"]) || join(home, ".config");
  return [
    join(cwd, ".hadolint"),
    join(userFolder, "hadolint"),
    join(home, ".hadolint", "hadolint"),
    join(home, ".hadolint", "config"),
    join(home, ".hadolint"),
  ].flatMap((place) => [`${place}.yaml`, `${place}.yml`]);
}

/**
 * Reads a configuration file of hadolint.
 *
 * @param path absolute
 * @throws ConfigError when it cannot be read, is no YAML, or holds a value that hadolint does not take: hadolint
 *   itself then runs with its defaults, which nobody wants to keep
 */
export function readHadolintConfig(path: string, fileSystem: ConfigFileSystem): HadolintSettings {
  let text: string;
  try {
    text = fileSystem.readText(path);
  } catch (error) {
    throw configFileError(path, `cannot read this configuration file: ${describeSystemError(error)}`);
  }
  return settingsOf(parseYamlDocument(path, text.replace(/^\uFEFF/, "")));
}

const knownKeys = new Set([
  "failure-threshold",
  "format",
  "formats",
  "ignored",
  "override",
  "label-schema",
  "strict-labels",
  "no-color",
  "no-fail",
  "disable-ignore-pragma",
  "verbose",
  "trustedRegistries",
]);

function settingsOf(document: ConfigDocument): HadolintSettings {
  const value = document.value ?? {};
  if (!isObject(value)) {
    throw new ConfigError([
      problemAt(document, [], "value", `expected the keys of a hadolint configuration, got ${shown(value)}`),
    ]);
  }
  const reader = new KeyReader(document, value);
  const settings: HadolintSettings = {
    failureThreshold: reader.choice(["failure-threshold"], hadolintThresholds),
    formats: [reader.text(["format"]) ?? [], reader.list(["formats"])].flat(),
    ignored: reader.list(["ignored"]),
    override: reader.lists("override", hadolintSeverities),
    trustedRegistries: reader.list(["trustedRegistries"]),
    labelSchema: reader.choices("label-schema", labelForms),
    strictLabels: reader.flag(["strict-labels"]),
    noFail: reader.flag(["no-fail"]),
    noColor: reader.flag(["no-color"]),
    disableIgnorePragma: reader.flag(["disable-ignore-pragma"]),
    verbose: reader.flag(["verbose"]),
    unknownKeys: [...Object.keys(value).filter((key) => !knownKeys.has(key)), ...reader.unknownKeys],
  };
  if (reader.problems.length > 0) throw new ConfigError(reader.problems.sort(byLine));
  return settings;
}

function byLine(a: ConfigProblem, b: ConfigProblem): number {
  return (a.line ?? 0) - (b.line ?? 0);
}

/** Takes values out of the document by their keys; what has another type is a problem with its place. */
class KeyReader {
  readonly problems: ConfigProblem[] = [];
  /** Below the top. */
  readonly unknownKeys: string[] = [];
  readonly #document: ConfigDocument;
  readonly #value: Readonly<Record<string, unknown>>;

  constructor(document: ConfigDocument, value: Readonly<Record<string, unknown>>) {
    this.#document = document;
    this.#value = value;
  }

  text(path: ConfigPath): string | undefined {
    return this.#typed(path, "a text", (value) => typeof value === "string");
  }

  flag(path: ConfigPath): boolean | undefined {
    return this.#typed(path, "true or false", (value) => typeof value === "boolean");
  }

  list(path: ConfigPath): string[] {
    const isList = (value: unknown): value is unknown[] => Array.isArray(value);
    const items = this.#typed(path, "a list", isList) ?? [];
    return items.flatMap((_item, index) => this.text([...path, index]) ?? []);
  }

  choice<T extends string>(path: ConfigPath, choices: readonly T[]): T | undefined {
    const expected = quotedList(choices.filter((choice) => choice !== ""));
    return this.#typed(path, expected, (value): value is T => choices.includes(value as T));
  }

  /** A list under each of the names. */
  lists<T extends string>(key: string, names: readonly T[]): Record<T, string[]> {
    const unknown = this.#keysOf(key).filter((name) => !(names as readonly string[]).includes(name));
    this.unknownKeys.push(...unknown.map((name) => `${key}.${name}`));
    return Object.fromEntries(names.map((name) => [name, this.list([key, name])])) as Record<T, string[]>;
  }

  /** One of the choices under each key. */
  choices<T extends string>(key: string, choices: readonly T[]): Record<string, T> {
    const pairs = this.#keysOf(key).map((name) => [name, this.choice([key, name], choices)] as const);
    return Object.fromEntries(pairs.filter((pair): pair is [string, T] => pair[1] !== undefined));
  }

  #keysOf(key: string): string[] {
    return Object.keys(this.#typed([key], "keys with values", isObject) ?? {});
  }

  /** Undefined when nothing is there, or something else than what is expected. */
  #typed<T>(path: ConfigPath, expected: string, is: (value: unknown) => value is T): T | undefined {
    const value = path.reduce<unknown>(
      (at, key) => (at as Record<string | number, unknown> | null | undefined)?.[key],
      this.#value,
    );
    if (value === undefined || value === null) return undefined;
    if (is(value)) return value;
    const consequence = "hadolint refuses the whole file for it and runs with its defaults";
    const message = `${path.join(".")}: expected ${expected}, got ${shown(value)}; ${consequence}`;
    this.problems.push(problemAt(this.#document, path, "value", message));
    return undefined;
  }
}

/** The variables that hadolint reads. `NO_COLOR` is everybody's, and we honour it too. */
const variablePrefix = "HADOLINT_";

/** @returns the names of the set variables that hadolint would read, sorted */
export function hadolintVariables(env: Environment): string[] {
  return Object.keys(env)
    .filter((name) => name.startsWith(variablePrefix) && (env[name] ?? "") !== "")
    .sort();
}

/** What the environment says to hadolint. Values that it does not understand are left out, as it does. */
export function readHadolintEnvironment(env: Environment): HadolintSettings {
  const list = (name: string): string[] => (env[`${variablePrefix}${name}`] || undefined)?.split(",") ?? [];
  const flag = (name: string): boolean | undefined => {
    const value = env[`${variablePrefix}${name}`];
    return value === undefined || value === "" ? undefined : /^(?:1|y|yes|on|true)$/i.test(value);
  };
  const threshold = env["HADOLINT_FAILURE_THRESHOLD"] as HadolintThreshold;
  return {
    failureThreshold: hadolintThresholds.includes(threshold) ? threshold : undefined,
    formats: list("FORMAT"),
    ignored: list("IGNORE"),
    override: {
      error: list("OVERRIDE_ERROR"),
      warning: list("OVERRIDE_WARNING"),
      info: list("OVERRIDE_INFO"),
      style: list("OVERRIDE_STYLE"),
    },
    trustedRegistries: list("TRUSTED_REGISTRIES"),
    labelSchema: Object.fromEntries(list("REQUIRE_LABELS").flatMap(labelOf)),
    strictLabels: flag("STRICT_LABELS"),
    noFail: flag("NOFAIL"),
    disableIgnorePragma: flag("DISABLE_IGNORE_PRAGMA"),
    verbose: flag("VERBOSE"),
    unknownKeys: [],
  };
}

/** `name:form`. */
function labelOf(item: string): [string, string][] {
  const [, name = "", form = ""] = /^([^:]+):(.*)$/.exec(item) ?? [];
  return name !== "" && (labelForms as readonly string[]).includes(form) ? [[name, form]] : [];
}

/** As hadolint puts them together: single values of the file win over those of the environment, lists are joined. */
export function joinHadolintSettings(file: HadolintSettings, environment: HadolintSettings): HadolintSettings {
  const both = (severity: HadolintSeverity): string[] => [
    ...environment.override[severity],
    ...file.override[severity],
  ];
  return {
    failureThreshold: file.failureThreshold ?? environment.failureThreshold,
    formats: [...environment.formats, ...file.formats],
    ignored: [...environment.ignored, ...file.ignored],
    override: { error: both("error"), warning: both("warning"), info: both("info"), style: both("style") },
    trustedRegistries: [...environment.trustedRegistries, ...file.trustedRegistries],
    labelSchema: { ...environment.labelSchema, ...file.labelSchema },
    strictLabels: file.strictLabels ?? environment.strictLabels,
    noFail: file.noFail ?? environment.noFail,
    noColor: file.noColor,
    disableIgnorePragma: file.disableIgnorePragma ?? environment.disableIgnorePragma,
    verbose: file.verbose ?? environment.verbose,
    unknownKeys: file.unknownKeys,
  };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
