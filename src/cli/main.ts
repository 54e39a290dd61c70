/** ARGV -> EXIT CODE. Every command but the usual one is loaded when it is asked for. */
import { Command, CommanderError, Option } from "commander";
import { version } from "../version.ts";
import { colorModes } from "./color.ts";
import { describeError } from "./errors.ts";
import { exitCodes } from "./exit-code.ts";
import type { CliIo } from "./io.ts";
import { lint } from "./lint.ts";
import { addLintOptions } from "./lint-options.ts";
import type { LayersOptions } from "./layers.ts";
import type { LintOptions } from "./lint-options.ts";
import type { MigrateOptions } from "./migrate.ts";
import { addPlanOptions } from "./plan-options.ts";
import type { PlanOptions } from "./plan-options.ts";

/**
 * Runs the command line.
 *
 * @param argv the arguments, without program and script
 * @returns the exit code: 0 clean, 1 findings, 2 usage, configuration or internal error
 */
export async function main(argv: readonly string[], io: CliIo): Promise<number> {
  try {
    return await run(argv, io);
  } catch (error) {
    await io.stderr.write(describeError(error, io)).catch(() => {
      // Nobody can be told; the exit code still says it.
    });
    return exitCodes.error;
  }
}

async function run(argv: readonly string[], io: CliIo): Promise<number> {
  const printed = { out: "", err: "" };
  const result = { code: exitCodes.clean as number };
  const program = createProgram(io, printed, (code) => (result.code = code));
  try {
    await program.parseAsync(normaliseArguments(argv), { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    result.code = error.exitCode === 0 ? exitCodes.clean : exitCodes.error;
  }
  if (printed.out !== "") await io.stdout.write(printed.out);
  if (printed.err !== "") await io.stderr.write(printed.err);
  return result.code;
}

function createProgram(io: CliIo, printed: { out: string; err: string }, finish: (code: number) => void): Command {
  const program = new Command("stratalint")
    .description("Lints Dockerfiles and predicts the layers of the image.")
    .usage("[options] [path ...]")
    .version(version, "-V, --version", "print the version")
    .helpOption("-h, --help", "print this help")
    .configureOutput({
      writeOut: (text) => (printed.out += text),
      writeErr: (text) => (printed.err += text),
      getOutHelpWidth: () => helpWidth,
      getErrHelpWidth: () => helpWidth,
    })
    .configureHelp({ subcommandTerm: termOf })
    .exitOverride()
    .enablePositionalOptions()
    .argument("[path...]", "files, folders, globs, or - for standard input (default: .)");
  addLintOptions(program)
    .addHelpText("after", helpEnd)
    .action(async (paths: string[], options: LintOptions) => {
      const names = program.commands.map((command) => command.name());
      finish(await lintOrPrint(paths, options, names, io));
    });
  addCommands(program, io, finish);
  return program;
}

/** A command in the list of commands: with its arguments, which fit beside the options of linting. */
function termOf(command: Command): string {
  const names = command.registeredArguments.map((argument) => {
    const name = argument.name() + (argument.variadic ? "..." : "");
    return argument.required ? `<${name}>` : `[${name}]`;
  });
  return [command.name(), ...names].join(" ");
}

async function lintOrPrint(paths: readonly string[], options: LintOptions, commands: readonly string[], io: CliIo) {
  if (options.printConfig !== undefined) {
    return (await import("./print-config.ts")).printConfig(options.printConfig, options, io);
  }
  return lint(paths, options, commands, io);
}

function addCommands(program: Command, io: CliIo, finish: (code: number) => void): void {
  program
    .command("rules")
    .description("list the rules")
    .addOption(new Option("-f, --format <name>", "how to list them").choices(["text", "json"]).default("text"))
    .action(async ({ format }: { format: "text" | "json" }) => {
      finish(await (await import("./rules.ts")).listRules(format, io));
    });
  program
    .command("explain")
    .description("tell what a rule is about")
    .argument("<rule...>", "an id such as no-latest-tag, or an alias such as DL3007")
    .action(async (names: string[]) => finish(await (await import("./explain.ts")).explain(names, io)));
  program
    .command("init")
    .description("write a first .stratalintrc.json")
    .option("--force", "overwrite it")
    .action(async ({ force = false }: { force?: boolean }) =>
      finish(await (await import("./init.ts")).init(force, io)),
    );
  addMigrateCommand(program, io, finish);
  addLayersCommand(program, io, finish);
  addInspectCommand(program, io, finish);
}

function addInspectCommand(program: Command, io: CliIo, finish: (code: number) => void): void {
  const command = program
    .command("inspect")
    .description("print the predicted configuration of an image, as JSON")
    .argument("[dockerfile]", "a file, a folder with a Dockerfile in it, or - for standard input (default: .)");
  addPlanOptions(command).action(async (file: string | undefined, options: PlanOptions) =>
    finish(await (await import("./inspect.ts")).inspect(file, options, io)),
  );
}

function addLayersCommand(program: Command, io: CliIo, finish: (code: number) => void): void {
  const command = program
    .command("layers")
    .description("predict the layers of an image, or what two images share")
    .argument("[dockerfile]", "a file, a folder with a Dockerfile in it, or - for standard input (default: .)")
    .argument("[other]", "a second one, to compare with the first")
    .allowExcessArguments()
    .addOption(new Option("-f, --format <name>", "how to report").choices(layerFormats).default("text"))
    .option("-o, --output-file <file>", "write the report to a file")
    .addOption(new Option("--color <when>", "colours").choices(colorModes).default("auto"))
    .option("--no-color", "the same as --color=never")
    .option("--no-trunc", "show the history texts in full")
    .option("--no-human", "show bytes with every digit")
    .option("--compressed", "compress the layers, and tell about how many bytes go over the wire");
  addPlanOptions(command).action(async (_file: unknown, _other: unknown, options: LayersOptions) =>
    finish(await (await import("./layers.ts")).layers(command.args, options, io)),
  );
}

const layerFormats: readonly LayersOptions["format"][] = ["text", "json", "markdown", "html"];

function addMigrateCommand(program: Command, io: CliIo, finish: (code: number) => void): void {
  const migrate = program.command("migrate").description("take over the configuration of another linter");
  migrate
    .command("hadolint")
    .description("write what hadolint was told as .stratalintrc.yaml")
    .argument("[file]", "hadolint's configuration (default: where hadolint looks for it)")
    .option("-o, --output <file>", "where to write it: a .yaml or .json file")
    .option("--force", "overwrite that file")
    .option("--print", "write it to standard output, the remarks to standard error")
    .action(async (file: string | undefined, options: MigrateOptions) =>
      finish(await (await import("./migrate.ts")).migrateFromHadolint(file, options, io)),
    );
}

/**
 * What commander cannot say: `--color` alone means `--color=always` and does not eat the path after it, `lint` may be
 * written out, and `help` is `--help`.
 */
function normaliseArguments(argv: readonly string[]): string[] {
  const end = argv.includes("--") ? argv.indexOf("--") : argv.length;
  const options = argv.slice(0, end).map((argument, index, all) => {
    const isBareColor = argument === "--color" && !/^(auto|always|never)$/.test(all[index + 1] ?? "");
    return isBareColor ? "--color=always" : argument;
  });
  const [first] = options;
  if (first === "help") return [...options.slice(1), "--help"];
  return [...(first === "lint" ? options.slice(1) : options), ...argv.slice(end)];
}

const helpWidth = 80;

const helpEnd = `
Examples:
  stratalint                              every Dockerfile below this folder
  stratalint Dockerfile 'services/**'     a file, and all that a glob matches
  stratalint - --stdin-filename app/Dockerfile < Dockerfile
  stratalint -f sarif -o stratalint.sarif .
  stratalint --rule 'DL3008: off' --fail-level error Dockerfile
  stratalint explain DL3007

Exit codes:
  0  no finding at or above the fail level (warning, unless set otherwise)
  1  findings at or above it, more warnings than --max-warnings, or a file that
     does not build
  2  wrong usage, a mistake in a configuration, a file that is missing or cannot
     be read, nothing to lint, or an internal error
`;
