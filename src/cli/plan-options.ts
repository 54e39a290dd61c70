/** The options of the commands that predict an image: `inspect` and `layers`. */
import type { Command } from "commander";
import { addBuildOptions } from "./build-options.ts";
import type { BuildOptions } from "./build-options.ts";

/** As commander hands them out. */
export interface PlanOptions extends BuildOptions {
  /** A file; false for `--no-config`. */
  readonly config?: string | false;
}

/** Adds the options to the command, in the order in which help shows them. */
export function addPlanOptions(command: Command): Command {
  return addBuildOptions(command)
    .option("-c, --config <file>", "take from this configuration what the options do not say")
    .option("--no-config", "read no configuration");
}
