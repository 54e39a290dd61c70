/** What one COPY or ADD writes: where each file of its sources goes. */
import { pathBelow, pathIn, type FileTree, type TreeFile } from "../context/file-tree.ts";
import { isListed, type FileListing } from "../context/find-sources.ts";
import { isTaken, walkTree, type CopyFilter } from "../context/walk-tree.ts";
import { CopiedFile, type FileChanges } from "./stored-file.ts";

/** A file or directory of a source with the place that it goes to. Paths are without leading slash. */
export interface Placement {
  readonly tree: FileTree;
  /** In the tree. */
  readonly path: string;
  readonly file: TreeFile;
  /** In the image: of the file itself, or of the directory that takes the content of the copied one. */
  readonly target: string;
  readonly filter: CopyFilter | null;
  readonly changes: FileChanges;
  /** Set when only the plain files of a directory are copied, those whose names it fits; `target` is their directory. */
  readonly fits?: FileListing["fits"];
}

/** A file that an effect leaves at a path. */
export interface Written {
  readonly file: TreeFile;
  /** True for a directory that keeps mode and owner if it was there before. */
  readonly keepsOld: boolean;
}

/** A placement with its number: of two that write to a path, the later one counts. */
interface Numbered {
  readonly index: number;
  readonly placement: Placement;
}

export class CopyEffect {
  readonly placements: readonly Placement[];
  /**
   * Directories on the way to a destination and those that take the content of a copied one, by path: made if they are not
   * there. They have nothing of the copied one but its time.
   */
  readonly directories: ReadonlyMap<string, TreeFile>;
  /** The number of the last file that goes to a path: no more of it, as a wildcard may name a million. */
  readonly #files = new Map<string, number>();
  /** Copied directories and listings, the last one first. */
  readonly #trees: Numbered[] = [];

  constructor(placements: readonly Placement[], directories: ReadonlyMap<string, TreeFile>) {
    this.placements = placements;
    this.directories = directories;
    for (const [index, placement] of placements.entries()) {
      if (placement.file.type === "directory") this.#trees.unshift({ index, placement });
      else this.#files.set(placement.target, index);
    }
  }

  /** What is at a path afterwards because of this instruction; null when it does not write there. */
  lookup(path: string): Written | null {
    const last = this.#lastWriter(path, -1);
    if (last !== null) return last;
    const made = this.directories.get(path);
    return made === undefined ? null : { file: made, keepsOld: true };
  }

  /** Whether a placement behind the given one writes to the same path. */
  isOverwritten(path: string, index: number): boolean {
    return index < this.placements.length - 1 && this.#lastWriter(path, index) !== null;
  }

  /** Whether a placement behind the given one gives a directory mode and owner once more. */
  isDirectoryRewritten(path: string, index: number): boolean {
    return index < this.placements.length - 1 && this.#lastWriter(path, index)?.keepsOld === false;
  }

  /** False when nothing in a directory is written. */
  mayWriteIn(directory: string): boolean {
    return (
      directory === "" ||
      this.directories.has(directory) ||
      this.#trees.some((tree) => fileAt(tree, directory)?.type === "directory")
    );
  }

  /** False when no copied directory but the given one writes into a directory, and no file of the sources goes there. */
  writesTwiceIn(directory: string, index: number): boolean {
    if (this.placements.length === 1) return false;
    if (directory === "" || this.directories.has(directory)) return true;
    return this.#trees.some((tree) => tree.index !== index && fileAt(tree, directory)?.type === "directory");
  }

  /** The names that this instruction writes into a directory. */
  *namesIn(directory: string): Iterable<string> {
    for (const path of [...this.directories.keys(), ...this.#files.keys()]) {
      const below = path === "" ? null : pathBelow(directory, path);
      if (below !== null && below !== "" && !below.includes("/")) yield below;
    }
    for (const tree of this.#trees) {
      const { placement } = tree;
      const below = pathBelow(placement.target, directory);
      if (below === null || (placement.fits !== undefined && below !== "")) continue;
      for (const [name, file] of placement.tree.children(joined(placement.path, below))) {
        if (takes(placement, pathIn(below, name), file)) yield name;
      }
    }
  }

  /** The last placement behind `index` that writes to a path. */
  #lastWriter(path: string, index: number): Written | null {
    const number = this.#files.get(path) ?? -1;
    for (const tree of this.#trees) {
      if (tree.index <= index || tree.index < number) break;
      const file = fileAt(tree, path);
      if (file === null) continue;
      const { changes, target, fits } = tree.placement;
      if (fits !== undefined) return { file: new CopiedFile(file, changes, null), keepsOld: false };
      if (path === target) return { file: this.directories.get(path) ?? file, keepsOld: true };
      return { file: new CopiedFile(file, changes, inodeAfterCopy(tree.placement, file)), keepsOld: false };
    }
    const single = this.placements[number];
    if (single === undefined || number <= index) return null;
    const { file, changes } = single;
    return { file: new CopiedFile(file, changes, null), keepsOld: false };
  }
}

/** The names of a file stay together inside of one copied directory alone. */
function inodeAfterCopy({ path, target }: Placement, { inode }: TreeFile): string | null {
  return inode === null ? null : `${inode} from ${path} to ${target}`;
}

/** The file of a copied directory that goes to a path. */
function fileAt({ placement }: Numbered, path: string): TreeFile | null {
  const below = pathBelow(placement.target, path);
  if (below === null || placement.fits?.(below) === false) return null;
  const file = placement.tree.find(joined(placement.path, below));
  return file !== null && takes(placement, below, file) ? file : null;
}

/** Whether a file comes along; a directory that the filter leaves out does when something in it is taken. */
function takes({ tree, path, filter, fits }: Placement, below: string, file: TreeFile): boolean {
  if (fits !== undefined) return fits(below) && isListed(file);
  if (filter === null || isTaken(filter, below, path)) return true;
  if (file.type !== "directory" || (filter.include === null && filter.exclude?.hasExceptions !== true)) return false;
  for (const walked of walkTree(tree, path, filter)) if (pathBelow(below, walked.path) !== null) return true;
  return false;
}

function joined(path: string, below: string): string {
  return below === "" ? path : pathIn(path, below);
}
