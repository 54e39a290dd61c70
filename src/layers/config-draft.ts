/**
 * A configuration on its way through the instructions of a chain of stages (BuildKit: dockerfile2llb/convert.go, the
 * `dispatch` functions; the classic builder and buildah agree but for the working directory of scratch).
 */
import type { BaseImageFacts, Healthcheck } from "../knowledge/base-images.ts";
import type { Expansion, StageModel } from "../model/types.ts";
import { resolveWorkdir } from "../model/workdir.ts";
import type { Env, Healthcheck as HealthcheckInstruction, Instruction, Onbuild, Word } from "../syntax/nodes.ts";
import { BaseInfluence } from "./base-influence.ts";
import { exposedPorts } from "./exposed-ports.ts";
import { durationOf, healthcheckTest, retries } from "./healthcheck.ts";
import type { ConfigField, ImageConfig } from "./image-config.ts";
import type { BuilderName } from "./types.ts";

/** What builders set where the image has no PATH (util/system/path.go). Windows is left to itself. */
const defaultPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
/** What BuildKit sets in a Windows image that is made from nothing. */
const defaultWindowsPath = String.raw`c:\Windows\System32;c:\Windows;C:\Windows\System32\WindowsPowerShell\v1.0`;

/** What only the file decides: triggers of the base image have run, and are not handed on. */
const neverFromBase: readonly ConfigField[] = ["OnBuild"];

export class ConfigDraft {
  readonly #windows: boolean;
  /** The shell of shell form where SHELL does not count. */
  readonly #shellOfForms: readonly string[] | null;
  readonly #base: BaseInfluence;
  /** Fields in which the unknown base image still has a say. */
  readonly #uncertain: Set<ConfigField>;
  readonly #env = new Map<string, string>();
  readonly #ports = new Set<string>();
  readonly #volumes = new Set<string>();
  readonly #labels = new Map<string, string>();
  #entrypoint: readonly string[] = [];
  #cmd: readonly string[] = [];
  #user = "";
  /** With forward slashes. */
  #workdir = "";
  #stopSignal = "";
  #shell: readonly string[] = [];
  #healthcheck: Healthcheck | null = null;
  #onbuild: string[] = [];
  /** True when the stage at hand has had a CMD. */
  #cmdSet = false;

  /**
   * @param root the first stage of the chain
   * @param facts of its base image
   */
  constructor(root: StageModel, facts: BaseImageFacts | null, builder: BuilderName) {
    const isScratch = root.base.kind === "scratch";
    this.#windows = root.os === "windows";
    // buildah heeds SHELL in RUN only (openshift/imagebuilder, dispatchers.go).
    this.#shellOfForms = builder === "buildah" ? ["/bin/sh", "-c"] : null;
    this.#uncertain = new Set(isScratch || facts?.configKnown ? [] : fieldNames);
    for (const field of neverFromBase) this.#uncertain.delete(field);
    if (facts) this.#startFrom(facts);
    this.#base = new BaseInfluence(!isScratch && !facts?.configKnown);
    if (isScratch && builder !== "docker-classic") this.#workdir = "/";
    this.#ensurePath(isScratch);
  }

  /** Runs the instructions of the next stage, triggers first. */
  addStage(stage: StageModel): void {
    this.#cmdSet = false;
    this.#onbuild = [];
    for (const instruction of [...stage.triggers, ...stage.node.body]) this.#add(stage, instruction);
  }

  finish(): ImageConfig {
    const workdir = this.#windows ? this.#workdir.replaceAll("/", "\\") : this.#workdir;
    return {
      User: textOrNull(this.#user),
      ExposedPorts: keysOrNull(this.#ports),
      Env: listOrNull([...this.#env].map(([name, value]) => `${name}=${value}`)),
      Entrypoint: listOrNull(this.#entrypoint),
      Cmd: listOrNull(this.#cmd),
      Volumes: keysOrNull(this.#volumes),
      WorkingDir: textOrNull(workdir),
      Labels: this.#labels.size === 0 ? null : Object.fromEntries([...this.#labels].sort(byKey)),
      OnBuild: listOrNull(this.#onbuild),
      Healthcheck: this.#healthcheck,
      Shell: listOrNull(this.#shell),
      StopSignal: textOrNull(this.#stopSignal),
      uncertain: fieldNames.filter((field) => this.#uncertain.has(field)),
    };
  }

  #startFrom(facts: BaseImageFacts): void {
    for (const [name, value] of facts.env) this.#env.set(name, value);
    for (const port of facts.exposedPorts) this.#ports.add(port);
    for (const volume of facts.volumes) this.#volumes.add(volume);
    for (const [key, value] of facts.labels) this.#labels.set(key, value);
    this.#entrypoint = facts.entrypoint ?? [];
    this.#cmd = facts.cmd ?? [];
    this.#user = facts.user ?? "";
    this.#workdir = facts.workdir === null ? "" : (resolveWorkdir("/", facts.workdir, this.#windows) ?? facts.workdir);
    this.#stopSignal = facts.stopSignal ?? "";
    this.#shell = facts.shell ?? [];
    this.#healthcheck = facts.healthcheck;
  }

  /** Behind what the base image sets, where it has none. */
  #ensurePath(isScratch: boolean): void {
    if (this.#env.has("PATH")) return;
    if (!this.#windows) this.#env.set("PATH", defaultPath);
    else if (isScratch) this.#env.set("PATH", defaultWindowsPath);
  }

  #add(stage: StageModel, instruction: Instruction): void {
    const expand = (word: Word | string): string => stage.expand(instruction, word).value;
    const [first] = instruction.args;
    switch (instruction.type) {
      case "Env":
        return this.#addEnv(instruction, (word) => stage.expand(instruction, word));
      case "Arg":
        return this.#base.afterArg(instruction, (word) => stage.expand(instruction, word));
      case "Label":
        for (const { key, value } of instruction.pairs) this.#labels.set(expand(key), value ? expand(value) : "");
        return;
      case "Expose":
        for (const port of exposedPorts(instruction, expand)) this.#ports.add(port);
        return;
      case "Volume":
        for (const word of instruction.args) this.#volumes.add(expand(word));
        return;
      case "User":
        if (first) this.#user = this.#settle("User", stage.expand(instruction, first));
        return;
      case "Stopsignal":
        if (first) this.#stopSignal = this.#settle("StopSignal", stage.expand(instruction, first));
        return;
      case "Workdir":
        if (first) this.#changeDirectory(stage.expand(instruction, first));
        return;
      case "Shell":
        this.#shell = instruction.args.map((word) => word.value);
        this.#uncertain.delete("Shell");
        return;
      case "Cmd":
        this.#cmd = this.#commandLine("Cmd", instruction, stage);
        this.#cmdSet = true;
        return;
      case "Entrypoint":
        this.#entrypoint = this.#commandLine("Entrypoint", instruction, stage);
        this.#dropInheritedCmd();
        return;
      case "Healthcheck":
        this.#healthcheck = healthcheckOf(instruction);
        this.#uncertain.delete("Healthcheck");
        return;
      case "Onbuild":
        this.#onbuild.push(triggerText(instruction));
        return;
      default:
        return;
    }
  }

  #addEnv(instruction: Env, expand: (word: Word) => Expansion): void {
    for (const { key, value } of instruction.pairs) {
      this.#env.set(expand(key).value, value ? expand(value).value : "");
    }
    this.#base.afterEnv(instruction, expand);
  }

  /** The value of a field that the instruction sets alone, unless it reads a variable that the base image may set. */
  #settle(field: ConfigField, expansion: Expansion): string {
    if (this.#base.mayChange(expansion)) this.#uncertain.add(field);
    else this.#uncertain.delete(field);
    return expansion.value;
  }

  #changeDirectory(path: Expansion): void {
    // Null is a path that BuildKit rejects: it stays as it is written.
    const to = resolveWorkdir(this.#workdir || "/", path.value, this.#windows) ?? path.value;
    const isAbsolute = resolveWorkdir(null, path.value, this.#windows) !== null;
    if (this.#base.mayChange(path)) this.#uncertain.add("WorkingDir");
    else if (isAbsolute) this.#uncertain.delete("WorkingDir");
    this.#workdir = to;
  }

  /** Shell form takes the shell that is in force, which an unknown base image may have set. */
  #commandLine(
    field: "Cmd" | "Entrypoint",
    instruction: Extract<Instruction, { type: "Cmd" | "Entrypoint" }>,
    stage: StageModel,
  ): readonly string[] {
    const words = instruction.args.map((word) => word.value);
    const isCertain = instruction.json || this.#shellOfForms !== null || !this.#uncertain.has("Shell");
    if (isCertain) this.#uncertain.delete(field);
    else this.#uncertain.add(field);
    if (instruction.json) return words;
    return [...(this.#shellOfForms ?? stage.stateBefore(instruction).shell.argv), words.join(" ")];
  }

  /** A new entry point makes nothing of a command that was meant for another one. */
  #dropInheritedCmd(): void {
    if (this.#cmdSet) return;
    this.#cmd = [];
    this.#uncertain.delete("Cmd");
  }
}

const fieldNames: readonly ConfigField[] = [
  "User",
  "ExposedPorts",
  "Env",
  "Entrypoint",
  "Cmd",
  "Volumes",
  "WorkingDir",
  "Labels",
  "OnBuild",
  "Healthcheck",
  "Shell",
  "StopSignal",
];

/** What is zero stays out, as in the image's own JSON. */
function healthcheckOf(instruction: HealthcheckInstruction): Healthcheck {
  const numbers = {
    Interval: durationOf(instruction, "interval"),
    Timeout: durationOf(instruction, "timeout"),
    StartPeriod: durationOf(instruction, "start-period"),
    StartInterval: durationOf(instruction, "start-interval"),
    Retries: retries(instruction),
  };
  return {
    Test: healthcheckTest(instruction),
    ...Object.fromEntries(Object.entries(numbers).filter(([, value]) => value)),
  };
}

/** The instruction as it is written, heredocs included (instructions/parse.go, `parseOnBuild`). */
function triggerText({ logical, trigger }: Onbuild): string {
  const bodies = (trigger?.heredocs ?? []).map(({ content, name }) => `\n${content}${name}`);
  return logical.text.replace(/^\s*ONBUILD\s*/i, "") + bodies.join("");
}

function textOrNull(text: string): string | null {
  return text === "" ? null : text;
}

function listOrNull(list: readonly string[]): readonly string[] | null {
  return list.length === 0 ? null : list;
}

function keysOrNull(keys: ReadonlySet<string>): Readonly<Record<string, object>> | null {
  return keys.size === 0 ? null : Object.fromEntries([...keys].sort(byText).map((key) => [key, {}]));
}

function byKey([a]: readonly [string, string], [b]: readonly [string, string]): number {
  return byText(a, b);
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
