import type { Add, Copy } from "../syntax/nodes.ts";
import { defineRule } from "./define-rule.ts";
import { hasEarlierWorkdir, hasWorkdirAbove, isAbsolutePath } from "./shared/earlier-workdir.ts";
import { describeStage } from "./shared/describe-stage.ts";

export default defineRule({
  id: "copy-to-absolute-path",
  type: "suggestion",
  docs: {
    description: "Copy to an absolute path, or set WORKDIR first",
    category: "correctness",
    severity: "warning",
    recommended: false,
    since: "0.1.0",
    hadolint: ["DL3045"],
    droast: ["DF063"],
    why: `A relative destination counts from the working directory. When the file has set none, that is the base image's: \`/\` in most
images, something else in others, and another one after the next change of the base. A project copied to \`.\` then lies scattered
between \`/bin\` and \`/etc\`.`,
    examples: [
      { bad: "FROM node:22\nCOPY package.json .\n", good: "FROM node:22\nWORKDIR /app\nCOPY package.json .\n" },
      { bad: "FROM debian:12\nCOPY start.sh start.sh\n", good: "FROM debian:12\nCOPY start.sh /start.sh\n" },
    ],
    whenNot: `Where the base image is your own and its working directory is part of what it promises. Nothing is said of \`FROM scratch\`,
which has no directory but \`/\`, of what stands behind ONBUILD, and of paths that begin with a variable of unknown value.`,
  },
  messages: {
    relative: {
      what: '{{keyword}} writes to "{{path}}" in {{stage}}, which is relative, and the file sets no directory before it',
      why: "It hangs on the working directory of the base image, which can change with the next tag",
      how: 'Write the whole path, or "WORKDIR /app" above',
    },
  },
  create(context) {
    const { sourceCode } = context;
    const { model } = sourceCode;

    function check(node: Copy | Add): void {
      const { destination } = node;
      if (!destination || destination.value.startsWith("/") || node.inOnbuild) return;
      const stage = model.stageOf(node);
      if (stage ? stage.rootBase.kind === "scratch" || hasEarlierWorkdir(stage, node) : hasWorkdirAbove(model, node))
        return;
      const text = model.expand(node, destination);
      const beginsUnknown = /^["']?\$/.test(destination.value) && (text.undefinedNames.length > 0 || text.value === "");
      if (text.error !== null || beginsUnknown) return;
      const mayBeWindows = stage === null || stage.os === "windows" || stage.os === null;
      if (isAbsolutePath(text.value, mayBeWindows)) return;
      context.report({
        node: destination,
        messageId: "relative",
        data: { keyword: node.keyword, path: text.value, stage: describeStage(stage) },
      });
    }

    return { Copy: check, Add: check };
  },
});
