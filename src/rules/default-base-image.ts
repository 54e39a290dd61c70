import { defineRule } from "./define-rule.ts";
import { parseImageReference } from "../model/image-reference.ts";
import { createModel } from "../model/build-model.ts";
import type { BuildModel, Expansion } from "../model/types.ts";
import type { Arg, From, Word } from "../syntax/nodes.ts";

interface DefaultBaseImageOptions {
  readonly hopeless?: "leave" | "report";
}

export default defineRule({
  id: "default-base-image",
  type: "problem",
  docs: {
    description: "Give the arguments of FROM defaults that make an image",
    category: "correctness",
    severity: "warning",
    recommended: false,
    since: "0.1.0",
    buildkit: ["InvalidDefaultArgInFrom"],
    why: `A FROM that takes its image from a build argument without a default builds only for those who know the
argument. Everybody else, and every tool that looks at the file without it (editors, update bots, \`docker build
--check\`), gets an error such as \`invalid reference format\`.`,
    examples: [
      { bad: "ARG TAG\nFROM debian:${TAG}\n", good: "ARG TAG=12\nFROM debian:${TAG}\n" },
      { bad: "ARG BASE\nFROM ${BASE}\n", good: "ARG BASE\nFROM ${BASE:-debian:12}\n" },
    ],
    options: `\`hopeless\` (default \`"leave"\`): an image that no build argument can make valid, as it reads none that the
file declares (\`FROM Debian\`), is left to \`valid-syntax\`. \`"report"\` reports it here too, as \`docker build --check\`
does.`,
    presetOptions: { buildkit: [{ hopeless: "report" }] },
    whenNot: "The file is a template, and a build without the argument is meant to fail.",
  },
  messages: {
    noDefault: {
      what: 'Without --build-arg, "{{image}}" comes to "{{value}}", which is no image',
      why: "The build fails for everybody who does not know that {{names}} must be given",
      how: "Give the ARG a default",
    },
    invalid: {
      what: '"{{image}}" comes to "{{value}}", which is no image',
      why: "The build fails, whatever its arguments are",
      how: "Write the name of an image in lower case, or declare the ARG that it reads",
    },
  },
  schema: [{ type: "object", properties: { hopeless: { enum: ["leave", "report"] } }, additionalProperties: false }],
  defaultOptions: [{ hopeless: "leave" }] as [DefaultBaseImageOptions],
  create(context) {
    const { sourceCode } = context;
    const [{ hopeless = "leave" }] = context.options;

    function report(image: Word, value: string, declared: readonly { name: string; arg: Arg }[]): void {
      if (declared.length === 0) {
        context.report({ node: image, messageId: "invalid", data: { image: image.value, value } });
        return;
      }
      const empty = declared.filter(({ name }) => !sourceCode.model.globalArgs.get(name)?.value);
      const guilty = empty.length > 0 ? empty : declared;
      const names = guilty.map(({ name }) => name).join(" and ");
      context.report({
        node: image,
        messageId: "noDefault",
        data: { image: image.value, value, names },
        related: guilty.map(({ name, arg }) => ({
          message: `The argument "${name}"`,
          range: arg.pairs.find(({ key }) => key.value === name)?.range ?? arg.range,
        })),
      });
    }

    return {
      Dockerfile({ stages }) {
        if (hopeless === "leave" && !stages.some(readsVariable)) return;
        const model = withoutBuildArgs(sourceCode.model);
        for (const { from } of stages) {
          if (!from.image) continue;
          const text = model.expandFrom(from, from.image);
          // BuildKit gives up here as well; the build fails with an error of its own.
          if (text.error !== null) return;
          const declared = declaredArguments(model, text);
          if (declared.length === 0 && hopeless === "leave") continue;
          if ("error" in parseImageReference(text.value)) report(from.image, text.value, declared);
        }
      },
    };
  },
});

function readsVariable({ from }: { readonly from: From }): boolean {
  return from.image?.value.includes("$") ?? false;
}

/** The model of a build that gives no arguments. */
function withoutBuildArgs(model: BuildModel): BuildModel {
  const { dockerfile, options } = model;
  if (Object.keys(options.buildArgs ?? {}).length === 0) return model;
  return createModel(dockerfile, { ...options, buildArgs: {} });
}

/** The arguments it reads that the file declares: only they can be given. */
function declaredArguments(model: BuildModel, { names }: Expansion): { name: string; arg: Arg }[] {
  return [...new Set(names)].flatMap((name) => {
    const arg = model.globalArgs.get(name)?.node;
    return arg ? [{ name, arg }] : [];
  });
}
