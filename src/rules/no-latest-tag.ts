import { argumentsBehind, isSettledByDefault } from "./shared/base-image.ts";
import { defineRule } from "./define-rule.ts";
import { sourceText } from "./shared/source-ranges.ts";
import { describeStage } from "./shared/describe-stage.ts";
import type { From, InstructionBase, Range } from "../syntax/nodes.ts";

/** A tag that is written out; no stage and no build context can be called so. */
const writtenLatest = ":latest";

export default defineRule({
  id: "no-latest-tag",
  type: "problem",
  docs: {
    description: "Do not build on the tag latest",
    category: "reproducibility",
    severity: "warning",
    recommended: true,
    since: "0.1.0",
    hadolint: ["DL3007"],
    trivy: ["DS-0001"],
    checkov: ["CKV_DOCKER_7"],
    droast: ["DF001", "DF024"],
    why: `\`latest\` is an ordinary tag that is moved with each release. A rebuild can bring a new major version,
and two machines that pulled on different days build different images. The tag also hides which version was tested.
Images that \`COPY --from\` and \`RUN --mount=from=\` read are held to the same.`,
    examples: [
      { bad: "FROM nginx:latest\n", good: "FROM nginx:1.27.4\n" },
      {
        bad: "ARG TAG=latest\nFROM python:${TAG}\n",
        good: "ARG TAG=3.13\nFROM python:${TAG}\n",
        note: "The default of a build argument counts: it is what a plain `docker build` uses.",
      },
      {
        bad: "FROM python:3.13\nCOPY --from=ghcr.io/astral-sh/uv:latest /uv /bin/\n",
        good: "FROM python:3.13\nCOPY --from=ghcr.io/astral-sh/uv:0.6.2 /uv /bin/\n",
      },
    ],
    whenNot: `A reference with a digest is fixed whatever its tag says, and is not reported. Some images publish
only \`latest\`: pin those by digest.`,
  },
  messages: {
    latest: {
      what: 'The base image of {{stage}} is "{{image}}"',
      why: '"latest" is moved with each release, so two builds of this file can give two images',
      how: "Name the version you tested, or add its digest",
    },
    latestByDefault: {
      what: 'The base image of {{stage}} is "{{image}}" unless a build argument says otherwise',
      why: '"latest" is moved with each release, so two builds of this file can give two images',
      how: "Let the default name the version you tested",
    },
    latestSource: {
      what: '{{keyword}} takes files from "{{image}}"',
      why: '"latest" is moved with each release, so two builds of this file can give two images',
      how: "Name the version you tested, or add its digest",
    },
  },
  create(context) {
    const { sourceCode } = context;

    function checkFrom(node: From): void {
      const { model } = sourceCode;
      const stage = model.stageOf(node);
      if (node.inOnbuild || !node.image || !stage) return;
      if (node.image.value.endsWith(writtenLatest)) {
        const data = { image: node.image.value, stage: describeStage(stage) };
        context.report({ node: node.image, messageId: "latest", data });
        return;
      }
      if (stage.base.kind !== "image") return;
      const { reference, text } = stage.base;
      if (reference?.tag !== "latest" || reference.digest !== null) return;
      if (!isSettledByDefault(model, node.image.value, text)) return;
      context.report({
        node: node.image,
        messageId: text.names.length > 0 ? "latestByDefault" : "latest",
        data: { image: `${reference.familiarName}:latest`, stage: describeStage(stage) },
        related: argumentsBehind(model, text.names),
      });
    }

    function checkSource(node: InstructionBase, image: string | null, valueRange: Range | null): void {
      if (image === null || valueRange === null || !image.endsWith(writtenLatest)) return;
      const start = valueRange[0] + Math.max(0, sourceText(sourceCode, valueRange).indexOf(image));
      const written = sourceCode.text.startsWith(image, start);
      const range: Range = written ? [start, start + image.length] : valueRange;
      context.report({ node: { range }, messageId: "latestSource", data: { keyword: node.keyword, image } });
    }

    return {
      From: checkFrom,
      Copy(node) {
        for (const flag of node.flags) if (flag.name === "from") checkSource(node, flag.value, flag.valueRange);
      },
      Run(node) {
        for (const mount of node.mounts) checkSource(node, mount.from, mount.flag.valueRange);
      },
    };
  },
});
