import type { Copy, Instruction, Word } from "../syntax/nodes.ts";
import { defineRule } from "./define-rule.ts";
import { isTarArchive, unpackedOperand } from "./shared/archives.ts";
import { fileBodies } from "./shared/file-bodies.ts";
import { baseName } from "./shared/paths.ts";
import { calledPrograms } from "./shared/programs.ts";
import { isShipped } from "./shared/shipped-layers.ts";
import { isRun } from "./shared/stage-steps.ts";

export default defineRule({
  id: "prefer-add-archive",
  type: "suggestion",
  docs: {
    description: "Let ADD unpack an archive from the build context",
    category: "size",
    severity: "info",
    recommended: true,
    since: "0.1.0",
    hadolint: ["DL3010"],
    droast: ["DF067"],
    why: `\`COPY app.tar.gz\` and a RUN that unpacks it make two layers, and the first keeps the archive for good, also when the RUN deletes
it. \`ADD app.tar.gz /dir/\` unpacks a local tar archive (plain, gzip, bzip2 or xz) while it adds it, in one layer and
without a copy of the archive.`,
    examples: [
      {
        bad: "FROM debian:12\nCOPY rootfs.tar.gz /tmp/\nRUN tar -xzf /tmp/rootfs.tar.gz -C /opt && rm /tmp/rootfs.tar.gz\n",
        good: "FROM debian:12\nADD rootfs.tar.gz /opt/\n",
      },
    ],
    whenNot:
      "ADD cannot strip leading directories or unpack a part: for that, mount the archive with `RUN --mount=type=bind`, which leaves no layer with it either. Archives that ADD does not unpack (zip, zstd) are not reported.",
  },
  messages: {
    copied: {
      what: '"{{archive}}" is copied here and unpacked in line {{line}}',
      why: "The layer of the COPY keeps the archive next to its content",
      how: "{{advice}}",
    },
  },
  create(context) {
    const { sourceCode } = context;
    // Nothing else unpacks what is copied.
    if (!calledPrograms(sourceCode.ast).has("tar")) return {};

    function check(copy: Copy, body: readonly Instruction[]): void {
      if (copy.flags.some(({ name }) => name === "from") || !copy.destination) return;
      const target = fileName(copy.destination);
      for (const source of copy.sources) {
        const name = fileName(source);
        if (!isTarArchive(name)) continue;
        const stored = isTarArchive(target) && copy.sources.length === 1 ? target : name;
        const command = body
          .slice(body.indexOf(copy) + 1)
          .filter(isRun)
          .flatMap(({ commands }) => commands)
          .find((one) => unpackedOperand(one, stored) !== null);
        if (!command) continue;
        const isPartial = command.args.some(({ value }) =>
          /^--(?:strip|exclude|transform|wildcards|one-top-level)/.test(value),
        );
        context.report({
          node: source,
          messageId: "copied",
          data: {
            archive: source.value,
            line: sourceCode.getLoc(command).start.line,
            advice: isPartial
              ? `Mount it into that RUN with --mount=type=bind,source=${source.value},target=/tmp/${name}, which leaves no layer`
              : "Write ADD with the directory that it is unpacked to, and drop the tar command",
          },
          related: [{ message: "Unpacked here", range: command.range }],
        });
      }
    }

    return {
      Dockerfile(file) {
        for (const body of fileBodies(file)) {
          for (const instruction of body) {
            if (instruction.type === "Copy" && isShipped(sourceCode.model, instruction)) check(instruction, body);
          }
        }
      },
    };
  },
});

/** Files for Windows may be written with either slash. */
function fileName({ value }: Word): string {
  return baseName(value.replace(/^(["'])(.*)\1$/, "$2").replaceAll("\\", "/"));
}
