/** Arguments, assignments and redirections of one simple command. */
import type { Assignment, Command, CommandArgument, Redirection as RedirectionNode } from "./bash-tree.ts";
import type { Redirection, ShellCommand, ShellWord } from "./nodes.ts";
import { noVariables, shellWord } from "./shell-word.ts";
import { readAssignedValue, readWord } from "./words.ts";
import type { WordContext } from "./words.ts";

type ShellAssignment = ShellCommand["assignments"][number];

/** Most commands lack most of these. */
const none: readonly never[] = [];

/** The words behind the name. */
export function readArguments({ suffix }: Command, context: WordContext): readonly ShellWord[] {
  if (suffix.length === 0) return none;
  const args: ShellWord[] = [];
  for (const part of suffix) if (isArgument(part)) args.push(readWord(part, context));
  return args;
}

/** `A=b` in front of the name. */
export function readAssignments({ prefix }: Command, context: WordContext): readonly ShellAssignment[] {
  if (prefix.length === 0) return none;
  const assignments: ShellAssignment[] = [];
  for (const part of prefix) if (part.type === "Assignment") assignments.push(readAssignment(part, context));
  return assignments;
}

/**
 * `A=b` among the arguments of env or sudo.
 *
 * @param indexes of those words among the nodes of name and arguments, and among what these say
 */
export function readWrapperAssignments(
  indexes: readonly number[],
  nodes: readonly CommandArgument[],
  words: readonly ShellWord[],
  context: WordContext,
): readonly ShellAssignment[] {
  return indexes.flatMap((index) => {
    const [node, word] = [nodes[index], words[index]];
    return node && word ? [readWrapperAssignment(node, word, context)] : [];
  });
}

/** Redirections wherever they stand in the command, in text order. */
export function readRedirections({ prefix, suffix }: Command, context: WordContext): readonly Redirection[] {
  let redirections: Redirection[] | null = null;
  for (const part of prefix) {
    if (part.type !== "Assignment") (redirections ??= []).push(readRedirection(part, context));
  }
  for (const part of suffix) if (!isArgument(part)) (redirections ??= []).push(readRedirection(part, context));
  return redirections ?? none;
}

function isArgument(part: CommandArgument | RedirectionNode): part is CommandArgument {
  return part.type === "Word" || part.type === "Assignment";
}

function readAssignment(node: Assignment, context: WordContext): ShellAssignment {
  return { name: node.name, value: readAssignedValue(node, context), range: context.toRange(node.pos, node.end) };
}

function readWrapperAssignment(node: CommandArgument, word: ShellWord, context: WordContext): ShellAssignment {
  const name = word.value.slice(0, word.value.indexOf("="));
  const front = name.length + 1;
  const value = word.value.slice(front);
  const { literal, variables, range } = word;
  if (value === "") return { name, value: null, range };
  const plainFront = word.text.startsWith(`${name}=`);
  const text = plainFront ? word.text.slice(front) : word.text;
  const valueRange = plainFront ? context.toRange(node.pos + front, node.end) : range;
  return { name, value: shellWord(text, value, literal, variables, valueRange), range };
}

function readRedirection(node: RedirectionNode, context: WordContext): Redirection {
  return {
    operator: node.operator,
    fd: node.descriptor?.type === "FileDescriptor" ? node.descriptor.value : null,
    target: redirectionTarget(node, context),
    range: context.toRange(node.pos, node.end),
  };
}

function redirectionTarget(node: RedirectionNode, context: WordContext): ShellWord | null {
  if (node.type !== "HereDoc") return node.target ? readWord(node.target, context) : null;
  if (!node.delimiter) return null;
  const { text, value, pos, end } = node.delimiter;
  return shellWord(text, value, true, noVariables, context.toRange(pos, end));
}
