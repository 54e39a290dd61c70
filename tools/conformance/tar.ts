/** Tar archives of the conformance data, whole in memory. */
import { extract, type Header } from "tar-stream";

export interface TarEntry {
  readonly name: string;
  readonly type: string;
  readonly content: Buffer;
  readonly header: Header;
}

export async function readTar(archive: Buffer): Promise<TarEntry[]> {
  const entries: TarEntry[] = [];
  const reader = extract();
  reader.end(archive);
  for await (const entry of reader) {
    const chunks: Buffer[] = [];
    for await (const chunk of entry) chunks.push(chunk as Buffer);
    const { header } = entry;
    entries.push({ name: header.name, type: header.type ?? "file", content: Buffer.concat(chunks), header });
  }
  return entries;
}
