/** FILE -> TEXT, or the reason why not. */
import { closeSync, fstatSync, openSync, readFileSync, readSync } from "node:fs";
import { describeSystemError } from "../config/system-error.ts";

/** Files of this size (in bytes) and more are not Dockerfiles: they are refused rather than read for minutes. */
export const sizeLimit = 10_000_000;

/** A file that cannot be linted; the message is a sentence without its subject and full stop. */
export class UnreadableError extends Error {
  override readonly name = "UnreadableError";
}

export interface FileText {
  /** With the byte order mark, if there is one. */
  readonly text: string;
  /** What a reader should know, such as bytes that were replaced. */
  readonly note?: string;
}

/** Gives the bytes of a file; tests inject others. */
export type ReadBytes = (path: string) => Uint8Array;

/**
 * Reads a file as UTF-8.
 *
 * @throws UnreadableError when the file cannot be read, is too big or is no text
 */
export function readText(path: string, readBytes: ReadBytes = readBytesOfFile): FileText {
  try {
    return decodeText(readBytes(path));
  } catch (error) {
    if (error instanceof UnreadableError) throw error;
    throw new UnreadableError(`cannot be read: ${describeSystemError(error)}`);
  }
}

/** Pipes and devices have no size: they are read until the limit. */
function readBytesOfFile(path: string): Uint8Array {
  const file = openSync(path, "r");
  try {
    const status = fstatSync(file);
    if (status.isDirectory()) throw new UnreadableError("cannot be read: it is a folder, not a file");
    if (!status.isFile()) return readUntilLimit(file);
    refuseBig(status.size);
    return readFileSync(file);
  } finally {
    closeSync(file);
  }
}

function readUntilLimit(file: number): Uint8Array {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const chunk = new Uint8Array(65_536);
    const count = readSync(file, chunk);
    if (count === 0) return Buffer.concat(chunks);
    chunks.push(chunk.subarray(0, count));
    size += count;
    refuseBig(size);
  }
}

function refuseBig(size: number): void {
  if (size < sizeLimit) return;
  const limit = sizeLimit / 1e6;
  throw new UnreadableError(`is too big: ${(size / 1e6).toFixed(1)} MB, and only files below ${limit} MB are read`);
}

/**
 * Bytes as text. BuildKit takes bytes that are not UTF-8 as they are; here they become U+FFFD, which no rule looks at.
 *
 * @throws UnreadableError for binary files and UTF-16
 */
export function decodeText(bytes: Uint8Array): FileText {
  refuseBig(bytes.length);
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    throw new UnreadableError("is UTF-16, which no builder reads: save it as UTF-8");
  }
  const nul = bytes.indexOf(0);
  if (nul >= 0) {
    throw new UnreadableError(
      `is a binary file, not a Dockerfile: there is a NUL byte on line ${lineOfByte(bytes, nul)}`,
    );
  }
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  return text.includes("\uFFFD") && !isUtf8(bytes)
    ? { text, note: "is not valid UTF-8: its other bytes are shown as \uFFFD" }
    : { text };
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

function lineOfByte(bytes: Uint8Array, end: number): number {
  let line = 1;
  for (let index = 0; index < end; index++) if (bytes[index] === 0x0a) line++;
  return line;
}
