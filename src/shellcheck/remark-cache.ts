/**
 * What ShellCheck said before, in the user's cache folder: one small file a script, called by the hash of everything that
 * ShellCheck was given. What cannot be read or written is no cache: ShellCheck is then asked again.
 */
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { textHash } from "../engine/text-hash.ts";
import type { Environment } from "./program.ts";
import { readRemarks, ReportError } from "./read-report.ts";
import type { Remark } from "./types.ts";

/** Days. What was said longer ago is asked anew, which keeps the folder small. */
const maxAge = 30;
const day = 24 * 60 * 60 * 1000;

/** What runs leave for later ones. */
export interface RemarkCache {
  get(key: string): readonly Remark[] | null;
  set(key: string, remarks: readonly Remark[]): void;
  /** The version of a program that was asked for it before. */
  version(identity: string): string | null;
  setVersion(identity: string, version: string): void;
  /** Removes what is old; at most once a day. */
  tidy(): void;
}

/** `$XDG_CACHE_HOME/stratalint`, or what the system has in its place. */
export function cacheFolder(env: Environment): string {
  const { XDG_CACHE_HOME, LOCALAPPDATA } = env;
  if (XDG_CACHE_HOME !== undefined && XDG_CACHE_HOME !== "") return join(XDG_CACHE_HOME, "stratalint");
  if (process.platform === "win32")
    return join(LOCALAPPDATA ?? join(homedir(), "AppData/Local"), "stratalint", "cache");
  if (process.platform === "darwin") return join(env["HOME"] ?? homedir(), "Library/Caches/stratalint");
  return join(env["HOME"] ?? homedir(), ".cache/stratalint");
}

export function hashOf(...parts: readonly string[]): string {
  return textHash(JSON.stringify(parts));
}

/** @param folder absolute; made when something is kept */
export function openCache(folder: string): RemarkCache {
  const root = join(folder, "shellcheck-1");
  const fileOf = (key: string): string => join(root, key.slice(0, 2), `${key.slice(2)}.json`);
  const versionFile = (identity: string): string => fileOf(hashOf("version", identity));
  return {
    get(key) {
      const text = readIfThere(fileOf(key));
      if (text === null) return null;
      try {
        return readRemarks(text);
      } catch (error) {
        if (error instanceof ReportError) return null;
        throw error;
      }
    },
    set: (key, remarks) => writeIfPossible(fileOf(key), JSON.stringify({ remarks })),
    version: (identity) => /^"(\d[\w.-]*)"$/.exec(readIfThere(versionFile(identity)) ?? "")?.[1] ?? null,
    setVersion: (identity, version) => writeIfPossible(versionFile(identity), JSON.stringify(version)),
    tidy() {
      const stamp = join(root, "tidied");
      if (ageOf(stamp) < day) return;
      writeIfPossible(stamp, "");
      for (const name of namesIn(root)) {
        const shelf = join(root, name);
        for (const file of namesIn(shelf)) {
          if (ageOf(join(shelf, file)) > maxAge * day) removeIfPossible(join(shelf, file));
        }
      }
    },
  };
}

/** For --no-cache. */
export const noCache: RemarkCache = {
  get: () => null,
  set: () => undefined,
  version: () => null,
  setVersion: () => undefined,
  tidy: () => undefined,
};

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    // Not there, or not readable: the same for a cache.
    return null;
  }
}

/** Beside, then renamed: another run never reads half a file. */
function writeIfPossible(path: string, text: string): void {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(temporary, text);
    renameSync(temporary, path);
  } catch {
    // A home that is read-only, a disk that is full: it costs time, nothing else.
    removeIfPossible(temporary);
  }
}

function removeIfPossible(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // Nothing more can be done about it.
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    // A file, or gone meanwhile.
    return [];
  }
}

/** Milliseconds since it was written; Infinity for what is not there. */
function ageOf(path: string): number {
  try {
    return Date.now() - statSync(path).mtimeMs;
  } catch {
    // Removing what cannot be looked at does no harm either.
    return Infinity;
  }
}
