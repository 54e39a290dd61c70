/** The installed ShellCheck: where it is, which version it is, and what it prints about files. */
import type * as ChildProcess from "node:child_process";
import { accessSync, constants, realpathSync, statSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";

export type Environment = Readonly<Record<string, string | undefined>>;

/** ShellCheck cannot be used; the message is a sentence without its subject and full stop. */
export class ProgramError extends Error {
  override readonly name = "ProgramError";
}

/** What the room needs of a program; tests stand in another one. */
export interface Program {
  /** As it is shown to people. */
  readonly name: string;
  /** Tells this program from another one, and from another version of itself; null when that cannot be told. */
  readonly identity: string | null;
  /**
   * @returns `0.9.0`
   * @throws ProgramError
   */
  version(): string;
  /**
   * @param folder absolute
   * @param files names in the folder
   * @returns what it prints for `-f json1`
   * @throws ProgramError
   */
  check(folder: string, files: readonly string[]): Promise<string>;
}

/** Milliseconds until the program is taken for hanging: for itself, and for each script. */
interface Patience {
  readonly start: number;
  readonly perScript: number;
}

const defaultPatience: Patience = { start: 60_000, perScript: 250 };
/** In bytes. */
const maxOutput = 256 * 1024 * 1024;
/** In bytes. A launcher that picks one of several versions (asdf, mise, a container) is smaller than any ShellCheck. */
const smallestBinary = 1_000_000;

/**
 * @param wanted `auto` for the one on the search path, else the path or the name of the program
 * @param env the environment of the command
 * @param cwd absolute: what a path counts from
 * @returns null when there is none
 */
export function findProgram(
  wanted: string,
  env: Environment,
  cwd: string,
  patience: Patience = defaultPatience,
): Program | null {
  const name = wanted === "auto" ? "shellcheck" : wanted;
  const path = /[\\/]/.test(name) ? runnable(resolve(cwd, name)) : onSearchPath(name, env);
  return path === null ? null : new InstalledProgram(wanted === "auto" ? "shellcheck" : wanted, path, env, patience);
}

function onSearchPath(name: string, env: Environment): string | null {
  const folders = (env["PATH"] ?? env["Path"] ?? "").split(delimiter).filter((folder) => folder !== "");
  for (const folder of folders) {
    const path = runnable(join(folder, name));
    if (path !== null) return path;
  }
  return null;
}

function runnable(path: string): string | null {
  const candidates = process.platform === "win32" && !/\.exe$/i.test(path) ? [`${path}.exe`] : [path];
  return candidates.find(isRunnable) ?? null;
}

function isRunnable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    // Not there, or not for us: the search goes on.
    return false;
  }
}

class InstalledProgram implements Program {
  readonly name: string;
  readonly #path: string;
  readonly #env: NodeJS.ProcessEnv;
  readonly #patience: Patience;

  constructor(name: string, path: string, env: Environment, patience: Patience) {
    this.name = name;
    this.#path = path;
    this.#patience = patience;
    // Options from the environment would change what is found, and with it what the cache may hold.
    this.#env = { ...env, SHELLCHECK_OPTS: undefined };
  }

  get identity(): string | null {
    try {
      const path = realpathSync(this.#path);
      const { size, mtimeMs } = statSync(path);
      return size < smallestBinary ? null : `${path} ${size} ${mtimeMs}`;
    } catch {
      // Gone since it was found: starting it will say so.
      return null;
    }
  }

  version(): string {
    let output: string;
    try {
      output = childProcess().execFileSync(this.#path, ["--version"], {
        env: this.#env,
        encoding: "utf8",
        timeout: this.#patience.start,
        killSignal: "SIGKILL",
        stdio: ["ignore", "pipe", "pipe"],
        windowsHide: true,
      });
    } catch (error) {
      throw new ProgramError(describeFailure(error as Failure, this.#patience.start));
    }
    const version = /^version:\s*(\S+)/m.exec(output)?.[1];
    if (version === undefined) throw new ProgramError("does not say its version: is it ShellCheck?");
    return version;
  }

  check(folder: string, files: readonly string[]): Promise<string> {
    const timeout = this.#patience.start + files.length * this.#patience.perScript;
    const options = {
      cwd: folder,
      env: this.#env,
      encoding: "utf8" as const,
      timeout,
      killSignal: "SIGKILL" as const,
      maxBuffer: maxOutput,
      windowsHide: true,
    };
    return new Promise((resolvePromise, reject) => {
      const args = ["--norc", "--format=json1", ...files];
      const child = childProcess().execFile(this.#path, args, options, (error, stdout, stderr) => {
        // 1: there are findings; 2: a file cannot be read to its end, which is said in a finding.
        const failure = error as Failure | null;
        if (!failure || failure.code === 1 || failure.code === 2) resolvePromise(stdout);
        else reject(new ProgramError(describeFailure(Object.assign(failure, { stderr }), timeout)));
      });
      child.stdin?.end();
    });
  }
}

/** Not imported: it takes longer to load than to read what ShellCheck said before, and then nothing is started. */
function childProcess(): typeof ChildProcess {
  return process.getBuiltinModule("node:child_process");
}

type Failure = Error & {
  readonly code?: string | number | null;
  readonly status?: number | null;
  readonly killed?: boolean;
  readonly signal?: string | null;
  stderr?: string;
};

function describeFailure(failure: Failure, timeout: number): string {
  const { code, status, signal, stderr } = failure;
  if (code === "ETIMEDOUT" || (failure.killed === true && code !== "ERR_CHILD_PROCESS_STDIO_MAXBUFFER")) {
    return `gave no answer within ${Math.round(timeout / 1000)} seconds`;
  }
  if (code === "ERR_CHILD_PROCESS_STDIO_MAXBUFFER") return "prints more than it can have to say";
  if (code === "EACCES" || code === "ENOEXEC" || code === "EPERM") return `cannot be run (${code})`;
  if (typeof signal === "string") return `was ended by ${signal}`;
  const [line = ""] = (stderr ?? "").trim().split("\n");
  const exit = typeof code === "number" ? code : status;
  return `ended with exit code ${exit ?? String(code)}${line === "" ? "" : `: ${line.slice(0, 200)}`}`;
}
