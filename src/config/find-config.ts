/**
 * FOLDER -> CONFIGURATION FILE. A walk upwards by bare existence checks, so that a run without a configuration
 * never loads cosmiconfig or a parser.
 */
import { dirname, join, resolve, sep } from "node:path";
import { configFileError } from "./config-error.ts";
import type { ConfigFileSystem } from "./config-file-system.ts";
import { packageKey, searchPlaces, unsupportedPlaces } from "./search-places.ts";
import { describeSystemError } from "./system-error.ts";

export interface ConfigFinder {
  /**
   * The nearest configuration file at or above a folder; null when there is none.
   * The search ends after the folder that holds `.git`, after the home folder and at the root of the file system.
   *
   * @throws ConfigError when a candidate exists but cannot be read
   */
  find(directory: string): string | null;
}

/** A finder that remembers every folder it has looked at. */
export function createConfigFinder(fileSystem: ConfigFileSystem, homeDirectory: string): ConfigFinder {
  const found = new Map<string, string | null>();
  const home = resolve(homeDirectory);

  function find(directory: string): string | null {
    const known = found.get(directory);
    if (known !== undefined) return known;
    const result = findIn(directory) ?? (isLast(directory) ? null : find(dirname(directory)));
    found.set(directory, result);
    return result;
  }

  function isLast(directory: string): boolean {
    return directory === home || directory === dirname(directory) || fileSystem.exists(join(directory, ".git"));
  }

  function findIn(directory: string): string | null {
    // Not `join`, which would take longer than looking: a search is a hundred paths.
    const folder = directory.endsWith(sep) ? directory : directory + sep;
    for (const place of searchPlaces) {
      const path = folder + place;
      if (fileSystem.exists(path) && isConfiguration(path, place)) return path;
    }
    for (const place of unsupportedPlaces) {
      const path = folder + place;
      if (fileSystem.exists(path)) {
        throw configFileError(
          path,
          "this kind of configuration file is not read: use stratalint.config.mjs or .stratalintrc.json",
        );
      }
    }
    return null;
  }

  function isConfiguration(path: string, place: string): boolean {
    const isPackage = place === "package.json";
    let text: string;
    try {
      text = fileSystem.readText(path);
    } catch (error) {
      // Only a package.json need not be ours; any other candidate that we cannot read would be a rule set ignored.
      if (isPackage) return false;
      throw configFileError(path, `cannot read this configuration file: ${describeSystemError(error)}`);
    }
    return !isPackage || hasPackageKey(text);
  }

  return { find: (directory) => find(resolve(directory)) };
}

/** True when a package.json holds our key, or seems to but is broken: then loading it tells what is wrong. */
function hasPackageKey(text: string): boolean {
  if (!text.includes(`"${packageKey}"`)) return false;
  try {
    return Object.hasOwn(JSON.parse(text) as object, packageKey);
  } catch {
    return true;
  }
}
