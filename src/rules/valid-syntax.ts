import { defineRule } from "./define-rule.ts";
import type { SyntaxProblem } from "../syntax/nodes.ts";

/** An empty continuation is `no-empty-continuation`; a target is no fault of the file, and the run notes it. */
const leftToOthers = new Set(["empty-continuation", "target"]);
/** What other tools call some of the problems. */
const codesOf: Readonly<Record<string, readonly string[]>> = {
  "no-build-stage": ["DL3061"],
  "no-stages": ["DL3061"],
  "onbuild-trigger": ["DL3043"],
  port: ["DL3011", "DS-0008"],
  "circular-dependency": ["DL3023"],
  // A rule of its own says of a source that it is no stage; here the stage is there, but below.
  "stage-order": ["DL3022"],
};
/** A heredoc that BuildKit quotes in its message may be long. */
const maxMessageLength = 200;

export default defineRule({
  id: "valid-syntax",
  type: "problem",
  docs: {
    description: "Write what the builder can read",
    category: "correctness",
    severity: "error",
    recommended: true,
    since: "0.1.0",
    hadolint: ["DL3061", "DL3043", "DL3011", "DL3023"],
    trivy: ["DS-0006", "DS-0008"],
    droast: ["DF037", "DF040", "DF050", "DF068", "DF071"],
    presetOptions: { buildkit: [] },
    why: `BuildKit refuses a file before it runs any step: for an unknown instruction or flag, a missing argument, an
unterminated heredoc, an image that is none, a port or signal that does not exist, an option that a mount does not know,
a stage that is used above its own FROM, stages that need each other. The message is the one that \`docker build\`
prints; where a near name is known, it is offered. BuildKit stops at the first mistake; here all are reported at once,
and the other rules still look at the rest of the file.`,
    examples: [
      { bad: "FROM debian:12\nCOPPY . /app\n", good: "FROM debian:12\nCOPY . /app\n" },
      { bad: "FROM debian:12\nEXPOSE 80443\n", good: "FROM debian:12\nEXPOSE 443\n" },
      { bad: "ARG TAG\nFROM debian:${TAG}\n", good: "ARG TAG=12\nFROM debian:${TAG}\n" },
      {
        bad: "FROM debian:12 AS a\nCOPY --from=b /x /\nFROM debian:12 AS b\nCOPY --from=a /y /\n",
        good: "FROM debian:12 AS a\nRUN touch /y\nFROM debian:12 AS b\nCOPY --from=a /y /\n",
      },
    ],
    whenNot: `Never: the file does not build. Where a value comes from a build argument, it is that of its default: the file
does not build without \`--build-arg\`. Values that the base image may set are not judged unless the image is known.`,
  },
  messages: { problem: "{{message}}" },
  create(context) {
    return {
      Dockerfile(node) {
        for (const problem of [...node.problems, ...context.sourceCode.model.problems]) {
          if (leftToOthers.has(problem.code)) continue;
          const codes = codesOf[problem.code] ?? [];
          context.report({ node: problem, messageId: "problem", data: { message: describe(problem) }, codes });
        }
      },
    };
  },
});

/** BuildKit's words, and what to do. */
function describe({ message, hint }: SyntaxProblem): string {
  const half = maxMessageLength / 2;
  const short = message.length <= maxMessageLength ? message : `${message.slice(0, half)}...${message.slice(-half)}`;
  if (hint === null) return short;
  return `${short}. ${hint}${hint.endsWith("?") ? "" : "."}`;
}
