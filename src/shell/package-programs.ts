/** Which package manager a command calls. */
import { readFlags } from "./flags.ts";
import { ManagerSyntax } from "./manager-syntax.ts";
import type { ShellCommand, ShellWord } from "./nodes.ts";
import { packageManagers } from "./package-managers.ts";

export interface Launch {
  readonly manager: ManagerSyntax;
  /** How it is called, without directory: `pip3`, `python3 -m pip`, `uv pip`. */
  readonly program: string;
  /** Index of the first argument that is for the package manager. */
  readonly first: number;
}

/** False for a command that is certainly none: cheaper to ask than to read it. */
export function mayBePackageCall({ name, nameWord }: ShellCommand): boolean {
  if (name === null) return nameWord !== null && versionedName(nameWord) !== null;
  const { firstWords } = (programs ??= indexPrograms());
  return firstWords.has(name) || (mayHaveVersion(name) && firstWords.has(withoutVersion(name)));
}

/** Null when the command calls no known package manager. */
export function findManager({ name: ownName, nameWord, args }: ShellCommand): Launch | null {
  const name = ownName ?? versionedName(nameWord);
  if (name === null) return null;
  const plain = withoutVersion(name);
  if (plain === "python") return findModule(name, args);
  const second = args[0]?.value;
  const through = second === undefined ? undefined : lookUpBehind(plain, second);
  if (through) return { manager: through, program: `${name} ${second}`, first: 1 };
  const own = lookUp(name);
  return own ? { manager: own, program: name, first: 0 } : null;
}

/** `python${VERSION}` and `pip$V` are python and pip in some version. */
function versionedName(word: ShellWord | null): string | null {
  return /(?:^|\/)((?:python|pip)\$\{?\w+\}?)$/.exec(word?.value ?? "")?.[1] ?? null;
}

/** `python3 -m pip`: any package manager may be a module. */
function findModule(python: string, args: readonly ShellWord[]): Launch | null {
  let index = 0;
  for (;;) {
    const read = readFlags(args, index, { valueFlags: "-m -W -X -c" });
    if (!read) return null;
    index = read.next;
    const module = read.flags.find((flag) => flag.name === "-m");
    if (!module) continue;
    const name = typeof module.value === "string" ? module.value : (module.value?.value ?? "");
    const manager = lookUp(name);
    return manager ? { manager, program: `${python} -m ${name}`, first: index } : null;
  }
}

interface Programs {
  readonly managers: ReadonlyMap<string, ManagerSyntax>;
  /** What a call may begin with: `npm`, the `uv` of `uv pip`, the `python` of `python -m pip`. */
  readonly firstWords: ReadonlySet<string>;
  /** The `uv` of `uv pip`. */
  readonly launchers: ReadonlySet<string>;
}

let programs: Programs | undefined;

function indexPrograms(): Programs {
  const managers = new Map<string, ManagerSyntax>();
  const firstWords = new Set(["python"]);
  const launchers = new Set<string>();
  for (const facts of packageManagers) {
    const manager = new ManagerSyntax(facts);
    for (const program of facts.programs) {
      const [first = "", second] = program.split(" ");
      managers.set(program, manager);
      firstWords.add(first);
      if (second !== undefined) launchers.add(first);
    }
  }
  return { managers, firstWords, launchers };
}

function lookUp(program: string): ManagerSyntax | undefined {
  const { managers } = (programs ??= indexPrograms());
  return managers.get(program) ?? managers.get(withoutVersion(program));
}

/** A package manager that is called through another program. */
function lookUpBehind(launcher: string, program: string): ManagerSyntax | undefined {
  const { launchers } = (programs ??= indexPrograms());
  return launchers.has(launcher) ? lookUp(`${launcher} ${program}`) : undefined;
}

/** `pip3.11` -> `pip`, `dnf5` -> `dnf`, `pip$V` -> `pip`. */
function withoutVersion(program: string): string {
  return mayHaveVersion(program) ? program.replace(/(-?\d[\d.]*|\$\{?\w+\}?)$/, "") : program;
}

/** Most names have none, which shows at their end. */
function mayHaveVersion(program: string): boolean {
  const last = program.at(-1) ?? "";
  return (last >= "0" && last <= "9") || last === "." || program.includes("$");
}
