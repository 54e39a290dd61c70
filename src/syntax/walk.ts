/** A walk over the tree, in the order of the file's structure. */
import type { Dockerfile, DockerfileNode } from "./nodes.ts";
import { visitorKeys } from "./visitor-keys.ts";

export interface WalkVisitor {
  enter(node: DockerfileNode, parent: DockerfileNode | undefined): void;
  leave(node: DockerfileNode, parent: DockerfileNode | undefined): void;
}

/** What instructions are made of. An ONBUILD holds an instruction and so is walked into all the same. */
const parts = new Set<string>(["Word", "Flag", "Heredoc", "KeyValue", "ShellCommand"]);

/** True for the type of a node inside an instruction. */
export function isPart(type: string): boolean {
  return parts.has(type);
}

/**
 * Visits every node, children between `enter` and `leave`.
 *
 * @param withParts false to leave out what instructions are made of
 */
export function walk(root: Dockerfile, visitor: WalkVisitor, withParts = true): void {
  visit(root, undefined, visitor, withParts);
}

function visit(
  node: DockerfileNode,
  parent: DockerfileNode | undefined,
  visitor: WalkVisitor,
  withParts: boolean,
): void {
  visitor.enter(node, parent);
  if (withParts || holdsInstructions(node)) visitChildren(node, visitor, withParts);
  visitor.leave(node, parent);
}

function holdsInstructions({ type }: DockerfileNode): boolean {
  return type === "Dockerfile" || type === "Stage" || type === "Onbuild";
}

function visitChildren(node: DockerfileNode, visitor: WalkVisitor, withParts: boolean): void {
  const children = node as unknown as Record<string, DockerfileNode | readonly DockerfileNode[] | null>;
  for (const key of visitorKeys[node.type]) {
    const child = children[key];
    if (Array.isArray(child))
      for (const one of child as readonly DockerfileNode[]) visit(one, node, visitor, withParts);
    else if (child) visit(child as DockerfileNode, node, visitor, withParts);
  }
}
