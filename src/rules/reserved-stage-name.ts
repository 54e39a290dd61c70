import { defineRule } from "./define-rule.ts";

/** Names that the builder reads as something else: the empty image and the build context. */
const reserved: ReadonlyMap<string, string> = new Map([
  ["scratch", "FROM scratch always means the empty image"],
  ["context", "It is the builder's own name for the build context"],
]);

export default defineRule({
  id: "reserved-stage-name",
  type: "problem",
  docs: {
    description: "Do not call a stage scratch or context",
    category: "correctness",
    severity: "warning",
    recommended: true,
    since: "0.1.0",
    hadolint: ["DL3063"],
    buildkit: ["ReservedStageName"],
    droast: ["DF084"],
    why: `\`scratch\` names the empty image and \`context\` the files sent to the builder. A stage of that name
cannot be reached by \`FROM scratch\`, and a reader takes any reference to it for the reserved meaning.`,
    examples: [
      {
        bad: "FROM debian:12 AS scratch\nRUN make\n",
        good: "FROM debian:12 AS build\nRUN make\n",
      },
    ],
    whenNot: "Nowhere: the builder has a meaning of its own for these names.",
  },
  messages: {
    reserved: {
      what: 'The stage is called "{{name}}", which is reserved',
      why: "{{meaning}}",
      how: "Give the stage another name",
    },
  },
  create(context) {
    return {
      From({ alias }) {
        const meaning = alias && reserved.get(alias.value.toLowerCase());
        if (!alias || !meaning) return;
        context.report({ node: alias, messageId: "reserved", data: { name: alias.value, meaning } });
      },
    };
  },
});
