/** One stage of a random Dockerfile: what has been put into it so far, so that later instructions have something to work on. */
import type { Random } from "./random.ts";

export class RandomStage {
  readonly name: string | null;
  readonly index: number;
  /** False for a stage without a shell: RUN would fail. */
  readonly hasShell: boolean;
  /** Files and folders that are there, absolute. */
  readonly files: string[];
  readonly folders: string[];
  /** Names of variables with a value that is a plain word. */
  readonly variables: string[];
  readonly lines: string[] = [];
  workdir: string;
  isRoot: boolean;

  /** @param parent the stage it is FROM; null for scratch and images */
  constructor(index: number, name: string | null, hasShell: boolean, parent: RandomStage | null) {
    this.index = index;
    this.name = name;
    this.hasShell = hasShell;
    this.files = [...(parent?.files ?? [])];
    this.folders = [...(parent?.folders ?? [])];
    this.variables = [...(parent?.variables ?? [])];
    this.workdir = parent?.workdir ?? "/";
    this.isRoot = parent?.isRoot ?? true;
  }

  /** How other instructions may name it. */
  reference(random: Random): string {
    return this.name === null || random.chance(0.2) ? String(this.index) : this.name;
  }

  /** Where a relative path leads. */
  resolve(path: string): string {
    const steps: string[] = [];
    for (const step of (path.startsWith("/") ? path : `${this.workdir}/${path}`).split("/")) {
      if (step === "..") steps.pop();
      else if (step !== "" && step !== ".") steps.push(step);
    }
    return `/${steps.join("/")}`;
  }

  addFile(path: string): void {
    if (!this.files.includes(path)) this.files.push(path);
  }

  addFolder(path: string): void {
    if (path !== "/" && !this.folders.includes(path)) this.folders.push(path);
  }

  /** Forgets what is at the path and below. */
  remove(path: string): void {
    for (const list of [this.files, this.folders]) {
      const left = list.filter((one) => one !== path && !one.startsWith(`${path}/`));
      list.splice(0, list.length, ...left);
    }
  }
}
