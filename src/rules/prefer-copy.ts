import { defineRule } from "./define-rule.ts";
import { remoteSource } from "./shared/context-sources.ts";
import { inCaseOf } from "./shared/keyword-case.ts";
import { sourceText } from "./shared/source-ranges.ts";
import { describeStage } from "./shared/describe-stage.ts";
import type { Add } from "../syntax/nodes.ts";

/** Flags that make ADD do what COPY cannot. */
const addOnlyFlags = new Set(["checksum", "keep-git-dir", "unpack"]);
const archive = /\.(?:tar|t?gz|t?xz|t?bz2|t?zst|tbz|tb2|tlz|tpz|lz|lzma|z|tz)$/i;
/** A folder, or a file whose ending says that it is no archive. */
const surelyPlain = /^\.{1,2}$|\/\.{0,2}$|[^/.]\.[a-z][a-z0-9_-]{0,9}$/i;

export default defineRule({
  id: "prefer-copy",
  type: "suggestion",
  docs: {
    description: "Use COPY where ADD does nothing more",
    category: "correctness",
    severity: "info",
    recommended: true,
    since: "0.1.0",
    hadolint: ["DL3020"],
    trivy: ["DS-0005"],
    checkov: ["CKV_DOCKER_4"],
    droast: ["DF006"],
    why: `ADD downloads URLs, clones repositories and unpacks archives, and it decides by the content of each file:
one that happens to be a compressed tar lands unpacked in the image. COPY copies, always. Where nothing is to be
unpacked or fetched, COPY says so and cannot surprise.`,
    examples: [
      { bad: "FROM node:22\nADD package.json /app/\n", good: "FROM node:22\nCOPY package.json /app/\n" },
      {
        bad: "FROM debian:12\nADD ./config/ /etc/app/\n",
        good: "FROM debian:12\nADD rootfs.tar.gz /\n",
        note: "ADD is right for archives, URLs, repositories, and with `--checksum`, `--unpack` or `--keep-git-dir`.",
      },
    ],
    whenNot: "Sources that depend on a build argument are not judged: the argument may name an archive or a URL.",
    fixSafety: `Only offered as a fix when each source is a folder, a heredoc, or a file whose ending rules out an
archive that ADD would unpack; else it is a suggestion. All flags that remain mean the same for COPY.`,
  },
  messages: {
    copyDoes: {
      what: "ADD in {{stage}} takes only plain files from the build context",
      why: "ADD unpacks whatever turns out to be an archive, COPY never does",
      how: "Use COPY",
    },
    useCopy: "Replace ADD by COPY, which leaves archives packed",
  },
  fixable: true,
  hasSuggestions: true,
  create(context) {
    const { sourceCode } = context;

    /** The sources as the builder sees them; null when one depends on what is not in the file. */
    function knownSources(node: Add): string[] | null {
      const sources: string[] = [];
      for (const word of node.sources) {
        const text = sourceCode.model.expand(node, word);
        const settled = text.error === null && text.undefinedNames.length === 0 && text.overridable.length === 0;
        if (!settled) return null;
        sources.push(text.value);
      }
      return sources;
    }

    return {
      Add(node) {
        if (node.flags.some(({ name }) => addOnlyFlags.has(name)) || node.destination === null) return;
        const sources = knownSources(node);
        if (!sources || sources.some((source) => archive.test(source) || remoteSource.test(source))) return;
        const stage = sourceCode.model.stageOf(node);
        const range = node.keywordRange;
        const replaceable = sourceText(sourceCode, range) === node.keywordText;
        const safe = replaceable && sources.every((source) => surelyPlain.test(source));
        const copy = inCaseOf("COPY", node.keywordText);
        context.report({
          node: { range },
          messageId: "copyDoes",
          data: { stage: describeStage(stage) },
          fix: safe ? (fixer) => fixer.replaceTextRange(range, copy) : null,
          suggest:
            replaceable && !safe ? [{ messageId: "useCopy", fix: (fixer) => fixer.replaceTextRange(range, copy) }] : [],
        });
      },
    };
  },
});
