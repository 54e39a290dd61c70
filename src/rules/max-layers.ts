import type { HistoryEntry, LayerPlan } from "../layers/types.ts";
import { defineRule } from "./define-rule.ts";

/** moby's layer store refuses more (`maxLayerDepth` in layer/layer_store.go). */
const mostInDocker = 125;

export default defineRule({
  id: "max-layers",
  type: "suggestion",
  docs: {
    description: "Keep the number of layers within a budget",
    category: "size",
    severity: "warning",
    recommended: false,
    since: "0.1.0",
    why: `Each layer is downloaded, checked, unpacked and mounted by itself, and what a later one deletes or rewrites stays in the earlier
one. Docker's graph drivers refuse an image with more than 125 layers. The layers of the base image count too, where they
are known; where they are not, only those that the file makes.`,
    examples: [
      {
        bad: "FROM scratch\nCOPY a /a\nCOPY b /b\nCOPY c /c\n",
        good: "FROM scratch\nCOPY a b c /\n",
        options: [{ max: 2 }],
      },
      {
        bad: "FROM example.org/base:1\nRUN make\nRUN make install\n",
        good: "FROM example.org/base:1\nRUN make && make install\n",
        options: [{ max: 1, count: "own" }],
        note: "Only the layers above the base image.",
      },
    ],
    options: `\`max\` (default \`125\`): the most layers that are fine.

\`count\` (default \`"image"\`): \`"image"\` counts the layers of the base image, when they are known, and those above it; \`"own"\` only
those above it.`,
    whenNot: "The layers of the target are counted, as the configured builder makes them; other stages do not matter.",
  },
  messages: {
    many: {
      what: "The image has {{layers}} layers{{base}}; the limit is {{max}}",
      why: "This {{keyword}} makes the first one too many. Each layer is stored, pulled and mounted by itself",
      how: "Join steps that belong together, or copy the result of a builder stage into a fresh one",
    },
  },
  schema: [
    {
      type: "object",
      properties: { max: { type: "integer", minimum: 0 }, count: { enum: ["image", "own"] } },
      additionalProperties: false,
    },
  ],
  defaultOptions: [{ max: mostInDocker, count: "image" }] as [{ max?: number; count?: "image" | "own" }],
  create(context) {
    const { sourceCode } = context;
    const [{ max = mostInDocker, count = "image" }] = context.options;

    return {
      Dockerfile() {
        const plan = sourceCode.builds ? sourceCode.layers : null;
        if (plan === null) return;
        const below = count === "image" ? (plan.image.baseLayers ?? 0) : 0;
        const layers = below + plan.image.layers;
        if (layers <= max) return;
        const first = firstTooMany(plan, max - below);
        if (first === undefined) return;
        context.report({
          node: { range: placeOf(first) },
          messageId: "many",
          data: { layers, max, keyword: first.instruction, base: baseInWords(plan, count) },
        });
      },
    };

    /** A trigger of a base image stands in no file: the FROM that runs it is the place. */
    function placeOf(entry: HistoryEntry): readonly [number, number] {
      const { model } = sourceCode;
      const isInFile = model.stageOf(entry.node) !== null;
      const from = model.stages[entry.stage]?.node.from;
      return isInFile || from === undefined ? entry.node.keywordRange : from.keywordRange;
    }
  },
});

/** The entry that makes the first layer beyond those that are left for the file. */
function firstTooMany({ image }: LayerPlan, left: number): HistoryEntry | undefined {
  return image.history.find(({ layer }) => layer !== undefined && layer.index >= Math.max(0, left));
}

function baseInWords({ image }: LayerPlan, count: "image" | "own"): string {
  if (count === "own") return " above its base";
  if (image.baseLayers === null) return " above a base whose layers are not known";
  return image.baseLayers === 0 ? "" : `, ${image.baseLayers} of them from ${image.baseImage ?? "its base"}`;
}
