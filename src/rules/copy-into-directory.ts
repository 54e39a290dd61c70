import type { DockerfileSourceCode } from "../language/dockerfile-source-code.ts";
import type { Add, Copy, Word } from "../syntax/nodes.ts";
import { defineRule } from "./define-rule.ts";
import { destinationOf } from "./shared/context-copies.ts";
import { describeStage } from "./shared/describe-stage.ts";
import { baseName, hasGlob, isInside, trimSlash } from "./shared/paths.ts";
import { sourceText } from "./shared/source-ranges.ts";
import { instructionsOf, isRun } from "./shared/stage-steps.ts";

interface IntoDirectoryOptions {
  /** `all`: also what BuildKit gets right and other builders refuse. */
  readonly builders?: "buildkit" | "all";
}

/** Directories of every distribution. */
const everywhere = new Set(
  `/ /bin /dev /etc /home /lib /media /mnt /opt /proc /root /run /sbin /srv /sys /tmp /usr /usr/bin /usr/lib /usr/local
  /usr/local/bin /usr/local/lib /usr/sbin /usr/share /usr/src /var /var/lib /var/log /var/tmp`.split(/\s+/),
);

export default defineRule({
  id: "copy-into-directory",
  type: "problem",
  docs: {
    description: "End the destination of several files with a slash",
    category: "correctness",
    severity: "error",
    recommended: true,
    since: "0.1.0",
    hadolint: ["DL3021"],
    trivy: ["DS-0011"],
    droast: ["DF048"],
    why: `\`COPY a b /dest\` copies both files to the same name when there is no directory \`/dest\` yet: BuildKit writes \`a\` to the file
\`/dest\` and then \`b\` over it, without a word (moby/buildkit issue 1853). The classic builder refuses the line. With a slash at the end,
\`/dest/\`, every builder makes a directory.`,
    examples: [
      {
        bad: "FROM debian:12\nCOPY app.conf log.conf /etc/app\n",
        good: "FROM debian:12\nCOPY app.conf log.conf /etc/app/\n",
      },
    ],
    options: `\`builders\` (default \`"buildkit"\`): \`"all"\` also reports destinations that are surely directories but do not end in a
slash, such as \`.\` and the one of WORKDIR. BuildKit copies into them; the classic builder refuses the line.`,
    presetOptions: { hadolint: [{ builders: "all" }] },
    whenNot:
      "Nothing is said where the directory exists (WORKDIR, an earlier COPY or `mkdir`), and where the sources may be directories, whose contents are copied.",
  },
  messages: {
    overwritten: {
      what: '{{keyword}} writes {{count}} sources to "{{destination}}" in {{stage}}, which has no slash at the end',
      why: "Unless a directory of that name exists, each file replaces the one before, and the last one is left",
      how: 'Write "{{destination}}/"',
    },
    refused: {
      what: '{{keyword}} writes {{count}} sources to "{{destination}}", which has no slash at the end',
      why: "BuildKit sees that it is a directory, but the classic builder refuses the line",
      how: 'Write "{{destination}}/"',
    },
    addSlash: 'Write "{{destination}}/"',
  },
  schema: [{ type: "object", properties: { builders: { enum: ["buildkit", "all"] } }, additionalProperties: false }],
  defaultOptions: [{ builders: "buildkit" }] as [IntoDirectoryOptions],
  hasSuggestions: true,
  create(context) {
    const { sourceCode } = context;
    const [{ builders = "buildkit" }] = context.options;

    function check(node: Copy | Add): void {
      const { destination, sources, keyword } = node;
      const count = sources.length + node.heredocs.length;
      if (!destination || count < 2) return;
      const text = sourceCode.model.expand(node, destination);
      const path = text.value;
      if (text.error !== null || text.undefinedNames.length > 0 || /[\\/]$/.test(path) || path === "") return;
      const isDirectory = /(?:^|[\\/])\.{1,2}$/.test(path) || directoryExists(sourceCode, node);
      const overwrites = !isDirectory && (node.heredocs.length > 1 || sources.every((source) => isPlainFile(source)));
      if (!overwrites && builders !== "all") return;
      const written = sourceText(sourceCode, destination.range);
      const isWritten = written === destination.value && !/["'$]/.test(written);
      const data = { keyword, count, destination: path, stage: describeStage(sourceCode.model.stageOf(node)) };
      context.report({
        node: destination,
        messageId: overwrites ? "overwritten" : "refused",
        data,
        suggest: isWritten
          ? [{ messageId: "addSlash", data, fix: (fixer) => fixer.insertTextAfterRange(destination.range, "/") }]
          : [],
      });
    }

    return { Copy: check, Add: check };
  },
});

/** By its name: `x.json`, `Makefile`. What may be a directory is copied with its contents, and overwrites nothing. */
function isPlainFile({ value }: Word): boolean {
  if (value.includes("$") || value.endsWith("/") || value.includes("://")) return false;
  const name = baseName(value);
  if (hasGlob(name)) return /\.\w+$/.test(name);
  return (
    /[^.]\.[A-Za-z][\w-]{0,9}$/.test(name) ||
    /^(?:Gemfile|Pipfile|Makefile|Rakefile|Procfile|LICENSE|README)$/.test(name)
  );
}

/** True when something above makes the directory, or every image has it. */
function directoryExists({ model }: DockerfileSourceCode, node: Copy | Add): boolean {
  const path = destinationOf(model, node);
  const stage = model.stageOf(node);
  if (path === null || !stage) return false;
  if (everywhere.has(path) && stage.rootBase.kind !== "scratch") return true;
  if (stage.stateBefore(node).workdir === path) return true;
  return instructionsOf(stage).some((step) => {
    if (step.range[0] >= node.range[0]) return false;
    if (step.type === "Workdir") return stage.expand(step, step.args[0] ?? "").value === path;
    if (step.type === "Copy" || step.type === "Add") {
      const destination = destinationOf(model, step);
      return destination !== null && isInside(trimSlash(destination), path);
    }
    // A RUN that names the directory, or one below it, probably makes it.
    return isRun(step) && step.logical.text.includes(path);
  });
}
