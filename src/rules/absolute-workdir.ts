import { defineRule } from "./define-rule.ts";
import { hasEarlierWorkdir, hasWorkdirAbove, isAbsolutePath } from "./shared/earlier-workdir.ts";
import { scopeOption, scopeSchema, visitSteps, type JudgingScope } from "./shared/judged-steps.ts";
import { sourceText } from "./shared/source-ranges.ts";
import { parsePlatform } from "../model/platform.ts";
import type { BuildModel, StageModel } from "../model/types.ts";

interface WorkdirOptions {
  readonly scope?: JudgingScope;
  /** Paths that the file does not settle: behind an unset variable, with a drive letter on an unknown system. */
  readonly unsettled?: "accept" | "report";
}

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
    droast: ["DF009"],
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
    options: `\`unsettled\` (default \`"accept"\`): a path that begins with a variable of unknown value, or with a drive
letter where nothing says that the system is not Windows, may well be absolute. \`"report"\` takes the variable for empty
and the system for the one that \`platform\` (Linux when it is not set) or \`FROM --platform\` asks for, as
\`docker build --check\` does.

${scopeOption}`,
    presetOptions: { buildkit: [{ scope: "build", unsettled: "report" }] },
    whenNot: "A base image of one's own, whose working directory everybody knows; say so with a directive.",
  },
  messages: {
    relative: {
      what: 'WORKDIR "{{path}}" is relative, and the file sets no directory before it',
      why: "It hangs on the working directory of the base image, which can change with the next tag",
      how: "Write the whole path, as in /{{path}}",
    },
    makeAbsolute: 'Write "/{{path}}"',
  },
  schema: [
    {
      type: "object",
      properties: { scope: scopeSchema, unsettled: { enum: ["accept", "report"] } },
      additionalProperties: false,
    },
  ],
  defaultOptions: [{ scope: "file", unsettled: "accept" }] as [WorkdirOptions],
  hasSuggestions: true,
  create(context) {
    const { sourceCode } = context;
    const [{ scope = "file", unsettled = "accept" }] = context.options;

    /** Drive letters count on Windows, and unless the settled system is asked for, where nothing speaks against it. */
    function mayBeWindows(stage: StageModel | null): boolean {
      if (!stage) return true;
      if (unsettled === "report") return isBuiltForWindows(stage, sourceCode.model);
      return stage.os === "windows" || stage.os === null;
    }

    return visitSteps(context, scope, {
      Workdir(node, from) {
        const [word] = node.args;
        if (!word || word.value.startsWith("/")) return;
        const stage = sourceCode.model.stageOf(from ?? node);
        if (stage ? hasEarlierWorkdir(stage, node) : hasWorkdirAbove(sourceCode.model, node)) return;
        const text = stage ? stage.expand(node, word) : sourceCode.model.expand(node, word);
        const beginsUnknown = /^["']?\$/.test(word.value) && (text.undefinedNames.length > 0 || text.value === "");
        if (text.error !== null || (beginsUnknown && unsettled === "accept")) return;
        if (isAbsolutePath(text.value, mayBeWindows(stage))) return;
        const path = text.value;
        const written = sourceText(sourceCode, word.range);
        context.report({
          node: from ?? word,
          messageId: "relative",
          data: { path: path.replace(/^\.\//, "") },
          suggest:
            !from && written === path && /^\w/.test(path)
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
    });
  },
});

/** The system that the build asks for, whatever the name of the base image says. */
function isBuiltForWindows(stage: StageModel, model: BuildModel): boolean {
  const from = (stage.chain[0] ?? stage).node.from;
  const flag = from.flags.find(({ name }) => name === "platform")?.value;
  const asked = flag ? model.expandFrom(from, flag).value : model.options.platform;
  return asked !== undefined && parsePlatform(asked).os === "windows";
}
