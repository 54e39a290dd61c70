/**
 * Which values are certain. BuildKit goes by what it is given; here the base image, the builder or a line that is itself
 * at fault may make a value another one, and then nothing is said of it.
 */
import { probablyMeant } from "../syntax/suggest.ts";
import type { BuildModel, Expansion, StageModel } from "./types.ts";

/** What is known of the names in force at one point of a stage, or above the first FROM. */
export class JudgedNames {
  readonly #model: BuildModel;
  /** False when the base image may set more names; few stages are asked. */
  readonly #knowsBase: () => boolean;
  /** Names that the file itself sets. */
  readonly #set: Set<string>;
  /** Names whose value is not known. */
  readonly #doubtful: Set<string>;
  #incomplete: boolean;

  /**
   * @param knowsBase false when the base image may set names that nobody here knows of
   * @param from what held at the end of the stage that this one is FROM
   */
  constructor(model: BuildModel, knowsBase: () => boolean, from?: JudgedNames) {
    this.#model = model;
    this.#knowsBase = knowsBase;
    this.#set = from ? new Set(from.#set) : new Set();
    this.#doubtful = from ? new Set(from.#doubtful) : new Set();
    this.#incomplete = from ? from.#incomplete : false;
  }

  /** An ENV or ARG gives it a value. */
  set(name: string, certain: boolean): void {
    this.#set.add(name);
    if (certain) this.#doubtful.delete(name);
    else this.#doubtful.add(name);
  }

  /** An ARG without a default takes over what is known of a global argument. */
  take(name: string, globals: JudgedNames): void {
    if (globals.#doubtful.has(name)) this.#doubtful.add(name);
    // The platform is the builder's.
    else if (!this.#isOfBuilder(name)) this.#set.add(name);
  }

  /** An instruction that cannot be read may have set any name. */
  lose(): void {
    this.#incomplete = true;
  }

  /** True when nobody decides on the value but the author of the file and of the command line. */
  isCertain(text: Expansion): boolean {
    if (text.undefinedNames.length > 0 && (this.#incomplete || !this.#knowsBase())) return false;
    if (text.names.some((name) => this.#doubtful.has(name))) return false;
    return text.overridable.every((name) => this.#set.has(name));
  }

  #isOfBuilder(name: string): boolean {
    if (this.#model.globalArgs.get(name)?.node !== null) return false;
    return !name.startsWith("TARGET") || this.#model.options.platform === undefined;
  }
}

/**
 * What to do about a value that is not written out.
 *
 * @param stage where it stands; null for a FROM
 */
export function valueHint(text: Expansion, stage: StageModel | null, model: BuildModel): string | null {
  const declared = stage
    ? stage.finalState.args
    : new Map([...model.globalArgs].map(([name, { value }]) => [name, value]));
  const args = text.overridable.filter((name) => declared.has(name));
  const empty = args.find((name) => !declared.get(name));
  if (empty !== undefined) return `Give ${empty} a default, or build with --build-arg ${empty}=...`;
  if (args[0] !== undefined) return `Change the default of ${args[0]}, or build with --build-arg ${args[0]}=...`;
  const [name] = text.undefinedNames;
  if (name === undefined) return null;
  if (stage && model.globalArgs.has(name)) return `Repeat "ARG ${name}" in this stage`;
  const near = probablyMeant(name, [...declared.keys(), ...(stage?.finalState.env.keys() ?? [])]);
  if (near !== null) return `Did you mean ${near}?`;
  return stage ? `Set ${name} above with ARG or ENV` : `Declare ${name} with ARG above the first FROM`;
}
