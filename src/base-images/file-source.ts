/** FILE -> IMAGE SOURCE: which of the kinds it is, is told by what is in it. */
import { readFile, stat } from "node:fs/promises";
import { resolve } from "node:path";
import { nearestName } from "../config/nearest-name.ts";
import { describeSystemError } from "../config/system-error.ts";
import { UnreadableFileError } from "../context/unreadable-file.ts";
import { BaseImageError, BaseImageSourceError } from "./base-image-error.ts";
import { readDockerArchive } from "./docker-archive.ts";
import { readFactsFile } from "./facts-file.ts";
import { isoDate } from "./image-source.ts";
import type { ImageSource } from "./image-source.ts";
import { archiveStore, folderStore } from "./image-store.ts";
import type { ImageStore } from "./image-store.ts";
import { readOciLayout } from "./oci-layout.ts";

/** Bytes; a file of facts is text that somebody writes. */
const maxFactsBytes = 64 * 1024 * 1024;

const kinds = "an OCI layout folder, an archive of docker save or of an OCI layout, or a JSON file of facts";

/**
 * Opens a folder or file with images.
 *
 * @param path as the user wrote it, absolute or relative to `cwd`
 * @throws BaseImageSourceError when it is not there, cannot be read or is none of the kinds
 */
export async function openImageFile(path: string, cwd: string): Promise<ImageSource> {
  try {
    const absolute = resolve(cwd, path);
    const status = await stat(absolute);
    if (status.isCharacterDevice() || status.isBlockDevice()) throw new BaseImageError("it is a device, and no file");
    const asOf = isoDate(status.mtime);
    const source = status.isDirectory()
      ? await readOciLayout(folderStore(absolute), asOf)
      : ((await readFacts(absolute, status.size, asOf)) ?? (await readImages(archiveStore(absolute), asOf)));
    if (source) return source;
    throw new BaseImageError(`it is not ${kinds}`);
  } catch (error) {
    throw new BaseImageSourceError(`--base-images ${path}: ${reasonOf(error)}${hint(path, error)}`, { cause: error });
  }
}

async function readImages(store: ImageStore, asOf: string): Promise<ImageSource | null> {
  return (await readOciLayout(store, asOf)) ?? (await readDockerArchive(store, asOf));
}

/** Null when the file does not begin like JSON. */
async function readFacts(path: string, size: number, asOf: string): Promise<ImageSource | null> {
  if (size > maxFactsBytes) return null;
  const text = (await readFile(path, "utf8")).replace(/^\uFEFF/, "");
  if (!/^\s*[[{]/.test(text)) return null;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new BaseImageError(`it is not JSON: ${(error as SyntaxError).message}`, { cause: error });
  }
  return readFactsFile(value, asOf);
}

function reasonOf(error: unknown): string {
  if (error instanceof BaseImageError || error instanceof UnreadableFileError) return error.message;
  return describeSystemError(error);
}

/** A word that was meant to be the name of a source is taken for a file. */
function hint(path: string, error: unknown): string {
  if ((error as NodeJS.ErrnoException).code !== "ENOENT") return "";
  const near = nearestName(path, ["offline", "docker", "registry"]);
  return near === null ? "" : `; did you mean "${near}"?`;
}
