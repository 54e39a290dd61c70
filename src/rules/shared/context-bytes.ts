/** What COPY and ADD bring in from the build context, in bytes. */
import type { ContextFiles } from "../../context/context-files.ts";
import { pathIn, type TreeFile } from "../../context/file-tree.ts";
import { findSources, type SourceMatch } from "../../context/find-sources.ts";
import { PatternError } from "../../context/pattern-error.ts";
import { createCopyFilter, walkTree, type CopyFilter } from "../../context/walk-tree.ts";
import type { BuildModel } from "../../model/types.ts";
import type { Instruction } from "../../syntax/nodes.ts";

/** What a source names; nothing where the builder finds nothing, or a pattern is malformed. */
export function matchesOf(files: ContextFiles, source: string): readonly SourceMatch[] {
  return unlessMalformed(() => findSources(files, source).matches) ?? [];
}

/** The file or directory of a path in the context; null when there is none, or it is ignored. */
export function fileAt(files: ContextFiles, path: string): TreeFile | null {
  return unlessMalformed(() => files.find(path)) ?? null;
}

/** Bytes of a regular file, or of all in a directory that the filter takes: each name counts, links nothing. */
export function bytesBelow(files: ContextFiles, path: string, filter: CopyFilter | null = null): number {
  const bytes = unlessMalformed(() => {
    const file = files.find(path);
    if (file?.type !== "directory") return file?.type === "file" ? file.size : 0;
    let sum = 0;
    for (const walked of walkTree(files, path, filter)) if (walked.file.type === "file") sum += walked.file.size;
    return sum;
  });
  return bytes ?? 0;
}

/** What lies in a directory, with its bytes, the largest first. */
export function largestParts(
  files: ContextFiles,
  directory: string,
): { readonly name: string; readonly bytes: number }[] {
  const names = unlessMalformed(() => Array.from(files.children(directory), ([name]) => name)) ?? [];
  return names
    .map((name) => ({ name, bytes: bytesBelow(files, pathIn(directory, name)) }))
    .sort((a, b) => b.bytes - a.bytes || (a.name < b.name ? -1 : 1));
}

/** What `--exclude` of an instruction leaves out; null without it. */
export function excludeFilter(model: BuildModel, instruction: Instruction): CopyFilter | null {
  const patterns = instruction.flags.flatMap(({ name, value }) =>
    name === "exclude" && value !== null ? [model.expand(instruction, value).value] : [],
  );
  return unlessMalformed(() => createCopyFilter([], patterns)) ?? null;
}

/** Null for a pattern that the builder will not accept: that is for others to report. */
function unlessMalformed<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof PatternError) return null;
    throw error;
  }
}
