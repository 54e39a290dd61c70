/** Directories that are known to exist because a WORKDIR made them, or because the base image starts in them. */
export class MadeDirectories {
  readonly #inherited: MadeDirectories | null;
  readonly #paths = new Set<string>();

  /** @param inherited those of the stage this one is FROM */
  constructor(inherited: MadeDirectories | null) {
    this.#inherited = inherited;
  }

  /** Adds a directory and what it stands in. */
  add(path: string): void {
    for (let end = path.length; end > 0; end = path.lastIndexOf("/", end - 1)) this.#paths.add(path.slice(0, end));
  }

  has(path: string): boolean {
    return this.#paths.has(path) || MadeDirectories.#anyHas(this.#inherited, path);
  }

  /** A loop, so that a long chain of stages cannot exhaust the call stack. */
  static #anyHas(first: MadeDirectories | null, path: string): boolean {
    for (let directories = first; directories !== null; directories = directories.#inherited) {
      if (directories.#paths.has(path)) return true;
    }
    return false;
  }
}
