import { argumentsBehind, isSettledByDefault } from "./shared/base-image.ts";
import { defineRule } from "./define-rule.ts";
import { describeStage } from "./shared/describe-stage.ts";

export default defineRule({
  id: "pin-base-image-tag",
  type: "problem",
  docs: {
    description: "Name the version of the base image",
    category: "reproducibility",
    severity: "warning",
    recommended: true,
    since: "0.1.0",
    hadolint: ["DL3006"],
    trivy: ["DS-0001"],
    checkov: ["CKV_DOCKER_7"],
    why: `An image without a tag means its tag \`latest\`, and what that names changes whenever its maintainers
publish. The same Dockerfile then gives another image next month, and a build that fails cannot be traced to a
change of yours.`,
    examples: [
      { bad: 'FROM node\nCMD ["node", "server.js"]\n', good: 'FROM node:22.14-slim\nCMD ["node", "server.js"]\n' },
      {
        bad: "ARG BASE=debian\nFROM ${BASE}\n",
        good: "ARG BASE=debian:12.9\nFROM ${BASE}\n",
        note: "The default of a build argument counts: it is what a plain `docker build` uses.",
      },
    ],
    whenNot: `Stages, \`scratch\`, references with a digest, and references that depend on a build argument without
a default are never reported. Switch the rule off where a bot rewrites the file before each build.`,
  },
  messages: {
    untagged: {
      what: 'The base image "{{image}}" of {{stage}} has no tag',
      why: 'Docker then takes "latest", which changes without notice, so two builds of this file can give two images',
      how: 'Name the version you tested, as in "{{image}}:<version>"',
    },
  },
  create(context) {
    const { sourceCode } = context;
    return {
      From(node) {
        const { model } = sourceCode;
        const stage = model.stageOf(node);
        if (node.inOnbuild || !node.image || stage?.base.kind !== "image") return;
        const { reference, text } = stage.base;
        if (!reference || reference.tag !== null || reference.digest !== null) return;
        if (!isSettledByDefault(model, node.image.value, text)) return;
        context.report({
          node: node.image,
          messageId: "untagged",
          data: { image: reference.familiarName, stage: describeStage(stage) },
          related: argumentsBehind(model, text.names),
        });
      },
    };
  },
});
