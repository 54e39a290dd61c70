import type { LayerEntry } from "./layer-entries.ts";
import type { LayerSizes } from "./layer-sizes.ts";
import type { Effect } from "./stage-files.ts";

/** What one step does to the files of its stage, and what its layer holds of that. */
export interface StepContent {
  /** For the steps that come behind it. */
  readonly effects: readonly Effect[];
  /** @throws UnknownFilesError, UnreadableFileError or PatternError when they are not known */
  entries(): Iterable<LayerEntry>;
  sizes(): LayerSizes;
}
