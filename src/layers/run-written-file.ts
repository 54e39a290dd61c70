/** WHAT A COMMAND WRITES + THE FILES BEFORE IT -> THE FILE THAT IT LEAVES. */
import { pathIn, type FileOrigin, type TreeFile } from "../context/file-tree.ts";
import { followedDestination } from "./place-copy.ts";
import type { WrittenContent } from "./run-writes.ts";
import { UnknownFilesError, type Effect, type StageFiles } from "./stage-files.ts";

/**
 * @param path without leading slash
 * @throws UnknownFilesError when it depends on files that only the build knows
 */
export function writeFile(path: string, content: WrittenContent, before: StageFiles): Effect {
  if (followedDestination(before, path) !== path) throw new UnknownFilesError(`/${path} leads through a link`);
  switch (content.kind) {
    case "text": {
      const added = Buffer.from(content.text);
      const old = content.append ? fileAt(path, before) : null;
      return fileEffect(path, {
        ...(old ?? newFile),
        size: (old?.size ?? 0) + added.length,
        origin: originOf(path, () => (old === null ? [added] : concatenated(old.origin, added))),
      });
    }
    case "touch":
      return fileEffect(path, fileAt(path, before) ?? { ...newFile, origin: originOf(path, () => []) });
    case "symlink": {
      const { target } = content;
      const size = Buffer.byteLength(target);
      const origin = { ...originOf(path, () => []), readLink: () => target };
      const link: TreeFile = { ...newFile, type: "symlink", mode: 0o777, size, origin };
      return fileEffect(placeOf(path, content.intoDirectory, target, before), link);
    }
    case "copy": {
      const { from, keepsTime, intoDirectory } = content;
      const file = before.find(from);
      if (file?.type !== "file") throw new UnknownFilesError(`/${from} is no file that is known`);
      return fileEffect(placeOf(path, intoDirectory, from, before), file, keepsTime ? file.mtime : null);
    }
  }
}

function fileEffect(path: string, file: TreeFile, mtime: number | null = null): Effect {
  const { type, size, mode, owner, origin } = file;
  return { kind: "file", path, file: { type, size, mode, owner, origin, mtime, inode: null, implied: false } };
}

/** A file that is there already, to be changed; null for none. */
function fileAt(path: string, before: StageFiles): TreeFile | null {
  const { file, doubt } = before.lookup(path);
  if (doubt !== null) throw new UnknownFilesError(doubt);
  if (file !== null) return file;
  const directory = path.slice(0, Math.max(path.lastIndexOf("/"), 0));
  if (before.base.hasDirectory(directory) === "no") return null;
  throw new UnknownFilesError(`depends on what /${path} holds before`);
}

/** A link or copy goes into a directory of that path. */
function placeOf(path: string, intoDirectory: boolean, from: string, before: StageFiles): string {
  const name = from.slice(from.lastIndexOf("/") + 1);
  const isDirectory = intoDirectory ? "yes" : before.hasDirectory(path, name);
  if (isDirectory === "maybe") throw new UnknownFilesError(`depends on whether /${path} is a directory`);
  return isDirectory === "yes" ? pathIn(path, name) : path;
}

const noOrigin: FileOrigin = { tree: {}, path: "", readLink: () => "", chunks: () => [], nanoseconds: () => 0n };

const newFile: TreeFile = {
  type: "file",
  size: 0,
  mode: 0o644,
  owner: "0:0",
  mtime: null,
  inode: null,
  implied: false,
  origin: noOrigin,
};

/** Each file that a command writes is one of its own: never the same as another. */
function originOf(path: string, chunks: () => Iterable<Uint8Array>): FileOrigin {
  return { ...noOrigin, tree: {}, path, chunks };
}

function* concatenated(old: FileOrigin, added: Uint8Array): Generator<Uint8Array> {
  yield* old.chunks();
  yield added;
}
