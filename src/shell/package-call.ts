/** Package-manager calls, read from the table of package managers. */
import { readFlags } from "./flags.ts";
import type { Flag } from "./flags.ts";
import type { ShellCommand, ShellWord } from "./nodes.ts";
import type { ManagerSyntax } from "./manager-syntax.ts";
import { findManager } from "./package-programs.ts";
import type { Launch } from "./package-programs.ts";
import type { PackageAction, PackageManager } from "./package-facts.ts";

export { mayBePackageCall } from "./package-programs.ts";
export type { PackageAction, PackageManager } from "./package-facts.ts";
export type PackageFlag = Flag;

/** Null when the command is no known package manager. */
export function readPackageCall(command: ShellCommand): PackageCall | null {
  const launch = findManager(command);
  return launch && new PackageCall(command, launch);
}

/** One call of a package manager: `apt-get install -y curl`. */
export class PackageCall {
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

  constructor(command: ShellCommand, { manager, program, first }: Launch) {
    const { facts } = manager;
    const { flags, verb, verbs, packages } = readArguments(command.args, first, manager);
    const action = actionOf(manager, verbs, flags, packages);
    this.manager = facts.family;
    this.program = program;
    this.facts = facts;
    this.command = command;
    this.verb = verb;
    this.verbs = verbs;
    this.action = action;
    this.fetches = action === "install" || action === "download" || buildsFirst(facts, verbs, packages);
    this.packages = packages;
    this.flags = flags;
  }

  /**
   * True when one of the flags is given. `--name=value` asks for the value too, upper and lower case alike.
   *
   * @param names with their dashes
   */
  hasFlag(...names: string[]): boolean {
    for (const name of names) for (const flag of this.flags) if (flagIs(flag, name)) return true;
    return false;
  }
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

interface Arguments {
  readonly flags: readonly PackageFlag[];
  readonly verb: ShellWord | null;
  readonly verbs: string;
  readonly packages: readonly ShellWord[];
}

function readArguments(args: readonly ShellWord[], first: number, manager: ManagerSyntax): Arguments {
  const { facts } = manager;
  const flags: PackageFlag[] = [];
  const packages: ShellWord[] = [];
  const takesVerb = !facts.flagVerbs;
  let verb: ShellWord | null = null;
  let verbs = "";
  let flagsEnded = false;
  let index = first;
  for (let word = args[index]; word; word = args[index]) {
    const read = flagsEnded ? null : readFlags(args, index, manager.flagsAfter(verbs));
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
    } else if (takesVerb && packages.length === 0 && manager.continuesVerb(verbs, word.value)) {
      verbs = `${verbs} ${word.value}`;
    } else {
      packages.push(word);
      if (facts.oneOperand?.includes(verbs)) break;
    }
  }
  return { flags, verb, verbs, packages };
}

function actionOf(
  manager: ManagerSyntax,
  verbs: string,
  flags: readonly PackageFlag[],
  packages: readonly ShellWord[],
): PackageAction {
  const { facts } = manager;
  if (facts.flagVerbs) {
    const given = new Set(flags.map((flag) => facts.flagAliases?.[flag.name] ?? flag.name));
    const match = facts.flagVerbs.find(
      (entry) => entry.flags.every((flag) => given.has(flag)) && (!entry.operands || packages.length > 0),
    );
    return match?.action ?? "other";
  }
  if (verbs === "") return asksAboutItself(flags) ? "other" : (facts.bare ?? "other");
  return manager.actionOf(verbs) ?? facts.verbPatterns?.find(([pattern]) => pattern.test(verbs))?.[1] ?? "other";
}

/** `yarn --version` installs nothing. */
function asksAboutItself(flags: readonly PackageFlag[]): boolean {
  return flags.some((flag) => ["-v", "-V", "-h", "--version", "--help"].includes(flag.name));
}

/** Of several verbs (`mvn clean package`) one is enough. */
function buildsFirst({ builds }: PackageManager, verbs: string, operands: readonly ShellWord[]): boolean {
  if (!builds) return false;
  return builds.includes(verbs) || operands.some((word) => builds.includes(word.value));
}

function flagIs(flag: PackageFlag, asked: string): boolean {
  if (!asked.startsWith(flag.name)) return false;
  const { length } = flag.name;
  if (asked.length === length) return true;
  return asked[length] === "=" && valueText(flag).toLowerCase() === asked.slice(length + 1).toLowerCase();
}

function valueText(flag: PackageFlag): string {
  return typeof flag.value === "string" ? flag.value : (flag.value?.value ?? "");
}
