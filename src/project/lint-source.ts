/** TEXT + FILE CONFIGURATION -> FILE RESULT, whatever happens. */
import type { FileConfig } from "../config/types.ts";
import type { BuildContext } from "../context/build-context.ts";
import { fixText } from "../engine/fix-text.ts";
import { lintText } from "../engine/lint-text.ts";
import { RuleError } from "../engine/run-rules.ts";
import type { ConfiguredRule, FileResult, Finding, FindingSource } from "../engine/types.ts";
import type { BaseImages } from "../knowledge/base-images.ts";

/** What stands in the way of a complete run. */
export interface RunError {
  /** One line, for people. */
  readonly message: string;
  /** Set for errors of our own. */
  readonly cause?: unknown;
}

/** The id of the finding that says that a file was not linted. */
const unreadableId = "unreadable-file";

export interface LintedSource {
  readonly result: FileResult;
  readonly errors: RunError[];
  /** Safe fixes applied; `result` is that of the fixed text. */
  readonly fixes: number;
}

export interface LintSourceOptions {
  readonly context?: BuildContext | undefined;
  readonly baseImages?: BaseImages | undefined;
  readonly inlineConfig?: boolean | undefined;
  readonly history?: boolean | undefined;
  readonly fix?: boolean | undefined;
  readonly others?: FindingSource | undefined;
}

/**
 * Lints one text. A rule that fails is left out and reported: the others go on.
 *
 * @param path as reports show it
 * @param options `context`: the build context, when it is known; `baseImages`: what is known of base images, when somebody
 *   was asked; `inlineConfig`: whether directives in comments count; `history`: whether the images' history is shown; `fix`: whether safe fixes are applied; `others`: what
 *   another program finds
 */
export function lintSource(
  path: string,
  text: string,
  config: FileConfig,
  { context, baseImages, inlineConfig = true, history, fix = false, others }: LintSourceOptions,
): LintedSource {
  const { catalogue, languageOptions } = config;
  const errors: RunError[] = [];
  let rules: readonly ConfiguredRule[] = config.rules;
  for (;;) {
    try {
      const honoured = inlineConfig && config.inlineConfig;
      const lintOptions = {
        path,
        rules,
        catalogue,
        languageOptions,
        inlineConfig: honoured,
        history,
        context,
        baseImages,
      };
      if (!fix) return { result: lintText(text, { ...lintOptions, others }), errors, fixes: 0 };
      const { result, applied } = fixText(text, { ...lintOptions, others: others && (() => []) });
      if (!others) return { result, errors, fixes: applied };
      // The others look at the text only when it stays as it is.
      const fixedText = (result.bom ? "\uFEFF" : "") + result.text;
      return { result: lintText(fixedText, { ...lintOptions, others }), errors, fixes: applied };
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      const message = `internal error in ${path}: ${reason}; please report it`;
      errors.push({ message, cause });
      const remaining = cause instanceof RuleError ? rules.filter(({ rule }) => rule.id !== cause.ruleId) : rules;
      if (remaining.length === rules.length) {
        return { result: unreadableResult(path, "could not be linted"), errors, fixes: 0 };
      }
      rules = remaining;
    }
  }
}

/**
 * The result for a file without a text, with one finding that says why.
 *
 * @param reason a sentence without its subject: `cannot be read: permission denied`
 */
export function unreadableResult(path: string, reason: string): FileResult {
  const start = { line: 1, column: 1 };
  const finding: Finding = {
    ruleId: unreadableId,
    codes: [],
    severity: "error",
    message: `The file ${reason}. It was not linted.`,
    loc: { start, end: start },
    range: [0, 0],
    suggestions: [],
    related: [],
    docsUrl: "https://github.com/stratalint/stratalint#exit-codes",
  };
  const message = `The file ${reason}.`;
  return { path, text: "", bom: false, findings: [finding], suppressed: [], images: [], unreadable: message };
}
