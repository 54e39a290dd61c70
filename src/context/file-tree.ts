/** FILES THAT CAN BE COPIED, wherever they are: in a build context, an archive or a stage. */

export type FileType = "file" | "directory" | "symlink" | "other";

/** Where content comes from. Two files of the same tree and path are the same file, content and time. */
export interface FileOrigin {
  readonly tree: object;
  readonly path: string;
  /** Target of a symbolic link. */
  readLink(): string;
  /** The content, piece by piece. @throws Error when it cannot be read */
  chunks(): Iterable<Uint8Array>;
  /** Modification time in nanoseconds since 1970. */
  nanoseconds(): bigint;
}

export interface TreeFile {
  readonly type: FileType;
  /** Bytes of a regular file, length in bytes of a link's target, else 0. */
  readonly size: number;
  /** Permission bits, those for set-user-id, set-group-id and sticky included. */
  readonly mode: number;
  /** `uid:gid`; names where only the image knows the numbers. */
  readonly owner: string;
  /** Milliseconds since 1970; null for what is made during the build. */
  readonly mtime: number | null;
  /** The same for all names of a file that has several; null for a file with one name. */
  readonly inode: string | number | null;
  /** True for a directory that is there only if something in it is: all else in it is left out. */
  readonly implied: boolean;
  readonly origin: FileOrigin;
}

/** Paths are cleaned, without leading slash; the root is the empty path. */
export interface FileTree {
  /** The file of that path; a link is not followed. Null when there is none. */
  find(path: string): TreeFile | null;
  /** What lies in a directory, sorted by name where that is possible; nothing for what is no directory. */
  children(path: string): Iterable<readonly [name: string, file: TreeFile]>;
}

/** A link may lead to a link; this many are followed. */
const mostLinks = 255;

/**
 * Where a path leads when all links on it are followed, none of them out of the tree (containerd/continuity `fs.RootPath`).
 * What is not there stays as it is.
 *
 * @param path cleaned, without leading slash
 * @returns null when the links go round in circles
 */
export function followLinks(tree: Pick<FileTree, "find">, path: string): string | null {
  const open = path.split("/").reverse();
  const done: string[] = [];
  let links = 0;
  for (let part = open.pop(); part !== undefined; part = open.pop()) {
    if (part === "" || part === ".") continue;
    if (part === "..") {
      done.pop();
      continue;
    }
    done.push(part);
    const file = tree.find(done.join("/"));
    if (file?.type !== "symlink") continue;
    if (++links > mostLinks) return null;
    const target = file.origin.readLink();
    if (target.startsWith("/")) done.length = 0;
    else done.pop();
    open.push(...target.split("/").reverse());
  }
  return done.join("/");
}

/** The path of a name in a directory. */
export function pathIn(directory: string, name: string): string {
  return directory === "" ? name : `${directory}/${name}`;
}

/** The path seen from a directory; null when it does not lie there. The directory itself is the empty path. */
export function pathBelow(directory: string, path: string): string | null {
  if (directory === "") return path;
  if (path === directory) return "";
  return path.startsWith(directory) && path[directory.length] === "/" ? path.slice(directory.length + 1) : null;
}
