/** Bytes of layers that are stored uncompressed. */
import type { BaseImageFacts } from "../knowledge/base-images.ts";

/**
 * Adds the bytes on disk, when they are known of all layers, to the image and to its history.
 *
 * @param layerBytes bytes of the files in each layer, bottom first
 */
export function withLayerBytes(facts: BaseImageFacts, layerBytes: readonly (number | null)[]): BaseImageFacts {
  const known = layerBytes.filter((bytes) => bytes !== null);
  if (known.length < facts.layers || known.length < layerBytes.length) return facts;
  const unpackedBytes = known.reduce((sum, bytes) => sum + bytes, 0);
  const { history } = facts;
  const makers = history?.filter(({ empty }) => empty === false) ?? [];
  if (!history || makers.length !== known.length) return { ...facts, unpackedBytes };
  const bytesOf = new Map(makers.map((entry, index) => [entry, known[index] ?? 0]));
  return {
    ...facts,
    unpackedBytes,
    history: history.map((entry) => ({ ...entry, bytes: bytesOf.get(entry) ?? 0 })),
  };
}
