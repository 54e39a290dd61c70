/** PATHS -> RUN RESULT. One bad file never stops the others. */
import { basename, relative, resolve } from "node:path";
import type { BaseImageGatherer } from "../base-images/gather.ts";
import { ConfigError } from "../config/config-error.ts";
import { createConfigResolver } from "../config/config-resolver.ts";
import type { ConfigResolver } from "../config/config-resolver.ts";
import type { FileConfig, Settings } from "../config/types.ts";
import { isBuildFileName } from "../embedded/build-file.ts";
import type { BuildSettings } from "../embedded/types.ts";
import type { FileResult, FindingSource, RunResult, Severity } from "../engine/types.ts";
import type { Rule } from "../rules/define-rule.ts";
import { rules as builtInRules } from "../rules/index.ts";
import type { KnownBuilds } from "./build-files.ts";
import { knownImages } from "./base-images.ts";
import { findBuildContext } from "./context-reader.ts";
import type { FoundContext } from "./context-reader.ts";
import { discover, displayPath } from "./discover.ts";
import type { Discovery } from "./discover.ts";
import { lintSource, unreadableResult } from "./lint-source.ts";
import type { LintedSource, RunError } from "./lint-source.ts";
import { decodeText, readText, UnreadableError } from "./read-file.ts";
import type { FileText, ReadBytes } from "./read-file.ts";
import { countFailing, ruleInfos, shellcheckRules } from "./run-facts.ts";
import type { LintedFile } from "./run-facts.ts";
import { describeSystemError } from "../config/system-error.ts";
import { ShellcheckRun } from "./shellcheck-run.ts";
import type { ShellcheckUse } from "./shellcheck-run.ts";
import { writeWhole } from "./write-file.ts";
import { version } from "../version.ts";

export interface LintFilesOptions {
  /** Absolute; the working directory by default. */
  readonly cwd?: string | undefined;
  /** The rules that come with us, by default. */
  readonly rules?: readonly Rule[] | undefined;
  /** A configuration file for every file; false to read none. Searched for, from each file upwards, by default. */
  readonly config?: string | false | undefined;
  /** Wins over the configuration files. */
  readonly settings?: Settings | undefined;
  /** False to lint what .gitignore and `ignores` leave out. */
  readonly ignore?: boolean | undefined;
  /** False to take no notice of Compose and Bake files. */
  readonly compose?: boolean | undefined;
  /** False to ignore directives in comments. */
  readonly inlineConfig?: boolean | undefined;
  /** False where the history of the images is not shown. */
  readonly history?: boolean | undefined;
  /** True to apply safe fixes to the files. The text of standard input is given back instead. */
  readonly fix?: boolean | undefined;
  /** Standard input, which `-` among the paths stands for, and the name to show for it. */
  readonly stdin?: { readonly bytes: Uint8Array; readonly filename?: string | undefined } | undefined;
  /** Asked about the base images of each file; the table that comes with us is enough without. */
  readonly baseImages?: BaseImageGatherer | undefined;
  /** Where to find ShellCheck, for the files whose configuration does not switch it off. Without it nothing is run. */
  readonly shellcheck?: ShellcheckUse | undefined;
  /** Tests inject what the file system cannot be made to do. */
  readonly readBytes?: ReadBytes | undefined;
}

/** A run, and what only the command line needs of it. */
export interface ProjectRun extends RunResult {
  /** Missing and unreadable files, broken configurations, rules that failed. */
  readonly errors: readonly RunError[];
  /** One line for each folder and glob in which nothing was found. */
  readonly unmatched: readonly string[];
  /** Findings at or above the fail level of their file. */
  readonly failing: Readonly<Record<Severity, number>>;
  /** True when a builder would refuse one of the files. */
  readonly syntaxErrors: boolean;
  /** Safe fixes applied. */
  readonly fixes: number;
  /** With `fix`: the text of standard input, fixed, with its byte order mark. */
  readonly fixedStdin?: string;
}

/**
 * Lints files.
 *
 * @param paths files, folders (walked for Dockerfiles), globs, or `-` for standard input
 * @throws SettingsError for a mistake in `settings`
 */
export async function lintFiles(paths: readonly string[], options: LintFilesOptions = {}): Promise<ProjectRun> {
  const { cwd = process.cwd(), rules = builtInRules, ignore = true, compose = true } = options;
  const inputs = paths.filter((path) => path !== "-");
  const discovery = await discover(inputs, { cwd, gitignore: ignore, buildFiles: compose });
  const resolver = createConfigResolver({ rules, cwd, config: options.config, settings: options.settings });

  const read = (path: string): FileText => readText(path, options.readBytes);
  const builds = compose ? await buildsOf(discovery, { read, resolver, ignore }) : noBuilds;
  const files = withBuilds(discovery, builds);
  const sources = files.map((path): Source => {
    const named = discovery.named.has(path);
    return {
      path,
      dockerfilePath: path,
      named,
      shown: displayPath(path, cwd),
      builds: builds.settings.get(path) ?? [],
      read: () => read(path),
    };
  });
  if (options.stdin && paths.includes("-")) sources.push(stdinSource(options.stdin, cwd));

  const shellcheck = new ShellcheckRun(options.shellcheck, cwd);
  const first: Outcome[] = [];
  for (const source of sources) {
    first.push(await lintOne(source, resolver, { ...options, cwd, ignore, compose }, shellcheck));
  }
  const outcomes = await withShellcheck(first, shellcheck);

  const linted = outcomes.flatMap((outcome) => outcome.linted ?? []);
  linted.sort((a, b) => (a.result.path < b.result.path ? -1 : 1));
  const absent = discovery.missing.filter(({ unmatched }) => !unmatched);
  return {
    tool: { name: "stratalint", version },
    files: linted.map(({ result }) => result),
    // The text report shows none of it.
    get rules() {
      return ruleInfos([{ rules }, ...linted.map(({ config }) => config.catalogue), shellcheckRules(linted)]);
    },
    notes: [...discovery.notes, ...outcomes.flatMap(({ notes }) => notes), ...shellcheck.notes],
    errors: unique([...absent, ...outcomes.flatMap(({ errors }) => errors)]),
    unmatched: discovery.missing
      .filter(({ unmatched, folder }) => unmatched && !files.some((path) => isInside(path, folder)))
      .map(({ message }) => message),
    ...countFailing(linted),
    fixes: outcomes.reduce((sum, { fixes = 0 }) => sum + fixes, 0),
    ...fixedStdin(outcomes, options),
  };
}

/** What ShellCheck has not seen before is known after all files: those that have it are then linted once more. */
async function withShellcheck(first: readonly Outcome[], shellcheck: ShellcheckRun): Promise<Outcome[]> {
  if (first.some(({ again }) => again)) await shellcheck.run();
  const outcomes: Outcome[] = [];
  for (const outcome of first) outcomes.push(outcome.again ? { ...outcome, ...(await outcome.again()) } : outcome);
  return outcomes;
}

const noBuilds: KnownBuilds = { files: [], settings: new Map() };

async function buildsOf(
  { files, buildFiles }: Discovery,
  options: { read: (path: string) => FileText; resolver: ConfigResolver; ignore: boolean },
): Promise<KnownBuilds> {
  const paths = [...buildFiles, ...files.filter((path) => isBuildFileName(basename(path)))];
  if (paths.length === 0) return noBuilds;
  const { readBuildFiles } = await import("./build-files.ts");
  return readBuildFiles([...new Set(paths)], options);
}

/** With the build files to lint, and the Dockerfiles that only they know to be some. */
function withBuilds({ files, passed }: Discovery, builds: KnownBuilds): string[] {
  const referenced = [...builds.settings.keys()].filter((path) => passed.has(path));
  return [...new Set([...files, ...builds.files, ...referenced])].sort();
}

function isInside(path: string, folder: string | undefined): boolean {
  return folder !== undefined && !relative(folder, path).startsWith("..");
}

function fixedStdin(outcomes: readonly Outcome[], { fix, stdin }: LintFilesOptions): { fixedStdin?: string } {
  const text = fix && stdin ? outcomes.find((outcome) => outcome.stdinText !== undefined)?.stdinText : undefined;
  return text === undefined ? {} : { fixedStdin: text };
}

/** Something with a text. */
interface Source {
  /** Absolute; decides which configuration holds. */
  readonly path: string;
  /** Absolute; null when the text has no file name that its build would know. */
  readonly dockerfilePath: string | null;
  readonly shown: string;
  /** True when the user named this very file. */
  readonly named: boolean;
  readonly isStdin?: true;
  /** What Compose and Bake files say about builds of it. */
  readonly builds: readonly BuildSettings[];
  /** @throws UnreadableError */
  read(): FileText;
}

function stdinSource({ bytes, filename }: NonNullable<LintFilesOptions["stdin"]>, cwd: string): Source {
  const path = resolve(cwd, filename ?? "Dockerfile");
  const dockerfilePath = filename === undefined ? null : path;
  return {
    path,
    dockerfilePath,
    named: true,
    shown: filename ?? "<stdin>",
    isStdin: true,
    builds: [],
    read: () => decodeText(bytes),
  };
}

/** What became of one source. */
interface Outcome {
  /** Absent when it is left out, or its configuration is broken. */
  readonly linted?: LintedFile;
  readonly errors: readonly RunError[];
  readonly notes: readonly string[];
  readonly fixes?: number;
  readonly stdinText?: string;
  /** Lints the text once more, for what ShellCheck says by then. */
  readonly again?: (() => Promise<Pick<Outcome, "linted" | "errors">>) | undefined;
}

async function lintOne(
  source: Source,
  resolver: ConfigResolver,
  {
    cwd,
    ignore,
    compose,
    inlineConfig,
    history,
    fix,
    baseImages,
  }: LintFilesOptions & { cwd: string; ignore: boolean; compose: boolean },
  shellcheck: ShellcheckRun,
): Promise<Outcome> {
  const { path, shown } = source;
  const isBuildFile = isBuildFileName(basename(path));
  let config: FileConfig;
  try {
    config = await resolver.resolve(path);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return { errors: error.format(cwd).map((message) => ({ message })), notes: [] };
  }
  if (ignore && config.ignored) {
    const note = `skipped ${shown}: the configuration ignores it. --no-ignore lints it`;
    return { errors: [], notes: source.named ? [note] : [] };
  }
  if (isBuildFile && !(compose && config.compose)) {
    const why = compose ? '"compose" is false in its configuration' : "of --no-compose";
    return { errors: [], notes: source.named ? [`skipped ${shown}, because ${why}`] : [] };
  }
  let file: FileText;
  try {
    file = source.read();
  } catch (error) {
    if (!(error instanceof UnreadableError)) throw error;
    const result = unreadableResult(shown, error.message);
    return { linted: { result, config }, errors: [{ message: `${shown} ${error.message}` }], notes: [] };
  }
  // Bytes that are no UTF-8 could not be written back as they were.
  const mayFix = fix === true && file.note === undefined;
  const linting = isBuildFile ? lintBuild : lintDockerfile;
  const check = shellcheck.fileCheck(shown, file.text, config);
  const lintingOptions = { cwd, inlineConfig, history, fix: mayFix, baseImages, others: check?.findings };
  const { result, fixes, notes, ...rest } = await linting(source, file, config, lintingOptions);
  const fixedText = (result.bom ? "\uFEFF" : "") + result.text;
  const errors = [...rest.errors, ...(check?.errors ?? [])];
  const again = async (): Promise<Pick<Outcome, "linted" | "errors">> => {
    const complete = await linting(source, { text: fixedText }, config, { ...lintingOptions, fix: false });
    return { linted: { result: complete.result, config }, errors: [...errors, ...(check?.errors ?? [])] };
  };
  const linted = { result, config };
  const outcome: Outcome = { linted, errors, notes, ...(check?.waits ? { again } : {}) };
  if (source.isStdin) return { ...outcome, fixes, stdinText: mayFix ? fixedText : file.text };
  if (fixes === 0) return outcome;
  try {
    writeWhole(path, fixedText);
  } catch (error) {
    const message = `${shown} cannot be fixed: ${describeSystemError(error)}`;
    errors.push({ message });
    return outcome;
  }
  return { ...outcome, fixes };
}

interface LintingOptions {
  readonly cwd: string;
  readonly inlineConfig: boolean | undefined;
  readonly history: boolean | undefined;
  readonly fix: boolean;
  readonly baseImages: BaseImageGatherer | undefined;
  readonly others: FindingSource | undefined;
}

type Linting = (
  source: Source,
  file: FileText,
  config: FileConfig,
  options: LintingOptions,
) => Promise<LintedSource & { notes: string[] }>;

const lintDockerfile: Linting = async (source, file, given, { cwd, baseImages: gatherer, ...options }) => {
  const { builds, dockerfilePath, shown } = source;
  const config = builds.length === 0 ? given : (await import("./build-files.ts")).withBuildSettings(given, builds);
  const { context, error }: FoundContext = findBuildContext(dockerfilePath, config.languageOptions.context, cwd);
  const { images, notes } = await knownImages(gatherer, file.text, config);
  const linted = lintSource(shown, file.text, config, { context, baseImages: images, ...options });
  const errors = error === undefined ? linted.errors : [{ message: error }, ...linted.errors];
  return { ...linted, errors, notes: [...notesOn(linted.result, file, config), ...notes] };
};

/** A Compose or Bake file. */
const lintBuild: Linting = async ({ path, shown }, file, config, { cwd, ...options }) => {
  const { lintBuildFile } = await import("./lint-build-file.ts");
  const linted = await lintBuildFile({ path, shown, cwd }, file.text, config, options);
  return { ...linted, notes: [...(file.note === undefined ? [] : [`${shown} ${file.note}`]), ...linted.notes] };
};

function notesOn({ path, images }: FileResult, { note }: FileText, { languageOptions }: FileConfig): string[] {
  const { target } = languageOptions;
  return [
    ...(note === undefined ? [] : [`${path} ${note}`]),
    ...(target === undefined || images.length > 0
      ? []
      : [`${path} has no stage "${target}", or does not build: no image is predicted`]),
  ];
}

/** One broken configuration is one error, however many files it governs. */
function unique(errors: readonly RunError[]): RunError[] {
  return [...new Map(errors.map(({ message, ...rest }) => [message, { message, ...rest }])).values()];
}
