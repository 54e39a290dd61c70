/** Findings and directives -> what is left, what was silenced, and which directives did nothing. */
import type { Directives, SuppressionDirective } from "../language/directives.ts";
import type { Finding } from "./types.ts";

export interface Suppressed<F extends Finding> {
  readonly kept: F[];
  readonly suppressed: { readonly finding: F; readonly directive: SuppressionDirective }[];
  /** Directives of our own form, for rules that ran, that silenced nothing. */
  readonly unused: readonly SuppressionDirective[];
}

/**
 * @param isActive whether a rule ran: a directive for another rule is not called unused. Those of hadolint and
 *   BuildKit never are: they may be there for those tools.
 */
export function applyDirectives<F extends Finding>(
  findings: readonly F[],
  directives: Directives,
  isActive: (ruleId: string) => boolean,
): Suppressed<F> {
  const kept: F[] = [];
  const suppressed: Suppressed<F>["suppressed"] = [];
  const used = new Set<SuppressionDirective>();
  const active = new ActiveDirectives(directives.suppressions);
  for (const finding of [...findings].sort((a, b) => a.range[0] - b.range[0])) {
    const directive = active.at(finding.range[0]).find((one) => covers(one, finding));
    if (!directive) {
      kept.push(finding);
      continue;
    }
    used.add(directive);
    suppressed.push({ finding, directive });
  }
  const unused = directives.suppressions.filter(
    (one) => one.origin === "stratalint" && !used.has(one) && (one.ruleId === null || isActive(one.ruleId)),
  );
  return { kept, suppressed, unused };
}

/** The directives that may hold at a place, for places in ascending order: a file may have thousands of both. */
class ActiveDirectives {
  readonly #waiting: SuppressionDirective[];
  readonly #order: ReadonlyMap<SuppressionDirective, number>;
  #active: SuppressionDirective[] = [];

  constructor(directives: readonly SuppressionDirective[]) {
    this.#order = new Map(directives.map((directive, index) => [directive, index]));
    this.#waiting = [...directives].sort((a, b) => b.range[0] - a.range[0]);
  }

  /** In the order in which they stand in the file. */
  at(offset: number): readonly SuppressionDirective[] {
    const isOver = ({ range: [, to] }: SuppressionDirective): boolean => to < offset;
    if (this.#active.some(isOver)) this.#active = this.#active.filter((one) => !isOver(one));
    let next = this.#waiting.at(-1);
    if (!next || next.range[0] > offset) return this.#active;
    for (; next && next.range[0] <= offset; next = this.#waiting.at(-1)) {
      this.#waiting.pop();
      if (!isOver(next)) this.#active.push(next);
    }
    this.#active.sort((a, b) => (this.#order.get(a) ?? 0) - (this.#order.get(b) ?? 0));
    return this.#active;
  }
}

function covers(directive: SuppressionDirective, finding: Finding): boolean {
  const [start] = finding.range;
  const [from, to] = directive.range;
  const inRange = start >= from && (start < to || (from === to && start === from));
  return inRange && isMeant(directive, finding);
}

/** An alias (`DL3014`) means the findings that carry it: a rule with several says of each finding which it is. */
function isMeant({ name, ruleId, origin }: SuppressionDirective, finding: Finding): boolean {
  if (ruleId === null) return true;
  const wanted = name.toLowerCase();
  if (origin === "buildkit" || wanted === ruleId.toLowerCase()) return ruleId === finding.ruleId;
  return finding.codes.some((code) => [wanted, `buildkit:${wanted}`].includes(code.toLowerCase()));
}
