import { defineRule } from "./define-rule.ts";
import { describeStage } from "./shared/describe-stage.ts";
import { parsePlatform } from "../model/platform.ts";

interface PlatformOptions {
  /** What counts as the platform in the name of a stage. */
  readonly stageName?: "any-spelling" | "normalized";
}

export default defineRule({
  id: "no-platform-constant",
  type: "suggestion",
  docs: {
    description: "Do not write a fixed platform in FROM",
    category: "correctness",
    severity: "info",
    recommended: true,
    since: "0.1.0",
    hadolint: ["DL3029"],
    buildkit: ["FromPlatformFlagConstDisallowed"],
    droast: ["DF061"],
    why: `\`FROM --platform=linux/amd64\` gives that platform whatever \`docker build --platform\` asks for: a
multi-platform build then publishes an amd64 image under every architecture's name, and it runs emulated or not at
all. A stage that must run on the builder's own machine says \`$BUILDPLATFORM\`, and one that is written for a
single platform says so in its name.`,
    examples: [
      {
        bad: "FROM --platform=linux/amd64 golang:1.24 AS build\n",
        good: "FROM --platform=$BUILDPLATFORM golang:1.24 AS build\n",
      },
      {
        bad: "FROM --platform=linux/arm64 debian:12 AS base\n",
        good: "FROM --platform=linux/arm64 debian:12 AS base-arm64\n",
        note: "A stage whose name holds the platform is meant for it, as where each architecture has a stage.",
      },
    ],
    options: `\`stageName\` (default \`"any-spelling"\`): a stage whose name holds its platform is meant for it.
\`"any-spelling"\` accepts the platform as it is typed and as the builder calls it. \`"normalized"\` accepts the builder's
names only, as \`docker build --check\` does: \`x86_64\` is \`amd64\` to it.`,
    presetOptions: { buildkit: [{ stageName: "normalized" }] },
    whenNot: "The image exists for one platform only and is never built for another.",
  },
  messages: {
    constant: {
      what: 'The platform of {{stage}} is fixed to "{{platform}}"',
      why: "A build for another platform still gets this one, under the other one's name",
      how: "Leave the flag out, use $BUILDPLATFORM for a stage that only builds, or put the platform into the stage's name",
    },
  },
  schema: [
    {
      type: "object",
      properties: { stageName: { enum: ["any-spelling", "normalized"] } },
      additionalProperties: false,
    },
  ],
  defaultOptions: [{ stageName: "any-spelling" }] as [PlatformOptions],
  create(context) {
    const { sourceCode } = context;
    const [{ stageName = "any-spelling" }] = context.options;
    return {
      From(node) {
        const flag = node.flags.find(({ name }) => name === "platform");
        if (!flag?.value || !flag.valueRange) return;
        const { model } = sourceCode;
        const platform = model.expandFrom(node, flag.value);
        if (platform.names.length > 0 || platform.error !== null) return;
        const named = node.alias?.value.toLowerCase() ?? "";
        if (namesOf(platform.value, stageName).some((name) => named.includes(name))) return;
        context.report({
          node: { range: flag.valueRange },
          messageId: "constant",
          data: { platform: flag.value, stage: describeStage(model.stageOf(node)) },
        });
      },
    };
  },
});

/** The names of the operating system and the architecture: the builder's, and unless it asks for those only, as typed. */
function namesOf(platform: string, stageName: "any-spelling" | "normalized"): string[] {
  const { os, architecture } = parsePlatform(platform);
  const typed = stageName === "normalized" ? [] : platform.toLowerCase().split("/").slice(0, 2);
  return [os, architecture, ...typed].filter((name) => name !== "");
}
