import { baseModelOptions, variablesOfTags } from "../knowledge/base-images.ts";
import { defineRule } from "./define-rule.ts";
import { hasFallback } from "./shared/base-image.ts";
import { describeStage } from "./shared/describe-stage.ts";
import { expandedWords, type ExpandedWord } from "./shared/expanded-words.ts";
import { scopeOption, scopeSchema, visitSteps, type JudgingScope } from "./shared/judged-steps.ts";
import { inCaseOf } from "./shared/keyword-case.ts";
import { isRejected } from "./shared/rejected.ts";
import { sourceText } from "./shared/source-ranges.ts";
import type { RuleFixer } from "../language/rule-types.ts";
import type { StageModel } from "../model/types.ts";
import { usesOf } from "../syntax/expand-word.ts";
import { buildkitLimit, nearest } from "../syntax/suggest.ts";
import type { Env, From, Instruction, Range } from "../syntax/nodes.ts";

interface UndefinedVarOptions {
  readonly unknownBase?: "accept" | "report";
  readonly fallbacks?: "accept" | "report";
  readonly scope?: JudgingScope;
}

/** They steer the builder and are in no environment; a stage may read them without an ARG. */
const builderOnly = new Set(["BUILDKIT_SBOM_SCAN_CONTEXT", "BUILDKIT_SBOM_SCAN_STAGE"]);

const variable = /(?<!\\)\$\{?([\p{L}\p{N}_]+|[@*#?$!-])/gu;

/** Cheap, as most instructions read none. */
function readsVariables(node: Instruction): boolean {
  // The commands of a RUN are the shell's.
  if (node.type === "Run" && node.mounts.length === 0) return false;
  return node.logical.text.includes("$") || node.heredocs.length > 0;
}

export default defineRule({
  id: "no-undefined-var",
  type: "problem",
  docs: {
    description: "Set every variable before an instruction reads it",
    category: "correctness",
    severity: "warning",
    recommended: true,
    since: "0.1.0",
    buildkit: ["UndefinedVar"],
    droast: ["DF087"],
    why: `A variable that nothing sets is empty, and the builder says nothing about it: \`COPY app-$VERSION.jar .\`
copies \`app-.jar\`. Mostly it is a slip of the pen, or an ARG that stands above the first FROM, where only FROM sees
it. In the body of a COPY heredoc it is a variable that was meant for the script and is gone before the script is
written. What well-known base images set is taken into account.`,
    examples: [
      {
        bad: "FROM debian:12\nARG VERSION=1.0\nCOPY app-$VERSOIN.jar /app.jar\n",
        good: "FROM debian:12\nARG VERSION=1.0\nCOPY app-$VERSION.jar /app.jar\n",
      },
      {
        bad: "ARG VERSION=1.0\nFROM debian:12\nLABEL version=$VERSION\n",
        good: "ARG VERSION=1.0\nFROM debian:12\nARG VERSION\nLABEL version=$VERSION\n",
      },
      {
        bad: 'FROM debian:12\nCOPY <<EOF /start.sh\nexec server "$@"\nEOF\n',
        good: 'FROM debian:12\nCOPY <<"EOF" /start.sh\nexec server "$@"\nEOF\n',
        note: "Quotes around the name of a heredoc keep its body as it is.",
      },
    ],
    options: `\`unknownBase\` (default \`"accept"\`): on a base image whose variables are not known here, any name may be set.
\`"report"\` takes it to set nothing but \`PATH\` and what other tags of the same official image are known to set. BuildKit
pulls the image and knows.

\`fallbacks\` (default \`"accept"\`): \`\${NAME:-default}\`, \`\${NAME:+text}\` and the like say themselves what an unset
variable means, and in a word that the builder rejects the variable is not the fault. \`"report"\` reports these too, as
\`docker build --check\` does.

${scopeOption}`,
    presetOptions: { buildkit: [{ unknownBase: "report", fallbacks: "report", scope: "build" }] },
    whenNot: `With the scope \`"file"\` nothing is said of ONBUILD: the image that it runs in may set the variable. The shell
text of RUN, CMD and ENTRYPOINT is not looked at, as the shell that reads it knows more variables.`,
  },
  messages: {
    undefined: {
      what: '"{{name}}" is read by {{keyword}}, but nothing sets it before{{similar}}',
      why: "It is empty here",
      how: "Set it above with ARG or ENV, or write {{escape}}${{name}} where the text itself is meant",
    },
    notInStage: {
      what: '"{{name}}" is read by {{keyword}}, but {{stage}} has no ARG for it',
      why: "An argument from above the first FROM, or of the platform, is empty in a stage that does not name it",
      how: 'Add "ARG {{name}}" to the stage',
    },
    useSimilar: 'Write "{{similar}}"',
    addArg: 'Add "ARG {{name}}" above it',
  },
  schema: [
    {
      type: "object",
      properties: {
        unknownBase: { enum: ["accept", "report"] },
        fallbacks: { enum: ["accept", "report"] },
        scope: scopeSchema,
      },
      additionalProperties: false,
    },
  ],
  defaultOptions: [{ unknownBase: "accept", fallbacks: "accept", scope: "file" }] as [UndefinedVarOptions],
  hasSuggestions: true,
  create(context) {
    const { sourceCode } = context;
    const { escape } = sourceCode.ast;
    let searched: { readonly text: string; readonly uses: ReadonlyMap<string, Range> } | null = null;
    const [{ unknownBase = "accept", fallbacks = "accept", scope = "file" }] = context.options;
    // The triggers of a base image, which a build meets, stand elsewhere.
    if (scope === "file" && !sourceCode.text.includes("$")) return {};

    function check(node: Instruction, from: From | null): void {
      if ((node.inOnbuild && !from) || !readsVariables(node)) return;
      const { model } = sourceCode;
      const stage = model.stageOf(from ?? node);
      if (!stage) return;
      for (const word of expandedWords(model, stage, node)) {
        if (word.expansion.undefinedNames.length === 0) continue;
        // A word that does not build is left to `valid-syntax`.
        if (fallbacks === "accept" && (word.expansion.error !== null || isRejected(sourceCode, word.range))) continue;
        for (const name of word.expansion.undefinedNames) {
          if (!builderOnly.has(name) && isFault(name, word, stage, node)) report(name, word, stage, node, from);
        }
      }
    }

    function isFault(name: string, { text, range }: ExpandedWord, stage: StageModel, node: Instruction): boolean {
      if (fallbacks === "accept" && hasOwnMeaning(text, name)) return false;
      if (unknownBase === "accept" && node.type === "Env" && isSetByOtherPair(node, name, range)) return false;
      if (stage.stateBefore(node).baseEnvKnown || isPredefined(name)) return true;
      return unknownBase === "report" && !isSetByOtherTags(name, stage);
    }

    /** True where nothing is known of the base image itself, and other tags of it set the variable. */
    function isSetByOtherTags(name: string, { rootBase }: StageModel): boolean {
      const reference = rootBase.kind === "image" ? rootBase.reference : null;
      const { baseEnvironment } = baseModelOptions(sourceCode.baseImages, sourceCode.languageOptions.platform);
      if (!reference || baseEnvironment(reference)) return false;
      return variablesOfTags(reference).has(name);
    }

    /** True when the word says itself what becomes of an unset variable. */
    function hasOwnMeaning(text: string, name: string): boolean {
      return (
        hasFallback(text, name, escape) ||
        usesOf(name, text, escape).some(({ modifier }) => /[+?]$/.test(modifier ?? ""))
      );
    }

    /** Left to `no-same-env-reference`. */
    function isSetByOtherPair({ pairs }: Env, name: string, range: Range): boolean {
      return pairs.some(({ key, value }) => key.value === name && value !== null && value.range[0] !== range[0]);
    }

    /** Arguments of the platform, which no base image sets. */
    function isPredefined(name: string): boolean {
      return sourceCode.model.globalArgs.get(name)?.node === null;
    }

    function report(name: string, word: ExpandedWord, stage: StageModel, node: Instruction, from: From | null): void {
      const global = sourceCode.model.globalArgs.has(name);
      const { env, args } = stage.stateBefore(node);
      const similar = global ? null : nearest(name, [...env.keys(), ...args.keys()], buildkitLimit);
      const range = placeOf(name, word);
      const data = { name, keyword: node.keyword, stage: describeStage(stage), escape };
      context.report({
        node: from ?? { range },
        messageId: global ? "notInStage" : "undefined",
        data: { ...data, similar: similar === null ? "" : ` (did you mean "${similar}"?)` },
        suggest: from ? [] : suggestions(name, similar, global, range, node),
      });
    }

    function suggestions(name: string, similar: string | null, global: boolean, range: Range, node: Instruction) {
      if (global) {
        const line = `${inCaseOf("ARG", node.keywordText)} ${name}${sourceCode.text.includes("\r\n") ? "\r\n" : "\n"}`;
        const at = sourceCode.getIndexFromLoc({ line: node.lines[0], column: 1 });
        return [
          {
            messageId: "addArg" as const,
            data: { name },
            fix: (fixer: RuleFixer) => fixer.insertTextBeforeRange([at, at], line),
          },
        ];
      }
      const start = sourceText(sourceCode, range).indexOf(name);
      if (similar === null || start < 0) return [];
      const at: Range = [range[0] + start, range[0] + start + name.length];
      return [
        {
          messageId: "useSimilar" as const,
          data: { similar },
          fix: (fixer: RuleFixer) => fixer.replaceTextRange(at, similar),
        },
      ];
    }

    /** The variable in the word; the whole word where it is not written in one piece. */
    function placeOf(name: string, { text, range }: ExpandedWord): Range {
      const source = sourceText(sourceCode, range);
      const inJson = source === `"${text}"`;
      if (source !== text && !inJson) return range;
      const start = inJson ? range[0] + 1 : range[0];
      const [use] = usesOf(name, text, escape);
      if (use) return [start + use.start, start + use.end];
      // The body of a heredoc, where quotes are plain text.
      const place = plainUses(text).get(name);
      return place ? [start + place[0], start + place[1]] : range;
    }

    /** The first place of each name in a text without quotes. A heredoc may hold thousands: it is searched once. */
    function plainUses(text: string): ReadonlyMap<string, Range> {
      if (searched?.text === text) return searched.uses;
      const uses = new Map<string, Range>();
      for (const { 0: match, 1: name = "", index } of text.matchAll(variable)) {
        if (!uses.has(name)) uses.set(name, [index, index + match.length]);
      }
      searched = { text, uses };
      return uses;
    }

    return visitSteps(context, scope, {
      Add: check,
      Arg: check,
      Copy: check,
      Env: check,
      Label: check,
      Run: check,
      Stopsignal: check,
      User: check,
      Volume: check,
      Workdir: check,
    });
  },
});
