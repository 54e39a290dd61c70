import { defineRule } from "./define-rule.ts";
import { markerTrap, unseenMarker } from "../syntax/heredoc-traps.ts";
import { isQuoted } from "../syntax/shell-quotes.ts";
import type { Add, Copy, Heredoc, Range, Run } from "../syntax/nodes.ts";

export default defineRule({
  id: "valid-heredoc",
  type: "problem",
  docs: {
    description: "Write here-documents so that BuildKit and the shell agree on them",
    category: "correctness",
    severity: "error",
    recommended: true,
    since: "0.1.0",
    why: `BuildKit looks for \`<<NAME\` itself, before any shell, and knows neither the shell's comments nor its
arithmetic nor its punctuation: \`# <<EOF\` and \`$(( 1 << 2 ))\` open a heredoc, \`<<EOF;\` waits for a line \`EOF;\`, and
\`a<<EOF\` is none. Where no line ends the heredoc the build fails, and \`valid-syntax\` says why. Here it is about the
files that BuildKit accepts: a later line happens to end it, all instructions up to there are gone, or the shell gets a
\`<<EOF\` without its text.`,
    examples: [
      {
        bad: "FROM debian:12\nRUN cat <<EOF > /a\none\nRUN cat <<EOF > /b\ntwo\nEOF\n",
        good: "FROM debian:12\nRUN cat <<EOF > /a\none\nEOF\nRUN cat <<EOF > /b\ntwo\nEOF\n",
        note: "The first heredoc ends where the second should; the second RUN is text in it.",
      },
      {
        bad: "FROM debian:12\nRUN make # see <<EOF\nRUN <<EOF\nmake install\nEOF\n",
        good: "FROM debian:12\nRUN make\nRUN <<EOF\nmake install\nEOF\n",
      },
    ],
    whenNot: "Never: the build does something else than the file says.",
  },
  messages: {
    swallowed: {
      what: "The heredoc '{{name}}' takes in the instruction on line {{line}}, which opens one of the same name",
      why: "It ends only at the next line '{{name}}', so that instruction is text and is never run",
      how: "End the heredoc with a line '{{name}}' before it, or give the two different names",
    },
    comment: {
      what: "'{{marker}}' in a shell comment opens a heredoc",
      why: "BuildKit does not know comments of the shell, and the lines down to '{{name}}' are no instructions any more",
      how: "Remove '<<' from the comment",
    },
    arithmetic: {
      what: "'{{marker}}' in an arithmetic expression opens a heredoc",
      why: "BuildKit does not know the shell's arithmetic, and the lines down to '{{name}}' are no instructions any more",
      how: "Write the shift without blanks around '<<'",
    },
    punctuation: {
      what: "BuildKit takes '{{name}}' for the name of the heredoc, the shell only what stands before the punctuation",
      why: "The shell finds no end of it, and reads the lines behind it as text as well",
      how: "Put a blank behind the name",
    },
    unseen: {
      what: "'<<{{name}}' is no heredoc for BuildKit",
      why: "The shell gets it without a text, as the lines below are instructions: {{cause}}",
      how: "Write RUN <<{{name}} on a line of its own, with the script below it",
    },
  },
  create(context) {
    const { sourceCode } = context;

    function checkSwallowed(node: Run | Copy | Add): void {
      for (const heredoc of node.heredocs) {
        const inner = heredoc.terminatorRange && innerInstruction(heredoc);
        if (!inner) continue;
        context.report({
          node: heredoc,
          messageId: "swallowed",
          data: { name: heredoc.name, line: sourceCode.getLoc({ range: inner }).start.line },
          related: [{ message: "This is text", range: inner }],
        });
        return;
      }
    }

    function checkRun(node: Run): void {
      if (!node.logical.text.includes("<<")) return;
      for (const heredoc of node.heredocs) {
        if (!heredoc.terminatorRange) continue;
        const start = logicalOffset(node, heredoc);
        const marker = sourceCode.getText(heredoc);
        const trap = markerTrap(node.logical.text, start, start + marker.length);
        if (!trap) continue;
        context.report({ node: heredoc, messageId: trap, data: { marker, name: heredoc.name } });
        return;
      }
      const unseen = unseenMarker(node);
      if (!unseen || isRejected(node) || !isShellHeredoc(node, unseen.range)) {
        checkSwallowed(node);
        return;
      }
      const cause = unseen.cause.split(". ")[0] ?? "";
      context.report({ node: unseen, messageId: "unseen", data: { name: unseen.name, cause } });
    }

    /** Then valid-syntax says it. */
    function isRejected({ range: [start, end] }: Run): boolean {
      return sourceCode.ast.problems.some(
        ({ code, range }) => code !== "empty-continuation" && range[0] >= start && range[0] < end,
      );
    }

    return { Run: checkRun, Copy: checkSwallowed, Add: checkSwallowed };
  },
});

/** The shell itself looks for a text there; a script in quotes brings its own lines along. */
function isShellHeredoc({ shellError, logical }: Run, [start, end]: Range): boolean {
  if (!shellError?.message.startsWith("here-document ended")) return false;
  const [at] = shellError.range;
  return at >= start && at < end && !isQuoted(logical.text, logical.text.indexOf("<<"));
}

/** A RUN, COPY or ADD inside the body that opens a heredoc of the same name. */
function innerInstruction({ name, content, contentRange }: Heredoc): Range | null {
  if (!content.includes("<<")) return null;
  let at = contentRange[0];
  for (const line of content.split("\n")) {
    const match = /^(?:RUN|COPY|ADD)[ \t].*?(?<!<)<<-?[ \t]*(["']?)([^\s"'<]+)\1(?:\s|$)/.exec(line);
    if (match?.[2] === name) return [at, at + line.trimEnd().length];
    at += line.length + 1;
  }
  return null;
}

/** Where the marker stands in the logical line. */
function logicalOffset({ logical }: Run, { range }: Heredoc): number {
  let at = logical.text.indexOf("<<");
  while (at >= 0 && logical.toSource(at) < range[0]) at = logical.text.indexOf("<<", at + 1);
  // Digits of a file descriptor stand before it.
  return at < 0 ? 0 : at - Math.max(0, logical.toSource(at) - range[0]);
}
