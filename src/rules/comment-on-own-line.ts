import { defineRule } from "./define-rule.ts";
import { sourceText } from "./shared/source-ranges.ts";
import type { RuleFixer } from "../language/rule-types.ts";
import type {
  Add,
  Arg,
  Copy,
  Env,
  Instruction,
  Label,
  Maintainer,
  Range,
  User,
  Volume,
  Workdir,
} from "../syntax/nodes.ts";

/** Where white space has no business at all. */
const inName = /[ \t]#/;
/** Prose may hold a `#`: only one that stands alone, with words behind it, begins a comment. Rare, and slow to compile. */
const inProse = (): RegExp => /[ \t]#+[ \t]+[\p{L}"'(]/u;

export default defineRule({
  id: "comment-on-own-line",
  type: "problem",
  docs: {
    description: "Put a comment on a line of its own",
    category: "correctness",
    severity: "warning",
    recommended: true,
    since: "0.1.0",
    why: `A Dockerfile knows comments only at the start of a line. Behind an instruction the \`#\` and every word after
it belong to the value: \`USER app # drop root\` asks for a user called \`app # drop root\`, \`COPY\` takes the last word of
the comment for the destination, \`ARG\` declares a build argument for each word. FROM, EXPOSE and \`ENV a=b\` refuse
such a line; the instructions named here accept it without a word.`,
    examples: [
      { bad: "FROM debian:12\nUSER app # drop root\n", good: "FROM debian:12\n# drop root\nUSER app\n" },
      {
        bad: "FROM debian:12\nARG VERSION=1.2 # the release\n",
        good: "FROM debian:12\n# the release\nARG VERSION=1.2\n",
      },
    ],
    whenNot:
      "RUN, CMD and ENTRYPOINT in shell form are not looked at: there the shell reads the comment. A value that really holds a `#` after a blank can be put in double quotes.",
  },
  messages: {
    partOfValue: {
      what: "'#' begins no comment behind {{keyword}}",
      why: "{{effect}}",
      how: "Put the comment on a line of its own above the instruction",
    },
    moveUp: "Put the comment on a line of its own",
  },
  hasSuggestions: true,
  create(context) {
    const { sourceCode } = context;

    function report(node: Instruction, start: number, effect: string): void {
      const range: Range = [start, lastOffset(node)];
      context.report({
        node: { range },
        messageId: "partOfValue",
        data: { keyword: node.keyword, effect },
        suggest: [{ messageId: "moveUp", fix: (fixer) => moveUp(fixer, node, range) }],
      });
    }

    function moveUp(fixer: RuleFixer, node: Instruction, [start, end]: Range) {
      const { text } = sourceCode;
      const lineStart = sourceCode.getIndexFromLoc({ line: node.lines[0], column: 1 });
      const comment = sourceText(sourceCode, [start, end]);
      if (comment.includes("\n")) return null;
      let from = start;
      while (from > lineStart && (text[from - 1] === " " || text[from - 1] === "\t")) from--;
      const lineEnd = text.includes("\r\n") ? "\r\n" : "\n";
      return [fixer.insertTextBeforeRange([lineStart, lineStart], comment + lineEnd), fixer.removeRange([from, end])];
    }

    function checkArg(node: Arg): void {
      if (node.pairs.length < 2) return;
      const word = node.pairs.slice(1).find((pair) => pair.key.value.startsWith("#"));
      if (word) report(node, word.range[0], "Each of its words declares one more build argument");
    }

    function checkList(node: Copy | Add | Volume): void {
      if (node.json || node.heredocs.length > 0 || !node.logical.text.includes("#")) return;
      const first = node.type === "Volume" ? 1 : 2;
      const index = node.args.findIndex(
        (word, at) => at > 0 && (word.value === "#" || (at >= first && word.value.startsWith("#"))),
      );
      const word = node.args[index];
      if (!word) return;
      const effect =
        node.type === "Volume"
          ? "Each of its words makes one more volume"
          : "Its last word is taken for the destination, and all words before it for files to copy";
      report(node, word.range[0], effect);
    }

    function checkText(node: User | Workdir | Maintainer): void {
      const pattern = node.type === "Maintainer" ? inProse() : inName;
      checkValue(node, node.args[0]?.value ?? "", pattern);
    }

    /** `ENV key value` takes the rest of the line; `ENV key=value` refuses a comment. */
    function checkPairs(node: Env | Label): void {
      const [pair] = node.pairs;
      if (pair?.legacy) checkValue(node, pair.value?.value ?? "", inProse());
    }

    function checkValue(node: Instruction, value: string, pattern: RegExp): void {
      if (!value.includes("#")) return;
      const match = pattern.exec(withoutQuoted(value));
      if (!match) return;
      const valueStart = node.logical.text.lastIndexOf(value);
      report(
        node,
        node.logical.toSource(valueStart + match.index + 1),
        "The whole text up to the end of the line is the value",
      );
    }

    return {
      Arg: checkArg,
      Copy: checkList,
      Add: checkList,
      Volume: checkList,
      User: checkText,
      Workdir: checkText,
      Maintainer: checkText,
      Env: checkPairs,
      Label: checkPairs,
    };
  },
});

/** The same length, with what stands in quotes blanked out. */
function withoutQuoted(text: string): string {
  return text.replace(/"(?:\\.|[^"\\])*"|'[^']*'/g, (quoted) => "_".repeat(quoted.length));
}

function lastOffset(node: Instruction): number {
  return node.args.at(-1)?.range[1] ?? node.range[1];
}
