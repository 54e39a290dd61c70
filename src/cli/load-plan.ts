/** DOCKERFILE ON THE COMMAND LINE -> LAYER PLAN, for the commands that predict an image. */
import { statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import type { BaseImageGatherer } from "../base-images/gather.ts";
import { createConfigResolver } from "../config/config-resolver.ts";
import type { BuildContext } from "../context/build-context.ts";
import { createContextFiles } from "../context/context-files.ts";
import { isBuildFileName } from "../embedded/build-file.ts";
import { baseModelOptions, embeddedBaseImages, type BaseImages } from "../knowledge/base-images.ts";
import type { DockerfileLanguageOptions } from "../language/rule-types.ts";
import { planLayers } from "../layers/layer-plan.ts";
import type { LayerPlan } from "../layers/types.ts";
import { createModel } from "../model/build-model.ts";
import type { BuildModel, ModelOptions } from "../model/types.ts";
import { findBuildContext, nodeContextFileReader } from "../project/context-reader.ts";
import { displayPath } from "../project/discover.ts";
import { decodeText, readText, UnreadableError, type FileText } from "../project/read-file.ts";
import { rules } from "../rules/index.ts";
import type { Dockerfile, SyntaxProblem } from "../syntax/nodes.ts";
import { parseDockerfile } from "../syntax/parse.ts";
import { LineIndex } from "../syntax/positions.ts";
import { gatherBaseImages } from "./base-images.ts";
import { buildSettings } from "./build-options.ts";
import { UsageError } from "./errors.ts";
import type { CliIo } from "./io.ts";
import type { PlanOptions } from "./plan-options.ts";

/** A Dockerfile with the image that it makes. */
export interface LoadedPlan {
  readonly kind: "plan";
  /** As messages show it: relative to the working directory, or `<stdin>`. */
  readonly shown: string;
  /** Without byte order mark. */
  readonly text: string;
  readonly dockerfile: Dockerfile;
  readonly model: BuildModel;
  readonly plan: LayerPlan;
  /** Null when no folder is known to be the build context. */
  readonly context: BuildContext | null;
  /** One line each, for standard error. */
  readonly notes: readonly string[];
}

/** A Dockerfile that no builder would build. */
export interface UnbuildableFile {
  readonly kind: "unbuildable";
  readonly shown: string;
  /** What a builder rejects, in file order, as `path:line:column: message`. */
  readonly problems: readonly string[];
  readonly notes: readonly string[];
}

export interface LoadPlanSettings {
  /** Whom to ask about base images (`openBaseImages`); undefined when the embedded table is enough. */
  readonly gatherer: BaseImageGatherer | undefined;
  /** True to take the folder of the Dockerfile for the build context when none is given. Off by default. */
  readonly contextByConvention?: boolean | undefined;
  /** Called now and then with the number of files of the build context that were looked at. */
  readonly onProgress?: ((files: number) => void) | undefined;
}

/**
 * Reads a Dockerfile and plans the build that the options ask for.
 *
 * @param file a path, a folder with a Dockerfile in it, or `-` for standard input; the folder we stand in by default
 * @throws UsageError when there is no such file, it cannot be read, or has no such target
 * @throws ConfigError for a mistake in the configuration of the file
 */
export async function loadPlan(
  file: string | undefined,
  options: PlanOptions,
  io: CliIo,
  settings: LoadPlanSettings,
): Promise<LoadedPlan | UnbuildableFile> {
  const source = await findSource(file, io);
  const languageOptions = await settledOptions(source, options, io);
  const text = source.file.text.replace(/^\uFEFF/, "");
  const dockerfile = parseDockerfile(text);
  const firstModel = createModel(dockerfile, modelOptions(languageOptions, embeddedBaseImages));
  const { images, notes: baseNotes } = await gatherBaseImages(settings.gatherer, firstModel);
  const model = createModel(dockerfile, modelOptions(languageOptions, images));
  const notes = [...(source.file.note === undefined ? [] : [`${source.shown} ${source.file.note}`]), ...baseNotes];

  const problems = problemsOf(model);
  const context = problems.length > 0 ? null : contextOf(source, languageOptions.context, settings, io);
  const files = context && createContextFiles(nodeContextFileReader, context, settings);
  const { builder, builderVersion, store } = languageOptions;
  const planOptions = { builder, builderVersion, store, baseImages: images, files: files ?? undefined };
  const plan = problems.length > 0 ? null : planLayers(model, planOptions);
  if (plan === null) {
    return { kind: "unbuildable", shown: source.shown, problems: located(problems, text, source.shown), notes };
  }
  return { kind: "plan", shown: source.shown, text, dockerfile, model, plan, context, notes };
}

/** A Dockerfile that is read. */
interface Source {
  /** Absolute; decides which configuration holds. */
  readonly path: string;
  readonly isStdin: boolean;
  readonly shown: string;
  readonly file: FileText;
}

/** `docker build` takes the first two; podman the last. */
const conventionalNames = ["Dockerfile", "dockerfile", "Containerfile"];

async function findSource(file: string | undefined, io: CliIo): Promise<Source> {
  if (file === "") throw new UsageError("an empty path names no Dockerfile");
  if (file === "-") {
    const path = join(io.cwd, "Dockerfile");
    return { path, isStdin: true, shown: "<stdin>", file: read("<stdin>", decodeText, await io.readStdin()) };
  }
  const path = findFile(resolve(io.cwd, file ?? "."), file);
  const shown = displayPath(path, io.cwd);
  if (isBuildFileName(basename(path))) {
    throw new UsageError(`${shown} is a Compose or Bake file: name a Dockerfile`);
  }
  return { path, isStdin: false, shown, file: read(shown, readText, path) };
}

/** @param given as the user wrote it */
function findFile(path: string, given: string | undefined): string {
  const status = statSync(path, { throwIfNoEntry: false });
  if (status === undefined) throw new UsageError(`${given ?? path} does not exist`);
  if (!status.isDirectory()) return path;
  const found = conventionalNames.map((name) => join(path, name)).find((one) => isFile(one));
  if (found === undefined) throw new UsageError(`there is no Dockerfile in ${given ?? "this folder"}`);
  return found;
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

function read<T>(shown: string, reader: (source: T) => FileText, source: T): FileText {
  try {
    return reader(source);
  } catch (error) {
    if (error instanceof UnreadableError) throw new UsageError(`${shown} ${error.message}`);
    throw error;
  }
}

/** The options of the command line, and behind them those of the configuration. */
async function settledOptions(source: Source, options: PlanOptions, io: CliIo): Promise<DockerfileLanguageOptions> {
  const { cwd, env } = io;
  const resolver = createConfigResolver({ rules, cwd, config: options.config, settings: buildSettings(options, env) });
  return (await resolver.resolve(source.path)).languageOptions;
}

function modelOptions(options: DockerfileLanguageOptions, images: BaseImages): ModelOptions {
  const { target, platform, buildArgs, builder } = options;
  return { target, platform, buildArgs, builder, ...baseModelOptions(images, platform) };
}

/** Judged of the whole file, whatever is built: which stages there are, and what they are made from. */
const ofWholeFile = new Set(["base-name", "platform", "stage-source", "circular-dependency", "check-option"]);

/**
 * What a builder rejects of this build, in file order.
 *
 * @throws UsageError for a target that is not there
 */
function problemsOf(model: BuildModel): readonly SyntaxProblem[] {
  const rejected = model.dockerfile.problems.filter(({ code }) => code !== "empty-continuation");
  const missing = model.problems.find(({ code }) => code === "target");
  if (missing !== undefined) throw new UsageError(missing.message);
  // Without a target the model judges all stages; a build looks at the instructions of those that it needs only.
  const unused = model.stages.filter((stage) => !stage.reachable).map(({ node }) => node);
  const isUnused = ({ code, range: [start] }: SyntaxProblem): boolean =>
    !ofWholeFile.has(code) && unused.some(({ from, range }) => start >= from.range[1] && start < range[1]);
  const refused = model.problems.filter((problem) => !isUnused(problem));
  return [...rejected, ...refused].sort((a, b) => a.range[0] - b.range[0]);
}

function located(problems: readonly SyntaxProblem[], text: string, shown: string): readonly string[] {
  const lines = new LineIndex(text);
  return problems.map(({ range, message, hint }) => {
    const { line, column } = lines.locateRange(range).start;
    return `${shown}:${line}:${column}: ${message}${hint === null ? "" : `. ${hint}`}`;
  });
}

function contextOf(
  { path, isStdin }: Source,
  given: string | undefined,
  { contextByConvention = false }: LoadPlanSettings,
  io: CliIo,
): BuildContext | null {
  const folder = given ?? (contextByConvention && !isStdin ? dirname(path) : undefined);
  if (folder === undefined) return null;
  const { context, error } = findBuildContext(isStdin ? null : path, folder, io.cwd);
  if (error !== undefined) throw new UsageError(error);
  return context ?? null;
}
