/**
 * `# check=skip=...` -> which findings it silences, as BuildKit reads it (frontend/dockerfile/linter): at the top of the
 * file, above an instruction, or in the build argument BUILDKIT_DOCKERFILE_CHECK.
 */
import {
  checkArgumentOf,
  checkCommentOf,
  fileCheckOptions,
  mayHoldOptions,
  type CheckComment,
  type CheckList,
  type CheckName,
  type CheckOptions,
} from "../syntax/check-options.ts";
import type { Comment, Dockerfile, Instruction, Range } from "../syntax/nodes.ts";
import type { RuleNames, SuppressionDirective } from "./directives.ts";

/** `skip` never reaches them: they run only where `experimental` asks for them. */
const experimental = ["InvalidDefinitionDescription"];
/** Checks that a comment above an instruction does not reach: BuildKit runs them with the options of the file. */
const notInline = [
  "NoEmptyContinuation",
  "ConsistentInstructionCasing",
  "DuplicateStageName",
  "ReservedStageName",
  "InvalidDefaultArgInFrom",
  "InvalidBaseImagePlatform",
];
/** Its warning is about the instruction before, yet the comment above the later one counts. */
const aboutEarlier = "MultipleInstructionsDisallowed";

interface CheckDirectives {
  readonly suppressions: readonly SuppressionDirective[];
  /** The comments that are directives. */
  readonly comments: readonly Comment[];
}

const noDirectives: CheckDirectives = { suppressions: [], comments: [] };

/** Where the options stand in the file. */
interface Place {
  readonly comment: Range;
  readonly line: number;
  /** Offset of the text of the options; null when they do not stand in the file. */
  readonly at: number | null;
}

/**
 * @param text the file text
 * @param names rule ids by name
 * @param buildArgs those of the build
 */
export function readCheckDirectives(
  dockerfile: Dockerfile,
  text: string,
  names: RuleNames,
  buildArgs: Readonly<Record<string, string>> | undefined,
): CheckDirectives {
  const file = placeOfFileOptions(dockerfile, text, buildArgs);
  const inline = checkComments(dockerfile, text);
  if (!file && inline.length === 0) return noDirectives;

  const idsOf = (checks: readonly string[]): Set<string> => new Set(checks.flatMap((check) => names.ofCheck(check)));
  const [neverSkipped, fileOnly, earlier] = [idsOf(experimental), idsOf(notInline), idsOf([aboutEarlier])];
  const suppressions: SuppressionDirective[] = [];
  const add = (options: CheckOptions, place: Place, rangeOf: (ruleId: string) => Range | undefined): void => {
    for (const check of options.skip.all ? [null] : options.skip.names) {
      const nameRange = check ? rangeOfName(check, place) : place.comment;
      const removalRange = removalOf(check, options, place, text);
      const common = { origin: "buildkit", line: place.line, justification: "", nameRange, removalRange } as const;
      for (const ruleId of names.ofCheck(check?.name ?? null)) {
        const range = neverSkipped.has(ruleId) ? undefined : rangeOf(ruleId);
        if (range) suppressions.push({ ...common, ruleId, name: check?.name ?? "all", range });
      }
    }
  };

  const options = fileCheckOptions(dockerfile, buildArgs);
  if (file && options.problem === null) add(options, file, () => dockerfile.range);
  for (const { instruction, before, check } of inline) {
    const { range, line } = check.comment;
    const at = text.indexOf(check.value, range[0]);
    add(check.options, { comment: range, line, at }, (id) => {
      if (fileOnly.has(id)) return undefined;
      return (earlier.has(id) ? before.findLast(({ type }) => type === instruction.type) : instruction)?.range;
    });
  }
  return { suppressions, comments: inline.map(({ check }) => check.comment) };
}

interface InlineCheck {
  readonly instruction: Instruction;
  /** The instructions of the stage before it. */
  readonly before: readonly Instruction[];
  readonly check: CheckComment;
}

function checkComments({ comments, prologue, stages }: Dockerfile, text: string): readonly InlineCheck[] {
  if (!comments.some(mayHoldOptions)) return [];
  return [prologue, ...stages.map((stage) => [stage.from, ...stage.body])].flatMap((instructions) =>
    instructions.flatMap((instruction, index) => {
      const check = checkCommentOf(instruction, text);
      return check ? [{ instruction, before: instructions.slice(0, index), check }] : [];
    }),
  );
}

function placeOfFileOptions(
  dockerfile: Dockerfile,
  text: string,
  buildArgs: Readonly<Record<string, string>> | undefined,
): Place | null {
  if (checkArgumentOf(buildArgs) !== undefined) return { comment: [0, 0], line: 1, at: null };
  const directive = dockerfile.directives.find(({ name }) => name === "check");
  if (!directive) return null;
  const line = text.slice(0, directive.range[0]).split("\n").length;
  return { comment: directive.range, line, at: directive.valueRange[0] };
}

function rangeOfName({ name, start }: CheckName, { comment, at }: Place): Range {
  return at === null ? comment : [at + start, at + start + name.length];
}

/** What to delete to be rid of one name (null: of all that are skipped), other options left alone. */
function removalOf(check: CheckName | null, options: CheckOptions, place: Place, text: string): Range {
  const alone = options.skip.all || options.skip.names.length === 1;
  if (place.at === null) return place.comment;
  if (alone && !options.error && isEmpty(options.experimental)) return wholeComment(place.comment, text);
  const [start, end] = check ? rangeOfName(check, place) : rangeOfAll(place.at, text);
  if (text[end] === ",") return [start, end + 1];
  return text[start - 1] === "," ? [start - 1, end] : [start, end];
}

function rangeOfAll(at: number, text: string): Range {
  const start = text.indexOf("all", text.indexOf("skip=", at));
  return [start, start + "all".length];
}

function isEmpty({ all, names }: CheckList): boolean {
  return !all && names.length === 0;
}

/** With the line end before it, so that no blank line is left inside an instruction. */
export function wholeComment(comment: Range, text: string): Range {
  const lineEnd = text.lastIndexOf("\n", comment[0] - 1);
  return [lineEnd < 0 || comment[0] === 0 ? comment[0] : lineEnd, comment[1]];
}
