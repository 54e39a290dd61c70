import { defineRule } from "./define-rule.ts";
import { describeStage } from "./shared/describe-stage.ts";
import type { StageModel } from "../model/types.ts";

interface RootUserOptions {
  /** Report an image whose stages never set USER. */
  readonly requireUser?: boolean;
}

const root = /^(["']?)(?:root|0+)(?:\1$|:)/;
/** Tags and names by which publishers mark images that start as another user. */
const unprivilegedBase = /nonroot|non-root|rootless|unprivileged/;

export default defineRule({
  id: "no-root-user",
  type: "problem",
  docs: {
    description: "Do not let the image start as root",
    category: "security",
    severity: "warning",
    recommended: true,
    since: "0.1.0",
    hadolint: ["DL3002"],
    trivy: ["DS-0002"],
    checkov: ["CKV_DOCKER_8", "CKV_DOCKER_3"],
    droast: ["DF002", "DF020"],
    why: `The last USER of the stage that ships is the user that containers start as. A process that is root inside
the container has every file of the image and of the mounted volumes at its mercy, and one kernel or runtime flaw
away it is root on the host. Work as root during the build as long as needed, then change to another user.`,
    examples: [
      {
        bad: 'FROM debian:12\nUSER root\nCMD ["app"]\n',
        good: 'FROM debian:12\nUSER root\nRUN useradd --system app\nUSER app\nCMD ["app"]\n',
      },
      {
        bad: 'FROM debian:12\nCMD ["app"]\n',
        good: 'FROM debian:12\nUSER 10001\nCMD ["app"]\n',
        options: [{ requireUser: true }],
      },
    ],
    options: `\`requireUser\` (default \`false\`): also report an image for which no USER stands in the file. The
base image may well have set one, which the file cannot tell; bases whose name says so (\`nonroot\`,
\`unprivileged\`, \`rootless\`) are trusted.`,
    whenNot: `An entrypoint that must start as root and drops its rights itself (\`gosu\`, \`setpriv\`), an image
that is only used to build others, or a command line tool that works on mounted files.`,
    securitySeverity: 5.5,
  },
  messages: {
    root: {
      what: 'The image ships with the user "{{user}}", set in {{stage}}',
      why: "A flaw in the program that runs is then a flaw with root's rights",
      how: "Add a USER after the last step that needs root",
    },
    noUser: {
      what: "No USER stands in {{stage}}, which ships, nor in the stages it is built on",
      why: "Unless the base image sets one, the container starts as root",
      how: "Create a user and name it in USER",
    },
  },
  schema: [{ type: "object", properties: { requireUser: { type: "boolean" } }, additionalProperties: false }],
  defaultOptions: [{ requireUser: false }] as [RootUserOptions],
  create(context) {
    const { sourceCode } = context;

    function reportMissing(target: StageModel): void {
      const base = target.rootBase;
      if (base.kind === "image" && unprivilegedBase.test(base.text.value)) return;
      const { from } = target.node;
      context.report({ node: from.image ?? from, messageId: "noUser", data: { stage: describeStage(target) } });
    }

    return {
      Dockerfile() {
        const { model } = sourceCode;
        const { target } = model;
        if (!target) return;
        const { user } = target.finalState;
        if (!user) {
          if (context.options[0]?.requireUser) reportMissing(target);
          return;
        }
        if (!root.test(user.value.trim())) return;
        const setter = model.stageOf(user.instruction) ?? target;
        const base = target.node.from.image;
        context.report({
          node: user.instruction.args[0] ?? user.instruction,
          messageId: "root",
          data: { user: user.value, stage: describeStage(setter) },
          related:
            setter.index !== target.index && base
              ? [{ message: `The image that ships, ${describeStage(target)}, is built on it`, range: base.range }]
              : [],
        });
      },
    };
  },
});
