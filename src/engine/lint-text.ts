/** One text in, one result out. */
import { readDirectives, type DirectiveProblem, type SuppressionDirective } from "../language/directives.ts";
import { DockerfileSourceCode } from "../language/dockerfile-source-code.ts";
import { parseDockerfile } from "../syntax/parse.ts";
import { lastStartingBy } from "../syntax/places.ts";
import type { LayerPlan } from "../layers/types.ts";
import { ImpactReader } from "./impact.ts";
import { ruleNames } from "./rule-catalogue.ts";
import { runRules, type RawFinding } from "./run-rules.ts";
import { applyDirectives } from "./suppressions.ts";
import type { ConfiguredRule, FileResult, Finding, ImageSummary, LintTextOptions, SuppressedFinding } from "./types.ts";

const byteOrderMark = "\uFEFF";

/**
 * Lints one Dockerfile.
 *
 * @param text the file's text, with or without byte order mark; ranges count from after it
 * @throws RuleError when a rule of a plugin fails
 */
export function lintText(text: string, options: LintTextOptions): FileResult {
  const bom = text.startsWith(byteOrderMark);
  const body = bom ? text.slice(1) : text;
  const languageOptions = options.languageOptions ?? {};
  const { baseImages, context } = options;
  const ast = parseDockerfile(body);
  const sourceCode = new DockerfileSourceCode(body, ast, languageOptions, baseImages, context);
  const { catalogue, path, rules } = options;
  const raw = runRules(rules, { sourceCode, path, languageOptions, codes: (rule) => catalogue.codes(rule) });
  if (options.others) raw.push(...options.others(sourceCode));

  const directives =
    options.inlineConfig === false
      ? { suppressions: [], problems: [], comments: [] }
      : readDirectives(sourceCode.ast, body, ruleNames(catalogue), languageOptions.buildArgs);
  const isActive = (id: string): boolean => rules.some(({ rule }) => rule.id === id);
  const { kept, suppressed, unused: idle } = applyDirectives(raw, directives, isActive);
  // What the other program finds may differ from machine to machine.
  const unused = options.others ? idle.filter(({ ruleId }) => ruleId !== null) : idle;
  const reporter = rules.find(({ rule }) => rule.id === "unused-directive");
  if (reporter) kept.push(...directiveFindings(reporter, unused, directives.problems, sourceCode, options));

  // What no builder builds has no image to predict.
  const plan = sourceCode.builds ? sourceCode.layers : null;
  const impact = plan && new ImpactReader(sourceCode, plan);
  const finish = (finding: RawFinding): Finding => completed(finding, impact, sourceCode);
  return {
    path,
    text: body,
    bom,
    findings: kept.sort((a, b) => a.range[0] - b.range[0]).map(finish),
    suppressed: suppressed.map(({ finding, directive }): SuppressedFinding => {
      const { line, justification } = directive;
      return { ...finish(finding), suppression: { kind: "directive", line, justification } };
    }),
    images: plan ? [imageSummary(plan, options.history ?? true)] : [],
  };
}

/** The engine alone knows which directives did something; the rule `unused-directive` only says how loud to be. */
function directiveFindings(
  { rule, severity }: ConfiguredRule,
  unused: readonly SuppressionDirective[],
  problems: readonly DirectiveProblem[],
  sourceCode: DockerfileSourceCode,
  { catalogue }: LintTextOptions,
): RawFinding[] {
  const common = {
    ruleId: rule.id,
    codes: catalogue.codes(rule),
    severity,
    suggestions: [],
    related: [],
    docsUrl: rule.meta.docs.url,
  };
  return [
    ...unused.map(({ name, nameRange, removalRange }): RawFinding => {
      const subject = name === "" ? "This directive" : `The directive for '${name}'`;
      return {
        ...common,
        message: `${subject} silences nothing. It hides a finding that may come later. Remove it.`,
        messageId: "unused",
        range: nameRange,
        loc: sourceCode.getLoc({ range: nameRange }),
        fix: { edits: [{ range: removalRange, text: "" }] },
      };
    }),
    ...problems.map(({ message, name, range }): RawFinding => {
      const near = catalogue.suggest(name);
      const advice = near ? `Did you mean '${near}'?` : "Correct or remove it.";
      return {
        ...common,
        message: `${message}. The directive has no effect. ${advice}`,
        messageId: "unknown",
        range,
        loc: sourceCode.getLoc({ range }),
      };
    }),
  ];
}

/** With its stage and its impact, and without what only the impact needed. */
function completed(raw: RawFinding, impact: ImpactReader | null, { ast }: DockerfileSourceCode): Finding {
  const finding: { -readonly [Key in keyof RawFinding]: RawFinding[Key] } = { ...raw };
  if (impact) finding.impact = impact.read(raw);
  const stage = lastStartingBy(ast.stages, raw.range[0]);
  if (stage) finding.stage ??= stage.name ?? String(stage.index);
  if (raw.reruns) delete finding.reruns;
  return finding;
}

function imageSummary(plan: LayerPlan, wantsHistory: boolean): ImageSummary {
  const { baseImage, baseLayers, layers } = plan.image;
  const history = wantsHistory ? plan.image.history : [];
  return {
    target: plan.target,
    builder: plan.builder,
    baseImage,
    baseLayers,
    layers,
    // Texts now, not when they are asked for: a result that refers to the plan keeps tree and model in memory.
    history: history.map(({ line, instruction, createdBy, empty, layer }) => ({
      line,
      instruction,
      createdBy,
      empty,
      ...(layer ? { layer: layer.index, bytes: layer.bytes } : {}),
    })),
  };
}
