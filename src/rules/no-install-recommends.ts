import type { DockerfileSourceCode } from "../language/dockerfile-source-code.ts";
import { skipsRecommends } from "../shell/package-call.ts";
import type { PackageCall } from "../shell/package-call.ts";
import type { Run } from "../syntax/nodes.ts";
import { defineRule } from "./define-rule.ts";
import { insertWord } from "./shared/flag-edits.ts";
import { afterVerb, callName, callRange, packageCalls } from "./shared/package-calls.ts";
import { calledManagers } from "./shared/programs.ts";
import { isShipped } from "./shared/shipped-layers.ts";
import { instructionsOf } from "./shared/stage-steps.ts";

const switchedOff = /install-recommends\W+(?:false|0|no)/i;

export default defineRule({
  id: "no-install-recommends",
  type: "suggestion",
  docs: {
    description: "Install apt packages without the ones they only recommend",
    category: "size",
    severity: "info",
    recommended: false,
    since: "0.1.0",
    hadolint: ["DL3015"],
    trivy: ["DS-0029"],
    droast: ["DF016"],
    why: `apt installs every package that the named ones recommend, and what those depend on. For an image that runs one program
that is often more than was asked for: more bytes, more to update. \`--no-install-recommends\` installs only what is needed. Only
stages whose layers are shipped matter.`,
    examples: [
      {
        bad: "FROM debian:12\nRUN apt-get update && apt-get install -y git\n",
        good: "FROM debian:12\nRUN apt-get update && apt-get install -y --no-install-recommends git\n",
      },
    ],
    whenNot:
      "Some programs lose a feature without their recommended packages (`git` loses `ssh` and the CA certificates): name what is needed. The rule is not in the recommended preset, because only a test of the image shows what it needs.",
  },
  messages: {
    recommends: {
      what: '"{{call}}" also installs every package that the named ones recommend',
      why: "They make the image larger and are seldom needed to run one program",
      how: 'Add "--no-install-recommends" and name the ones that are needed',
    },
    add: 'Add "--no-install-recommends". Test the image: what was installed by recommendation must be named if it is needed',
  },
  hasSuggestions: true,
  create(context) {
    const { sourceCode } = context;
    if (!calledManagers(sourceCode.ast).has("apt")) return {};
    return {
      Run(run) {
        const calls = packageCalls(run).filter((call) => takesRecommended(call));
        const [first] = calls;
        if (!first || !isShipped(sourceCode.model, run) || isConfigured(sourceCode, run)) return;
        context.report({
          node: { range: callRange(first) },
          messageId: "recommends",
          data: { call: callName(first) },
          related: calls.slice(1).map((call) => ({ message: "This one does too", range: callRange(call) })),
          suggest: [
            {
              messageId: "add",
              fix: () => calls.map((call) => insertWord(sourceCode, run, afterVerb(call), "--no-install-recommends")),
            },
          ],
        });
      },
    };
  },
});

function takesRecommended(call: PackageCall): boolean {
  if (call.manager !== "apt" || call.verb?.value !== "install") return false;
  if (skipsRecommends(call) || call.hasFlag("-R", "--download-only", "-d")) return false;
  if (call.packages.length === 0) return false;
  return !call.command.args.some(({ value }) => switchedOff.test(value) || value.includes("--no-install-recommends"));
}

/** An earlier step, or this one, writes `APT::Install-Recommends "0"` into apt's configuration. */
function isConfigured(sourceCode: DockerfileSourceCode, run: Run): boolean {
  const stage = sourceCode.model.stageOf(run);
  if (!stage) return false;
  return instructionsOf(stage).some(
    (instruction) =>
      instruction.range[0] <= run.range[0] &&
      (switchedOff.test(instruction.logical.text) ||
        instruction.heredocs.some(({ content }) => switchedOff.test(content))),
  );
}
