/** `stratalint inspect [Dockerfile]`: the configuration of the image that a build will make, as JSON. */
import type { BaseImageFacts } from "../knowledge/base-images.ts";
import { reportProblems } from "../layer-reports/image-report.ts";
import type { PlannedImage } from "../layers/types.ts";
import { parsePlatform } from "../model/platform.ts";
import { stagePlatform } from "../model/stage-platform.ts";
import { openBaseImages } from "./base-images.ts";
import { errorLines } from "./errors.ts";
import { exitCodes } from "./exit-code.ts";
import type { CliIo } from "./io.ts";
import { loadPlan, type LoadedPlan } from "./load-plan.ts";
import type { PlanOptions } from "./plan-options.ts";

/**
 * Prints what `docker image inspect` will show under these names, and nothing else on standard output.
 *
 * @param file see `loadPlan`
 * @returns the exit code: 1 for a file that does not build, and then nothing is printed
 * @throws BaseImageSourceError when `--base-images` names what is no source
 */
export async function inspect(file: string | undefined, options: PlanOptions, io: CliIo): Promise<number> {
  const gatherer = await openBaseImages(options.baseImages, io);
  const loaded = await loadPlan(file, options, io, { gatherer });
  const isPlan = loaded.kind === "plan";
  const problems = isPlan ? contextErrors(loaded) : loaded.problems;
  const notes = [...loaded.notes, ...(isPlan && problems.length === 0 ? uncertaintyNotes(loaded, options) : [])];
  await tell(notes.map((note) => `note: ${note}\n`).join("") + errorLines(problems), io);
  if (!isPlan || problems.length > 0) return exitCodes.findings;
  await io.stdout.write(`${JSON.stringify(describe(loaded), null, 2)}\n`);
  return exitCodes.clean;
}

async function tell(text: string, { stderr }: CliIo): Promise<void> {
  if (text !== "") await stderr.write(text);
}

/** Field names are Docker's, but for `Uncertain`. */
function describe({ model, plan }: LoadedPlan): object {
  const { target } = model;
  const { uncertain, ...config } = plan.image.config;
  const platform = parsePlatform(
    model.options.platform === undefined && target ? stagePlatform(model, target) : plan.platform,
  );
  return {
    Architecture: platform.architecture,
    ...(platform.variant === "" ? {} : { Variant: platform.variant }),
    Os: osOf(plan.image.base, model.options.platform) ?? platform.os,
    Config: config,
    Uncertain: uncertain,
  };
}

/** An image that exists for another system only is what a build without `--platform` takes all the same. */
function osOf(base: BaseImageFacts | null, given: string | undefined): string | null {
  return given === undefined && base !== null ? base.os : null;
}

/** Sources that are not in the build context; a pattern that fits nothing stops no build. */
function contextErrors({ plan, model, shown, text }: LoadedPlan): string[] {
  return reportProblems(plan, model, text)
    .filter(({ fails }) => fails)
    .map(({ line, column, message }) => `${shown}:${line}:${column}: ${message}`);
}

function uncertaintyNotes({ plan: { image } }: LoadedPlan, { baseImages }: PlanOptions): string[] {
  if (image.config.uncertain.length === 0) return [];
  const advice = baseImages === "offline" ? ". --base-images can ask about it" : "";
  return [`${unknownBase(image)}: the fields under "Uncertain" are shown as if it set nothing${advice}`];
}

function unknownBase({ baseImage, base }: PlannedImage): string {
  if (baseImage === null) return "the base image depends on a build argument";
  return base === null
    ? `nothing is known of the base image ${baseImage}`
    : `the configuration of the base image ${baseImage} is not known`;
}
