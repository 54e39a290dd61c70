/** COMPOSE AND BAKE FILES -> what they say about the Dockerfiles of a run. Loaded only when there is such a file. */
import { statSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import { ConfigError } from "../config/config-error.ts";
import type { ConfigResolver } from "../config/config-resolver.ts";
import type { FileConfig } from "../config/types.ts";
import { readBuildFile } from "../embedded/build-file.ts";
import type { BuildFile, BuildSettings } from "../embedded/types.ts";
import { UnreadableError } from "./read-file.ts";
import type { FileText } from "./read-file.ts";

/** What the Compose and Bake files of a run say. */
export interface KnownBuilds {
  /** Build files to lint: they hold a Dockerfile, or they cannot be read. */
  readonly files: readonly string[];
  /** Settings of the builds of a Dockerfile, by its absolute path. */
  readonly settings: ReadonlyMap<string, readonly BuildSettings[]>;
}

/**
 * @param paths of Compose and Bake files, absolute
 * @param options `read` gives a text or throws UnreadableError; `ignore`: whether configured `ignores` count
 */
export async function readBuildFiles(
  paths: readonly string[],
  { read, resolver, ignore }: { read: (path: string) => FileText; resolver: ConfigResolver; ignore: boolean },
): Promise<KnownBuilds> {
  const files: string[] = [];
  const settings = new Map<string, BuildSettings[]>();
  for (const path of paths) {
    const build = await readOne(path, read, resolver, ignore);
    if (build === "skipped") continue;
    if (build === "unreadable" || build.dockerfiles.length > 0 || build.problems.length > 0) files.push(path);
    if (build === "unreadable") continue;
    for (const reference of build.references) {
      const dockerfile = resolve(dirname(path), reference.path);
      settings.set(dockerfile, [
        ...(settings.get(dockerfile) ?? []),
        resolveContext(reference.settings, dirname(path)),
      ]);
    }
  }
  return { files, settings };
}

/** What is wrong with a file is said when it is linted, in the words for all files. */
async function readOne(
  path: string,
  read: (path: string) => FileText,
  resolver: ConfigResolver,
  ignore: boolean,
): Promise<BuildFile | "skipped" | "unreadable"> {
  try {
    const config = await resolver.resolve(path);
    if ((ignore && config.ignored) || !config.compose) return "skipped";
    return await readBuildFile(basename(path), read(path).text);
  } catch (error) {
    if (error instanceof ConfigError || error instanceof UnreadableError) return "unreadable";
    throw error;
  }
}

/** A context that is not there says nothing about the files in it. */
export function resolveContext({ context, ...settings }: BuildSettings, folder: string): BuildSettings {
  if (context === undefined) return settings;
  const root = resolve(folder, context);
  return statSync(root, { throwIfNoEntry: false })?.isDirectory() ? { ...settings, context: root } : settings;
}

/**
 * A configuration with what the builds of a file agree on. What is configured, or given on the command line, wins.
 *
 * @param builds with absolute contexts
 */
export function withBuildSettings(config: FileConfig, builds: readonly BuildSettings[]): FileConfig {
  const target = agreed(builds.map((build) => build.target));
  const context = agreed(builds.map((build) => build.context));
  const args = agreed(builds.map((build) => JSON.stringify(build.args)));
  const fromBuild = {
    ...(target === undefined ? {} : { target }),
    ...(context === undefined ? {} : { context }),
  };
  const known = args === undefined ? {} : (JSON.parse(args) as Record<string, string>);
  const buildArgs = { ...known, ...config.languageOptions.buildArgs };
  return {
    ...config,
    languageOptions: {
      ...fromBuild,
      ...config.languageOptions,
      ...(Object.keys(buildArgs).length > 0 ? { buildArgs } : {}),
    },
  };
}

/** The value that all have. */
function agreed(values: readonly (string | undefined)[]): string | undefined {
  return new Set(values).size === 1 ? values[0] : undefined;
}
