/**
 * TREE + MEANING + PLAN -> what a rule sees. Satisfies ESLint's `TextSourceCode`, so that the same rules run in our
 * engine and under ESLint; nothing of ESLint is loaded for it (`eslint-source-code.ts` adds what only ESLint asks for).
 */
import { baseModelOptions, embeddedBaseImages } from "../knowledge/base-images.ts";
import type { BaseImages } from "../knowledge/base-images.ts";
import { planLayers } from "../layers/layer-plan.ts";
import type { BuildContext } from "../context/build-context.ts";
import type { LayerPlan } from "../layers/types.ts";
import { createModel } from "../model/build-model.ts";
import type { BuildModel } from "../model/types.ts";
import type { Comment, Dockerfile, DockerfileNode, Position, Range, SourceLocation } from "../syntax/nodes.ts";
import { LineIndex } from "../syntax/positions.ts";
import { visitorKeys } from "../syntax/visitor-keys.ts";
import { walk } from "../syntax/walk.ts";
import { forgetFile } from "./file-memory.ts";
import type { DockerfileLanguageOptions } from "./rule-types.ts";

/** A step of ESLint's traversal: `phase` 1 enters, 2 leaves. */
export interface VisitStep {
  readonly type: "visit";
  readonly kind: 1;
  readonly target: DockerfileNode;
  readonly phase: 1 | 2;
  readonly args: unknown[];
}

/** Problems of the build graph: there is no order in which its stages could be built. */
const unbuildable = new Set(["circular-dependency", "stage-source", "stage-order"]);

interface Placed {
  readonly range: Range;
}

export class DockerfileSourceCode {
  readonly text: string;
  readonly ast: Dockerfile;
  readonly visitorKeys = visitorKeys;
  readonly languageOptions: DockerfileLanguageOptions;
  /** What COPY and ADD take their files from; null when it is not known, as always under ESLint. */
  readonly context: BuildContext | null;
  /** What is known of base images. */
  readonly baseImages: BaseImages;
  #lineIndex: LineIndex | undefined;
  #lines: string[] | undefined;
  #steps: VisitStep[] | undefined;
  #parents: Map<DockerfileNode, DockerfileNode | undefined> | undefined;
  #model: BuildModel | undefined;
  #layers: LayerPlan | null | undefined;

  /**
   * @param text the file text without byte order mark
   * @param ast its tree
   * @param baseImages what is known of base images; the table of well-known ones by default
   * @param context the build context, when it is known
   */
  constructor(
    text: string,
    ast: Dockerfile,
    languageOptions: DockerfileLanguageOptions = {},
    baseImages: BaseImages = embeddedBaseImages,
    context: BuildContext | null = null,
  ) {
    forgetFile();
    this.text = text;
    this.ast = ast;
    this.languageOptions = languageOptions;
    this.baseImages = baseImages;
    this.context = context;
  }

  get comments(): readonly Comment[] {
    return this.ast.comments;
  }

  /** The lines without their line ends. */
  get lines(): string[] {
    this.#lines ??= Array.from({ length: this.#index.lineCount }, (_, index) => this.#index.lineText(index + 1));
    return this.#lines;
  }

  /** The meaning of the file, computed on first use. */
  get model(): BuildModel {
    this.#model ??= createModel(this.ast, {
      ...this.languageOptions,
      ...baseModelOptions(this.baseImages, this.languageOptions.platform),
    });
    return this.#model;
  }

  /** False when BuildKit would refuse the file, but for a value that may be another one in the next build. */
  get builds(): boolean {
    const refused = this.ast.problems.some((problem) => problem.code !== "empty-continuation");
    return !refused && !this.model.problems.some(({ code }) => unbuildable.has(code));
  }

  /** The predicted image, computed on first use; null without a target stage. */
  get layers(): LayerPlan | null {
    if (this.#layers === undefined) {
      const { builder, builderVersion, store } = this.languageOptions;
      this.#layers = planLayers(this.model, {
        builder,
        builderVersion,
        store,
        baseImages: this.baseImages,
        files: this.context?.files ?? undefined,
      });
    }
    return this.#layers;
  }

  /** 1-based, UTF-16 columns, end exclusive. */
  getLoc(node: Placed): SourceLocation {
    return this.#index.locateRange(node.range);
  }

  getRange(node: Placed): [number, number] {
    return [node.range[0], node.range[1]];
  }

  /** The text of a node, with so many characters before and after; of the whole file without one. */
  getText(node?: Placed, before = 0, after = 0): string {
    return node ? this.text.slice(Math.max(0, node.range[0] - before), node.range[1] + after) : this.text;
  }

  getLocFromIndex(offset: number): Position {
    return this.#index.locate(offset);
  }

  /** @throws RangeError for a position outside the file */
  getIndexFromLoc(position: Position): number {
    return this.#index.offsetOf(position);
  }

  getParent(node: DockerfileNode): DockerfileNode | undefined {
    this.#parents ??= this.#readParents();
    return this.#parents.get(node);
  }

  /** From the root down to the parent. */
  getAncestors(node: DockerfileNode): DockerfileNode[] {
    const ancestors: DockerfileNode[] = [];
    for (let parent = this.getParent(node); parent; parent = this.getParent(parent)) ancestors.unshift(parent);
    return ancestors;
  }

  /** Some of ESLint's core rules ask for it whatever the language. */
  getAllComments(): readonly Comment[] {
    return this.comments;
  }

  traverse(): VisitStep[] {
    if (this.#steps) return this.#steps;
    const steps: VisitStep[] = [];
    const step = (phase: 1 | 2) => (target: DockerfileNode, parent: DockerfileNode | undefined) => {
      steps.push({ type: "visit", kind: 1, target, phase, args: [target, parent] });
    };
    walk(this.ast, { enter: step(1), leave: step(2) });
    this.#steps = steps;
    return steps;
  }

  get #index(): LineIndex {
    this.#lineIndex ??= new LineIndex(this.text);
    return this.#lineIndex;
  }

  #readParents(): Map<DockerfileNode, DockerfileNode | undefined> {
    const parents = new Map<DockerfileNode, DockerfileNode | undefined>();
    walk(this.ast, { enter: (node, parent) => void parents.set(node, parent), leave: () => undefined });
    return parents;
  }
}
