/** DOCKERFILE + MEANING -> the scripts that ShellCheck is asked about, in file order. */
import type { DockerfileSourceCode } from "../language/dockerfile-source-code.ts";
import type { OsFamily, StageModel } from "../model/types.ts";
import type { Comment, Instruction, Run, ShellSetting } from "../syntax/nodes.ts";
import { shellFromArgv } from "../syntax/shell-setting.ts";
import { dialectDirective, shellOf, shellOfSetting } from "./dialects.ts";
import type { Shell } from "./dialects.ts";
import { readDisableComments } from "./disable-comments.ts";
import { scriptTextOf } from "./script-text.ts";
import type { ShellScript } from "./types.ts";

/** In UTF-16 units. What is longer is no hand-written code, and would take minutes. */
const maxLength = 64 * 1024;

/** Arguments that every build has without ARG, as far as a shell sees them. */
const predefined = "HTTP_PROXY HTTPS_PROXY FTP_PROXY NO_PROXY ALL_PROXY".split(" ");
const always = [...predefined, ...predefined.map((name) => name.toLowerCase())];

/** A RUN, where it stands, and what is set there. */
interface Step {
  readonly run: Run;
  readonly shell: ShellSetting;
  readonly leading: readonly Comment[];
  readonly os: OsFamily | null;
  readonly variables: readonly string[];
}

/** @param version of ShellCheck, on which the dialects depend that it knows */
export function scriptsOf(sourceCode: DockerfileSourceCode, version: string): ShellScript[] {
  const { ast, text } = sourceCode;
  return stepsOf(sourceCode).flatMap(({ run, shell: setting, leading, os, variables }) => {
    const script = os === "windows" ? null : scriptTextOf(run, text);
    if (!script || script.text.trim() === "" || script.text.length > maxLength) return [];
    const shell = script.argv ? shellOf(script.argv, os) : shellOfSetting(setting, os);
    if (!shell) return [];
    return {
      text: script.text,
      toRange: (start: number, end: number) => script.toRange(start, end),
      preamble: preambleOf(shell, script.text, variables, version),
      isWanted: readDisableComments(run, leading, ast, text),
    };
  });
}

/**
 * What ShellCheck cannot see in the script: its shell, the codes that make no sense here, and the variables that are set.
 * Directives at the head of the script hold for all of it, so they have to stand above our own first command.
 */
function preambleOf(shell: Shell, text: string, variables: readonly string[], version: string): string {
  const head = /^(?:[ \t]*(?:#[^\n]*)?\r?\n)*/.exec(text)?.[0] ?? "";
  const directives = head.split(/\r?\n/).filter((line) => /^\s*#\s*shellcheck\s+(?!shell=)/.test(line));
  const names = variables.map((name) => `${name}=1`).join(" ");
  const lines = [
    `#!${shell.commandLine}`,
    dialectDirective(shell.dialect, version),
    ...directives.map((line) => line.trim()),
    `export ${names}`,
  ];
  return `${lines.join("\n")}\n`;
}

function stepsOf({ ast, model }: DockerfileSourceCode): Step[] {
  const steps = stepsOutsideStages(ast.prologue);
  for (const stage of model.stages) {
    const names = new VariableNames(stage);
    for (const instruction of stage.node.body) {
      const run = runOf(instruction);
      if (!run) {
        names.note(instruction);
        continue;
      }
      const { shell } = stage.stateBefore(instruction);
      const variables = withSecrets(names.before(instruction), run);
      steps.push({
        run,
        shell: isAnnounced(run.shell) ? run.shell : shell,
        leading: instruction.leadingComments,
        os: stage.os,
        variables,
      });
    }
  }
  return steps;
}

/** A file without FROM: a fragment that something else completes, say. */
function stepsOutsideStages(prologue: readonly Instruction[]): Step[] {
  const names = new Set(always);
  return prologue.flatMap((instruction) => {
    for (const name of namesSetBy(instruction)) names.add(name);
    const run = runOf(instruction);
    if (!run) return [];
    return {
      run,
      shell: run.shell,
      leading: instruction.leadingComments,
      os: null,
      variables: validNames(names),
    };
  });
}

/** True when a comment `# hadolint shell=NAME` speaks: it changes the dialect, and leaves the program. */
function isAnnounced({ dialect, argv }: ShellSetting): boolean {
  return shellFromArgv(argv).dialect !== dialect;
}

/** The RUN that an instruction is, or that it leaves for later builds. */
function runOf(instruction: Instruction): Run | null {
  if (instruction.type === "Run") return instruction;
  return instruction.type === "Onbuild" && instruction.trigger?.type === "Run" ? instruction.trigger : null;
}

/** Which variables are set before the steps of a stage. */
class VariableNames {
  readonly #stage: StageModel;
  /** Set by the stage's ONBUILDs: for the RUNs in ONBUILDs only. */
  readonly #onbuild = new Set<string>();
  #env: unknown;
  #args: unknown;
  #names: readonly string[] = [];

  constructor(stage: StageModel) {
    this.#stage = stage;
  }

  note(instruction: Instruction): void {
    const trigger = instruction.type === "Onbuild" ? instruction.trigger : null;
    if (trigger) for (const name of namesSetBy(trigger)) this.#onbuild.add(name);
  }

  before(instruction: Instruction): readonly string[] {
    if (instruction.type === "Onbuild") {
      // It runs in builds upon the finished image: what ENV sets lasts, arguments do not.
      return validNames([...always, ...this.#stage.finalState.env.keys(), ...this.#onbuild]);
    }
    const { env, args } = this.#stage.stateBefore(instruction);
    if (env !== this.#env || args !== this.#args) {
      [this.#env, this.#args] = [env, args];
      this.#names = validNames([...always, ...env.keys(), ...args.keys()]);
    }
    return this.#names;
  }
}

/** `--mount=type=secret,id=key,env=KEY` sets a variable for the one RUN. */
function withSecrets(names: readonly string[], { mounts }: Run): readonly string[] {
  const secrets = mounts.flatMap(({ kind, options }) => (kind === "secret" ? (options.get("env") ?? []) : []));
  return secrets.length === 0 ? names : validNames([...names, ...secrets]);
}

function namesSetBy(instruction: Instruction): string[] {
  const setsNames = instruction.type === "Arg" || instruction.type === "Env";
  return setsNames ? instruction.pairs.map(({ key }) => key.value) : [];
}

/** Each once and sorted, so that the same script gives the same text whatever the order of the file. */
function validNames(names: Iterable<string>): readonly string[] {
  return [...new Set(names)].filter((name) => /^[A-Za-z_]\w*$/.test(name)).sort();
}
