/** What the config room hands out. */
import type { ConfiguredRule, Severity } from "../engine/types.ts";
import type { RuleCatalogue } from "../engine/rule-catalogue.ts";
import type { DockerfileLanguageOptions, LabelType } from "../language/rule-types.ts";
import type { BuilderName, LayerStore } from "../layers/types.ts";
import type { failLevels, ruleSwitches } from "./choices.ts";
import type { PresetName } from "./presets.ts";

export type FailLevel = (typeof failLevels)[number];

export type RuleSwitch = (typeof ruleSwitches)[number];
/** A severity, or the severity followed by the rule's options. */
export type RuleSetting = RuleSwitch | readonly [RuleSwitch, ...unknown[]];

/** What may be set at the top of a configuration, in an override and on the command line. */
export interface Settings {
  readonly preset?: PresetName | undefined;
  readonly rules?: Readonly<Record<string, RuleSetting>> | undefined;
  readonly failLevel?: FailLevel | undefined;
  readonly builder?: BuilderName | undefined;
  readonly builderVersion?: string | undefined;
  readonly store?: LayerStore | undefined;
  readonly target?: string | undefined;
  readonly platform?: string | undefined;
  readonly buildArgs?: Readonly<Record<string, string>> | undefined;
  readonly context?: string | undefined;
  readonly compose?: boolean | undefined;
  readonly inlineConfig?: boolean | undefined;
  readonly trustedRegistries?: readonly string[] | undefined;
  readonly labelSchema?: Readonly<Record<string, LabelType>> | undefined;
  readonly strictLabels?: boolean | undefined;
  /** `auto`, `off`, or the path or name of a program. */
  readonly shellcheck?: string | undefined;
}

/** What holds for ShellCheck in one file. */
export interface ShellcheckConfig {
  /** `auto` for the one on the search path, `off`, or the path or name of a program. */
  readonly program: string;
  /** The lowest level at which codes are shown that nobody names; null for none. */
  readonly level: Severity | null;
  /** What is set by code, such as `SC2086`. */
  readonly rules: ReadonlyMap<string, RuleSwitch>;
}

/** Everything that is settled for one file. */
export interface FileConfig {
  /** The rules that are on, sorted by id. */
  readonly rules: readonly ConfiguredRule[];
  /** All rules there are, those of plugins included. */
  readonly catalogue: RuleCatalogue;
  readonly languageOptions: DockerfileLanguageOptions;
  /** True when `ignores` covers the file. */
  readonly ignored: boolean;
  readonly failLevel: FailLevel;
  /** False to take no notice of the file when it is a Compose or Bake file. */
  readonly compose: boolean;
  /** False to take no notice of directives in comments. */
  readonly inlineConfig: boolean;
  /** Null when ShellCheck has nothing to say about the file. */
  readonly shellcheck: ShellcheckConfig | null;
  readonly preset: PresetName;
  /** The configuration files it comes from, the nearest first; empty without any. */
  readonly sources: readonly string[];
}
