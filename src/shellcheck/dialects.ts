/** Which dialect a shell reads, by its name and by what /bin/sh is in the image. */
import type { OsFamily } from "../model/types.ts";
import type { ShellSetting } from "../syntax/nodes.ts";
import type { Dialect } from "./types.ts";

/** A shell with what it was started with. */
export interface Shell {
  readonly dialect: Dialect;
  /** As a `#!` line holds it, without the marks: `/bin/bash -eo pipefail`. */
  readonly commandLine: string;
}

/**
 * What answers to /bin/sh. Fedora's, SUSE's and Arch's is bash; Alpine's and Wolfi's is busybox. dash, Debian's, has the
 * least of what real ones have: it stands for those that are not known.
 */
const systemShells: Readonly<Record<Exclude<OsFamily, "windows">, Dialect>> = {
  debian: "dash",
  alpine: "busybox",
  wolfi: "busybox",
  busybox: "busybox",
  // The `debug` variants are the ones with a shell.
  distroless: "busybox",
  rhel: "bash",
  suse: "bash",
  arch: "bash",
};

const namedShells: Readonly<Record<string, Dialect>> = {
  bash: "bash",
  dash: "dash",
  ash: "busybox",
  busybox: "busybox",
  ksh: "ksh",
  ksh93: "ksh",
  mksh: "ksh",
};

/**
 * @param argv the program that gets the script, and its arguments, as SHELL and `#!` name them
 * @param os the family of the image
 * @returns null for programs that read something else: cmd, PowerShell, zsh, python
 */
export function shellOf(argv: readonly string[], os: OsFamily | null): Shell | null {
  const words = programName(argv[0]) === "env" ? argv.slice(argv.findIndex(isNoFlagOfEnv)) : argv;
  const [program = "", ...args] = words;
  const name = programName(program);
  const dialect = name === "sh" ? systemShell(os) : Object.hasOwn(namedShells, name) ? namedShells[name] : undefined;
  if (!dialect) return null;
  const flags = args.filter((word) => word !== "-c" && /^[-+\w]+$/.test(word));
  return { dialect, commandLine: [/\s/.test(program) ? `/bin/${name}` : program, ...flags].join(" ") };
}

/**
 * The shell that reads the shell form. A comment `# hadolint shell=NAME` changes the dialect of a setting, and leaves its
 * program: then the dialect counts.
 */
export function shellOfSetting({ dialect, argv }: ShellSetting, os: OsFamily | null): Shell | null {
  const named = shellOf(argv, os);
  const isBash = programName(argv[0]) === "bash";
  switch (dialect) {
    case "bash":
      return isBash ? named : shellOf(["/bin/bash"], os);
    case "sh":
      return named && !isBash ? named : shellOf(["/bin/sh"], os);
    case "unknown":
      return named;
    default:
      return null;
  }
}

function systemShell(os: OsFamily | null): Dialect | null {
  if (os === "windows") return null;
  return os === null ? "dash" : systemShells[os];
}

function isNoFlagOfEnv(word: string, index: number): boolean {
  return index > 0 && !word.startsWith("-") && !word.includes("=");
}

/** `C:\Windows\cmd.exe` -> `cmd`. */
function programName(program = ""): string {
  const name = program.split(/[\\/]/).pop() ?? "";
  return name.toLowerCase().replace(/\.exe$/, "");
}

/**
 * What busybox's ash can do beyond dash (tried with 1.35): ShellCheck before 0.10 does not know busybox, and reads its
 * scripts as dash.
 */
const knownToBusybox = [
  ...["SC2112", "SC2113", "SC3001", "SC3003", "SC3010", "SC3014", "SC3015", "SC3018", "SC3019", "SC3020", "SC3026"],
  ...["SC3028", "SC3036", "SC3037", "SC3039", "SC3040", "SC3045", "SC3046", "SC3047", "SC3048", "SC3049", "SC3052"],
  ...["SC3057", "SC3060", "SC3061"],
];

/**
 * Codes that say nothing about a RUN: files that are sourced are in the image, not here (SC1090, SC1091), and the `#!`
 * line is ours (SC1008, SC1071, SC1128, SC2096, SC2148, SC2187, SC2239).
 */
const senseless = ["SC1008", "SC1071", "SC1090", "SC1091", "SC1128", "SC2096", "SC2148", "SC2187", "SC2239"];

/** The `# shellcheck` line for a dialect, for the given version of ShellCheck. */
export function dialectDirective(dialect: Dialect, version: string): string {
  const withoutBusybox = dialect === "busybox" && isBefore(version, 0, 10);
  const codes = withoutBusybox ? [...senseless, ...knownToBusybox] : senseless;
  return `# shellcheck shell=${withoutBusybox ? "dash" : dialect} disable=${codes.join(",")}`;
}

function isBefore(version: string, major: number, minor: number): boolean {
  const [, ofMajor = "0", ofMinor = "0"] = /^(\d+)\.(\d+)/.exec(version) ?? [];
  return Number(ofMajor) < major || (Number(ofMajor) === major && Number(ofMinor) < minor);
}
