/** PATHS AND GLOBS -> FILES TO LINT. */
import { closeSync, openSync, readdirSync, readSync, statSync, type Dirent } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import { describeSystemError } from "../config/system-error.ts";
import { isBuildFileName } from "../embedded/build-file.ts";
import { classifyName, looksLikeDockerfile } from "./file-names.ts";
import type { IgnoreStack } from "./gitignore.ts";

export interface Discovery {
  /** Absolute, each once, sorted. */
  readonly files: readonly string[];
  /** Those of the files that an input names directly. */
  readonly named: ReadonlySet<string>;
  /** Inputs that name nothing, in words. */
  readonly missing: readonly MissingInput[];
  /** Compose and Bake files that walks came by: absolute. */
  readonly buildFiles: readonly string[];
  /** Other files that walks came by and did not take for Dockerfiles; a build file may know better. */
  readonly passed: ReadonlySet<string>;
  /** What was left out and why, in words. */
  readonly notes: readonly string[];
}

interface MissingInput {
  readonly input: string;
  /** True for folders and globs in which nothing was found; false for a file that does not exist. */
  readonly unmatched: boolean;
  /** The folder that holds none: absolute. */
  readonly folder?: string;
  readonly message: string;
}

export interface DiscoveryOptions {
  /** Absolute. */
  readonly cwd: string;
  /** False to look into what .gitignore covers. */
  readonly gitignore: boolean;
  /** True to look out for Compose and Bake files too. */
  readonly buildFiles?: boolean;
}

/** Folders that hold other people's files. */
const skippedFolders = new Set([".git", ".hg", ".svn", "node_modules"]);

/** How many names a note lists. */
const namesInNote = 3;

/**
 * Files stand for themselves whatever their name; folders are walked for Dockerfiles; globs give the
 * files that they name, and the Dockerfiles in the folders that they name. Symbolic links to files are followed, those to folders are not, as git does.
 *
 * @param inputs as given on the command line, without `-`
 */
export async function discover(inputs: readonly string[], options: DiscoveryOptions): Promise<Discovery> {
  const found = new Set<string>();
  const named = new Set<string>();
  const missing: MissingInput[] = [];
  const walk: Walk = {
    templates: new Set(),
    sources: new Set(),
    unreadable: [],
    buildFiles: new Set(),
    passed: new Set(),
    wantsBuildFiles: options.buildFiles === true,
  };
  for (const input of inputs) {
    const path = resolve(options.cwd, input);
    const kind = kindOf(path);
    if (kind === "file" && !/[/\\]$/.test(input)) {
      found.add(path);
      named.add(path);
      continue;
    }
    if (kind !== "folder" && !isGlob(input)) {
      missing.push({
        input,
        unmatched: false,
        message: `${input}: ${kind === "file" ? "it is a file, not a folder" : kind}`,
      });
      continue;
    }
    const files = kind === "folder" ? await walkFolder(path, walk, options) : await walkGlob(input, walk, options);
    if (files.length === 0) {
      const message = nothingFound(input, kind === "folder");
      missing.push({ input, unmatched: true, message, ...(kind === "folder" ? { folder: path } : {}) });
    }
    for (const file of files) found.add(file);
  }
  const { buildFiles, passed } = walk;
  return {
    files: [...found].sort(),
    named,
    missing,
    buildFiles: [...buildFiles].sort(),
    passed,
    notes: notesOf(walk, options.cwd),
  };
}

/** `file`, `folder`, or why there is neither. */
function kindOf(path: string): string {
  try {
    return statSync(path).isDirectory() ? "folder" : "file";
  } catch (error) {
    return describeSystemError(error);
  }
}

function nothingFound(input: string, isFolder: boolean): string {
  return isFolder ? `no Dockerfile found in the folder ${input}` : `no file matches ${input}`;
}

/** What a walk leaves out but should mention. */
interface Walk {
  readonly templates: Set<string>;
  readonly sources: Set<string>;
  readonly unreadable: string[];
  readonly buildFiles: Set<string>;
  readonly passed: Set<string>;
  readonly wantsBuildFiles: boolean;
}

/** True to lint a file that a walk comes by. */
type Selector = (path: string, name: string) => boolean;

function walkFolder(folder: string, walk: Walk, options: DiscoveryOptions): Promise<string[]> {
  return walkTree(folder, (path, name) => isWanted(path, name, walk), walk, options);
}

async function walkGlob(input: string, walk: Walk, options: DiscoveryOptions): Promise<string[]> {
  const { default: micromatch } = await import("micromatch");
  const pattern = (sep === "\\" ? input.replaceAll("\\", "/") : input).replace(/^\.\//, "");
  const { base, glob } = micromatch.scan(pattern);
  const folder = resolve(options.cwd, base);
  if (glob === "" || kindOf(folder) !== "folder") return [];
  const matches = micromatch.matcher(glob, { dot: true });
  const namesFiles = !/(^|\/)[*.]+$/.test(glob);
  const select: Selector = (path, name) => {
    const [file = "", ...parents] = withParents(relative(folder, path).split(sep).join("/"));
    if (namesFiles && matches(file)) return isAskedFor(path, name, walk);
    return [file, ...parents].some((candidate) => matches(candidate)) && isWanted(path, name, walk);
  };
  return walkTree(folder, select, walk, options);
}

/** A glob may ask for any name (`*.docker`), but `Dockerfile*` does not mean Dockerfile.dockerignore. */
function isAskedFor(path: string, name: string, walk: Walk): boolean {
  const kind = classifyName(name);
  if (kind === "template") walk.templates.add(path);
  const isCompanion = kind === "other" && /^(dockerfile|containerfile)[._-]|\.(docker|container)ignore$/i.test(name);
  return kind !== "template" && !isCompanion;
}

/** `a/b/c` -> `a/b/c`, `a/b`, `a`. */
function withParents(path: string): string[] {
  const segments = path.split("/");
  return segments.map((_, index) => segments.slice(0, segments.length - index).join("/"));
}

function isWanted(path: string, name: string, walk: Walk): boolean {
  if (walk.wantsBuildFiles && isBuildFileName(name)) {
    walk.buildFiles.add(path);
    return false;
  }
  const wanted = isDockerfile(path, name, walk);
  if (!wanted && walk.wantsBuildFiles) walk.passed.add(path);
  return wanted;
}

function isDockerfile(path: string, name: string, walk: Walk): boolean {
  const kind = classifyName(name);
  if (kind === "template") walk.templates.add(path);
  if (kind !== "ambiguous" && kind !== "source") return kind === "dockerfile";
  if (!looksLikeDockerfile(headOf(path))) return false;
  if (kind === "source") walk.sources.add(path);
  return kind === "ambiguous";
}

async function walkTree(
  root: string,
  select: Selector,
  walk: Walk,
  { gitignore }: DiscoveryOptions,
): Promise<string[]> {
  const git = gitignore ? await import("./gitignore.ts") : null;
  const files: string[] = [];

  function enter(folder: string, stack: IgnoreStack): void {
    for (const entry of entriesOf(folder, walk)) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) {
        if (skippedFolders.has(entry.name) || git?.isIgnored(stack, path, true)) continue;
        enter(path, git ? git.enterDirectory(stack, path) : stack);
      } else if (isFile(entry, path) && !git?.isIgnored(stack, path, false) && select(path, entry.name)) {
        files.push(path);
      }
    }
  }

  enter(root, git ? git.ignoreStackFor(root) : []);
  return files;
}

/** A link that leads nowhere counts as a file: reading it will say what is wrong. Pipes and sockets do not. */
function isFile(entry: Dirent, path: string): boolean {
  if (!entry.isSymbolicLink()) return entry.isFile();
  const status = statSync(path, { throwIfNoEntry: false });
  return status?.isFile() ?? true;
}

function entriesOf(folder: string, walk: Walk): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    walk.unreadable.push(`${folder}: ${describeSystemError(error)}`);
    return [];
  }
}

/** The first lines of a file; empty when it cannot be read. */
function headOf(path: string): string {
  const buffer = Buffer.alloc(4096);
  let file: number | undefined;
  try {
    file = openSync(path, "r");
    return buffer.toString("utf8", 0, readSync(file, buffer));
  } catch {
    // Not ours, as far as its name goes: nobody asked for it.
    return "";
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

function isGlob(input: string): boolean {
  return /[*?[{]|[!@+]\(/.test(input);
}

function notesOf({ templates, sources, unreadable }: Walk, cwd: string): string[] {
  const notes: string[] = [];
  if (templates.size > 0)
    notes.push(`skipped ${count(templates, "template")}: ${names(templates, cwd)}. Name one to lint it`);
  if (sources.size > 0) {
    notes.push(`skipped ${count(sources, "file")} named like source code: ${names(sources, cwd)}. Name one to lint it`);
  }
  return [...notes, ...unreadable.map((reason) => `skipped the folder ${reason}`)];
}

function count(paths: ReadonlySet<string>, noun: string): string {
  return `${paths.size} ${noun}${paths.size === 1 ? "" : "s"}`;
}

function names(paths: ReadonlySet<string>, cwd: string): string {
  const shown = [...paths].slice(0, namesInNote).map((path) => displayPath(path, cwd));
  const more = paths.size - shown.length;
  return shown.join(", ") + (more > 0 ? ` and ${more} more` : "");
}

/** A path as reports show it: relative to the working directory, with `/`. */
export function displayPath(path: string, cwd: string): string {
  return relative(cwd, path).split(sep).join("/");
}
