/** A build context in memory with everything that decides about bytes: types, sizes, modes, times, links. */
import { createBuildContext, type ContextReader } from "../src/context/build-context.ts";
import { createContextFiles, type ContextFileReader, type ContextFiles } from "../src/context/context-files.ts";

/** A file that is more than its text. */
export interface FileSetup {
  /** Bytes, or how many of them. */
  readonly content?: string | Uint8Array | number;
  readonly mode?: number;
  /** Milliseconds since 1970. */
  readonly mtime?: number;
  /** Target of a symbolic link. */
  readonly link?: string;
  /** Path of another file that this is a further name of. */
  readonly hardLink?: string;
}

/** By path; text for a plain file, a number for one of that many bytes. A path that ends in `/` is a directory. */
export type MemoryTree = Readonly<Record<string, string | number | Uint8Array | FileSetup>>;

interface Node {
  readonly setup: FileSetup;
  readonly isDirectory: boolean;
  readonly inode: number;
  names: number;
}

const root = "/context";
const someTime = 1_700_000_000_000;

/** The context as the builder gets it; `.dockerignore` counts when it is there. */
export function memoryFiles(tree: MemoryTree): ContextFiles {
  const nodes = readNodes(tree);
  const context = createBuildContext(contextReader(nodes), {
    root,
    dockerfilePath: `${root}/Dockerfile`,
    configured: true,
  });
  return createContextFiles(fileReader(nodes), context);
}

function readNodes(tree: MemoryTree): Map<string, Node> {
  const nodes = new Map<string, Node>();
  const add = (path: string, setup: FileSetup, isDirectory: boolean): void => {
    for (let end = path.lastIndexOf("/"); end > 0; end = path.lastIndexOf("/", end - 1)) {
      const above = path.slice(0, end);
      if (!nodes.has(above)) nodes.set(above, { setup: {}, isDirectory: true, inode: nodes.size, names: 1 });
    }
    const first = setup.hardLink === undefined ? undefined : nodes.get(`${root}/${setup.hardLink}`);
    if (first) first.names++;
    nodes.set(path, first ?? { setup, isDirectory, inode: nodes.size, names: 1 });
  };
  add(root, {}, true);
  for (const [path, value] of Object.entries(tree)) {
    const isSetup = typeof value === "object" && !(value instanceof Uint8Array);
    add(`${root}/${path.replace(/\/$/, "")}`, isSetup ? value : { content: value }, path.endsWith("/"));
  }
  return nodes;
}

function contentOf({ content = "" }: FileSetup): Uint8Array {
  return typeof content === "number" ? Buffer.alloc(content, "x") : Buffer.from(content);
}

function namesIn(nodes: ReadonlyMap<string, Node>, directory: string): string[] {
  const start = `${directory}/`;
  const below = [...nodes.keys()].filter((path) => path.startsWith(start)).map((path) => path.slice(start.length));
  return below.filter((name) => !name.includes("/")).sort();
}

function contextReader(nodes: ReadonlyMap<string, Node>): ContextReader {
  return {
    exists: (path) => nodes.has(path),
    isDirectory: (path) => nodes.get(path)?.isDirectory ?? false,
    list: (path) => namesIn(nodes, path),
    readText: (path) => Buffer.from(contentOf(nodes.get(path)?.setup ?? {})).toString("utf8"),
  };
}

function fileReader(nodes: ReadonlyMap<string, Node>): ContextFileReader {
  const setupOf = (path: string): FileSetup => nodes.get(path)?.setup ?? {};
  const timeOf = (path: string): number => setupOf(path).mtime ?? someTime;
  return {
    status(path) {
      const node = nodes.get(path);
      if (node === undefined) return null;
      const { setup, isDirectory, inode, names } = node;
      const type = isDirectory ? 0o040000 : setup.link === undefined ? 0o100000 : 0o120000;
      const mode = type | (setup.mode ?? (isDirectory ? 0o755 : 0o644));
      const size = setup.link === undefined ? contentOf(setup).length : Buffer.byteLength(setup.link);
      return { mode, size, nlink: names, ino: inode, mtimeMs: timeOf(path) };
    },
    names: (path) => namesIn(nodes, path),
    readLink: (path) => setupOf(path).link ?? "",
    chunks: (path) => [contentOf(setupOf(path))],
    nanoseconds: (path) => BigInt(timeOf(path)) * 1_000_000n,
  };
}
