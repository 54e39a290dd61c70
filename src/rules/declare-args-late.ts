import type { DockerfileSourceCode } from "../language/dockerfile-source-code.ts";
import type { RuleTextEdit } from "../language/rule-types.ts";
import type { Arg, Instruction, Range, Run, Stage, Word } from "../syntax/nodes.ts";
import { defineRule } from "./define-rule.ts";
import { listWords } from "./shared/listing.ts";
import { wholeLines } from "./shared/source-ranges.ts";
import { isRun } from "./shared/stage-steps.ts";
import { costlyCommands, isFullyKnown } from "./shared/step-cost.ts";

/** Names, in capitals, whose value is another one in every build. */
const everyBuild =
  /(?:^|_)(?:(?:GIT|VCS|SCM|SOURCE)_?(?:SHA\d*|COMMIT|REV|REVISION|HASH|REF|BRANCH|DESCRIBE|DATE)(?:_|$)|COMMIT(?:_?(?:SHA|HASH|ID|REF|DATE|TIME))?$|BUILD_?(?:DATE|TIME|TIMESTAMP|NUMBER|NUM|NO|ID|SHA|HASH|REV|REVISION|COMMIT|TAG|URL)$|TIMESTAMP$)|^(?:CI_(?:COMMIT|PIPELINE|JOB|BUILD)_|GITHUB_(?:SHA$|REF$|RUN_)|CREATED(?:_AT)?$|REVISION$)/;
/** Every name above matches it: a first look, as most names do not. */
const speaksOfBuild = /git|vcs|scm|source|commit|build|ci_|timestamp|created|revision/i;
/** Names that may also be the version of something that is installed: only when no step reads them. */
const everyRelease = /^(?:(?:APP|IMAGE|PACKAGE|PROJECT|RELEASE|SERVICE|BUILD)_?VERSION|VERSION|RELEASE|IMAGE_TAG)$/;

interface EarlyArgument {
  readonly instruction: Arg;
  readonly name: string;
  readonly range: Range;
}

export default defineRule({
  id: "declare-args-late",
  type: "suggestion",
  docs: {
    description: "Declare build arguments that change with every build just before they are used",
    category: "cache",
    severity: "warning",
    recommended: true,
    since: "0.1.0",
    why: `From its ARG on, a build argument is in the environment of every RUN of the stage, whether the RUN reads it or not, and so
in its cache key. \`ARG GIT_SHA\` at the top therefore runs every step below it again for each commit. Declared just before the first
instruction that uses it, it costs nothing. An ENV that takes its value has the same effect. A LABEL that takes it re-runs nothing
under BuildKit, but its ARG does.`,
    examples: [
      {
        bad: "FROM debian:12\nARG GIT_SHA\nLABEL org.opencontainers.image.revision=$GIT_SHA\nRUN apt-get update && apt-get install -y curl\n",
        good: "FROM debian:12\nRUN apt-get update && apt-get install -y curl\nARG GIT_SHA\nLABEL org.opencontainers.image.revision=$GIT_SHA\n",
      },
    ],
    whenNot: `Only arguments whose value is another one in every build by custom (commit, build date, build number, CI variables) are looked at,
and only steps that cannot read them unseen: package installs, downloads and the everyday tools. An ARG that is meant to break
the cache (\`CACHEBUST\`) is left alone.`,
  },
  messages: {
    early: {
      what: "{{names}} with every build and {{declared}} above {{count}} that cannot use {{pronoun}}: {{steps}}",
      why: "A build argument is in the cache key of every RUN below it, so each build runs {{stepPronoun}} again",
      how: "Declare {{pronoun}} just before the first instruction that uses it",
    },
    moveDown: "Move {{names}} below {{steps}}. Check that nothing above the new place reads the value",
  },
  hasSuggestions: true,
  create(context) {
    const { sourceCode } = context;
    return {
      Stage(stage) {
        // A release alone is no reason: it is rare, and then the packages may as well be fetched anew.
        if (!stage.body.some(changesEveryBuild)) return;
        const declared = stage.body.flatMap((one) => (one.type === "Arg" ? volatileArguments(one, stage) : []));
        const first = declared.find(({ name }) => isOfBuild(name));
        if (!first) return;
        // Arguments that stand together are one cause: those that the same steps lie below.
        const steps = needlessSteps(stage, first);
        const [step] = steps;
        if (!step) return;
        const group = declared.filter(
          (one) => one.instruction.range[0] < step.range[0] && needlessSteps(stage, one).length === steps.length,
        );
        const names = listWords(group.map(({ name }) => name));
        const isOne = group.length === 1;
        const stepNames = listWords([...new Set(steps.map((run) => costlyCommands(run)[0]?.name ?? "RUN"))]);
        const all = stage.body.filter(isRun).filter(({ range }) => range[0] > first.instruction.range[0]).length;
        const move = moveDown(sourceCode, stage, group, steps);
        context.report({
          node: { range: first.range },
          messageId: "early",
          data: {
            names: `${names} ${isOne ? "changes" : "change"}`,
            declared: isOne ? "is declared" : "are declared",
            pronoun: isOne ? "it" : "them",
            count: steps.length === 1 ? "a step" : `${steps.length} steps`,
            steps: stepNames,
            stepPronoun: steps.length === 1 ? "it" : "them",
          },
          related: [
            ...group.slice(1).map(({ name, range }) => ({ message: `"${name}" is declared here`, range })),
            ...steps.map((run) => ({ message: "Runs again for nothing", range: run.keywordRange })),
          ],
          reruns: { before: all, after: all - steps.length },
          ...(move ? { suggest: [{ messageId: "moveDown", data: { names, steps: stepNames }, fix: () => move }] } : {}),
        });
      },
    };
  },
});

function changesEveryBuild(instruction: Instruction): boolean {
  if (instruction.type !== "Arg") return false;
  return instruction.pairs.some(({ key }) => isOfBuild(key.value));
}

function isOfBuild(name: string): boolean {
  return speaksOfBuild.test(name) && everyBuild.test(name.toUpperCase());
}

/** The argument and every ARG and ENV that takes its value from it, directly or through another. */
function carriersOf(stage: Stage, name: string): readonly string[] {
  const carriers = [name];
  for (const one of stage.body) {
    if (one.type !== "Env" && one.type !== "Arg") continue;
    for (const { key, value } of one.pairs) {
      if (value && carriers.some((carrier) => mentions(value.value, carrier))) carriers.push(key.value);
    }
  }
  return carriers;
}

function volatileArguments(instruction: Arg, stage: Stage): EarlyArgument[] {
  return instruction.pairs.flatMap(({ key, value, range }) => {
    const name = key.value;
    const isRelease = everyRelease.test(name.toUpperCase()) && !isReadByStep(stage, carriersOf(stage, name));
    return (isOfBuild(name) && !isCommit(value)) || isRelease
      ? [{ instruction, name, range: [range[0], key.range[1]] }]
      : [];
  });
}

/** A default that names a commit: the argument chooses the release of something, and does not tell of this build. */
function isCommit(value: Word | null): boolean {
  return value !== null && /^["']?(?=.*\d)(?=.*[a-f])[0-9a-f]{7,64}["']?$/i.test(value.value);
}

/**
 * The costly steps below the ARG that cannot read it, up to the first that does or might: from there on the steps run
 * again with good reason.
 */
function needlessSteps(stage: Stage, { instruction, name }: EarlyArgument): readonly Run[] {
  const carriers = carriersOf(stage, name);
  const needless: Run[] = [];
  for (const one of stage.body.slice(stage.body.indexOf(instruction) + 1)) {
    if (isStepReading(one, carriers)) break;
    if (!isRun(one)) continue;
    if (!isFullyKnown(one)) break;
    if (costlyCommands(one).length > 0) needless.push(one);
  }
  return needless;
}

const stepTypes: ReadonlySet<string> = new Set<Instruction["type"]>(["Run", "Copy", "Add", "Workdir", "User"]);

function isReadByStep({ body }: Stage, names: readonly string[]): boolean {
  return body.some((one) => isStepReading(one, names));
}

/** True for RUN, COPY, ADD, WORKDIR and USER that read one of the variables. */
function isStepReading(instruction: Instruction, names: readonly string[]): boolean {
  return stepTypes.has(instruction.type) && reads(instruction, names);
}

function reads(instruction: Instruction, names: readonly string[]): boolean {
  const texts = [instruction.logical.text, ...instruction.heredocs.map(({ content }) => content)];
  return names.some((name) => texts.some((text) => mentions(text, name)));
}

/** True when the name stands in the text as a word of its own. */
function mentions(text: string, name: string): boolean {
  if (name === "") return false;
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    if (!wordCharacter.test(text.charAt(at - 1)) && !wordCharacter.test(text.charAt(at + name.length))) return true;
  }
  return false;
}

const wordCharacter = /\w/;

/** Moves the ARGs, and the LABELs and ENVs that take their values, below the last of the steps. */
function moveDown(
  sourceCode: DockerfileSourceCode,
  stage: Stage,
  group: readonly EarlyArgument[],
  steps: readonly Run[],
): RuleTextEdit[] | null {
  const last = steps.at(-1);
  if (!last) return null;
  const names = group.map(({ name }) => name);
  const before = stage.body.slice(0, stage.body.indexOf(last));
  const moved = before.filter((one) => isMoved(one, names, group));
  const whole = moved.every((one) => one.type !== "Arg" || one.pairs.every(({ key }) => names.includes(key.value)));
  // What stays behind must not read what moves.
  const stays = before.filter((one) => !moved.includes(one));
  if (!whole || stays.some((one) => reads(one, names) && one.type !== "Arg")) return null;
  if (moved.some((one) => one.type === "Env" || one.leadingComments.length > 0)) return null;
  const lines = moved.map((one) => wholeLines(sourceCode, one));
  const texts = lines.map(([start, end]) => sourceCode.text.slice(start, end));
  const end = wholeLines(sourceCode, last)[1];
  if (![...texts, sourceCode.text.slice(0, end)].every((text) => text.endsWith("\n"))) return null;
  return [
    ...lines.map(([start, stop]): RuleTextEdit => ({ range: [start, stop], text: "" })),
    { range: [end, end], text: texts.join("") },
  ];
}

function isMoved(instruction: Instruction, names: readonly string[], group: readonly EarlyArgument[]): boolean {
  if (instruction.type === "Arg") return group.some((one) => one.instruction === instruction);
  return (instruction.type === "Label" || instruction.type === "Env") && reads(instruction, names);
}
