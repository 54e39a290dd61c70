import { defineRule } from "./define-rule.ts";
import type { Add, Copy, Heredoc } from "../syntax/nodes.ts";

export default defineRule({
  id: "unique-heredoc-names",
  type: "problem",
  docs: {
    description: "Give each here-document of a COPY or ADD a name of its own",
    category: "correctness",
    severity: "error",
    recommended: true,
    since: "0.1.0",
    why: `The name of a here-document is the name of the file that COPY or ADD writes, and BuildKit keeps the bodies
by name. Two of one name in the same instruction both get the body of the last: the first text is lost without a
word.`,
    examples: [
      {
        bad: "FROM debian:12\nCOPY <<conf <<conf /etc/app/\na=1\nconf\nb=2\nconf\n",
        good: "FROM debian:12\nCOPY <<a.conf <<b.conf /etc/app/\na=1\na.conf\nb=2\nb.conf\n",
      },
    ],
    whenNot: "Never: the first body is lost. In RUN the shell reads the bodies one by one, so nothing is said there.",
  },
  messages: {
    sameName: {
      what: "Two here-documents of this {{keyword}} are called '{{name}}'",
      why: "BuildKit keeps one body per name, so both files get the text of the last",
      how: "Rename one of them, its closing line included",
    },
  },
  create(context) {
    function check(node: Copy | Add): void {
      const first = new Map<string, Heredoc>();
      for (const heredoc of node.heredocs) {
        const earlier = first.get(heredoc.name);
        first.set(heredoc.name, earlier ?? heredoc);
        if (!earlier) continue;
        context.report({
          node: heredoc,
          messageId: "sameName",
          data: { keyword: node.keyword, name: heredoc.name },
          related: [{ message: "The first of that name", range: earlier.range }],
        });
      }
    }
    return { Copy: check, Add: check };
  },
});
