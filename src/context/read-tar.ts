/** TAR CONTENT -> ITS MEMBERS, one after the other (POSIX.1-2001 pax, GNU long names, as Go's archive/tar reads them). */
import type { ByteReader } from "./byte-reader.ts";
import { UnreadableFileError } from "./unreadable-file.ts";

export interface TarMember {
  readonly path: string;
  readonly type: "file" | "directory" | "symlink" | "link" | "other";
  /** Bytes. */
  readonly size: number;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Seconds since 1970, with their fraction. */
  readonly mtime: number;
  /** Target of a symbolic link; path of the member that a hard link is another name of. */
  readonly linkName: string;
}

const block = 512;
const memberTypes: Readonly<Record<string, TarMember["type"]>> = {
  "0": "file",
  "\0": "file",
  "7": "file",
  "1": "link",
  "2": "symlink",
  "3": "other",
  "4": "other",
  "6": "other",
  "5": "directory",
};

/** Whether the content begins with the header of a member. */
export function isTarHeader(reader: ByteReader): boolean {
  const header = reader.peek(block);
  return header.length === block && header.some((byte) => byte !== 0) && hasChecksum(header);
}

/**
 * The members of an archive.
 *
 * @throws UnreadableFileError when a header is damaged
 */
export function* readTar(reader: ByteReader): Generator<TarMember> {
  let pax: Map<string, string> = new Map();
  const globals = new Map<string, string>();
  let longName: string | null = null;
  let longLink: string | null = null;
  for (;;) {
    const header = reader.take(block);
    if (header.length < block || header.every((byte) => byte === 0)) return;
    if (!hasChecksum(header)) throw new UnreadableFileError("the archive is damaged: a header has a wrong checksum");
    const size = Number(pax.get("size") ?? number(header, 124, 12));
    const flag = String.fromCharCode(header[156] ?? 0);
    if ("xgLK".includes(flag)) {
      const length = number(header, 124, 12);
      const body = Buffer.from(reader.take(length));
      reader.skip(padding(length));
      if (flag === "x") pax = new Map([...globals, ...paxRecords(body)]);
      else if (flag === "g") for (const [key, value] of paxRecords(body)) globals.set(key, value);
      else if (flag === "L") longName = text(body, 0, body.length);
      else longLink = text(body, 0, body.length);
      continue;
    }
    const path = pax.get("path") ?? longName ?? nameOf(header);
    const type = memberTypes[flag] ?? "other";
    const isFile = type === "file" && !(flag !== "5" && path.endsWith("/"));
    yield {
      path,
      type: isFile || type !== "file" ? type : "directory",
      size: isFile ? size : 0,
      mode: number(header, 100, 8) & 0o7777,
      uid: Number(pax.get("uid") ?? number(header, 108, 8)),
      gid: Number(pax.get("gid") ?? number(header, 116, 8)),
      mtime: Number(pax.get("mtime") ?? number(header, 136, 12)),
      linkName: pax.get("linkpath") ?? longLink ?? text(header, 157, 100),
    };
    if (isFile) reader.skip(size + padding(size));
    pax = new Map(globals);
    longName = longLink = null;
  }
}

/** Bytes taken at once. */
const pieceBytes = 64 * 1024;

/**
 * The content of one member.
 *
 * @param number of the member, from 0
 * @throws UnreadableFileError when a header is damaged
 */
export function* memberContent(reader: ByteReader, number: number): Generator<Uint8Array> {
  let at = 0;
  for (const { size } of readTar(reader)) {
    if (at++ !== number) continue;
    for (let left = size; left > 0;) {
      const piece = reader.take(Math.min(left, pieceBytes));
      if (piece.length === 0) throw new UnreadableFileError("the archive is damaged: it ends too early");
      yield piece;
      left -= piece.length;
    }
    return;
  }
}

function padding(size: number): number {
  return (block - (size % block)) % block;
}

function nameOf(header: Uint8Array): string {
  const name = text(header, 0, 100);
  const isUstar = text(header, 257, 6).startsWith("ustar") && header[262] === 0;
  const prefix = isUstar ? text(header, 345, 155) : "";
  return prefix === "" ? name : `${prefix}/${name}`;
}

function text(bytes: Uint8Array, start: number, length: number): string {
  const field = bytes.subarray(start, start + length);
  const end = field.indexOf(0);
  return Buffer.from(end < 0 ? field : field.subarray(0, end)).toString("utf8");
}

/** Octal digits, or a big-endian number behind a set first bit. */
function number(bytes: Uint8Array, start: number, length: number): number {
  const field = bytes.subarray(start, start + length);
  if (((field[0] ?? 0) & 0x80) !== 0) {
    return field.reduce((sum, byte, index) => sum * 256 + (index === 0 ? byte & 0x7f : byte), 0);
  }
  return Number.parseInt(text(bytes, start, length).trim() || "0", 8) || 0;
}

/** Both ways of summing up that writers have used: bytes without and with a sign. */
function hasChecksum(header: Uint8Array): boolean {
  let unsigned = 0;
  let signed = 0;
  for (const [index, byte] of header.entries()) {
    const value = index >= 148 && index < 156 ? 0x20 : byte;
    unsigned += value;
    signed += value > 127 ? value - 256 : value;
  }
  const wanted = number(header, 148, 8);
  return wanted === unsigned || wanted === signed;
}

/** `<length> <key>=<value>\n`, one after the other. */
function paxRecords(body: Buffer): Map<string, string> {
  const records = new Map<string, string>();
  for (let at = 0; at < body.length;) {
    const space = body.indexOf(0x20, at);
    const length = Number.parseInt(body.toString("latin1", at, space), 10);
    if (space < 0 || !(length > 0)) break;
    const record = body.toString("utf8", space + 1, at + length - 1);
    const equals = record.indexOf("=");
    if (equals > 0) records.set(record.slice(0, equals), record.slice(equals + 1));
    at += length;
  }
  return records;
}
