/** `stratalint layers [Dockerfile] [other]`: the predicted history of an image, or what two images share. */
import { resolve } from "node:path";
import { layerReporters, type LayerReporterName } from "../layer-reports/index.ts";
import type { ReportedBuild } from "../layer-reports/image-report.ts";
import { createLayerReport, type LayerReport } from "../layer-reports/layer-report.ts";
import { openBaseImages } from "./base-images.ts";
import { wantsColor, type ColorMode } from "./color.ts";
import { errorLines, UsageError } from "./errors.ts";
import { exitCodes } from "./exit-code.ts";
import type { CliIo } from "./io.ts";
import { loadPlan, type LoadedPlan, type UnbuildableFile } from "./load-plan.ts";
import { writeOutputFile } from "./output-file.ts";
import type { PlanOptions } from "./plan-options.ts";
import { compressionProgress, fileProgress } from "./progress.ts";

/** As commander hands them out. */
export interface LayersOptions extends PlanOptions {
  readonly format: LayerReporterName;
  readonly outputFile?: string;
  /** False for `--no-color`. */
  readonly color: ColorMode | false;
  /** False for `--no-trunc`. */
  readonly trunc: boolean;
  /** False for `--no-human`. */
  readonly human: boolean;
  readonly compressed?: boolean;
}

/**
 * @param files a Dockerfile, or two to compare; the one of the working directory by default
 * @returns the exit code: 1 when a builder would not build a file
 * @throws UsageError for more than two files, for what `loadPlan` cannot load, and for a file that cannot be compressed
 * @throws BaseImageSourceError when `--base-images` names what is no source
 */
export async function layers(files: readonly string[], options: LayersOptions, io: CliIo): Promise<number> {
  const progress = fileProgress(io);
  const loaded = await loadAll(files, options, io, progress.onProgress);
  await tell(loaded.flatMap(({ notes }) => notes.map((note) => `note: ${note}\n`)).join(""), io);
  const refused = loaded.filter((one) => one.kind === "unbuildable");
  if (refused.length > 0) {
    await tell(errorLines(refused.flatMap(({ problems }) => problems)), io);
    return exitCodes.findings;
  }
  const builds = loaded.filter((one) => one.kind === "plan").map(reportedBuild);
  const report = await reportOn(builds, options, io).finally(() => progress.clear());
  await write(report, options, io);
  return reportFailures(report, io);
}

async function loadAll(
  files: readonly string[],
  options: LayersOptions,
  io: CliIo,
  onProgress: (files: number) => void,
): Promise<(LoadedPlan | UnbuildableFile)[]> {
  if (files.length > 2) throw new UsageError(`layers compares two Dockerfiles, and ${files.length} are named`);
  if (files.filter((file) => file === "-").length > 1) throw new UsageError("standard input can be read only once");
  const loaded = [];
  const gatherer = await openBaseImages(options.baseImages, io);
  // One after the other: what was asked about a base image is remembered, and errors come in the order of the files.
  for (const file of files.length === 0 ? [undefined] : files) {
    loaded.push(await loadPlan(file, options, io, { gatherer, contextByConvention: true, onProgress }));
  }
  return loaded;
}

function reportedBuild({ shown, text, model, plan, context }: LoadedPlan): ReportedBuild {
  return { path: shown, text, model, plan, context };
}

async function reportOn(
  builds: readonly ReportedBuild[],
  { compressed = false }: LayersOptions,
  io: CliIo,
): Promise<LayerReport> {
  const [first, second] = compressed ? await withCompressedBytes(builds, io) : builds;
  if (first === undefined) throw new Error("no file was loaded");
  return createLayerReport(first, second);
}

async function withCompressedBytes(builds: readonly ReportedBuild[], io: CliIo): Promise<ReportedBuild[]> {
  const { compressLayers } = await import("./compress-layers.ts");
  const progress = compressionProgress(io);
  const compressed = [];
  try {
    for (const build of builds) {
      compressed.push({ ...build, compressed: await compressLayers(build.plan, progress.onProgress) });
    }
  } finally {
    await progress.clear();
  }
  return compressed;
}

async function write(report: LayerReport, options: LayersOptions, io: CliIo): Promise<void> {
  const { format, outputFile, color, trunc, human } = options;
  const reporter = await layerReporters[format]();
  const isTTY = outputFile === undefined && io.stdout.isTTY;
  const document = reporter(report, {
    color: wantsColor(color === false ? "never" : color, io.env, isTTY),
    width: outputFile === undefined ? io.stdout.columns : 0,
    bars: isTTY,
    human,
    truncate: trunc,
  });
  if (outputFile === undefined) return io.stdout.write(document);
  writeOutputFile(resolve(io.cwd, outputFile), document);
}

/** A step at which the build stops is in the report; whoever reads only standard error hears of it too. */
async function reportFailures({ images }: LayerReport, io: CliIo): Promise<number> {
  const failures = images.flatMap(({ path, problems }) =>
    problems.filter(({ fails }) => fails).map(({ line, column, message }) => `${path}:${line}:${column}: ${message}`),
  );
  await tell(errorLines(failures), io);
  return failures.length > 0 ? exitCodes.findings : exitCodes.clean;
}

/** To standard error. */
async function tell(text: string, io: CliIo): Promise<void> {
  if (text !== "") await io.stderr.write(text);
}
