import type { BuildModel } from "../model/types.ts";
import type { ShellCommand } from "../shell/nodes.ts";
import type { Range, Run } from "../syntax/nodes.ts";
import { defineRule } from "./define-rule.ts";
import { appendToRun } from "./shared/append-to-run.ts";
import { isDeletedAfter } from "./shared/deleted-paths.ts";
import { isMounted } from "./shared/mounted-paths.ts";
import { callsAny } from "./shared/programs.ts";
import { isShipped, lateCleaning } from "./shared/shipped-layers.ts";

interface NodeCache {
  readonly program: string;
  readonly installs: (args: readonly string[]) => boolean;
  readonly directories: readonly string[];
  /** Variables that move it. */
  readonly variables: readonly string[];
  readonly clean: string;
}

const npmVerbs = new Set(["ci", "clean-install", "install", "i", "add"]);

const nodeCaches: readonly NodeCache[] = [
  {
    program: "npm",
    installs: (words) => words[0] !== undefined && npmVerbs.has(words[0]),
    directories: ["~/.npm", "~/.npm/_cacache"],
    variables: ["npm_config_cache", "NPM_CONFIG_CACHE"],
    clean: "npm cache clean --force",
  },
  {
    program: "yarn",
    installs: ([verb]) => verb === undefined || verb === "install" || verb === "add" || verb === "global",
    directories: ["/usr/local/share/.cache/yarn", "/usr/local/share/.cache", "~/.cache/yarn", "~/.yarn/berry/cache"],
    variables: ["YARN_CACHE_FOLDER", "YARN_GLOBAL_FOLDER"],
    clean: "yarn cache clean",
  },
];

export default defineRule({
  id: "clean-node-cache",
  type: "suggestion",
  docs: {
    description: "Clean the npm or yarn cache in the layer that filled it",
    category: "size",
    severity: "info",
    recommended: true,
    since: "0.1.0",
    hadolint: ["DL3060"],
    droast: ["DF055"],
    why: `npm and yarn keep every package they download in a cache of their own, next to \`node_modules\`. In an image nothing
installs from it again, so the layer carries each package twice. A cache mount avoids that and makes the next build faster;
without one the cache must be cleaned in the same RUN. Only stages whose layers are shipped matter.`,
    examples: [
      {
        bad: "FROM node:22\nWORKDIR /app\nCOPY package.json yarn.lock ./\nRUN yarn install --frozen-lockfile\n",
        good: "FROM node:22\nWORKDIR /app\nCOPY package.json yarn.lock ./\nRUN yarn install --frozen-lockfile && yarn cache clean\n",
      },
      {
        bad: "FROM node:22\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci --omit=dev\n",
        good: "FROM node:22\nWORKDIR /app\nCOPY package*.json ./\nRUN --mount=type=cache,target=/root/.npm npm ci --omit=dev\n",
      },
    ],
    whenNot:
      "A `.yarnrc` or `.npmrc` may move the cache, which the rule cannot see. pnpm links its store into `node_modules` and is not reported.",
  },
  messages: {
    kept: {
      what: '"{{call}}" leaves the cache of {{program}} in this layer',
      why: "It holds every package a second time, and nothing in the image reads it",
      how: 'End this RUN with "&& {{clean}}", or mount a cache over {{directory}}',
    },
    clean: 'Append "{{clean}}" to this RUN. A cache mount does the same and makes the next build faster',
  },
  hasSuggestions: true,
  create(context) {
    const { sourceCode } = context;

    function check(run: Run, cache: NodeCache): void {
      const call = run.commands.findLast((command) => fillsCache(command, cache));
      if (!call || !isShipped(sourceCode.model, run) || isDropped(sourceCode.model, run, call, cache)) return;
      const [directory = ""] = cache.directories;
      const name = [cache.program, ...operands(call).slice(0, 1)].join(" ");
      const data = {
        call: name,
        program: cache.program,
        clean: cache.clean,
        directory: directory.replace("~", "/root"),
      };
      const edit = appendToRun(sourceCode, run, cache.clean);
      context.report({
        node: { range: verbRange(call) },
        messageId: "kept",
        data,
        related: cache.directories.flatMap((one) => lateCleaning(sourceCode.model, run, one)).slice(0, 1),
        ...(edit ? { suggest: [{ messageId: "clean", data, fix: () => edit }] } : {}),
      });
    }

    const called = nodeCaches.filter(({ program }) => callsAny(sourceCode.ast, [program]));
    if (called.length === 0) return {};
    return {
      Run(run) {
        for (const cache of called) check(run, cache);
      },
    };
  },
});

function fillsCache(command: ShellCommand, cache: NodeCache): boolean {
  if (command.name !== cache.program || !cache.installs(operands(command))) return false;
  return !command.args.some(({ value }) => /^--(?:version|help|cache|cache-folder|prefer-offline)\b|^-v$/.test(value));
}

/** Words that are no flags. */
function operands(command: ShellCommand): string[] {
  return command.args.flatMap(({ value }) => (value.startsWith("-") ? [] : [value]));
}

function verbRange(command: ShellCommand): Range {
  const start = command.nameWord?.range[0] ?? command.range[0];
  const verb = command.args.find(({ value }) => !value.startsWith("-"));
  return [start, verb?.range[1] ?? command.nameWord?.range[1] ?? command.range[1]];
}

function isDropped(model: BuildModel, run: Run, call: ShellCommand, cache: NodeCache): boolean {
  const [start] = call.range;
  const env = model.stageOf(run)?.stateBefore(run).env;
  // Where the cache was moved to is somebody's decision, and usually a mount.
  if (cache.variables.some((name) => env?.has(name) || call.assignments.some((one) => one.name === name))) return true;
  const cleaned = run.commands.some(
    (command) => command.name === cache.program && command.range[0] > start && operands(command)[0] === "cache",
  );
  return (
    cleaned ||
    cache.directories.some(
      (directory) => isMounted(model, run, directory) || isDeletedAfter(model, run, start, directory),
    )
  );
}
