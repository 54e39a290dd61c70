import { stageCycles } from "../model/stage-cycles.ts";
import { defineRule } from "./define-rule.ts";

export default defineRule({
  id: "valid-syntax",
  type: "problem",
  docs: {
    description: "Write what the builder can read",
    category: "correctness",
    severity: "error",
    recommended: true,
    since: "0.1.0",
    hadolint: ["DL3061", "DL3043"],
    presetOptions: { buildkit: [] },
    why: `BuildKit refuses a file with an unknown instruction, an unknown flag, a missing argument or an
unterminated heredoc, and stages that need each other, before it runs any step. The message is the one that \`docker build\` prints; where a near name
is known, it is offered. All places are reported at once, and the other rules still look at the rest of the file.`,
    examples: [
      { bad: "FROM debian:12\nCOPPY . /app\n", good: "FROM debian:12\nCOPY . /app\n" },
      { bad: "FROM debian:12\nEXPOSE\n", good: "FROM debian:12\nEXPOSE 80\n" },
      {
        bad: "FROM debian:12 AS a\nCOPY --from=b /x /\nFROM debian:12 AS b\nCOPY --from=a /y /\n",
        good: "FROM debian:12 AS a\nRUN touch /y\nFROM debian:12 AS b\nCOPY --from=a /y /\n",
      },
    ],
    whenNot: "Never: the file does not build.",
  },
  messages: { problem: "{{message}}" },
  create(context) {
    return {
      Dockerfile(node) {
        for (const problem of node.problems) {
          if (problem.code === "empty-continuation") continue;
          const message = problem.hint === null ? problem.message : `${problem.message}. ${problem.hint}.`;
          context.report({ node: problem, messageId: "problem", data: { message } });
        }
        for (const { stage, edge } of stageCycles(context.sourceCode.model.stages)) {
          const name = stage.name ?? `stage-${stage.index}`;
          const message = `circular dependency detected on stage: ${name}. Break the circle: take the files from elsewhere.`;
          context.report({ node: edge.word, messageId: "problem", data: { message } });
        }
      },
    };
  },
});
