/** The options of `stratalint [path ...]`. */
import { InvalidArgumentError, Option } from "commander";
import type { Command } from "commander";
import { failLevels, ruleSwitches } from "../config/choices.ts";
import type { FailLevel, RuleSetting, RuleSwitch, Settings } from "../config/types.ts";
import { reporterNames } from "../reporters/index.ts";
import type { ReporterName } from "../reporters/index.ts";
import { addBuildOptions, buildSettings } from "./build-options.ts";
import type { BuildOptions } from "./build-options.ts";
import { colorModes } from "./color.ts";
import type { ColorMode } from "./color.ts";

/** As commander hands them out. */
export interface LintOptions extends BuildOptions {
  readonly format: ReporterName;
  readonly outputFile?: string;
  readonly quiet?: true;
  readonly maxWarnings?: number;
  readonly failLevel?: FailLevel;
  readonly exitZero?: true;
  readonly fix?: true;
  /** False for `--no-config`. */
  readonly config?: string | false;
  readonly printConfig?: string;
  readonly rule: Readonly<Record<string, RuleSetting>>;
  readonly stdinFilename?: string;
  readonly ignore: boolean;
  /** False for `--no-compose`. */
  readonly compose: boolean;
  readonly inlineConfig: boolean;
  /** `auto`, `off`, or the path or name of a program. */
  readonly shellcheck?: string;
  /** False for `--no-cache`. */
  readonly cache: boolean;
  readonly errorOnUnmatchedPattern: boolean;
  /** False for `--no-color`. */
  readonly color: ColorMode | false;
  readonly reportSuppressed?: true;
  readonly sarifCategory?: string;
  /** hadolint's name of the fail level. */
  readonly failureThreshold?: FailLevel | "ignore";
  /** False for hadolint's `--no-fail`. */
  readonly fail: boolean;
}

/** Adds the options to the command, in the order in which help shows them. */
export function addLintOptions(command: Command): Command {
  command.optionsGroup("Report:");
  command
    .addOption(new Option("-f, --format <name>", "how to report").choices(reporterNames).default("text"))
    .option("-o, --output-file <file>", "write the report to a file")
    .option("-q, --quiet", "report errors only, and no notes")
    .addOption(new Option("--color <when>", "colours").choices(colorModes).default("auto"))
    .option("--no-color", "the same as --color=never")
    .option("--report-suppressed", "also report what directives silence, in formats that can say so")
    .option("--sarif-category <name>", "category of a SARIF report");
  command.optionsGroup("Fixes:");
  command.option("--fix", "apply safe fixes; of standard input the fixed text is printed");
  command.optionsGroup("Exit code:");
  command
    .addOption(new Option("--fail-level <level>", "lowest severity that fails").choices(failLevels))
    .addOption(
      new Option("--max-warnings <n>", "fail only on more warnings than this; -1 for no limit").argParser(parseCount),
    )
    .option("--exit-zero", "exit 0 whatever is found")
    .option("--no-error-on-unmatched-pattern", "exit 0 when a folder or glob holds no file");
  command.optionsGroup("Configuration:");
  command
    .option("-c, --config <file>", "use this configuration for every file")
    .option("--no-config", "read no configuration")
    .option("--print-config <file>", "print what holds for a file, as JSON, and stop")
    .addOption(
      new Option("--rule <setting>", "set a rule, as in 'DL3007: off'; may be repeated")
        .argParser(collectRule)
        .default({}, "none"),
    )
    .option("--no-inline-config", "take no notice of directives in comments");
  command.optionsGroup("ShellCheck:");
  command
    .addOption(
      new Option("--shellcheck <program>", "look at RUN with it: auto, off, or its path (default: auto)").argParser(
        parseProgram,
      ),
    )
    .option("--no-cache", "ask it anew about what it has seen before");
  command.optionsGroup("Files:");
  command
    .option("--stdin-filename <name>", "name of what '-' reads; decides its configuration")
    .option("--no-compose", "take no notice of Compose and Bake files")
    .option("--no-ignore", "lint what .gitignore and `ignores` leave out");
  command.optionsGroup("The build that is predicted:");
  addBuildOptions(command);
  return addHadolintOptions(command);
}

/** What people type who come from hadolint. Not in the help. */
function addHadolintOptions(command: Command): Command {
  return command
    .addOption(
      new Option("-t, --failure-threshold <level>")
        .choices(["error", "warning", "info", "style", "ignore", "none"])
        .hideHelp(),
    )
    .addOption(new Option("--no-fail").hideHelp());
}

/** The part of the options that a configuration could hold too. */
export function settingsOf(options: LintOptions, env: Readonly<Record<string, string | undefined>>): Settings {
  const { failureThreshold } = options;
  // hadolint's two names of its lowest level: any finding fails.
  const isLowest = failureThreshold === "ignore" || failureThreshold === "none";
  const failLevel = options.failLevel ?? (isLowest ? "style" : failureThreshold);
  return { ...buildSettings(options, env), rules: options.rule, failLevel, shellcheck: options.shellcheck };
}

function parseProgram(value: string): string {
  if (value === "") throw new InvalidArgumentError("Expected auto, off, or the path of the program.");
  return value;
}

function parseCount(value: string): number {
  if (!/^(-1|\d+)$/.test(value)) throw new InvalidArgumentError("Expected a whole number, or -1 for no limit.");
  return Number(value);
}

/** `NAME: severity`, or `NAME: ["severity", options]` with JSON. */
function collectRule(value: string, previous: Readonly<Record<string, RuleSetting>>): Record<string, RuleSetting> {
  const [, name, setting = ""] = /^\s*(.+?)\s*[:=]\s*(\[.*\]|[a-z]+)\s*$/s.exec(value) ?? [];
  if (name === undefined) throw new InvalidArgumentError("Expected NAME: severity.");
  const parsed = setting.startsWith("[") ? parseJson(setting) : [setting];
  if (!isRuleSetting(parsed)) {
    throw new InvalidArgumentError("Expected a severity: off, on, error, warning, info or style.");
  }
  return { ...previous, [name]: parsed.length === 1 ? parsed[0] : parsed };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new InvalidArgumentError("The options are not JSON.");
  }
}

function isRuleSetting(value: unknown): value is readonly [RuleSwitch, ...unknown[]] {
  return Array.isArray(value) && ruleSwitches.includes(value[0] as RuleSwitch);
}
