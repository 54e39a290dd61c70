/** A build context that lies in an archive, as a file system of its own. */
import type { BuildContext, ContextReader } from "../../src/context/build-context.ts";
import { createBuildContext } from "../../src/context/build-context.ts";
import { createContextFiles, type ContextFileReader, type ContextFiles } from "../../src/context/context-files.ts";
import type { TarEntry } from "./tar.ts";

const root = "/context";
const typeBits: Readonly<Record<string, number>> = { directory: 0o040000, file: 0o100000, symlink: 0o120000 };

interface Node {
  readonly entry: TarEntry;
  readonly inode: number;
  names: number;
}

/** @param entries of the archive, hard links behind what they link to */
export function tarContext(entries: readonly TarEntry[]): { context: BuildContext; files: ContextFiles } {
  const nodes = readNodes(entries);
  const context = createBuildContext(contextReader(nodes), {
    root,
    dockerfilePath: `${root}/Dockerfile`,
    configured: true,
  });
  return { context, files: createContextFiles(fileReader(nodes), context) };
}

function readNodes(entries: readonly TarEntry[]): ReadonlyMap<string, Node> {
  const nodes = new Map<string, Node>();
  for (const entry of entries) {
    const target = entry.type === "link" ? nodes.get(placeOf(entry.header.linkname ?? "")) : undefined;
    const node = target ?? { entry, inode: nodes.size + 1, names: 0 };
    node.names++;
    nodes.set(placeOf(entry.name), node);
  }
  return nodes;
}

function placeOf(name: string): string {
  const path = name.replace(/^\.?\/+|\/+$/g, "").replace(/^\.$/, "");
  return path === "" ? root : `${root}/${path}`;
}

function namesIn(nodes: ReadonlyMap<string, Node>, directory: string): string[] {
  const below = [...nodes.keys()].filter((path) => path.startsWith(`${directory}/`));
  return below
    .map((path) => path.slice(directory.length + 1))
    .filter((name) => !name.includes("/"))
    .sort();
}

function contextReader(nodes: ReadonlyMap<string, Node>): ContextReader {
  return {
    exists: (path) => nodes.has(path),
    isDirectory: (path) => nodes.get(path)?.entry.type === "directory",
    list: (path) => namesIn(nodes, path),
    readText: (path) => nodes.get(path)?.entry.content.toString("utf8") ?? "",
  };
}

function fileReader(nodes: ReadonlyMap<string, Node>): ContextFileReader {
  return {
    status(path) {
      const node = nodes.get(path);
      if (node === undefined) return null;
      const { type, header, content } = node.entry;
      const size = type === "symlink" ? Buffer.byteLength(header.linkname ?? "") : content.length;
      const mode = (typeBits[type] ?? 0o060000) | ((header.mode ?? 0) & 0o7777);
      return { mode, size, nlink: node.names, ino: node.inode, mtimeMs: header.mtime?.getTime() ?? 0 };
    },
    names: (path) => namesIn(nodes, path),
    readLink: (path) => nodes.get(path)?.entry.header.linkname ?? "",
    chunks: (path) => [nodes.get(path)?.entry.content ?? Buffer.alloc(0)],
    nanoseconds: (path) => BigInt(nodes.get(path)?.entry.header.mtime?.getTime() ?? 0) * 1_000_000n,
  };
}
