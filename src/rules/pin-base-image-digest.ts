import { argumentsBehind, isSettledByDefault } from "./shared/base-image.ts";
import { defineRule } from "./define-rule.ts";
import { describeStage } from "./shared/describe-stage.ts";

export default defineRule({
  id: "pin-base-image-digest",
  type: "suggestion",
  docs: {
    description: "Pin the base image by digest",
    category: "reproducibility",
    severity: "info",
    recommended: false,
    since: "0.1.0",
    why: `A tag can be pushed again: \`debian:12\` is rebuilt every few weeks, and whoever holds the publisher's
credentials can move any tag. A digest names one content for ever, so a rebuild starts from the very bytes that were
tested. The price is that security updates arrive only when the digest is raised, which is a bot's work.`,
    examples: [
      {
        bad: "FROM alpine:3.21\n",
        good: "FROM alpine:3.21@sha256:a8560b36e8b8210634f77d9f7f9efd7ffa463e380b75e2e74aff4511df3ef88c\n",
      },
    ],
    whenNot: `Leave it off unless something (Renovate, Dependabot) keeps the digests up to date: a digest that
nobody raises is an image without security fixes. Stages, \`scratch\` and references that depend on a build argument
without a default are not reported.`,
  },
  messages: {
    undigested: {
      what: 'The base image "{{image}}" of {{stage}} is named by tag only',
      why: "A tag can be moved to other content, a digest cannot",
      how: "Add the digest after the tag, as in {{image}}@sha256:<digest>",
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
        if (!reference || reference.digest !== null) return;
        if (!isSettledByDefault(model, node.image.value, text)) return;
        const image = reference.tag === null ? reference.familiarName : `${reference.familiarName}:${reference.tag}`;
        context.report({
          node: node.image,
          messageId: "undigested",
          data: { image, stage: describeStage(stage) },
          related: argumentsBehind(model, text.names),
        });
      },
    };
  },
});
