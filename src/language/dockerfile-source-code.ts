import type { BuildModel } from "../model/types.ts";
import type { LayerPlan } from "../layers/types.ts";
import type { Comment, Dockerfile, DockerfileNode, Range, SourceLocation } from "../syntax/nodes.ts";

// CONTRACT STUB (replaced by the language room)
export declare class DockerfileSourceCode {
  readonly text: string;
  readonly ast: Dockerfile;
  readonly comments: readonly Comment[];
  readonly lines: string[];
  /** The meaning of the file, computed on first use. */
  get model(): BuildModel;
  /** The predicted image, computed on first use; null without a target stage. */
  get layers(): LayerPlan | null;
  getLoc(node: { range: Range }): SourceLocation;
  getRange(node: { range: Range }): [number, number];
  getText(node?: { range: Range }, before?: number, after?: number): string;
  getParent(node: DockerfileNode): DockerfileNode | undefined;
  getAncestors(node: DockerfileNode): DockerfileNode[];
  getLocFromIndex(offset: number): { line: number; column: number };
  getIndexFromLoc(position: { line: number; column: number }): number;
}
