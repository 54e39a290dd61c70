/** PATHS -> RUN RESULT. One bad file never stops the others. */
import { resolve } from "node:path";
import { ConfigError } from "../config/config-error.ts";
import { createConfigResolver } from "../config/config-resolver.ts";
import type { ConfigResolver } from "../config/config-resolver.ts";
import type { FileConfig, Settings } from "../config/types.ts";
import type { FileResult, RunResult, Severity } from "../engine/types.ts";
import type { Rule } from "../rules/define-rule.ts";
import { rules as builtInRules } from "../rules/index.ts";
import { discover, displayPath } from "./discover.ts";
import { lintSource, unreadableResult } from "./lint-source.ts";
import type { RunError } from "./lint-source.ts";
import { decodeText, readText, UnreadableError } from "./read-file.ts";
import type { FileText, ReadBytes } from "./read-file.ts";
import { countFailing, ruleInfos } from "./run-facts.ts";
import type { LintedFile } from "./run-facts.ts";
import { describeSystemError } from "../config/system-error.ts";
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
  /** False to ignore directives in comments. */
  readonly inlineConfig?: boolean | undefined;
  /** True to apply safe fixes to the files. The text of standard input is given back instead. */
  readonly fix?: boolean | undefined;
  /** Standard input, which `-` among the paths stands for, and the name to show for it. */
  readonly stdin?: { readonly bytes: Uint8Array; readonly filename?: string | undefined } | undefined;
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
  const { cwd = process.cwd(), rules = builtInRules, ignore = true } = options;
  const inputs = paths.filter((path) => path !== "-");
  const discovery = await discover(inputs, { cwd, gitignore: ignore });
  const resolver = createConfigResolver({ rules, cwd, config: options.config, settings: options.settings });

  const sources = discovery.files.map((path): Source => {
    const named = discovery.named.has(path);
    return { path, named, shown: displayPath(path, cwd), read: () => readText(path, options.readBytes) };
  });
  if (options.stdin && paths.includes("-")) sources.push(stdinSource(options.stdin, cwd));

  const outcomes: Outcome[] = [];
  for (const source of sources) outcomes.push(await lintOne(source, resolver, { ...options, cwd, ignore }));

  const linted = outcomes.flatMap((outcome) => outcome.linted ?? []);
  linted.sort((a, b) => (a.result.path < b.result.path ? -1 : 1));
  const absent = discovery.missing.filter(({ unmatched }) => !unmatched);
  return {
    tool: { name: "stratalint", version },
    files: linted.map(({ result }) => result),
    rules: ruleInfos([{ rules }, ...linted.map(({ config }) => config.catalogue)]),
    notes: [...discovery.notes, ...outcomes.flatMap(({ notes }) => notes)],
    errors: unique([...absent, ...outcomes.flatMap(({ errors }) => errors)]),
    unmatched: discovery.missing.filter(({ unmatched }) => unmatched).map(({ message }) => message),
    ...countFailing(linted),
    fixes: outcomes.reduce((sum, { fixes = 0 }) => sum + fixes, 0),
    ...fixedStdin(outcomes, options),
  };
}

function fixedStdin(outcomes: readonly Outcome[], { fix, stdin }: LintFilesOptions): { fixedStdin?: string } {
  const text = fix && stdin ? outcomes.find((outcome) => outcome.stdinText !== undefined)?.stdinText : undefined;
  return text === undefined ? {} : { fixedStdin: text };
}

/** Something with a text. */
interface Source {
  /** Absolute; decides which configuration holds. */
  readonly path: string;
  readonly shown: string;
  /** True when the user named this very file. */
  readonly named: boolean;
  readonly isStdin?: true;
  /** @throws UnreadableError */
  read(): FileText;
}

function stdinSource({ bytes, filename }: NonNullable<LintFilesOptions["stdin"]>, cwd: string): Source {
  const path = resolve(cwd, filename ?? "Dockerfile");
  return { path, named: true, shown: filename ?? "<stdin>", isStdin: true, read: () => decodeText(bytes) };
}

/** What became of one source. */
interface Outcome {
  /** Absent when it is left out, or its configuration is broken. */
  readonly linted?: LintedFile;
  readonly errors: readonly RunError[];
  readonly notes: readonly string[];
  readonly fixes?: number;
  readonly stdinText?: string;
}

async function lintOne(
  source: Source,
  resolver: ConfigResolver,
  { cwd, ignore, inlineConfig, fix }: LintFilesOptions & { cwd: string; ignore: boolean },
): Promise<Outcome> {
  const { path, shown } = source;
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
  const { result, errors, fixes } = lintSource(shown, file.text, config, { inlineConfig, fix: mayFix });
  const notes = notesOn(result, file, config);
  const fixedText = (result.bom ? "\uFEFF" : "") + result.text;
  const linted = { result, config };
  if (source.isStdin) return { linted, errors, notes, fixes, stdinText: mayFix ? fixedText : file.text };
  if (fixes === 0) return { linted, errors, notes };
  try {
    writeWhole(path, fixedText);
  } catch (error) {
    const message = `${shown} cannot be fixed: ${describeSystemError(error)}`;
    return { linted, errors: [...errors, { message }], notes };
  }
  return { linted, errors, notes, fixes };
}

function notesOn({ path, images }: FileResult, { note }: FileText, { languageOptions }: FileConfig): string[] {
  const { target } = languageOptions;
  return [
    ...(note === undefined ? [] : [`${path} ${note}`]),
    ...(target === undefined || images.length > 0 ? [] : [`${path} has no stage "${target}": no image is predicted`]),
  ];
}

/** One broken configuration is one error, however many files it governs. */
function unique(errors: readonly RunError[]): RunError[] {
  return [...new Map(errors.map(({ message, ...rest }) => [message, { message, ...rest }])).values()];
}
