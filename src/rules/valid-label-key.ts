import { defineRule } from "./define-rule.ts";

interface KeyOptions {
  /** Keys that are as they should be. */
  readonly allow?: readonly string[];
}

const reserved = /^(?:com\.docker\.|io\.docker\.|org\.dockerproject\.)/;
/** Docker asks extensions of Docker Desktop to set these. */
const extensionKeys = /^com\.docker\.(?:desktop\.)?extension\./;

export default defineRule({
  id: "valid-label-key",
  type: "suggestion",
  docs: {
    description: "Write the keys of labels as Docker's guidelines have them",
    category: "style",
    severity: "style",
    recommended: false,
    since: "0.1.0",
    hadolint: ["DL3048"],
    why: `Labels of base images, registries, orchestrators and one's own stand side by side. Docker's guidelines keep them apart and
easy to select: a key begins with a lower-case letter, ends with a letter or digit, has only lower-case letters, digits, \`.\`, \`-\`, \`_\` and \`/\`,
no \`..\` and no \`--\`, and stands below a domain of one's own; \`com.docker\`, \`io.docker\` and \`org.dockerproject\` are Docker's. The keys that
Docker asks extensions of Docker Desktop to set are left alone.`,
    examples: [
      {
        bad: 'FROM debian:12\nLABEL Vendor="ACME"\n',
        good: 'FROM debian:12\nLABEL com.example.vendor="ACME"\n',
      },
      { bad: "FROM debian:12\nLABEL com.docker.team=web\n", good: "FROM debian:12\nLABEL com.example.team=web\n" },
    ],
    options: '`allow`: keys that are as they should be, for example `["io.k8s.displayName"]`.',
    whenNot: "Platforms that ask for other keys, such as OpenShift's `io.k8s.displayName`: name those under `allow`.",
  },
  messages: {
    reserved: {
      what: 'The label key "{{key}}" stands in a namespace of Docker',
      why: "Docker may give it a meaning of its own",
      how: "Use a domain of your own, as in com.example.name",
    },
    form: {
      what: 'The label key "{{key}}" {{fault}}',
      why: "Docker's guidelines ask for keys in one form, so that tools can tell and select them",
      how: "Write it in lower case below a domain of your own, as in com.example.name",
    },
  },
  schema: [
    {
      type: "object",
      properties: { allow: { type: "array", items: { type: "string" }, uniqueItems: true } },
      additionalProperties: false,
    },
  ],
  defaultOptions: [{ allow: [] }] as [KeyOptions],
  create(context) {
    const allowed = new Set(context.options[0]?.allow);
    return {
      Label(node) {
        for (const { key: word } of node.pairs) {
          const { value: key, exact } = context.sourceCode.model.expand(node, word);
          if (!exact || key === "" || allowed.has(key)) continue;
          const fault = faultOf(key);
          if (fault !== null) context.report({ node: word, messageId: "form", data: { key, fault } });
          else if (reserved.test(key) && !extensionKeys.test(key)) {
            context.report({ node: word, messageId: "reserved", data: { key } });
          }
        }
      },
    };
  },
});

/** What is wrong with the form of a key; null when nothing is. */
function faultOf(key: string): string | null {
  if (/[A-Z]/.test(key)) return "has upper-case letters";
  const [odd] = /[^0-9a-z._/-]/u.exec(key) ?? [];
  if (odd !== undefined) return odd.trim() === "" ? "has a blank in it" : `has "${odd}" in it`;
  if (!/^[a-z]/.test(key)) return "does not begin with a letter";
  if (!/[a-z0-9]$/.test(key)) return `ends with "${key.slice(-1)}"`;
  const [twice] = /\.\.|--/.exec(key) ?? [];
  return twice === undefined ? null : `has "${twice}" in it`;
}
