import type { DockerfileSourceCode } from "../language/dockerfile-source-code.ts";
import type { ShellCommand } from "../shell/nodes.ts";
import type { PackageCall } from "../shell/package-call.ts";
import type { Run } from "../syntax/nodes.ts";
import { defineRule } from "./define-rule.ts";
import { isDeletedAfter } from "./shared/deleted-paths.ts";
import { insertWord } from "./shared/flag-edits.ts";
import { isMounted } from "./shared/mounted-paths.ts";
import { afterVerb, callName, callRange, packageCalls } from "./shared/package-calls.ts";
import { baseName } from "./shared/paths.ts";
import { calledManagers } from "./shared/programs.ts";
import { isShipped, lateCleaning } from "./shared/shipped-layers.ts";
import { instructionsOf } from "./shared/stage-steps.ts";

const cache = "~/.cache/pip";

export default defineRule({
  id: "no-pip-cache",
  type: "suggestion",
  docs: {
    description: "Install Python packages without keeping pip's cache",
    category: "size",
    severity: "warning",
    recommended: true,
    since: "0.1.0",
    hadolint: ["DL3042"],
    droast: ["DF030"],
    why: `pip keeps every wheel it downloads or builds below \`~/.cache/pip\`. In an image nothing installs the same wheel again, so
the layer carries each package twice. \`--no-cache-dir\`, \`ENV PIP_NO_CACHE_DIR=1\` or a cache mount avoid that; a mount also
makes the next build faster. Only stages whose layers are shipped matter.`,
    examples: [
      {
        bad: "FROM python:3.13\nRUN pip install flask==3.1.0\n",
        good: "FROM python:3.13\nRUN pip install --no-cache-dir flask==3.1.0\n",
      },
      {
        bad: "FROM python:3.13\nCOPY requirements.txt .\nRUN python -m pip install -r requirements.txt\n",
        good: "FROM python:3.13\nCOPY requirements.txt .\nRUN --mount=type=cache,target=/root/.cache/pip python -m pip install -r requirements.txt\n",
      },
    ],
    whenNot:
      "A base image may set `PIP_NO_CACHE_DIR` or carry a `pip.conf`, which the rule only knows for the base images in its table. Packages installed with `uv` are hard-linked from its cache and not reported.",
    fixSafety:
      "`--no-cache-dir` changes nothing about what is installed; it only keeps pip from storing the downloads.",
  },
  messages: {
    kept: {
      what: '"{{call}}" keeps its downloads in this layer',
      why: "pip's cache below ~/.cache/pip holds every wheel a second time, and nothing in the image reads it",
      how: 'Write "{{call}} --no-cache-dir", or mount a cache over the directory',
    },
  },
  fixable: true,
  create(context) {
    const { sourceCode } = context;
    if (!calledManagers(sourceCode.ast).has("pip")) return {};
    return {
      Run(run) {
        const calls = packageCalls(run).filter((call) => keepsCache(call));
        const [first] = calls;
        const last = calls.at(-1);
        if (!first || !last || !isShipped(sourceCode.model, run)) return;
        if (isSwitchedOff(sourceCode, run) || isDropped(sourceCode, run, last)) return;
        context.report({
          node: { range: callRange(first) },
          messageId: "kept",
          data: { call: callName(first) },
          related: lateCleaning(sourceCode.model, run, cache),
          fix: () => calls.map((call) => insertWord(sourceCode, run, afterVerb(call), "--no-cache-dir")),
        });
      },
    };
  },
});

function keepsCache(call: PackageCall): boolean {
  if (call.manager !== "pip" || call.action !== "install" || !isPip(call.command)) return false;
  // Nothing is downloaded for a local project without its dependencies.
  if (call.hasFlag("--no-deps") && call.packages.every(({ value }) => value.startsWith("."))) return false;
  return !call.hasFlag("--no-cache-dir", "--cache-dir", "--no-cache", "--dry-run");
}

/** Not pipx, and not `uv pip`, whose cache is another one. */
function isPip({ name, args }: ShellCommand): boolean {
  if (name === null) return false;
  return (
    /^pip[\d.]*$/.test(name) || (/^(?:python|pypy)[\d.]*$/.test(name) && args.some(({ value }) => value === "pip"))
  );
}

/** pip takes any value of PIP_NO_CACHE_DIR for yes, also `false` and `off` (kept so for old scripts). */
function isSwitchedOff(sourceCode: DockerfileSourceCode, run: Run): boolean {
  const { model } = sourceCode;
  const stage = model.stageOf(run);
  if (!stage && isSetInFragment(sourceCode, run)) return true;
  const state = stage?.stateBefore(run);
  if (state?.env.get("PIP_NO_CACHE_DIR") || state?.args.get("PIP_NO_CACHE_DIR")) return true;
  const cacheDirectory = state?.env.get("PIP_CACHE_DIR");
  if (cacheDirectory && isMounted(model, run, cacheDirectory)) return true;
  if (run.commands.some(({ assignments, args }) => mentions("PIP_NO_CACHE_DIR", assignments, args))) return true;
  if (!stage) return false;
  const before = instructionsOf(stage).filter((instruction) => instruction.range[0] < run.range[0]);
  return before.some(
    (instruction) =>
      ((instruction.type === "Copy" || instruction.type === "Add") &&
        instruction.args.some(({ value }) => baseName(value) === "pip.conf")) ||
      (instruction.type === "Run" && /pip\.conf|no-cache-dir\s*=|global\.no-cache-dir/.test(instruction.logical.text)),
  );
}

/** In a fragment without FROM nothing has a state: what stands above counts. */
function isSetInFragment({ ast }: DockerfileSourceCode, run: Run): boolean {
  return ast.prologue.some(
    (one) =>
      one.range[0] < run.range[0] &&
      (one.type === "Env" || one.type === "Arg") &&
      one.pairs.some(({ key, value }) => key.value === "PIP_NO_CACHE_DIR" && value !== null),
  );
}

function mentions(name: string, assignments: ShellCommand["assignments"], args: ShellCommand["args"]): boolean {
  return assignments.some((one) => one.name === name) || args.some(({ value }) => value.startsWith(`${name}=`));
}

function isDropped({ model }: DockerfileSourceCode, run: Run, last: PackageCall): boolean {
  const [start] = last.command.range;
  if (isMounted(model, run, cache) || isDeletedAfter(model, run, start, cache)) return true;
  return run.commands.some(
    ({ name, args, range }) =>
      name !== null &&
      /^(?:pip|python)/.test(name) &&
      range[0] > start &&
      args.some(({ value }) => value === "cache") &&
      args.some(({ value }) => value === "purge"),
  );
}
