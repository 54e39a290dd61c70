/** Build contexts on disk. */
import { execFileSync } from "node:child_process";
import { chmodSync, linkSync, lutimesSync, mkdirSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { packArchive } from "./archives.ts";
import { defaultTime, fileContent, type ContextEntry } from "./context-entries.ts";

/** Makes the files in an existing folder. Folders above an entry need no entry of their own. */
export async function writeContext(folder: string, entries: readonly ContextEntry[]): Promise<void> {
  for (const entry of entries) {
    mkdirSync(dirname(join(folder, entry.path)), { recursive: true });
    await writeEntry(folder, entry);
  }
  // Making a file moves the time of its folder, and a mode may forbid it: both come last, inner folders first.
  const own = new Map(entries.flatMap((entry) => (entry.kind === "directory" ? [[entry.path, entry]] : [])));
  const folders = new Set([...own.keys(), ...entries.flatMap(({ path }) => foldersAbove(path))]);
  for (const path of [...folders].sort().reverse()) {
    const { mode = "0755", mtime = defaultTime } = own.get(path) ?? {};
    setModeAndTime(join(folder, path), mode, mtime);
  }
}

async function writeEntry(folder: string, entry: ContextEntry): Promise<void> {
  const path = join(folder, entry.path);
  switch (entry.kind) {
    case "directory":
      mkdirSync(path, { recursive: true });
      return;
    case "symlink":
      symlinkSync(entry.to, path);
      lutimesSync(path, defaultTime, defaultTime);
      return;
    case "hardlink":
      linkSync(join(folder, entry.to), path);
      return;
    case "pipe":
      execFileSync("mkfifo", [path]);
      return;
    case "archive":
      writeFileSync(path, await packArchive(entry.entries, entry.format));
      break;
    case "file":
      writeFileSync(path, entry.sparse === true ? "" : fileContent(entry));
      if (entry.sparse === true) truncateSync(path, entry.bytes);
  }
  setModeAndTime(path, entry.mode ?? "0644", entry.mtime ?? defaultTime);
}

function setModeAndTime(path: string, mode: string, time: number): void {
  chmodSync(path, Number.parseInt(mode, 8));
  lutimesSync(path, time, time);
}

function foldersAbove(path: string): string[] {
  const above = path.split("/").slice(0, -1);
  return above.map((_, index) => above.slice(0, index + 1).join("/"));
}
