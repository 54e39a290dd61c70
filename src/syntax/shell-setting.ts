/** Which shell reads the shell-form commands of a stage. */
import type { ShellDialect, ShellSetting } from "./nodes.ts";

const posixShells: Readonly<Record<string, ShellDialect>> = {
  sh: "sh",
  ash: "sh",
  dash: "sh",
  busybox: "sh",
  bash: "bash",
  ksh: "sh",
  zsh: "zsh",
  pwsh: "powershell",
  powershell: "powershell",
  cmd: "cmd",
};

/** BuildKit's default: `/bin/sh -c`, or `cmd /S /C` for Windows images. */
export function defaultShell(image: string | null, escape: "\\" | "`"): ShellSetting {
  const windows = escape === "`" || (image !== null && /windows|nanoserver|servercore/i.test(image));
  return windows ? windowsShell : posixShell;
}

const posixShell: ShellSetting = { dialect: "sh", argv: ["/bin/sh", "-c"], explicit: false };
const windowsShell: ShellSetting = { dialect: "cmd", argv: ["cmd", "/S", "/C"], explicit: false };

/** What `SHELL [...]` sets. */
export function shellFromArgv(argv: readonly string[]): ShellSetting {
  return { dialect: dialectOf(argv), argv, explicit: true };
}

const shellPragma = /^hadolint\s+shell\s*=\s*(\S+)\s*(?:#.*)?$/;

/**
 * The dialect that a comment `# hadolint shell=NAME` announces: the shell that the base image brings. Null for any
 * other comment.
 *
 * @param comment the text after `#`, trimmed
 */
export function announcedDialect(comment: string): ShellDialect | null {
  if (!comment.startsWith("hadolint")) return null;
  const name = shellPragma.exec(comment)?.[1];
  return name === undefined ? null : dialectOf([name]);
}

/** The dialect of a `#!` line; null when the script is for another program (python3, perl...). */
export function dialectOfShebang(line: string): ShellDialect | null {
  const words = line
    .replace(/^#!\s*/, "")
    .trim()
    .split(/\s+/);
  const named = /(^|\/)env$/.test(words[0] ?? "") ? words.slice(1).filter((word) => !word.startsWith("-")) : words;
  const dialect = dialectOf(named);
  return dialect === "unknown" ? null : dialect;
}

function dialectOf(argv: readonly string[]): ShellDialect {
  const name = (argv[0] ?? "").split(/[\\/]/).pop() ?? "";
  return posixShells[name.toLowerCase().replace(/\.exe$/, "")] ?? "unknown";
}
