import type { BuildModel } from "../model/types.ts";
import type { PackageCall } from "../shell/package-call.ts";
import type { Run } from "../syntax/nodes.ts";
import { defineRule } from "./define-rule.ts";
import { appendToRun } from "./shared/append-to-run.ts";
import { isDeletedAfter } from "./shared/deleted-paths.ts";
import { isMounted } from "./shared/mounted-paths.ts";
import { callName, callRange, packageCalls } from "./shared/package-calls.ts";
import { calledManagers } from "./shared/programs.ts";
import { isShipped, laterShippedRuns, lateCleaning } from "./shared/shipped-layers.ts";

const lists = "/var/lib/apt/lists";
const removal = `rm -rf ${lists}/*`;

export default defineRule({
  id: "clean-apt-lists",
  type: "suggestion",
  docs: {
    description: "Delete the apt package lists in the layer that fetched them",
    category: "size",
    severity: "info",
    recommended: true,
    since: "0.1.0",
    hadolint: ["DL3009"],
    droast: ["DF004"],
    why: `\`apt-get update\` stores the index of every package of the distribution below \`/var/lib/apt/lists\`. Nothing reads
it at run time, it is out of date within hours, and it stays in the layer for good: deleting it in a later RUN hides the files
without making the image smaller. Only stages whose layers are shipped matter.`,
    examples: [
      {
        bad: "FROM debian:12\nRUN apt-get update && apt-get install -y --no-install-recommends curl\n",
        good: "FROM debian:12\nRUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*\n",
      },
      {
        bad: "FROM debian:12\nRUN apt-get update && apt-get install -y curl\nRUN rm -rf /var/lib/apt/lists/*\n",
        good: "FROM debian:12\nRUN --mount=type=cache,target=/var/lib/apt,sharing=locked --mount=type=cache,target=/var/cache/apt,sharing=locked apt-get update && apt-get install -y curl\n",
        note: "A second RUN cannot shrink the layer of the first; a cache mount keeps the lists out of it altogether.",
      },
    ],
    whenNot: `An image that people use to install packages from, such as a development container, may want the lists. A program whose
name says that it cleans up (\`/clean.sh\`) is believed. A RUN whose lists a later RUN still installs from is left to
\`no-lone-package-update\`.`,
  },
  messages: {
    left: {
      what: '"{{update}}" leaves the package lists in this layer',
      why: "They are of no use at run time, and a later layer can hide but not remove them",
      how: 'End this RUN with "&& rm -rf /var/lib/apt/lists/*", or mount a cache over /var/lib/apt',
    },
    remove:
      'Append "rm -rf /var/lib/apt/lists/*" to this RUN. Steps after it that install packages need their own update',
  },
  hasSuggestions: true,
  create(context) {
    const { sourceCode } = context;
    if (!calledManagers(sourceCode.ast).has("apt")) return {};
    return {
      Run(run) {
        const update = lastUpdate(run);
        if (!update || !isShipped(sourceCode.model, run) || areDropped(sourceCode.model, run, update)) return;
        if (areUsedLater(sourceCode.model, run)) return;
        const edit = appendToRun(sourceCode, run, removal);
        context.report({
          node: { range: callRange(update) },
          messageId: "left",
          data: { update: callName(update) },
          related: lateCleaning(sourceCode.model, run, lists),
          ...(edit ? { suggest: [{ messageId: "remove", fix: () => edit }] } : {}),
        });
      },
    };
  },
});

function lastUpdate(run: Run): PackageCall | undefined {
  return packageCalls(run).findLast(({ manager, action }) => manager === "apt" && action === "update");
}

function areDropped(model: BuildModel, run: Run, update: PackageCall): boolean {
  const [start] = update.command.range;
  if (isMounted(model, run, lists) || isDeletedAfter(model, run, start, lists)) return true;
  // `apt-get dist-clean` (apt 2.9) removes the lists.
  return packageCalls(run).some(
    ({ manager, verb, command }) =>
      manager === "apt" && command.range[0] > start && /^dist-?clean$/.test(verb?.value ?? ""),
  );
}

/** True when a later layer installs from these lists, without an update of its own. */
function areUsedLater(model: BuildModel, run: Run): boolean {
  for (const later of laterShippedRuns(model, run)) {
    const first = packageCalls(later).find(
      ({ manager, action }) =>
        manager === "apt" && (action === "update" || action === "install" || action === "upgrade"),
    );
    if (first) return first.action !== "update";
  }
  return false;
}
