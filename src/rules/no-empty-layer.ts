import { tarEndBytes } from "../layers/tar-size.ts";
import type { HistoryEntry } from "../layers/types.ts";
import type { Run, Workdir } from "../syntax/nodes.ts";
import { defineRule } from "./define-rule.ts";
import { holdsComment, wholeLines } from "./shared/source-ranges.ts";

export default defineRule({
  id: "no-empty-layer",
  type: "suggestion",
  docs: {
    description: "Leave out steps that make an empty layer",
    category: "size",
    severity: "style",
    recommended: false,
    since: "0.1.0",
    why: `BuildKit makes a layer of every RUN, COPY, ADD and WORKDIR, also when nothing changes: a RUN that only prints, a WORKDIR to the
directory that is the working directory already. The layer holds no bytes, but it is counted, pulled and mounted, and its step stands in the
history of the image.`,
    examples: [
      {
        bad: 'FROM debian:12\nRUN echo "installing"\nRUN apt-get update\n',
        good: "FROM debian:12\nRUN apt-get update\n",
      },
      {
        bad: "FROM debian:12\nWORKDIR /app\nCOPY . .\nWORKDIR /app\n",
        good: "FROM debian:12\nWORKDIR /app\nCOPY . .\n",
      },
      {
        bad: "FROM scratch\nWORKDIR /app/data\nCOPY data .\nWORKDIR /app\n",
        good: "FROM scratch\nWORKDIR /app\nCOPY data data/\n",
        options: [{ workdir: "existing" }],
        note: "With the option `existing`, also a change to a directory that is there.",
      },
    ],
    options: `\`workdir\` (default \`"same"\`): which WORKDIRs are reported. \`"same"\`: those that change nothing. \`"existing"\`: also those that
change to a directory that certainly exists; they do something, but their layer is empty.`,
    whenNot: `Only stages that are shipped are looked at, and only layers that are certainly empty. A RUN that checks something, or that prints
a variable and so runs anew when it changes, has its purpose. Builders other than BuildKit make no layer of such steps, or another one: with
them the rule is silent.`,
  },
  messages: {
    run: {
      what: "This RUN changes no file, so its layer is empty",
      why: "BuildKit stores, counts and mounts it all the same",
      how: "Remove it, or do it within the RUN that it belongs to",
    },
    same: {
      what: 'The working directory is "{{path}}" already',
      why: "BuildKit makes an empty layer of this WORKDIR all the same",
      how: "Remove it",
    },
    existing: {
      what: '"{{path}}" exists already, so the layer of this WORKDIR is empty',
      why: "BuildKit stores, counts and mounts it all the same",
      how: "Name the directory in the steps that need it, or set the working directory once",
    },
    remove: "Remove the {{keyword}}",
  },
  schema: [{ type: "object", properties: { workdir: { enum: ["same", "existing"] } }, additionalProperties: false }],
  defaultOptions: [{ workdir: "same" }] as [{ workdir?: "same" | "existing" }],
  hasSuggestions: true,
  create(context) {
    const { sourceCode, languageOptions } = context;
    if (languageOptions.builder !== undefined && languageOptions.builder !== "buildkit") return {};
    const [{ workdir = "same" }] = context.options;

    function report(node: Run | Workdir, messageId: "run" | "same" | "existing", path: string): void {
      const { keyword } = node;
      const isRemovable = messageId !== "existing" && !holdsComment(sourceCode, node.range);
      context.report({
        node: messageId === "run" ? { range: node.keywordRange } : (node.args[0] ?? { range: node.keywordRange }),
        messageId,
        data: { path },
        suggest: isRemovable
          ? [
              {
                messageId: "remove",
                data: { keyword },
                fix: (fixer) => fixer.removeRange(wholeLines(sourceCode, node)),
              },
            ]
          : [],
      });
    }

    function check({ node, layer, onbuild }: HistoryEntry): void {
      if (!layer || onbuild) return;
      if (node.type === "Run") {
        if (!hasPurpose(node) && isEmpty(layer)) report(node, "run", "");
      } else if (node.type === "Workdir") {
        const stage = sourceCode.model.stageOf(node);
        const before = stage?.stateBefore(node).workdir ?? null;
        const after = stage ? pathAfter(node) : null;
        if (after === null) return;
        if (before !== null && trimmed(before) === trimmed(after)) {
          // A RUN may have removed the directory.
          if (layer.tarBytes.kind !== "exact" || isEmpty(layer)) report(node, "same", after);
        } else if (workdir === "existing" && isEmpty(layer)) report(node, "existing", after);
      }
    }

    /** The directory that a WORKDIR changes to; null when only the base image tells. */
    function pathAfter(node: Workdir): string | null {
      const stage = sourceCode.model.stageOf(node);
      const next = stage?.node.body[stage.node.body.indexOf(node) + 1];
      return (next ? stage?.stateBefore(next).workdir : stage?.finalState.workdir) ?? null;
    }

    return {
      Dockerfile() {
        const plan = sourceCode.builds ? sourceCode.layers : null;
        for (const entry of plan?.image.history ?? []) check(entry);
      },
    };
  },
});

/**
 * A RUN that ends the build when something is not as it should be does its work without a file; so does one that prints
 * a variable, to run anew when the variable changes.
 */
function hasPurpose({ commands }: Run): boolean {
  return commands.some(
    ({ name, args }) => checks.has(name ?? "") || args.some(({ variables }) => variables.length > 0),
  );
}

const checks = new Set(["test", "[", "[[", "false", "exit"]);

/** An archive of nothing but the mark of its end. */
function isEmpty({ tarBytes }: NonNullable<HistoryEntry["layer"]>): boolean {
  return tarBytes.kind === "exact" && tarBytes.bytes === tarEndBytes;
}

function trimmed(path: string): string {
  return path.length > 1 ? path.replace(/\/+$/, "") : path;
}
