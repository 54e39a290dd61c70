/** A walk over the tree, in the order of the file's structure. */
import type { Dockerfile, DockerfileNode } from "./nodes.ts";
import { visitorKeys } from "./visitor-keys.ts";

export interface WalkVisitor {
  enter(node: DockerfileNode, parent: DockerfileNode | undefined): void;
  leave(node: DockerfileNode, parent: DockerfileNode | undefined): void;
}

/** Visits every node, children between `enter` and `leave`. */
export function walk(root: Dockerfile, visitor: WalkVisitor): void {
  visit(root, undefined, visitor);
}

function visit(node: DockerfileNode, parent: DockerfileNode | undefined, visitor: WalkVisitor): void {
  visitor.enter(node, parent);
  const children = node as unknown as Record<string, DockerfileNode | readonly DockerfileNode[] | null>;
  for (const key of visitorKeys[node.type]) {
    const child = children[key];
    if (Array.isArray(child)) for (const one of child as readonly DockerfileNode[]) visit(one, node, visitor);
    else if (child) visit(child as DockerfileNode, node, visitor);
  }
  visitor.leave(node, parent);
}
