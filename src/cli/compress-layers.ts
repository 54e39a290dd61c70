/** LAYER PLAN -> BYTES OF ITS LAYERS WHEN COMPRESSED, for `layers --compressed`. */
import { ArchiveTree } from "../context/archive-tree.ts";
import { UnreadableFileError } from "../context/unreadable-file.ts";
import { compressedBytes } from "../layers/compressed-bytes.ts";
import type { LayerEntry } from "../layers/layer-entries.ts";
import { UnknownFilesError } from "../layers/stage-files.ts";
import type { HistoryEntry, LayerPlan, PlannedLayer } from "../layers/types.ts";
import { UsageError } from "./errors.ts";

/**
 * Compresses every layer whose files are exactly known, one after the other.
 *
 * @param onProgress called with the uncompressed bytes that were read so far, of all layers
 * @returns bytes, about, by the entry of the history; without the entries of which they are not known
 * @throws UsageError with the path, for a file that cannot be read
 */
export async function compressLayers(
  { image }: Pick<LayerPlan, "image">,
  onProgress: (bytes: number) => void,
): Promise<ReadonlyMap<HistoryEntry, number>> {
  const compressed = new Map<HistoryEntry, number>();
  let before = 0;
  for (const entry of image.history) {
    if (!entry.layer || !hasKnownFiles(entry.layer)) continue;
    let read = 0;
    const bytes = await compressLayer(entry.layer, (layerBytes) => {
      read = layerBytes;
      onProgress(before + read);
    });
    before += read;
    if (bytes !== null) compressed.set(entry, bytes);
  }
  return compressed;
}

/** A directory more or less is lost in what the estimate is off by anyway. */
function hasKnownFiles({ bytes, tarBytes }: PlannedLayer): boolean {
  return bytes.kind === "exact" && tarBytes.kind !== "unknown";
}

/** Null when there is no telling. */
async function compressLayer(layer: PlannedLayer, onProgress: (bytes: number) => void): Promise<number | null> {
  try {
    return await compressedBytes(withoutArchives(layer.entries()), { onProgress });
  } catch (error) {
    if (error instanceof UnknownFilesError) return null;
    if (error instanceof UnreadableFileError) throw new UsageError(error.message);
    throw error;
  }
}

/**
 * Each file of an archive is found by reading the archive from its start: too long for as many as archives have.
 *
 * @throws UnknownFilesError for a layer that has files of an archive
 */
function* withoutArchives(entries: Iterable<LayerEntry>): Generator<LayerEntry> {
  for (const entry of entries) {
    if (entry.file.origin.tree instanceof ArchiveTree)
      throw new UnknownFilesError("the archive is not compressed anew");
    yield entry;
  }
}
