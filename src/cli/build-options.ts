/** The options that say which build is predicted. */
import { InvalidArgumentError, Option } from "commander";
import type { Command } from "commander";
import {
  builderNames,
  layerStores,
  platformForm,
  platformPattern,
  versionForm,
  versionPattern,
} from "../config/choices.ts";
import type { Settings } from "../config/types.ts";
import type { BuilderName, LayerStore } from "../layers/types.ts";
import { baseImagesOption } from "./base-images.ts";

/** As commander hands them out. */
export interface BuildOptions {
  readonly target?: string;
  readonly platform?: string;
  readonly builder?: BuilderName;
  readonly builderVersion?: string;
  readonly store?: LayerStore;
  readonly buildArg: readonly string[];
  readonly context?: string;
  /** `offline`, `docker`, `registry` or a path. */
  readonly baseImages: string;
}

/** Adds the options to the command, in the order in which help shows them. */
export function addBuildOptions(command: Command): Command {
  return command
    .option("--target <stage>", "stage to build: its name (other builders than BuildKit take a number too)")
    .addOption(new Option("--build-arg <name=value>", "may be repeated").argParser(collect).default([], "none"))
    .addOption(new Option("--platform <os/arch>", "such as linux/arm64").argParser(parsePlatform))
    .option("--context <folder>", "build context: what COPY and ADD take files from")
    .addOption(new Option("--builder <name>", "whose layers to predict").choices(builderNames))
    .addOption(new Option("--builder-version <version>", "version of Buildah, such as 1.39").argParser(parseVersion))
    .addOption(new Option("--store <name>", "where the builder keeps its layers").choices(layerStores))
    .addOption(baseImagesOption());
}

/** The options as settings, which win over those of a configuration. */
export function buildSettings(
  { target, platform, builder, builderVersion, store, buildArg, context }: BuildOptions,
  env: Readonly<Record<string, string | undefined>>,
): Settings {
  return { target, platform, builder, builderVersion, store, buildArgs: buildArgsOf(buildArg, env), context };
}

/** `NAME=value`; a bare `NAME` takes its value from the environment, as `docker build` does. */
function buildArgsOf(
  list: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Record<string, string> | undefined {
  if (list.length === 0) return undefined;
  const args: Record<string, string> = {};
  for (const argument of list) {
    const equals = argument.indexOf("=");
    const name = equals < 0 ? argument : argument.slice(0, equals);
    const value = equals < 0 ? env[name] : argument.slice(equals + 1);
    if (value !== undefined) args[name] = value;
  }
  return args;
}

function collect(value: string, previous: readonly string[]): string[] {
  if (value === "" || value.startsWith("=")) throw new InvalidArgumentError("Expected NAME=value.");
  return [...previous, value];
}

function parsePlatform(value: string): string {
  if (!platformPattern.test(value)) throw new InvalidArgumentError(`Expected ${platformForm}.`);
  return value;
}

function parseVersion(value: string): string {
  if (!versionPattern.test(value)) throw new InvalidArgumentError(`Expected ${versionForm}.`);
  return value;
}
