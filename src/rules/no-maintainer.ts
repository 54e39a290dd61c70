import { defineRule } from "./define-rule.ts";
import { inCaseOf } from "./shared/keyword-case.ts";
import { quoteLiteral } from "./shared/quoting.ts";
import { holdsComment } from "./shared/source-ranges.ts";
import type { Maintainer } from "../syntax/nodes.ts";

export default defineRule({
  id: "no-maintainer",
  type: "suggestion",
  docs: {
    description: "Name the authors in a label instead of MAINTAINER",
    category: "style",
    severity: "style",
    recommended: true,
    since: "0.1.0",
    hadolint: ["DL4000"],
    buildkit: ["MaintainerDeprecated"],
    trivy: ["DS-0022"],
    checkov: ["CKV_DOCKER_6"],
    droast: ["DF019"],
    why: `MAINTAINER has been deprecated since 2017. A label can be read, filtered and overridden like all other
facts of an image, and \`org.opencontainers.image.authors\` is the name that registries and tools look for.`,
    examples: [
      {
        bad: "FROM debian:12\nMAINTAINER Ada Lovelace <ada@example.org>\n",
        good: 'FROM debian:12\nLABEL org.opencontainers.image.authors="Ada Lovelace <ada@example.org>"\n',
      },
    ],
    fixSafety: `The text moves unchanged into the label, quoted so that nothing in it is expanded. The image
config's old \`author\` field, which nothing reads to run an image, is no longer set.`,
    whenNot: "Tools that read the field `Author` of an image, which a label does not set.",
  },
  messages: {
    deprecated: {
      what: "MAINTAINER is deprecated",
      why: "Tools look for the authors in the label org.opencontainers.image.authors",
      how: "Use a LABEL",
    },
  },
  fixable: true,
  create(context) {
    const { sourceCode } = context;

    /** The LABEL that says the same; null when the instruction is not plain enough to rewrite. */
    function label(node: Maintainer): string | null {
      const [authors] = node.args;
      if (!authors || node.flags.length > 0 || holdsComment(sourceCode, node.range)) return null;
      const text = authors.value.replace(/^(["'])(.*)\1$/, "$2");
      const value = quoteLiteral(text, sourceCode.ast.escape);
      return `${inCaseOf("LABEL", node.keywordText)} org.opencontainers.image.authors=${value}`;
    }

    return {
      Maintainer(node) {
        // An ONBUILD MAINTAINER does not build at all, which `valid-syntax` says.
        if (node.inOnbuild) return;
        const replacement = label(node);
        context.report({
          node: { range: node.keywordRange },
          messageId: "deprecated",
          fix: replacement === null ? null : (fixer) => fixer.replaceTextRange(node.range, replacement),
        });
      },
    };
  },
});
