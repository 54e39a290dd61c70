/** Archives that ADD unpacks: told by their content, never by their name (BuildKit's solver/llbsolver/file `isArchivePath`). */
import { ArchiveTree } from "./archive-tree.ts";
import type { ByteReader } from "./byte-reader.ts";
import { decompress } from "./decompress.ts";
import { isTarHeader } from "./read-tar.ts";
import type { FileOrigin, FileTree } from "./file-tree.ts";

/**
 * Opens an archive. Its content is read once, to find what is in it; what the files in it hold is read again when it is asked for.
 *
 * @returns null for a file that is no archive: it is copied as it is
 * @throws UnreadableFileError when the archive is damaged or in a format that cannot be read here
 */
export function openArchive(file: FileOrigin): FileTree | null {
  const open = (): ByteReader => decompress(file.chunks());
  const content = open();
  return isTarHeader(content) ? new ArchiveTree(content, open) : null;
}
