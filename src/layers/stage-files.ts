/** The files of a stage after some of its steps, as far as they are known: what the steps wrote, the last one first. */
import { pathBelow, pathIn, type FileTree, type TreeFile } from "../context/file-tree.ts";
import type { BaseFiles } from "./base-files.ts";
import type { CopyEffect, Written } from "./copy-effect.ts";

/** What one step does to the files of its stage. */
export type Effect =
  | { readonly kind: "copy"; readonly copy: CopyEffect }
  /** WORKDIR: makes the directory and those above it. */
  | { readonly kind: "directory"; readonly path: string; readonly file: TreeFile }
  /** A command writes one file. */
  | { readonly kind: "file"; readonly path: string; readonly file: TreeFile }
  /** Copies something that is not known to somewhere below a path. */
  | { readonly kind: "unknown-copy"; readonly target: string; readonly why: string; readonly keepsTimes: boolean }
  /** Writes, changes and removes what nobody can tell. */
  | { readonly kind: "run"; readonly why: string; readonly mentions: (path: string) => boolean }
  /** Changes files of earlier steps: owner, mode. */
  | { readonly kind: "change"; readonly change: (path: string, file: TreeFile) => TreeFile }
  /** Removes paths with all that is in them. */
  | { readonly kind: "removal"; readonly paths: readonly string[] }
  | { readonly kind: "nothing" };

/** What is known of a path. */
export interface Lookup {
  /** What the steps leave there; null when none writes there. */
  readonly file: TreeFile | null;
  /** Why it may be otherwise: a command may have changed it, or the base image may hold something; null when it cannot. */
  readonly doubt: string | null;
  /** True when an unknown copy may have put there whatever there is in the context. */
  readonly mayBeAnything: boolean;
}

/** Thrown when files are asked for that only the build knows. The message says why. */
export class UnknownFilesError extends Error {
  override name = "UnknownFilesError";
}

/** Thrown when a file would be where there is a directory, or the other way round. */
export class MixedTypesError extends UnknownFilesError {
  /** @param path without leading slash */
  constructor(path: string) {
    super(`a file and a directory are copied to /${path}, where BuildKit stops`);
  }
}

export class StageFiles implements FileTree {
  readonly base: BaseFiles;
  readonly #effects: readonly Effect[];

  /** @param effects of the steps so far, the first one first */
  constructor(base: BaseFiles, effects: readonly Effect[]) {
    this.base = base;
    this.#effects = effects;
  }

  after(effect: Effect): StageFiles {
    return new StageFiles(this.base, [...this.#effects, effect]);
  }

  /** Those alone whose steps may write into a directory: what is asked of paths below it is answered the same. */
  narrowedTo(directory: string): StageFiles {
    const effects = this.#effects.filter((effect) => {
      if (effect.kind === "copy") return effect.copy.mayWriteIn(directory);
      if (effect.kind === "directory") return pathBelow(directory, effect.path) !== null;
      if (effect.kind === "unknown-copy") return overlap(directory, effect.target);
      return effect.kind !== "nothing";
    });
    return effects.length === this.#effects.length ? this : new StageFiles(this.base, effects);
  }

  /** True when no step copied anything, so that no file can be there as it is in the context. */
  get hasNoCopies(): boolean {
    return this.#effects.every(({ kind }) => kind !== "copy" && kind !== "unknown-copy");
  }

  lookup(path: string): Lookup {
    let doubt: string | null = null;
    let made: TreeFile | null = null;
    const changes: ((path: string, file: TreeFile) => TreeFile)[] = [];
    const found = (file: TreeFile): Lookup => ({
      file: changes.reduceRight((changed, change) => change(path, changed), file),
      doubt,
      mayBeAnything: false,
    });

    for (let at = this.#effects.length - 1; at >= 0; at--) {
      const effect = this.#effects[at];
      switch (effect?.kind) {
        case "copy": {
          const written = lookupIn(effect.copy, path);
          if (written === null) break;
          if (typeof written === "string") return { file: made, doubt: written, mayBeAnything: true };
          if (!written.keepsOld) return found(written.file);
          made = written.file;
          break;
        }
        case "directory":
          if (pathBelow(path, effect.path) !== null) made = effect.file;
          break;
        case "file":
          if (effect.path === path) return found(effect.file);
          break;
        case "unknown-copy":
          if (pathBelow(effect.target, path) !== null) {
            return { file: made, doubt: effect.why, mayBeAnything: effect.keepsTimes };
          }
          break;
        case "run":
          doubt ??= effect.why;
          break;
        case "change":
          changes.push(effect.change);
          break;
        case "removal":
          if (effect.paths.some((removed) => pathBelow(removed, path) !== null)) {
            return made === null ? { file: null, doubt, mayBeAnything: false } : found(made);
          }
          break;
      }
    }
    if (made !== null) return found(made);
    const inBase = this.base.hasDirectory(path);
    const baseDoubt = inBase === "yes" || inBase === "maybe" ? "the base image may hold it" : null;
    return { file: null, doubt: doubt ?? baseDoubt, mayBeAnything: false };
  }

  /**
   * Whether there is a directory; `maybe` when a command or the base image decides.
   *
   * @param fileName of a file that is copied to the path: a base image is not taken to have a directory of that name
   */
  hasDirectory(path: string, fileName: string): "yes" | "maybe" | "no" {
    if (path === "") return "yes";
    const { file } = this.lookup(path);
    // No command makes a directory of a file.
    if (file !== null) return file.type === "directory" ? "yes" : "no";
    const inBase = this.base.hasDirectory(path);
    if (inBase === "yes") return "yes";
    const isNamesake = path.slice(path.lastIndexOf("/") + 1) === fileName;
    return (inBase === "maybe" && !isNamesake) || this.#mayMake(path) ? "maybe" : "no";
  }

  /**
   * For a copy out of this stage.
   *
   * @throws UnknownFilesError when only the build can tell
   */
  find(path: string): TreeFile | null {
    if (path === "") return rootDirectory;
    const { file, doubt } = this.lookup(path);
    if (doubt !== null) throw new UnknownFilesError(doubt);
    const directory = path.slice(0, Math.max(path.lastIndexOf("/"), 0));
    if (file === null && this.#doubtOfContent(directory) !== null) {
      throw new UnknownFilesError(`/${path} comes from the base image`);
    }
    return file;
  }

  /** @throws UnknownFilesError as `find` */
  *children(directory: string): Iterable<readonly [string, TreeFile]> {
    const doubt = this.#doubtOfContent(directory);
    if (doubt !== null) throw new UnknownFilesError(doubt);
    const names = new Set<string>();
    for (const effect of this.#effects) {
      if (effect.kind === "copy") for (const name of effect.copy.namesIn(directory)) names.add(name);
      if (effect.kind !== "directory" && effect.kind !== "file") continue;
      const below = pathBelow(directory, effect.path);
      if (below !== null && below !== "") names.add(below.split("/", 1)[0] ?? "");
    }
    for (const name of [...names].sort()) {
      const file = this.find(pathIn(directory, name));
      if (file !== null) yield [name, file];
    }
  }

  /** Why more may be in a directory than the steps wrote there; null when nothing else can be. */
  #doubtOfContent(directory: string): string | null {
    for (const effect of this.#effects) {
      if (effect.kind === "run") return effect.why;
      if (effect.kind === "unknown-copy" && overlap(directory, effect.target)) return effect.why;
    }
    const inBase = this.base.hasDirectory(directory);
    return inBase === "no" ? null : `the base image may have files in /${directory}`;
  }

  /** True when a command names the path, or something unknown is copied there. */
  #mayMake(path: string): boolean {
    return this.#effects.some((effect) => {
      if (effect.kind === "run") return effect.mentions(path);
      return effect.kind === "unknown-copy" && pathBelow(effect.target, path) !== null;
    });
  }
}

/** What a copy wrote; as text why that is not known: it came from a stage with files that only the build knows. */
function lookupIn(copy: CopyEffect, path: string): Written | string | null {
  try {
    return copy.lookup(path);
  } catch (error) {
    if (error instanceof UnknownFilesError) return error.message;
    throw error;
  }
}

const rootDirectory: TreeFile = {
  type: "directory",
  size: 0,
  mode: 0o755,
  owner: "0:0",
  mtime: null,
  inode: null,
  implied: false,
  origin: { tree: {}, path: "", readLink: () => "", chunks: () => [], nanoseconds: () => 0n },
};

function overlap(a: string, b: string): boolean {
  return pathBelow(a, b) !== null || pathBelow(b, a) !== null;
}
