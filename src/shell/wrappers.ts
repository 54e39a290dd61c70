/** Programs that run another command: what they are and where the other command starts. */
import { readFlags } from "./flags.ts";
import type { ShellWord } from "./nodes.ts";
import { programName } from "./words.ts";

interface Wrapper {
  /** Flags that take a value, separated by spaces. */
  readonly valueFlags?: string;
  /** Words between the flags and the command: the duration of `timeout`. 0 by default. */
  readonly operands?: number;
  /** `NAME=value` words may stand before the command. */
  readonly assignments?: true;
  /** With one of these it runs no command: `command -v`. */
  readonly queryFlags?: readonly string[];
  /** The first operand that makes it a wrapper: `conda run`. */
  readonly subcommand?: string;
  /** The only programs it runs. */
  readonly only?: readonly string[];
  /** Operands are a command only beside one of these flags: `runuser -u`. */
  readonly commandFlags?: readonly string[];
  /** Flags whose value is shell text: `su -c`. */
  readonly scriptFlags?: readonly string[];
  /** `shell`: with `-c` the first operand is shell text. `eval`: all operands joined are. */
  readonly script?: "shell" | "eval";
}

const shell: Wrapper = { script: "shell", valueFlags: "-o -O --rcfile --init-file" };
const condaRun: Wrapper = {
  subcommand: "run",
  valueFlags: "-n --name -p --prefix --cwd -e --env -a --attach -r --root-prefix",
};

const wrapperTable: Readonly<Record<string, Wrapper>> = {
  sudo: {
    assignments: true,
    valueFlags:
      "-u -g -U -h -p -C -r -t -T -D -R --user --group --other-user --host --prompt --close-from " +
      "--role --type --command-timeout --chdir --chroot",
    queryFlags: ["-l", "--list", "-v", "--validate", "-K", "--remove-timestamp", "-e", "--edit", "-V", "--version"],
  },
  doas: { valueFlags: "-u -C -a", queryFlags: ["-L"] },
  env: {
    assignments: true,
    valueFlags: "-u --unset -C --chdir -S --split-string",
    scriptFlags: ["-S", "--split-string"],
  },
  time: { valueFlags: "-f --format -o --output", queryFlags: ["-V", "--version"] },
  nice: { valueFlags: "-n --adjustment" },
  ionice: {
    valueFlags: "-c --class -n --classdata",
    queryFlags: ["-p", "--pid", "-P", "--pgid", "-u", "--uid"],
  },
  nohup: {},
  timeout: { operands: 1, valueFlags: "-k --kill-after -s --signal" },
  xargs: {
    valueFlags:
      "-a -d -E -I -L -n -P -s --arg-file --delimiter --max-lines --max-args --max-procs --max-chars " +
      "--process-slot-var",
  },
  exec: { valueFlags: "-a" },
  command: { queryFlags: ["-v", "-V"] },
  builtin: {},
  chroot: { operands: 1, valueFlags: "--userspec --groups" },
  stdbuf: { valueFlags: "-i --input -o --output -e --error" },
  setarch: { operands: 1, valueFlags: "-p --pid" },
  linux32: {},
  linux64: {},
  gosu: { operands: 1 },
  "su-exec": { operands: 1 },
  setpriv: {
    valueFlags:
      "--reuid --regid --ruid --euid --rgid --egid --groups --inh-caps --ambient-caps --bounding-set " +
      "--securebits --pdeathsig --selinux-label --apparmor-profile",
    queryFlags: ["-d", "--dump", "--list-caps"],
  },
  runuser: {
    valueFlags: "-u --user -g --group -G --supp-group -s --shell -c --command --session-command -w",
    commandFlags: ["-u", "--user"],
    scriptFlags: ["-c", "--command", "--session-command"],
  },
  su: {
    valueFlags: "-c --command --session-command -g --group -G --supp-group -s --shell -w --whitelist-environment",
    commandFlags: [],
    scriptFlags: ["-c", "--command", "--session-command"],
  },
  fakeroot: { valueFlags: "-l --lib -s -i -b" },
  busybox: { queryFlags: ["--install", "--list", "--list-full", "--help"] },
  tini: { valueFlags: "-p -e", queryFlags: ["--version"] },
  "dumb-init": { valueFlags: "-r --rewrite", queryFlags: ["-V", "--version"] },
  conda: condaRun,
  mamba: condaRun,
  micromamba: condaRun,
  poetry: { subcommand: "run" },
  pipenv: { subcommand: "run" },
  bundle: { subcommand: "exec" },
  corepack: { only: ["npm", "npx", "pnpm", "pnpx", "yarn", "yarnpkg"] },
  eval: { script: "eval" },
  sh: shell,
  bash: shell,
  ash: shell,
  dash: shell,
};

/** Asked for every command: a map finds a name that is cut from a text faster than an object does. */
const wrappers: ReadonlyMap<string, Wrapper> = new Map(Object.entries(wrapperTable));

/** Shell text among the words of a wrapper. */
export interface ScriptWords {
  /** Indexes of the words that make the text. */
  readonly words: readonly number[];
  /** Characters of the first word's value in front of the text (`--command=`). */
  readonly skip: number;
  /** False for `eval`, which runs it in the same shell. */
  readonly subshell: boolean;
}

export interface Unwrapped {
  /** Base names, outermost first; a wrapper that runs `script` is not among them. */
  readonly wrappers: readonly string[];
  /** Index of the word that names the command, or the wrapper that runs `script`. */
  readonly start: number;
  /** Indexes of the `NAME=value` words that wrappers take. */
  readonly assignments: readonly number[];
  readonly script: ScriptWords | null;
}

/** False for a word that certainly names no program that runs another command. */
export function isWrapper(word: ShellWord): boolean {
  const name = programName(word);
  return name !== null && wrappers.has(name);
}

/**
 * Looks through the wrappers in front of a command. A wrapper without a command behind it (plain `env`, `sudo -v`)
 * is the command itself.
 *
 * @param words name and arguments of a simple command
 */
export function unwrap(words: readonly ShellWord[]): Unwrapped {
  const seen: string[] = [];
  const assignments: number[] = [];
  let start = 0;
  for (;;) {
    const name = programName(words[start]);
    const wrapper = name === null ? undefined : wrappers.get(name);
    const behind = wrapper ? lookBehind(wrapper, words, start + 1) : null;
    if (name === null || behind === null) return { wrappers: seen, start, assignments, script: null };
    assignments.push(...behind.assignments);
    if ("script" in behind) return { wrappers: seen, start, assignments, script: behind.script };
    seen.push(name);
    start = behind.start;
  }
}

type Behind =
  | { readonly assignments: readonly number[]; readonly start: number }
  | { readonly assignments: readonly number[]; readonly script: ScriptWords };

function lookBehind(wrapper: Wrapper, words: readonly ShellWord[], first: number): Behind | null {
  if (wrapper.script === "eval") return scriptOf(range(first, words.length), false);
  const assignments: number[] = [];
  const given: string[] = [];
  let operands = wrapper.operands ?? 0;
  let index = first;
  if (wrapper.subcommand !== undefined) {
    if (words[index]?.value !== wrapper.subcommand) return null;
    index++;
  }
  let flagsEnded = false;
  let dashesSeen = false;
  for (let word = words[index]; word; word = words[index]) {
    const read = flagsEnded ? null : readFlags(words, index, wrapper);
    if (read) {
      for (const flag of read.flags) {
        if (wrapper.queryFlags?.includes(flag.name)) return null;
        if (flag.value !== null && wrapper.scriptFlags?.includes(flag.name)) {
          return { assignments, script: scriptOfFlag(flag.value, index, word, wrapper) };
        }
        given.push(flag.name);
      }
      index = read.next;
    } else if (word.value === "--" && !dashesSeen) {
      flagsEnded = dashesSeen = true;
      index++;
    } else if (wrapper.script === "shell") {
      if (word.value.startsWith("+")) index += /^\+[oO]$/.test(word.value) ? 2 : 1;
      else return given.includes("-c") ? scriptOf([index], true) : null;
    } else if (wrapper.assignments && /^[A-Za-z_]\w*=/.test(word.value)) {
      assignments.push(index++);
    } else if (wrapper.assignments && word.value === "-") {
      index++;
    } else if (wrapper.commandFlags && !wrapper.commandFlags.some((flag) => given.includes(flag))) {
      index++;
    } else if (operands > 0) {
      operands--;
      index++;
      flagsEnded = true;
    } else {
      return wrapper.only && !wrapper.only.includes(word.value) ? null : { assignments, start: index };
    }
  }
  return null;
}

function scriptOf(words: readonly number[], subshell: boolean): Behind | null {
  return words.length > 0 ? { assignments: [], script: { words, skip: 0, subshell } } : null;
}

function scriptOfFlag(value: ShellWord | string, index: number, word: ShellWord, wrapper: Wrapper): ScriptWords {
  // `env -S` only splits words; su and runuser start a shell.
  const subshell = wrapper.commandFlags !== undefined;
  if (typeof value !== "string") return { words: [index + 1], skip: 0, subshell };
  return { words: [index], skip: word.value.length - value.length, subshell };
}

function range(start: number, end: number): number[] {
  return Array.from({ length: Math.max(0, end - start) }, (_, index) => start + index);
}
