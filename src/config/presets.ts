/** The presets, computed from the metadata of the rules. */
import type { Severity } from "../engine/types.ts";
import type { Rule } from "../rules/define-rule.ts";

export const presetNames = ["recommended", "strict", "hadolint", "buildkit", "none"] as const;
export type PresetName = (typeof presetNames)[number];

/** True when a preset switches a rule on; its severity is then the rule's own. */
export function isInPreset({ meta: { docs } }: Rule, preset: PresetName): boolean {
  switch (preset) {
    case "recommended":
      return docs.recommended;
    case "strict":
      return true;
    case "hadolint":
      return (docs.hadolint?.length ?? 0) > 0;
    case "buildkit":
      return (docs.buildkit?.length ?? 0) > 0;
    case "none":
      return false;
  }
}

/** The fail level of a preset: hadolint fails from `info` on unless it is told otherwise. */
export function failLevelOf(preset: PresetName): Severity {
  return preset === "hadolint" ? "info" : "warning";
}
