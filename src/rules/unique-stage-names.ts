import { defineRule } from "./define-rule.ts";
import type { Stage } from "../syntax/nodes.ts";

export default defineRule({
  id: "unique-stage-names",
  type: "problem",
  docs: {
    description: "Give each stage a name of its own",
    category: "correctness",
    severity: "warning",
    recommended: true,
    since: "0.1.0",
    hadolint: ["DL3024"],
    buildkit: ["DuplicateStageName"],
    trivy: ["DS-0012"],
    checkov: ["CKV_DOCKER_11"],
    droast: ["DF042"],
    why: `When two stages share a name, \`FROM\`, \`COPY --from\` and \`--target\` reach the one defined last before
them. The earlier stage can no longer be named, and moving a line silently changes which one is meant. Names are
compared without regard to case: \`Build\` and \`build\` are the same stage.`,
    examples: [
      {
        bad: "FROM golang:1.24 AS build\nFROM node:22 AS build\nFROM scratch\nCOPY --from=build /out /\n",
        good: "FROM golang:1.24 AS server\nFROM node:22 AS client\nFROM scratch\nCOPY --from=client /out /\n",
      },
    ],
    whenNot: "Nowhere: only one of the stages can be reached by the name.",
  },
  messages: {
    duplicate: {
      what: 'The stage name "{{name}}" is used before, on line {{line}}',
      why: "References to it reach this stage from here on, and the earlier one can no longer be named",
      how: "Rename one of the two stages",
    },
  },
  create(context) {
    const { sourceCode } = context;
    return {
      Dockerfile(node) {
        const firstByName = new Map<string, Stage>();
        for (const stage of node.stages) {
          const { alias } = stage.from;
          if (!alias) continue;
          const name = alias.value.toLowerCase();
          const first = firstByName.get(name);
          if (!first?.from.alias) {
            firstByName.set(name, stage);
            continue;
          }
          context.report({
            node: alias,
            messageId: "duplicate",
            data: { name, line: sourceCode.getLoc(first.from.alias).start.line },
            related: [{ message: `The first stage called "${name}"`, range: first.from.alias.range }],
          });
        }
      },
    };
  },
});
