/** The shape of a rule's case table (`test/rules/<id>.ts`); `test/rules.test.ts` runs them. */
import type { ExampleContext } from "../src/rules/define-rule.ts";
import type { DockerfileLanguageOptions } from "../src/language/rule-types.ts";

export interface ValidCase {
  readonly name?: string;
  readonly code: string;
  readonly options?: readonly unknown[];
  readonly languageOptions?: DockerfileLanguageOptions;
  /** A configured build context. ESLint knows none: such cases run in our engine only. */
  readonly context?: ExampleContext;
}

export interface ExpectedFinding {
  readonly messageId?: string;
  readonly line: number;
  readonly column: number;
  readonly endLine?: number;
  readonly endColumn?: number;
  /** Exactly what stands under the finding. */
  readonly text: string;
  readonly message?: RegExp;
}

export interface InvalidCase extends ValidCase {
  readonly findings: readonly ExpectedFinding[];
  /** The file after one pass of safe fixes; absent when there is none. */
  readonly output?: string;
  /** The file after the first suggestion of each finding that has one, in order. */
  readonly suggestions?: readonly string[];
}

export interface RuleCases {
  readonly id: string;
  readonly valid: readonly ValidCase[];
  readonly invalid: readonly InvalidCase[];
}

/** @param id the rule's id: also the name of the file */
export function cases(
  id: string,
  table: { readonly valid: readonly (ValidCase | string)[]; readonly invalid: readonly InvalidCase[] },
): RuleCases {
  return {
    id,
    valid: table.valid.map((one) => (typeof one === "string" ? { code: one } : one)),
    invalid: table.invalid,
  };
}
