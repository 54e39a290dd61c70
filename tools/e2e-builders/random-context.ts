/** Build contexts drawn by lot: trees with the names, modes, links and archives that builders stumble over. */
import type {
  ArchiveEntry,
  ArchiveFormat,
  ContextEntry,
  DirectoryEntry,
  FileEntry,
  LinkEntry,
  PipeEntry,
} from "./context-entries.ts";
import type { Random } from "./random.ts";

/** What is in a context, by what a Dockerfile may do with it: what cannot be asked for by name is only among the entries. */
export interface RandomContext {
  readonly entries: readonly ContextEntry[];
  readonly files: readonly string[];
  /** The root of the context is not among them. */
  readonly directories: readonly string[];
  readonly symlinks: readonly string[];
  readonly archives: readonly string[];
}

const fileNames = [
  ...["a.txt", "b.txt", "c.md", "main.js", "index.html", "package.json", "Makefile", ".hidden", "data.bin", "run.sh"],
  ...["with space.txt", "größe.txt", "日本語.md", "x[1].txt", "UPPER.TXT", "no-extension", "tab\there", "per%cent"],
  `${"long-name-".repeat(12)}.txt`,
  `${"l".repeat(95)}.bin`,
  "n".repeat(255),
];
const directoryNames = ["src", "lib", "docs", "test", "node_modules", ".git", "two words", "ordner-ü", "d".repeat(60)];
/** The name of links to directories: in an image a destination may lead through one. */
export const directoryLink = "directory-link";
const fileModes = ["0644", "0644", "0644", "0600", "0755", "0444", "0400", "0777", "4755", "2755", "0000"];
const directoryModes = ["0755", "0755", "0755", "0700", "0777", "1777", "2755", "0555"];
/** Around the block sizes of tar (512) and of file systems (4096). */
const sizes = [0, 1, 100, 511, 512, 513, 1024, 4095, 4096, 4097, 5000, 20_000, 70_001];
const mebibyte = 1024 * 1024;
const deepest = 4;

/**
 * Draws a tree.
 *
 * @param formats the kinds of archives that can be made
 */
export function randomContext(random: Random, formats: readonly ArchiveFormat[]): RandomContext {
  const directories = randomDirectories(
    random,
    random.weighted([
      [1, 0],
      [4, 3],
      [2, 8],
    ] as const),
  );
  const places = ["", ...directories.map(({ path }) => path)];
  const taken = new Set(places);
  const free = (names: readonly string[]): string | null => {
    const parent = random.pick(places);
    const path = join(parent, random.pick(names));
    return taken.has(path) ? null : (taken.add(path), path);
  };
  const some = <T>(count: number, names: readonly string[], make: (path: string) => T): T[] =>
    random.times(count, () => free(names)).flatMap((path) => (path === null ? [] : [make(path)]));

  taken.add("app.txt");
  const files = [
    randomFile(random, "app.txt"),
    ...some(random.between(0, 13), fileNames, (path) => randomFile(random, path)),
  ];
  const paths = files.map(({ path }) => path);
  const hardlinks = some(random.pick([0, 0, 0, 1, 3]), ["hard-one", "hard-two", "zz.txt"], (path): LinkEntry => {
    return { kind: "hardlink", path, to: random.pick(paths) };
  });
  const link = (path: string, target: string): LinkEntry => ({ kind: "symlink", path, to: relativeTo(path, target) });
  const symlinks = [
    ...some(random.pick([0, 0, 1, 2]), ["link", "link.txt", "other-link"], (path) =>
      link(path, random.chance(0.9) ? random.pick(paths) : "nowhere"),
    ),
    ...some(random.pick([0, 0, 1]), [directoryLink], (path) => link(path, random.pick(places) || ".")),
  ];
  const archives = some(random.pick([0, 0, 1, 2]), ["one.tar", "two.tgz", "vendor.archive"], (path): ArchiveEntry => {
    return { kind: "archive", path, format: random.pick(formats), entries: randomArchiveContent(random) };
  });
  const pipes = some(random.chance(0.05) ? 1 : 0, ["pipe"], (path): PipeEntry => ({ kind: "pipe", path }));
  return {
    entries: [...directories, ...files, ...hardlinks, ...symlinks, ...archives, ...pipes],
    files: nameable([...files, ...hardlinks]),
    directories: nameable(directories),
    symlinks: nameable(symlinks),
    archives: nameable(archives),
  };
}

function randomDirectories(random: Random, count: number): DirectoryEntry[] {
  const paths = new Set<string>();
  for (let left = count; left > 0; left--) {
    const parents = ["", ...paths].filter((path) => path.split("/").length < deepest);
    paths.add(join(random.pick(parents), random.pick(directoryNames)));
  }
  return [...paths].map((path) => ({ kind: "directory", path, mode: random.pick(directoryModes) }));
}

function randomFile(random: Random, path: string): FileEntry {
  const common = { kind: "file", path, mode: random.pick(fileModes), ...randomTime(random) } as const;
  if (random.chance(0.05)) return { ...common, bytes: random.pick([mebibyte, 3 * mebibyte + 1]), sparse: true };
  if (random.chance(0.1)) return { ...common, text: "not random\n" };
  return { ...common, bytes: random.chance(0.8) ? random.pick(sizes) : random.between(0, 100_000) };
}

function randomTime(random: Random): { mtime?: number } {
  return random.chance(0.2) ? { mtime: random.pick([0, 1, 1_000_000_000, 1_700_000_000.5, 4_000_000_000]) } : {};
}

function randomArchiveContent(random: Random): ArchiveEntry["entries"] {
  const files = random.times(random.between(0, 4), (index): FileEntry => {
    const path = `${random.pick(["", "in/", "in/deep/", "other/"])}file-${index}${random.pick(["", ".txt", "-ü", "-".repeat(99)])}`;
    return { kind: "file", path, bytes: random.pick(sizes), mode: random.pick(["0644", "0755", "0600"]) };
  });
  const folders: DirectoryEntry[] = random.chance(0.5) ? [{ kind: "directory", path: "in", mode: "0750" }] : [];
  const [first] = files;
  const links: LinkEntry[] = [];
  if (first !== undefined && random.chance(0.3)) links.push({ kind: "hardlink", path: "in-hard", to: first.path });
  if (first !== undefined && random.chance(0.3)) links.push({ kind: "symlink", path: "in-link", to: first.path });
  return [...folders, ...files, ...links];
}

/**
 * The daemon of Debian 13 sends names in a header that takes only printable ASCII, and takes `a/.git` for a repository:
 * other versions do not, and neither does the planner.
 */
function nameable(entries: readonly ContextEntry[]): string[] {
  return entries.map(({ path }) => path).filter((path) => /^[ -~]+$/.test(path) && !path.endsWith("/.git"));
}

function join(parent: string, name: string): string {
  return parent === "" ? name : `${parent}/${name}`;
}

/** The text of a symbolic link at `path` that leads to `target`, both counted from the context. */
function relativeTo(path: string, target: string): string {
  return "../".repeat(path.split("/").length - 1) + target;
}
