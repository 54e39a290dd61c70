/** The shape of a configuration, as a valibot schema: validation, the types and the editor's JSON Schema come from it. */
import * as v from "valibot";
import {
  builderNames,
  failLevels,
  labelTypes,
  layerStores,
  platformForm,
  platformPattern,
  ruleSwitches,
  versionForm,
  versionPattern,
} from "./choices.ts";
import { nearestName } from "./nearest-name.ts";
import { presetNames } from "./presets.ts";

const text = v.pipe(v.string(), v.nonEmpty("expected some text, got an empty string"));

function list(description: string) {
  return v.optional(v.pipe(v.array(text), v.description(description)));
}

const severity = v.picklist(ruleSwitches);

/** A severity, or a list of the severity and the rule's options. */
const ruleSettingSchema = v.union(
  [severity, v.tupleWithRest([severity], v.unknown())],
  // The general message for a union says only that nothing fits.
  ({ input }) => {
    const near = typeof input === "string" ? nearestName(input, ruleSwitches) : null;
    const advice = near === null ? "" : `; did you mean "${near}"?`;
    return `expected a severity (${quotedList(ruleSwitches)}) or [severity, options], got ${shown(input)}${advice}`;
  },
);

/** What may stand at the top and in an override. */
const settings = {
  preset: v.optional(
    v.pipe(v.picklist(presetNames), v.description("The rules to start from. `recommended` when left out.")),
  ),
  rules: v.optional(
    v.pipe(
      v.record(v.string(), ruleSettingSchema),
      v.description("Severity and options by rule. Ids and aliases such as DL3007 are accepted."),
    ),
  ),
  failLevel: v.optional(
    v.pipe(
      v.picklist(failLevels),
      v.description("The lowest severity that makes the run fail. `warning` when left out."),
    ),
  ),
  builder: v.optional(
    v.pipe(
      v.picklist(builderNames),
      v.description("The builder whose layers are predicted. `buildkit` when left out."),
    ),
  ),
  builderVersion: v.optional(
    v.pipe(
      text,
      v.regex(versionPattern, `expected ${versionForm}`),
      v.description(
        "The version of Buildah, which decides what `--exclude` leaves out. The newest that is known when left out; other builders do not look at it.",
      ),
    ),
  ),
  store: v.optional(
    v.pipe(
      v.picklist(layerStores),
      v.description(
        "Where the builder keeps its layers: `overlay2` stores a file again that is copied once more unchanged, `containerd` does not. `containerd` for BuildKit when left out, `overlay2` for other builders.",
      ),
    ),
  ),
  target: v.optional(
    v.pipe(
      text,
      v.description(
        "The stage that is built: a name; builders other than BuildKit take a number too. The last one when left out.",
      ),
    ),
  ),
  platform: v.optional(
    v.pipe(
      text,
      v.regex(platformPattern, `expected ${platformForm}`),
      v.description("The platform of the image. `linux/amd64` when left out."),
    ),
  ),
  buildArgs: v.optional(
    v.pipe(v.record(v.string(), v.string()), v.description("Values of build arguments, as `--build-arg` gives them.")),
  ),
  context: v.optional(
    v.pipe(
      text,
      v.description(
        "The folder of the build context, relative to this file. Sources of COPY and ADD are looked up there.",
      ),
    ),
  ),
  compose: v.optional(
    v.pipe(
      v.boolean(),
      v.description(
        "Whether Dockerfiles inside Compose and Bake files are linted, and what such files say about others counts. `true` when left out.",
      ),
    ),
  ),
  inlineConfig: v.optional(
    v.pipe(v.boolean(), v.description("Whether directives in comments count. `true` when left out.")),
  ),
  shellcheck: v.optional(
    v.pipe(
      text,
      v.description(
        "Whether ShellCheck looks at the shell code of RUN: `auto` when it is installed, `off`, or the path (relative to this file) or name of the program. `auto` when left out.",
      ),
    ),
  ),
  trustedRegistries: list("Registries from which base images may come."),
  labelSchema: v.optional(
    v.pipe(
      v.record(v.string(), v.picklist(labelTypes)),
      v.description("Labels that an image needs, and the form of their values."),
    ),
  ),
  strictLabels: v.optional(
    v.pipe(v.boolean(), v.description("Whether `labelSchema` has all the labels there may be. `false` when left out.")),
  ),
};

const patternHelp =
  "Globs, relative to this file. One without a slash fits at any depth; one that fits a folder covers all below it; a leading `!` takes files out again.";

const overrideSchema = v.strictObject({
  files: v.pipe(v.array(text), v.minLength(1, "expected at least one pattern"), v.description(patternHelp)),
  ...settings,
});

export const configSchema = v.strictObject({
  $schema: v.optional(v.pipe(v.string(), v.description("The address of this schema, for editors."))),
  extends: v.optional(
    v.pipe(
      v.union(
        [text, v.array(text)],
        ({ input }) => `expected a path, a package name or a list of them, got ${shown(input)}`,
      ),
      v.description("Configurations to build upon: paths (`./base.json`) or package names. Later ones win."),
    ),
  ),
  plugins: list("Modules that bring rules of their own, as `<plugin>/<rule>`."),
  ignores: list(`Files that are not linted. ${patternHelp}`),
  ...settings,
  overrides: v.optional(v.pipe(v.array(overrideSchema), v.description("Settings for some files. Later ones win."))),
});

export type ConfigObject = v.InferOutput<typeof configSchema>;
export type OverrideObject = v.InferOutput<typeof overrideSchema>;

export const configKeys = Object.keys(configSchema.entries);
export const overrideKeys = Object.keys(overrideSchema.entries);

/** `"a", "b" or "c"`. */
export function quotedList(words: readonly string[]): string {
  const quoted = words.map((word) => `"${word}"`);
  return quoted.length < 2 ? quoted.join("") : `${quoted.slice(0, -1).join(", ")} or ${quoted.at(-1)}`;
}

/** A value as an error message shows it. */
export function shown(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "a list";
  if (typeof value === "object" && value !== null) return "an object";
  return typeof value === "string" ? `"${value}"` : String(value);
}
