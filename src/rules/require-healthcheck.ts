import { defineRule } from "./define-rule.ts";
import { describeStage } from "./shared/describe-stage.ts";
import type { Instruction } from "../syntax/nodes.ts";

export default defineRule({
  id: "require-healthcheck",
  type: "suggestion",
  docs: {
    description: "Say with HEALTHCHECK how to tell that the container works",
    category: "runtime",
    severity: "info",
    recommended: false,
    since: "0.1.0",
    hadolint: ["DL3057"],
    trivy: ["DS-0026"],
    checkov: ["CKV_DOCKER_2"],
    droast: ["DF012"],
    why: `Docker, Swarm and Compose know of a container whether its process runs, and with a HEALTHCHECK whether it works: Compose waits for
it (\`depends_on: condition: service_healthy\`), Swarm replaces it. The rule looks at the image that is built and all stages below it.`,
    examples: [
      {
        bad: "FROM nginx:1.27\nCOPY site /usr/share/nginx/html\n",
        good: 'FROM nginx:1.27\nCOPY site /usr/share/nginx/html\nHEALTHCHECK CMD ["curl", "-f", "http://localhost/"]\n',
      },
      {
        bad: 'FROM alpine:3.21\nENTRYPOINT ["/bin/tool"]\n',
        good: 'FROM alpine:3.21\nHEALTHCHECK NONE\nENTRYPOINT ["/bin/tool"]\n',
        note: "`HEALTHCHECK NONE` says that there is nothing to check.",
      },
    ],
    whenNot: `Kubernetes has probes of its own and ignores HEALTHCHECK, and a tool that runs and ends has no health: the rule is therefore
not in the recommended preset.`,
  },
  messages: {
    missing: {
      what: "The image of {{stage}} has no HEALTHCHECK",
      why: "Docker and Compose see that its process runs, and not whether it works",
      how: "Add a HEALTHCHECK, or HEALTHCHECK NONE where there is nothing to check",
    },
  },
  create(context) {
    const { sourceCode } = context;
    return {
      Dockerfile() {
        const { target } = sourceCode.model;
        if (!target) return;
        if (target.chain.some(({ triggers, node }) => triggers.some(isCheck) || node.body.some(isCheck))) return;
        const { from } = target.node;
        context.report({ node: from.image ?? from, messageId: "missing", data: { stage: describeStage(target) } });
      },
    };
  },
});

function isCheck({ type }: Instruction): boolean {
  return type === "Healthcheck";
}
