/** Whether a package word names a version. */
import type { ShellWord } from "./nodes.ts";
import type { PackageCall } from "./package-call.ts";
import type { PinSyntax } from "./package-facts.ts";

export type Pin = "pinned" | "unpinned" | "unknown";

/** Stands for an expansion, whose text is not known. */
const filled = "\u0000";

/**
 * Whether `word` fixes the version of the package it names: by the manager's own syntax, a range included, or because
 * it is a local path, a package file or a repository address with a revision. A version that is a variable
 * (`curl=$V`) counts; `unknown` where an expansion may hold name and version alike, or versions make no sense.
 *
 * @param word one of `call.packages`
 */
export function isPinned(call: PackageCall, word: ShellWord): Pin {
  const { pins } = call.facts;
  if (!pins || pins.notFor?.includes(call.verbs)) return "unknown";
  if (pins.flags && call.hasFlag(...pins.flags)) return "pinned";
  if (call.verbs === "module install") return pinOfText(withExpansionsFilled(word), { operators: [":"] });
  return pinOfText(withExpansionsFilled(word), pins);
}

function pinOfText(text: string, pins: PinSyntax): Pin {
  if (isLocal(text) || pins.files?.some((end) => text.endsWith(end))) return "pinned";
  // apk's conflicts and the groups of yum and dnf are no packages.
  if (text.startsWith("!") || (pins.dashed && text.startsWith("@"))) return "unknown";
  const address = addressOf(text, pins);
  if (address !== null) return pinOfAddress(address, pins);
  // No Python package has a slash in its name: it is a directory.
  if (pins.revision === "@" && text.includes("/")) return "pinned";
  const version = versionOf(text, pins);
  if (version !== null) return pinOfVersion(version, pins);
  if (pins.dashed && hasDashedVersion(text)) return "pinned";
  // `perl(Time::HiRes)` is a capability, which several packages may have.
  return text.includes(filled) || text.includes("(") ? "unknown" : "unpinned";
}

/** `.`, `./x`, `../x`, `/x`, `~/x`, `.[dev]`, `file:x`. */
function isLocal(text: string): boolean {
  return /^(\.{1,2}($|[/[])|\/|~\/|(file|link|workspace|portal|patch):)/.test(text);
}

/** A repository or archive address, alone or behind `name @ `; null when the word is none. */
function addressOf(text: string, pins: PinSyntax): string | null {
  const address = /^[\w.[\],-]+\s*@\s*(?=[\w+]+:\/\/)/.test(text) ? text.slice(text.indexOf("@") + 1).trim() : text;
  if (/^[\w+.-]+:\/\/|^git@|^(github|gitlab|bitbucket|gist):/.test(address)) return address;
  if (pins.shorthand && /^[^@/:\s]+\/[^@/:\s]+$/.test(address)) return address;
  return null;
}

function pinOfAddress(address: string, pins: PinSyntax): Pin {
  // A plain download is one file; only a repository has revisions.
  const repository = !/^https?:\/\//.test(address) || /\.git(#|$)/.test(address);
  if (!repository) return "pinned";
  const path = address.replace(/^[\w+.-]+:\/\/([^@/]*@)?|^git@/, "");
  const pinned =
    pins.revision === "#" ? /#./.test(path) : pins.revision === "@" && /@[^/#]/.test(path.split("#")[0] ?? "");
  if (pinned) return "pinned";
  return address.includes(filled) ? "unknown" : "unpinned";
}

/** What stands behind the first operator; null when there is none. The scope of `@scope/name` is no operator. */
function versionOf(text: string, pins: PinSyntax): string | null {
  const requirement = pins.operators.includes("==") ? (text.split(";")[0] ?? text) : text;
  let start = -1;
  for (const operator of pins.operators) {
    const at = requirement.indexOf(operator, 1);
    if (at > 0 && (start < 0 || at < start)) start = at;
  }
  if (start < 0) return null;
  const operators = pins.operators.join("");
  let end = start;
  while (end < requirement.length && operators.includes(requirement[end] ?? "")) end++;
  return requirement.slice(end).trim();
}

function pinOfVersion(version: string, pins: PinSyntax): Pin {
  if (version === "" || pins.floating?.includes(version)) return "unpinned";
  if (pins.versions !== "range") return "pinned";
  if (isLocal(version)) return "pinned";
  if (version.startsWith("npm:")) return pinOfText(version.slice("npm:".length), pins);
  const address = addressOf(version, pins);
  if (address !== null) return pinOfAddress(address, pins);
  return /^[\s^~<>=v]*[\d\u0000]/.test(version) ? "pinned" : "unpinned";
}

/** `name-1.2`, `name-1:1.2-3.el9.x86_64`, `name-$V`: the last part or the two last start with a number. */
function hasDashedVersion(text: string): boolean {
  return /^.+-[\d\u0000][^-]*$/.test(text);
}

/** The word's value with every expansion replaced by one character that no name or version has. */
function withExpansionsFilled(word: ShellWord): string {
  if (word.literal) return word.value;
  let text = "";
  for (let index = 0; index < word.value.length;) {
    const end = expansionEnd(word.value, index);
    text += end > index ? filled : (word.value[index] ?? "");
    index = Math.max(end, index + 1);
  }
  return text;
}

/** Offset behind the expansion that starts at `start`; `start` itself when none does. */
function expansionEnd(value: string, start: number): number {
  const rest = value.slice(start);
  if (rest.startsWith("`")) return value.indexOf("`", start + 1) + 1 || value.length;
  const simple = /^\$(\w+|[@*#?!$-])/.exec(rest);
  if (simple) return start + simple[0].length;
  if (!rest.startsWith("${") && !rest.startsWith("$(")) return start;
  let depth = 0;
  for (let index = start + 1; index < value.length; index++) {
    if ("{(".includes(value[index] ?? "")) depth++;
    else if ("})".includes(value[index] ?? "") && --depth === 0) return index + 1;
  }
  return value.length;
}
