/** Random sources of COPY and ADD. */
import type { RandomContext } from "./random-context.ts";
import type { Random } from "./random.ts";

export interface Sources {
  readonly words: readonly string[];
  /** True when it is certain that one file is copied. */
  readonly isOneFile: boolean;
}

/** False for a pattern: whether it fits anything is found out by those who are tested here. */
export function isCertain({ words }: Sources): boolean {
  return !words.some((word) => /[*?[]/.test(word));
}

/** What COPY and ADD take from the context: nearly always something that is there. */
export function randomSources(random: Random, context: RandomContext): Sources {
  const kind = random.weighted([
    [4, "file"],
    [2, "files"],
    [context.directories.length > 0 ? 3 : 0, "directory"],
    [2, "all"],
    [3, "pattern"],
    [context.symlinks.length > 0 ? 0.7 : 0, "symlink"],
    [0.1, "missing"],
  ] as const);
  switch (kind) {
    case "file": {
      // A name with brackets is a pattern that does not fit itself: nothing is copied.
      const word = spell(random, random.pick(context.files));
      return { words: [word], isOneFile: !word.includes("[") };
    }
    case "files":
      return {
        words: random.sample([...context.files, ...context.directories], random.between(2, 4)),
        isOneFile: false,
      };
    case "directory":
      return {
        words: [spell(random, random.pick(context.directories)) + random.pick(["", "/", "/."])],
        isOneFile: false,
      };
    case "all":
      return { words: [random.pick([".", "./", "/", "*"])], isOneFile: false };
    case "pattern":
      return { words: random.times(random.pick([1, 1, 2]), () => pattern(random, context)), isOneFile: false };
    case "symlink":
      return { words: [random.pick(context.symlinks)], isOneFile: false };
    case "missing":
      return { words: [random.pick(["missing.txt", "missing/", "src/missing", "../outside.txt"])], isOneFile: true };
  }
}

/** The same path in other words. */
function spell(random: Random, path: string): string {
  // The daemon of Debian 13 takes `./.git` for a repository.
  if (path.endsWith(".git")) return path;
  return random.weighted([
    [6, path],
    [1, `./${path}`],
    [1, `/${path}`],
    [0.5, `./x/../${path}`],
  ]);
}

/** A pattern that fits a file of the context, mostly. */
function pattern(random: Random, { files, directories }: RandomContext): string {
  const parts = random.pick([...files, ...directories]).split("/");
  const changed = random.between(0, parts.length - 1);
  return parts.map((part, index) => (index === changed ? loosen(random, part) : part)).join("/");
}

function loosen(random: Random, name: string): string {
  const dot = name.lastIndexOf(".");
  const extension = dot > 0 ? name.slice(dot) : "";
  return random.pick(["*", `*${extension}`, `?${name.slice(1)}`, `[a-z]*`, `[^a]*`, `${name.slice(0, 2)}*`]);
}
