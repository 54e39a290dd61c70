import { humanBytes, parseBytes } from "../layers/byte-units.ts";
import { defineRule } from "./define-rule.ts";
import { bytesOption, bytesSchema } from "./shared/byte-budget.ts";

const usual = "200MB";

export default defineRule({
  id: "max-copy-bytes",
  type: "suggestion",
  docs: {
    description: "Keep the bytes that one COPY or ADD stores within a budget",
    category: "size",
    severity: "warning",
    recommended: false,
    since: "0.1.0",
    why: `What COPY and ADD bring in is stored, pushed and pulled with the image for as long as it lives. A budget catches the day on which a
data set, a build output or a dump lies in the folder and comes along with \`COPY . .\`. The bytes are those of the layer:
what \`.dockerignore\` leaves out does not count, archives that ADD unpacks count unpacked.`,
    examples: [
      {
        bad: "FROM debian:12\nCOPY . /srv\n",
        good: "FROM debian:12\nCOPY app /srv\n",
        options: [{ max: "10MB" }],
        context: { files: ["app/server", "dump.sql"], bytes: { "app/server": 8_000_000, "dump.sql": 300_000_000 } },
      },
    ],
    options: `\`max\` (default \`"${usual}"\`): the most bytes that the layer of one COPY or ADD may hold. ${bytesOption}`,
    whenNot: `Only steps whose bytes are known are judged: those that take files from a configured build context (\`context\`, or \`--context\` on the
command line), and from stages whose content is known. Under ESLint, rules see no files, and this one is silent.`,
  },
  messages: {
    large: {
      what: "{{keyword}} stores {{bytes}} in one layer; the limit is {{max}}",
      why: "Every push and pull of the image moves them",
      how: "Copy only what the image needs, or name the rest in .dockerignore",
    },
  },
  schema: [{ type: "object", properties: { max: bytesSchema }, additionalProperties: false }],
  defaultOptions: [{ max: usual }] as [{ max?: number | string }],
  create(context) {
    const { sourceCode } = context;
    if (!sourceCode.context?.files) return {};
    const [{ max = usual }] = context.options;
    const most = parseBytes(max);

    return {
      Dockerfile() {
        const plan = sourceCode.builds ? sourceCode.layers : null;
        for (const { node, layer } of plan?.image.history ?? []) {
          if ((node.type !== "Copy" && node.type !== "Add") || !layer) continue;
          const size = layer.bytes;
          const bytes = size.kind === "exact" ? size.bytes : size.kind === "bounded" ? size.lo : 0;
          if (bytes <= most || sourceCode.model.stageOf(node) === null) continue;
          context.report({
            node: node.sources[0] ?? { range: node.keywordRange },
            messageId: "large",
            data: {
              keyword: node.keyword,
              bytes: `${size.kind === "bounded" ? "at least " : ""}${humanBytes(bytes)}`,
              max: humanBytes(most),
            },
          });
        }
      },
    };
  },
});
