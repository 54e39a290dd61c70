import type { StageModel } from "../model/types.ts";
import type { CommandInstruction, Instruction } from "../syntax/nodes.ts";
import { defineRule } from "./define-rule.ts";
import { describeStage } from "./shared/describe-stage.ts";
import { destinationOf } from "./shared/context-copies.ts";

export default defineRule({
  id: "shell-in-image",
  type: "problem",
  docs: {
    description: "Use no shell where the image has none",
    category: "correctness",
    severity: "error",
    recommended: true,
    since: "0.1.0",
    why: `RUN, CMD, ENTRYPOINT and HEALTHCHECK in shell form start \`/bin/sh\`. An image that is built on \`scratch\` has nothing but what the file copies
into it, and the distroless images have no shell but under a \`debug\` tag: such a RUN stops the build, and such a CMD the container, with
\`exec: "/bin/sh": no such file or directory\`.`,
    examples: [
      {
        bad: "FROM scratch\nCOPY app /app\nCMD /app --serve\n",
        good: 'FROM scratch\nCOPY app /app\nCMD ["/app", "--serve"]\n',
      },
      {
        bad: "FROM gcr.io/distroless/static-debian12\nRUN mkdir /data\n",
        good: "FROM debian:12 AS build\nRUN mkdir /data\nFROM gcr.io/distroless/static-debian12\nCOPY --from=build /data /data\n",
      },
    ],
    whenNot: `Nothing is said once something was copied to \`/\`, \`/bin\`, \`/usr\` or \`/usr/bin\`, when a mount brings the programs, or when SHELL names
another shell.`,
  },
  messages: {
    run: {
      what: "RUN needs /bin/sh, and {{stage}} is built on {{base}}, which has none",
      why: "The build stops here",
      how: "Do it in a stage that has a shell and copy the result",
    },
    start: {
      what: "{{keyword}} in shell form needs /bin/sh, and {{stage}} is built on {{base}}, which has none",
      why: "{{outcome}}",
      how: "Write it as a JSON array",
    },
  },
  create(context) {
    const { model } = context.sourceCode;

    function check(node: CommandInstruction): void {
      if (node.form === "exec" || node.inOnbuild || node.shell.explicit) return;
      if (node.type === "Healthcheck" && node.kind !== "CMD") return;
      const stage = model.stageOf(node);
      const base = stage && baseWithoutShell(stage);
      if (!stage || !base || bringsPrograms(stage, node)) return;
      const data = { stage: describeStage(stage), base, keyword: node.keyword, outcome: outcomes[node.type] };
      context.report({ node: { range: node.keywordRange }, messageId: node.type === "Run" ? "run" : "start", data });
    }

    /** Whether any of the programs could be there: most files build on neither. */
    function bringsPrograms(stage: StageModel, node: CommandInstruction): boolean {
      if (node.type === "Run" && node.mounts.some(({ kind }) => kind === "bind" || kind === "cache")) return true;
      const earlier = stage.chain.flatMap((link) => [...link.triggers, ...link.node.body]);
      return earlier.slice(0, earlier.indexOf(node)).some(mayBringShell);
    }

    function mayBringShell(instruction: Instruction): boolean {
      if (instruction.type !== "Copy" && instruction.type !== "Add") return false;
      const destination = destinationOf(model, instruction);
      return destination === null || /^\/?$|^\/(?:usr(?:\/s?bin)?|s?bin)(?:\/|$)/.test(destination);
    }

    if (!model.stages.some((stage) => baseWithoutShell(stage) !== null)) return {};
    return { Run: check, Cmd: check, Entrypoint: check, Healthcheck: check };
  },
});

const outcomes: Readonly<Record<CommandInstruction["type"], string>> = {
  Run: "",
  Cmd: "The container does not start",
  Entrypoint: "The container does not start",
  Healthcheck: "The container is never healthy",
};

/** `scratch` or the distroless image, as a message names it; null for a base that may have a shell. */
function baseWithoutShell({ rootBase }: StageModel): string | null {
  if (rootBase.kind === "scratch") return "scratch";
  const { reference, text } = rootBase;
  if (!reference || !text.exact || reference.registry !== "gcr.io") return null;
  const isBare = reference.repository.startsWith("distroless/") && !/debug/.test(reference.tag ?? "");
  return isBare ? reference.familiarName : null;
}
