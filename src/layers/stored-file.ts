/** Files as a layer holds them. */
import type { FileOrigin, FileType, TreeFile } from "../context/file-tree.ts";

/** What COPY or ADD changes of a file on its way into the image. */
export interface FileChanges {
  /** `uid:gid`, as `TreeFile` has it; null keeps the owner. */
  readonly owner: string | null;
  /** The mode after `--chmod`; null keeps it. */
  readonly mode: ((mode: number, type: FileType) => number) | null;
  /** Milliseconds since 1970, from SOURCE_DATE_EPOCH; null keeps the time. */
  readonly mtime: number | null;
}

/** A file that was copied: the same content, maybe another owner, mode or time. */
export class CopiedFile implements TreeFile {
  readonly type: FileType;
  readonly size: number;
  readonly mode: number;
  readonly owner: string;
  readonly mtime: number | null;
  readonly inode: string | number | null;
  readonly implied = false;
  readonly origin: FileOrigin;

  /** @param inode what its names have in common after the copy */
  constructor(file: TreeFile, changes: FileChanges, inode = file.inode) {
    this.type = file.type;
    this.size = file.size;
    this.mode = changes.mode === null || file.type === "symlink" ? file.mode : changes.mode(file.mode, file.type);
    this.owner = changes.owner ?? file.owner;
    this.mtime = changes.mtime ?? file.mtime;
    this.inode = inode;
    this.origin = file.origin;
  }
}

/** A directory that the builder makes on the way to a destination, or for a WORKDIR. */
export function madeDirectory(mode: number, owner: string): TreeFile {
  return { type: "directory", size: 0, mode, owner, mtime: null, inode: null, implied: false, origin: noOrigin };
}

/**
 * A file whose text stands in the Dockerfile. BuildKit makes two of the same name and text only once, so that they have
 * the same time too.
 */
export function inlineFile(name: string, text: string): TreeFile {
  const content = Buffer.from(text);
  const origin: FileOrigin = { ...noOrigin, tree: inlineFiles, path: `${name}\n${text}`, chunks: () => [content] };
  return {
    type: "file",
    size: content.length,
    mode: 0o644,
    owner: "0:0",
    mtime: null,
    inode: null,
    implied: false,
    origin,
  };
}

const inlineFiles = {};

const noOrigin: FileOrigin = {
  tree: {},
  path: "",
  readLink: () => "",
  chunks: () => [],
  nanoseconds: () => 0n,
};

export type Comparison = "same" | "different" | "unclear";

/**
 * Whether the containerd store takes a file for unchanged (BuildKit's util/overlay `sameDirent`): mode and owner, for all
 * but directories size and time too, and the content when the times have no fraction of a second.
 *
 * @returns `unclear` when one owner is a name and the other a number, which only the image can compare
 */
export function compareFiles(a: TreeFile, b: TreeFile): Comparison {
  if (a.type !== b.type || a.mode !== b.mode) return "different";
  const owners = compareOwners(a.owner, b.owner);
  if (owners === "different") return "different";
  return hasSameContent(a, b) ? owners : "different";
}

/** Whether size, time and, where that is not enough, content are the same; always so for directories. */
export function hasSameContent(a: TreeFile, b: TreeFile): boolean {
  if (a.type === "directory") return true;
  if (a.size !== b.size) return false;
  if (a.mtime === b.mtime && hasSameOrigin(a, b)) return true;
  if (a.mtime === null || b.mtime === null) return false;
  if (Math.floor(a.mtime / 1000) !== Math.floor(b.mtime / 1000)) return false;
  const [aTime, bTime] = [fraction(a), fraction(b)];
  if (aTime !== bTime) return false;
  return aTime !== 0n || sameContent(a, b);
}

function compareOwners(a: string, b: string): Comparison {
  if (a === b) return "same";
  const ids = b.split(":");
  const pairs = a.split(":").map((id, index) => compareIds(id, ids[index] ?? ""));
  return pairs.find((one) => one === "different") ?? "unclear";
}

/** A name is some number but root's. */
function compareIds(a: string, b: string): Comparison {
  if (a === b) return "same";
  const numbers = [a, b].filter((id) => /^\d+$/.test(id));
  return numbers.length !== 1 || numbers[0] === "0" ? "different" : "unclear";
}

/** Nanoseconds of the second; none when the builder set the time. */
function fraction(file: TreeFile): bigint {
  if (file.mtime !== null && Number.isInteger(file.mtime / 1000)) {
    const exact = file.origin.nanoseconds();
    return exact / 1_000_000_000n === BigInt(file.mtime / 1000) ? exact % 1_000_000_000n : 0n;
  }
  return file.origin.nanoseconds() % 1_000_000_000n;
}

function hasSameOrigin({ origin: a }: TreeFile, { origin: b }: TreeFile): boolean {
  return a.tree === b.tree && a.path === b.path;
}

function sameContent(a: TreeFile, b: TreeFile): boolean {
  if (hasSameOrigin(a, b)) return true;
  if (a.type === "symlink") return a.origin.readLink() === b.origin.readLink();
  if (a.type !== "file") return true;
  return equalBytes(a.origin.chunks(), b.origin.chunks());
}

function equalBytes(left: Iterable<Uint8Array>, right: Iterable<Uint8Array>): boolean {
  const other = right[Symbol.iterator]();
  let rest: Uint8Array = new Uint8Array();
  for (let chunk of left) {
    while (chunk.length > 0) {
      if (rest.length === 0) {
        const next = other.next();
        if (next.done === true) return false;
        rest = next.value;
        continue;
      }
      const length = Math.min(chunk.length, rest.length);
      if (Buffer.compare(chunk.subarray(0, length), rest.subarray(0, length)) !== 0) return false;
      chunk = chunk.subarray(length);
      rest = rest.subarray(length);
    }
  }
  return rest.length === 0 && other.next().done === true;
}
