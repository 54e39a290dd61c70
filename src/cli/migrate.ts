/** `stratalint migrate hadolint [FILE]`: writes what hadolint was told as a configuration of ours. */
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { basename, dirname, extname, relative, resolve, sep } from "node:path";
import { nodeFileSystem } from "../config/config-file-system.ts";
import { createConfigFinder } from "../config/find-config.ts";
import {
  hadolintConfigPlaces,
  hadolintVariables,
  joinHadolintSettings,
  readHadolintConfig,
  readHadolintEnvironment,
} from "../config/hadolint-config.ts";
import { migrateHadolint } from "../config/hadolint-migration.ts";
import type { Migration } from "../config/hadolint-migration.ts";
import { migrationJson, migrationYaml } from "../config/migration-text.ts";
import { describeSystemError } from "../config/system-error.ts";
import { createCatalogue } from "../engine/rule-catalogue.ts";
import { writeWhole } from "../project/write-file.ts";
import { reporterNames } from "../reporters/index.ts";
import { rules } from "../rules/index.ts";
import { UsageError } from "./errors.ts";
import type { CliIo } from "./io.ts";

export interface MigrateOptions {
  readonly output?: string;
  /** Overwrite what is there. */
  readonly force?: boolean;
  /** To standard output instead of a file. */
  readonly print?: boolean;
}

const defaultOutput = ".stratalintrc.yaml";

/**
 * @param file a configuration of hadolint; where hadolint looks for it when left out
 * @returns the exit code
 * @throws UsageError when there is nothing to migrate, or something in the way
 * @throws ConfigError when hadolint's configuration cannot be read
 */
export async function migrateFromHadolint(
  file: string | undefined,
  options: MigrateOptions,
  io: CliIo,
): Promise<number> {
  const output = resolve(io.cwd, options.output ?? defaultOutput);
  if (!options.print) refuseToOverwrite(output, options, io);

  const source = file === undefined ? findHadolintConfig(io) : resolve(io.cwd, file);
  const variables = hadolintVariables(io.env);
  const environment = readHadolintEnvironment(io.env);
  const settings =
    source === null ? environment : joinHadolintSettings(readHadolintConfig(source, nodeFileSystem), environment);
  const origin = [...(source === null ? [] : [shortPath(source, io)]), ...variables].join(", ");
  const migration = migrateHadolint(settings, createCatalogue(rules), reporterNames);
  const text = isJson(output) ? migrationJson(migration) : migrationYaml(migration, origin);

  if (options.print) {
    await io.stdout.write(text);
    await io.stderr.write(notesText(migration));
    return 0;
  }
  write(output, text, io);
  await io.stdout.write(`Wrote ${shortPath(output, io)} from ${origin}.\n${notesText(migration)}`);
  return 0;
}

/** Null when only the environment says something. */
function findHadolintConfig(io: CliIo): string | null {
  const places = hadolintConfigPlaces(io.cwd, io.env["HOME"] || homedir(), io.env, process.platform);
  const found = places.find((place) => nodeFileSystem.exists(place));
  if (found !== undefined) return found;
  if (hadolintVariables(io.env).length > 0) return null;
  throw new UsageError("no configuration of hadolint here, such as .hadolint.yaml: name it if it is elsewhere");
}

function refuseToOverwrite(output: string, { force = false }: MigrateOptions, io: CliIo): void {
  if (!/^\.(?:json|jsonc|ya?ml)$/.test(extname(output)) && basename(output) !== ".stratalintrc") {
    throw new UsageError(
      `--output ${shortPath(output, io)}: a configuration is YAML or JSON, so name a .yaml or .json`,
    );
  }
  if (existsSync(output) && !force) {
    throw new UsageError(`${shortPath(output, io)} exists: --force overwrites it, --print only shows the result`);
  }
  const folder = dirname(output);
  const other = createConfigFinder(nodeFileSystem, homedir()).find(folder);
  if (other !== null && other !== output && dirname(other) === folder) {
    throw new UsageError(
      `there is already a configuration, ${shortPath(other, io)}: remove it first, or use --print and put the two together`,
    );
  }
}

function write(output: string, text: string, io: CliIo): void {
  try {
    writeWhole(output, text);
  } catch (error) {
    throw new UsageError(`cannot write ${shortPath(output, io)}: ${describeSystemError(error)}`);
  }
}

function notesText({ notes }: Migration): string {
  return notes.length === 0 ? "" : `To know:\n${notes.map((note) => `  ${note}\n`).join("")}`;
}

function isJson(path: string): boolean {
  return /\.jsonc?$/.test(path);
}

/** Relative to where we stand when it lies there. */
function shortPath(path: string, { cwd }: CliIo): string {
  const inside = relative(cwd, path);
  return inside.startsWith("..") ? path : inside.split(sep).join("/");
}
