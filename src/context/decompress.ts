/** COMPRESSED CONTENT -> CONTENT, piece by piece. Formats are told by their first bytes, as the builder does. */
import { Gunzip } from "fflate";
import { Decompress } from "fzstd";
import { ByteReader } from "./byte-reader.ts";
import { UnreadableFileError } from "./unreadable-file.ts";

/** A decoder that takes pieces and hands out others. */
interface Decoder {
  push(chunk: Uint8Array, final: boolean): void;
}

interface Format {
  readonly name: string;
  readonly magic: readonly number[];
  /** Null for a format that cannot be read here. */
  readonly decoder: ((sink: (chunk: Uint8Array) => void) => Decoder) | null;
}

/**
 * Gzip held to the length that stands at its end (RFC 1952, ISIZE): the inflater itself takes some files that were cut
 * short for whole ones, which no builder does.
 */
class CheckedGunzip implements Decoder {
  readonly #gunzip: Gunzip;
  /** Bytes of the last member so far. */
  #length = 0;
  /** Bytes that came in. */
  #received = 0;
  /** The last of them. */
  #end: Uint8Array = new Uint8Array();

  constructor(sink: (chunk: Uint8Array) => void) {
    this.#gunzip = new Gunzip((chunk) => {
      this.#length += chunk.length;
      sink(chunk);
    });
    const startMember = (): number => (this.#length = 0);
    this.#gunzip.onmember = startMember;
  }

  push(chunk: Uint8Array, final: boolean): void {
    const kept = this.#end.subarray(Math.max(0, this.#end.length + chunk.length - lengthField));
    const added = chunk.subarray(-lengthField);
    this.#end = Uint8Array.from([...kept, ...added]);
    this.#received += chunk.length;
    this.#gunzip.push(chunk, final);
    if (final && !this.#isWhole()) throw new Error("it ends too early");
  }

  #isWhole(): boolean {
    if (this.#received < smallestMember) return false;
    const { buffer, byteOffset } = this.#end;
    return new DataView(buffer, byteOffset).getUint32(0, true) === this.#length % 2 ** 32;
  }
}

/** Bytes. */
const lengthField = 4;
/** Bytes of header and trailer. */
const smallestMember = 10 + 8;

/** Formats that builders unpack (moby/go-archive `compression`). */
const formats: readonly Format[] = [
  { name: "gzip", magic: [0x1f, 0x8b, 0x08], decoder: (sink) => new CheckedGunzip(sink) },
  { name: "zstd", magic: [0x28, 0xb5, 0x2f, 0xfd], decoder: (sink) => new Decompress(sink) },
  { name: "bzip2", magic: [0x42, 0x5a, 0x68], decoder: null },
  { name: "xz", magic: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00], decoder: null },
];

/**
 * The content of a file, decompressed when it is compressed.
 *
 * @throws UnreadableFileError for a format that cannot be read here; while reading, when the data is damaged
 */
export function decompress(chunks: Iterable<Uint8Array>): ByteReader {
  const reader = new ByteReader(chunks);
  const start = reader.peek(longestMagic);
  const format = formats.find(({ magic }) => magic.every((byte, index) => start[index] === byte));
  if (format === undefined) return reader;
  if (format.decoder === null) throw new UnreadableFileError(`${format.name} archives cannot be looked into`);
  return new ByteReader(decoded(reader, format.name, format.decoder));
}

const longestMagic = Math.max(...formats.map(({ magic }) => magic.length));

function* decoded(reader: ByteReader, name: string, open: NonNullable<Format["decoder"]>): Generator<Uint8Array> {
  const ready: Uint8Array[] = [];
  const decoder = open((chunk) => ready.push(chunk));
  try {
    for (const chunk of reader.rest()) {
      decoder.push(chunk, false);
      yield* ready.splice(0);
    }
    decoder.push(new Uint8Array(), true);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UnreadableFileError(`the ${name} archive is damaged: ${reason}`, { cause: error });
  }
  yield* ready;
}
