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
    case "buildkit":
      return docs.presetOptions?.[preset] !== undefined || (docs[preset]?.length ?? 0) > 0;
    case "none":
      return false;
  }
}

/** The options that a preset gives a rule, where its users expect another tool's judgement; else none. */
export function presetOptions({ meta: { docs } }: Rule, preset: PresetName): readonly unknown[] {
  return preset === "hadolint" || preset === "buildkit" ? (docs.presetOptions?.[preset] ?? []) : [];
}

/** Where other tools fail unless they are told otherwise: hadolint from `info` on, `docker build --check` on any warning. */
const failLevels: Partial<Record<PresetName, Severity>> = { hadolint: "info", buildkit: "style" };

/** The fail level of a preset. */
export function failLevelOf(preset: PresetName): Severity {
  return failLevels[preset] ?? "warning";
}
