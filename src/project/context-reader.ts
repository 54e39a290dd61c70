/** DOCKERFILE -> BUILD CONTEXT on the file system: the one that is configured, or what lies next to the Dockerfile. */
import { lstatSync, readdirSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { createBuildContext } from "../context/build-context.ts";
import type { BuildContext, ContextReader } from "../context/build-context.ts";
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
    return { context: createBuildContext(reader, { root, dockerfilePath, configured }) };
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
