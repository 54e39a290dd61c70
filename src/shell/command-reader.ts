/** Walks the shell grammar and lists its simple commands, outer before inner, in text order. */
import { forEachChild, parseTree } from "./bash-tree.ts";
import type {
  Assignment,
  Command,
  CommandNode,
  CompoundList,
  PipelineNode,
  Redirection as RedirectionNode,
  Statement,
  SyntaxNode,
  Tree,
  Word,
} from "./bash-tree.ts";
import { embeddedScript } from "./embedded-script.ts";
import type { Redirection, ShellCommand, ShellWord } from "./nodes.ts";
import { programName, readAssignedValue, readWord } from "./words.ts";
import type { WordContext } from "./words.ts";
import { unwrap } from "./wrappers.ts";
import type { ScriptWords, Unwrapped } from "./wrappers.ts";

/** Scripts inside scripts inside scripts are read this deep. */
const maxScriptDepth = 8;

/** What holds for all commands of a list. */
interface Scope {
  readonly words: WordContext;
  /** Wrappers whose script the list is. */
  readonly wrappers: readonly string[];
  readonly outerStart: number | null;
  readonly scriptDepth: number;
  /** False when no word holds a script: see `Tree`. */
  readonly nests: boolean;
  readonly conditional: boolean;
  readonly subshell: boolean;
  readonly substitution: boolean;
}

/** Where one command stands in its list. */
interface Place {
  readonly precededBy: ShellCommand["precededBy"];
  readonly pipeline: ShellCommand["pipeline"];
  readonly negated: boolean;
  /** Offset of the reserved word `time` in front of the pipeline. */
  readonly timeOffset: number | null;
}

/** A simple command with its name and arguments. */
interface Call {
  readonly node: Command;
  readonly nodes: readonly (Word | Assignment)[];
  /** What the nodes say. */
  readonly words: readonly ShellWord[];
}

/**
 * Every simple command of a script.
 *
 * @throws RangeError when the script nests deeper than the stack allows
 */
export function readCommands({ script, nests }: Tree, words: WordContext): ShellCommand[] {
  const reader = new CommandReader();
  reader.list(script.commands, {
    words,
    wrappers: [],
    outerStart: null,
    scriptDepth: 0,
    nests,
    conditional: false,
    subshell: false,
    substitution: false,
  });
  return reader.commands;
}

class CommandReader {
  readonly commands: ShellCommand[] = [];
  #pipelines = 0;

  list(statements: readonly Statement[], scope: Scope): void {
    let precededBy: Place["precededBy"] = null;
    for (const { command, background } of statements) {
      if (command.type === "AndOr") {
        let operator: Place["precededBy"] = precededBy;
        let index = 0;
        for (const part of command.commands) {
          this.#pipeline(part, operator === "||" ? { ...scope, conditional: true } : scope, operator);
          operator = command.operators[index++] ?? null;
        }
      } else {
        this.#pipeline(command, scope, precededBy);
      }
      precededBy = background ? "&" : ";";
    }
  }

  #pipeline(node: PipelineNode, scope: Scope, precededBy: Place["precededBy"]): void {
    const id = this.#pipelines++;
    if (node.type !== "Pipeline") {
      this.#command(node, scope, {
        precededBy,
        pipeline: { id, index: 0, length: 1 },
        negated: false,
        timeOffset: null,
      });
      return;
    }
    const negated = node.prefixes.filter((prefix) => prefix.type === "Negation").length % 2 === 1;
    const time = node.prefixes.find((prefix) => prefix.type === "Time");
    const { length } = node.commands;
    for (const [index, command] of node.commands.entries()) {
      const timeOffset = index === 0 && time ? time.pos : null;
      this.#command(command, scope, { precededBy, pipeline: { id, index, length }, negated, timeOffset });
    }
  }

  #command(node: CommandNode | CompoundList, scope: Scope, place: Place): void {
    if (node.type === "Command") this.#simpleCommand(node, scope, place);
    else if (node.type === "Redirected") {
      this.#command(node.command, scope, place);
      for (const redirect of node.redirects) this.#substitutions(redirect, scope);
    } else this.#compound(node, scope, place);
  }

  #compound(
    node: Exclude<CommandNode, { type: "Command" | "Redirected" }> | CompoundList,
    scope: Scope,
    place: Place,
  ): void {
    const maybe = { ...scope, conditional: true };
    switch (node.type) {
      case "CompoundList":
        return this.list(node.commands, scope);
      case "BraceGroup":
        return this.list(node.body.commands, scope);
      case "Subshell":
        return this.list(node.body.commands, { ...scope, subshell: true });
      case "If":
        this.list(node.clause.commands, scope);
        this.list(node.then.commands, maybe);
        for (const branch of node.elif) {
          this.list(branch.clause.commands, maybe);
          this.list(branch.then.commands, maybe);
        }
        return this.list(node.else?.commands ?? [], maybe);
      case "While":
        this.list(node.clause.commands, scope);
        return this.list(node.body.commands, maybe);
      case "For":
      case "Select":
        for (const word of node.wordlist ?? []) this.#substitutions(word, scope);
        return this.list(node.body.commands, maybe);
      case "ArithmeticFor":
        for (const part of [node.initialize, node.test, node.update]) if (part) this.#substitutions(part, scope);
        return this.list(node.body.commands, maybe);
      case "Case":
        this.#substitutions(node.word, scope);
        for (const item of node.items) {
          for (const pattern of item.pattern) this.#substitutions(pattern, maybe);
          this.list(item.body.commands, maybe);
        }
        return;
      case "Function":
        return this.#command(node.body, maybe, place);
      case "Coproc":
        return this.#command(node.body, scope, place);
      case "TestCommand":
      case "ArithmeticCommand":
        return this.#substitutions(node, scope);
    }
  }

  #simpleCommand(node: Command, scope: Scope, place: Place): void {
    const nodes = node.name ? [node.name, ...node.args] : node.args;
    const words = nodes.map((part) => readWord(part, scope.words));
    const unwrapped = unwrap(words);
    const own = place.timeOffset === null ? unwrapped.wrappers : ["time", ...unwrapped.wrappers];
    const wrappers = scope.wrappers.length > 0 ? [...scope.wrappers, ...own] : own;
    if (unwrapped.script) {
      const shell = programName(words[unwrapped.start]) ?? "";
      const inner = { ...scope, wrappers: [...wrappers, shell], outerStart: outerStart(scope, place, words[0]) };
      if (this.#script(node, nodes, unwrapped.script, scope, inner)) return;
    }
    this.commands.push(this.#node({ node, nodes, words }, { ...unwrapped, wrappers }, scope, place));
    if (scope.nests) for (const part of partsOf(node)) this.#substitutions(part, scope);
  }

  #node(call: Call, { start, assignments, wrappers }: Unwrapped, scope: Scope, place: Place): ShellCommand {
    const { node, words } = call;
    const context = scope.words;
    const name = words[start];
    const range = context.toRange(start > 0 ? (call.nodes[start] ?? node).pos : node.pos, node.end);
    return {
      type: "ShellCommand",
      range,
      name: programName(name),
      nameWord: name ?? null,
      args: words.slice(start + 1),
      assignments: readAssignments(call, assignments, context),
      redirections: node.redirects.map((part) => readRedirection(part, context)),
      wrappers,
      outerStart: wrappers.length > 0 ? outerStart(scope, place, words[0]) : range[0],
      pipeline: place.pipeline,
      subshell: scope.subshell,
      substitution: scope.substitution,
      conditional: scope.conditional,
      precededBy: place.precededBy,
      negated: place.negated,
    };
  }

  /**
   * Reads the script of `sh -c` and its like in place of the call.
   *
   * @param inner what holds for the commands of the script
   * @returns false when the script cannot be read: the call itself stays
   */
  #script(node: Command, nodes: Call["nodes"], words: ScriptWords, scope: Scope, inner: Scope): boolean {
    if (scope.scriptDepth >= maxScriptDepth) return false;
    const scriptNodes = words.words.flatMap((index) => nodes[index] ?? []).filter((part) => part.type === "Word");
    const script = embeddedScript(scriptNodes, words.skip, scope.words.toRange);
    const tree = script && parseTree(script.text);
    if (!tree || tree.error) return false;
    const scriptParts = new Set<SyntaxNode>(scriptNodes);
    for (const part of partsOf(node)) {
      if (part === scriptNodes[0]) {
        this.list(tree.script.commands, {
          ...inner,
          words: {
            dialect: inner.wrappers.at(-1) === "bash" ? "bash" : "sh",
            toRange: script.toRange,
            filled: script.filled,
          },
          scriptDepth: scope.scriptDepth + 1,
          nests: tree.nests,
          subshell: scope.subshell || words.subshell,
        });
      } else if (!scriptParts.has(part)) {
        // Substitutions in the script's own words are part of the script's text.
        this.#substitutions(part, scope);
      }
    }
    return true;
  }

  /**
   * The commands in `$( )`, backquotes and process substitutions below a node.
   *
   * @param outer the outermost word around `node`
   */
  #substitutions(node: SyntaxNode, scope: Scope, outer: SyntaxNode | null = null): void {
    if (!scope.nests || (node.type === "Word" && !/[$`<>]/.test(node.text))) return;
    const word = outer ?? (node.type === "Word" || node.type === "Assignment" ? node : null);
    switch (node.type) {
      case "CommandExpansion":
      case "ProcessSubstitution":
      case "ArithmeticCommandExpansion": {
        const { script } = node;
        if (!script) return;
        const words = script.source === undefined ? scope.words : pinnedTo(word ?? node, scope.words);
        return this.list(script.commands, { ...scope, words, subshell: true, substitution: true });
      }
    }
    forEachChild(node, (child) => this.#substitutions(child, scope, word));
  }
}

/** Name, arguments, assignments and redirections in text order. */
function partsOf(node: Command): (Word | Assignment | RedirectionNode)[] {
  return [...node.prefix, ...(node.name ? [node.name] : []), ...node.suffix];
}

function outerStart(scope: Scope, place: Place, first: ShellWord | undefined): number {
  if (scope.outerStart !== null) return scope.outerStart;
  if (place.timeOffset !== null) return scope.words.toRange(place.timeOffset, place.timeOffset + 1)[0];
  return first?.range[0] ?? 0;
}

/** Inside backquotes with escapes, positions count in a decoded text: everything there gets the range of the word. */
function pinnedTo(word: SyntaxNode, words: WordContext): WordContext {
  const range = words.toRange(word.pos, word.end);
  return { dialect: words.dialect, toRange: () => range, filled: [] };
}

/** @param indexes of the words that are assignments of wrappers */
function readAssignments(
  { node, nodes, words }: Call,
  indexes: readonly number[],
  context: WordContext,
): ShellCommand["assignments"] {
  const assignments: ShellCommand["assignments"][number][] = [];
  for (const part of node.prefix) if (part.type === "Assignment") assignments.push(readAssignment(part, context));
  for (const index of indexes) {
    const [part, word] = [nodes[index], words[index]];
    if (part && word) assignments.push(readWrapperAssignment(part, word, context));
  }
  return assignments;
}

function readAssignment(node: Assignment, words: WordContext): ShellCommand["assignments"][number] {
  return { name: node.name, value: readAssignedValue(node, words), range: words.toRange(node.pos, node.end) };
}

/** `NAME=value` among the arguments of env or sudo. */
function readWrapperAssignment(
  node: Word | Assignment,
  word: ShellWord,
  words: WordContext,
): ShellCommand["assignments"][number] {
  const name = word.value.slice(0, word.value.indexOf("="));
  const front = name.length + 1;
  const value = word.value.slice(front);
  const { literal, variables, range } = word;
  if (value === "") return { name, value: null, range };
  const plainFront = word.text.startsWith(`${name}=`);
  return {
    name,
    value: {
      text: plainFront ? word.text.slice(front) : word.text,
      value,
      literal,
      variables,
      range: plainFront ? words.toRange(node.pos + front, node.end) : range,
    },
    range,
  };
}

function readRedirection(node: RedirectionNode, words: WordContext): Redirection {
  return {
    operator: node.operator,
    fd: node.descriptor?.type === "FileDescriptor" ? node.descriptor.value : null,
    target: redirectionTarget(node, words),
    range: words.toRange(node.pos, node.end),
  };
}

function redirectionTarget(node: RedirectionNode, words: WordContext): ShellWord | null {
  if (node.type !== "HereDoc") return node.target ? readWord(node.target, words) : null;
  if (!node.delimiter) return null;
  const { text, value, pos, end } = node.delimiter;
  return { text, value, literal: true, variables: [], range: words.toRange(pos, end) };
}
