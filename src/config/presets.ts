/** The presets, computed from the metadata of the rules. */
import type { Severity } from "../engine/types.ts";
import type { Rule, RuleSeverity } from "../rules/define-rule.ts";
import { hadolintSeverity } from "./hadolint-severities.ts";

export const presetNames = ["recommended", "strict", "hadolint", "buildkit", "none"] as const;
export type PresetName = (typeof presetNames)[number];

/** True when a preset switches a rule on. */
export function isInPreset(rule: Rule, preset: PresetName): boolean {
  const { docs } = rule.meta;
  switch (preset) {
    case "recommended":
      return docs.recommended;
    case "strict":
      return true;
    case "hadolint":
      if (docs.presetOptions?.hadolint !== undefined) return true;
      return (docs.hadolint?.length ?? 0) > 0 && hadolintSeverity(docs.hadolint ?? []) !== "off";
    case "buildkit":
      return docs.presetOptions?.buildkit !== undefined || (docs.buildkit?.length ?? 0) > 0;
    case "none":
      return false;
  }
}

/** The severity of a rule that a preset switches on: its own; under `hadolint` that of hadolint's rules. */
export function presetSeverity({ meta: { docs } }: Rule, preset: PresetName): RuleSeverity {
  const severity = preset === "hadolint" ? hadolintSeverity(docs.hadolint ?? []) : null;
  return severity === null || severity === "off" ? docs.severity : severity;
}

/** The options that a preset gives a rule, where its users expect another tool's judgement; else none. */
export function presetOptions({ meta: { docs } }: Rule, preset: PresetName): readonly unknown[] {
  return preset === "hadolint" || preset === "buildkit" ? (docs.presetOptions?.[preset] ?? []) : [];
}

/**
 * From which level on the codes of ShellCheck are shown: all of them where hadolint's users expect them, else what is
 * likely to be a mistake. `docker build --check` does not ask ShellCheck.
 */
const shellcheckLevels: Readonly<Record<PresetName, Severity | null>> = {
  recommended: "warning",
  strict: "style",
  hadolint: "style",
  buildkit: null,
  none: null,
};

/** The lowest level that a preset shows of codes that nobody names; null for none. */
export function shellcheckLevelOf(preset: PresetName): Severity | null {
  return shellcheckLevels[preset];
}

/** Where other tools fail unless they are told otherwise: hadolint from `info` on, `docker build --check` on any warning. */
const failLevels: Partial<Record<PresetName, Severity>> = { hadolint: "info", buildkit: "style" };

/** The fail level of a preset. */
export function failLevelOf(preset: PresetName): Severity {
  return failLevels[preset] ?? "warning";
}
