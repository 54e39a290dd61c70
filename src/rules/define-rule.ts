/**
 * defineRule: a rule of this project is an ESLint-core `RuleDefinition` whose documentation is part of it.
 * Everything else (index, page, README table, presets, JSON schema) is generated from what stands here.
 */
import type { RuleDefinition } from "@eslint/core";
import type {
  DockerfileLanguageOptions,
  DockerfileRuleContext,
  DockerfileRuleVisitor,
} from "../language/rule-types.ts";
import type { DockerfileSourceCode } from "../language/dockerfile-source-code.ts";
import type { DockerfileNode } from "../syntax/nodes.ts";

export type Category = "correctness" | "security" | "reproducibility" | "cache" | "size" | "runtime" | "style";
export type RuleSeverity = "error" | "warning" | "info" | "style";

/** The files of a build context, and its ignore file. */
export interface ExampleContext {
  /** Paths below the context; one that ends in `/` is an empty folder. */
  readonly files: readonly string[];
  /** Sizes of those that matter by them; the others are empty. */
  readonly bytes?: Readonly<Record<string, number>>;
  readonly dockerignore?: string;
}

/** One executed example: the bad file gives at least one finding of the rule, the good one none. */
export interface RuleExample {
  readonly bad: string;
  readonly good: string;
  /** Options under which the example holds. */
  readonly options?: readonly unknown[];
  /** What the configuration says, for rules that go by it; the note has it in words. */
  readonly languageOptions?: DockerfileLanguageOptions;
  /** A sentence above it. */
  readonly note?: string;
  /** The build context, for rules that look into it. */
  readonly context?: ExampleContext;
}

/** A message in three parts. Each is one full sentence without a closing full stop; `{{x}}` takes data. */
export interface MessageParts {
  readonly what: string;
  readonly why: string;
  readonly how: string;
}

export interface RuleDocs {
  /** One sentence, imperative, no full stop: "Pin the base image to a tag". */
  readonly description: string;
  readonly category: Category;
  readonly severity: RuleSeverity;
  /** In the `recommended` preset. */
  readonly recommended: boolean;
  readonly since: string;
  /** `DL3007`. */
  readonly hadolint?: readonly string[];
  /** `StageNameCasing`. */
  readonly buildkit?: readonly string[];
  /** Trivy ids such as `DS-0001`. */
  readonly trivy?: readonly string[];
  /** Checkov ids such as `CKV_DOCKER_7`. */
  readonly checkov?: readonly string[];
  /** droast ids such as `DF001`. */
  readonly droast?: readonly string[];
  /** Two to six sentences of Markdown. */
  readonly why: string;
  readonly examples: readonly RuleExample[];
  /** Markdown: what each option does. Required when the rule has options. */
  readonly options?: string;
  /** The options that a preset gives the rule; a preset named here has the rule even without an alias for it. */
  readonly presetOptions?: Readonly<Partial<Record<"hadolint" | "buildkit", readonly unknown[]>>>;
  /** Markdown: when to switch it off, what it cannot know. */
  readonly whenNot?: string;
  /** Markdown: why the fix keeps the meaning. Required when the rule has a fix. */
  readonly fixSafety?: string;
  /** 0.1 to 10: GitHub shows the finding as a security alert. */
  readonly securitySeverity?: number;
}

export interface RuleSource<MessageIds extends string, Options extends unknown[]> {
  readonly id: string;
  readonly type: "problem" | "suggestion" | "layout";
  readonly docs: RuleDocs;
  /** A plain string is taken as it is: for a message that somebody else worded, or the label of a suggestion. */
  readonly messages: Readonly<Record<MessageIds, MessageParts | string>>;
  /** JSON Schema of the options, one per position; none by default. */
  readonly schema?: readonly object[];
  readonly defaultOptions?: Options;
  readonly fixable?: boolean;
  readonly hasSuggestions?: boolean;
  create(context: DockerfileRuleContext<MessageIds, Options>): DockerfileRuleVisitor;
}

export interface RuleMeta {
  readonly type: "problem" | "suggestion" | "layout";
  readonly docs: RuleDocs & { readonly url: string };
  readonly messages: Readonly<Record<string, string>>;
  readonly schema: readonly object[];
  readonly defaultOptions: unknown[];
  readonly languages: string[];
  readonly fixable?: "code";
  readonly hasSuggestions?: true;
}

/** A rule as the index, the engine and ESLint see it. */
export interface Rule {
  readonly id: string;
  readonly meta: RuleMeta;
  // ESLint 9 and 10 differ in the members of the context; rules use only what both have, so it is left open here.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  create(context: any): DockerfileRuleVisitor;
}

/** The exact ESLint-core type that every rule satisfies (checked in tests). */
export type DockerfileRuleDefinition = RuleDefinition<{
  LangOptions: DockerfileLanguageOptions;
  Code: DockerfileSourceCode;
  RuleOptions: unknown[];
  Visitor: DockerfileRuleVisitor;
  Node: DockerfileNode;
  MessageIds: string;
  ExtRuleDocs: unknown;
}>;

const docsBase = "https://github.com/stratalint/stratalint/blob/main/docs/rules";

/** The page of a rule. */
export function ruleUrl(id: string): string {
  return `${docsBase}/${id}.md`;
}

/**
 * Completes a rule: joins the three parts of its messages, adds URL and language.
 *
 * @param source id (equal to the file name), documentation, messages and `create`
 */
export function defineRule<const MessageIds extends string, Options extends unknown[] = []>(
  source: RuleSource<MessageIds, Options>,
): Rule {
  const messages: Record<string, string> = {};
  for (const [id, message] of Object.entries<MessageParts | string>(source.messages)) {
    messages[id] = typeof message === "string" ? message : `${message.what}. ${message.why}. ${message.how}.`;
  }
  return {
    id: source.id,
    meta: {
      type: source.type,
      // Not a copy: in the bundle some of it are getters, which read what they give only then.
      docs: Object.assign(source.docs, { url: ruleUrl(source.id) }),
      messages,
      schema: source.schema ?? [],
      defaultOptions: source.defaultOptions ?? [],
      languages: ["dockerfile/dockerfile"],
      ...(source.fixable ? { fixable: "code" as const } : {}),
      ...(source.hasSuggestions ? { hasSuggestions: true as const } : {}),
    },
    create: (context: DockerfileRuleContext<MessageIds, Options>) => source.create(context),
  };
}
