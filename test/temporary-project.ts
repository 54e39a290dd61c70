/** Folders of files for tests that need a real file system. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const folders: string[] = [];

/** A symbolic link among the files of `createProject`. */
interface Link {
  readonly link: string;
}

/**
 * Writes files into a new folder, removed after the tests of the file.
 *
 * @param files text, bytes or a link by path; a path that ends in `/` is a folder. An object is written as JSON
 * @returns the folder's absolute path
 */
export function createProject(files: Readonly<Record<string, string | Uint8Array | object>>): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "stratalint-")));
  folders.push(root);
  for (const [name, content] of Object.entries(files)) {
    const path = join(root, name);
    mkdirSync(name.endsWith("/") ? path : dirname(path), { recursive: true });
    if (name.endsWith("/")) continue;
    if (typeof content === "string" || content instanceof Uint8Array) writeFileSync(path, content);
    else if ("link" in content) symlinkSync((content as Link).link, path);
    else writeFileSync(path, JSON.stringify(content));
  }
  return root;
}

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});
