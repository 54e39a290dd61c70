/** The public API. Nothing else is public. */
export { createCatalogue, type RuleCatalogue } from "./engine/rule-catalogue.ts";
export { lintText } from "./engine/lint-text.ts";
export type {
  ConfiguredRule,
  FileResult,
  Finding,
  FindingSource,
  Fix,
  Impact,
  ImageSummary,
  LintTextOptions,
  RelatedLocation,
  Reporter,
  ReporterOptions,
  RuleInfo,
  RunResult,
  Severity,
  Suggestion,
  SuppressedFinding,
  TextEdit,
} from "./engine/types.ts";
export type { DockerfileLanguageOptions, DockerfileRuleContext, DockerfileRuleVisitor } from "./language/rule-types.ts";
export { DockerfileSourceCode } from "./language/dockerfile-source-code.ts";
export type { Category, MessageParts, RuleExample } from "./rules/define-rule.ts";
export { embeddedBaseImages } from "./knowledge/base-images.ts";
export type {
  BaseHistoryEntry,
  BaseImageFacts,
  BaseImages,
  BaseImageSource,
  Healthcheck,
  LayerBlob,
  NamedImage,
} from "./knowledge/base-images.ts";
export type { ImageConfig } from "./layers/image-config.ts";
export { planLayers } from "./layers/layer-plan.ts";
export type { BuilderName, HistoryEntry, LayerPlan, Size, StagePlan } from "./layers/types.ts";
export { createModel } from "./model/build-model.ts";
export type { BuildModel, BuildOptions, Expansion, ImageReference, StageModel, StageState } from "./model/types.ts";
export { defineRule, type Rule, type RuleDocs, type RuleSource } from "./rules/define-rule.ts";
export { rules } from "./rules/index.ts";
export type * from "./syntax/nodes.ts";
export { toDockerfileAst } from "./syntax/dockerfile-ast.ts";
export { parseDockerfile } from "./syntax/parse.ts";
export { version } from "./version.ts";
