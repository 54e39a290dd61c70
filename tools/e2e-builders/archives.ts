/** Archives for ADD to unpack. */
import { spawnSync } from "node:child_process";
import { gzipSync } from "node:zlib";
import { pack, type Header, type Pack } from "tar-stream";
import { archiveFormats, defaultTime, fileContent, type ArchiveEntry, type ArchiveFormat } from "./context-entries.ts";

const compressors: Readonly<Partial<Record<ArchiveFormat, string>>> = {
  "tar.bz2": "bzip2",
  "tar.xz": "xz",
  "tar.zst": "zstd",
};

/**
 * A tar archive, compressed or not.
 *
 * @throws Error when the program that compresses is not there
 */
export async function packArchive(entries: ArchiveEntry["entries"], format: ArchiveFormat): Promise<Buffer> {
  const tar = await packTar(entries);
  if (format === "tar") return tar;
  if (format === "tar.gz") return gzipSync(tar);
  const program = compressors[format]!;
  const { error, status, stdout } = spawnSync(program, ["-c"], { input: tar, maxBuffer: 2 ** 30 });
  if (error !== undefined || status !== 0) throw new Error(`${program} did not compress an archive (is it installed?)`);
  return stdout;
}

/** The formats that can be made here. */
export function availableFormats(): ArchiveFormat[] {
  const isThere = (program: string): boolean => spawnSync(program, ["--help"]).error === undefined;
  return archiveFormats.filter((format) => compressors[format] === undefined || isThere(compressors[format]));
}

async function packTar(entries: ArchiveEntry["entries"]): Promise<Buffer> {
  const packer = pack();
  for (const entry of entries)
    packer.entry(headerOf(entry), entry.kind === "file" ? fileContent(entry) : Buffer.alloc(0));
  return bytesOf(packer);
}

/** Ends an archive. */
export async function bytesOf(packer: Pack): Promise<Buffer> {
  packer.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of packer) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

type PartialHeader = Partial<Header> & Pick<Header, "name">;

function headerOf(entry: ArchiveEntry["entries"][number]): PartialHeader {
  const common = { name: entry.path, mtime: new Date(defaultTime * 1000), uid: 0, gid: 0 };
  const mode = (otherwise: string): number => Number.parseInt(("mode" in entry && entry.mode) || otherwise, 8);
  switch (entry.kind) {
    case "directory":
      return { ...common, type: "directory", mode: mode("0755") };
    case "symlink":
      return { ...common, type: "symlink", linkname: entry.to, mode: 0o777 };
    case "hardlink":
      return { ...common, type: "link", linkname: entry.to, mode: 0o644 };
    case "file":
      return { ...common, type: "file", mode: mode("0644") };
  }
}
