/** RULES x SOURCE CODE -> raw findings. The rules are ESLint's kind, the dispatch is ours. */
import type { DockerfileSourceCode } from "../language/dockerfile-source-code.ts";
import type { DockerfileLanguageOptions, ReportDescriptor, RuleFixer, RuleTextEdit } from "../language/rule-types.ts";
import type { Rule } from "../rules/define-rule.ts";
import type { DockerfileNode, Range } from "../syntax/nodes.ts";
import { isPart, walk } from "../syntax/walk.ts";
import { compileKey, type VisitorKey } from "./selectors.ts";
import type { ConfiguredRule, Finding, Fix, RelatedLocation, Suggestion, TextEdit } from "./types.ts";

/** A finding before suppression, with what the impact needs. */
export interface RawFinding extends Finding {
  readonly reruns?: { readonly before: number; readonly after: number };
}

interface Listener {
  readonly ruleId: string;
  readonly handle: (node: DockerfileNode) => void;
  readonly matches: VisitorKey["matches"];
}

/** Calls the listeners of all rules during one walk. */
class Dispatcher {
  /** The rule that is at work: who is to blame for an error. */
  ruleId = "";
  readonly #enter = new Listeners();
  readonly #leave = new Listeners();
  /** From the root down to the parent; kept only for selectors. */
  readonly #ancestors: DockerfileNode[] = [];
  #hasSelectors = false;

  add(key: string, ruleId: string, handle: Listener["handle"]): void {
    const { exit, types, matches } = compileKey(key);
    if (matches) this.#hasSelectors = true;
    (exit ? this.#leave : this.#enter).add(types, { ruleId, handle, matches });
  }

  /** Most rules look at instructions as a whole: then nobody waits for their words, flags and commands. */
  get wantsParts(): boolean {
    return this.#enter.wantsParts || this.#leave.wantsParts;
  }

  enter(node: DockerfileNode): void {
    this.#notify(this.#enter, node);
    if (this.#hasSelectors) this.#ancestors.push(node);
  }

  leave(node: DockerfileNode): void {
    if (this.#hasSelectors) this.#ancestors.pop();
    if (this.#leave.any) this.#notify(this.#leave, node);
  }

  #notify({ byType, anyType }: Listeners, node: DockerfileNode): void {
    const listeners = byType.get(node.type);
    if (listeners) for (const listener of listeners) this.#call(listener, node);
    for (const listener of anyType) this.#call(listener, node);
  }

  #call({ ruleId, handle, matches }: Listener, node: DockerfileNode): void {
    this.ruleId = ruleId;
    if (!matches || matches(node, this.#ancestors)) handle(node);
  }
}

class Listeners {
  readonly byType = new Map<string, Listener[]>();
  readonly anyType: Listener[] = [];
  any = false;
  wantsParts = false;

  add(types: readonly string[] | null, listener: Listener): void {
    this.any = true;
    if (!types) {
      this.anyType.push(listener);
      this.wantsParts = true;
      return;
    }
    for (const type of types) {
      const known = this.byType.get(type);
      if (known) known.push(listener);
      else this.byType.set(type, [listener]);
      if (isPart(type)) this.wantsParts = true;
    }
  }
}

/** A rule that throws: the file's other rules are not stopped by it. */
export class RuleError extends Error {
  readonly ruleId: string;

  constructor(ruleId: string, cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super(`Rule ${ruleId} failed: ${reason}`, { cause });
    this.ruleId = ruleId;
  }
}

export interface RunContext {
  readonly sourceCode: DockerfileSourceCode;
  readonly path: string;
  readonly languageOptions: DockerfileLanguageOptions;
  codes(rule: Rule): readonly string[];
}

/**
 * Runs the rules over one file.
 *
 * @returns findings sorted by place
 * @throws RuleError when a rule throws
 */
export function runRules(rules: readonly ConfiguredRule[], context: RunContext): RawFinding[] {
  const findings: RawFinding[] = [];
  const dispatcher = new Dispatcher();
  try {
    for (const configured of rules) {
      const { rule } = configured;
      dispatcher.ruleId = rule.id;
      const visitor = rule.create(new RuleContext(configured, context, findings));
      // Rules give object literals: no inherited keys.
      for (const key in visitor) {
        const handle = visitor[key];
        if (handle) dispatcher.add(key, rule.id, handle);
      }
    }
    walk(context.sourceCode.ast, dispatcher, dispatcher.wantsParts);
  } catch (error) {
    throw new RuleError(dispatcher.ruleId, error);
  }
  return findings.sort(byPlace);
}

function byPlace(a: Finding, b: Finding): number {
  return a.range[0] - b.range[0] || a.range[1] - b.range[1] || (a.ruleId < b.ruleId ? -1 : a.ruleId > b.ruleId ? 1 : 0);
}

/** What a rule is given: as in ESLint, and no more than both have. */
class RuleContext {
  readonly id: string;
  readonly options: readonly unknown[];
  readonly settings = settings;
  readonly languageOptions: DockerfileLanguageOptions;
  readonly sourceCode: DockerfileSourceCode;
  readonly filename: string;
  readonly physicalFilename: string;
  readonly cwd = "";
  readonly #configured: ConfiguredRule;
  readonly #run: RunContext;
  readonly #findings: RawFinding[];

  constructor(configured: ConfiguredRule, run: RunContext, findings: RawFinding[]) {
    this.id = configured.rule.id;
    this.options = completeOptions(configured);
    this.languageOptions = run.languageOptions;
    this.sourceCode = run.sourceCode;
    this.filename = run.path;
    this.physicalFilename = run.path;
    this.#configured = configured;
    this.#run = run;
    this.#findings = findings;
  }

  report(descriptor: ReportDescriptor): void {
    this.#findings.push(toFinding(descriptor, this.#configured, this.#run));
  }
}

const settings = {};
/** One configuration holds for many files. */
const optionsOf = new WeakMap<ConfiguredRule, readonly unknown[]>();

function completeOptions(configured: ConfiguredRule): readonly unknown[] {
  let options = optionsOf.get(configured);
  if (!options) {
    options = withDefaults(configured.rule.meta.defaultOptions, configured.options);
    optionsOf.set(configured, options);
  }
  return options;
}

/** Option objects are merged with their defaults, anything else replaces them: as ESLint does with `defaultOptions`. */
function withDefaults(defaults: readonly unknown[], given: readonly unknown[]): unknown[] {
  const length = Math.max(defaults.length, given.length);
  return Array.from({ length }, (_, index) => merge(defaults[index], given[index]));
}

function merge(base: unknown, override: unknown): unknown {
  if (override === undefined) return base;
  if (!isObject(base) || !isObject(override)) return override;
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(override)) merged[key] = merge(base[key], value);
  return merged;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function toFinding(descriptor: ReportDescriptor, configured: ConfiguredRule, context: RunContext): RawFinding {
  const { rule, severity } = configured;
  const { sourceCode } = context;
  const range = placeOf(descriptor, sourceCode);
  const finding: Mutable<RawFinding> = {
    ruleId: rule.id,
    codes: descriptor.codes ?? context.codes(rule),
    severity,
    message: messageText(rule, descriptor.messageId, descriptor.data),
    messageId: descriptor.messageId,
    loc: "loc" in descriptor ? descriptor.loc : sourceCode.getLoc({ range }),
    range,
    suggestions: descriptor.suggest ? toSuggestions(descriptor.suggest, rule) : [],
    related: descriptor.related ? toRelated(descriptor.related, sourceCode) : [],
    docsUrl: rule.meta.docs.url,
  };
  const fix = descriptor.fix ? toFix(descriptor.fix(fixer)) : null;
  if (fix) finding.fix = fix;
  if (descriptor.reruns) finding.reruns = descriptor.reruns;
  return finding;
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

function toSuggestions(list: NonNullable<ReportDescriptor["suggest"]>, rule: Rule): Suggestion[] {
  return list.flatMap(({ messageId, data, fix }): Suggestion[] => {
    const change = toFix(fix(fixer));
    return change ? [{ message: messageText(rule, messageId, data), ...change }] : [];
  });
}

function toRelated(
  list: NonNullable<ReportDescriptor["related"]>,
  sourceCode: DockerfileSourceCode,
): RelatedLocation[] {
  return list.map(({ message, range }) => ({ message, range, loc: sourceCode.getLoc({ range }) }));
}

function placeOf(descriptor: ReportDescriptor, sourceCode: DockerfileSourceCode): Range {
  if ("node" in descriptor) return descriptor.node.range;
  const { start, end } = descriptor.loc;
  return [sourceCode.getIndexFromLoc(start), sourceCode.getIndexFromLoc(end)];
}

/** `{{ name }}` takes the data of that name; a name without data stays, as in ESLint. */
function messageText(rule: Rule, messageId: string, data: ReportDescriptor["data"] = {}): string {
  const template = rule.meta.messages[messageId];
  if (template === undefined) throw new Error(`no message is called '${messageId}'`);
  let pieces = templates.get(template);
  if (!pieces) templates.set(template, (pieces = template.split(/(\{\{\s*[^{}]+?\s*\}\})/)));
  let text = "";
  for (const piece of pieces) {
    const name = piece.startsWith("{{") && piece.endsWith("}}") ? piece.slice(2, -2).trim() : null;
    text += name !== null && Object.hasOwn(data, name) ? String(data[name]) : piece;
  }
  return text;
}

/** Messages cut at their placeholders: a few hundred at most, and each is shown again and again. */
const templates = new Map<string, readonly string[]>();

const fixer: RuleFixer = {
  insertTextBeforeRange: (range, text) => ({ range: [range[0], range[0]], text }),
  insertTextAfterRange: (range, text) => ({ range: [range[1], range[1]], text }),
  replaceTextRange: (range, text) => ({ range: [range[0], range[1]], text }),
  removeRange: (range) => ({ range: [range[0], range[1]], text: "" }),
};

function toFix(edits: RuleTextEdit | RuleTextEdit[] | null): Fix | null {
  const list: TextEdit[] = Array.isArray(edits) ? edits : edits ? [edits] : [];
  return list.length > 0 ? { edits: list } : null;
}
