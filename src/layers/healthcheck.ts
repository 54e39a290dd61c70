/** What a HEALTHCHECK puts into the image. */
import { parseDuration } from "../syntax/durations.ts";
import type { Healthcheck } from "../syntax/nodes.ts";

/** The test as the image stores it: `["CMD-SHELL", "curl ..."]`, `["CMD", "curl", "..."]` or `["NONE"]`. */
export function healthcheckTest(instruction: Healthcheck): readonly string[] {
  const words = instruction.args.slice(1).map((word) => word.value);
  if (instruction.kind === "NONE") return ["NONE"];
  return instruction.json ? ["CMD", ...words] : ["CMD-SHELL", ...words];
}

/**
 * A duration flag in nanoseconds; 0 when it is not given.
 *
 * @returns null for a text that is no duration: such a file does not build
 */
export function durationOf(instruction: Healthcheck, flagName: string): number | null {
  const text = instruction.flags.find(({ name }) => name === flagName)?.value ?? null;
  if (text === null) return 0;
  try {
    return Math.round(parseDuration(text));
  } catch {
    // The syntax room reports it where it stands.
    return null;
  }
}

/** The `--retries` flag; 0 when it is not given. */
export function retries(instruction: Healthcheck): number {
  const text = instruction.flags.find(({ name }) => name === "retries")?.value ?? "";
  return Number.parseInt(text, 10) || 0;
}
