import type { DockerfileSourceCode } from "../language/dockerfile-source-code.ts";
import type { RuleTextEdit } from "../language/rule-types.ts";
import type { Instruction, Run } from "../syntax/nodes.ts";
import { defineRule } from "./define-rule.ts";
import { shellScript } from "./shared/append-to-run.ts";
import { fileBodies } from "./shared/file-bodies.ts";
import { packageCalls } from "./shared/package-calls.ts";
import { sourceText } from "./shared/source-ranges.ts";
import { isShipped } from "./shared/shipped-layers.ts";
import { isRun } from "./shared/stage-steps.ts";
import { costlyCommands, isFullyKnown } from "./shared/step-cost.ts";

interface MergeOptions {
  /** What a program is taken for that may take any time: one of the project, a compiler, a download. */
  readonly unknownPrograms?: "slow" | "quick";
}

export default defineRule({
  id: "merge-consecutive-run",
  type: "suggestion",
  docs: {
    description: "Join RUN instructions that follow each other where the cache gains nothing from the split",
    category: "size",
    severity: "info",
    recommended: true,
    since: "0.1.0",
    hadolint: ["DL3059"],
    droast: ["DF003"],
    why: `Each RUN is a layer, also one that only makes a directory or changes a mode. Two RUNs with nothing in between always
have the same files below them, so a split helps the cache only when the second one is edited often and the first one is
slow. Quick steps gain nothing from it; joined with \`&&\` they are one layer. A series of RUNs gets one finding. Only stages
whose layers are shipped matter.`,
    examples: [
      {
        bad: "FROM debian:12\nRUN mkdir -p /srv/app\nRUN chown www-data /srv/app\n",
        good: "FROM debian:12\nRUN mkdir -p /srv/app && chown www-data /srv/app\n",
      },
    ],
    options: `\`unknownPrograms\` (default \`"slow"\`): a step that may take long stays a RUN of its own, for the cache. With \`"quick"\`, two
RUNs of one command each are reported whatever they run.`,
    presetOptions: { hadolint: [{ unknownPrograms: "quick" }] },
    whenNot: `Silent where the first RUN installs, downloads or builds something and the next one does something else (editing that one
would run the slow one again), where mounts, network or security mode differ, and for here-documents,
exec form, and scripts that change the shell (\`set\`, \`cd\`, \`export\`).`,
  },
  messages: {
    split: {
      what: "{{count}} RUN instructions in a row make {{count}} layers",
      why: "Nothing stands between them, so the split gains the cache next to nothing",
      how: 'Join them with "&&"',
    },
    join: "Join the {{count}} RUN instructions",
  },
  schema: [
    {
      type: "object",
      properties: { unknownPrograms: { enum: ["slow", "quick"] } },
      additionalProperties: false,
    },
  ],
  defaultOptions: [{ unknownPrograms: "slow" }] as [MergeOptions],
  hasSuggestions: true,
  create(context) {
    const { sourceCode } = context;
    const isQuick = context.options[0].unknownPrograms === "quick" ? isOneCommand : isSurelyQuick;

    function report(runs: readonly Run[]): void {
      const [, second, ...others] = runs;
      if (!second) return;
      const data = { count: runs.length };
      const joints = runs.slice(1).map((run, index) => joint(sourceCode, runs[index] as Run, run));
      const edits = joints.filter((edit) => edit !== null);
      context.report({
        node: { range: second.keywordRange },
        messageId: "split",
        data,
        related: others.map((run) => ({ message: "This one could be joined too", range: run.keywordRange })),
        ...(edits.length === joints.length ? { suggest: [{ messageId: "join", data, fix: () => edits }] } : {}),
      });
    }

    return {
      Dockerfile(file) {
        for (const body of fileBodies(file)) {
          const [first] = body;
          if (!first || !isShipped(sourceCode.model, first)) continue;
          for (const series of mergeableSeries(body, isQuick)) report(series);
        }
      },
    };
  },
});

/** The longest series of RUNs each of which may be joined to the one before it. */
function mergeableSeries(body: readonly Instruction[], isQuick: Judgement): Run[][] {
  const series: Run[][] = [];
  let previous: Run | null = null;
  for (const step of body) {
    const run = isRun(step) ? step : null;
    if (previous && run && isMergeable(previous, run, isQuick)) {
      const current = series.at(-1);
      if (current?.at(-1) === previous) current.push(run);
      else series.push([previous, run]);
    }
    previous = run;
  }
  return series;
}

type Judgement = (first: Run, second: Run) => boolean;

function isMergeable(first: Run, second: Run, isQuick: Judgement): boolean {
  if (flagsOf(first) !== flagsOf(second)) return false;
  if (!isQuick(first, second) && !installWithTheSameManager(first, second)) return false;
  return !isSpecial(first) && !isSpecial(second);
}

/** Here-documents, exec form, and scripts whose shell state would leak into the other one. */
function isSpecial(run: Run): boolean {
  return (
    shellScript(run) === null || run.commands.some(({ name, nameWord }) => nameWord === null || changesShell(name))
  );
}

function changesShell(name: string | null): boolean {
  return (
    name === null || /^(?:set|cd|export|unset|umask|source|\.|exec|exit|trap|alias|pushd|popd|shopt|ulimit)$/.test(name)
  );
}

/** Nothing that takes long, and no program that might. */
function isSurelyQuick(run: Run): boolean {
  return packageCalls(run).length === 0 && isFullyKnown(run) && costlyCommands(run).length === 0;
}

function isOneCommand(...runs: readonly Run[]): boolean {
  return runs.every(({ commands }) => commands.length === 1);
}

function installWithTheSameManager(first: Run, second: Run): boolean {
  const manager = installingManager(first);
  return manager !== null && manager === installingManager(second);
}

/** The manager whose installs are all that the RUN does. */
function installingManager(run: Run): string | null {
  const calls = packageCalls(run);
  const [first] = calls;
  if (!first || calls.length !== run.commands.length) return null;
  return calls.every(({ action }) => action === "install") ? first.program : null;
}

function flagsOf(run: Run): string {
  if (run.flags.length === 0) return "";
  return run.flags
    .map(({ name, value }) => `${name}=${value ?? ""}`)
    .sort()
    .join(" ");
}

/** Replaces what stands between two scripts by `&&`; null where the second must not follow `&&`. */
function joint(sourceCode: DockerfileSourceCode, first: Run, second: Run): RuleTextEdit | null {
  const left = shellScript(first);
  const right = shellScript(second);
  if (!left || !right || !isAndList(second)) return null;
  const lineEnd = sourceCode.text.includes("\r\n") ? "\r\n" : "\n";
  const { escape } = sourceCode.ast;
  // Comments in between stay, as comments between continued lines; blank lines there are not allowed.
  const comments = second.leadingComments.map(({ range }) => `${sourceText(sourceCode, range)}${lineEnd}`).join("");
  return { range: [left.end, right.start], text: ` ${escape}${lineEnd}${comments}    && ` };
}

/** After `a &&`, `b; c` and `b || c` would run `c` although `a` failed. */
function isAndList(run: Run): boolean {
  return run.commands.every(
    ({ precededBy, substitution, conditional }) =>
      substitution || (!conditional && (precededBy === null || precededBy === "&&")),
  );
}
