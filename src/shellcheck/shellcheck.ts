/**
 * The entrance of the room. What ShellCheck said before is known at once; scripts that are new wait, until all files of
 * the run have been looked at, and are then given to one process.
 */
import type { ShellcheckConfig } from "../config/types.ts";
import type { Finding, Severity } from "../engine/types.ts";
import { severities } from "../engine/types.ts";
import type { DockerfileSourceCode } from "../language/dockerfile-source-code.ts";
import { checkBatch } from "./batch.ts";
import { findingsOf } from "./findings.ts";
import { findProgram, ProgramError } from "./program.ts";
import type { Environment, Program } from "./program.ts";
import { hashOf, noCache } from "./remark-cache.ts";
import type { RemarkCache } from "./remark-cache.ts";
import { scriptsOf } from "./scripts.ts";
import type { Remark, ShellScript } from "./types.ts";

export interface ShellcheckOptions {
  /** The environment of the command: where programs are looked for. */
  readonly env: Environment;
  /** Absolute: what a path to a program counts from. */
  readonly cwd: string;
  /** None by default. */
  readonly cache?: RemarkCache;
  /** Tests inject another program. */
  readonly find?: (wanted: string, env: Environment, cwd: string) => Program | null;
}

/** What ShellCheck says about one file. */
export interface FileCheck {
  /** What is known so far. The rest is known after `Shellcheck.run`. */
  findingsIn(sourceCode: DockerfileSourceCode): readonly Finding[];
  /** True when something was not known. */
  readonly waits: boolean;
}

/** A program that answers, and what it said. */
interface Answering {
  readonly program: Program;
  readonly version: string;
  readonly known: Map<string, readonly Remark[]>;
  readonly waiting: Map<string, ShellScript>;
}

/** ShellCheck for one run over any number of files. */
export class Shellcheck {
  /** What the user should know: that there is none, or that it failed. */
  readonly notes = new Set<string>();
  readonly #options: ShellcheckOptions;
  readonly #cache: RemarkCache;
  /** By what the configuration calls them; null for those that cannot be used. */
  readonly #programs = new Map<string, Answering | null>();

  constructor(options: ShellcheckOptions) {
    this.#options = options;
    this.#cache = options.cache ?? noCache;
  }

  /** @param config in which ShellCheck is on */
  fileCheck(config: ShellcheckConfig): FileCheck {
    const severityOf = severityReader(config);
    const state = { waits: false };
    return {
      get waits() {
        return state.waits;
      },
      findingsIn: (sourceCode) => {
        const answering = this.#programFor(sourceCode, config.program);
        if (!answering) return [];
        return scriptsOf(sourceCode, answering.version).flatMap((script) => {
          const remarks = this.#remarksOn(script, answering);
          if (!remarks) state.waits = true;
          return remarks ? findingsOf(script, remarks, sourceCode, severityOf) : [];
        });
      },
    };
  }

  /** Has all scripts checked that wait. */
  async run(): Promise<void> {
    for (const answering of this.#programs.values()) if (answering) await this.#runOne(answering);
    this.#cache.tidy();
  }

  async #runOne({ program, version, known, waiting }: Answering): Promise<void> {
    if (waiting.size === 0) return;
    const { remarks, failures } = await checkBatch(program, waiting);
    waiting.clear();
    for (const [key, list] of remarks) {
      known.set(key, list);
      this.#cache.set(key, list);
    }
    for (const failure of failures) this.notes.add(failureNote(`${program.name} (${version})`, failure));
  }

  #remarksOn(script: ShellScript, { version, known, waiting }: Answering): readonly Remark[] | null {
    const key = hashOf(version, script.preamble, script.text);
    const remarks = known.get(key) ?? this.#cache.get(key);
    if (remarks) known.set(key, remarks);
    else waiting.set(key, script);
    return remarks;
  }

  /** Looked for when the first script turns up. */
  #programFor(sourceCode: DockerfileSourceCode, wanted: string): Answering | null {
    const looked = this.#programs.get(wanted);
    if (looked !== undefined) return looked;
    if (scriptsOf(sourceCode, "").length === 0) return null;
    const found = this.#look(wanted);
    this.#programs.set(wanted, found);
    return found;
  }

  #look(wanted: string): Answering | null {
    const { env, cwd, find = findProgram } = this.#options;
    const program = find(wanted, env, cwd);
    if (!program) {
      this.notes.add(absenceNote(wanted));
      return null;
    }
    try {
      return { program, version: this.#versionOf(program), known: new Map(), waiting: new Map() };
    } catch (error) {
      if (!(error instanceof ProgramError)) throw error;
      this.notes.add(failureNote(program.name, error.message));
      return null;
    }
  }

  /** Asking takes a process, so the answer is kept. */
  #versionOf(program: Program): string {
    const { identity } = program;
    const known = identity === null ? null : this.#cache.version(identity);
    if (known !== null) return known;
    const version = program.version();
    if (identity !== null) this.#cache.setVersion(identity, version);
    return version;
  }
}

/** A code that is named has what is set for it; the others are shown from the level of the preset on. */
function severityReader({ rules, level }: ShellcheckConfig): (remark: Remark) => Severity | null {
  const lowest = level === null ? -1 : severities.indexOf(level);
  return (remark) => {
    const setting = rules.get(remark.code);
    if (setting === "off") return null;
    if (setting !== undefined && setting !== "on") return setting;
    return setting === "on" || severities.indexOf(remark.level) <= lowest ? remark.level : null;
  };
}

function absenceNote(wanted: string): string {
  const where = wanted === "auto" ? "ShellCheck is not installed" : `there is no ShellCheck at ${wanted}`;
  return `${where}: the shell code of RUN is not checked by it. --shellcheck=off silences this note`;
}

function failureNote(name: string, failure: string): string {
  return `${name} ${failure}. Its findings are missing from this report`;
}
