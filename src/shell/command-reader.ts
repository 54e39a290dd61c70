/** Walks the shell grammar and lists its simple commands, outer before inner, in text order. */
import { forEachChild, mayNest, parseTree, partsOf } from "./bash-tree.ts";
import type {
  Command,
  CommandArgument,
  CommandNode,
  CompoundList,
  PipelineNode,
  Statement,
  SyntaxNode,
  Tree,
} from "./bash-tree.ts";
import { readArguments, readAssignments, readRedirections, readWrapperAssignments } from "./command-parts.ts";
import { embeddedScript } from "./embedded-script.ts";
import type { ShellCommand, ShellWord } from "./nodes.ts";
import { programName, readWord } from "./words.ts";
import type { WordContext } from "./words.ts";
import { isWrapper, unwrap } from "./wrappers.ts";
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

/** What a simple command runs, behind its wrappers. */
interface Call {
  readonly name: ShellWord | null;
  readonly args: readonly ShellWord[];
  readonly assignments: ShellCommand["assignments"];
  readonly wrappers: readonly string[];
  /** Offset in the script. */
  readonly start: number;
  /** Offset in the file where the outermost wrapper starts; null without wrappers. */
  readonly outerStart: number | null;
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
    switch (node.type) {
      case "CompoundList":
        return this.list(node.commands, scope);
      case "BraceGroup":
        return this.list(node.body.commands, scope);
      case "Subshell":
        return this.list(node.body.commands, { ...scope, subshell: true });
      case "TestCommand":
      case "ArithmeticCommand":
        return this.#substitutions(node, scope);
      case "Coproc":
        return this.#command(node.body, scope, place);
    }
    const maybe = { ...scope, conditional: true };
    switch (node.type) {
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
    }
  }

  #simpleCommand(node: Command, scope: Scope, place: Place): void {
    const name = node.name ? readWord(node.name, scope.words) : null;
    const args = readArguments(node, scope.words);
    if (name !== null && isWrapper(name)) {
      this.#wrapperCall(node, [name, ...args], scope, place);
      return;
    }
    const wrappers = place.timeOffset === null ? scope.wrappers : [...scope.wrappers, "time"];
    const outer = wrappers.length > 0 ? outerStart(scope, place, name) : null;
    const assignments = readAssignments(node, scope.words);
    this.#add(node, { name, args, assignments, wrappers, start: node.pos, outerStart: outer }, scope, place);
  }

  /** A call of sudo, env, `sh -c`, or what else may run another command. */
  #wrapperCall(node: Command, words: readonly ShellWord[], scope: Scope, place: Place): void {
    const nodes = node.name ? [node.name, ...node.args] : node.args;
    const unwrapped = unwrap(words);
    const { start } = unwrapped;
    const time = place.timeOffset === null ? [] : ["time"];
    const wrappers = [...scope.wrappers, ...time, ...unwrapped.wrappers];
    const name = words[start] ?? null;
    const outer = outerStart(scope, place, words[0] ?? null);
    if (unwrapped.script) {
      const inner = { ...scope, wrappers: [...wrappers, programName(name) ?? ""], outerStart: outer };
      if (this.#script(node, nodes, unwrapped.script, scope, inner)) return;
    }
    const own = readAssignments(node, scope.words);
    const assignments = [...own, ...readWrapperAssignments(unwrapped.assignments, nodes, words, scope.words)];
    this.#add(
      node,
      {
        name,
        args: words.slice(start + 1),
        assignments,
        wrappers,
        start: start > 0 ? (nodes[start] ?? node).pos : node.pos,
        outerStart: wrappers.length > 0 ? outer : null,
      },
      scope,
      place,
    );
  }

  #add(node: Command, call: Call, scope: Scope, place: Place): void {
    const range = scope.words.toRange(call.start, node.end);
    this.commands.push({
      type: "ShellCommand",
      range,
      name: programName(call.name),
      nameWord: call.name,
      args: call.args,
      assignments: call.assignments,
      redirections: readRedirections(node, scope.words),
      wrappers: call.wrappers,
      outerStart: call.outerStart ?? range[0],
      pipeline: place.pipeline,
      subshell: scope.subshell,
      substitution: scope.substitution,
      conditional: scope.conditional,
      precededBy: place.precededBy,
      negated: place.negated,
    });
    if (scope.nests) for (const part of partsOf(node)) this.#substitutions(part, scope);
  }

  /**
   * Reads the script of `sh -c` and its like in place of the call.
   *
   * @param inner what holds for the commands of the script
   * @returns false when the script cannot be read: the call itself stays
   */
  #script(node: Command, nodes: readonly CommandArgument[], words: ScriptWords, scope: Scope, inner: Scope): boolean {
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

  /** The commands in `$( )`, backquotes and process substitutions in a node and below. */
  #substitutions(node: SyntaxNode, scope: Scope): void {
    if (!scope.nests) return;
    if (node.type !== "Word" && node.type !== "Assignment") this.#substitutionsBelow(node, scope, null);
    else if (mayNest(node.text)) this.#substitutionsBelow(node, scope, node);
  }

  /** @param word the outermost word that holds `node`, or is it */
  #substitutionsBelow(node: SyntaxNode, scope: Scope, word: SyntaxNode | null): void {
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
    forEachChild(node, (child) => {
      if (word === null) this.#substitutions(child, scope);
      else this.#substitutionsBelow(child, scope, word);
    });
  }
}

function outerStart(scope: Scope, place: Place, first: ShellWord | null): number {
  if (scope.outerStart !== null) return scope.outerStart;
  if (place.timeOffset !== null) return scope.words.toRange(place.timeOffset, place.timeOffset + 1)[0];
  return first?.range[0] ?? 0;
}

/** Inside backquotes with escapes, positions count in a decoded text: everything there gets the range of the word. */
function pinnedTo(word: SyntaxNode, words: WordContext): WordContext {
  const range = words.toRange(word.pos, word.end);
  return { dialect: words.dialect, toRange: () => range, filled: [] };
}
