import type { BuildModel } from "../model/types.ts";
import type { PackageCall } from "../shell/package-call.ts";
import type { Run } from "../syntax/nodes.ts";
import { defineRule } from "./define-rule.ts";
import { appendToRun } from "./shared/append-to-run.ts";
import { isDeletedAfter } from "./shared/deleted-paths.ts";
import { isMounted } from "./shared/mounted-paths.ts";
import { callName, callRange, packageCalls } from "./shared/package-calls.ts";
import { callsAny } from "./shared/programs.ts";
import { isShipped, lateCleaning } from "./shared/shipped-layers.ts";

const cache = "/var/cache/zypp";

export default defineRule({
  id: "clean-zypper-cache",
  type: "suggestion",
  docs: {
    description: "Clean the zypper cache in the layer that filled it",
    category: "size",
    severity: "warning",
    recommended: true,
    since: "0.1.0",
    hadolint: ["DL3036"],
    trivy: ["DS-0020"],
    droast: ["DF045"],
    why: `zypper stores the metadata of every repository, in raw and in parsed form, below \`/var/cache/zypp\`. It stays in the
layer for good: \`zypper clean\` in a later RUN hides the files without making the image smaller. Only stages whose layers are
shipped matter.`,
    examples: [
      {
        bad: "FROM opensuse/leap:15.6\nRUN zypper --non-interactive install nginx\n",
        good: "FROM opensuse/leap:15.6\nRUN zypper --non-interactive install nginx && zypper clean --all\n",
      },
      {
        bad: "FROM opensuse/leap:15.6\nRUN zypper clean && zypper -n in nginx\n",
        good: "FROM opensuse/leap:15.6\nRUN --mount=type=cache,target=/var/cache/zypp zypper -n in nginx\n",
        note: "Cleaning before the install leaves what the install stores.",
      },
    ],
    whenNot: "An image that people install packages into may want the metadata.",
  },
  messages: {
    kept: {
      what: '"{{call}}" leaves its cache in this layer',
      why: "Repository metadata is of no use at run time, and a later layer can hide but not remove it",
      how: 'End this RUN with "&& zypper clean --all", or mount a cache over /var/cache/zypp',
    },
    clean:
      'Append "zypper clean --all" to this RUN. Steps after it fetch the metadata anew when they install something',
  },
  hasSuggestions: true,
  create(context) {
    const { sourceCode } = context;
    if (!callsAny(sourceCode.ast, ["zypper"])) return {};
    return {
      Run(run) {
        const call = lastFilling(run);
        if (!call || !isShipped(sourceCode.model, run) || isCleaned(sourceCode.model, run, call)) return;
        const edit = appendToRun(sourceCode, run, "zypper clean --all");
        context.report({
          node: { range: callRange(call) },
          messageId: "kept",
          data: { call: callName(call) },
          related: lateCleaning(sourceCode.model, run, cache),
          ...(edit ? { suggest: [{ messageId: "clean", fix: () => edit }] } : {}),
        });
      },
    };
  },
});

function lastFilling(run: Run): PackageCall | undefined {
  return packageCalls(run).findLast(
    ({ program, action }) => program === "zypper" && (action === "install" || action === "upgrade"),
  );
}

function isCleaned(model: BuildModel, run: Run, filling: PackageCall): boolean {
  const [start] = filling.command.range;
  if (isMounted(model, run, cache) || isDeletedAfter(model, run, start, cache)) return true;
  return packageCalls(run).some(
    ({ program, action, command }) => program === "zypper" && action === "clean" && command.range[0] > start,
  );
}
