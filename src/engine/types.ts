/** What the engine hands out and the reporters read. Plain data, safe to serialise. */
import type { BuildContext } from "../context/build-context.ts";
import type { BaseImages } from "../knowledge/base-images.ts";
import type { DockerfileSourceCode } from "../language/dockerfile-source-code.ts";
import type { DockerfileLanguageOptions } from "../language/rule-types.ts";
import type { Size } from "../layers/types.ts";
import type { Rule } from "../rules/define-rule.ts";
import type { RuleCatalogue } from "./rule-catalogue.ts";
import type { Range, SourceLocation } from "../syntax/nodes.ts";

export type { Size };

export type Severity = "error" | "warning" | "info" | "style";
export const severities: readonly Severity[] = ["error", "warning", "info", "style"];

/** A rule switched on for one file. */
export interface ConfiguredRule {
  readonly rule: Rule;
  readonly severity: Severity;
  readonly options: readonly unknown[];
}

/** What `lintText(text, options)` needs besides the text. */
export interface LintTextOptions {
  /** Shown in reports. */
  readonly path: string;
  readonly rules: readonly ConfiguredRule[];
  /** All rules there are: directives may name any of them. */
  readonly catalogue: RuleCatalogue;
  readonly languageOptions?: DockerfileLanguageOptions;
  /** What is known of base images; the table of well-known ones by default. */
  readonly baseImages?: BaseImages | undefined;
  /** What COPY and ADD take their files from; rules about it are silent without. */
  readonly context?: BuildContext | undefined;
  /** False to ignore directives in comments. */
  readonly inlineConfig?: boolean;
  /** False for a caller who shows no history: that of the images is then left empty. */
  readonly history?: boolean | undefined;
  /** What another program finds in the file. Directives silence it as they do what rules find. */
  readonly others?: FindingSource | undefined;
}

/** Gives the findings of another program in one file. */
export type FindingSource = (sourceCode: DockerfileSourceCode) => readonly Finding[];

/** Replaces `range` of the file text (after the byte order mark) by `text`. */
export interface TextEdit {
  readonly range: Range;
  readonly text: string;
}

export interface Fix {
  readonly edits: readonly TextEdit[];
}

export interface Suggestion extends Fix {
  readonly message: string;
}

/** A second place that belongs to a finding. */
export interface RelatedLocation {
  readonly message: string;
  readonly loc: SourceLocation;
  readonly range: Range;
}

/**
 * The predicted effect. `before` is the file as it is; `after` the file with the finding's fix (or its first
 * suggestion) applied, planned anew. Layers count those above the base image of the target.
 */
export interface Impact {
  readonly layers: { readonly before: number; readonly after?: number };
  /**
   * Bytes of the files above the base image, layers left out of which neither side is known. Only with a build context, and
   * where the change makes a difference.
   */
  readonly bytes?: { readonly before: Size; readonly after: Size };
  /** Steps that run again after the change the finding describes, now and with the advice followed. */
  readonly reruns?: { readonly before: number; readonly after: number };
  /** 0-based layer (above the base image) that the finding sits in. */
  readonly layer?: number;
}

export interface Finding {
  /** A rule id, or `syntax` for what BuildKit rejects. */
  readonly ruleId: string;
  /** Aliases of the rule: `DL3007`, `buildkit:StageNameCasing`. */
  readonly codes: readonly string[];
  readonly severity: Severity;
  /** What, why and what to do, in sentences. */
  readonly message: string;
  readonly messageId?: string;
  readonly loc: SourceLocation;
  readonly range: Range;
  /** Name (or number) of the stage it stands in. */
  readonly stage?: string;
  readonly impact?: Impact;
  /** Meaning kept: may be applied without asking. */
  readonly fix?: Fix;
  /** Changes that need a decision. */
  readonly suggestions: readonly Suggestion[];
  readonly related: readonly RelatedLocation[];
  readonly docsUrl: string;
}

/** A finding that a directive in the file silences. */
export interface SuppressedFinding extends Finding {
  readonly suppression: { readonly kind: "directive"; readonly line: number; readonly justification: string };
}

/** The predicted image of one file. */
export interface ImageSummary {
  /** Which of several Dockerfiles in a Compose or Bake file it is made of: `service web`. */
  readonly source?: string;
  readonly target: string;
  readonly builder: string;
  readonly baseImage: string | null;
  readonly baseLayers: number | null;
  readonly layers: number;
  /** Above the base image; empty when it was not asked for. */
  readonly history: readonly {
    readonly line: number;
    readonly instruction: string;
    readonly createdBy: string;
    readonly empty: boolean;
    readonly layer?: number;
    readonly bytes?: Size;
  }[];
}

export interface FileResult {
  /** As it is shown: relative to the working directory with `/`, or the name given for standard input. */
  readonly path: string;
  /** The file text without byte order mark; empty when it could not be read. */
  readonly text: string;
  readonly bom: boolean;
  readonly findings: readonly Finding[];
  readonly suppressed: readonly SuppressedFinding[];
  /** Empty when the file has no FROM. */
  readonly images: readonly ImageSummary[];
  /** Set when the file could not be read: then there are no findings but the one that says so. */
  readonly unreadable?: string;
}

export interface RuleInfo {
  readonly id: string;
  readonly codes: readonly string[];
  readonly description: string;
  readonly why: string;
  /** The rule's page as Markdown. */
  readonly help: string;
  readonly category: string;
  readonly severity: Severity;
  readonly docsUrl: string;
  readonly securitySeverity?: number;
}

export interface RunResult {
  readonly tool: { readonly name: "stratalint"; readonly version: string };
  /** Sorted by path. */
  readonly files: readonly FileResult[];
  /** The full catalogue, sorted by id: also the rules that found nothing. */
  readonly rules: readonly RuleInfo[];
  /** Notes about the run itself (skipped templates, files given twice): for standard error. */
  readonly notes: readonly string[];
}

export interface ReporterOptions {
  readonly color: boolean;
  /** Columns of the terminal; 80 when unknown. */
  readonly width: number;
  /** Only errors. */
  readonly quiet?: boolean;
  readonly sarifCategory?: string;
  readonly reportSuppressed?: boolean;
}

/** Turns a run into a document that ends in one newline (or is empty). */
export type Reporter = (run: RunResult, options: ReporterOptions) => string;
