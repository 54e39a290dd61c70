/** Builds cases and compares each image with its plan. */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import type { BaseImageFacts, BaseImages } from "../../src/knowledge/base-images.ts";
import { baseReference } from "./base-image.ts";
import type { BuildCase } from "./build-case.ts";
import { readImage, type BuiltImage } from "./built-image.ts";
import { compareImage, type Comparison, type Mismatch } from "./compare.ts";
import type { Daemon, Refusal, Store } from "./daemon.ts";
import { isLimitOfDaemon } from "./daemon-limits.ts";
import { predict } from "./prediction.ts";
import { describeOutcome, type Outcome } from "./report.ts";
import { writeContext } from "./write-context.ts";

export interface Workshop {
  readonly daemon: Daemon;
  readonly store: Store;
  readonly base: BaseImageFacts;
  /** Ends the builds. */
  readonly signal: AbortSignal;
  /** Where cases with mismatches are kept; undefined when they are not. */
  readonly keep: string | undefined;
}

/**
 * As many at a time as there are processors.
 *
 * @returns the outcomes in the order of the cases
 */
export async function runCases(workshop: Workshop, builds: readonly BuildCase[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  let next = 0;
  // One that fails keeps the others from going on, and they are waited for: nothing works while the daemon is stopped.
  const work = async (): Promise<void> => {
    try {
      while (next < builds.length) {
        const index = next++;
        outcomes[index] = await runCase(workshop, builds[index]!);
      }
    } catch (error) {
      next = builds.length;
      throw error;
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: availableParallelism() }, work));
  for (const end of ends) if (end.status === "rejected") throw end.reason;
  return outcomes;
}

/** Builds in a folder of its own: BuildKit takes a file of the same path, size and time for an unchanged one. */
async function runCase(workshop: Workshop, build: BuildCase): Promise<Outcome> {
  const { daemon, signal, keep } = workshop;
  const tag = build.name.replaceAll(" ", "-");
  const folder = join(daemon.workFolder, tag);
  await writeCase(folder, build);
  const answer = await daemon.build({ folder, tag, target: build.target, buildArgs: build.buildArgs }, signal);
  const image = answer.ok ? await readImage(daemon.api, tag) : answer;
  const outcome = judge(workshop, build, folder, image);
  if (outcome.mismatches.length > 0 && keep !== undefined) await keepCase(join(keep, tag), outcome);
  rmSync(folder, { recursive: true });
  return outcome;
}

/** An error of the planner is a mismatch like any other: the remaining cases are run all the same. */
function judge({ store, base }: Workshop, build: BuildCase, folder: string, built: BuiltImage | Refusal): Outcome {
  try {
    const { plan, refusals } = predict(build, folder, store, onlyBase(base));
    const foreseen = refusals.length > 0 || plan === null;
    if ("error" in built) {
      if (foreseen) return { build, result: "refused", mismatches: [] };
      if (isLimitOfDaemon(build, built.error)) return { build, result: "limit of the daemon", mismatches: [] };
      return unforeseen(build, "succeeds", built.error);
    }
    if (foreseen) return unforeseen(build, `is refused: ${refusals.join("; ")}`, "succeeds");
    const baseHistory = plan.image.baseImage === "scratch" ? 0 : (base.history?.length ?? 0);
    const comparison = compareImage(plan, withoutBase(built, baseHistory));
    return { build, result: "compared", comparison, mismatches: [...comparison.mismatches, ...rot(build, comparison)] };
  } catch (error) {
    return unforeseen(build, (error as Error).stack ?? String(error), "error" in built ? built.error : "succeeds");
  }
}

/** A fixture that is not built as it was when it was recorded. */
function rot({ recordedSizes }: BuildCase, { builtBytes }: Comparison): Mismatch[] {
  const [recorded, built] = [JSON.stringify(recordedSizes), JSON.stringify(builtBytes)];
  return recordedSizes === undefined || recorded === built
    ? []
    : [{ what: "recorded sizes", predicted: recorded, built }];
}

function unforeseen(build: BuildCase, predicted: string, built: string): Outcome {
  return { build, result: "refused", mismatches: [{ what: "the build", predicted, built }] };
}

function withoutBase(image: BuiltImage, baseHistory: number): BuiltImage {
  return { ...image, history: image.history.slice(baseHistory) };
}

function onlyBase(base: BaseImageFacts): BaseImages {
  return {
    find: ({ registry, repository, tag }) =>
      `${registry}/${repository}:${tag ?? "latest"}` === baseReference ? base : null,
  };
}

async function keepCase(folder: string, outcome: Outcome): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  await writeCase(join(folder, "context"), outcome.build);
  writeFileSync(join(folder, "report.txt"), describeOutcome(outcome));
}

function writeCase(folder: string, { context, dockerfile }: BuildCase): Promise<void> {
  mkdirSync(folder, { recursive: true });
  return writeContext(folder, [...context, { kind: "file", path: "Dockerfile", text: dockerfile }]);
}
