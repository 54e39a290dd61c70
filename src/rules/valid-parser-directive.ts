import { defineRule } from "./define-rule.ts";
import { buildkitChecks, checkMistakes, type CheckMistake } from "./shared/check-options.ts";
import { lastStartingBy, type Placed } from "../syntax/places.ts";
import { nearest } from "../syntax/suggest.ts";
import type { RuleFixer } from "../language/rule-types.ts";
import type { Comment, Dockerfile, Instruction, Range } from "../syntax/nodes.ts";

type Name = "syntax" | "escape" | "check";

/** A comment that is written like a directive, with a value that only a directive has. */
const directiveForm =
  /^#[\t ]*(?:(syntax)[\t ]*=[\t ]*([\w.-]+\/\S+)|(escape)[\t ]*=[\t ]*([`\\])|(check)[\t ]*=[\t ]*((?:skip|error|experimental)=.*?))[\t ]*\r?$/i;
/** Of the names, in any case. */
const directiveInitials = "sSeEcC";
const anyDirective = /^#[\t\f\r ]*([a-zA-Z][a-zA-Z0-9]*)[\t\f\r ]*=[\t\f\r ]*.+$/;

interface Written {
  readonly name: Name;
  readonly value: string;
  readonly valueAt: number;
  readonly range: Range;
}

export default defineRule({
  id: "valid-parser-directive",
  type: "problem",
  docs: {
    description: "Write parser directives where and how BuildKit reads them",
    category: "correctness",
    severity: "warning",
    recommended: true,
    since: "0.1.0",
    why: `\`# syntax=\`, \`# escape=\` and \`# check=\` count only in the first lines of a file. Below another comment, a blank
line or an instruction they are plain comments, and BuildKit goes on with its defaults. The value of \`check\` ends at
its first blank, so \`skip=A, B\` forgets B, and names are neither checked nor matched without case.`,
    examples: [
      {
        bad: "# the server\n# syntax=docker/dockerfile:1\nFROM debian:12\n",
        good: "# syntax=docker/dockerfile:1\n# the server\nFROM debian:12\n",
      },
      {
        bad: "# check=skip=UndefinedVar, StageNameCasing\nFROM debian:12\n",
        good: "# check=skip=UndefinedVar,StageNameCasing\nFROM debian:12\n",
      },
    ],
    whenNot:
      "For checks of BuildKit that are newer than Dockerfile frontend 1.26. `# check=skip=NAME` directly above an instruction is read for that instruction, and is fine there.",
  },
  messages: {
    notRead: {
      what: "'{{name}}' is not read as a parser directive: {{cause}}",
      why: "It is a comment like any other, and BuildKit goes on with its default",
      how: "Move it to the top of the file, without indentation",
    },
    cut: {
      what: "'{{text}}' is not read: the value of check ends at its first blank",
      why: "BuildKit takes the rest for a remark",
      how: "Write the list without blanks",
    },
    repeated: {
      what: "'{{text}}' replaces the option of the same name before it",
      why: "BuildKit keeps only the last",
      how: "Write one list, separated by commas",
    },
    name: {
      what: "BuildKit has no check called '{{text}}'{{hint}}",
      why: "An unknown name is accepted without a word and has no effect",
      how: "Write the name as BuildKit prints it",
    },
    errorInline: {
      what: "error= has no effect above an instruction",
      why: "Only the directive at the top of the file decides whether a check fails the build",
      how: "Move it to the top of the file",
    },
    moveUp: "Move it to the top of the file",
    joinList: "Remove the blanks from the list",
    useName: "Write '{{text}}'",
  },
  hasSuggestions: true,
  create(context) {
    const { sourceCode } = context;
    const { text } = sourceCode;

    function reportMistakes(directive: Written, inline: boolean): void {
      for (const mistake of checkMistakes(directive.value)) {
        const start = directive.valueAt + mistake.start;
        const range: Range = [start, start + mistake.text.length];
        if (mistake.kind === "cut") reportCut(directive, mistake, range);
        else if (mistake.kind === "name") reportName(mistake, range);
        // An option that BuildKit does not know is an error of `valid-syntax`. Above an instruction prose may look like one.
        else if (!inline && mistake.kind === "repeated") {
          context.report({ node: { range }, messageId: mistake.kind, data: { text: mistake.text } });
        }
      }
    }

    function reportCut(directive: Written, mistake: CheckMistake, range: Range): void {
      const read = directive.value.slice(0, directive.value.indexOf(" "));
      // The empty option that is left over fails the build, which `valid-syntax` says.
      if (read.endsWith(";")) return;
      const list: Range = [directive.valueAt, range[1]];
      const joined = text.slice(...list).replace(/[ \t]*([,;=])[ \t]*/g, "$1");
      context.report({
        node: { range },
        messageId: "cut",
        data: { text: mistake.text },
        suggest: [{ messageId: "joinList", fix: (fixer) => fixer.replaceTextRange(list, joined) }],
      });
    }

    function reportName(mistake: CheckMistake, range: Range): void {
      const near =
        buildkitChecks.find((name) => name.toLowerCase() === mistake.text.toLowerCase()) ??
        nearest(mistake.text, buildkitChecks, 4);
      context.report({
        node: { range },
        messageId: "name",
        data: { text: mistake.text, hint: near === null ? "" : ` (did you mean ${near}?)` },
        suggest:
          near === null
            ? []
            : [
                {
                  messageId: "useName",
                  data: { text: near },
                  fix: (fixer) => fixer.replaceTextRange(range, near),
                },
              ],
      });
    }

    function reportNotRead(directive: Written, dockerfile: Dockerfile): void {
      const read = dockerfile.directives.find((one) => one.name === directive.name);
      // Said again with the same value it does no harm.
      if (read?.value === directive.value) return;
      const cause = causeOf(directive);
      const canMove = !read && !text.startsWith("#!");
      context.report({
        node: directive,
        messageId: "notRead",
        data: { name: text.slice(...directive.range), cause },
        suggest: canMove ? [{ messageId: "moveUp", fix: (fixer) => moveUp(fixer, directive) }] : [],
      });
    }

    function moveUp(fixer: RuleFixer, { range }: Written) {
      const lineEnd = text.includes("\r\n") ? "\r\n" : "\n";
      const lineStart = text.lastIndexOf("\n", range[0] - 1) + 1;
      const next = text.indexOf("\n", range[1]);
      const inserted = fixer.insertTextBeforeRange([0, 0], text.slice(...range) + lineEnd);
      return [inserted, fixer.removeRange([lineStart, next < 0 ? text.length : next + 1])];
    }

    /** The first line above that ends the block of directives. */
    function causeOf({ name, range }: Written): string {
      let index = -1;
      for (
        let at = 0, end = text.indexOf("\n");
        end >= 0 && end < range[0];
        at = end + 1, end = text.indexOf("\n", at)
      ) {
        index++;
        const line = text.slice(at, end);
        const where = `on line ${index + 1}`;
        const content = line.trim();
        if (content === "") return `a blank line ${where} ends the directives`;
        if (index === 0 && content.startsWith("#!") && name !== "escape") continue;
        if (!content.startsWith("#")) return `the instructions begin ${where}`;
        const key = anyDirective.exec(content)?.[1]?.toLowerCase();
        if (key === undefined) return `a comment ${where} ends the directives`;
        if (key !== "syntax" && key !== "escape" && key !== "check") {
          return `BuildKit knows no directive '${key}', so line ${index + 1} ends the directives`;
        }
        if (name !== "escape" && /^\s/.test(line)) return `an indented line (${index + 1}) ends the directives`;
      }
      return "it is indented";
    }

    function checkWritten(found: readonly Written[], dockerfile: Dockerfile): void {
      const inline = inlineChecks(dockerfile, text);
      for (const written of found) {
        if (!inline.has(written.range[0]) || /^error=[^;]*$/.test(written.value)) {
          reportNotRead(written, dockerfile);
          continue;
        }
        reportMistakes(written, true);
        const error = /(?:^|;)error=[^;\s]*/.exec(written.value);
        if (!error) continue;
        const start = written.valueAt + error.index + (error[0].startsWith(";") ? 1 : 0);
        const end = written.valueAt + error.index + error[0].length;
        context.report({ node: { range: [start, end] }, messageId: "errorInline" });
      }
    }

    return {
      Dockerfile(dockerfile) {
        for (const { name, value, valueRange, range } of dockerfile.directives) {
          if (name === "check") reportMistakes({ name, value, valueAt: valueRange[0], range }, false);
        }
        const found = candidates(dockerfile, text);
        if (found.length > 0) checkWritten(found, dockerfile);
      },
    };
  },
});

/** Comments in the form of a directive, and lines of the first block that BuildKit does not read. */
function candidates(dockerfile: Dockerfile, text: string): Written[] {
  const found: Written[] = [];
  for (const { range } of dockerfile.comments) {
    const written = readWritten(range, text);
    if (written) found.push(written);
  }
  let at = 0;
  for (;;) {
    const lineEnd = text.indexOf("\n", at);
    const start = skipBlanks(text, at);
    if (text[start] !== "#" || lineEnd < 0) return found;
    const written = readWritten([start, text[lineEnd - 1] === "\r" ? lineEnd - 1 : lineEnd], text);
    if (written && !isKnown(dockerfile, start)) found.push(written);
    at = lineEnd + 1;
  }
}

/** Whether a comment, a directive or a problem begins there. */
function isKnown({ comments, directives, problems }: Dockerfile, start: number): boolean {
  return [comments, directives, problems].some((list) => lastStartingBy<Placed>(list, start)?.range[0] === start);
}

function readWritten(range: Range, text: string): Written | null {
  if (!directiveInitials.includes(text[skipBlanks(text, range[0] + 1)] ?? " ")) return null;
  const source = text.slice(...range);
  const match = directiveForm.exec(source);
  const name = (match?.[1] ?? match?.[3] ?? match?.[5])?.toLowerCase() as Name | undefined;
  if (!name) return null;
  const value = match?.[2] ?? match?.[4] ?? match?.[6] ?? "";
  return { name, value, valueAt: range[0] + source.indexOf(value, source.indexOf("=") + 1), range };
}

function skipBlanks(text: string, start: number): number {
  let at = start;
  while (text[at] === " " || text[at] === "\t") at++;
  return at;
}

/** Where the comments stand that BuildKit reads for one instruction: the first `check=` of a block, not indented. */
function inlineChecks({ prologue, stages }: Dockerfile, text: string): Set<number> {
  const found = new Set<number>();
  const isCheck = ({ value, range: [start] }: Comment): boolean =>
    value.startsWith("check=") && (start === 0 || text[start - 1] === "\n");
  const add = ({ leadingComments }: Instruction): void => {
    const first = leadingComments.find(isCheck);
    if (first) found.add(first.range[0]);
  };
  for (const node of prologue) add(node);
  for (const { from, body } of stages) {
    add(from);
    for (const node of body) add(node);
  }
  return found;
}
