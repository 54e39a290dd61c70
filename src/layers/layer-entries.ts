/** What the layer of a COPY or ADD holds, entry by entry. */
import { pathBelow, pathIn, type TreeFile } from "../context/file-tree.ts";
import { isListed } from "../context/find-sources.ts";
import { walkTree } from "../context/walk-tree.ts";
import type { CopyEffect, Placement } from "./copy-effect.ts";
import { MixedTypesError, type Lookup, type StageFiles } from "./stage-files.ts";
import { compareFiles, CopiedFile, hasSameContent } from "./stored-file.ts";
import type { LayerStore } from "./types.ts";

/** One entry of the layer's archive. */
export interface LayerEntry {
  /** Without leading slash; a directory without one at its end. */
  readonly path: string;
  readonly file: TreeFile;
  /** The name under which the layer has this file already: the entry is a hard link to it. Null for all else. */
  readonly linkTo: string | null;
  /** Why the entry may be missing; null for one that is there for certain. */
  readonly doubt: string | null;
}

/** A directory that the walk is in. */
interface OpenDirectory {
  readonly path: string;
  readonly file: TreeFile;
  /** What was there before, for paths in this directory. */
  readonly below: StageFiles;
  /** Another part of the same instruction writes in here as well. */
  readonly shared: boolean;
}

/** A file that the layer holds, for certain or not. */
export interface Change {
  readonly doubt: string | null;
}

type Presence = { readonly file: TreeFile; doubt: string | null };

/**
 * The entries of a layer. Of a large copy nothing is held but the way down to where it is, and the directories that several
 * sources share. Directories come behind what they hold.
 *
 * @param below the files that were there before; those of nothing for `COPY --link`
 */
export function* layerEntries(copy: CopyEffect, below: StageFiles, store: LayerStore): Generator<LayerEntry> {
  const layer = new LayerContent(copy, below, store);
  for (const [index, placement] of copy.placements.entries()) {
    if (placement.fits !== undefined) yield* layer.addListing(placement, index);
    else if (placement.file.type === "directory") yield* layer.addTree(placement, index);
    else yield* layer.addSingle(placement, index);
  }
  yield* layer.finish();
}

class LayerContent {
  readonly #copy: CopyEffect;
  readonly #below: StageFiles;
  readonly #store: LayerStore;
  /** Directories that the walk is in, below the destination. */
  #open: OpenDirectory[] = [];
  /** Of the open directories those that are in the archive. */
  readonly #present = new Map<string, Presence>();
  /** Hard-linked files of the source that is being copied: the name that each has got. */
  #names = new Map<string | number, string>();

  constructor(copy: CopyEffect, below: StageFiles, store: LayerStore) {
    this.#copy = copy;
    this.#below = below;
    this.#store = store;
  }

  *addTree(placement: Placement, index: number): Generator<LayerEntry> {
    const { target, changes } = placement;
    this.#names = new Map();
    const top = this.#copy.directories.get(target) ?? anyDirectory;
    this.#enter(target, top, this.#below, index);
    this.#addMade(target, top);
    // A copied directory touches the one that takes its content: an entry where entries are not compared.
    if (this.#store === "overlay2" && target !== "") this.#add(target, top, null);
    for (const { path, file } of walkTree(placement.tree, placement.path, placement.filter)) {
      const place = pathIn(target, path);
      yield* this.#leaveTo(place);
      const copied = new CopiedFile(file, changes);
      const directory = this.#open.at(-1);
      if (directory === undefined) continue;
      if (file.type === "directory") {
        this.#addDirectory(place, copied, index, directory);
        this.#enter(place, copied, directory.below, index);
      } else {
        yield* this.addFile(place, copied, index, directory);
      }
    }
    yield* this.#leaveTo(null);
  }

  /** Each file as if it were named by itself. */
  *addListing({ tree, path, target, changes, fits }: Placement, index: number): Generator<LayerEntry> {
    for (const [name, file] of tree.children(path)) {
      if (fits?.(name) !== true || !isListed(file)) continue;
      yield* this.addFile(pathIn(target, name), new CopiedFile(file, changes, null), index, null);
    }
  }

  /** A source that is a file is copied by itself: it is a hard link to none. */
  *addSingle({ target, file, changes }: Placement, index: number): Generator<LayerEntry> {
    this.#names = new Map();
    yield* this.addFile(target, new CopiedFile(file, changes), index, null);
  }

  /** @param directory the copied directory that it lies in; null for a source that is a file */
  *addFile(path: string, file: TreeFile, index: number, directory: OpenDirectory | null): Generator<LayerEntry> {
    if ((directory === null || directory.shared) && this.#copy.isOverwritten(path, index)) return;
    const change = this.#changeOf(path, file, directory?.below ?? this.#below);
    if (change === null) return;
    const { doubt } = change;
    this.#addAncestors(path, doubt);
    yield { path, file, linkTo: this.#firstName(path, file), doubt };
  }

  /** The directories that hold what was yielded, and those that the instruction made. */
  *finish(): Generator<LayerEntry> {
    yield* this.#leaveTo(null);
    for (const [path, file] of this.#copy.directories) this.#addMade(path, file);
    for (const [path, { file, doubt }] of this.#present) yield { path, file, linkTo: null, doubt };
  }

  #firstName(path: string, file: TreeFile): string | null {
    if (file.inode === null) return null;
    const name = this.#names.get(file.inode);
    if (name === undefined) this.#names.set(file.inode, path);
    return name ?? null;
  }

  /** Null for a file that is as it was before: the layer does without it. */
  #changeOf(path: string, file: TreeFile, below: StageFiles): Change | null {
    if (below.hasNoCopies) return certain;
    const old = below.lookup(path);
    refuseMixedTypes(path, file, old);
    if (this.#store === "overlay2") return certain;
    if (old.mayBeAnything) return { doubt: old.doubt };
    return old.file === null ? certain : changeOf(file, old.file, old.doubt);
  }

  /** A directory inside of a copied one: it takes over mode and owner. */
  #addDirectory(path: string, file: TreeFile, index: number, { below, shared }: OpenDirectory): void {
    if (shared && this.#copy.isDirectoryRewritten(path, index)) return;
    const old = below.lookup(path);
    refuseMixedTypes(path, file, old);
    if (this.#store === "overlay2") return this.#add(path, file, null);
    const change = old.file === null ? { doubt: old.doubt } : changeOf(file, old.file, old.doubt);
    if (change !== null) this.#add(path, file, change.doubt);
  }

  /** A directory on the way, or the destination itself: made if it is not there, else left as it is. */
  #addMade(path: string, file: TreeFile): void {
    if (path === "") return;
    const old = this.#below.lookup(path);
    if (old.doubt !== null) this.#add(path, file, old.doubt);
    else if (old.file === null) this.#add(path, file, null);
  }

  #add(path: string, file: TreeFile, doubt: string | null): void {
    this.#mark(path, file, doubt);
    this.#addAncestors(path, doubt);
  }

  /** An archive names every directory above a changed path, also those that were there before. */
  #addAncestors(path: string, doubt: string | null): void {
    for (let end = path.lastIndexOf("/"); end > 0; end = path.lastIndexOf("/", end - 1)) {
      const directory = path.slice(0, end);
      const present = this.#present.get(directory);
      if (present !== undefined && (present.doubt === null || doubt !== null)) return;
      this.#mark(directory, this.#fileOf(directory), doubt);
    }
  }

  #mark(path: string, file: TreeFile, doubt: string | null): void {
    const present = this.#present.get(path);
    if (present === undefined) this.#present.set(path, { file, doubt });
    else present.doubt &&= doubt;
  }

  #fileOf(directory: string): TreeFile {
    const open = this.#open.find(({ path }) => path === directory);
    return open?.file ?? this.#copy.directories.get(directory) ?? anyDirectory;
  }

  #enter(path: string, file: TreeFile, below: StageFiles, index: number): void {
    this.#open.push({
      path,
      file,
      below: below.narrowedTo(path),
      shared: this.#copy.writesTwiceIn(path, index),
    });
  }

  /** Leaves directories until the path lies in the innermost one. */
  *#leaveTo(path: string | null): Generator<LayerEntry> {
    for (let directory = this.#open.at(-1); directory !== undefined; directory = this.#open.at(-1)) {
      if (path !== null && pathBelow(directory.path, path) !== null) return;
      this.#open.pop();
      // What several sources share is told at the end.
      if (directory.shared || this.#copy.directories.has(directory.path)) continue;
      const present = this.#present.get(directory.path);
      if (present === undefined) continue;
      this.#present.delete(directory.path);
      yield { path: directory.path, file: directory.file, linkTo: null, doubt: present.doubt };
    }
  }
}

/**
 * The entries of a directory that is made if it is not there, with those above it.
 *
 * @param path without leading slash; nothing for the root
 */
export function* directoryEntries(path: string, file: TreeFile, below: StageFiles): Generator<LayerEntry> {
  const { file: old, doubt } = below.lookup(path);
  const inBase = below.base.hasDirectory(path);
  if (path === "" || (doubt === null && old !== null) || (old === null && inBase === "yes")) return;
  const isMade = doubt === null && inBase === "no";
  const whether = isMade ? null : (doubt ?? `whether /${path} is there before`);
  for (let end = path.length; end > 0; end = path.lastIndexOf("/", end - 1)) {
    yield { path: path.slice(0, end), file, linkTo: null, doubt: whether };
  }
}

function refuseMixedTypes(path: string, file: TreeFile, old: Lookup): void {
  if (old.file === null || old.doubt !== null) return;
  if ((file.type === "directory") !== (old.file.type === "directory")) throw new MixedTypesError(path);
}

const certain: Change = { doubt: null };

/**
 * What is written where there was a file before.
 *
 * @param doubt why the old file may be another by now: its owner or mode may be, its content not be this one's again
 * @returns null when the layer does without it
 */
export function changeOf(file: TreeFile, old: TreeFile, doubt: string | null): Change | null {
  if (doubt !== null) return file.type === old.type && hasSameContent(file, old) ? { doubt } : certain;
  const comparison = compareFiles(file, old);
  if (comparison === "unclear") return { doubt: "whether two owners are the same" };
  return comparison === "same" ? null : certain;
}

const anyDirectory: TreeFile = {
  type: "directory",
  size: 0,
  mode: 0o755,
  owner: "0:0",
  mtime: null,
  inode: null,
  implied: false,
  origin: { tree: {}, path: "", readLink: () => "", chunks: () => [], nanoseconds: () => 0n },
};
