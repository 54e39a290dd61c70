/** What the words behind a package manager's name mean, taken from its entry in the table once. */
import type { FlagSyntax } from "./flags.ts";
import type { PackageAction, PackageManager } from "./package-facts.ts";

export class ManagerSyntax {
  readonly facts: PackageManager;
  readonly #flags: FlagSyntax;
  readonly #flagsByVerb = new Map<string, FlagSyntax>();
  readonly #actions = new Map<string, PackageAction>();
  /** What verbs of several words begin with: `cache` of `cache clean`. */
  readonly #beginnings = new Set<string>();

  constructor(facts: PackageManager) {
    this.facts = facts;
    const { valueFlags = "", verbValueFlags = {}, singleDash = false } = facts;
    this.#flags = { valueFlags, singleDash };
    for (const [verb, more] of Object.entries(verbValueFlags)) {
      this.#flagsByVerb.set(verb, { valueFlags: `${valueFlags} ${more}`, singleDash });
    }
    for (const [action, list] of Object.entries(facts.verbs)) {
      for (const verbs of list) this.#add(verbs, action as PackageAction);
    }
  }

  /** How flags behind these verbs are read. */
  flagsAfter(verbs: string): FlagSyntax {
    return this.#flagsByVerb.get(verbs) ?? this.#flags;
  }

  /** What verbs do; undefined for verbs that are not listed. */
  actionOf(verbs: string): PackageAction | undefined {
    return this.#actions.get(verbs);
  }

  /** True when a verb has this word behind these: `cache` and `clean`. */
  continuesVerb(verbs: string, word: string): boolean {
    if (!this.#beginnings.has(verbs)) return false;
    const longer = `${verbs} ${word}`;
    return this.#actions.has(longer) || this.#beginnings.has(longer);
  }

  #add(verbs: string, action: PackageAction): void {
    if (!this.#actions.has(verbs)) this.#actions.set(verbs, action);
    for (let end = verbs.indexOf(" "); end >= 0; end = verbs.indexOf(" ", end + 1)) {
      this.#beginnings.add(verbs.slice(0, end));
    }
  }
}
