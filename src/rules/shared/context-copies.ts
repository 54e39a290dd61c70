/** What COPY and ADD bring in from the build context, and where it lands. */
import { perModel } from "../../language/file-memory.ts";
import type { BuildModel } from "../../model/types.ts";
import type { Add, Copy, Word } from "../../syntax/nodes.ts";
import { baseName, globMatches, hasGlob, isInside, joinPath, trimSlash, unknownWorkdir } from "./paths.ts";

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
  let broadest: Pick<ContextCopy, "source" | "breadth"> | null = null;
  for (const source of instruction.sources) {
    const breadth = breadthOf(source.value);
    if (breadth !== null && (!broadest || ranks[breadth] < ranks[broadest.breadth])) broadest = { source, breadth };
  }
  const destination = broadest && destinationOf(model, instruction);
  return broadest && destination !== null ? { instruction, ...broadest, destination } : null;
}

const ranks: Readonly<Record<ContextCopy["breadth"], number>> = { context: 0, sources: 1, directory: 2 };

/** The destination as an absolute path; null when it depends on what is not known. */
export const destinationOf: (model: BuildModel, instruction: Copy | Add) => string | null = perModel(findDestination);

function findDestination(model: BuildModel, instruction: Copy | Add): string | null {
  if (!instruction.destination) return null;
  const written = instruction.destination.value;
  const expansion = /[$"'\\`]/.test(written) ? model.expand(instruction, instruction.destination) : null;
  const text = expansion ? expansion.value : written;
  if ((expansion !== null && expansion.error !== null) || text === "") return null;
  if (text.startsWith("/")) return joinPath("/", text);
  return joinPath(model.stageOf(instruction)?.stateBefore(instruction).workdir ?? unknownWorkdir, text);
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
  return globMatches(one, other) || globMatches(other, one);
}
