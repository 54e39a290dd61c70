/** SETTINGS OF HADOLINT -> A CONFIGURATION OF OURS, and what of them has no place in it. */
import type { RuleCatalogue } from "../engine/rule-catalogue.ts";
import type { LabelType } from "../language/rule-types.ts";
import type { Rule } from "../rules/define-rule.ts";
import { hadolintSeverities } from "./hadolint-config.ts";
import type { HadolintSettings, HadolintSeverity, HadolintThreshold } from "./hadolint-config.ts";
import type { FailLevel, Settings } from "./types.ts";

/** Our words for what hadolint was told. */
export interface Migration {
  readonly config: MigratedConfig;
  /** The codes that a rule's setting comes from: `DL3008` for `pin-apt-versions`. */
  readonly codes: ReadonlyMap<string, readonly string[]>;
  /** What has no equal, or means more than it did: a sentence each. */
  readonly notes: readonly string[];
}

type MigratedConfig = Pick<
  Settings,
  "preset" | "failLevel" | "inlineConfig" | "trustedRegistries" | "labelSchema" | "strictLabels"
> & { readonly rules?: Readonly<Record<string, HadolintSeverity | "off">> };

/** It reports what no builder builds: hadolint's codes for some of that do not switch it off. */
const alwaysOn = "valid-syntax";

/**
 * @param catalogue our rules, by the codes of hadolint
 * @param formats what `--format` of ours takes
 */
export function migrateHadolint(
  settings: HadolintSettings,
  catalogue: RuleCatalogue,
  formats: readonly string[],
): Migration {
  const notes: string[] = [];
  const { rules, codes } = migrateRules(settings, catalogue, notes);
  const config: MigratedConfig = {
    preset: "hadolint",
    ...optional("failLevel", failLevelOf(settings, notes)),
    ...optional("inlineConfig", settings.disableIgnorePragma ? false : undefined),
    ...optional("trustedRegistries", nonEmpty([...new Set(settings.trustedRegistries.map(ownRegistry))])),
    ...optional("labelSchema", labelSchemaOf(settings)),
    ...optional("strictLabels", settings.strictLabels),
    ...optional("rules", Object.keys(rules).length > 0 ? rules : undefined),
  };
  if (settings.disableIgnorePragma) {
    notes.push('"disable-ignore-pragma" became "inlineConfig: false", which also switches off our own directives');
  }
  notes.push(...formatNotes(settings.formats, formats), ...otherNotes(settings));
  return { config, codes, notes };
}

/** hadolint compares with "ignore" as its lowest severity, and "none" is another name of it. */
const failLevels: Readonly<Record<HadolintThreshold, FailLevel>> = {
  error: "error",
  warning: "warning",
  info: "info",
  style: "style",
  ignore: "style",
  none: "style",
};

function failLevelOf({ noFail, failureThreshold }: HadolintSettings, notes: string[]): FailLevel | undefined {
  if (noFail) {
    notes.push(
      '"no-fail" became "failLevel: none": a file that does not build still fails the run, unless it gets --exit-zero',
    );
    return "none";
  }
  if (failureThreshold === "none") {
    notes.push('"failure-threshold: none" makes hadolint fail on every finding, and so does "failLevel: style"');
  }
  return failureThreshold && failLevels[failureThreshold];
}

/** Docker Hub under the address of its web site. */
function ownRegistry(entry: string): string {
  return entry === "hub.docker.com" ? "docker.io" : entry;
}

function labelSchemaOf({ labelSchema }: HadolintSettings): Record<string, LabelType> | undefined {
  const pairs = Object.entries(labelSchema).map(([name, form]) => {
    return [name, (form === "" || form === "rawtext" ? "text" : form) as LabelType] as const;
  });
  return pairs.length > 0 ? Object.fromEntries(pairs) : undefined;
}

interface MigratedRules {
  readonly rules: Record<string, HadolintSeverity | "off">;
  readonly codes: Map<string, string[]>;
}

/** What is ignored wins over what is overridden, and a higher severity over a lower one. */
function migrateRules(settings: HadolintSettings, catalogue: RuleCatalogue, notes: string[]): MigratedRules {
  const rules: MigratedRules["rules"] = {};
  const codes: MigratedRules["codes"] = new Map();
  const unknown = new Set<string>();

  function set(code: string, setting: HadolintSeverity | "off"): void {
    const named = catalogue.resolve(code);
    if (named.length === 0) unknown.add(code);
    for (const { id } of named) {
      if (setting === "off" && id === alwaysOn) {
        notes.push(`"${code}" stays on: ${id} reports what no builder builds`);
        continue;
      }
      if (rules[id] !== undefined && rules[id] !== setting) continue;
      rules[id] = setting;
      codes.set(id, [...new Set([...(codes.get(id) ?? []), code])]);
    }
  }

  for (const code of settings.ignored) set(code, "off");
  for (const severity of hadolintSeverities) for (const code of settings.override[severity]) set(code, severity);
  for (const code of unknown) notes.push(`"${code}" is no rule of hadolint that we know: left out`);
  for (const [id, given] of codes) {
    const rule = catalogue.get(id);
    if (rule) notes.push(...mergedCodesNote(rule, given, rules[id] ?? "off"));
  }
  return { rules: sorted(rules), codes };
}

/** One rule of ours may stand for several codes: what is said of one then holds for all. */
function mergedCodesNote({ id, meta }: Rule, given: readonly string[], setting: string): string[] {
  const others = (meta.docs.hadolint ?? []).filter((code) => !given.includes(code));
  if (others.length === 0) return [];
  const state = setting === "off" ? "is off" : `has the severity "${setting}"`;
  return [`${id} ${state} because of ${given.join(", ")}: it stands for ${others.join(", ")} too`];
}

/** The names of our formats for hadolint's. Those of the same name are left out. */
const ownFormats: Readonly<Record<string, string>> = {
  tty: "text",
  gnu: "unix",
  codeclimate: "gitlab",
  gitlab_codeclimate: "gitlab",
};

function formatNotes(given: readonly string[], known: readonly string[]): string[] {
  return [...new Set(given)].map((name) => {
    const own = ownFormats[name] ?? name;
    return known.includes(own)
      ? `"format: ${name}" is no part of a configuration: call stratalint with --format ${own}`
      : `"format: ${name}" has no equal: there are ${known.join(", ")}`;
  });
}

function otherNotes({ noColor, verbose, unknownKeys }: HadolintSettings): string[] {
  return [
    ...(noColor ? ['"no-color" is no part of a configuration: use --no-color, or set NO_COLOR'] : []),
    ...(verbose ? ['"verbose" has no equal'] : []),
    ...unknownKeys.map((key) => `"${key}" is no key that hadolint knows: left out`),
  ];
}

function optional<K extends string, T>(key: K, value: T | undefined): Partial<Record<K, T>> {
  return value === undefined ? {} : ({ [key]: value } as Record<K, T>);
}

function nonEmpty<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length > 0 ? list : undefined;
}

function sorted<T>(object: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1)));
}
