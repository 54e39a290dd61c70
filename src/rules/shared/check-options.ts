/** The value of BuildKit's `# check=` (frontend/dockerfile/linter/linter.go, ParseLintOptions). */

/** BuildKit's checks as of Dockerfile frontend 1.26. */
export const buildkitChecks: readonly string[] =
  "ConsistentInstructionCasing CopyIgnoredFile DuplicateStageName ExposeInvalidFormat ExposeProtoCasing FromAsCasing FromPlatformFlagConstDisallowed InvalidBaseImagePlatform InvalidDefaultArgInFrom InvalidDefinitionDescription JSONArgsRecommended LegacyKeyValueFormat MaintainerDeprecated MultipleInstructionsDisallowed NoEmptyContinuation RedundantTargetPlatform ReservedStageName SecretsUsedInArgOrEnv StageNameCasing UndefinedArgInFrom UndefinedVar WorkdirRelativePath".split(
    " ",
  );

const goTrue = new Set(["1", "t", "T", "TRUE", "true", "True"]);
const goFalse = new Set(["0", "f", "F", "FALSE", "false", "False"]);

export type CheckMistake =
  /** BuildKit reads up to the first blank: `text` is what is lost. */
  | { readonly kind: "cut"; readonly start: number; readonly text: string }
  /** No `skip=`, `error=` or `experimental=`: the build fails. */
  | { readonly kind: "option"; readonly start: number; readonly text: string }
  /** A second `skip=` replaces the first. */
  | { readonly kind: "repeated"; readonly start: number; readonly text: string }
  | { readonly kind: "name"; readonly start: number; readonly text: string };

/**
 * @param value what stands behind `check=`
 * @returns the mistakes with offsets into the value, in order
 */
export function checkMistakes(value: string): CheckMistake[] {
  const mistakes: CheckMistake[] = [];
  const blank = value.indexOf(" ");
  const read = blank < 0 ? value : value.slice(0, blank);
  const rest = value.slice(read.length).trim();
  // A reason may follow; a list that goes on was meant to be read.
  if (rest !== "" && (/[,;=]$/.test(read) || /^[,;=]/.test(rest))) {
    const lost = rest.split(/\s+(?:\/\/|#|--)/, 1)[0] ?? rest;
    return [{ kind: "cut", start: value.indexOf(lost, read.length), text: lost }];
  }
  const seen = new Set<string>();
  let at = 0;
  for (const option of splitN(read, ";", 3)) {
    const [key = ""] = option.split("=", 1);
    const list = option.slice(key.length + 1);
    if (!option.includes("=") || !isOption(key, list)) {
      mistakes.push({ kind: "option", start: at, text: option });
    } else {
      if (seen.has(key)) mistakes.push({ kind: "repeated", start: at, text: option });
      seen.add(key);
      if (key !== "error") mistakes.push(...unknownNames(list, at + key.length + 1));
    }
    at += option.length + 1;
  }
  return mistakes;
}

function isOption(key: string, value: string): boolean {
  if (key === "error") return goTrue.has(value) || goFalse.has(value);
  return key === "skip" || key === "experimental";
}

function unknownNames(list: string, at: number): CheckMistake[] {
  if (list === "all") return [];
  const mistakes: CheckMistake[] = [];
  let start = at;
  for (const name of list.split(",")) {
    if (name !== "" && !buildkitChecks.includes(name)) mistakes.push({ kind: "name", start, text: name });
    start += name.length + 1;
  }
  return mistakes;
}

/** As Go's SplitN: the last piece holds what is left. */
function splitN(text: string, separator: string, limit: number): string[] {
  const pieces = text.split(separator);
  return pieces.length <= limit ? pieces : [...pieces.slice(0, limit - 1), pieces.slice(limit - 1).join(separator)];
}
