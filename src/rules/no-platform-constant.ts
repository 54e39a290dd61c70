import { defineRule } from "./define-rule.ts";
import { describeStage } from "./shared/describe-stage.ts";

/** Other spellings of the architectures that Go, and so the builder, knows. */
const architectures: Readonly<Record<string, string>> = {
  x86_64: "amd64",
  "x86-64": "amd64",
  aarch64: "arm64",
  armhf: "arm",
  armel: "arm",
  i386: "386",
  i686: "386",
};

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
    whenNot: "The image exists for one platform only and is never built for another.",
  },
  messages: {
    constant: {
      what: 'The platform of {{stage}} is fixed to "{{platform}}"',
      why: "A build for another platform still gets this one, under the other one's name",
      how: "Leave the flag out, use $BUILDPLATFORM for a stage that only builds, or put the platform into the stage's name",
    },
  },
  create(context) {
    return {
      From(node) {
        const flag = node.flags.find(({ name }) => name === "platform");
        if (!flag?.value || !flag.valueRange || flag.value.includes("$")) return;
        if (namesPlatform(node.alias?.value.toLowerCase() ?? "", flag.value.toLowerCase())) return;
        const stage = context.sourceCode.model.stageOf(node);
        context.report({
          node: { range: flag.valueRange },
          messageId: "constant",
          data: { platform: flag.value, stage: describeStage(stage) },
        });
      },
    };
  },
});

/** True when the stage name holds the operating system or the architecture, in any spelling. */
function namesPlatform(stageName: string, platform: string): boolean {
  return platform
    .split("/")
    .slice(0, 2)
    .flatMap((part) => [part, architectures[part] ?? part])
    .some((part) => part !== "" && stageName.includes(part));
}
