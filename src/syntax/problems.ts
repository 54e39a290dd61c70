/**
 * TREE -> what BuildKit would reject in the instructions (frontend/dockerfile/instructions/parse.go). BuildKit stops
 * at the first; here every instruction has its say, and one mistake makes one problem.
 */
import { goQuote } from "./go-quote.ts";
import { flagProblem } from "./flag-problems.ts";
import { isMarker } from "./heredoc.ts";
import { knownKeywords } from "./lower.ts";
import type { Dockerfile, Instruction, KeyValue, Range, SyntaxProblem } from "./nodes.ts";
import { didYouMean } from "./suggest.ts";
import { trapHint } from "./trap-hints.ts";

/** Problems of the tree; those of the scanner (`dockerfile.problems`) are not repeated. */
export function instructionProblems(dockerfile: Dockerfile): SyntaxProblem[] {
  const problems: SyntaxProblem[] = [];
  const instructions = instructionsOf(dockerfile);
  if (instructions.length === 0) return [...emptyFile(dockerfile)];
  const places = dockerfile.problems.flatMap(({ code, range }) => (code === "empty-continuation" ? [] : range[0]));
  places.sort((a, b) => a - b);
  let place = 0;
  for (let index = 0; index < instructions.length; index++) {
    const instruction = instructions[index] as Instruction;
    while ((places[place] ?? Infinity) < instruction.range[0]) place++;
    if ((places[place] ?? Infinity) < instruction.range[1]) continue;
    if (goesOn(instruction, instructions[index - 1])) continue;
    const found = instructionProblem(instruction);
    if (found) problems.push({ ...found, hint: found.hint ?? trapHint(instruction) ?? strayHint(instructions, index) });
  }
  problems.push(...misplaced(dockerfile, problems));
  return problems;
}

function instructionsOf({ prologue, stages }: Dockerfile): Instruction[] {
  const instructions = [...prologue];
  for (const { from, body } of stages) {
    instructions.push(from);
    for (const instruction of body) instructions.push(instruction);
  }
  return instructions;
}

/**
 * Text that is no instruction and stands below more of it: one mistake above (a continuation that is missing, a template
 * that was not filled in) explains them all. A word in capitals is rather an instruction that is spelt wrong.
 */
function goesOn(node: Instruction, previous: Instruction | undefined): boolean {
  if (node.type !== "UnknownInstruction" || previous?.type !== "UnknownInstruction") return false;
  return !/^[A-Z]{3,}$/.test(node.keywordText);
}

function strayHint(instructions: readonly Instruction[], index: number): string | null {
  let end = index;
  for (let next = instructions[end + 1]; next && goesOn(next, instructions[end]); next = instructions[end + 1]) end++;
  const more = end - index;
  if (more === 0) return null;
  const lines = `${more} more ${more === 1 ? "line" : "lines"} below ${more === 1 ? "is" : "are"} no instruction either`;
  return `${lines}: does the line above lack its \\ at the end, or is this a template?`;
}

function isInside(inner: Range, outer: Range): boolean {
  return inner[0] >= outer[0] && inner[0] < outer[1];
}

function emptyFile(dockerfile: Dockerfile): SyntaxProblem[] {
  if (dockerfile.problems.some((one) => one.code !== "empty-continuation")) return [];
  const hint = "Begin with FROM and a base image";
  return [{ code: "no-instructions", message: "file with no instructions", hint, level: "parse", range: [0, 0] }];
}

/** Only ARG may stand before the first FROM: said once, at the first that is neither ARG nor unknown. */
function misplaced(dockerfile: Dockerfile, found: readonly SyntaxProblem[]): SyntaxProblem[] {
  const stray = dockerfile.prologue.find((node) => node.type !== "Arg" && node.type !== "UnknownInstruction");
  if (stray) {
    if (found.some((one) => isInside(one.range, stray.range))) return [];
    const hint = dockerfile.stages.length > 0 ? "Move it below FROM" : "Begin the file with FROM and a base image";
    return [
      {
        code: "no-build-stage",
        message: "no build stage in current context",
        hint,
        level: "instruction",
        range: stray.keywordRange,
      },
    ];
  }
  if (dockerfile.stages.length > 0 || found.length > 0) return [];
  const hint = "Add FROM and a base image";
  const range = dockerfile.prologue[0]?.keywordRange ?? [0, 0];
  return [{ code: "no-stages", message: "dockerfile contains no stages to build", hint, level: "convert", range }];
}

/** The first thing BuildKit would reject in one instruction, for itself: of an ONBUILD not what stands in it. */
export function instructionProblem(node: Instruction): SyntaxProblem | null {
  const { keyword, args } = node;
  switch (node.type) {
    case "UnknownInstruction": {
      const name = node.keywordText;
      const candidates = knownKeywords.map((known) => known.toLowerCase());
      return reject(node, "unknown-instruction", didYouMean(`unknown instruction: ${name}`, name, candidates));
    }
    case "From": {
      const last = args.at(-1);
      if (args.length !== 1 && (args.length !== 3 || !node.asKeyword)) {
        const range: Range = args.length > 1 && last ? [args[1]?.range[0] ?? 0, last.range[1]] : node.keywordRange;
        return reject(node, "from-arguments", "FROM requires either one or three arguments", range);
      }
      const name = node.alias?.value ?? "";
      if (node.alias && !/^[a-z][a-z0-9-_.]*$/.test(name.toLowerCase())) {
        const message = `invalid name for build stage: ${goQuote(name)}, name can't start with a number or contain symbols`;
        return reject(node, "stage-name", message, node.alias.range);
      }
      return flagProblem(node);
    }
    case "Env":
    case "Label":
      return atLeastOne(node) ?? flagProblem(node) ?? blankName(node, node.pairs);
    case "Arg":
      return atLeastOne(node) ?? blankName(node, node.pairs);
    case "Add":
    case "Copy": {
      if (args.length < 2) {
        const message = `${keyword} requires at least two arguments, but only one was provided. Destination could not be determined`;
        return reject(node, "missing-argument", message);
      }
      const wrong = flagProblem(node);
      if (wrong) return wrong;
      const destination = node.destination;
      return destination && isMarker(destination.value)
        ? reject(node, "heredoc-destination", `${keyword} cannot accept a heredoc as a destination`, destination.range)
        : null;
    }
    case "Run":
    case "Cmd":
    case "Entrypoint":
      return flagProblem(node);
    case "Maintainer":
    case "Workdir":
    case "User":
      return exactlyOne(node) ?? flagProblem(node);
    case "Stopsignal":
      return exactlyOne(node);
    case "Expose":
      return atLeastOne(node) ?? flagProblem(node);
    case "Volume": {
      const empty = args.find((word) => word.value === "");
      const message = "VOLUME specified can not be an empty string";
      return (
        atLeastOne(node) ?? flagProblem(node) ?? (empty ? reject(node, "empty-volume", message, empty.range) : null)
      );
    }
    case "Shell":
      if (flagProblem(node)) return flagProblem(node);
      if (node.json && args.length > 0) return null;
      return node.json || args.length === 0
        ? reject(node, "missing-argument", "SHELL requires at least one argument")
        : reject(node, "shell-form", "SHELL requires the arguments to be in JSON form", args[0]?.range);
    case "Onbuild": {
      const { trigger } = node;
      if (!trigger) return reject(node, "missing-argument", "ONBUILD requires at least one argument");
      if (trigger.type === "Onbuild") {
        return reject(
          node,
          "onbuild-trigger",
          "Chaining ONBUILD via `ONBUILD ONBUILD` isn't allowed",
          trigger.keywordRange,
        );
      }
      if (trigger.type === "From" || trigger.type === "Maintainer") {
        const message = `${trigger.keyword} isn't allowed as an ONBUILD trigger`;
        return reject(node, "onbuild-trigger", message, trigger.keywordRange);
      }
      return flagProblem(node);
    }
    case "Healthcheck": {
      const [kind, ...command] = args;
      if (!kind) return atLeastOne(node);
      if (node.kind === "NONE") {
        const first = command[0];
        return first ? reject(node, "healthcheck", "HEALTHCHECK NONE takes no arguments", first.range) : null;
      }
      if (node.kind !== "CMD") {
        return reject(
          node,
          "healthcheck",
          `Unknown type ${goQuote(node.kind ?? "")} in HEALTHCHECK (try CMD)`,
          kind.range,
        );
      }
      const wrong = flagProblem(node);
      if (wrong) return wrong;
      return command.length === 0
        ? reject(node, "healthcheck", "Missing command after HEALTHCHECK CMD", kind.range)
        : null;
    }
  }
}

function atLeastOne(node: Instruction): SyntaxProblem | null {
  if (node.args.length > 0) return null;
  return reject(node, "missing-argument", `${node.keyword} requires at least one argument`);
}

function exactlyOne(node: Instruction): SyntaxProblem | null {
  if (node.args.length === 1) return null;
  return reject(node, "missing-argument", `${node.keyword} requires exactly one argument`);
}

function blankName(node: Instruction, pairs: readonly KeyValue[]): SyntaxProblem | null {
  const blank = pairs.find((pair) => pair.key.value === "");
  return blank ? reject(node, "blank-name", `${node.keyword} names can not be blank`, blank.range) : null;
}

function reject(node: Instruction, code: string, message: string, range: Range = node.keywordRange): SyntaxProblem {
  return { code, message, hint: null, level: "instruction", range };
}
