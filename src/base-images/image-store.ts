/** A folder or an archive that holds images as documents: the parts of it that are read. */
import { closeSync, openSync, readSync } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { join, posix } from "node:path";
import { ByteReader } from "../context/byte-reader.ts";
import { decompress } from "../context/decompress.ts";
import { isTarHeader, readTar } from "../context/read-tar.ts";
import type { TarMember } from "../context/read-tar.ts";
import { BaseImageError } from "./base-image-error.ts";

export interface ImageStore {
  /** The bytes of a document; null when there is none of that name. */
  read(name: string): Promise<Uint8Array | null>;
  /** Bytes of the regular files in an uncompressed layer; null when that is not known. */
  fileBytes(name: string): number | null;
}

/** Documents are far smaller; only what is no document is bigger. */
const maxDocumentBytes = 8 * 1024 * 1024;

/** All documents of an archive together. */
const maxArchiveBytes = 256 * 1024 * 1024;

/** @param root absolute path of a folder */
export function folderStore(root: string): ImageStore {
  return {
    read: async (name) => {
      const path = join(root, ...name.split("/"));
      const status = await stat(path).catch(() => null);
      if (!status?.isFile()) return null;
      if (status.size > maxDocumentBytes) throw new BaseImageError(`${name} is too big for a document`);
      return readFile(path);
    },
    fileBytes: () => null,
  };
}

/**
 * Goes through a tar once and keeps what looks like JSON: which of it counts is told by documents that may come last.
 * There is nothing in a file that is no tar.
 *
 * @throws BaseImageError when it holds too much of it
 * @throws UnreadableFileError when the archive is damaged; the system's error when it cannot be read
 */
export function archiveStore(path: string): ImageStore {
  const isPlain = isTarHeader(new ByteReader(chunksOf(path)));
  const archive = new CountingReader(isPlain ? chunksOf(path) : decompress(chunksOf(path)).rest());
  const contents = new ArchiveContents(path, isPlain);
  if (!isTarHeader(archive)) return contents;
  for (const member of readTar(archive)) contents.add(member, archive);
  return contents;
}

class ArchiveContents implements ImageStore {
  readonly #path: string;
  readonly #isPlain: boolean;
  readonly #documents = new Map<string, Uint8Array>();
  /** Where in the file the contents of other members start. */
  readonly #places = new Map<string, number>();
  /** A layer that two images share is stored once, and linked to. */
  readonly #links = new Map<string, string>();
  #documentBytes = 0;

  /** @param isPlain whether the archive is not compressed, so that one can go straight to a place in it */
  constructor(path: string, isPlain: boolean) {
    this.#path = path;
    this.#isPlain = isPlain;
  }

  read(name: string): Promise<Uint8Array | null> {
    return Promise.resolve(this.#documents.get(this.#resolve(name)) ?? null);
  }

  fileBytes(name: string): number | null {
    const place = this.#places.get(this.#resolve(name));
    if (place === undefined || !this.#isPlain) return null;
    const layer = new ByteReader(chunksOf(this.#path, place));
    return isTarHeader(layer) ? sumFiles(layer) : null;
  }

  /** @param archive stands at the content of the member */
  add({ path, type, size, linkName }: TarMember, archive: CountingReader): void {
    const name = posix.normalize(path);
    if (type === "symlink") this.#links.set(name, posix.join(posix.dirname(name), linkName));
    if (type === "link") this.#links.set(name, posix.normalize(linkName));
    if (type !== "file") return;
    if (size > maxDocumentBytes || !looksLikeJson(archive.peek(Math.min(size, 64)))) {
      this.#places.set(name, archive.position);
      return;
    }
    this.#documentBytes += size;
    if (this.#documentBytes > maxArchiveBytes) {
      throw new BaseImageError("the archive holds more documents than images have");
    }
    this.#documents.set(name, Buffer.from(archive.peek(size)));
  }

  #resolve(name: string): string {
    return this.#links.get(name) ?? name;
  }
}

/** A reader that knows how many bytes it has passed. */
class CountingReader extends ByteReader {
  #position = 0;

  get position(): number {
    return this.#position;
  }

  override take(length: number): Uint8Array {
    const bytes = super.take(length);
    this.#position += bytes.length;
    return bytes;
  }

  override skip(length: number): void {
    super.skip(length);
    this.#position += length;
  }
}

function looksLikeJson(start: Uint8Array): boolean {
  return /^\s*[[{]/.test(Buffer.from(start).toString("latin1"));
}

/** What `docker history` shows for a layer: the bytes of its regular files; hard links take none. */
function sumFiles(layer: ByteReader): number {
  let bytes = 0;
  for (const { type, size } of readTar(layer)) if (type === "file") bytes += size;
  return bytes;
}

const chunkBytes = 256 * 1024;

/** The bytes of a file, from a place on. */
function* chunksOf(path: string, from = 0): Generator<Uint8Array> {
  const file = openSync(path, "r");
  try {
    for (let position = from; ;) {
      const chunk = new Uint8Array(chunkBytes);
      const length = readSync(file, chunk, 0, chunkBytes, position);
      if (length === 0) return;
      position += length;
      yield chunk.subarray(0, length);
    }
  } finally {
    closeSync(file);
  }
}
