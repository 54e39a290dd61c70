import { defineRule } from "./define-rule.ts";
import { holdsComment } from "./shared/source-ranges.ts";
import { describeSlip, findJsonSlip } from "../syntax/json-slip.ts";
import { meantAsArray } from "./shared/json-arrays.ts";
import type { Add, Cmd, Copy, Entrypoint, Healthcheck, Range, Run, Volume } from "../syntax/nodes.ts";

type JsonInstruction = Add | Cmd | Copy | Entrypoint | Healthcheck | Run | Volume;

export default defineRule({
  id: "valid-json-form",
  type: "problem",
  docs: {
    description: "Write a JSON array so that it is one",
    category: "correctness",
    severity: "error",
    recommended: true,
    since: "0.1.0",
    why: `BuildKit reads \`["a", "b"]\` as JSON, as strictly as JSON is. Where that fails (single quotes, a comma at the
end, a comment behind the bracket, \`"C:\\app"\`) it does not complain: CMD, ENTRYPOINT, RUN and HEALTHCHECK hand the
text to a shell, brackets and all, and VOLUME, COPY and ADD cut it at the blanks into paths such as \`['/data',\`. The
image builds, and the container does not start.`,
    examples: [
      {
        bad: "FROM node:22\nENTRYPOINT ['node', 'server.js']\n",
        good: 'FROM node:22\nENTRYPOINT ["node", "server.js"]\n',
        note: "JSON knows double quotes only.",
      },
      { bad: "FROM debian:12\nVOLUME [/data]\n", good: 'FROM debian:12\nVOLUME ["/data"]\n' },
      {
        bad: 'FROM debian:12\nCMD ["server"] # the default\n',
        good: 'FROM debian:12\n# the default\nCMD ["server"]\n',
      },
    ],
    whenNot:
      "A shell test (`RUN [ -f /x ] && y`), a pattern (`COPY [ab].txt /`) and PowerShell's `[Type]::Method()` are not taken for arrays.",
  },
  messages: {
    command: {
      what: "{{keyword}} looks like a JSON array but is none: {{slip}}",
      why: "A shell gets the text with its brackets and looks for a program of that name",
      how: 'Write it as ["program", "argument"]',
    },
    list: {
      what: "{{keyword}} looks like a JSON array but is none: {{slip}}",
      why: "BuildKit cuts the text at its blanks, and brackets, quotes and commas become part of the paths",
      how: 'Write it as ["path", "path"], or without the brackets',
    },
    repair: "Write it as a JSON array",
  },
  hasSuggestions: true,
  create(context) {
    const { sourceCode } = context;

    function check(node: JsonInstruction): void {
      if (node.json || node.heredocs.length > 0) return;
      const first = node.type === "Healthcheck" ? node.args[1] : node.args[0];
      if (!first?.value.startsWith("[")) return;
      const last = node.args.at(-1) ?? first;
      if (node.type === "Healthcheck" && node.kind !== "CMD") return;
      const { logical } = node;
      const start = logicalOffset(node, first.value);
      const text = logical.text.slice(start).trimEnd();
      const slip = meantAsArray(node.type, text) ? findJsonSlip(text) : null;
      if (!slip) return;
      const whole: Range = [first.range[0], last.range[1]];
      const isList = node.type === "Volume" || node.type === "Copy" || node.type === "Add";
      const { repaired } = slip;
      // In an array of CMD nothing expands `$X`; VOLUME, COPY and ADD do.
      const canRepair = repaired !== null && (isList || !repaired.includes("$")) && !holdsComment(sourceCode, whole);
      context.report({
        node: { range: logical.toRange(start + slip.start, start + slip.end) },
        messageId: isList ? "list" : "command",
        data: { keyword: node.keyword, slip: describeSlip(slip) },
        suggest: canRepair ? [{ messageId: "repair", fix: (fixer) => fixer.replaceTextRange(whole, repaired) }] : [],
      });
    }

    return {
      Add: check,
      Cmd: check,
      Copy: check,
      Entrypoint: check,
      Healthcheck: check,
      Run: check,
      Volume: check,
    };
  },
});

/** Where the arguments start in the logical line: behind the keyword and the flags. */
function logicalOffset(node: JsonInstruction, value: string): number {
  const { text } = node.logical;
  const sourceStart = (node.type === "Healthcheck" ? node.args[1] : node.args[0])?.range[0] ?? 0;
  for (let at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + 1)) {
    if (node.logical.toSource(at) === sourceStart) return at;
  }
  return 0;
}
