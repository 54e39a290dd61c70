/** What only ESLint asks of a SourceCode: configuration comments and disable directives. */
import { ConfigCommentParser, Directive } from "@eslint/plugin-kit";
import type { Comment, Dockerfile, Range, SourceLocation } from "../syntax/nodes.ts";
import { readDirectives, type RuleNames } from "./directives.ts";
import { DockerfileSourceCode } from "./dockerfile-source-code.ts";
import type { DockerfileLanguageOptions } from "./rule-types.ts";

/** ESLint reads place and range of a directive from a node; ours are made up for the purpose. */
interface DirectiveNode {
  readonly type: "Comment";
  readonly loc: SourceLocation;
  readonly range: Range;
}

const eslintComment = /^eslint(?:-(?:en|dis)able(?:-(?:next-)?line)?)?(?:\s|$)/;
const parser = new ConfigCommentParser();

export class EslintDockerfileSourceCode extends DockerfileSourceCode {
  readonly #names: RuleNames;

  constructor(text: string, ast: Dockerfile, languageOptions: DockerfileLanguageOptions, names: RuleNames) {
    super(text, ast, languageOptions);
    this.#names = names;
  }

  override getLoc(node: { range: Range; loc?: SourceLocation }): SourceLocation {
    return node.loc ?? super.getLoc(node);
  }

  getInlineConfigNodes(): Comment[] {
    const own = new Set(this.#directives.comments);
    return this.comments.filter((comment) => own.has(comment) || eslintComment.test(comment.value));
  }

  /** `# eslint dockerfile/no-latest-tag: "error"`. */
  applyInlineConfig(): {
    configs: { config: { rules: object }; loc: SourceLocation }[];
    problems: { ruleId: null; message: string; loc: SourceLocation }[];
  } {
    const configs = [];
    const problems = [];
    for (const comment of this.comments) {
      const directive = eslintComment.test(comment.value) ? parser.parseDirective(comment.value) : undefined;
      if (directive?.label !== "eslint") continue;
      const loc = this.getLoc(comment);
      const read = parser.parseJSONLikeConfig(directive.value);
      if (read.ok) configs.push({ config: { rules: read.config }, loc });
      else problems.push({ ruleId: null, message: read.error.message, loc });
    }
    return { configs, problems };
  }

  /**
   * One ESLint directive per rule and end of its range: ESLint knows no ranges, only `disable` and `enable`, and puts
   * the node's range to use when it removes an unused one. A rule that is off for the whole file is not touched again,
   * or the `enable` of a narrower directive would bring it back.
   */
  getDisableDirectives(): { directives: Directive[]; problems: [] } {
    const directives = this.#eslintDirectives();
    const everywhere = new Set<string | null>();
    const { suppressions } = this.#directives;
    for (const one of suppressions)
      if (one.range[0] === 0 && one.range[1] >= this.text.length) everywhere.add(one.ruleId);
    for (const one of suppressions) {
      const wholeFile = one.range[0] === 0 && one.range[1] >= this.text.length;
      if (!wholeFile && (everywhere.has(one.ruleId) || everywhere.has(null))) continue;
      const value = one.ruleId === null ? "" : `${this.languageOptions.namespace ?? "dockerfile"}/${one.ruleId}`;
      const at = (position: SourceLocation["start"]): DirectiveNode => ({
        type: "Comment",
        loc: { start: position, end: position },
        range: one.removalRange,
      });
      const { justification } = one;
      const start = this.getLocFromIndex(one.range[0]);
      directives.push(new Directive({ type: "disable", node: at(start), value, justification }));
      if (wholeFile || one.range[1] > this.text.length) continue;
      const end = { line: this.getLocFromIndex(one.range[1]).line + 1, column: 1 };
      directives.push(new Directive({ type: "enable", node: at(end), value, justification }));
    }
    return { directives, problems: [] };
  }

  #eslintDirectives(): Directive[] {
    const directives: Directive[] = [];
    for (const comment of this.comments) {
      const directive = eslintComment.test(comment.value) ? parser.parseDirective(comment.value) : undefined;
      if (!directive || directive.label === "eslint") continue;
      const { value, justification } = directive;
      const type = directive.label.slice("eslint-".length) as Directive["type"];
      directives.push(new Directive({ type, node: { ...comment, loc: this.getLoc(comment) }, value, justification }));
    }
    return directives;
  }

  get #directives(): ReturnType<typeof readDirectives> {
    return readDirectives(this.ast, this.text, this.#names, this.languageOptions.buildArgs);
  }
}
