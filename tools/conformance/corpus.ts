/** The real Dockerfiles of the conformance data. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { readTar } from "./tar.ts";

export interface CorpusFile {
  readonly id: string;
  readonly text: string;
}

/** @param directory the conformance data */
export async function readCorpus(directory: string): Promise<CorpusFile[]> {
  const entries = await readTar(gunzipSync(readFileSync(join(directory, "corpus/dev.tar.gz"))));
  const prefix = "dev/files/";
  return entries
    .filter((entry) => entry.name.startsWith(prefix) && entry.type === "file")
    .map((entry) => ({ id: entry.name.slice(prefix.length), text: entry.content.toString("utf8") }));
}
