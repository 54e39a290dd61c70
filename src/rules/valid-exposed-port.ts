import { defineRule } from "./define-rule.ts";
import { exposedPorts } from "./shared/exposed-ports.ts";
import type { Range } from "../syntax/nodes.ts";

const highest = 65535;
const protocols = new Set(["", "tcp", "udp", "sctp"]);

export default defineRule({
  id: "valid-exposed-port",
  type: "problem",
  docs: {
    description: "Expose ports that exist",
    category: "correctness",
    severity: "error",
    recommended: true,
    since: "0.1.0",
    hadolint: ["DL3011"],
    trivy: ["DS-0008"],
    why: `A port is a number up to 65535, or a range of two from low to high, with \`tcp\`, \`udp\` or \`sctp\`
after a slash. Anything else stops the build at this line.`,
    examples: [
      { bad: "FROM nginx:1.27\nEXPOSE 80443\n", good: "FROM nginx:1.27\nEXPOSE 443\n" },
      { bad: "FROM nginx:1.27\nEXPOSE 9000-8000/tcp\n", good: "FROM nginx:1.27\nEXPOSE 8000-9000/tcp\n" },
    ],
    whenNot: "Ports that depend on a build argument or on the base image's environment are not judged.",
  },
  messages: {
    port: {
      what: '"{{port}}" is no port',
      why: "The build stops here, as a port is a number up to 65535 or an ascending range of two",
      how: "Write the number that the program listens on",
    },
    protocol: {
      what: '"{{protocol}}" is no protocol that can be exposed',
      why: "The build stops here, as only tcp, udp and sctp are known",
      how: "Name one of them or none",
    },
  },
  create(context) {
    const { sourceCode } = context;

    /** What the parser already rejects is not said twice. */
    function isRejected([start, end]: Range): boolean {
      return sourceCode.ast.problems.some(({ range }) => range[0] < end && range[1] > start);
    }

    return {
      Expose(node) {
        for (const { word, port, protocol, exact } of exposedPorts(sourceCode.model, node)) {
          if (!exact || isRejected(word.range)) continue;
          if (!isPort(port)) context.report({ node: word, messageId: "port", data: { port } });
          else if (protocol !== null && !protocols.has(protocol.toLowerCase())) {
            context.report({ node: word, messageId: "protocol", data: { protocol } });
          }
        }
      },
    };
  },
});

function isPort(port: string): boolean {
  const match = /^\+?(\d+)(?:-\+?(\d+))?$/.exec(port);
  if (!match) return false;
  const low = Number(match[1]);
  const high = match[2] === undefined ? low : Number(match[2]);
  return low <= high && high <= highest;
}
