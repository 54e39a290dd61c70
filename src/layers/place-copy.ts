/** COPY OR ADD -> WHERE ITS FILES GO, by BuildKit's rules (dockerfile2llb/convert_copy.go, solver/llbsolver/file, fsutil/copy). */
import { posix } from "node:path";
import { cleanPath } from "../context/clean-path.ts";
import { followLinks, pathIn, type FileTree, type TreeFile } from "../context/file-tree.ts";
import { findSources, listSources, type SourceMatch } from "../context/find-sources.ts";
import { createCopyFilter, type CopyFilter } from "../context/walk-tree.ts";
import { CopyEffect, type Placement } from "./copy-effect.ts";
import type { CopyStep } from "./copy-step.ts";
import type { ExcludeReading } from "./exclude-reading.ts";
import { MixedTypesError, UnknownFilesError, type StageFiles } from "./stage-files.ts";
import { inlineFile, madeDirectory } from "./stored-file.ts";

/** Where a COPY or ADD takes its files from. */
export interface CopySource {
  readonly tree: FileTree;
  /** Reads an archive that ADD unpacks, null for a file that is none; null where archives are copied as they are. */
  readonly openArchive: ((file: TreeFile) => FileTree | null) | null;
  readonly excludes: ExcludeReading;
}

export interface PlacedCopy {
  readonly effect: CopyEffect;
  /** True when files go into the destination if it is a directory, and only the base image or a command tells. */
  readonly isUnclear: boolean;
}

/**
 * Works out where everything goes.
 *
 * @param below the files that are there before
 * @param unclear what a destination is taken for of which it is not known whether it is a directory
 * @throws UnknownFilesError when a source is not there, or only the build knows what is
 */
export function placeCopy(
  step: CopyStep,
  source: CopySource,
  below: StageFiles,
  unclear: "directory" | "file",
): PlacedCopy {
  return new Placing(step, source, below, unclear).place();
}

class Placing {
  readonly #step: CopyStep;
  readonly #source: CopySource;
  readonly #below: StageFiles;
  readonly #placements: Placement[] = [];
  readonly #directories = new Map<string, TreeFile>();
  readonly #unclear: "directory" | "file";
  #isUnclear = false;
  /** True when one of the sources so far has become the destination itself. */
  #isFile = false;
  /** Directories that a copied directory has become so far. */
  readonly #copied = new Set<string>();

  constructor(step: CopyStep, source: CopySource, below: StageFiles, unclear: "directory" | "file") {
    this.#step = step;
    this.#source = source;
    this.#below = below;
    this.#unclear = unclear;
  }

  place(): PlacedCopy {
    const { sources, heredocs } = this.#step;
    for (const source of sources) {
      const { path, include } = this.#step.parents ? splitPivot(source) : { path: source, include: [] };
      const filter = this.#filterOf(include);
      if (this.#placeListed(path, filter)) continue;
      const { matches, missing } = findSources(this.#source.tree, path);
      if (missing !== null) throw new UnknownFilesError(`/${missing} is not there to be copied`);
      for (const match of keptOf(matches, filter, source)) this.#placeMatch(match, filter);
    }
    for (const { name, text } of heredocs) {
      const file = inlineFile(name, text);
      this.#placeFile({ name, path: name, file }, this.#source.tree, null);
    }
    return { effect: new CopyEffect(this.#placements, this.#directories), isUnclear: this.#isUnclear };
  }

  /** Many files that go into one directory are placed as one. */
  #placeListed(source: string, filter: CopyFilter | null): boolean {
    const { tree, openArchive } = this.#source;
    const { destination, intoDirectory, changes } = this.#step;
    // Archives have to be looked for file by file.
    if (!intoDirectory || openArchive !== null || filter?.excludesFrom === "tree") return false;
    const listed = listSources(tree, source);
    for (const one of listed ?? []) {
      if ("match" in one) {
        this.#placeMatch(one.match, filter);
        continue;
      }
      const { path, file, fits } = one.listing;
      this.#make(destination);
      this.#placements.push({ tree, path, file, target: destination, filter: null, changes, fits });
    }
    return listed !== null;
  }

  #filterOf(include: readonly string[]): CopyFilter | null {
    const { exclude, sources } = this.#step;
    const { excludes } = this.#source;
    if (excludes === "of-source" || exclude.length === 0) return createCopyFilter(include, exclude);
    if (excludes === "none") throw new UnknownFilesError("the builder refuses --exclude");
    if (exclude.some((pattern) => pattern.startsWith("!"))) {
      throw new UnknownFilesError("Buildah has rules of its own for what --exclude takes back in with !");
    }
    const behindSources = sources.flatMap((source) => exclude.map((pattern) => cleanPath(`${source}/${pattern}`)));
    return createCopyFilter(include, excludes === "of-both" ? [...exclude, ...behindSources] : exclude, "tree");
  }

  #placeMatch(match: SourceMatch, filter: CopyFilter | null): void {
    const { destination } = this.#step;
    const archive = match.file.type === "file" ? (this.#source.openArchive?.(match.file) ?? null) : null;
    if (archive !== null) {
      this.#make(destination);
      const root = archive.find("") ?? match.file;
      this.#placements.push({
        tree: archive,
        path: "",
        file: root,
        target: destination,
        filter: null,
        changes: keepAll,
      });
      this.#copied.add(destination);
    } else if (match.file.type === "directory") {
      if (this.#isFile) throw new MixedTypesError(destination);
      this.#make(destination);
      this.#copied.add(destination);
      const { changes } = this.#step;
      this.#placements.push({
        tree: this.#source.tree,
        path: match.path,
        file: match.file,
        target: destination,
        filter,
        changes,
      });
    } else {
      this.#placeFile(match, this.#source.tree, filter);
    }
  }

  #placeFile(match: SourceMatch, tree: FileTree, filter: CopyFilter | null): void {
    const { destination, changes } = this.#step;
    const intoDirectory = this.#isDirectory(destination, match.name);
    const target = intoDirectory ? pathIn(destination, match.name) : destination;
    this.#isFile ||= !intoDirectory;
    this.#make(posix.dirname(`/${target}`).slice(1));
    this.#placements.push({ tree, path: match.path, file: match.file, target, filter, changes });
  }

  #isDirectory(destination: string, fileName: string): boolean {
    if (this.#step.intoDirectory || destination === "" || this.#copied.has(destination)) return true;
    if (this.#directories.has(destination)) return true;
    const there = this.#below.hasDirectory(destination, fileName);
    if (there !== "maybe") return there === "yes";
    this.#isUnclear = true;
    return this.#unclear === "directory";
  }

  /** A directory with those above it, where they are not there: `--chown` is for them too, `--chmod` is not. */
  #make(directory: string): void {
    const made = madeDirectory(0o755, this.#step.changes.owner ?? "0:0");
    for (let path = directory; path !== ""; path = path.slice(0, Math.max(path.lastIndexOf("/"), 0))) {
      if (this.#directories.has(path)) break;
      const { file, doubt } = this.#below.lookup(path);
      if (file !== null && doubt === null && file.type !== "directory") throw new MixedTypesError(path);
      this.#directories.set(path, made);
    }
  }
}

/**
 * What a source names without what `--exclude` leaves out by its path in the tree: only Buildah looks at the sources
 * themselves, and stops where nothing is left of one.
 */
function keptOf(matches: readonly SourceMatch[], filter: CopyFilter | null, source: string): readonly SourceMatch[] {
  if (filter?.excludesFrom !== "tree") return matches;
  const kept = matches.filter(({ path }) => filter.exclude?.matches(path) !== true);
  if (kept.length === 0 && matches.length > 0) {
    throw new UnknownFilesError(`--exclude leaves nothing of ${source} to Buildah, which stops there`);
  }
  return kept;
}

const keepAll = { owner: null, mode: null, mtime: null };

/** `a/./b/c`: with `--parents` what stands behind `/./` is made again at the destination. */
function splitPivot(source: string): { path: string; include: string[] } {
  const pivot = source.indexOf("/./");
  const [path, pattern] = pivot < 0 ? ["/", source] : [source.slice(0, pivot), source.slice(pivot + "/./".length)];
  return { path, include: [cleanPath(`/${pattern}`).slice(1)] };
}

/** Where a destination leads when links that the steps made are followed. */
export function followedDestination(below: StageFiles, path: string): string {
  const known = { find: (part: string): TreeFile | null => below.lookup(part).file };
  return followLinks(known, path) ?? path;
}
