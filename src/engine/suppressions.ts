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
  for (const finding of findings) {
    const directive = directives.suppressions.find((one) => covers(one, finding));
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

function covers(directive: SuppressionDirective, finding: Finding): boolean {
  const [start] = finding.range;
  const [from, to] = directive.range;
  const inRange = start >= from && (start < to || (from === to && start === from));
  return inRange && (directive.ruleId === null || directive.ruleId === finding.ruleId);
}
