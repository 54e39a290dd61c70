/** How much of a layer goes over the wire: found by really compressing it, piece by piece. */
import { once } from "node:events";
import { createGzip } from "node:zlib";
import type { TreeFile } from "../context/file-tree.ts";
import type { LayerEntry } from "./layer-entries.ts";
import { entryTarBytes } from "./layer-sizes.ts";
import { tarEndBytes, toBlocks } from "./tar-size.ts";

/** The level that BuildKit compresses with unless it is told another (Go's `gzip.DefaultCompression`). */
const buildkitLevel = 6;

/** Stands for the time of the build, in ms: any time takes as many digits, and the estimate is the same each day. */
const someTime = Date.UTC(2026, 0, 1);

export interface CompressionOptions {
  /** 1 to 9; 6 by default, as BuildKit does. */
  readonly level?: number | undefined;
  /** Called with the uncompressed bytes of the layer that have been read so far. */
  readonly onProgress?: ((bytes: number) => void) | undefined;
}

/**
 * Bytes of a layer in a registry, as an estimate: Go's gzip finds other matches than zlib, within a few per cent. Entries
 * that are not certain count.
 *
 * @param entries of the layer
 * @throws UnreadableFileError for a file that cannot be read; what the entries throw when they are not known
 */
export async function compressedBytes(
  entries: Iterable<LayerEntry>,
  { level = buildkitLevel, onProgress }: CompressionOptions = {},
): Promise<number> {
  const gzip = createGzip({ level });
  let compressed = 0;
  let read = 0;
  gzip.on("data", (chunk: Buffer) => (compressed += chunk.length));
  const ended = once(gzip, "end");
  try {
    for (const piece of tarPieces(entries)) {
      read += piece.length;
      if (!gzip.write(piece)) await once(gzip, "drain");
      onProgress?.(read);
    }
  } catch (error) {
    gzip.destroy();
    ended.catch(() => undefined);
    throw error;
  }
  gzip.end();
  await ended;
  return compressed;
}

function* tarPieces(entries: Iterable<LayerEntry>): Generator<Uint8Array> {
  for (const entry of entries) {
    const { file, linkTo } = entry;
    const hasContent = file.type === "file" && linkTo === null;
    yield header(entry, entryTarBytes(entry) - (hasContent ? toBlocks(file.size) : 0));
    if (!hasContent) continue;
    let written = 0;
    for (const chunk of file.origin.chunks()) {
      yield chunk;
      written += chunk.length;
    }
    yield new Uint8Array(toBlocks(written) - written);
  }
  yield new Uint8Array(tarEndBytes);
}

const typeFlags: Readonly<Record<TreeFile["type"], string>> = { file: "0", directory: "5", symlink: "2", other: "6" };

/** @param length of the header with its PAX record, which holds the name: what it compresses to is all that matters */
function header({ path, file, linkTo }: LayerEntry, length: number): Uint8Array {
  const block = Buffer.alloc(length);
  const [uid = "0", gid = "0"] = file.owner.split(":");
  const linkName = linkTo ?? (file.type === "symlink" ? file.origin.readLink() : "");
  const fields: readonly (readonly [at: number, text: string])[] = [
    [0, file.type === "directory" ? `${path}/` : path],
    [100, octal(file.mode, 7)],
    [108, octal(Number(uid) || 0, 7)],
    [116, octal(Number(gid) || 0, 7)],
    [124, octal(linkTo === null && file.type === "file" ? file.size : 0, 11)],
    [136, octal(Math.max(Math.floor((file.mtime ?? someTime) / 1000), 0), 11)],
    [148, octal(path.length * 97, 6)],
    [156, linkTo === null ? typeFlags[file.type] : "1"],
    [157, linkName.slice(0, 100)],
    [257, "ustar\x0000"],
    [329, octal(0, 7)],
    [337, octal(0, 7)],
  ];
  const start = length - headerBytes;
  if (start > 0) block.write(`${path}\n${linkName}`, 0, start);
  for (const [at, text] of fields) block.write(text, start + at, Math.min(text.length, headerBytes - at), "latin1");
  return block;
}

const headerBytes = 512;

function octal(value: number, digits: number): string {
  return value.toString(8).padStart(digits, "0");
}
