/** Which variables may hold something else than we think, because the base image is not known. */
import type { Expansion } from "../model/types.ts";
import type { Arg, Env, Word } from "../syntax/nodes.ts";

type Expand = (word: Word) => Expansion;

export class BaseInfluence {
  readonly #baseUnknown: boolean;
  readonly #names: Set<string>;

  /** @param baseUnknown true when nobody knows what the base image sets */
  constructor(baseUnknown: boolean) {
    this.#baseUnknown = baseUnknown;
    // PATH has the value that BuildKit gives to an image without one.
    this.#names = new Set(baseUnknown ? ["PATH"] : []);
  }

  /** True when the base image may make something else of the word. */
  mayChange({ names, undefinedNames }: Expansion): boolean {
    return this.#baseUnknown && (undefinedNames.length > 0 || names.some((name) => this.#names.has(name)));
  }

  /** The whole line sees what was in force before it. */
  afterEnv(instruction: Env, expand: Expand): void {
    if (!this.#baseUnknown) return;
    const changed = instruction.pairs.map(
      ({ key, value }) => [expand(key).value, value !== null && this.mayChange(expand(value))] as const,
    );
    for (const [name, mayChange] of changed) this.#mark(name, mayChange);
  }

  afterArg(instruction: Arg, expand: Expand): void {
    if (!this.#baseUnknown) return;
    // Without a default the argument leaves in force what the base image sets.
    for (const { key, value } of instruction.pairs) {
      if (value !== null) this.#mark(key.value, this.mayChange(expand(value)));
    }
  }

  #mark(name: string, mayChange: boolean): void {
    if (mayChange) this.#names.add(name);
    else this.#names.delete(name);
  }
}
