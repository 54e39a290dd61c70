/** Archives: which ADD unpacks by itself, and which commands unpack them. */
import type { ShellCommand } from "../../shell/nodes.ts";
import { baseName } from "./paths.ts";

/** What ADD unpacks: tar, plain or compressed with gzip, bzip2 or xz. */
const unpackedByAdd = /\.(?:tar|tar\.gz|tgz|tar\.bz2|tbz2?|tar\.xz|txz)$/i;

/** True when ADD of a local file of this name unpacks it (it looks at the content; the name tells what it is). */
export function isTarArchive(name: string): boolean {
  return unpackedByAdd.test(name);
}

/** The operand by which a `tar` command unpacks an archive of this base name; null when it does not. */
export function unpackedOperand(command: ShellCommand, archive: string): ShellCommand["args"][number] | null {
  if (command.name !== "tar") return null;
  const [first] = command.args;
  const extracts =
    (first !== undefined && /^-?[a-zA-Z]*x[a-zA-Z]*$/.test(first.value)) ||
    command.args.some(({ value }) => /^-[a-zA-Z]*x/.test(value) || value === "--extract" || value === "--get");
  if (!extracts) return null;
  return command.args.find(({ value }) => baseName(value.replace(/^--file=/, "")) === archive) ?? null;
}
