/**
 * CONFIGURATION FILE -> DOCUMENT, through cosmiconfig with our own loaders: comments in JSON, YAML 1.2, places for
 * every error. Loaded only when there is a configuration file.
 */
import { importModule } from "./import-module.ts";
import { basename } from "node:path";
import { pathToFileURL } from "node:url";
import { cosmiconfig } from "cosmiconfig";
import { ConfigError, configFileError } from "./config-error.ts";
import type { ConfigDocument } from "./document.ts";
import { packageKey, searchPlaces } from "./search-places.ts";
import { describeSystemError } from "./system-error.ts";

/**
 * Documents travel through cosmiconfig inside this box: it would otherwise act upon keys of its own (`$import`) that
 * our schema does not know.
 */
interface Box {
  readonly document: ConfigDocument;
}

/** Reads configuration files; each file once. */
export function createDocumentLoader(): (path: string) => Promise<ConfigDocument> {
  const explorer = createExplorer();
  const documents = new Map<string, Promise<ConfigDocument>>();
  return (path) => {
    const known = documents.get(path);
    if (known) return known;
    const document = load(path, explorer);
    documents.set(path, document);
    return document;
  };
}

type Explorer = ReturnType<typeof cosmiconfig>;

function createExplorer(): Explorer {
  const loaders = {
    ".json": loadJson,
    ".jsonc": loadJson,
    ".yaml": loadYaml,
    ".yml": loadYaml,
    ".js": loadModule,
    ".mjs": loadModule,
    ".cjs": loadModule,
    ".ts": refuseFile,
    noExt: loadJsonOrYaml,
    default: refuseFile,
  };
  try {
    return cosmiconfig(packageKey, { searchPlaces: [...searchPlaces], loaders, ignoreEmptySearchPlaces: false });
  } catch (error) {
    // cosmiconfig reads a configuration of its own (package.json#cosmiconfig) in the working directory.
    throw configFileError(process.cwd(), `the cosmiconfig settings of this folder are broken: ${firstLine(error)}`);
  }
}

/**
 * @throws ConfigError when the file cannot be read or parsed
 */
async function load(path: string, explorer: Explorer): Promise<ConfigDocument> {
  let result: { config?: unknown } | null;
  try {
    result = await explorer.load(path);
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    if (typeof (error as NodeJS.ErrnoException).code === "string") {
      throw configFileError(path, `cannot read this configuration file: ${describeSystemError(error)}`);
    }
    throw configFileError(path, firstLine(error));
  }
  if (result === null) throw configFileError(path, `there is no key "${packageKey}" in this file`);
  return (result.config as Box | undefined)?.document ?? emptyDocument(path);
}

/** An empty file is a configuration in which everything is left to the defaults. */
function emptyDocument(path: string): ConfigDocument {
  return { path, value: undefined, locate: () => ({ line: 1, column: 1 }) };
}

async function loadJson(path: string, content: string): Promise<unknown> {
  const { parseJsonDocument } = await import("./json-document.ts");
  const document = parseJsonDocument(path, withoutBom(content));
  if (basename(path) !== "package.json") return { document } satisfies Box;
  return packageBox(document);
}

/** The part of a package.json that is ours; cosmiconfig takes it out by its key. */
function packageBox(document: ConfigDocument): unknown {
  const { value } = document;
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, packageKey)) return {};
  const own: ConfigDocument = {
    path: document.path,
    value: (value as Record<string, unknown>)[packageKey],
    locate: (keys, part) => document.locate([packageKey, ...keys], part),
  };
  return { [packageKey]: { document: own } satisfies Box };
}

async function loadYaml(path: string, content: string): Promise<Box> {
  const { parseYamlDocument } = await import("./yaml-document.ts");
  return { document: parseYamlDocument(path, withoutBom(content)) };
}

/** A file without extension: JSON when it begins like an object with comments, else YAML. */
function loadJsonOrYaml(path: string, content: string): Promise<unknown> {
  return /^\uFEFF?\s*(\{|\/\/|\/\*)/.test(content) ? loadJson(path, content) : loadYaml(path, content);
}

async function loadModule(path: string): Promise<Box> {
  let exports: { default?: unknown };
  try {
    exports = (await importModule(pathToFileURL(path).href)) as { default?: unknown };
  } catch (error) {
    throw configFileError(path, `this configuration file fails to load: ${firstLine(error)}`);
  }
  if (exports.default === undefined) {
    throw configFileError(path, "this configuration file exports nothing: write `export default { ... }`");
  }
  return { document: { path, value: exports.default, locate: () => null } };
}

function refuseFile(path: string): never {
  throw configFileError(path, "this kind of configuration file is not read: use .json, .yaml, .js, .mjs or .cjs");
}

function withoutBom(text: string): string {
  return text.replace(/^\uFEFF/, "");
}

function firstLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.split("\n", 1)[0] ?? message;
}
