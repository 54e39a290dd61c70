import { defineRule } from "./define-rule.ts";
import { exposedPorts } from "./shared/exposed-ports.ts";

export default defineRule({
  id: "no-ssh-port",
  type: "suggestion",
  docs: {
    description: "Run no SSH server in a container",
    category: "security",
    severity: "info",
    recommended: false,
    since: "0.1.0",
    trivy: ["DS-0004"],
    checkov: ["CKV_DOCKER_1"],
    why: `\`docker exec\` and \`kubectl exec\` open a shell in a container under the rights of the platform. An SSH server beside the program has users, keys
and updates of its own to look after, and is one more door.`,
    examples: [{ bad: "FROM debian:12\nEXPOSE 22 8080\n", good: "FROM debian:12\nEXPOSE 8080\n" }],
    whenNot: "Containers whose purpose is SSH: Git servers, SFTP servers, jump hosts, build agents.",
    securitySeverity: 4,
  },
  messages: {
    exposed: {
      what: "EXPOSE names port 22, that of SSH",
      why: "A shell in a container needs no server in it, and an SSH server is one more door to guard",
      how: "Use docker exec or kubectl exec, and drop the port",
    },
  },
  create(context) {
    return {
      Expose(node) {
        for (const { word, port, protocol, exact } of exposedPorts(context.sourceCode.model, node)) {
          if (exact && port === "22" && (protocol ?? "tcp").toLowerCase() === "tcp") {
            context.report({ node: word, messageId: "exposed" });
          }
        }
      },
    };
  },
});
