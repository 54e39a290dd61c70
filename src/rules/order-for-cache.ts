import type { RuleTextEdit } from "../language/rule-types.ts";
import type { StageModel } from "../model/types.ts";
import type { Instruction, Range } from "../syntax/nodes.ts";
import { defineRule } from "./define-rule.ts";
import { readContextCopy, type ContextCopy } from "./shared/context-copies.ts";
import {
  lateInstalls,
  manifestNames,
  movedRuns,
  runsAfter,
  unrelatedSteps,
  type LateInstall,
  type UnrelatedStep,
} from "./shared/late-installs.ts";
import { listWords } from "./shared/listing.ts";
import { copyLast, installFirst } from "./shared/moved-steps.ts";
import { instructionsOf, isContextCopy } from "./shared/stage-steps.ts";

export default defineRule({
  id: "order-for-cache",
  type: "suggestion",
  docs: {
    description: "Put what changes least first: install before copying the sources",
    category: "cache",
    severity: "warning",
    recommended: true,
    since: "0.1.0",
    droast: ["DF070"],
    why: `The builder takes a step from its cache when nothing above it changed. \`COPY . .\` changes with every commit, so every
step below it runs again each time: an \`npm ci\` there downloads all packages although no dependency changed. With the manifests
copied first and the sources last, it runs again only when a manifest changes. The same holds for steps that read no file of the
build context at all, such as \`apt-get install\`: they belong above the COPY. Builder stages matter as much as shipped ones.`,
    examples: [
      {
        bad: "FROM node:22\nWORKDIR /app\nCOPY . .\nRUN npm ci\nRUN npm run build\n",
        good: "FROM node:22\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\nCOPY . .\nRUN npm run build\n",
      },
      {
        bad: "FROM golang:1.24\nWORKDIR /src\nCOPY . .\nRUN go build -o /app ./cmd/app\n",
        good: "FROM golang:1.24\nWORKDIR /src\nCOPY go.mod go.sum ./\nRUN go mod download\nCOPY . .\nRUN go build -o /app ./cmd/app\n",
        note: "A build that downloads its dependencies itself does so after every change.",
      },
      {
        bad: "FROM python:3.13\nWORKDIR /app\nCOPY . .\nRUN apt-get update && apt-get install -y libpq-dev && rm -rf /var/lib/apt/lists/*\n",
        good: "FROM python:3.13\nWORKDIR /app\nRUN apt-get update && apt-get install -y libpq-dev && rm -rf /var/lib/apt/lists/*\nCOPY . .\n",
        note: "A step that reads no file of the context goes above the COPY.",
      },
    ],
    whenNot: `Silent where the manifests were installed before the broad COPY, where the install mounts them (\`--mount=type=bind\`),
where a build step keeps its downloads in a cache mount, and where a step runs a program that might read the copied files. Where
installing runs scripts of the project (\`prepare\`, \`postinstall\`), copy what they need together with the manifests.`,
  },
  messages: {
    installAfterCopy: {
      what: '"{{install}}" runs again after every change in the build context, because "{{copy}}" stands above it',
      why: "All it needs is {{manifests}}, and few changes touch that{{also}}",
      how: "Copy {{manifests}} first, install, and copy the rest after that",
    },
    downloadInBuild: {
      what: '"{{install}}" downloads its dependencies again after every change in the build context, because "{{copy}}" stands above it',
      why: "What it downloads depends only on {{manifests}}, and few changes touch that{{also}}",
      how: "{{advice}}",
    },
    unrelatedAfterCopy: {
      what: '{{steps}} again after every change in the build context, because "{{copy}}" stands above it',
      why: "None of the copied files is read there",
      how: "Move that above the COPY",
    },
    copyManifestsFirst:
      'Copy {{manifests}} first and run "{{command}}" above "{{copy}}". Check that it reads nothing else of the project',
    copyLast: 'Run "{{command}}" above "{{copy}}". Check that nothing of what is copied is needed there',
  },
  hasSuggestions: true,
  create(context) {
    const { sourceCode } = context;

    /** Reports what the COPY makes run again; false when that is nothing. */
    function report(stage: StageModel, copy: ContextCopy, installs: readonly LateInstall[]): boolean {
      const unrelated = copy.breadth === "context" ? unrelatedSteps(sourceCode.model, stage, copy) : [];
      if (installs.length === 0 && unrelated.length === 0) return false;
      const main = installs.find(({ install }) => install.kind === "fetch") ?? installs[0] ?? null;
      const before = runsAfter(stage, copy).length;
      const copyText = sourceCode.getText(copy.instruction).replace(/\s+/g, " ");
      const common = {
        node: copy.source,
        related: [...installs.map(whereInstalled), ...unrelated.map(whereUnrelated)],
        reruns: { before, after: before - movedRuns(installs, unrelated).size },
        suggest: suggestions(stage, copy, main, unrelated, copyText),
      };
      if (!main) {
        const steps = `${namesOf(unrelated)} ${unrelated.length === 1 ? "runs" : "run"}`;
        context.report({ ...common, messageId: "unrelatedAfterCopy", data: { steps, copy: copyText } });
        return true;
      }
      const manifests = listWords(manifestNames(main));
      context.report({
        ...common,
        messageId: main.install.kind === "fetch" ? "installAfterCopy" : "downloadInBuild",
        data: {
          install: main.install.name,
          copy: copyText,
          manifests,
          also: unrelated.length === 0 ? "" : `; ${namesOf(unrelated)} below it reads nothing of the context at all`,
          advice: adviceFor(main, manifests),
        },
      });
      return true;
    }

    function suggestions(
      stage: StageModel,
      copy: ContextCopy,
      main: LateInstall | null,
      unrelated: readonly UnrelatedStep[],
      copyText: string,
    ): { messageId: "copyManifestsFirst" | "copyLast"; data: Record<string, string>; fix: () => RuleTextEdit[] }[] {
      const edit = main
        ? installFirst(sourceCode, stage.node, main)
        : copyLast(sourceCode, stage.node, copy, unrelated);
      if (!edit) return [];
      const data = {
        copy: copyText,
        command: edit.command,
        manifests: main ? listWords(manifestNames(main)) : "",
      };
      return [{ messageId: main ? "copyManifestsFirst" : "copyLast", data, fix: () => edit.edits }];
    }

    const reported = new Set<Instruction>();
    return {
      Stage(node) {
        const stage = sourceCode.model.stageOf(node);
        // A stage of a FROM alone adds nothing that could run again.
        if (!stage || node.body.length === 0) return;
        const copies = instructionsOf(stage)
          .filter(isContextCopy)
          .flatMap((instruction) => readContextCopy(sourceCode.model, instruction) ?? []);
        if (copies.length === 0) return;
        const late = lateInstalls(sourceCode.model, stage, copies);
        const firstBroad = copies.find(({ breadth }) => breadth === "context");
        for (const copy of copies) {
          const installs = late.filter((one) => one.copy === copy);
          const isCause = installs.length > 0 || (copy === firstBroad && node.body.includes(copy.instruction));
          if (!isCause || reported.has(copy.instruction)) continue;
          if (report(stage, copy, installs)) reported.add(copy.instruction);
        }
      },
    };
  },
});

function adviceFor({ install }: LateInstall, manifests: string): string {
  const { fetchCommand, manager, caches } = install.installer;
  if (fetchCommand) return `Copy ${manifests} and run "${fetchCommand}" first, and copy the rest after that`;
  if (manager === "pip")
    return "Install the dependencies from a requirements or lock file first, and copy the rest after that";
  return `Keep the downloads in a cache mount, for example --mount=type=cache,target=${(caches[0] ?? "").replace("~", "/root")}`;
}

/** Each name once: `"apt-get install" and "curl"`. */
function namesOf(steps: readonly UnrelatedStep[]): string {
  return listWords([...new Set(steps.map(({ name }) => name))]);
}

function whereInstalled({ install }: LateInstall): { message: string; range: Range } {
  return { message: `"${install.name}" runs again`, range: install.command.nameWord?.range ?? install.command.range };
}

function whereUnrelated({ name, range }: UnrelatedStep): { message: string; range: Range } {
  return { message: `"${name}" reads none of the copied files and runs again`, range };
}
