import { defineRule } from "./define-rule.ts";
import { exposedPorts } from "./shared/exposed-ports.ts";
import { scopeOption, scopeSchema, visitSteps, type JudgingScope } from "./shared/judged-steps.ts";
import { sourceText } from "./shared/source-ranges.ts";
import type { Range } from "../syntax/nodes.ts";

export default defineRule({
  id: "expose-protocol-case",
  type: "layout",
  docs: {
    description: "Write the protocol of EXPOSE in lower case",
    category: "style",
    severity: "style",
    recommended: true,
    since: "0.1.0",
    buildkit: ["ExposeProtoCasing"],
    droast: ["DF078"],
    why: `Protocols are known as \`tcp\`, \`udp\` and \`sctp\`. The builder reads them in any case, but not every tool
that looks at the file or at the image does.`,
    examples: [{ bad: "FROM nginx:1.27\nEXPOSE 443/UDP\n", good: "FROM nginx:1.27\nEXPOSE 443/udp\n" }],
    options: scopeOption,
    presetOptions: { buildkit: [{ scope: "build" }] },
    fixSafety: "The builder reads the protocol in either case as the same.",
    whenNot: "A matter of style: upper case means the same to the builder.",
  },
  messages: {
    protocol: {
      what: 'The protocol of "{{spec}}" is not in lower case',
      why: "Protocols are known as tcp, udp and sctp, and not every tool reads them in another case",
      how: 'Write "{{lower}}"',
    },
  },
  schema: [{ type: "object", properties: { scope: scopeSchema }, additionalProperties: false }],
  defaultOptions: [{ scope: "file" }] as [{ scope?: JudgingScope }],
  fixable: true,
  create(context) {
    const { sourceCode } = context;
    const [{ scope = "file" }] = context.options;
    return visitSteps(context, scope, {
      Expose(node, from) {
        const stage = sourceCode.model.stageOf(from ?? node);
        for (const { word, spec, protocol } of stage ? exposedPorts(stage, node) : []) {
          if (protocol === null || protocol === protocol.toLowerCase()) continue;
          const written = !from && sourceText(sourceCode, word.range).endsWith(`/${protocol}`);
          const range: Range = written ? [word.range[1] - protocol.length, word.range[1]] : word.range;
          const lower = protocol.toLowerCase();
          context.report({
            node: from ?? { range },
            messageId: "protocol",
            data: { spec, lower },
            fix: written ? (fixer) => fixer.replaceTextRange(range, lower) : null,
          });
        }
      },
    });
  },
});
