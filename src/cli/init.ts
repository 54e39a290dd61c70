/** `stratalint init`: a first configuration, with comments. */
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { searchPlaces } from "../config/search-places.ts";
import { describeSystemError } from "../config/system-error.ts";
import { UsageError } from "./errors.ts";
import type { CliIo } from "./io.ts";

const fileName = ".stratalintrc.json";

/**
 * @returns the exit code
 * @throws UsageError when there is a configuration already, unless `force` is set
 */
export async function init(force: boolean, io: CliIo): Promise<number> {
  const present = searchPlaces.find((place) => place !== "package.json" && existsSync(join(io.cwd, place)));
  if (present !== undefined && (!force || present !== fileName)) {
    const advice = present === fileName ? "--force overwrites it" : "remove it first: two would contradict each other";
    throw new UsageError(`there is already a configuration, ${present}: ${advice}`);
  }
  try {
    writeFileSync(join(io.cwd, fileName), template);
  } catch (error) {
    throw new UsageError(`cannot write ${fileName}: ${describeSystemError(error)}`);
  }
  await io.stdout.write(`Wrote ${fileName}.\n`);
  return 0;
}

const template = `{
  "$schema": "https://raw.githubusercontent.com/stratalint/stratalint/main/schema/stratalintrc.schema.json",

  // The rules to start from: recommended, strict (all), hadolint, buildkit or none.
  "preset": "recommended",

  // Single rules, by id or alias: "off", "on", "error", "warning", "info", "style", or ["warning", { options }].
  // \`stratalint rules\` lists them, \`stratalint explain RULE\` tells what one is about.
  "rules": {
    // "DL3007": "error"
  },

  // Other settings for some files.
  "overrides": [
    // { "files": ["test/**"], "rules": { "DL3007": "off" } }
  ],

  // Files that are not linted, besides those that .gitignore covers.
  "ignores": [],

  // The lowest severity that makes the exit code 1: error, warning, info, style or none.
  "failLevel": "warning"
}
`;
