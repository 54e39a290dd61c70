import { endOfLife, endOfLifeAsOf } from "../knowledge/end-of-life.ts";
import { defineRule } from "./define-rule.ts";
import { argumentsBehind, isSettledByDefault } from "./shared/base-image.ts";
import { describeStage } from "./shared/describe-stage.ts";
import { baseImageOf } from "./shared/pulled-images.ts";

const months = "January February March April May June July August September October November December".split(" ");

export default defineRule({
  id: "maintained-base-image",
  type: "problem",
  docs: {
    description: "Build on a base image that still gets security updates",
    category: "security",
    severity: "warning",
    recommended: false,
    since: "0.1.0",
    why: `After the end of its support a distribution or language gets no fixes any more, and its package mirrors are moved or shut down, so
that one day \`apt-get update\` fails. The rule knows the official images of Docker Hub (and mirrors of them) from a table with the months in
which their publishers ended the support, and the distributions that tags such as \`-buster\` or \`-alpine3.17\` name. The table was made on
${endOfLifeAsOf} and holds only what had ended by then: the verdict is the same on whatever day the rule runs.`,
    examples: [
      { bad: "FROM debian:10-slim\n", good: "FROM debian:12-slim\n" },
      { bad: "FROM node:16\n", good: "FROM node:22\n" },
      { bad: "FROM python:3.13-slim-buster\n", good: "FROM python:3.13-slim-bookworm\n" },
    ],
    whenNot:
      "Images that reproduce an old environment on purpose, and distributions under a paid extension of their support.",
    securitySeverity: 6.5,
  },
  messages: {
    ended: {
      what: "{{stage}} is built on {{subject}}, which has had no security updates since {{month}}",
      why: "What is found to be broken in it stays broken, and its package mirrors may go",
      how: "Move to a version that is maintained",
    },
  },
  create(context) {
    const { sourceCode } = context;
    return {
      From(node) {
        const image = baseImageOf(sourceCode.model, node);
        const ended = image && endOfLife(image.reference);
        if (!ended || !image.text || !node.image) return;
        if (!isSettledByDefault(sourceCode.model, node.image.value, image.text)) return;
        const [year = "", month = "1"] = ended.month.split("-");
        const stage = describeStage(sourceCode.model.stageOf(node));
        context.report({
          node: node.image,
          messageId: "ended",
          data: {
            stage: `${stage.charAt(0).toUpperCase()}${stage.slice(1)}`,
            subject: ended.subject,
            month: `${months[Number(month) - 1] ?? ""} ${year}`,
          },
          related: argumentsBehind(sourceCode.model, image.text.names),
        });
      },
    };
  },
});
