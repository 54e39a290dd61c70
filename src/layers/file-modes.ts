/** What `--chmod` and chmod(1) make of a mode. */
import type { FileType } from "../context/file-tree.ts";

const permissions: Readonly<Record<string, number>> = { r: 0o444, w: 0o222, x: 0o111 };
const holders: Readonly<Record<string, number>> = { u: 0o4700, g: 0o2070, o: 0o1007, a: 0o7777 };

/**
 * The change that a mode asks for.
 *
 * @param text an octal number or clauses such as `u=rwX,go-w`; it must be well-formed
 */
export function chmod(text: string): (mode: number, type: FileType) => number {
  if (/^[0-7]+$/.test(text)) return () => Number.parseInt(text, 8);
  const clauses = text.split(",");
  return (mode, type) => clauses.reduce((changed, clause) => applyClause(changed, type, clause), mode);
}

function applyClause(mode: number, type: FileType, clause: string): number {
  const who = /^[augo]*/.exec(clause)?.[0] ?? "";
  const holder = Array.from(who || "a").reduce((bits, name) => bits | (holders[name] ?? 0), 0);
  let changed = mode;
  for (const [, operator, letters = ""] of clause.slice(who.length).matchAll(/([-+=])([rstwXxugo]*)/g)) {
    const bits = Array.from(letters).reduce((all, letter) => all | bitsOf(letter, changed, type), 0) & holder;
    if (operator === "+") changed |= bits;
    else if (operator === "-") changed &= ~bits;
    else changed = (changed & ~(holder & 0o777)) | bits;
  }
  return changed;
}

/** For all holders; the clause says whose they are. */
function bitsOf(letter: string, mode: number, type: FileType): number {
  if (letter === "X") return type === "directory" || (mode & 0o111) !== 0 ? 0o111 : 0;
  if (letter === "s") return 0o6000;
  if (letter === "t") return 0o1000;
  if (letter === "u") return spread(mode >> 6);
  if (letter === "g") return spread(mode >> 3);
  if (letter === "o") return spread(mode);
  return permissions[letter] ?? 0;
}

function spread(mode: number): number {
  const bits = mode & 0o7;
  return bits * 0o111;
}
