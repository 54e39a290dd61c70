/** How loud hadolint 2.15 is about each of its rules when nothing is configured. */
import type { RuleSeverity } from "../rules/define-rule.ts";

/** `off`: only on when a user asks for the rule. */
const bySeverity: Readonly<Record<RuleSeverity | "off", string>> = {
  error: "DL3000 DL3004 DL3011 DL3012 DL3020 DL3021 DL3023 DL3024 DL3026 DL3043 DL3044 DL3061 DL4000 DL4004",
  warning:
    "DL3002 DL3003 DL3006 DL3007 DL3008 DL3013 DL3014 DL3016 DL3018 DL3022 DL3025 DL3027 DL3028 DL3029 DL3030 " +
    "DL3032 DL3033 DL3034 DL3035 DL3036 DL3037 DL3038 DL3040 DL3041 DL3042 DL3045 DL3046 DL3051 DL3052 DL3053 " +
    "DL3054 DL3055 DL3056 DL3058 DL3062 DL3063 DL3064 DL3065 DL3067 DL4001 DL4003 DL4005 DL4006",
  info: "DL3001 DL3009 DL3010 DL3015 DL3019 DL3047 DL3049 DL3050 DL3059 DL3060 DL3066",
  style: "DL3048",
  off: "DL1001 DL3057",
};

/** The severity of a rule with these codes: the highest of theirs; null when hadolint knows none of them. */
export function hadolintSeverity(codes: readonly string[]): RuleSeverity | "off" | null {
  const severities = Object.entries(bySeverity) as [RuleSeverity | "off", string][];
  const highest = severities.find(([, list]) => {
    const known = list.split(" ");
    return codes.some((code) => known.includes(code));
  });
  return highest?.[0] ?? null;
}
