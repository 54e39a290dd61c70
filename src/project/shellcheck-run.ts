/** SHELLCHECK IN A RUN: it is not looked for before a file turns up that it may have something to say about. */
import type { FileConfig } from "../config/types.ts";
import type { FindingSource } from "../engine/types.ts";
import { cacheFolder, noCache, openCache } from "../shellcheck/remark-cache.ts";
import { Shellcheck } from "../shellcheck/shellcheck.ts";
import type { ShellcheckOptions } from "../shellcheck/shellcheck.ts";
import type { RunError } from "./lint-source.ts";

/** Leave to ask ShellCheck: it starts a process, and writes into the user's cache folder. */
export interface ShellcheckUse extends Pick<ShellcheckOptions, "env" | "find"> {
  /** False to ask anew whatever was said before. */
  readonly cache?: boolean | undefined;
}

/** ShellCheck for one file. */
export interface FileShellcheck {
  readonly findings: FindingSource;
  /** True when not all was known: the file is to be linted again after `ShellcheckRun.run`. */
  readonly waits: boolean;
  readonly errors: readonly RunError[];
}

export class ShellcheckRun {
  readonly #use: ShellcheckUse | undefined;
  readonly #cwd: string;
  #shellcheck: Shellcheck | undefined;

  /**
   * @param use without it ShellCheck is not asked
   * @param cwd absolute
   */
  constructor(use: ShellcheckUse | undefined, cwd: string) {
    this.#use = use;
    this.#cwd = cwd;
  }

  /**
   * @param shown the file as reports show it
   * @param text of the file, or of what it is in
   * @returns undefined where ShellCheck is off, or there is nothing that it could look at
   */
  fileCheck(shown: string, text: string, { shellcheck }: FileConfig): FileShellcheck | undefined {
    if (!this.#use || !shellcheck || !/run/i.test(text)) return undefined;
    this.#shellcheck ??= open(this.#use, this.#cwd);
    const check = this.#shellcheck.fileCheck(shellcheck);
    const errors: RunError[] = [];
    return {
      errors,
      get waits() {
        return check.waits;
      },
      findings: (sourceCode) => {
        try {
          return check.findingsIn(sourceCode);
        } catch (cause) {
          // What the rules found is not lost by it.
          const reason = cause instanceof Error ? cause.message : String(cause);
          errors.push({ message: `internal error in ${shown}: ${reason}; please report it`, cause });
          return [];
        }
      },
    };
  }

  /** Has everything checked that is not known yet. */
  async run(): Promise<void> {
    await this.#shellcheck?.run();
  }

  /** What the user should know. */
  get notes(): readonly string[] {
    return [...(this.#shellcheck?.notes ?? [])];
  }
}

function open({ env, find, cache = true }: ShellcheckUse, cwd: string): Shellcheck {
  return new Shellcheck({
    env,
    cwd,
    cache: cache ? openCache(cacheFolder(env)) : noCache,
    ...(find ? { find } : {}),
  });
}
