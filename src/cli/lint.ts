/** `stratalint [path ...]`: lints, reports, and says by its exit code how it went. */
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { nearestName } from "../config/nearest-name.ts";
import type { ReporterOptions } from "../engine/types.ts";
import { lintFiles } from "../project/lint-files.ts";
import type { LintFilesOptions, ProjectRun } from "../project/lint-files.ts";
import { reporters } from "../reporters/index.ts";
import { openBaseImages } from "./base-images.ts";
import { wantsColor } from "./color.ts";
import { debugStack, errorLines, UsageError } from "./errors.ts";
import { countWarnings, exceedsMaxWarnings, exitCode, hasErrors } from "./exit-code.ts";
import type { CliIo } from "./io.ts";
import { settingsOf } from "./lint-options.ts";
import type { LintOptions } from "./lint-options.ts";

/** @returns the exit code */
export async function lint(
  paths: readonly string[],
  options: LintOptions,
  commands: readonly string[],
  io: CliIo,
): Promise<number> {
  const inputs = inputsOf(paths, options);
  const run = await lintFiles(inputs, {
    cwd: io.cwd,
    config: options.config,
    settings: settingsOf(options, io.env),
    ignore: options.ignore,
    compose: options.compose,
    inlineConfig: options.inlineConfig,
    history: options.format === "json",
    fix: options.fix,
    shellcheck: { env: io.env, cache: options.cache },
    stdin: await stdinOf(inputs, options, io),
    baseImages: await openBaseImages(options.baseImages, io),
  });
  // A run that could look at nothing has no report: an empty one would read as "all is well".
  const isBlocked = run.files.length === 0 && hasErrors(run, options.errorOnUnmatchedPattern);
  if (!isBlocked) await report(run, options, io);
  const messages = messagesOf(run, paths, options, commands, io);
  if (messages !== "") await io.stderr.write(messages);
  return exitCode(run, {
    maxWarnings: options.maxWarnings,
    exitZero: options.exitZero === true || !options.fail,
    errorOnUnmatched: options.errorOnUnmatchedPattern,
  });
}

function inputsOf(paths: readonly string[], { stdinFilename }: LintOptions): readonly string[] {
  if (stdinFilename !== undefined && paths.length > 0 && !paths.includes("-")) {
    throw new UsageError('--stdin-filename names standard input: add "-" to the paths to read it');
  }
  if (paths.length > 0) return paths;
  return stdinFilename === undefined ? ["."] : ["-"];
}

async function stdinOf(
  inputs: readonly string[],
  { stdinFilename }: LintOptions,
  io: CliIo,
): Promise<LintFilesOptions["stdin"]> {
  return inputs.includes("-") ? { bytes: await io.readStdin(), filename: stdinFilename } : undefined;
}

async function report(run: ProjectRun, options: LintOptions, io: CliIo): Promise<void> {
  const { outputFile, quiet = false, reportSuppressed = false, sarifCategory } = options;
  const reporter = reporters[options.format];
  const isTTY = outputFile === undefined && io.stdout.isTTY;
  const reporterOptions: ReporterOptions = {
    color: wantsColor(options.color === false ? "never" : options.color, io.env, isTTY),
    width: io.stdout.columns,
    quiet,
    reportSuppressed,
    ...(sarifCategory === undefined ? {} : { sarifCategory }),
  };
  const document = reporter(run, reporterOptions);
  if (outputFile === undefined) {
    // The fixed text of standard input is what the next program in the pipe waits for.
    if (run.fixedStdin !== undefined) await io.stdout.write(run.fixedStdin);
    return (run.fixedStdin === undefined ? io.stdout : io.stderr).write(document);
  }
  const { writeOutputFile } = await import("./output-file.ts");
  writeOutputFile(resolve(io.cwd, outputFile), document);
}

/** What goes to standard error: notes, then what fails the run for other reasons than findings. */
function messagesOf(
  run: ProjectRun,
  paths: readonly string[],
  { quiet, maxWarnings, errorOnUnmatchedPattern }: LintOptions,
  commands: readonly string[],
  io: CliIo,
): string {
  const lines = quiet ? [] : run.notes.map((note) => `note: ${note}\n`);
  if (!quiet && run.fixes > 0) lines.push(`note: ${run.fixes} ${run.fixes === 1 ? "fix" : "fixes"} applied\n`);
  if (maxWarnings !== undefined && exceedsMaxWarnings(run, maxWarnings)) {
    lines.push(`too many warnings: ${countWarnings(run)}, and --max-warnings allows ${maxWarnings}\n`);
  }
  if (errorOnUnmatchedPattern) lines.push(errorLines(run.unmatched));
  lines.push(...run.errors.map(({ message, cause }) => errorLines([message]) + debugStack(cause, io)));
  const hint = commandHint(paths, commands, io);
  return lines.join("") + (hint === null ? "" : `Did you mean the command "${hint}"?\n`);
}

/** The command that a first word which is no file was meant to be. */
function commandHint([first]: readonly string[], commands: readonly string[], { cwd }: CliIo): string | null {
  if (first === undefined || !/^[a-z]+$/i.test(first) || existsSync(resolve(cwd, first))) return null;
  return nearestName(first, commands);
}
