/** Package-manager calls, read from the table of package managers. */
import { readFlags } from "./flags.ts";
import type { Flag } from "./flags.ts";
import type { ShellCommand, ShellWord } from "./nodes.ts";
import { packageManagers } from "./package-managers.ts";
import type { PackageAction, PackageManager } from "./package-facts.ts";

export type { PackageAction, PackageManager } from "./package-facts.ts";
export type PackageFlag = Flag;

/** One call of a package manager: `apt-get install -y curl`. */
export interface PackageCall {
  /** Family: `apt` for apt, apt-get and aptitude; `pip` for pip, pip3, `python3 -m pip`, `uv pip`... */
  readonly manager: string;
  /** How it is called, without directory: `apt-get`, `pip3`, `python3 -m pip`, `uv pip`. */
  readonly program: string;
  /** The table's entry. */
  readonly facts: PackageManager;
  readonly command: ShellCommand;
  /** The first verb; null when there is none or the verb is a flag (pacman). */
  readonly verb: ShellWord | null;
  /** All verbs as the table has them: `install`, `cache clean`; empty without a verb. */
  readonly verbs: string;
  readonly action: PackageAction;
  /** True when it fetches packages: `install`, `download`, and builds that fetch first (`cargo build`). */
  readonly fetches: boolean;
  /** Operands after the verb, values of flags left out. */
  readonly packages: readonly ShellWord[];
  readonly flags: readonly PackageFlag[];
  /**
   * True when one of the flags is given. `--name=value` asks for the value too, upper and lower case alike.
   *
   * @param names with their dashes
   */
  hasFlag(...names: string[]): boolean;
}

/** False for a command that is certainly none: cheaper to ask than to read it. */
export function mayBePackageCall({ name, nameWord }: ShellCommand): boolean {
  if (name === null) return nameWord !== null && versionedName(nameWord) !== null;
  const plain = withoutVersion(name);
  return plain === "python" || firstWords().has(plain) || firstWords().has(name);
}

/** Null when the command is no known package manager. */
export function readPackageCall(command: ShellCommand): PackageCall | null {
  const launch = findManager(command);
  if (!launch) return null;
  const { facts, program, first } = launch;
  const { flags, verb, verbs, packages } = readArguments(command.args, first, facts);
  const hasFlag = (...names: string[]): boolean => names.some((name) => flags.some((flag) => flagIs(flag, name)));
  const action = actionOf(facts, verbs, flags, packages);
  return {
    manager: facts.family,
    program,
    facts,
    command,
    verb,
    verbs,
    action,
    fetches: action === "install" || action === "download" || buildsFirst(facts, verbs, packages),
    packages,
    flags,
    hasFlag,
  };
}

/** True when it does not stop to ask. */
export function assumesYes(call: PackageCall): boolean {
  if (call.hasFlag(...(call.facts.assumeYes ?? []))) return true;
  return call.facts.quietTwiceAssumesYes === true && quietLevel(call) >= 2;
}

export function isQuiet(call: PackageCall): boolean {
  return quietLevel(call) > 0;
}

/** True when the call itself says to keep no cache; variables in front of it count, those of the image do not. */
export function skipsCache(call: PackageCall): boolean {
  if (call.hasFlag(...(call.facts.noCache ?? []))) return true;
  return call.command.assignments.some(
    ({ name, value }) => call.facts.noCacheVariables?.includes(name) && /^(1|true|yes|on)$/i.test(value?.value ?? ""),
  );
}

/** True when only what is needed gets installed: `--no-install-recommends`. */
export function skipsRecommends(call: PackageCall): boolean {
  return call.hasFlag(...(call.facts.noRecommends ?? []));
}

function quietLevel(call: PackageCall): number {
  return call.flags
    .filter((flag) => call.facts.quiet?.includes(flag.name))
    .reduce((level, flag) => level + (/^\d+$/.test(valueText(flag)) ? Number(valueText(flag)) : 1), 0);
}

interface Launch {
  readonly facts: PackageManager;
  readonly program: string;
  /** Index of the first argument that is for the package manager. */
  readonly first: number;
}

function findManager({ name: ownName, nameWord, args }: ShellCommand): Launch | null {
  const name = ownName ?? versionedName(nameWord);
  if (name === null) return null;
  const plain = withoutVersion(name);
  if (plain === "python") return findModule(name, args);
  const own = lookUp(name);
  const second = args[0]?.value;
  const through = second === undefined ? undefined : lookUp(`${plain} ${second}`);
  if (through) return { facts: through, program: `${name} ${second}`, first: 1 };
  return own ? { facts: own, program: name, first: 0 } : null;
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
    const facts = lookUp(valueText(module));
    return facts ? { facts, program: `${python} -m ${valueText(module)}`, first: index } : null;
  }
}

let byProgram: ReadonlyMap<string, PackageManager> | null = null;

let launchers: ReadonlySet<string> | null = null;

/** What a call may begin with: `npm`, the `python` of `python -m pip`. */
function firstWords(): ReadonlySet<string> {
  launchers ??= new Set(packageManagers.flatMap(({ programs }) => programs.map((name) => name.split(" ", 1)[0] ?? "")));
  return launchers;
}

function lookUp(program: string): PackageManager | undefined {
  byProgram ??= new Map(packageManagers.flatMap((facts) => facts.programs.map((name) => [name, facts] as const)));
  return byProgram.get(program) ?? byProgram.get(withoutVersion(program));
}

/** `pip3.11` -> `pip`, `dnf5` -> `dnf`, `pip$V` -> `pip`. */
function withoutVersion(program: string): string {
  return program.replace(/(-?\d[\d.]*|\$\{?\w+\}?)$/, "");
}

interface Arguments {
  readonly flags: readonly PackageFlag[];
  readonly verb: ShellWord | null;
  readonly verbs: string;
  readonly packages: readonly ShellWord[];
}

function readArguments(args: readonly ShellWord[], first: number, facts: PackageManager): Arguments {
  const flags: PackageFlag[] = [];
  const packages: ShellWord[] = [];
  const takesVerb = !facts.flagVerbs;
  let verb: ShellWord | null = null;
  let verbs = "";
  let flagsEnded = false;
  let index = first;
  for (let word = args[index]; word; word = args[index]) {
    const valueFlags = `${facts.valueFlags ?? ""} ${facts.verbValueFlags?.[verbs] ?? ""}`;
    const read = flagsEnded ? null : readFlags(args, index, { valueFlags, singleDash: facts.singleDash ?? false });
    if (read) {
      flags.push(...read.flags);
      index = read.next;
      continue;
    }
    index++;
    if (word.value === "--" && !flagsEnded) {
      if (facts.foreignAfterDashes) break;
      flagsEnded = true;
    } else if (takesVerb && verb === null) {
      // `cargo +nightly install`: a toolchain may come first.
      if (word.value.startsWith("+")) continue;
      verb = word;
      verbs = word.value;
    } else if (takesVerb && packages.length === 0 && continuesVerb(facts, `${verbs} ${word.value}`)) {
      verbs = `${verbs} ${word.value}`;
    } else {
      packages.push(word);
      if (facts.oneOperand?.includes(verbs)) break;
    }
  }
  return { flags, verb, verbs, packages };
}

function continuesVerb(facts: PackageManager, verbs: string): boolean {
  return Object.values(facts.verbs).some((list) =>
    list.some((known) => known === verbs || known.startsWith(`${verbs} `)),
  );
}

function actionOf(
  facts: PackageManager,
  verbs: string,
  flags: readonly PackageFlag[],
  packages: readonly ShellWord[],
): PackageAction {
  if (facts.flagVerbs) {
    const given = new Set(flags.map((flag) => facts.flagAliases?.[flag.name] ?? flag.name));
    const match = facts.flagVerbs.find(
      (entry) => entry.flags.every((flag) => given.has(flag)) && (!entry.operands || packages.length > 0),
    );
    return match?.action ?? "other";
  }
  if (verbs === "") return asksAboutItself(flags) ? "other" : (facts.bare ?? "other");
  for (const [action, list] of Object.entries(facts.verbs)) {
    if (list.includes(verbs)) return action as PackageAction;
  }
  return facts.verbPatterns?.find(([pattern]) => pattern.test(verbs))?.[1] ?? "other";
}

/** `yarn --version` installs nothing. */
function asksAboutItself(flags: readonly PackageFlag[]): boolean {
  return flags.some((flag) => ["-v", "-V", "-h", "--version", "--help"].includes(flag.name));
}

/** Of several verbs (`mvn clean package`) one is enough. */
function buildsFirst(facts: PackageManager, verbs: string, operands: readonly ShellWord[]): boolean {
  return [verbs, ...operands.map((word) => word.value)].some((verb) => facts.builds?.includes(verb));
}

function flagIs(flag: PackageFlag, asked: string): boolean {
  const equals = asked.indexOf("=");
  if (equals < 0) return flag.name === asked;
  return (
    flag.name === asked.slice(0, equals) && valueText(flag).toLowerCase() === asked.slice(equals + 1).toLowerCase()
  );
}

function valueText(flag: PackageFlag): string {
  return typeof flag.value === "string" ? flag.value : (flag.value?.value ?? "");
}
