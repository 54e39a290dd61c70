/**
 * What is known of the files of a stage while its steps are counted: the classic builder makes a layer only where a step
 * changes something.
 */
import { posix } from "node:path";
import type { StageModel } from "../model/types.ts";
import type { Add, Copy, Instruction, Run } from "../syntax/nodes.ts";
import { imageBase } from "./base-files.ts";
import { readRunActions } from "./run-actions.ts";
import type { Scope } from "./scope.ts";

/** Directories that every Linux image has, however small. */
const commonDirectories = new Set("/bin /dev /etc /home /proc /root /sys /tmp /usr /var".split(" "));

export class KnownFiles {
  readonly #stage: StageModel;
  readonly #inherited: KnownFiles | null;
  readonly #directories = new Set<string>();
  /** Nothing that RUN writes below these is kept. */
  readonly #volumes: Set<string>;

  /**
   * @param inherited those of the stage that this one is FROM
   * @param baseWorkdir working directory of the base image; null when it is not known or not set
   */
  constructor(stage: StageModel, inherited: KnownFiles | null, baseWorkdir: string | null) {
    this.#stage = stage;
    this.#inherited = inherited;
    this.#volumes = new Set(inherited ? inherited.#volumes : []);
    if (baseWorkdir !== null) this.#add(baseWorkdir);
  }

  /** True when the directory is certain to be there. */
  hasDirectory(path: string): boolean {
    return this.#directories.has(path) || KnownFiles.#anyHas(this.#inherited, path) || this.#isStandard(path);
  }

  /** A loop, so that a long chain of stages cannot exhaust the call stack. */
  static #anyHas(first: KnownFiles | null, path: string): boolean {
    for (let files = first; files !== null; files = files.#inherited) {
      if (files.#directories.has(path)) return true;
    }
    return false;
  }

  /** True when a RUN is certain to leave all files as they are. */
  keepsFiles(run: Run, workdir: string): boolean {
    const actions = readRunActions(run, workdir);
    if (actions === null) return this.#volumes.size > 0 && this.#writesToVolumesOnly(run, workdir);
    return actions.every(({ kind, paths }) =>
      (paths ?? [""]).every(
        (path) => this.#isInVolume(`/${path}`) || (kind === "make" && this.hasDirectory(`/${path}`)),
      ),
    );
  }

  /**
   * Takes a step into account.
   *
   * @param workdir the directory after it
   */
  note(instruction: Instruction, scope: Scope, workdir: string): void {
    switch (instruction.type) {
      case "Workdir":
        return this.#add(workdir);
      case "Copy":
      case "Add":
        return this.#add(directoryMadeBy(instruction, scope, workdir));
      case "Run":
        for (const { kind, paths } of readRunActions(instruction, workdir) ?? []) {
          if (kind === "make") for (const path of paths) this.#add(`/${path}`);
        }
        return;
      case "Volume":
        for (const word of instruction.args) this.#volumes.add(posix.resolve("/", scope.expand(word)));
        return;
      default:
        return;
    }
  }

  /** Adds a directory and what it stands in. */
  #add(path: string): void {
    for (let end = path.length; end > 0; end = path.lastIndexOf("/", end - 1))
      this.#directories.add(path.slice(0, end));
  }

  #isStandard(path: string): boolean {
    const { rootBase, os } = this.#stage;
    if (rootBase.kind === "scratch" || os === "windows") return false;
    return commonDirectories.has(path) || imageBase(os, null).hasDirectory(path.slice(1)) === "yes";
  }

  #isInVolume(path: string): boolean {
    return [...this.#volumes].some((volume) => path.startsWith(`${volume}/`));
  }

  /** `echo x > /data/x`: what goes to standard output ends up in a volume. */
  #writesToVolumesOnly({ commands, form, shellError }: Run, workdir: string): boolean {
    if (form !== "shell" || shellError !== null || commands.length === 0) return false;
    return commands.every(({ name, redirections, wrappers, substitution }) => {
      if (substitution || wrappers.length > 0 || (name !== "echo" && name !== "printf")) return false;
      return redirections.every(
        ({ operator, target }) =>
          operator === ">&" || (target?.literal === true && this.#isInVolume(posix.resolve(workdir, target.value))),
      );
    });
  }
}

/** The directory that is there after a COPY or ADD: its destination, or what that stands in when it may be a file. */
function directoryMadeBy({ sources, heredocs, destination }: Copy | Add, scope: Scope, workdir: string): string {
  const written = destination === null ? "" : scope.expand(destination);
  const path = posix.resolve(workdir, written);
  const texts = sources.map((source) => scope.expand(source));
  const isDirectory =
    /(?:^|\/)\.?$/.test(written) ||
    texts.length + heredocs.length > 1 ||
    texts.some((text) => /(?:^|\/)\.?$/.test(text));
  return isDirectory ? path : posix.dirname(path);
}
