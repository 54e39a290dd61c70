/** SOURCES OF COPY AND ADD -> those that the builder will not find in the build context. */
import { cleanPath, contextPath } from "../context/clean-path.ts";
import type { ContextFiles } from "../context/context-files.ts";
import { pathBelow, type FileTree } from "../context/file-tree.ts";
import { findSources, listSources, type FoundSources } from "../context/find-sources.ts";
import { PatternError } from "../context/pattern-error.ts";
import { readSource } from "../model/git-source.ts";
import { stageLabel } from "../model/stages.ts";
import type { StageModel } from "../model/types.ts";
import type { Add, Copy, Instruction, Word } from "../syntax/nodes.ts";
import { UnknownFilesError } from "./stage-files.ts";
import type { PlannedStage, PlannedStep } from "./stage-plan.ts";
import type { ContextProblem } from "./types.ts";

/** Where sources are looked for. */
export interface SourceTrees {
  /** Null when no context is given. */
  readonly context: ContextFiles | null;
  /** The files of a stage at its end. */
  readonly ofStage: (stage: StageModel) => FileTree;
}

/**
 * Looks for every source in the context, or in the stage that it is copied from.
 *
 * @param stages those that are built
 */
export function findContextProblems(
  stages: readonly StageModel[],
  planned: ReadonlyMap<StageModel, PlannedStage>,
  trees: SourceTrees,
): ContextProblem[] {
  const sources = stages.flatMap((stage) =>
    (planned.get(stage)?.steps ?? []).flatMap((step) => sourcesOf(stage, step, trees)),
  );
  const mounted = stages.flatMap(({ node }) => node.body.flatMap(mountedPaths));
  const isSent = (directory: string): boolean =>
    mounted.some((path) => overlap(path, directory)) || sources.some((source) => names(source, directory, trees));
  return sources.flatMap(({ instruction, word, text, found, stage }) => {
    const problem =
      found === null
        ? malformed(text)
        : stage === null
          ? judgeInContext(text, found, trees, isSent)
          : judgeInStage(text, found, stage);
    return problem === null ? [] : { instruction, word, ...problem };
  });
}

/** Whether a source brings a directory of the context, or something in it, to the builder. */
function names({ found, path, stage }: JudgedSource, directory: string, { context }: SourceTrees): boolean {
  if (context === null || stage !== null || found === null || !found.any) return false;
  return findSources(context, path).matches.some((match) => overlap(match.path, directory));
}

/** What a command sees of the context while it runs. The builder gets it as well: all of it when a variable decides. */
function mountedPaths(instruction: Instruction): string[] {
  if (instruction.type !== "Run") return [];
  const mounts = instruction.mounts.filter(({ kind, from }) => kind === "bind" && from === null);
  return mounts.map(({ source }) => (source === null || source.includes("$") ? "" : cleanPath(`/${source}`).slice(1)));
}

/** A source with what it names. */
interface JudgedSource {
  readonly instruction: Copy | Add;
  readonly word: Word;
  /** Expanded. */
  readonly text: string;
  /** Seen from the top of the tree. */
  readonly path: string;
  /** Null for a malformed pattern. */
  readonly found: Outcome | null;
  /** Null when it is taken from the build context. */
  readonly stage: StageModel | null;
}

/** Without what was found: that may be a million files. */
interface Outcome extends Pick<FoundSources, "missing" | "directory"> {
  /** True when anything was found. */
  readonly any: boolean;
}

/** Those that can be looked for: neither what is fetched, nor what only the build knows. */
function sourcesOf(stage: StageModel, { instruction, scope }: PlannedStep, trees: SourceTrees): JudgedSource[] {
  if (instruction.type !== "Copy" && instruction.type !== "Add") return [];
  const from = instruction.flags.some(({ name }) => name === "from");
  const edge = stage.edges.find((one) => one.kind === "copy" && one.instruction === instruction);
  const tree = edge ? trees.ofStage(edge.stage) : from ? null : trees.context;
  if (tree === null) return [];
  const parents = instruction.flags.some(({ name, value }) => name === "parents" && value !== "false");
  return instruction.sources.flatMap((word) => {
    const text = scope.expand(word);
    if (readSource(text).kind !== "path") return [];
    const path = contextPath(parents ? text.replace("/./", "/") : text);
    const found = find(tree, path);
    return found === undefined ? [] : [{ instruction, word, text, path, found, stage: edge?.stage ?? null }];
  });
}

/** Null for a malformed pattern, undefined when only the build can tell. */
function find(tree: FileTree, path: string): Outcome | null | undefined {
  try {
    const listed = listSources(tree, path);
    if (listed !== null && listed.length > 0) return { any: true, missing: null, directory: "" };
    const { matches, missing, directory } = findSources(tree, path);
    return { any: matches.length > 0, missing, directory };
  } catch (error) {
    if (error instanceof PatternError) return null;
    if (error instanceof UnknownFilesError) return undefined;
    throw error;
  }
}

type Problem = Pick<ContextProblem, "kind" | "message">;

function malformed(text: string): Problem {
  return {
    kind: "malformed",
    message: `"${text}" is a malformed pattern: a class has no end or nothing follows a backslash`,
  };
}

/** @param isSent whether the builder gets a directory, or something in it */
function judgeInContext(
  text: string,
  { any, missing, directory }: Outcome,
  { context }: SourceTrees,
  isSent: (directory: string) => boolean,
): Problem | null {
  if (missing === null && any) return null;
  if (missing === null) {
    const message = `Nothing in the build context fits "${text}"`;
    // The client sends what sources name; of a pattern that fits nothing not even the folder that it looks in.
    if (directory === "" || isSent(directory)) return { kind: "no-match", message };
    return { kind: "missing", message: `${message}, and no source brings the folder "${directory}" to the builder` };
  }
  if (leadsOut(text)) {
    return { kind: "outside", message: `"${text}" leads out of the build context, and "${missing}" is not in it` };
  }
  if (context?.exists(missing) !== true)
    return { kind: "missing", message: `"${missing}" is not in the build context` };
  if (context.find(missing) === null)
    return { kind: "ignored", message: `"${missing}" is left out by the ignore file` };
  return { kind: "unreadable", message: `"${missing}" is a link that leads to nothing in the build context` };
}

function judgeInStage(text: string, { any, missing }: Outcome, stage: StageModel): Problem | null {
  if (missing === null && any) return null;
  const place = `the stage ${stageLabel(stage)}`;
  return missing === null
    ? { kind: "no-match", message: `Nothing in ${place} fits "${text}"` }
    : { kind: "missing", message: `"${text}" is not in ${place}` };
}

function overlap(a: string, b: string): boolean {
  return pathBelow(a, b) !== null || pathBelow(b, a) !== null;
}

/** True when the path climbs above the top of the context. */
function leadsOut(source: string): boolean {
  let depth = 0;
  for (const part of source.split("/")) {
    if (part === "..") depth--;
    else if (part !== "" && part !== ".") depth++;
    if (depth < 0) return true;
  }
  return false;
}
