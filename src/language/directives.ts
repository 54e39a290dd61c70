/**
 * COMMENTS -> which findings they silence. Our own form, hadolint's and BuildKit's end up as the same thing: a rule
 * (or all), and the part of the file in which it is off.
 *
 *     # stratalint disable-next RULE,... -- reason     the next instruction, all its lines
 *     # stratalint disable-file RULE,... -- reason     the file
 *     # stratalint disable-stage RULE,... -- reason    the stage it stands in (directly above FROM: the stage below)
 *     # stratalint disable RULE,... / enable RULE,...  from here on / up to here
 *     # hadolint ignore=DL3006,DL3008                  the next instruction
 *     # hadolint global ignore=... / stage ignore=...  the file / the rest of the stage
 *     # check=skip=NAME,NAME;error=true                the file, in the directive block at the top
 *     # check=skip=NAME // reason                      the next instruction, when not indented
 *
 * BuildKit's two are read by `check-directives.ts`.
 */
import { readCheckDirectives, wholeComment } from "./check-directives.ts";
import type { Comment, Dockerfile, Instruction, Range } from "../syntax/nodes.ts";
import { firstStartingFrom, lastStartingBy } from "../syntax/places.ts";

/** One rule (or all) switched off in one part of the file. */
export interface SuppressionDirective {
  readonly origin: "stratalint" | "hadolint" | "buildkit";
  /** Null for all rules. */
  readonly ruleId: string | null;
  /** The name as written; empty for all rules. */
  readonly name: string;
  /** Where the name (or, for all rules, the comment) stands. */
  readonly nameRange: Range;
  /** What to delete to be rid of this name: with one comma, or the whole comment line with the line end before it. */
  readonly removalRange: Range;
  /** 1-based. */
  readonly line: number;
  /** Findings that start in here are silenced. */
  readonly range: Range;
  readonly justification: string;
}

export interface DirectiveProblem {
  readonly message: string;
  readonly name: string;
  readonly range: Range;
}

export interface Directives {
  readonly suppressions: readonly SuppressionDirective[];
  /** Names that no rule has, verbs that do not exist: only of our own form. */
  readonly problems: readonly DirectiveProblem[];
  /** The comments that are directives. */
  readonly comments: readonly Comment[];
}

/** Rule ids by the names that a user may write. */
export interface RuleNames {
  /** By id or any alias, in any case; empty when unknown. */
  of(name: string): readonly string[];
  /** By the exact name of one of BuildKit's checks; null for all of them. */
  ofCheck(name: string | null): readonly string[];
}

interface Names {
  readonly origin: "stratalint" | "hadolint";
  readonly comment: Comment;
  /** Offset of the list in the file, and its text. */
  readonly at: number;
  readonly list: string;
  readonly justification: string;
}

const ownForm = /^stratalint\s+(\S+)\s*(.*)$/s;
const ownVerbs = new Set(["disable", "enable", "disable-next", "disable-file", "disable-stage"]);
const hadolintForm = /^hadolint\s+(?:(global|stage)\s+)?ignore\s*=\s*([DLSC\d]+(?:\s*,\s*[DLSC\d]+)*)\s*(?:#.*)?$/s;

/**
 * @param text the file text
 * @param names rule ids by name
 * @param buildArgs those of the build: one of them may replace the file's `# check=` directive
 */
export function readDirectives(
  dockerfile: Dockerfile,
  text: string,
  names: RuleNames,
  buildArgs?: Readonly<Record<string, string>>,
): Directives {
  const checks = readCheckDirectives(dockerfile, text, names, buildArgs);
  const { suppressions, problems, comments } = new DirectiveReader(dockerfile, text, names).read();
  if (checks.comments.length === 0 && checks.suppressions.length === 0) return { suppressions, problems, comments };
  return {
    suppressions: [...checks.suppressions, ...suppressions],
    problems,
    comments: [...checks.comments, ...comments],
  };
}

class DirectiveReader {
  readonly #dockerfile: Dockerfile;
  readonly #text: string;
  readonly #names: RuleNames;
  readonly #suppressions: SuppressionDirective[] = [];
  readonly #problems: DirectiveProblem[] = [];
  readonly #comments: Comment[] = [];
  /** Ranges opened by `disable` that wait for their `enable`, as indices into the suppressions. */
  readonly #open: number[] = [];

  constructor(dockerfile: Dockerfile, text: string, names: RuleNames) {
    this.#dockerfile = dockerfile;
    this.#text = text;
    this.#names = names;
  }

  read(): Directives {
    for (const comment of this.#dockerfile.comments) this.#readComment(comment);
    return { suppressions: this.#suppressions, problems: this.#problems, comments: this.#comments };
  }

  #readComment(comment: Comment): void {
    const { value } = comment;
    const first = value[0];
    // Most comments are prose: look closer only at the two forms.
    if (first === "s") this.#readOwn(comment);
    else if (first === "h") this.#readHadolint(comment);
  }

  #readOwn(comment: Comment): void {
    const match = ownForm.exec(comment.value);
    if (!match) return;
    const [, verb = "", rest = ""] = match;
    this.#comments.push(comment);
    const valueAt = this.#valueAt(comment);
    if (!ownVerbs.has(verb)) {
      const at = valueAt + comment.value.indexOf(verb, "stratalint".length);
      const message = `Unknown directive '${verb}': use ${[...ownVerbs].join(", ")}`;
      this.#problems.push({ message, name: verb, range: [at, at + verb.length] });
      return;
    }
    const [list = "", ...reason] = rest.split(/(?:^|\s)--+(?:\s|$)/);
    const names: Names = {
      origin: "stratalint",
      comment,
      at: valueAt + comment.value.length - rest.length,
      list,
      justification: reason.join(" -- ").trim(),
    };
    if (verb === "enable") this.#close(names);
    else this.#add(names, this.#covered(verb, comment), verb === "disable");
  }

  #readHadolint(comment: Comment): void {
    const match = hadolintForm.exec(comment.value);
    if (!match) return;
    const [, scope, list = ""] = match;
    this.#comments.push(comment);
    const range =
      scope === "global"
        ? this.#dockerfile.range
        : scope === "stage"
          ? this.#restOfStage(comment)
          : this.#covered("disable-next", comment);
    const at = this.#valueAt(comment) + comment.value.indexOf(list, comment.value.indexOf("="));
    this.#add({ origin: "hadolint", comment, at, list, justification: "" }, range, false);
  }

  #add(names: Names, range: Range | null, open: boolean): void {
    if (!range) return;
    const { origin, comment, justification } = names;
    const common = { origin, line: comment.line, range, justification };
    const push = (ruleId: string | null, name: string, nameRange: Range, removalRange: Range): void => {
      if (open) this.#open.push(this.#suppressions.length);
      this.#suppressions.push({ ...common, ruleId, name, nameRange, removalRange });
    };
    const parts = names.list.split(",");
    if (names.list.trim() === "") {
      push(null, "", comment.range, wholeComment(comment.range, this.#text));
      return;
    }
    let at = names.at;
    for (const [index, part] of parts.entries()) {
      const name = part.trim();
      const start = at + part.length - part.trimStart().length;
      const nameRange: Range = [start, start + name.length];
      const withComma: Range = index === 0 ? [at, at + part.length + 1] : [at - 1, at + part.trimEnd().length];
      const removal = parts.length === 1 ? wholeComment(comment.range, this.#text) : withComma;
      at += part.length + 1;
      if (name === "") continue;
      for (const id of this.#ids(origin, name, nameRange)) push(id, name, nameRange, removal);
    }
  }

  #ids(origin: Names["origin"], name: string, range: Range): readonly string[] {
    const ids = this.#names.of(name);
    if (ids.length === 0 && origin === "stratalint") {
      this.#problems.push({ message: `No rule is called '${name}'`, name, range });
    }
    return ids;
  }

  /** Ends what `disable` began, for the named rules or for all. */
  #close(names: Names): void {
    const listed = names.list
      .split(",")
      .map((name) => name.trim())
      .filter((name) => name !== "");
    const ids = new Set(listed.flatMap((name) => this.#names.of(name)));
    for (const index of this.#open) {
      const directive = this.#suppressions[index];
      if (!directive || (listed.length > 0 && !ids.has(directive.ruleId ?? ""))) continue;
      const end = Math.min(directive.range[1], names.comment.range[0]);
      this.#suppressions[index] = { ...directive, range: [directive.range[0], end] };
    }
  }

  #covered(verb: string, comment: Comment): Range | null {
    switch (verb) {
      case "disable-file":
        return this.#dockerfile.range;
      case "disable-stage":
        return this.#stage(comment);
      case "disable":
        return [comment.range[0], this.#dockerfile.range[1] + 1];
      default: {
        if (comment.inside) return this.#lineAfter(comment);
        const target = this.#instructionAfter(comment);
        return target && this.#touches(comment, target) ? target.range : null;
      }
    }
  }

  /** Nothing but comment lines may stand between a directive and its instruction. */
  #touches(comment: Comment, target: Instruction): boolean {
    return !/\n[ \t\r]*\n/.test(this.#text.slice(comment.range[1], target.range[0]));
  }

  #stage(comment: Comment): Range | null {
    const { stages } = this.#dockerfile;
    const below = stages.find((stage) => stage.from.leadingComments.includes(comment));
    const stage = below ?? stages.findLast((one) => one.range[0] < comment.range[0]);
    return stage ? [stage.range[0], this.#stageEnd(stage.index)] : null;
  }

  #restOfStage(comment: Comment): Range {
    const inside = this.#dockerfile.stages.findLast((stage) => stage.range[0] < comment.range[0]);
    const below = this.#dockerfile.stages.find((stage) => stage.from.leadingComments.includes(comment));
    return [comment.range[0], this.#stageEnd((below ?? inside)?.index ?? -1)];
  }

  /** Up to the next FROM; a stage's last comments belong to it. */
  #stageEnd(index: number): number {
    return this.#dockerfile.stages[index + 1]?.range[0] ?? this.#dockerfile.range[1] + 1;
  }

  #lineAfter(comment: Comment): Range {
    const start = this.#text.indexOf("\n", comment.range[1]) + 1;
    const end = start === 0 ? -1 : this.#text.indexOf("\n", start);
    return [comment.range[1], end < 0 ? this.#text.length + 1 : end];
  }

  #instructionAfter(comment: Comment): Instruction | undefined {
    const { prologue, stages } = this.#dockerfile;
    const at = comment.range[1];
    return (
      firstStartingFrom(prologue, at) ??
      firstStartingFrom(lastStartingBy(stages, at)?.body ?? [], at) ??
      firstStartingFrom(stages, at)?.from
    );
  }

  #valueAt(comment: Comment): number {
    return this.#text.indexOf(comment.value, comment.range[0] + 1);
  }
}
