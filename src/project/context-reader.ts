/** DOCKERFILE -> BUILD CONTEXT on the file system: the one that is configured, or what lies next to the Dockerfile. */
import { closeSync, lstatSync, opendirSync, openSync, readdirSync, readlinkSync, readSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { createBuildContext } from "../context/build-context.ts";
import type { BuildContext, ContextReader } from "../context/build-context.ts";
import type { ContextFileReader } from "../context/context-files.ts";
import { UnreadableFileError } from "../context/unreadable-file.ts";
import { readText, UnreadableError } from "./read-file.ts";

/** A name that may not be looked up is not there, as far as a build is concerned. */
export const nodeContextReader: ContextReader = {
  exists: (path) => attempt(() => lstatSync(path, { throwIfNoEntry: false }) !== undefined, false),
  isDirectory: (path) => attempt(() => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false, false),
  list: (path) => attempt(() => readdirSync(path), []),
  readText: (path) => readText(path).text,
};

function attempt<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch {
    return otherwise;
  }
}

export interface FoundContext {
  readonly context?: BuildContext;
  /** One line, for people. */
  readonly error?: string;
}

/**
 * Without a configured folder only ignore files tell: a `.dockerignore` next to the Dockerfile is read by no build but
 * one of that folder; `<Dockerfile>.dockerignore` holds wherever the context is, so the folder stays open.
 *
 * @param dockerfilePath absolute; null for a text without a file
 * @param folder the configured context, absolute or relative to `cwd`
 */
export function findBuildContext(
  dockerfilePath: string | null,
  folder: string | undefined,
  cwd: string,
  reader: ContextReader = nodeContextReader,
): FoundContext {
  const configured = folder !== undefined;
  const root = configured ? resolve(cwd, folder) : conventionalRoot(dockerfilePath, reader);
  if (configured && root !== null && !reader.isDirectory(root)) {
    return { error: `the build context ${folder} is not a folder` };
  }
  if (!configured && root === null && !(dockerfilePath !== null && reader.exists(`${dockerfilePath}.dockerignore`))) {
    return {};
  }
  try {
    return {
      context: createBuildContext(reader, { root, dockerfilePath, configured, fileReader: nodeContextFileReader }),
    };
  } catch (error) {
    if (!(error instanceof UnreadableError)) throw error;
    return { error: `the ignore file of ${dockerfilePath ?? folder} ${error.message}` };
  }
}

/** The Dockerfile's own folder, when an ignore file says that it is a context. */
function conventionalRoot(dockerfilePath: string | null, reader: ContextReader): string | null {
  if (dockerfilePath === null) return null;
  const root = dirname(dockerfilePath);
  return reader.exists(`${root}/.dockerignore`) ? root : null;
}

/** The file system for measuring a context. */
export const nodeContextFileReader: ContextFileReader = {
  status: (path) => attempt(() => lstatSync(path, { throwIfNoEntry: false }) ?? null, null),
  names: namesIn,
  readLink: (path) => orUnreadable(path, () => readlinkSync(path)),
  chunks: chunksOf,
  nanoseconds: (path) => orUnreadable(path, () => lstatSync(path, { bigint: true }).mtimeNs),
};

/** Directories that are larger than this themselves hold so many names that they are read bit by bit. */
const largeDirectoryBytes = 1024 * 1024;
/** Entries of a large directory that are read at once. */
const directoryBuffer = 1024;

function namesIn(path: string): Iterable<string> {
  const size = attempt(() => statSync(path, { throwIfNoEntry: false })?.size ?? 0, 0);
  return size > largeDirectoryBytes ? streamNames(path) : attempt(() => readdirSync(path).sort(), []);
}

function* streamNames(path: string): Iterable<string> {
  const directory = attempt(() => opendirSync(path, { bufferSize: directoryBuffer }), null);
  if (directory === null) return;
  try {
    for (let entry = directory.readSync(); entry !== null; entry = directory.readSync()) yield entry.name;
  } finally {
    directory.closeSync();
  }
}

/** Bytes read at once. */
const chunkBytes = 256 * 1024;

function* chunksOf(path: string): Iterable<Uint8Array> {
  const file = orUnreadable(path, () => openSync(path, "r"));
  try {
    for (;;) {
      const chunk = Buffer.allocUnsafe(chunkBytes);
      const length = orUnreadable(path, () => readSync(file, chunk, 0, chunkBytes, null));
      if (length === 0) return;
      yield chunk.subarray(0, length);
    }
  } finally {
    closeSync(file);
  }
}

/** @throws UnreadableFileError with the system's reason */
function orUnreadable<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/, \w+(?: '.*')?$/, "") : String(error);
    throw new UnreadableFileError(`${path} cannot be read: ${reason}`, { cause: error });
  }
}
