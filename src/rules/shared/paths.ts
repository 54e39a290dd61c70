/** Paths inside the image, as text. */

/** Stands for a working directory that only the base image knows. */
export const unknownWorkdir = "/(working directory)";

/** A part of a path that is empty, `.` or `..`. */
const unclean = /\/\.{0,2}(?:\/|$)/;

/** Joins and normalises as the file system of the image would: `/app` and `../x/./y` give `/x/y`. */
export function joinPath(directory: string, path: string): string {
  if (path.startsWith("/") && !unclean.test(path)) return path;
  const parts: string[] = [];
  for (const part of (path.startsWith("/") ? path : `${directory}/${path}`).split("/")) {
    if (part === "" || part === ".") continue;
    if (part === "..") parts.pop();
    else parts.push(part);
  }
  return `/${parts.join("/")}`;
}

/** Without slashes at the end; `/` stays. */
export function trimSlash(path: string): string {
  return path.length > 1 && path.endsWith("/") ? path.replace(/\/+$/, "") || "/" : path;
}

/** The last part: `b.txt` of `/a/b.txt`. */
export function baseName(path: string): string {
  const trimmed = trimSlash(path);
  return trimmed.slice(trimmed.lastIndexOf("/") + 1);
}

/** True when `path` is `directory` or lies below it. */
export function isInside(path: string, directory: string): boolean {
  return path === directory || directory === "/" || path.startsWith(`${directory}/`);
}

/** Writes the ways to name a home directory (`$HOME`, `/root`, `/home/x`) as `~`. */
export function normalHome(path: string): string {
  if (!path.startsWith("$") && !path.startsWith("/root") && !path.startsWith("/home/")) return path;
  return path.replace(/^(?:\$HOME|\$\{HOME\}|\/root|\/home\/[^/]+)(?=\/|$)/, "~");
}

/** True when the text holds a glob character. */
export function hasGlob(text: string): boolean {
  return /[*?[]/.test(text);
}

/** True when a shell glob matches the whole path: `*` and `?` stay within one part of it. */
export function globMatches(glob: string, path: string): boolean {
  const plain = glob.search(/[*?[]/);
  if (plain < 0) return glob === path;
  // Most globs lie elsewhere; making a matcher is dear.
  return path.startsWith(glob.slice(0, plain)) && globToRegExp(glob).test(path);
}

/** A matcher of paths for a shell glob. */
function globToRegExp(glob: string): RegExp {
  const source = glob
    .replace(/[.+^${}()|\\]/g, "\\$&")
    .replaceAll("*", "[^/]*")
    .replaceAll("?", "[^/]");
  try {
    return new RegExp(`^${source}$`);
  } catch {
    // An odd bracket expression: only the very text matches.
    return new RegExp(`^${glob.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}$`);
  }
}

/** `{a,b}` as bash expands it; nested and unbalanced braces are left alone. */
export function expandBraces(text: string): string[] {
  if (!text.includes("{")) return [text];
  const match = /^(.*?)\{([^{}]*,[^{}]*)\}(.*)$/s.exec(text);
  if (!match || match[1]?.endsWith("$")) return [text];
  const [, before = "", list = "", after = ""] = match;
  return list.split(",").flatMap((item) => expandBraces(before + item + after));
}
