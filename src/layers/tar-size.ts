/**
 * Lengths in a layer tar, as Go's archive/tar writes it for BuildKit and Docker: a header of 512 bytes for each entry, its
 * content filled up to 512, a PAX record where the old header has no room, and two empty blocks at the end.
 */

const blockSize = 512;
/** Two empty blocks end the archive. */
export const tarEndBytes = 2 * blockSize;

/** What of an entry decides how long it is in the archive. */
export interface TarHeader {
  /** Without leading slash; a directory with a slash at its end. */
  readonly name: string;
  /** Bytes of content in the archive: 0 for all but regular files. */
  readonly size: number;
  /** Target of a symbolic or hard link, else empty. */
  readonly linkName: string;
  readonly uid: number;
  readonly gid: number;
  /** Seconds since 1970. */
  readonly mtime: number;
}

/** Bytes that an entry takes, its content included. */
export function tarEntryBytes(header: TarHeader): number {
  return paxBytes(header) + blockSize + toBlocks(header.size);
}

/** The length rounded up to whole blocks. */
export function toBlocks(bytes: number): number {
  return Math.ceil(bytes / blockSize) * blockSize;
}

const nameRoom = 100;
const prefixRoom = 155;
/** Seven octal digits. */
const highestId = 0o7777777;
/** Eleven octal digits. */
const highestNumber = 0o77777777777;

/** The PAX header in front of an entry with its records; 0 when the old header is enough (`Header.allowedFormats`). */
function paxBytes({ name, size, linkName, uid, gid, mtime }: TarHeader): number {
  if (name.length <= nameRoom && linkName.length <= nameRoom && isPlain(name) && isPlain(linkName)) {
    if (size <= highestNumber && uid <= highestId && gid <= highestId && mtime >= 0 && mtime <= highestNumber) return 0;
  }
  const nameBytes = Buffer.byteLength(name);
  const linkBytes = Buffer.byteLength(linkName);
  const longName = nameBytes > nameRoom || !isPlain(name);
  const otherRecords =
    (linkBytes > nameRoom || !isPlain(linkName) ? paxRecord("linkpath", linkBytes) : 0) +
    numberRecord("size", size, highestNumber) +
    numberRecord("uid", uid, highestId) +
    numberRecord("gid", gid, highestId) +
    numberRecord("mtime", mtime, highestNumber);
  if (otherRecords === 0 && (!longName || canSplit(name))) return 0;
  return blockSize + toBlocks(otherRecords + (longName ? paxRecord("path", nameBytes) : 0));
}

function numberRecord(key: string, value: number, highest: number): number {
  return value < 0 || value > highest ? paxRecord(key, String(Math.trunc(value)).length) : 0;
}

/** Length of `<length> <key>=<value>\n`, which counts itself. */
function paxRecord(key: string, valueBytes: number): number {
  const rest = key.length + valueBytes + 3;
  const length = rest + String(rest).length;
  return rest + String(length).length;
}

/** Whether a long name fits into the two fields of the USTAR header (`splitUSTARPath`). */
function canSplit(name: string): boolean {
  if (!isPlain(name)) return false;
  const end = name.length > prefixRoom + 1 ? prefixRoom + 1 : name.endsWith("/") ? name.length - 1 : name.length;
  const slash = name.lastIndexOf("/", end - 1);
  const rest = name.length - slash - 1;
  return slash > 0 && rest <= nameRoom && rest > 0 && slash <= prefixRoom;
}

function isPlain(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code >= 0x80 || code === 0) return false;
  }
  return true;
}
