import { defineRule } from "./define-rule.ts";
import { describeStage } from "./shared/describe-stage.ts";
import { labelKeys } from "./shared/image-labels.ts";
import { formDescriptions } from "./shared/label-forms.ts";

export default defineRule({
  id: "required-labels",
  type: "suggestion",
  docs: {
    description: "Set the labels that the label schema asks for",
    category: "correctness",
    severity: "info",
    recommended: true,
    since: "0.1.0",
    hadolint: ["DL3049"],
    droast: ["DF074"],
    why: `Labels tell where an image comes from, who looks after it and what it holds. A schema of labels is worth something when
every image keeps to it. The rule looks at the image that is built, and at labels set in any of the stages it is built on; what the
base image brings says who made the base image. Without the key \`labelSchema\` in the configuration there is nothing to ask for.`,
    examples: [
      {
        bad: "FROM debian:12\nLABEL maintainer=jane@example.com\n",
        good: "FROM debian:12\nLABEL maintainer=jane@example.com\nLABEL org.opencontainers.image.version=1.2.3\n",
        note: 'With `labelSchema: {"org.opencontainers.image.version": "semver"}`:',
        languageOptions: { labelSchema: { "org.opencontainers.image.version": "semver" } },
      },
    ],
    whenNot:
      "Labels that the pipeline adds with `docker build --label` stand in no file: leave those out of the schema.",
  },
  messages: {
    missing: {
      what: "The image of {{stage}} has no label {{names}}",
      why: "The label schema asks for it",
      how: "Add LABEL {{example}} with {{expected}}",
    },
  },
  create(context) {
    const { labelSchema = {} } = context.languageOptions;
    const wanted = Object.keys(labelSchema);
    if (wanted.length === 0) return {};
    return {
      Dockerfile() {
        const { target } = context.sourceCode.model;
        if (!target) return;
        const present = labelKeys(target);
        const missing = wanted.filter((name) => !present.has(name));
        const [first] = missing;
        if (first === undefined) return;
        const { from } = target.node;
        context.report({
          node: from.image ?? from,
          messageId: "missing",
          data: {
            stage: describeStage(target),
            names: missing.map((name) => `"${name}"`).join(", "),
            example: `${first}=…`,
            expected: formDescriptions[labelSchema[first] ?? "text"],
          },
        });
      },
    };
  },
});
