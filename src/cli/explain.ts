/** `stratalint explain RULE`: the page of a rule. */
import { unknownRule } from "../config/check-rules.ts";
import { createCatalogue } from "../engine/rule-catalogue.ts";
import { shellcheckCode, shellcheckPage } from "../engine/shellcheck-rule.ts";
import { rulePage } from "../rules/rule-page.ts";
import { rules } from "../rules/index.ts";
import { UsageError } from "./errors.ts";
import type { CliIo } from "./io.ts";

/**
 * @param names ids or aliases; an alias of several rules prints them all
 * @returns the exit code
 * @throws UsageError for a name that no rule has
 */
export async function explain(names: readonly string[], io: CliIo): Promise<number> {
  const catalogue = createCatalogue(rules);
  const pages = names.flatMap((name) => {
    const named = catalogue.resolve(name);
    if (named.length === 0) throw new UsageError(unknownRule(name, catalogue));
    return named.map((rule) => (shellcheckCode(rule.id) === null ? rulePage(rule) : shellcheckPage(rule.id)));
  });
  await io.stdout.write(pages.join("\n"));
  return 0;
}
