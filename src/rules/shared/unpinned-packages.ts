/** The one way in which all rules about package versions look at a RUN. */
import type { DockerfileRuleContext, DockerfileRuleVisitor } from "../../language/rule-types.ts";
import type { ShellWord } from "../../shell/nodes.ts";
import type { PackageAction, PackageCall } from "../../shell/package-call.ts";
import { isPinned } from "../../shell/package-pins.ts";
import type { Run } from "../../syntax/nodes.ts";
import { describeStage } from "./describe-stage.ts";
import { listWords } from "./listing.ts";
import { packageCalls } from "./package-calls.ts";
import { calledManagers } from "./programs.ts";

export interface PinOptions {
  /** Packages that need no version. */
  readonly ignore?: readonly string[];
}

/** The options of every rule about package versions. */
export const pinOptionsSchema: readonly object[] = [
  {
    type: "object",
    properties: { ignore: { type: "array", items: { type: "string" }, uniqueItems: true } },
    additionalProperties: false,
  },
];

/** What the options section of their pages says. */
export const pinOptionsHelp =
  '`ignore`: names of packages that may stay without a version, for example `["ca-certificates"]`.';

/** `@latest` behind a name; the `@` of a scope stands in front. */
const movingTag = /(?<=.)@[^@/]*$/;

/** Which words of which commands need a version. */
export interface PinnedKind {
  /** Families as `packageCalls` names them. */
  readonly managers: readonly string[];
  /** A package with a version as this manager reads it: `curl=<version>`. */
  readonly versioned: (name: string) => string;
  /** What other tools call a finding of this call; all aliases of the rule by default. */
  readonly codes?: (call: PackageCall) => readonly string[];
  /** `install` by default. */
  readonly actions?: readonly PackageAction[];
  /** False for a word that is no package, or whose version stands elsewhere. All words by default. */
  readonly needsVersion?: (word: ShellWord, call: PackageCall) => boolean;
}

/**
 * Reports each command of the kind that names packages without a version: once, at the first of them, with all of them
 * in the message (`{{packages}}`) and as related places. `{{example}}` is the first one with a version, `{{program}}` the
 * command's name, `{{stage}}` its stage.
 */
export function reportUnpinned(
  context: DockerfileRuleContext<"unpinned", [PinOptions]>,
  { managers, versioned, codes, actions = ["install"], needsVersion = () => true }: PinnedKind,
): DockerfileRuleVisitor {
  const called = calledManagers(context.sourceCode.ast);
  if (!managers.some((manager) => called.has(manager))) return {};
  const ignored = new Set(context.options[0]?.ignore);

  function report(run: Run, call: PackageCall, unpinned: readonly ShellWord[]): void {
    const [first, ...others] = unpinned;
    if (!first) return;
    const stage = context.sourceCode.model.stageOf(run);
    context.report({
      node: first,
      messageId: "unpinned",
      ...(codes ? { codes: codes(call) } : {}),
      data: {
        packages: listWords(unpinned.map(({ value }) => value)),
        example: example(first.value, call),
        program: call.program,
        stage: describeStage(stage),
      },
      related: others.map(({ value, range }) => ({ message: `"${value}" has no version either`, range })),
    });
  }

  function example(word: string, call: PackageCall): string {
    if (/^[\w+.-]+:\/\/|^git@/.test(word)) return `${word}${call.facts.pins?.revision ?? "@"}<tag>`;
    return versioned(word.replace(movingTag, ""));
  }

  return {
    Run(run) {
      for (const call of packageCalls(run)) {
        if (!actions.includes(call.action) || !managers.includes(call.manager)) continue;
        const unpinned = call.packages.filter(
          (word) => !ignored.has(word.value) && isPinned(call, word) === "unpinned" && needsVersion(word, call),
        );
        report(run, call, unpinned);
      }
    },
  };
}
