/** Sources of ADD and COPY that are no paths (dockerfile/dfgitutil, util/gitutil, util/sshutil). */
import { goQuote } from "../syntax/go-quote.ts";
import { parseBool } from "./go-values.ts";

export type RemoteSource =
  /** A path; `github` for `github.com/org/repo`, which counts as a repository where a checksum is given. */
  | { readonly kind: "path"; readonly github: boolean }
  | { readonly kind: "http" }
  | { readonly kind: "git"; readonly keepGitDir: boolean | null; readonly checksum: string | null }
  /** A git reference with a query that BuildKit rejects. */
  | { readonly kind: "error"; readonly message: string };

type Query = ReadonlyMap<string, readonly string[]>;

interface GitUrl {
  readonly ref: string;
  readonly subdir: string;
  readonly query: Query;
  /** `github.com/org/repo`: a path after all. */
  readonly looksLikePath: boolean;
}

/** @param source one source after expansion */
export function readSource(source: string): RemoteSource {
  const git = readGitUrl(source);
  if (git) {
    const read = readQuery(git);
    if ("error" in read) return { kind: "error", message: read.error };
    if (!git.looksLikePath) return { kind: "git", ...read };
  }
  return /^https?:\/\//.test(source) ? { kind: "http" } : { kind: "path", github: git !== null };
}

function readGitUrl(source: string): GitUrl | null {
  if (/^\.{1,2}\//.test(source)) return null;
  if (source.startsWith("github.com/")) {
    const [before, fragment] = cut(source, "#");
    const [path, query] = cut(before, "?");
    return unescape(path) === null ? null : gitUrl(fragment, parseQuery(query), true);
  }
  const protocol = /^([a-zA-Z0-9]+):\/\//.exec(source)?.[1]?.toLowerCase();
  if (protocol === undefined) return readScpUrl(source);
  if (!/^(?:https?|ssh|git)$/.test(protocol)) return null;

  const [before, fragment] = cut(source.slice(protocol.length + "://".length), "#");
  const [place, query] = cut(before, "?");
  const slash = place.indexOf("/");
  const [authority, escapedPath] = slash < 0 ? [place, ""] : [place.slice(0, slash), place.slice(slash)];
  const path = unescape(escapedPath);
  if (path === null || unescape(fragment) === null || !isAuthority(authority) || hasControls(source)) return null;
  if (protocol.startsWith("http") && !path.endsWith(".git")) return null;
  return gitUrl(unescape(fragment) ?? "", parseQuery(query), false);
}

/** `git@host:org/repo` */
function readScpUrl(source: string): GitUrl | null {
  const match = /^[a-zA-Z0-9-_]+@[a-zA-Z0-9-.]+:.*?(?:\?(.*?))?(?:#(.*))?$/.exec(source);
  if (!match) return null;
  const query = match[1] ?? "";
  // Here a query that cannot be read makes it a path.
  if (query.includes(";") || unescape(query) === null) return null;
  return gitUrl(match[2] ?? "", parseQuery(query), false);
}

function gitUrl(fragment: string, query: Query, looksLikePath: boolean): GitUrl {
  const [ref, subdir] = cut(fragment, ":");
  return { ref, subdir: subdir.replace(/^\/+/, ""), query, looksLikePath };
}

function readQuery({
  query,
  ref: fragmentRef,
  subdir,
}: GitUrl): { readonly keepGitDir: boolean | null; readonly checksum: string | null } | { readonly error: string } {
  let ref = fragmentRef;
  let keepGitDir: boolean | null = null;
  let checksum: string | null = null;
  let named: "tag" | "branch" | null = null;
  for (const [key, values] of query) {
    if (values.length > 1) return { error: `query ${goQuote(key)} has multiple values` };
    const value = values[0] ?? "";
    const isSwitch = key === "submodules" || key === "keep-git-dir" || key === "fetch-by-commit";
    if (value === "" && !isSwitch) return { error: `query ${goQuote(key)} has no value` };
    const on = value === "" ? true : parseBool(value);
    if (isSwitch && on === null) return { error: `invalid ${key} value: ${goQuote(value)}` };
    switch (key) {
      case "ref":
        if (ref !== "" && ref !== value) return { error: `ref conflicts: ${goQuote(ref)} vs ${goQuote(value)}` };
        ref = value;
        break;
      case "subdir":
        if (subdir !== "" && subdir !== value) {
          return { error: `subdir conflicts: ${goQuote(subdir)} vs ${goQuote(value)}` };
        }
        break;
      case "checksum":
      case "commit":
        checksum = value;
        break;
      case "keep-git-dir":
        keepGitDir = on;
        break;
      case "mtime":
        if (value !== "checkout" && value !== "commit") {
          return { error: `invalid mtime value: ${goQuote(value)} (must be "checkout" or "commit")` };
        }
        break;
      case "tag":
      case "branch":
      case "submodules":
      case "fetch-by-commit":
        break;
      default:
        return { error: `unexpected query ${goQuote(key)}` };
    }
  }
  for (const [key, prefix] of [
    ["tag", "refs/tags/"],
    ["branch", "refs/heads/"],
  ] as const) {
    const name = query.get(key)?.[0];
    if (name === undefined) continue;
    if (named !== null) return { error: "branch conflicts with tag" };
    const full = name.startsWith(prefix) ? name : prefix + name;
    if (ref !== "" && ref !== full) return { error: `ref conflicts: ${goQuote(ref)} vs ${goQuote(full)}` };
    ref = full;
    named = key;
  }
  return { keepGitDir, checksum };
}

/** Go's url.ParseQuery: pairs that cannot be read are left out. */
function parseQuery(text: string): Query {
  const query = new Map<string, string[]>();
  for (const pair of text.split("&")) {
    if (pair === "" || pair.includes(";")) continue;
    const [rawKey, rawValue] = cut(pair, "=");
    const key = unescape(rawKey.replaceAll("+", " "));
    const value = unescape(rawValue.replaceAll("+", " "));
    if (key === null || value === null) continue;
    const values = query.get(key);
    if (values) values.push(value);
    else query.set(key, [value]);
  }
  return query;
}

/** Null for an escape that is none, and for bytes that are no UTF-8. */
function unescape(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return null;
    throw error;
  }
}

/** Go refuses other characters in a host, and ports that are no numbers. */
function isAuthority(authority: string): boolean {
  const at = authority.lastIndexOf("@");
  if (at >= 0 && !/^[A-Za-z0-9\-._:~!$&'()*+,;=%@]*$/.test(authority.slice(0, at))) return false;
  const host = authority.slice(at + 1);
  if (!/^[A-Za-z0-9\-._~!$&'()*+,;=:[\]<>"\u0080-\uffff]*$/.test(host)) return false;
  return /^(?:\[[^\]]*\]|[^:[\]]*)(?::[0-9]*)?$/.test(host);
}

function hasControls(text: string): boolean {
  return /[\u0000-\u001f\u007f]/.test(text);
}

/** Before and behind the first separator. */
function cut(text: string, separator: string): readonly [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + separator.length)];
}
