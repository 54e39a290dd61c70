/** Sums of bytes over what a layer holds. */
import type { LayerEntry } from "./layer-entries.ts";
import { addSizes, between, eitherSize, exactly, unknownSize } from "./size.ts";
import { tarEndBytes, tarEntryBytes } from "./tar-size.ts";
import type { Size } from "./types.ts";

export interface LayerSizes {
  /** Bytes of the files. */
  readonly bytes: Size;
  /** Length of the uncompressed tar. */
  readonly tarBytes: Size;
}

/** A layer in which there is nothing: its archive is but the mark of its end. */
export const nothing: LayerSizes = { bytes: exactly(0), tarBytes: exactly(tarEndBytes) };

export function unknownSizes(why: string): LayerSizes {
  return { bytes: unknownSize(why), tarBytes: unknownSize(why) };
}

/** Bytes that an entry takes in the archive. */
export function entryTarBytes({ path, file, linkTo }: LayerEntry): number {
  const [uid, gid] = file.owner === "0:0" ? rootIds : file.owner.split(":").map((id) => Number(id) || 0);
  return tarEntryBytes({
    name: file.type === "directory" ? `${path}/` : path,
    size: file.type === "file" && linkTo === null ? file.size : 0,
    linkName: linkTo ?? (file.type === "symlink" ? file.origin.readLink() : ""),
    uid: uid ?? 0,
    gid: gid ?? 0,
    mtime: Math.floor((file.mtime ?? 0) / 1000),
  });
}

const rootIds: readonly number[] = [0, 0];

/** Adds up lengths of which some are not certain. */
class Sum {
  #lo = 0;
  #hi = 0;
  #why = "";

  add(bytes: number, doubt: string | null): void {
    this.#hi += bytes;
    if (doubt === null) this.#lo += bytes;
    else if (bytes > 0) this.#why ||= doubt;
  }

  get size(): Size {
    return between(this.#lo, this.#hi, this.#why);
  }
}

/** The sizes of a layer. */
export function sumOf(entries: Iterable<LayerEntry>): LayerSizes {
  const bytes = new Sum();
  const tar = new Sum();
  tar.add(tarEndBytes, null);
  for (const entry of entries) {
    const { file, linkTo, doubt } = entry;
    if (file.type === "file" && linkTo === null) bytes.add(file.size, doubt);
    tar.add(entryTarBytes(entry), doubt);
  }
  return { bytes: bytes.size, tarBytes: tar.size };
}

/** Those of one of two layers, whichever it turns out to be. */
export function eitherSizes(a: LayerSizes, b: LayerSizes, why: string): LayerSizes {
  return { bytes: eitherSize(a.bytes, b.bytes, why), tarBytes: eitherSize(a.tarBytes, b.tarBytes, why) };
}

const directoryBytes = 512;

/**
 * The sizes of a layer in which some directories more, or less when negative, may be named.
 *
 * @param why what decides, for people
 */
export function withDirectories({ bytes, tarBytes }: LayerSizes, directories: number, why: string): LayerSizes {
  if (directories === 0 || tarBytes.kind === "unknown") return { bytes, tarBytes };
  return { bytes, tarBytes: eitherSize(tarBytes, addSizes(tarBytes, exactly(directories * directoryBytes)), why) };
}
