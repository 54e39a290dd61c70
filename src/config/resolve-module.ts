/** PACKAGE NAME -> FILE, as seen from a configuration file. */
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, isAbsolute, join, resolve } from "node:path";

/** A module that a configuration names and that cannot be used. The message goes to the user, beside the place. */
export class ModuleError extends Error {
  override readonly name = "ModuleError";
}

/** True for what names a file, not a package. */
export function isPath(specifier: string): boolean {
  return /^\.{1,2}([/\\]|$)/.test(specifier) || isAbsolute(specifier);
}

/**
 * The absolute path of a file or of a package's main file.
 *
 * @param from absolute path of the configuration file that names it
 * @throws ModuleError when it cannot be found
 */
export function resolveModule(specifier: string, from: string): string {
  if (isPath(specifier)) return resolvePath(specifier, from);
  try {
    return createRequire(from).resolve(specifier);
  } catch {
    const main = esModuleMain(specifier, dirname(from));
    if (main) return main;
    const beside = resolve(dirname(from), specifier);
    const advice = existsSync(beside) ? `write "./${specifier}" for the file` : "install it, or correct the name";
    throw new ModuleError(`cannot find the package "${specifier}": ${advice}`);
  }
}

function resolvePath(specifier: string, from: string): string {
  const path = resolve(dirname(from), specifier);
  if (existsSync(path)) return path;
  throw new ModuleError(`cannot find "${specifier}": there is no such file`);
}

/** The entry of a package that is there for `import` alone, which `require` cannot see. */
function esModuleMain(name: string, directory: string): string | null {
  const folder = join(directory, "node_modules", name);
  const manifest = join(folder, "package.json");
  if (existsSync(manifest)) {
    const { exports } = JSON.parse(readFileSync(manifest, "utf8")) as { exports?: unknown };
    const main = importTarget(exports);
    return main === null ? null : join(folder, main);
  }
  const parent = dirname(directory);
  return parent === directory ? null : esModuleMain(name, parent);
}

function importTarget(exports: unknown): string | null {
  if (typeof exports === "string") return exports;
  if (typeof exports !== "object" || exports === null) return null;
  const conditions = exports as Record<string, unknown>;
  return importTarget(conditions["."] ?? conditions["import"] ?? conditions["node"] ?? conditions["default"] ?? null);
}
