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
import type { ScriptWords } from "./wrappers.ts";

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

/** An argument, and the grammar node it comes from. */
interface Argument {
  readonly node: Word | Assignment;
  readonly word: ShellWord;
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
        for (const [index, part] of command.commands.entries()) {
          if (index > 0) operator = command.operators[index - 1] ?? null;
          this.#pipeline(part, operator === "||" ? { ...scope, conditional: true } : scope, operator);
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
    const args = nodes.map((part) => ({ node: part, word: readWord(part, scope.words) }));
    const unwrapped = unwrap(args.map((arg) => arg.word));
    const timed = place.timeOffset === null ? [] : ["time"];
    const wrappers = scope.wrappers.concat(timed, unwrapped.wrappers);
    if (unwrapped.script) {
      const shell = programName(args[unwrapped.start]?.word) ?? "";
      const inner = { ...scope, wrappers: [...wrappers, shell], outerStart: outerStart(scope, place, args[0]) };
      if (this.#script(node, args, unwrapped.script, scope, inner)) return;
    }
    this.commands.push(this.#node(node, args, { ...unwrapped, wrappers }, scope, place));
    if (scope.nests) for (const part of partsOf(node)) this.#substitutions(part, scope);
  }

  #node(
    node: Command,
    args: readonly Argument[],
    { start, assignments, wrappers }: { start: number; assignments: readonly number[]; wrappers: readonly string[] },
    scope: Scope,
    place: Place,
  ): ShellCommand {
    const { words } = scope;
    const name = args[start];
    const range = words.toRange(start > 0 && name ? name.node.pos : node.pos, node.end);
    return {
      type: "ShellCommand",
      range,
      name: programName(name?.word),
      nameWord: name?.word ?? null,
      args: args.slice(start + 1).map((arg) => arg.word),
      assignments: [
        ...node.prefix.filter((part) => part.type === "Assignment").map((part) => readAssignment(part, words)),
        ...assignments.flatMap((index) => (args[index] ? [readWrapperAssignment(args[index], words)] : [])),
      ],
      redirections: node.redirects.map((part) => readRedirection(part, words)),
      wrappers,
      outerStart: wrappers.length > 0 ? outerStart(scope, place, args[0]) : range[0],
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
  #script(node: Command, args: readonly Argument[], words: ScriptWords, scope: Scope, inner: Scope): boolean {
    if (scope.scriptDepth >= maxScriptDepth) return false;
    const scriptNodes = words.words.flatMap((index) => args[index]?.node ?? []).filter((part) => part.type === "Word");
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

function outerStart(scope: Scope, place: Place, first: Argument | undefined): number {
  if (scope.outerStart !== null) return scope.outerStart;
  if (place.timeOffset !== null) return scope.words.toRange(place.timeOffset, place.timeOffset + 1)[0];
  return first?.word.range[0] ?? 0;
}

/** Inside backquotes with escapes, positions count in a decoded text: everything there gets the range of the word. */
function pinnedTo(word: SyntaxNode, words: WordContext): WordContext {
  const range = words.toRange(word.pos, word.end);
  return { dialect: words.dialect, toRange: () => range, filled: [] };
}

function readAssignment(node: Assignment, words: WordContext): ShellCommand["assignments"][number] {
  return { name: node.name, value: readAssignedValue(node, words), range: words.toRange(node.pos, node.end) };
}

/** `NAME=value` among the arguments of env or sudo. */
function readWrapperAssignment({ node, word }: Argument, words: WordContext): ShellCommand["assignments"][number] {
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
