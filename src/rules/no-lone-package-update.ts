import type { RuleTextEdit } from "../language/rule-types.ts";
import type { DockerfileSourceCode } from "../language/dockerfile-source-code.ts";
import type { PackageCall } from "../shell/package-call.ts";
import type { Instruction, Run } from "../syntax/nodes.ts";
import { defineRule } from "./define-rule.ts";
import { isMounted } from "./shared/mounted-paths.ts";
import { callName, callRange, packageCalls } from "./shared/package-calls.ts";
import { calledManagers } from "./shared/programs.ts";
import { wholeLines } from "./shared/source-ranges.ts";
import { isRun, runsOf } from "./shared/stage-steps.ts";

/** Where an update stores what it fetched, by family. */
const stores: Readonly<Record<string, string>> = {
  apt: "/var/lib/apt/lists",
  apk: "/var/cache/apk",
};

interface PackageStep {
  readonly run: Run;
  readonly calls: readonly PackageCall[];
}

export default defineRule({
  id: "no-lone-package-update",
  type: "problem",
  docs: {
    description: "Update the package lists in the RUN that installs from them",
    category: "cache",
    severity: "warning",
    recommended: true,
    since: "0.1.0",
    trivy: ["DS-0017"],
    checkov: ["CKV_DOCKER_5"],
    droast: ["DF028"],
    why: `A RUN that only updates the package lists is cached on its own, and its text never changes. When a package is added to
the install below it weeks later, the install runs against the lists of the first build: it takes old versions, or fails because
the archive no longer holds them. Both in one RUN are cached together and run together. The lists also get a layer
of their own that no later step can make smaller.`,
    examples: [
      {
        bad: "FROM debian:12\nRUN apt-get update\nRUN apt-get install -y curl\n",
        good: "FROM debian:12\nRUN apt-get update && apt-get install -y curl\n",
      },
      {
        bad: "FROM debian:12\nRUN apt-get update && apt-get install -y curl\nRUN apt-get install -y git\n",
        good: "FROM debian:12\nRUN apt-get update && apt-get install -y curl git\n",
        note: "An install that relies on the lists of an earlier RUN has the same fault.",
      },
      {
        bad: "FROM alpine:3.21\nRUN apk update\nRUN apk add curl\n",
        good: "FROM alpine:3.21\nRUN apk add --no-cache curl\n",
      },
    ],
    whenNot: "Silent where the lists are in a cache mount, and where no later step of the stage installs anything.",
  },
  messages: {
    lone: {
      what: '"{{update}}" has a RUN of its own, and "{{install}}" in line {{line}} relies on its lists',
      why: "The update stays cached, so after a change of the install old lists are used: old versions, or packages that are gone",
      how: "Put both into one RUN",
    },
    needless: {
      what: '"{{update}}" has a RUN of its own, and the install in line {{line}} fetches the index anyway',
      why: "The layer only holds an index that nothing reads",
      how: "Drop this RUN",
    },
    stale: {
      what: '"{{install}}" relies on the package lists that line {{line}} fetched',
      why: "That step stays cached, so after a change of this one old lists are used: old versions, or packages that are gone",
      how: 'Run "{{update}}" in this RUN too, or install these packages in line {{line}}',
    },
    join: 'Run "{{update}}" in the RUN that installs',
    drop: "Drop this RUN",
  },
  hasSuggestions: true,
  create(context) {
    const { sourceCode } = context;

    function reportLone(step: PackageStep, update: PackageCall, later: readonly PackageStep[]): void {
      const relying = later.filter(({ calls }) => calls.every(({ action }) => action !== "update"));
      const fresh = relying.filter(({ calls }) => !calls.some(fetchesIndexItself));
      const [target = later[0]] = fresh.length > 0 ? fresh : relying;
      if (!target) return;
      const install = target.calls.find(isInstall);
      if (!install) return;
      const isNeedless = fresh.length === 0;
      const edit = isNeedless ? dropStep(sourceCode, step) : joinSteps(sourceCode, step, update, fresh);
      context.report({
        node: { range: callRange(update) },
        messageId: isNeedless ? "needless" : "lone",
        data: { update: callName(update), install: callName(install), line: lineOf(target.run) },
        related: (isNeedless ? [target] : fresh).flatMap(({ calls }) =>
          calls.filter(isInstall).map((call) => ({
            message: isNeedless ? "Fetches the index by itself" : "Installs from these lists",
            range: callRange(call),
          })),
        ),
        ...(edit
          ? {
              suggest: [
                { messageId: isNeedless ? "drop" : "join", data: { update: callName(update) }, fix: () => edit },
              ],
            }
          : {}),
      });
    }

    function lineOf(node: Instruction): number {
      return sourceCode.getLoc({ range: node.keywordRange }).start.line;
    }

    function check(runs: readonly Run[], own: ReadonlySet<Instruction>, manager: string, store: string): void {
      const steps = packageSteps(runs, manager);
      /** The step whose lists are in force, and whether it was reported as lone. */
      let lists: { step: PackageStep; update: PackageCall; reported: boolean } | null = null;
      for (const [index, step] of steps.entries()) {
        const update = step.calls.find(({ action }) => action === "update");
        const install = step.calls.find(isInstall);
        if (update) {
          lists = isMounted(sourceCode.model, step.run, store) ? null : { step, update, reported: false };
          if (!lists || install) continue;
          const later = untilNextUpdate(steps.slice(index + 1));
          if (later.length === 0 || !own.has(step.run)) continue;
          reportLone(step, update, later);
          lists.reported = true;
        } else if (install && lists && !lists.reported && own.has(step.run) && !fetchesIndexItself(install)) {
          if (manager !== "apt" || isMounted(sourceCode.model, step.run, store)) continue;
          context.report({
            node: { range: callRange(install) },
            messageId: "stale",
            data: { install: callName(install), update: callName(lists.update), line: lineOf(lists.step.run) },
            related: [{ message: "Fetched here", range: callRange(lists.update) }],
          });
          // One finding for the lists, not one for each RUN that uses them.
          lists.reported = true;
        }
      }
    }

    const managers = [...calledManagers(sourceCode.ast)].filter((manager) => manager in stores);
    if (managers.length === 0) return {};
    return {
      Stage(node) {
        const stage = sourceCode.model.stageOf(node);
        if (!stage || !node.body.some(isRun)) return;
        const own = new Set<Instruction>(node.body);
        for (const manager of managers) check(runsOf(stage), own, manager, stores[manager] ?? "");
      },
    };
  },
});

/** The steps that update or install; none when nothing updates. */
function packageSteps(runs: readonly Run[], manager: string): readonly PackageStep[] {
  const steps: PackageStep[] = [];
  let updates = false;
  for (const run of runs) {
    // What only runs on a condition is left out: nothing can be said of it.
    const calls = packageCalls(run).filter(
      (call) => call.manager === manager && !call.command.conditional && (call.action === "update" || isInstall(call)),
    );
    if (calls.length === 0) continue;
    steps.push({ run, calls });
    updates ||= calls.some(({ action }) => action === "update");
  }
  return updates ? steps : [];
}

function isInstall(call: PackageCall): boolean {
  if (call.action === "upgrade" || call.action === "download") return true;
  if (call.verb?.value === "build-dep") return true;
  // Files need no lists.
  return call.action === "install" && !call.packages.every(({ value }) => /^[./]|\.(?:deb|apk)$/.test(value));
}

/** apk refreshes its index when it is older than four hours, and always with these flags (apk(8)). */
function fetchesIndexItself(call: PackageCall): boolean {
  return call.manager === "apk";
}

function untilNextUpdate(steps: readonly PackageStep[]): readonly PackageStep[] {
  const next = steps.findIndex(({ calls }) => calls[0]?.action === "update");
  const within = next < 0 ? steps : steps.slice(0, next);
  return within.filter(({ calls }) => calls.some(isInstall));
}

/** Removes the RUN of the update and puts the update in front of each install that relies on it. */
function joinSteps(
  sourceCode: DockerfileSourceCode,
  step: PackageStep,
  update: PackageCall,
  relying: readonly PackageStep[],
): RuleTextEdit[] | null {
  const removal = dropStep(sourceCode, step);
  if (!removal) return null;
  const text = sourceCode.text.slice(update.command.outerStart, update.command.range[1]);
  if (text.includes("\n")) return null;
  const edits = relying.map(({ run, calls }): RuleTextEdit | null => {
    const install = calls.find(isInstall)?.command;
    if (!install || run.form !== "shell" || install.conditional || install.pipeline.length > 1) return null;
    const joint = install.precededBy === ";" ? "; " : " && ";
    return { range: [install.outerStart, install.outerStart], text: `${text}${joint}` };
  });
  return edits.some((edit) => edit === null) ? null : [...removal, ...edits.filter((edit) => edit !== null)];
}

/** Removes a RUN that does nothing but update. */
function dropStep(sourceCode: DockerfileSourceCode, { run }: PackageStep): RuleTextEdit[] | null {
  if (run.commands.length !== 1 || run.mounts.length > 0 || run.leadingComments.length > 0) return null;
  const [start, end] = wholeLines(sourceCode, run);
  return [{ range: [start, end], text: "" }];
}
