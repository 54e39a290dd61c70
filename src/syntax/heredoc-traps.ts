/**
 * Here-documents that BuildKit reads otherwise than a shell would (parser/parser.go, heredocsFromLine): why it finds no
 * end for one, and where it sees none although the lines below are a body.
 */
import { expandWord } from "./expand-word.ts";
import { goQuote } from "./go-quote.ts";
import type { HeredocMarker } from "./heredoc.ts";
import type { Dockerfile, Instruction, Range, SyntaxProblem } from "./nodes.ts";
import { isInComment } from "./shell-quotes.ts";

const noVariables = { get: () => undefined };

type MarkerTrap = "arithmetic" | "comment" | "punctuation";

/**
 * What makes a marker of BuildKit none for a shell, or one of another name.
 *
 * @param line the logical line
 * @param start where the marker stands in it
 * @param end its end
 */
export function markerTrap(line: string, start: number, end: number): MarkerTrap | null {
  const before = line.slice(0, start);
  if (before.lastIndexOf("((") > before.lastIndexOf("))")) return "arithmetic";
  if (isInComment(line, start)) return "comment";
  const name = line.slice(start, end).replace(/^\d*<<-?\s*/, "");
  return /^[\w.-]+[;&|()<>]/.test(name) ? "punctuation" : null;
}

/**
 * Why no line ends a here-document, and what to do.
 *
 * @param line the logical line of the marker
 * @param rest the file below it
 */
export function unterminatedHint(marker: HeredocMarker, line: string, rest: string): string {
  const { name, chomp } = marker;
  switch (markerTrap(line, marker.start, marker.end)) {
    case "arithmetic":
      return `BuildKit takes this shift for a heredoc called ${goQuote(name)}: write it without blanks around '<<'`;
    case "comment":
      return `BuildKit does not know comments of the shell and reads a heredoc called ${goQuote(name)}: remove '<<' from the comment`;
    case "punctuation": {
      const plain = /^[\w.-]+/.exec(name)?.[0] ?? name;
      const behind = name.slice(plain.length);
      return `BuildKit takes ${goQuote(name)} for the name, as no blank stands before '${behind}': write '<<${plain} ${behind}'`;
    }
    case null:
  }
  const missing = `No line consists of ${goQuote(name)} alone${chomp ? " (after leading tabs)" : ""}`;
  const near = nearTerminator(name, chomp, rest);
  return near === null ? missing : `${missing}; ${near}`;
}

/** How many characters below a marker are searched for a line that was meant as its end. */
const nearby = 20_000;

/** The first line that was meant as the end. */
function nearTerminator(name: string, chomp: boolean, rest: string): string | null {
  for (const line of rest.slice(0, nearby).split("\n")) {
    const text = line.replace(/\r+$/, "");
    const trimmed = text.trim();
    if (trimmed === name) {
      if (/\s$/.test(text)) return "one has blanks behind it";
      return chomp
        ? "one is indented with blanks instead of tabs"
        : "one is indented: write '<<-' and indent with tabs";
    }
    if (trimmed.startsWith(name) && /^[\s;&|)<>]/.test(trimmed.slice(name.length))) {
      return `one goes on behind the name: write what follows on the line of '<<${name}'`;
    }
    if (trimmed !== "" && trimmed.toLowerCase() === name.toLowerCase()) return "one has it in another case";
  }
  return null;
}

/** A `<<NAME` that BuildKit does not see, and whose body it has read as instructions. */
interface UnseenHeredoc {
  readonly name: string;
  readonly range: Range;
  readonly cause: string;
  /** From the first line of the body to its end. */
  readonly body: Range;
}

const shellMarker = /(?<!<)<<(-?)[ \t]*(["']?)([A-Za-z_][\w.-]*)\2/g;

/**
 * One problem for each here-document whose body became instructions: the first of the many problems in the body keeps
 * BuildKit's words, is put at the marker and told why; the others are consequences and go.
 *
 * @param problems all of the file, in file order
 */
export function foldUnseenHeredocs(
  dockerfile: Dockerfile,
  problems: readonly SyntaxProblem[],
): readonly SyntaxProblem[] {
  if (!problems.some((one) => one.code === "unknown-instruction")) return problems;
  const heredocs = unseenHeredocs(dockerfile);
  const causes = new Map<UnseenHeredoc, SyntaxProblem>();
  let next = 0;
  const others = problems.filter((problem) => {
    const [start] = problem.range;
    while (start >= (heredocs[next]?.body[1] ?? Infinity)) next++;
    const heredoc = heredocs[next];
    if (!heredoc || start < heredoc.body[0] || problem.code === "empty-continuation") return true;
    const known = causes.get(heredoc);
    // BuildKit parses the whole file before it looks at instructions.
    if (!known || (known.level !== "parse" && problem.level === "parse")) causes.set(heredoc, problem);
    return false;
  });
  const told = [...causes].map(([{ range, name, cause }, problem]) => {
    const hint = `The lines down to ${goQuote(name)} are read as instructions, as BuildKit sees no heredoc here: ${cause}`;
    return { ...problem, hint, range };
  });
  return [...others, ...told].sort((a, b) => a.range[0] - b.range[0]);
}

function unseenHeredocs(dockerfile: Dockerfile): UnseenHeredoc[] {
  const instructions = [...dockerfile.prologue, ...dockerfile.stages.flatMap((stage) => [stage.from, ...stage.body])];
  const terminators = terminatorsByName(instructions);
  const found: UnseenHeredoc[] = [];
  for (let index = 0; index < instructions.length; index++) {
    const node = instructions[index];
    const marker = node && unseenMarker(node);
    const ends = marker && terminators.get(marker.name);
    if (!marker || !ends) continue;
    while ((ends[0] ?? Infinity) <= index) ends.shift();
    const first = instructions[index + 1];
    let [end] = ends;
    if (end === undefined || !first) continue;
    // What closes the command around the heredoc: `)"` and the like.
    while (closesCommand(instructions[end + 1])) end++;
    found.push({ ...marker, body: [first.range[0], instructions[end]?.range[1] ?? first.range[1]] });
    index = end;
  }
  return found;
}

/** Where lines stand that begin with a name and were read as an instruction. */
function terminatorsByName(instructions: readonly Instruction[]): Map<string, number[]> {
  const indices = new Map<string, number[]>();
  for (const [index, { type, keywordText }] of instructions.entries()) {
    const name = type === "UnknownInstruction" ? terminator.exec(keywordText)?.[1] : undefined;
    if (name === undefined) continue;
    const known = indices.get(name);
    if (known) known.push(index);
    else indices.set(name, [index]);
  }
  return indices;
}

const terminator = /^([A-Za-z_][\w.-]*)(?:$|[;&|)"'`<>])/;

function closesCommand(node: Instruction | undefined): boolean {
  return node?.type === "UnknownInstruction" && /^[)"'`}]/.test(node.keywordText);
}

/** The first `<<NAME` of RUN, COPY or ADD that a shell would read as the start of a body and BuildKit does not. */
export function unseenMarker(instruction: Instruction): Omit<UnseenHeredoc, "body"> | null {
  const node = instruction.type === "Onbuild" ? instruction.trigger : instruction;
  if (node?.type !== "Run" && node?.type !== "Copy" && node?.type !== "Add") return null;
  const { logical, heredocs } = node;
  const { text } = logical;
  if (node.json || heredocs.length > 0 || !text.includes("<<")) return null;
  for (const match of text.matchAll(shellMarker)) {
    const [written, , , name = ""] = match;
    const range = logical.toRange(match.index, match.index + written.length);
    return { name, range, cause: causeOf(text, match.index) };
  }
  return null;
}

function causeOf(text: string, at: number): string {
  const split = expandWord(text, noVariables, { escape: "\\", rawQuotes: true, rawEscapes: true, skipUnset: true });
  if (split.error?.includes("looking for matching")) {
    return "a quote on the line is not closed, be it in a comment. Balance the quotes, or put the script into the heredoc as a whole (RUN <<EOF)";
  }
  if (split.error !== null)
    return `it cannot split the line into words (${split.error}). Put the script into the heredoc as a whole (RUN <<EOF)`;
  return /[\s\d]/.test(text[at - 1] ?? " ")
    ? "it stands inside quotes or another word. Put the script into the heredoc as a whole (RUN <<EOF)"
    : "no blank stands before '<<'. Put one there";
}
