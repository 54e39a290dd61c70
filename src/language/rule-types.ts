/** The types a rule author meets: context, visitor, report descriptor. */
import type { DockerfileNode, NodeOf, NodeType, Range, SourceLocation } from "../syntax/nodes.ts";
import type { DockerfileSourceCode } from "./dockerfile-source-code.ts";
import type { BuildOptions } from "../model/types.ts";
import type { BuilderName, LayerStore } from "../layers/types.ts";

/** The forms that the value of a label may be asked to have. */
export const labelTypes = ["text", "url", "email", "rfc3339", "semver", "hash", "spdx"] as const;
export type LabelType = (typeof labelTypes)[number];

/** What `languageOptions` may hold, under ESLint and in our configuration. JSON values only. */
export interface DockerfileLanguageOptions extends BuildOptions {
  /** The name the plugin has in the ESLint configuration; `dockerfile` by default. */
  readonly namespace?: string | undefined;
  readonly builder?: BuilderName | undefined;
  readonly builderVersion?: string | undefined;
  readonly store?: LayerStore | undefined;
  /** Absolute path of the build context's folder. Only our own engine reads it: under ESLint no rule sees files. */
  readonly context?: string | undefined;
  /** Registries that `trusted-registry` allows. */
  readonly trustedRegistries?: readonly string[] | undefined;
  /** Labels that an image needs, each with the form of its value. */
  readonly labelSchema?: Readonly<Record<string, LabelType>> | undefined;
  /** True when the label schema has all the labels there may be. */
  readonly strictLabels?: boolean | undefined;
  readonly [key: string]: unknown;
}

export interface RuleTextEdit {
  range: [number, number];
  text: string;
}

/** The part of ESLint's fixer that rules use. `node` may be anything with a range. */
export interface RuleFixer {
  insertTextBeforeRange(range: Range, text: string): RuleTextEdit;
  insertTextAfterRange(range: Range, text: string): RuleTextEdit;
  replaceTextRange(range: Range, text: string): RuleTextEdit;
  removeRange(range: Range): RuleTextEdit;
}

type FixFunction = (fixer: RuleFixer) => RuleTextEdit | RuleTextEdit[] | null;

/** Where and what to report. `node` or `loc`; the rest is optional. */
export type ReportDescriptor<MessageIds extends string = string> = {
  messageId: MessageIds;
  data?: Record<string, string | number>;
  fix?: FixFunction | null;
  suggest?: { messageId: MessageIds; data?: Record<string, string | number>; fix: FixFunction }[];
  /** Those of the rule's aliases (`DL3014`) that ask for what this finding asks for; all by default. ESLint ignores it. */
  codes?: readonly string[];
  /** Other places that belong to the finding. ESLint ignores it. */
  related?: { message: string; range: Range }[];
  /** Later steps that run again for nothing now / with the advice followed. ESLint ignores it. */
  reruns?: { before: number; after: number };
} & ({ node: DockerfileNode | { range: Range } } | { loc: SourceLocation });

export interface DockerfileRuleContext<MessageIds extends string = string, Options extends unknown[] = unknown[]> {
  readonly id: string;
  readonly options: Options;
  readonly languageOptions: DockerfileLanguageOptions;
  readonly sourceCode: DockerfileSourceCode;
  readonly filename: string;
  report(descriptor: ReportDescriptor<MessageIds>): void;
}

type TypeVisitor = { [T in NodeType as T | `${T}:exit`]?: (node: NodeOf<T>) => void };

/** Node types (and `:exit`), or an esquery selector. A visitor has no second argument: use `sourceCode.getParent`. */
export interface DockerfileRuleVisitor extends TypeVisitor {
  // Selectors carry a node type that only the author knows.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  [selector: string]: ((node: any) => void) | undefined;
}
