import type { DockerfileSourceCode } from "../language/dockerfile-source-code.ts";
import type { RuleTextEdit } from "../language/rule-types.ts";
import type { BuildModel } from "../model/types.ts";
import type { PackageCall } from "../shell/package-call.ts";
import type { Run } from "../syntax/nodes.ts";
import { defineRule } from "./define-rule.ts";
import { isDeletedAfter } from "./shared/deleted-paths.ts";
import { insertWord } from "./shared/flag-edits.ts";
import { isMounted } from "./shared/mounted-paths.ts";
import { afterVerb, callName, callRange, packageCalls } from "./shared/package-calls.ts";
import { calledManagers } from "./shared/programs.ts";
import { isShipped, laterShippedRuns, lateCleaning } from "./shared/shipped-layers.ts";

/** The index; the second one is used when someone made it (`setup-apkcache`). */
const caches = ["/var/cache/apk", "/etc/apk/cache"];

export default defineRule({
  id: "clean-apk-cache",
  type: "suggestion",
  docs: {
    description: "Install apk packages without keeping the index",
    category: "size",
    severity: "info",
    recommended: true,
    since: "0.1.0",
    hadolint: ["DL3019"],
    trivy: ["DS-0025"],
    droast: ["DF029"],
    why: `\`apk add\` and \`apk update\` store the package index below \`/var/cache/apk\`, where it stays in the layer though nothing
reads it at run time. \`apk add --no-cache\` fetches the index, uses it and keeps nothing, so it needs no \`apk update\` in front
and no \`rm\` behind it. Only stages whose layers are shipped matter.`,
    examples: [
      { bad: "FROM alpine:3.21\nRUN apk add curl\n", good: "FROM alpine:3.21\nRUN apk add --no-cache curl\n" },
      {
        bad: "FROM alpine:3.21\nRUN apk update && apk add --no-cache curl\n",
        good: "FROM alpine:3.21\nRUN --mount=type=cache,target=/var/cache/apk apk update && apk add curl\n",
        note: "`apk update` keeps the index that `--no-cache` would not; a cache mount holds it outside the layer.",
      },
    ],
    whenNot: "An image that people install packages into may want the index.",
    fixSafety:
      "The fix adds `--no-cache` to `apk add` and `apk upgrade`: the same packages are installed, only the index is not kept. A RUN that calls `apk update` gets a suggestion instead.",
  },
  messages: {
    kept: {
      what: '"{{call}}" keeps the package index in this layer',
      why: "Nothing reads it at run time, and a later layer can hide but not remove it",
      how: 'Write "{{program}} {{verb}} --no-cache", which fetches the index and does not store it',
    },
    update: {
      what: '"{{call}}" stores the package index in this layer',
      why: "Nothing reads it at run time, and a later layer can hide but not remove it",
      how: 'Drop it and install with "apk add --no-cache", which fetches the index by itself',
    },
    dropUpdate:
      'Drop "apk update" and add "--no-cache" where packages are installed. Check that no later step installs packages from the stored index',
  },
  fixable: true,
  hasSuggestions: true,
  create(context) {
    const { sourceCode } = context;
    if (!calledManagers(sourceCode.ast).has("apk")) return {};
    return {
      Run(run) {
        const keeping = keepingCalls(sourceCode.model, run);
        const [first] = keeping;
        if (!first || !isShipped(sourceCode.model, run)) return;
        if (keeping.every(({ action }) => action === "update") && installsLater(sourceCode.model, run)) return;
        const isUpdate = first.action === "update";
        const withoutUpdate = keeping.some(({ action }) => action === "update")
          ? dropUpdates(sourceCode, run, keeping)
          : null;
        context.report({
          node: { range: callRange(first) },
          messageId: isUpdate ? "update" : "kept",
          data: { call: callName(first), program: first.program, verb: first.verb?.value ?? "add" },
          related: lateCleaning(sourceCode.model, run, "/var/cache/apk"),
          fix: keeping.every(({ action }) => action !== "update")
            ? () => keeping.map((call) => addNoCache(sourceCode, run, call))
            : null,
          ...(withoutUpdate ? { suggest: [{ messageId: "dropUpdate", fix: () => withoutUpdate }] } : {}),
        });
      },
    };
  },
});

/** The calls of the RUN that store the index, when nothing in the RUN removes it after the last of them. */
function keepingCalls(model: BuildModel, run: Run): readonly PackageCall[] {
  const keeping = packageCalls(run).filter(
    (call) =>
      call.manager === "apk" &&
      (call.action === "install" || call.action === "update" || call.action === "upgrade") &&
      !call.hasFlag("--no-cache") &&
      // Another root has its cache elsewhere.
      !call.hasFlag("-p", "--root"),
  );
  const last = keeping.at(-1);
  if (!last) return [];
  const dropped = caches.some(
    (cache) => isMounted(model, run, cache) || isDeletedAfter(model, run, last.command.range[0], cache),
  );
  return dropped ? [] : keeping;
}

/** Then the update has a RUN of its own: a matter of `no-lone-package-update`. */
function installsLater(model: BuildModel, run: Run): boolean {
  const hasInstall = (one: Run): boolean =>
    packageCalls(one).some(({ manager, action }) => manager === "apk" && action === "install");
  return !hasInstall(run) && laterShippedRuns(model, run).some(hasInstall);
}

function addNoCache(sourceCode: DockerfileSourceCode, run: Run, call: PackageCall): RuleTextEdit {
  return insertWord(sourceCode, run, afterVerb(call), "--no-cache");
}

/** Removes each `apk update &&`; null when an update does not stand in front of `&&`. */
function dropUpdates(
  sourceCode: DockerfileSourceCode,
  run: Run,
  keeping: readonly PackageCall[],
): RuleTextEdit[] | null {
  const edits: RuleTextEdit[] = [];
  for (const call of keeping) {
    if (call.action !== "update") {
      edits.push(addNoCache(sourceCode, run, call));
      continue;
    }
    const next = run.commands[run.commands.indexOf(call.command) + 1];
    if (next?.precededBy !== "&&" || next.subshell !== call.command.subshell) return null;
    edits.push({ range: [call.command.outerStart, next.outerStart], text: "" });
  }
  return edits;
}
