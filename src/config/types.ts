/** What the config room hands out. */
import type { ConfiguredRule } from "../engine/types.ts";
import type { RuleCatalogue } from "../engine/rule-catalogue.ts";
import type { DockerfileLanguageOptions } from "../language/rule-types.ts";
import type { BuilderName } from "../layers/types.ts";
import type { failLevels, labelTypes, ruleSwitches } from "./choices.ts";
import type { PresetName } from "./presets.ts";

export type FailLevel = (typeof failLevels)[number];

export type RuleSwitch = (typeof ruleSwitches)[number];
/** A severity, or the severity followed by the rule's options. */
export type RuleSetting = RuleSwitch | readonly [RuleSwitch, ...unknown[]];

type LabelType = (typeof labelTypes)[number];

/** What may be set at the top of a configuration, in an override and on the command line. */
export interface Settings {
  readonly preset?: PresetName | undefined;
  readonly rules?: Readonly<Record<string, RuleSetting>> | undefined;
  readonly failLevel?: FailLevel | undefined;
  readonly builder?: BuilderName | undefined;
  readonly target?: string | undefined;
  readonly platform?: string | undefined;
  readonly buildArgs?: Readonly<Record<string, string>> | undefined;
  readonly context?: string | undefined;
  readonly compose?: boolean | undefined;
  readonly trustedRegistries?: readonly string[] | undefined;
  readonly labelSchema?: Readonly<Record<string, LabelType>> | undefined;
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
  readonly preset: PresetName;
  /** The configuration files it comes from, the nearest first; empty without any. */
  readonly sources: readonly string[];
}
