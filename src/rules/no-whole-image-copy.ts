import type { DockerfileSourceCode } from "../language/dockerfile-source-code.ts";
import { parseImageReference } from "../model/image-reference.ts";
import type { Copy, Word } from "../syntax/nodes.ts";
import { defineRule } from "./define-rule.ts";
import { describeStage } from "./shared/describe-stage.ts";

export default defineRule({
  id: "no-whole-image-copy",
  type: "problem",
  docs: {
    description: "Copy what you need from another image, not all of it",
    category: "size",
    severity: "warning",
    recommended: false,
    since: "0.1.0",
    hadolint: ["DL3067"],
    droast: ["DF026"],
    why: `\`COPY --from=build / /\` lays one whole file system over another. Libraries of two distributions mix, the package database is that
of the other image, and the layer holds every file of it again. Name the directories that are needed, or build FROM the other stage.`,
    examples: [
      {
        bad: "FROM golang:1.24 AS build\nRUN go build -o /out/app ./cmd/app\nFROM debian:12\nCOPY --from=build / /\n",
        good: "FROM golang:1.24 AS build\nRUN go build -o /out/app ./cmd/app\nFROM debian:12\nCOPY --from=build /out/app /usr/local/bin/\n",
      },
    ],
    whenNot:
      "Nothing is said where the stage is FROM scratch: copying all of another image there is the way to make one layer of it. `tonistiigi/xx` is made to be copied like this. Other images may be so, too, which is why the rule is not in the recommended preset.",
  },
  messages: {
    whole: {
      what: '{{stage}} gets the whole file system of "{{from}}" on top of its own',
      why: "Files of two systems mix, and this layer holds all of the other one again",
      how: "Name the directories that are needed, or write FROM {{from}}",
    },
  },
  create(context) {
    const { sourceCode } = context;
    return {
      Copy(node) {
        const from = node.flags.find(({ name }) => name === "from")?.value;
        const [source] = node.sources;
        if (!from || !source || !node.destination || !isRoot(source) || !isRoot(node.destination)) return;
        const stage = sourceCode.model.stageOf(node);
        if (stage?.rootBase.kind === "scratch" || isMadeForIt(sourceCode, node, from)) return;
        const name = describeStage(stage);
        context.report({
          node: { range: [source.range[0], node.destination.range[1]] },
          messageId: "whole",
          data: { from, stage: name.charAt(0).toUpperCase() + name.slice(1) },
        });
      },
    };
  },
});

/** `tonistiigi/xx` holds a few scripts and nothing else. */
function isMadeForIt({ model }: DockerfileSourceCode, node: Copy, from: string): boolean {
  const edge = model.stageOf(node)?.edges.find(({ instruction }) => instruction === node);
  const base = edge?.stage.rootBase;
  const image = base?.kind === "image" ? base.reference : parseImageReference(from);
  return image !== null && image !== undefined && "repository" in image && image.repository === "tonistiigi/xx";
}

function isRoot({ value }: Word): boolean {
  return /^(["']?)\/(?:\.|\*|\.\/)?\1$/.test(value);
}
