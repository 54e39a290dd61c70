/** The few file operations of the configuration search, so that tests can stand in for them. */
import { lstatSync, readFileSync } from "node:fs";

export interface ConfigFileSystem {
  /** True for anything of that name: also a folder, and a symbolic link that leads nowhere. */
  exists(path: string): boolean;
  /** @throws a Node.js system error */
  readText(path: string): string;
}

export const nodeFileSystem: ConfigFileSystem = {
  exists: (path) => entryExists(path),
  readText: (path) => readFileSync(path, "utf8"),
};

function entryExists(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    // A parent that may not be entered, or is a file: whatever is behind it is not for us.
    return false;
  }
}
