/** FILE NAME -> whether a walk lints it. Files named on the command line are linted whatever their name. */

export type NameKind =
  /** A Dockerfile by its name. */
  | "dockerfile"
  /** May be one: its first lines decide. */
  | "ambiguous"
  /** Becomes a Dockerfile when something fills it in. */
  | "template"
  /** A Dockerfile name with the extension of a programming language: `dockerfile.go` is Go source. */
  | "source"
  /** Something else, or known to be no Dockerfile (`Dockerfile.dockerignore`, `Dockerfile.md`). */
  | "other";

/**
 * The kind of a file by its base name: `Dockerfile`, `Dockerfile.dev`, `dev.dockerfile`, `Containerfile`, in any case.
 */
export function classifyName(name: string): NameKind {
  const lower = name.toLowerCase();
  const extension = /\.([^.]+)$/.exec(lower)?.[1] ?? "";
  if (templateExtensions.has(extension)) {
    return isDockerfileName(lower.slice(0, -extension.length - 1)) ? "template" : "other";
  }
  if (!isDockerfileName(lower) || neverExtensions.has(extension) || lower.endsWith("~")) return "other";
  if (sourceExtensions.has(extension)) return "source";
  return /^(dockerfile|containerfile)[-_]/.test(lower) && !hasOwnExtension(lower) ? "ambiguous" : "dockerfile";
}

function isDockerfileName(lower: string): boolean {
  return /^(dockerfile|containerfile)([._-].+)?$/.test(lower) || hasOwnExtension(lower);
}

function hasOwnExtension(lower: string): boolean {
  return /\.(dockerfile|containerfile)$/.test(lower);
}

/** Texts about Dockerfiles, and what editors, merges and locks leave behind. */
const neverExtensions = new Set("dockerignore containerignore md txt rst orig rej bak swp lock".split(" "));

const templateExtensions = new Set(
  "tmpl tpl gotmpl template j2 jinja jinja2 m4 in erb ejs mustache hbs handlebars liquid njk twig mako".split(" "),
);

const sourceExtensions = new Set(
  (
    "js mjs cjs jsx ts mts cts tsx py pyi rb go rs java kt kts scala groovy c h cc cpp cxx hpp cs fs php pl pm lua " +
    "swift dart ex exs erl hs clj r jl sh bash zsh fish ps1 psm1 bat cmd json jsonc yaml yml toml xml html css scss ini"
  ).split(" "),
);

/**
 * True when a text begins like a Dockerfile: a `syntax=` directive, or FROM or ARG as its first instruction.
 *
 * @param head the first lines of a file
 */
export function looksLikeDockerfile(head: string): boolean {
  for (const line of head.replace(/^\uFEFF/, "").split(/\r?\n/)) {
    const text = line.trim();
    if (/^#\s*syntax\s*=/i.test(text)) return true;
    if (text === "" || text.startsWith("#")) continue;
    return /^(ARG\s+[A-Za-z_]\w*(=.*)?|FROM\s+(--platform=\S+\s+)?\S+(\s+AS\s+\S+)?)\s*\\?$/i.test(text);
  }
  return false;
}
