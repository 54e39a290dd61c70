/**
 * Build contexts as data: what a git checkout cannot keep (modes, hard links, holes, empty folders, times) can be written
 * down, drawn by lot and printed.
 */
import { createHash } from "node:crypto";

/** Paths are relative to the context, with `/`. Times are seconds since 1970, by default the same for everything. */
export type ContextEntry = DirectoryEntry | FileEntry | LinkEntry | ArchiveEntry | PipeEntry;

interface OwnEntry {
  readonly path: string;
  /** Octal; 0755 for directories and 0644 for files by default. */
  readonly mode?: string;
  readonly mtime?: number;
}

export interface DirectoryEntry extends OwnEntry {
  readonly kind: "directory";
}

/** Its text, or how many bytes: of something that depends on the path, or of nothing, in a sparse file. */
export interface FileEntry extends OwnEntry {
  readonly kind: "file";
  readonly text?: string;
  readonly bytes?: number;
  readonly sparse?: true;
}

export interface LinkEntry {
  readonly kind: "symlink" | "hardlink";
  readonly path: string;
  /** Of a symbolic link the text in it, of a hard link the path of an earlier file. */
  readonly to: string;
}

/** A named pipe: what is neither file, directory nor link. */
export interface PipeEntry {
  readonly kind: "pipe";
  readonly path: string;
}

export const archiveFormats = ["tar", "tar.gz", "tar.bz2", "tar.xz", "tar.zst"] as const;
export type ArchiveFormat = (typeof archiveFormats)[number];

export interface ArchiveEntry extends OwnEntry {
  readonly kind: "archive";
  readonly format: ArchiveFormat;
  readonly entries: readonly Exclude<ContextEntry, ArchiveEntry | PipeEntry>[];
}

export const defaultTime = 1_700_000_000;

/** The text, or bytes that differ from path to path and are the same in every run. */
export function fileContent({ path, text, bytes = 0 }: FileEntry): Buffer {
  if (text !== undefined) return Buffer.from(text);
  return Buffer.alloc(bytes, createHash("sha256").update(path).digest());
}

/** One line an entry, for people. */
export function describeContext(entries: readonly ContextEntry[], indent = ""): string[] {
  return entries.flatMap((entry) => {
    const name = indent + JSON.stringify(entry.path);
    switch (entry.kind) {
      case "directory":
        return [`${entry.mode ?? "0755"} ${name}/`];
      case "symlink":
        return [`lrwx ${name} -> ${JSON.stringify(entry.to)}`];
      case "pipe":
        return [`pipe ${name}`];
      case "hardlink":
        return [`hard ${name} == ${JSON.stringify(entry.to)}`];
      case "archive":
        return [
          `${entry.mode ?? "0644"} ${name} ${entry.format} of`,
          ...describeContext(entry.entries, `${indent}    `),
        ];
      case "file": {
        const size = entry.text === undefined ? (entry.bytes ?? 0) : Buffer.byteLength(entry.text);
        return [`${entry.mode ?? "0644"} ${name} ${size} bytes${entry.sparse === true ? ", sparse" : ""}`];
      }
    }
  });
}
