import { nearest } from "../syntax/suggest.ts";
import { defineRule } from "./define-rule.ts";

/** Edits from which on one key is no misspelling of another. */
const farApart = 4;

export default defineRule({
  id: "no-unknown-label",
  type: "suggestion",
  docs: {
    description: "Set no labels besides those of the label schema",
    category: "correctness",
    severity: "info",
    recommended: true,
    since: "0.1.0",
    hadolint: ["DL3050"],
    droast: ["DF074"],
    why: `With \`strictLabels: true\` in the configuration, \`labelSchema\` has all the labels that there may be. A label that is not in
it is a misspelling, or one that nobody reads. Without that key the rule says nothing.`,
    examples: [
      {
        bad: "FROM debian:12\nLABEL owner=web mantainer=jane\n",
        good: "FROM debian:12\nLABEL owner=web maintainer=jane\n",
        note: 'With `labelSchema: {"owner": "text", "maintainer": "text"}` and `strictLabels: true`:',
        languageOptions: { labelSchema: { owner: "text", maintainer: "text" }, strictLabels: true },
      },
    ],
    whenNot:
      "Platforms whose labels have names of one's own choice in them (Traefik, Home Assistant): a strict schema does not fit those.",
  },
  messages: {
    unknown: {
      what: 'The label "{{name}}" is not in the label schema',
      why: "The schema is strict: what it does not name is a misspelling, or read by nobody",
      how: "{{advice}}",
    },
  },
  create(context) {
    const { labelSchema = {}, strictLabels = false } = context.languageOptions;
    if (!strictLabels) return {};
    return {
      Label(node) {
        for (const { key } of node.pairs) {
          const { value: name, exact } = context.sourceCode.model.expand(node, key);
          if (!exact || Object.hasOwn(labelSchema, name)) continue;
          const near = nearest(name, Object.keys(labelSchema), farApart);
          const advice =
            near === null ? "Remove it, or add it to the schema" : `Write "${near}", if that is what is meant`;
          context.report({ node: key, messageId: "unknown", data: { name, advice } });
        }
      },
    };
  },
});
