/** What COPY and ADD bring in from the build context, and where it lands. */
import type { BuildModel } from "../../model/types.ts";
import type { Add, Copy, Word } from "../../syntax/nodes.ts";
import { baseName, globToRegExp, hasGlob, isInside, joinPath, trimSlash } from "./paths.ts";

/** Stands for a working directory that only the base image knows. */
export const unknownWorkdir = "/(working directory)";

const wholeContext = /^(?:\.|\.\/|\/|\*|\.\/\*|\.\/\.|\/\.|\/\*)$/;
/** Directories that hold the project's own sources by custom. */
const sourceDirectories = new Set("src public static assets templates test tests".split(" "));
/** Files without an extension that are easily taken for directories. */
const plainFiles =
  /^(?:Gemfile|Pipfile|Makefile|Rakefile|Procfile|Dockerfile|LICENSE|README|cpanfile|mvnw|gradlew|entrypoint|run|start|Gemfile\.lock)$/;

export interface ContextCopy {
  readonly instruction: Copy | Add;
  /** The word at fault: the first source that is broad. */
  readonly source: Word;
  /** Absolute directory that is filled. */
  readonly destination: string;
  /** `context`: everything there is. `sources`: a directory of the project's own sources. `directory`: any other. */
  readonly breadth: "context" | "sources" | "directory";
}

/** Null for a COPY of single files. */
export function readContextCopy(model: BuildModel, instruction: Copy | Add): ContextCopy | null {
  const destination = destinationOf(model, instruction);
  if (destination === null) return null;
  for (const breadth of ["context", "sources", "directory"] as const) {
    const source = instruction.sources.find(({ value }) => breadthOf(value) === breadth);
    if (source) return { instruction, source, destination, breadth };
  }
  return null;
}

/** The destination as an absolute path; null when it depends on what is not known. */
export function destinationOf(model: BuildModel, instruction: Copy | Add): string | null {
  if (!instruction.destination) return null;
  const expansion = model.expand(instruction, instruction.destination);
  if (expansion.error !== null || expansion.value === "") return null;
  const workdir = model.stageOf(instruction)?.stateBefore(instruction).workdir ?? unknownWorkdir;
  return joinPath(workdir, expansion.value);
}

function breadthOf(source: string): ContextCopy["breadth"] | null {
  if (wholeContext.test(source)) return "context";
  if (source.includes("$") || /^(?:https?|git|ssh):|^git@/.test(source) || hasGlob(source)) return null;
  const name = baseName(source);
  if (sourceDirectories.has(name)) return "sources";
  const isDirectory = source.endsWith("/") || (!name.includes(".") && !plainFiles.test(name));
  return isDirectory ? "directory" : null;
}

/**
 * True when the COPY names one of the files itself and puts it into `directory` or above it.
 *
 * @param files base names, globs allowed on either side
 */
export function namesFile(
  model: BuildModel,
  instruction: Copy | Add,
  files: readonly string[],
  directory: string,
): boolean {
  const destination = destinationOf(model, instruction);
  if (destination === null) return false;
  const lands = isInside(directory, destination) || isInside(trimSlash(destination), directory);
  return (
    lands &&
    instruction.sources.some(
      ({ value }) => !wholeContext.test(value) && files.some((file) => sameName(baseName(value), file)),
    )
  );
}

function sameName(one: string, other: string): boolean {
  return globToRegExp(one).test(other) || globToRegExp(other).test(one);
}
