import type { StageModel } from "../model/types.ts";
import type { Add, Copy } from "../syntax/nodes.ts";
import { defineRule } from "./define-rule.ts";
import { destinationOf } from "./shared/context-copies.ts";
import { packageCalls } from "./shared/package-calls.ts";
import { calledManagers } from "./shared/programs.ts";
import { isRun } from "./shared/stage-steps.ts";

export default defineRule({
  id: "chown-on-copy",
  type: "suggestion",
  docs: {
    description: "Give files that a later step changes to the user that runs it",
    category: "correctness",
    severity: "info",
    recommended: false,
    since: "0.1.0",
    why: `COPY and ADD write files as root whatever USER says. When a package manager then runs as that user in the copied folder (\`npm ci\`, \`bundle install\`,
\`composer install\`), it cannot write beside the files, and the build stops with \`EACCES\`. \`--chown\` says whose they are without a layer of its own.
Files that the program only reads are better left to root, so nothing is said of those.`,
    examples: [
      {
        bad: "FROM node:22\nUSER node\nWORKDIR /home/node/app\nCOPY package.json package-lock.json ./\nRUN npm ci\n",
        good: "FROM node:22\nUSER node\nWORKDIR /home/node/app\nCOPY --chown=node package.json package-lock.json ./\nRUN npm ci\n",
      },
    ],
    whenNot: "A package manager that only reads the copied files and writes elsewhere.",
  },
  messages: {
    root: {
      what: '{{keyword}} writes as root, and "{{program}}" runs there as "{{user}}"',
      why: "It cannot change or replace what root owns, and stops the build or the container",
      how: "Write --chown={{user}} at the {{keyword}}",
    },
    add: "Write --chown={{user}}. Check that the user exists in the image",
  },
  hasSuggestions: true,
  create(context) {
    const { ast, model } = context.sourceCode;
    const called = calledManagers(ast);
    if (!projectManagers.some((manager) => called.has(manager))) return {};

    function check(node: Copy | Add): void {
      const stage = model.stageOf(node);
      if (!stage || node.inOnbuild || node.flags.some(({ name }) => name === "chown")) return;
      const user = stage.stateBefore(node).user?.value ?? "root";
      if (/^(?:root|0)(?::|$)|^$|\$/.test(user)) return;
      const writer = laterWriter(stage, node, user);
      if (!writer) return;
      const data = { keyword: node.keyword, program: writer.name, user };
      context.report({
        node: { range: node.keywordRange },
        messageId: "root",
        data,
        related: [{ message: `"${writer.name}" runs here`, range: writer.range }],
        suggest: [
          {
            messageId: "add",
            data,
            fix: (fixer) => fixer.insertTextAfterRange(node.keywordRange, ` --chown=${user}`),
          },
        ],
      });
    }

    /** The first package manager that writes into the folder as that user. */
    function laterWriter(stage: StageModel, copy: Copy | Add, user: string) {
      const folder = destinationOf(model, copy);
      if (folder === null) return null;
      const later = stage.node.body.slice(stage.node.body.indexOf(copy) + 1);
      for (const run of later.filter(isRun)) {
        const state = stage.stateBefore(run);
        if (state.user?.value !== user) return null;
        if (state.workdir !== folder.replace(/(.)\/$/, "$1")) continue;
        const call = packageCalls(run).find(({ manager, action, packages }) => {
          return projectManagers.includes(manager) && action === "install" && packages.length === 0;
        });
        if (call) return { name: call.program, range: call.command.nameWord?.range ?? call.command.range };
      }
      return null;
    }

    return { Copy: check, Add: check };
  },
});

/** Those that write into the folder of the project. */
const projectManagers = ["npm", "yarn", "pnpm", "bun", "composer"];
