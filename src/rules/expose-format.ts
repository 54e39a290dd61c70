import { defineRule } from "./define-rule.ts";
import { exposedPorts, type ExposedPort } from "./shared/exposed-ports.ts";
import { sourceText } from "./shared/source-ranges.ts";
import type { Range } from "../syntax/nodes.ts";

export default defineRule({
  id: "expose-format",
  type: "problem",
  docs: {
    description: "Give EXPOSE container ports only, with the protocol in lower case",
    category: "correctness",
    severity: "warning",
    recommended: true,
    since: "0.1.0",
    buildkit: ["ExposeProtoCasing", "ExposeInvalidFormat"],
    why: `EXPOSE documents the ports that the container listens on. An address or a host port in it is dropped
silently; publishing is done by \`docker run -p\`. The builder has announced that it will refuse them. Protocols are
\`tcp\`, \`udp\` and \`sctp\`.`,
    examples: [
      { bad: "FROM nginx:1.27\nEXPOSE 8080:80\n", good: "FROM nginx:1.27\nEXPOSE 80\n" },
      { bad: "FROM nginx:1.27\nEXPOSE 443/UDP\n", good: "FROM nginx:1.27\nEXPOSE 443/udp\n" },
    ],
    fixSafety:
      "The builder reads the protocol in either case as the same. Removing an address or host port is a suggestion only.",
  },
  messages: {
    protocol: {
      what: 'The protocol "{{protocol}}" is not in lower case',
      why: "Protocols are known as tcp, udp and sctp, and not every tool reads them in another case",
      how: 'Write "{{lower}}"',
    },
    published: {
      what: 'EXPOSE "{{spec}}" names more than a port of the container',
      why: "The builder drops the address and the host port, and a later one will refuse the line",
      how: 'Expose "{{short}}" and publish it with docker run -p',
    },
    portOnly: 'Expose "{{short}}" only',
  },
  fixable: true,
  hasSuggestions: true,
  create(context) {
    const { sourceCode } = context;

    function checkProtocol({ word, protocol }: ExposedPort): void {
      if (protocol === null || protocol === protocol.toLowerCase()) return;
      const written = sourceText(sourceCode, word.range).endsWith(`/${protocol}`);
      const range: Range = written ? [word.range[1] - protocol.length, word.range[1]] : word.range;
      const lower = protocol.toLowerCase();
      context.report({
        node: { range },
        messageId: "protocol",
        data: { protocol, lower },
        fix: written ? (fixer) => fixer.replaceTextRange(range, lower) : null,
      });
    }

    function checkPublished({ word, spec, published, port, protocol }: ExposedPort): void {
      if (published === null) return;
      const short = protocol === null ? port : `${port}/${protocol}`;
      const replaceable = sourceText(sourceCode, word.range) === spec && port !== "";
      context.report({
        node: word,
        messageId: "published",
        data: { spec, short },
        suggest: replaceable
          ? [{ messageId: "portOnly", data: { short }, fix: (fixer) => fixer.replaceTextRange(word.range, short) }]
          : [],
      });
    }

    return {
      Expose(node) {
        for (const exposed of exposedPorts(sourceCode.model, node)) {
          checkProtocol(exposed);
          checkPublished(exposed);
        }
      },
    };
  },
});
