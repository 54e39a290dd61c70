import { defineRule } from "./define-rule.ts";
import { sourceText } from "./shared/source-ranges.ts";
import type { StageModel } from "../model/types.ts";
import type { Instruction, Workdir } from "../syntax/nodes.ts";

export default defineRule({
  id: "absolute-workdir",
  type: "problem",
  docs: {
    description: "Start from an absolute WORKDIR",
    category: "correctness",
    severity: "warning",
    recommended: true,
    since: "0.1.0",
    hadolint: ["DL3000"],
    buildkit: ["WorkdirRelativePath"],
    trivy: ["DS-0009"],
    checkov: ["CKV_DOCKER_10"],
    why: `A relative WORKDIR is taken from the one before. When the file has set none, that is the base image's,
which the file does not show and which can change with the next tag: every path after it moves along.`,
    examples: [
      { bad: "FROM node:22\nWORKDIR app\n", good: "FROM node:22\nWORKDIR /app\n" },
      {
        bad: "FROM node:22\nWORKDIR app/server\n",
        good: "FROM node:22\nWORKDIR /app\nWORKDIR server\n",
        note: "After an absolute WORKDIR, also one of an earlier stage that this one is FROM, a relative path is plain.",
      },
    ],
    whenNot: "Paths that begin with a variable of unknown value are not reported.",
  },
  messages: {
    relative: {
      what: 'WORKDIR "{{path}}" is relative, and the file sets no directory before it',
      why: "It hangs on the working directory of the base image, which can change with the next tag",
      how: "Write the whole path, as in /{{path}}",
    },
    makeAbsolute: 'Write "/{{path}}"',
  },
  hasSuggestions: true,
  create(context) {
    const { sourceCode } = context;
    return {
      Workdir(node) {
        const [word] = node.args;
        const stage = sourceCode.model.stageOf(node);
        if (!word || !stage || hasEarlierWorkdir(stage, node)) return;
        const text = sourceCode.model.expand(node, word);
        const beginsUnknown = /^["']?\$/.test(word.value) && (text.undefinedNames.length > 0 || text.value === "");
        if (text.error !== null || beginsUnknown || isAbsolute(text.value, stage)) return;
        const path = text.value;
        const written = sourceText(sourceCode, word.range);
        context.report({
          node: word,
          messageId: "relative",
          data: { path: path.replace(/^\.\//, "") },
          suggest:
            written === path && /^\w/.test(path)
              ? [
                  {
                    messageId: "makeAbsolute",
                    data: { path },
                    fix: (fixer) => fixer.insertTextBeforeRange(word.range, "/"),
                  },
                ]
              : [],
        });
      },
    };
  },
});

/** True when a WORKDIR comes before, in the stage or one it is FROM. A trigger runs after all of them. */
function hasEarlierWorkdir(stage: StageModel, node: Workdir): boolean {
  const isEarlier = (other: Instruction): boolean =>
    other.type === "Workdir" && (node.inOnbuild || other.range[0] < node.range[0]);
  return stage.chain.some((ancestor) => ancestor.node.body.some(isEarlier));
}

/** Absolute for the system of the stage; drive letters count on Windows, and where nothing speaks against it. */
function isAbsolute(path: string, stage: StageModel): boolean {
  if (path.startsWith("/")) return true;
  return (stage.os === "windows" || stage.os === null) && /^(?:[a-z]:|\\)/i.test(path);
}
