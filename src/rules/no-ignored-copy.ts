import type { Add, Copy } from "../syntax/nodes.ts";
import { defineRule } from "./define-rule.ts";
import { contextSources } from "./shared/context-sources.ts";
import { isContextCopy } from "./shared/stage-steps.ts";

export default defineRule({
  id: "no-ignored-copy",
  type: "problem",
  docs: {
    description: "Copy nothing that .dockerignore leaves out",
    category: "correctness",
    severity: "error",
    recommended: true,
    since: "0.1.0",
    buildkit: ["CopyIgnoredFile"],
    droast: ["DF077"],
    why: `What \`.dockerignore\` names never reaches the builder. A COPY of such a file fails with "not found", although the file is there
for everybody to see. The ignore file is \`<Dockerfile>.dockerignore\` next to the Dockerfile, else \`.dockerignore\` in the build
context, and it is read as builders read it: \`foo\` is the one at the top and no other, \`!\` takes files back in, the last pattern
that fits decides. BuildKit's own check goes silent as soon as there is one \`!\` pattern, and for \`COPY /foo\`; this one does not.`,
    examples: [
      {
        bad: "FROM node:22\nCOPY dist/app.js /app/\n",
        good: "FROM node:22\nCOPY src/app.js /app/\n",
        context: { files: ["dist/app.js", "src/app.js"], dockerignore: "node_modules\ndist\n" },
      },
      {
        bad: "FROM nginx:1.27\nCOPY site/*.map /usr/share/nginx/html/\n",
        good: "FROM nginx:1.27\nCOPY site/*.html /usr/share/nginx/html/\n",
        context: { files: ["site/a.map", "site/index.html"], dockerignore: "**\n!site\n**/*.map\n" },
        note: "A wildcard is fine as long as one of the files that fit it is left.",
      },
    ],
    whenNot: `Without a configured \`context\` (or \`--context\`), a \`.dockerignore\` next to the Dockerfile is taken for that of the build. Switch
the rule off for Dockerfiles that are built from another folder all the same, or configure that folder. Under ESLint, rules see no
files, and this one is silent.`,
  },
  messages: {
    ignored: {
      what: '{{keyword}} finds no "{{source}}": line {{line}} of {{file}} ("{{pattern}}") leaves it out of the build context',
      why: "The build fails here",
      how: 'Copy something else, or add "!{{path}}" below that line',
    },
    everything: {
      what: '{{keyword}} copies nothing: line {{line}} of {{file}} ("{{pattern}}") leaves out the whole build context',
      why: "The image lacks the files that this step is for",
      how: 'Add a "!" pattern below that line for each file that the image needs',
    },
    broken: {
      what: 'Line {{line}} of {{file}} is no pattern that builders know ("{{pattern}}"): {{problem}}',
      why: "The build fails before its first step",
      how: "Correct the pattern",
    },
  },
  create(context) {
    const { sourceCode } = context;
    const build = sourceCode.context;
    const file = build?.ignoreFile;
    if (!build || !file) return {};
    let [problem] = file.problems;

    /** Once: every COPY suffers from the same mistake. */
    function reportBroken(node: Copy | Add): void {
      if (!problem || !isContextCopy(node)) return;
      const { line, text } = problem.pattern;
      context.report({
        node: { range: node.keywordRange },
        messageId: "broken",
        data: { line, pattern: text, file: file?.name ?? "", problem: problem.message },
      });
      problem = undefined;
    }

    function check(node: Copy | Add): void {
      reportBroken(node);
      for (const { word, path } of contextSources(sourceCode.model, node)) {
        const pattern = build?.ignoredBy(path);
        if (!pattern) continue;
        const inContext = path.replace(/^(?:\.{0,2}\/)+/, "").replace(/\/+$/, "");
        context.report({
          node: word,
          messageId: inContext === "" || inContext === "." ? "everything" : "ignored",
          data: {
            keyword: node.keyword,
            source: path,
            path: inContext,
            line: pattern.line,
            file: file?.name ?? "",
            pattern: pattern.text,
          },
        });
      }
    }

    return { Copy: check, Add: check };
  },
});
