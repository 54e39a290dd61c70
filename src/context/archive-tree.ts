/** The files in an archive, as the builder finds them once it is unpacked. */
import { cleanPath } from "./clean-path.ts";
import { pathIn, type FileOrigin, type FileTree, type FileType, type TreeFile } from "./file-tree.ts";
import type { ByteReader } from "./byte-reader.ts";
import { memberContent, readTar, type TarMember } from "./read-tar.ts";

/** Holds the headers of the archive's members; of two with the same path the later one counts. */
export class ArchiveTree implements FileTree {
  readonly #open: () => ByteReader;
  readonly #files = new Map<string, TreeFile>();
  readonly #names = new Map<string, Set<string>>();

  /**
   * @param content of the archive, from its start
   * @param open starts from there once more
   * @throws UnreadableFileError when it is damaged
   */
  constructor(content: ByteReader, open: () => ByteReader) {
    this.#open = open;
    this.#put("", this.#directory(""));
    let number = 0;
    for (const member of readTar(content)) this.#add(member, number++);
  }

  find(path: string): TreeFile | null {
    return this.#files.get(path) ?? null;
  }

  *children(directory: string): Iterable<readonly [string, TreeFile]> {
    for (const name of [...(this.#names.get(directory) ?? [])].sort()) {
      const file = this.find(pathIn(directory, name));
      if (file !== null) yield [name, file];
    }
  }

  #add(member: TarMember, number: number): void {
    const path = cleanPath(`/${member.path}`).slice(1);
    if (path === "") return;
    const linked = member.type === "link" ? this.#files.get(cleanPath(`/${member.linkName}`).slice(1)) : undefined;
    if (linked !== undefined) {
      const inode = linked.inode ?? `link ${this.#files.size}`;
      if (linked.inode === null) this.#put(linked.origin.path, { ...linked, inode });
      this.#put(path, { ...linked, inode });
      return;
    }
    const type: FileType = member.type === "link" ? "other" : member.type;
    this.#put(path, {
      type,
      size: type === "symlink" ? Buffer.byteLength(member.linkName) : member.size,
      mode: type === "symlink" ? 0o777 : member.mode,
      owner: `${member.uid}:${member.gid}`,
      mtime: Math.floor(member.mtime * 1000),
      inode: null,
      implied: false,
      origin: this.#originOf(path, member, number),
    });
  }

  #put(path: string, file: TreeFile): void {
    this.#files.set(path, file);
    if (file.type === "directory" && !this.#names.has(path)) this.#names.set(path, new Set());
    if (path === "") return;
    const slash = path.lastIndexOf("/");
    const directory = path.slice(0, Math.max(slash, 0));
    if (!this.#names.has(directory)) this.#put(directory, this.#directory(directory));
    this.#names.get(directory)?.add(path.slice(slash + 1));
  }

  /** One that the archive does not name, though files lie in it. */
  #directory(path: string): TreeFile {
    return {
      type: "directory",
      size: 0,
      mode: 0o755,
      owner: "0:0",
      mtime: null,
      inode: null,
      implied: false,
      origin: this.#originOf(path, { linkName: "", mtime: 0 }, -1),
    };
  }

  /** @param number of the member in the archive */
  #originOf(path: string, { linkName, mtime }: Pick<TarMember, "linkName" | "mtime">, number: number): FileOrigin {
    return {
      tree: this,
      path,
      readLink: () => linkName,
      chunks: () => memberContent(this.#open(), number),
      nanoseconds: () => BigInt(Math.round(mtime * 1e9)),
    };
  }
}
