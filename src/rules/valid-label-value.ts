import type { LabelType } from "../language/rule-types.ts";
import { defineRule } from "./define-rule.ts";
import { formDescriptions, hasForm } from "./shared/label-forms.ts";

interface ValueOptions {
  /** Check the labels of the OCI image specification, too. */
  readonly oci?: boolean;
}

/** The pre-defined annotation keys whose form the image specification (annotations.md) lays down. */
const ociForms: ReadonlyMap<string, LabelType> = new Map(
  Object.entries({
    "org.opencontainers.image.created": "rfc3339",
    "org.opencontainers.image.documentation": "url",
    "org.opencontainers.image.licenses": "spdx",
    "org.opencontainers.image.source": "url",
    "org.opencontainers.image.url": "url",
  }),
);

export default defineRule({
  id: "valid-label-value",
  type: "problem",
  docs: {
    description: "Give labels values of the form that their readers expect",
    category: "correctness",
    severity: "warning",
    recommended: true,
    since: "0.1.0",
    hadolint: ["DL3051", "DL3052", "DL3053", "DL3054", "DL3055", "DL3056", "DL3058"],
    droast: ["DF074"],
    why: `Labels are read by programs: registries link an image to the repository that \`org.opencontainers.image.source\` names,
scanners take the licence from \`licenses\`, clean-up jobs the age from \`created\`. They pass over a value of another form without a
word. Checked are the labels of the configuration's \`labelSchema\`, and those whose form the OCI image specification lays down.
A value that a build argument may change is left alone.`,
    examples: [
      {
        bad: 'FROM debian:12\nLABEL org.opencontainers.image.source="github.com/acme/app"\n',
        good: 'FROM debian:12\nLABEL org.opencontainers.image.source="https://github.com/acme/app"\n',
      },
      {
        bad: 'FROM debian:12\nLABEL org.opencontainers.image.licenses="Apache 2"\n',
        good: 'FROM debian:12\nLABEL org.opencontainers.image.licenses="Apache-2.0"\n',
      },
    ],
    options: `\`oci\` (default \`true\`): also check \`created\`, \`documentation\`, \`licenses\`, \`source\` and \`url\` below
\`org.opencontainers.image\`. An empty value is fine there: it takes back what the base image says.

The other labels come from the key \`labelSchema\` of the configuration: a form for each label, \`text\` (anything but nothing),
\`url\`, \`email\`, \`rfc3339\`, \`semver\`, \`hash\` (of a Git commit) or \`spdx\` (a licence expression).`,
    presetOptions: { hadolint: [{ oci: false }] },
    whenNot: "Images that use the keys of the OCI specification in a sense of their own: switch `oci` off for those.",
  },
  messages: {
    empty: {
      what: 'The label "{{name}}" is empty',
      why: "The label schema asks for it, so something relies on what it says",
      how: "Give it a value: {{expected}}",
    },
    form: {
      what: 'The value of the label "{{name}}" is not {{expected}}',
      why: "{{why}}",
      how: 'Write it in that form instead of "{{value}}"',
    },
  },
  schema: [{ type: "object", properties: { oci: { type: "boolean" } }, additionalProperties: false }],
  defaultOptions: [{ oci: true }] as [ValueOptions],
  create(context) {
    const { labelSchema = {} } = context.languageOptions;
    const oci = context.options[0]?.oci ? ociForms : null;
    if (!oci && Object.keys(labelSchema).length === 0) return {};
    return {
      Label(node) {
        for (const { key, value } of node.pairs) {
          const { model } = context.sourceCode;
          const name = model.expand(node, key).value;
          const inSchema = Object.hasOwn(labelSchema, name);
          const form = inSchema ? labelSchema[name] : oci?.get(name);
          if (form === undefined || value === null) continue;
          const text = model.expand(node, value);
          if (!text.exact || text.error !== null) continue;
          if (text.value === "") {
            const data = { name, expected: formDescriptions[form] };
            if (inSchema)
              context.report({ node: value.range[0] < value.range[1] ? value : key, messageId: "empty", data });
          } else if (!hasForm(text.value, form)) {
            const why = inSchema
              ? "The label schema asks for it, so something relies on it"
              : "The OCI image specification asks for it, and programs that read labels pass over anything else";
            const data = { name, expected: formDescriptions[form], why, value: shortened(text.value) };
            context.report({ node: value, messageId: "form", data });
          }
        }
      },
    };
  },
});

function shortened(value: string): string {
  const line = value.replace(/\s+/g, " ");
  return line.length > 60 ? `${line.slice(0, 57)}…` : line;
}
