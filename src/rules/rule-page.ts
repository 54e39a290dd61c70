/** A rule's documentation page, made from its metadata: `docs/rules/<id>.md`, `stratalint explain`, SARIF help. */
import { humanBytes } from "../layers/byte-units.ts";
import type { Rule, RuleExample } from "./define-rule.ts";

/** @returns Markdown that ends in a line end */
export function rulePage(rule: Rule): string {
  const { docs, schema } = rule.meta;
  const sections = [
    `# ${rule.id}`,
    `${docs.description}.`,
    facts(rule),
    `## Why\n\n${docs.why.trim()}`,
    ...docs.examples.map((example, index) => {
      const title = docs.examples.length === 1 ? "Example" : `Example ${index + 1}`;
      const note = example.note ? `${example.note}\n\n` : "";
      const options = example.options ? `With the options \`${JSON.stringify(example.options)}\`:\n\n` : "";
      return `## ${title}\n\n${note}${options}${contextOf(example)}Found:\n\n${fence(example.bad)}\n\nSilent:\n\n${fence(example.good)}`;
    }),
    schema.length > 0 ? `## Options\n\n${docs.options?.trim() ?? ""}${presetOptions(rule)}` : "",
    fixes(rule),
    docs.whenNot ? `## When not to use it\n\n${docs.whenNot.trim()}` : "",
    equivalents(rule),
    `## How to silence it\n\n${fence(`# stratalint disable-next ${rule.id} -- why it does not apply here`)}`,
  ];
  return `${sections.filter((section) => section !== "").join("\n\n")}\n`;
}

function contextOf({ context }: RuleExample): string {
  if (!context) return "";
  const { bytes = {}, dockerignore } = context;
  const names = context.files.map((file) => `\`${file}\`${bytes[file] ? ` (${humanBytes(bytes[file])})` : ""}`);
  const files = `With ${names.join(", ")} in the build context`;
  return dockerignore === undefined
    ? `${files}:\n\n`
    : `${files}, and this \`.dockerignore\`:\n\n\`\`\`text\n${dockerignore.trimEnd()}\n\`\`\`\n\n`;
}

/** What a preset sets, where it sets something. */
function presetOptions(rule: Rule): string {
  return Object.entries(rule.meta.docs.presetOptions ?? {})
    .filter(([, options]) => options.length > 0)
    .map(([preset, options]) => `\n\nThe preset \`${preset}\` sets \`${JSON.stringify(options[0])}\`.`)
    .join("");
}

function facts(rule: Rule): string {
  const { docs } = rule.meta;
  const preset = docs.recommended ? "in the preset `recommended`" : "not in the preset `recommended`";
  const fix = rule.meta.fixable ? "; has a safe fix" : rule.meta.hasSuggestions ? "; suggests a change" : "";
  return `Category: ${docs.category}. Severity: ${docs.severity}; ${preset}${fix}. Since ${docs.since}.`;
}

/** A safe fix with the reason why it is one; what is suggested is for the reader to judge. */
function fixes({ meta }: Rule): string {
  const parts = [
    ...(meta.fixable ? [`\`--fix\` applies it. ${meta.docs.fixSafety?.trim() ?? ""}`] : []),
    ...(meta.hasSuggestions
      ? [
          "The change is suggested with the finding and never applied by itself: whether it is right here is yours to say.",
        ]
      : []),
  ];
  return parts.length === 0 ? "" : `## Fix\n\n${parts.join("\n\n")}`;
}

function equivalents(rule: Rule): string {
  const { hadolint = [], buildkit = [], trivy = [], checkov = [], droast = [] } = rule.meta.docs;
  const rows = [
    ...hadolint.map((code) => `- hadolint: ${code}`),
    ...buildkit.map((name) => `- \`docker build --check\`: [${name}](${buildkitPage(name)})`),
    ...trivy.map((id) => `- Trivy: ${id}`),
    ...checkov.map((id) => `- Checkov: ${id}`),
    ...droast.map((id) => `- droast: ${id}`),
  ];
  return rows.length === 0
    ? ""
    : `## Equivalents\n\n${rows.join("\n")}\n\nEach of these names works wherever a rule is named.`;
}

function buildkitPage(name: string): string {
  const page = name.replace(/([a-z])([A-Z])/g, "$1-$2").toLowerCase();
  return `https://docs.docker.com/go/dockerfile/rule/${page}/`;
}

function fence(code: string): string {
  return `\`\`\`dockerfile\n${code.replace(/\n$/, "")}\n\`\`\``;
}
