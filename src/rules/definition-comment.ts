import { defineRule } from "./define-rule.ts";
import { checkCommentOf, fileCheckOptions, type CheckList } from "../syntax/check-options.ts";
import type { Arg, Comment, From } from "../syntax/nodes.ts";

interface DefinitionCommentOptions {
  readonly experimental?: boolean;
}

const checkName = "InvalidDefinitionDescription";
/** Comments that speak to tools. */
const toolComment = /^(?:check|escape|syntax)\s*=|^(?:hadolint|stratalint|eslint)\b/;

export default defineRule({
  id: "definition-comment",
  type: "suggestion",
  docs: {
    description: "Begin the comment above ARG and above a named stage with the name",
    category: "style",
    severity: "style",
    recommended: false,
    since: "0.1.0",
    buildkit: [checkName],
    why: `\`docker build --call=outline\` and \`--call=targets\` list the arguments and stages of a file. They take the
description from the comment directly above, if it has a line in the form \`# name description\`; any other comment
there is lost to them.`,
    examples: [
      {
        bad: "# Which Node.js to use\nARG NODE=22\nFROM node:${NODE}\n",
        good: "# NODE is the version of Node.js\nARG NODE=22\nFROM node:${NODE}\n",
      },
      {
        bad: "# Compiles the server\nFROM golang:1.24 AS build\n",
        good: "# Compiles the server\n\nFROM golang:1.24 AS build\n",
        note: "A comment that is not a description stands apart by an empty line.",
      },
    ],
    options: `\`experimental\` (default \`false\`): judge as the experimental check of \`docker build --check\` does. That is only
where \`# check=experimental=${checkName}\` asks for it; the last line of the comment counts, also with an empty line
below it, and never an indented one.`,
    presetOptions: { buildkit: [{ experimental: true }] },
    whenNot: "Files whose comments above FROM and ARG are about something else than the stage or the argument.",
  },
  messages: {
    noDescription: {
      what: 'The comment above this {{keyword}} does not begin with "{{name}}"',
      why: "Tools that list arguments and stages do not show it as a description",
      how: 'Write it as "# {{name}} <description>", or leave an empty line below the comment',
    },
  },
  schema: [{ type: "object", properties: { experimental: { type: "boolean" } }, additionalProperties: false }],
  defaultOptions: [{ experimental: false }] as [DefinitionCommentOptions],
  create(context) {
    const { sourceCode } = context;
    const { text } = sourceCode;
    const experimental = context.options[0].experimental ?? false;
    let forFile: CheckList | undefined;

    function check(node: Arg | From): void {
      if (node.inOnbuild || node.leadingComments.length === 0) return;
      const names = namesOf(node);
      if (names.length === 0) return;
      if (
        experimental
          ? !isAskedFor(node) || lastLineNames(node, names)
          : !isDescription(node) || anyLineNames(node, names)
      ) {
        return;
      }
      const last = node.leadingComments.at(-1);
      const name = names.length === 1 ? (names[0] ?? "") : `<arg_key>`;
      context.report({
        node: experimental ? { range: node.keywordRange } : (last ?? node),
        messageId: "noDescription",
        data: { keyword: node.keyword, name },
      });
    }

    function isAskedFor(node: Arg | From): boolean {
      forFile ??= fileCheckOptions(sourceCode.ast, context.languageOptions.buildArgs).experimental;
      return names(forFile) || names(checkCommentOf(node, text)?.options.experimental);
    }

    /** BuildKit's reading: the first word of the last line, whose `#` must begin the line. */
    function lastLineNames(node: Arg | From, known: readonly string[]): boolean {
      const last = node.leadingComments.at(-1);
      if (!last) return true;
      const indented = last.range[0] > 0 && text[last.range[0] - 1] !== "\n";
      return !indented && known.includes(last.value.split(" ", 1)[0] ?? "");
    }

    function anyLineNames(node: Arg | From, known: readonly string[]): boolean {
      return node.leadingComments.some(({ value }) => known.some((name) => value.startsWith(`${name} `)));
    }

    /** False for what is no description: a comment with an empty line below it, or one that speaks to tools. */
    function isDescription(node: Arg | From): boolean {
      const last = node.leadingComments.at(-1);
      return last !== undefined && touches(last, node) && !node.leadingComments.every(isForTools);
    }

    function touches(comment: Comment, node: Arg | From): boolean {
      return !/\n[ \t\r]*\n/.test(text.slice(comment.range[1], node.range[0]));
    }

    return { Arg: check, From: check };
  },
});

/** What the comment may describe. */
function namesOf(node: Arg | From): string[] {
  if (node.type === "Arg") return node.pairs.map(({ key }) => key.value);
  return node.alias ? [node.alias.value.toLowerCase()] : [];
}

function names(list: CheckList | undefined): boolean {
  return list !== undefined && (list.all || list.names.some(({ name }) => name === checkName));
}

function isForTools({ value }: Comment): boolean {
  return toolComment.test(value);
}
