/** Which stages take something from which, and what building the target builds. */
import type { Flag, Instruction, Range } from "../syntax/nodes.ts";

/** A place that names another stage. */
export interface Reference {
  readonly kind: "copy" | "mount";
  readonly name: string;
  readonly instruction: Instruction;
  readonly flag: Flag;
  readonly word: { readonly range: Range };
}

const none: readonly Reference[] = [];

/** The stages or images that an instruction names with `COPY --from` or `RUN --mount=from`. */
export function referencesOf(instruction: Instruction): readonly Reference[] {
  if (instruction.type === "Copy") {
    if (instruction.flags.length === 0) return none;
    const flag = instruction.flags.find(({ name }) => name === "from");
    if (!flag?.value) return none;
    return [{ kind: "copy", name: flag.value, instruction, flag, word: { range: flag.valueRange ?? flag.range } }];
  }
  if (instruction.type !== "Run" || instruction.mounts.length === 0) return none;
  return instruction.mounts.map(({ from, flag }) => {
    const range = from ? rangeInMount(flag, from) : (flag.valueRange ?? flag.range);
    // A mount that names nothing stands on scratch, even where a stage is called so.
    return { kind: "mount", name: from || "scratch", instruction, flag, word: { range } };
  });
}

/** The name inside `--mount=type=bind,from=name`; the whole value where quotes stand in the way. */
function rangeInMount(flag: Flag, from: string): Range {
  const range = flag.valueRange ?? flag.range;
  const value = flag.value ?? "";
  const key = /(?:^|,)from=/i.exec(value);
  if (!key || range[1] - range[0] !== value.length) return range;
  const start = range[0] + key.index + key[0].length;
  return [start, start + from.length];
}

/**
 * The stage that `--from` means: a name in any case, the last of that name in the file; for COPY also a number.
 * Anything else is an image.
 */
export function findReferenced<S>(
  reference: Reference,
  byName: ReadonlyMap<string, S>,
  stages: readonly S[],
): S | undefined {
  if (reference.kind === "copy" && /^[+-]?[0-9]+$/.test(reference.name)) return stages[Number(reference.name)];
  return byName.get(reference.name.toLowerCase());
}

/** Everything that can be reached from `start`; circles are no harm. */
export function reachableFrom<S>(start: S, next: (stage: S) => Iterable<S>): ReadonlySet<S> {
  const seen = new Set<S>([start]);
  // A set goes on over what is added to it on the way.
  for (const stage of seen) for (const other of next(stage)) seen.add(other);
  return seen;
}
