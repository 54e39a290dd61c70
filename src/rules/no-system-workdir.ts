import { defineRule } from "./define-rule.ts";

/** Directories of the system: what is copied there may replace a program, a library or a setting. */
const system =
  /^\/(?:bin|boot|dev|etc|lib(?:32|64)?|proc|root\/\.ssh|sbin|sys|usr|usr\/(?:s?bin|lib(?:32|64)?))\/?$|^\/(?:boot|dev|proc|sys)\//;

export default defineRule({
  id: "no-system-workdir",
  type: "problem",
  docs: {
    description: "Do not make a system directory the working directory",
    category: "security",
    severity: "warning",
    recommended: true,
    since: "0.1.0",
    trivy: ["DS-0030"],
    why: `\`COPY . .\` into \`/etc\` or \`/usr/bin\` puts the project among the settings and programs of the distribution: files of the same name are
replaced without a word, and the program that runs there may overwrite the rest. What is below \`/proc\`, \`/sys\` and \`/dev\` is not in the
image at all.`,
    examples: [
      {
        bad: "FROM debian:12\nWORKDIR /usr/bin\nCOPY . .\n",
        good: "FROM debian:12\nWORKDIR /opt/app\nCOPY . .\n",
      },
      {
        bad: "FROM debian:12\nWORKDIR /etc\nRUN make install\n",
        good: "FROM debian:12\nWORKDIR /src\nRUN make install\n",
      },
    ],
    whenNot:
      "Nothing is said where another WORKDIR follows before anything is copied there by a relative path: then it only saves a `cd`.",
  },
  messages: {
    system: {
      what: 'The working directory is "{{path}}", which belongs to the system',
      why: "What is written there by a relative path mixes with the programs and settings of the distribution",
      how: "Use a directory of your own, such as /app or /opt/app",
    },
  },
  create(context) {
    const { model } = context.sourceCode;
    return {
      Workdir(node) {
        const [word] = node.args;
        const stage = model.stageOf(node);
        if (!word || !stage || node.inOnbuild) return;
        const text = stage.expand(node, word);
        if (!text.exact || !system.test(text.value)) return;
        const rest = stage.node.body.slice(stage.node.body.indexOf(node) + 1);
        const next = rest.findIndex(({ type }) => type === "Workdir");
        const inForce = next < 0 ? rest : rest.slice(0, next);
        const isWritten = inForce.some(
          (one) =>
            (one.type === "Copy" || one.type === "Add") &&
            one.destination !== null &&
            !/^["']?[/$]/.test(one.destination.value),
        );
        if (next >= 0 && !isWritten) return;
        context.report({ node: word, messageId: "system", data: { path: text.value } });
      },
    };
  },
});
