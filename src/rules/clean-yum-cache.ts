import type { BuildModel } from "../model/types.ts";
import type { PackageCall } from "../shell/package-call.ts";
import type { Range, Run } from "../syntax/nodes.ts";
import { defineRule } from "./define-rule.ts";
import { appendToRun } from "./shared/append-to-run.ts";
import { isDeletedAfter } from "./shared/deleted-paths.ts";
import { isMounted } from "./shared/mounted-paths.ts";
import { callName, callRange, packageCalls } from "./shared/package-calls.ts";
import { callsAny } from "./shared/programs.ts";
import { isShipped, laterShippedRuns, lateCleaning } from "./shared/shipped-layers.ts";

const dnfCaches = ["/var/cache/dnf", "/var/cache/libdnf5", "~/.cache/libdnf5"];
/** Where each program may keep its cache: which it is depends on the release. yum is another name of dnf on many. */
const cachesOf: Readonly<Record<string, readonly string[]>> = {
  yum: ["/var/cache/yum", ...dnfCaches],
  dnf: dnfCaches,
  dnf5: dnfCaches,
  tdnf: ["/var/cache/tdnf", ...dnfCaches],
  microdnf: ["/var/cache/yum", ...dnfCaches],
};

const programs = Object.keys(cachesOf);

export default defineRule({
  id: "clean-yum-cache",
  type: "suggestion",
  docs: {
    description: "Clean the yum or dnf cache in the layer that filled it",
    category: "size",
    severity: "warning",
    recommended: true,
    since: "0.1.0",
    hadolint: ["DL3032", "DL3040"],
    trivy: ["DS-0015", "DS-0019", "DS-0027"],
    droast: ["DF046", "DF047"],
    why: `\`yum install\`, \`dnf install\` and \`microdnf install\` keep the metadata of every repository, and some configurations the
packages too, below \`/var/cache\`. They stay in the layer for good: \`clean all\` in a later RUN hides the files without making
the image smaller. Only stages whose layers are shipped matter.`,
    examples: [
      {
        bad: "FROM fedora:41\nRUN dnf install -y nginx\n",
        good: "FROM fedora:41\nRUN dnf install -y nginx && dnf clean all\n",
      },
      {
        bad: "FROM rockylinux:9\nRUN yum install -y nginx\nRUN yum clean all\n",
        good: "FROM rockylinux:9\nRUN --mount=type=cache,target=/var/cache/dnf yum install -y nginx\n",
        note: "A second RUN cannot shrink the layer of the first; a cache mount keeps the metadata out of it.",
      },
    ],
    whenNot:
      "An image that people install packages into may want the metadata. A program whose name says that it cleans up is believed.",
  },
  messages: {
    kept: {
      what: '"{{call}}" leaves its cache in this layer',
      why: "Repository metadata is of no use at run time, and a later layer can hide but not remove it",
      how: 'End this RUN with "&& {{program}} clean all", or mount a cache over /var/cache/{{directory}}',
    },
    clean:
      'Append "{{program}} clean all" to this RUN. Steps after it fetch the metadata anew when they install something',
  },
  hasSuggestions: true,
  create(context) {
    const { sourceCode } = context;
    if (!callsAny(sourceCode.ast, programs)) return {};
    return {
      Run(run) {
        const call = lastFilling(run);
        if (!call || !isShipped(sourceCode.model, run) || isCleaned(sourceCode.model, run, call)) return;
        const data = { call: callName(call), program: call.program, directory: call.program === "yum" ? "yum" : "dnf" };
        const edit = appendToRun(sourceCode, run, `${prefix(call)}${call.program} clean all`);
        context.report({
          node: { range: callRange(call) },
          messageId: "kept",
          codes: codesOf(call),
          data,
          related: [
            ...lateCleaning(sourceCode.model, run, cachesOf[call.program]?.[0] ?? ""),
            ...lateCleanCalls(sourceCode.model, run, call),
          ],
          ...(edit ? { suggest: [{ messageId: "clean", data, fix: () => edit }] } : {}),
        });
      },
    };
  },
});

function lastFilling(run: Run): PackageCall | undefined {
  return packageCalls(run).findLast(
    ({ program, action }) => program in cachesOf && (action === "install" || action === "upgrade"),
  );
}

/** What other tools call it. */
function codesOf({ program }: PackageCall): readonly string[] {
  if (program === "yum") return ["DL3032", "DS-0015"];
  return ["DL3040", program === "microdnf" ? "DS-0027" : "DS-0019"];
}

/** On most systems yum and dnf are names of one program; microdnf is another one, with a cache of its own. */
function cleansCacheOf(filling: PackageCall, { program, action }: PackageCall): boolean {
  if (action !== "clean" || !(program in cachesOf)) return false;
  return (program === "microdnf") === (filling.program === "microdnf");
}

function isCleaned(model: BuildModel, run: Run, filling: PackageCall): boolean {
  const [start] = filling.command.range;
  const cleaned = packageCalls(run).some((call) => cleansCacheOf(filling, call) && call.command.range[0] > start);
  const caches = cachesOf[filling.program] ?? [];
  return cleaned || caches.some((cache) => isMounted(model, run, cache) || isDeletedAfter(model, run, start, cache));
}

function lateCleanCalls(model: BuildModel, run: Run, filling: PackageCall): { message: string; range: Range }[] {
  return laterShippedRuns(model, run)
    .flatMap((later) => packageCalls(later))
    .filter((call) => cleansCacheOf(filling, call))
    .map((call) => ({
      message: "Cleaned only here, in another layer: the image does not get smaller",
      range: callRange(call),
    }));
}

/** Whoever installs through sudo cleans through sudo. */
function prefix(call: PackageCall): string {
  return call.command.wrappers.includes("sudo") ? "sudo " : "";
}
