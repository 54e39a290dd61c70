import { defineRule } from "./define-rule.ts";
import { exposedPorts } from "./shared/exposed-ports.ts";
import { scopeOption, scopeSchema, visitSteps, type JudgingScope } from "./shared/judged-steps.ts";
import { sourceText } from "./shared/source-ranges.ts";

export default defineRule({
  id: "expose-format",
  type: "problem",
  docs: {
    description: "Give EXPOSE ports of the container only",
    category: "correctness",
    severity: "warning",
    recommended: true,
    since: "0.1.0",
    buildkit: ["ExposeInvalidFormat"],
    why: `EXPOSE documents the ports that the container listens on. An address or a host port in it is dropped
silently; publishing is done by \`docker run -p\`. The builder has announced that it will refuse them.`,
    examples: [{ bad: "FROM nginx:1.27\nEXPOSE 8080:80\n", good: "FROM nginx:1.27\nEXPOSE 80\n" }],
    options: scopeOption,
    presetOptions: { buildkit: [{ scope: "build" }] },
    whenNot: "Nowhere: the builder takes no address and no host port from EXPOSE, and may refuse them one day.",
  },
  messages: {
    published: {
      what: 'EXPOSE "{{spec}}" names more than a port of the container',
      why: "The builder drops the address and the host port, and a later one will refuse the line",
      how: 'Expose "{{short}}" and publish it with docker run -p',
    },
    portOnly: 'Expose "{{short}}" only',
  },
  schema: [{ type: "object", properties: { scope: scopeSchema }, additionalProperties: false }],
  defaultOptions: [{ scope: "file" }] as [{ scope?: JudgingScope }],
  hasSuggestions: true,
  create(context) {
    const { sourceCode } = context;
    const [{ scope = "file" }] = context.options;
    return visitSteps(context, scope, {
      Expose(node, from) {
        const stage = sourceCode.model.stageOf(from ?? node);
        for (const { word, spec, published, port, protocol } of stage ? exposedPorts(stage, node) : []) {
          if (published === null) continue;
          const short = protocol === null ? port : `${port}/${protocol}`;
          const replaceable = !from && sourceText(sourceCode, word.range) === spec && port !== "";
          context.report({
            node: from ?? word,
            messageId: "published",
            data: { spec, short },
            suggest: replaceable
              ? [{ messageId: "portOnly", data: { short }, fix: (fixer) => fixer.replaceTextRange(word.range, short) }]
              : [],
          });
        }
      },
    });
  },
});
