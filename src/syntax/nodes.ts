/**
 * The syntax tree: every node that a rule, the model and the layer plan can meet.
 *
 * Nodes are plain objects. A node carries offsets only (`range`, UTF-16 code units into the file text after the byte
 * order mark, end exclusive); lines and columns are asked of `DockerfileSourceCode.getLoc`, which derives them once.
 * Children are listed in `visitor-keys.ts`.
 */
import type { ShellCommand } from "../shell/nodes.ts";

/** `[start, end)` in UTF-16 code units into the file text. */
export type Range = readonly [start: number, end: number];

/** 1-based line and 1-based UTF-16 column. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** 1-based, UTF-16 columns, end exclusive. */
export interface SourceLocation {
  readonly start: Position;
  readonly end: Position;
}

interface NodeBase {
  readonly range: Range;
}

/** A whole file. */
export interface Dockerfile extends NodeBase {
  readonly type: "Dockerfile";
  /** `syntax`, `escape` and `check` directives at the top of the file, in file order. */
  readonly directives: readonly ParserDirective[];
  /** What stands before the first FROM: global ARGs (and whatever BuildKit would reject there). */
  readonly prologue: readonly Instruction[];
  readonly stages: readonly Stage[];
  /** Every comment that is not a parser directive, also those between continued lines, in file order. */
  readonly comments: readonly Comment[];
  /** The escape character in force for the whole file. */
  readonly escape: "\\" | "`";
  /** What BuildKit would reject, or warns of while parsing, in file order. */
  readonly problems: readonly SyntaxProblem[];
}

/** One FROM and the instructions up to the next FROM. */
export interface Stage extends NodeBase {
  readonly type: "Stage";
  /** 0-based, in file order. */
  readonly index: number;
  /** The name after AS in lower case, as BuildKit stores it; null when the stage has none. */
  readonly name: string | null;
  readonly from: From;
  /** The instructions after FROM. */
  readonly body: readonly Instruction[];
}

/** `# syntax=...`, `# escape=...`, `# check=...` in the directive block. */
export interface ParserDirective extends NodeBase {
  readonly type: "ParserDirective";
  readonly name: "syntax" | "escape" | "check";
  readonly value: string;
  readonly valueRange: Range;
}

/** A comment line. `value` is the text after `#`, trimmed; `range` starts at the `#`. */
export interface Comment extends NodeBase {
  readonly type: "Comment";
  readonly value: string;
  /** 1-based line it stands on. */
  readonly line: number;
  /** True when it stands between the continued lines of an instruction. */
  readonly inside: boolean;
}

/** One argument. */
export interface Word extends NodeBase {
  readonly type: "Word";
  /** BuildKit's text of the argument: continuations joined, quotes and escapes kept; in JSON form the decoded string. */
  readonly value: string;
}

/** `--name` or `--name=value`. */
export interface Flag extends NodeBase {
  readonly type: "Flag";
  readonly name: string;
  /** Quotes and escapes removed; null for a bare `--name`. */
  readonly value: string | null;
  readonly nameRange: Range;
  readonly valueRange: Range | null;
}

/** A here-document of RUN, COPY or ADD. `range` is that of the marker (`<<-"EOF"`). */
export interface Heredoc extends NodeBase {
  readonly type: "Heredoc";
  /** The unquoted name; for COPY and ADD the name of the file it makes. */
  readonly name: string;
  /** False when any part of the name was quoted: BuildKit then expands no variables in the body. */
  readonly expand: boolean;
  /** `<<-`: leading tabs are stripped when the body is used. */
  readonly chomp: boolean;
  readonly fd: number;
  /** The body as written, with its line ends; tabs are not stripped. */
  readonly content: string;
  readonly contentRange: Range;
  /** The terminator line without its line end; null when the file ends first. */
  readonly terminatorRange: Range | null;
}

/** One `key=value` of ENV, LABEL or ARG. */
export interface KeyValue extends NodeBase {
  readonly type: "KeyValue";
  readonly key: Word;
  /** Null for `ARG name`. */
  readonly value: Word | null;
  /** True for the old `ENV key value` form. */
  readonly legacy: boolean;
}

/** What all instructions have in common. */
export interface InstructionBase extends NodeBase {
  /** The keyword in upper case (`RUN`), as typed for unknown ones but upper-cased. */
  readonly keyword: string;
  /** The keyword as typed. */
  readonly keywordText: string;
  readonly keywordRange: Range;
  readonly flags: readonly Flag[];
  /** BuildKit's arguments in order: the words of a list or JSON array, or one word for a free text. */
  readonly args: readonly Word[];
  /** True when BuildKit reads the arguments as a JSON array. */
  readonly json: boolean;
  readonly heredocs: readonly Heredoc[];
  /** 1-based, inclusive: first and last physical line, heredoc bodies and their terminator included. */
  readonly lines: readonly [start: number, end: number];
  /** The joined logical line as BuildKit sees it, with the way back to the file. */
  readonly logical: LogicalLine;
  /** The comment block directly above, as BuildKit attaches it (blank lines do not end it; a bare `#` does). */
  readonly leadingComments: readonly Comment[];
  /** Set on the instruction inside an ONBUILD. */
  readonly inOnbuild: boolean;
}

/** An instruction's text with continuations removed and comments left out, and the map back to the file. */
export interface LogicalLine {
  readonly text: string;
  /** File offset of the character at `offset` of `text`; `offset === text.length` gives the end of the last one. */
  toSource(offset: number): number;
  /** File range of `text.slice(start, end)`; never wider than the characters themselves. */
  toRange(start: number, end: number): Range;
  /** Where in `text` the second and each later physical line of it begins, in order. */
  continuedLines(): readonly number[];
}

export interface From extends InstructionBase {
  readonly type: "From";
  /** The image or stage that is built upon; null when missing. */
  readonly image: Word | null;
  readonly asKeyword: Word | null;
  /** The stage name as typed. */
  readonly alias: Word | null;
}

/** Which program reads a shell-form command. */
export type ShellDialect = "sh" | "bash" | "zsh" | "powershell" | "cmd" | "unknown";

export interface ShellSetting {
  readonly dialect: ShellDialect;
  /** For example `["/bin/sh", "-c"]`. */
  readonly argv: readonly string[];
  /** True when a SHELL instruction set it. */
  readonly explicit: boolean;
}

interface CommandBase extends InstructionBase {
  /** `heredoc`: RUN whose command or script stands in a here-document. */
  readonly form: "shell" | "exec" | "heredoc";
  /** Every simple command, outer before inner, wrappers already seen through. Empty when the text does not parse. */
  readonly commands: readonly ShellCommand[];
  /** The shell that reads it (for exec form: the one that would). */
  readonly shell: ShellSetting;
  /** Set when the shell text does not parse: what the shell would say, and where. */
  readonly shellError: { readonly message: string; readonly range: Range } | null;
  /** False where another shell than POSIX sh or bash reads the text: `commands` is then empty. */
  readonly shellParsed: boolean;
}

export interface Run extends CommandBase {
  readonly type: "Run";
  readonly mounts: readonly Mount[];
}

/** One `RUN --mount=...`; `from`, `target` and `source` are unexpanded. */
export interface Mount {
  readonly flag: Flag;
  /** Lower-case; `bind` by default. */
  readonly kind: string;
  readonly from: string | null;
  readonly source: string | null;
  readonly target: string | null;
  readonly id: string | null;
  readonly options: ReadonlyMap<string, string>;
}

export interface Cmd extends CommandBase {
  readonly type: "Cmd";
}

export interface Entrypoint extends CommandBase {
  readonly type: "Entrypoint";
}

export interface Healthcheck extends CommandBase {
  readonly type: "Healthcheck";
  /** `CMD`, `NONE` or what was typed, in upper case; null when missing. */
  readonly kind: string | null;
}

interface CopyBase extends InstructionBase {
  /** Without heredocs; the last argument is the destination. */
  readonly sources: readonly Word[];
  readonly destination: Word | null;
}

export interface Copy extends CopyBase {
  readonly type: "Copy";
}

export interface Add extends CopyBase {
  readonly type: "Add";
}

export interface Env extends InstructionBase {
  readonly type: "Env";
  readonly pairs: readonly KeyValue[];
}

export interface Label extends InstructionBase {
  readonly type: "Label";
  readonly pairs: readonly KeyValue[];
}

export interface Arg extends InstructionBase {
  readonly type: "Arg";
  readonly pairs: readonly KeyValue[];
}

export interface Expose extends InstructionBase {
  readonly type: "Expose";
}

export interface Volume extends InstructionBase {
  readonly type: "Volume";
}

export interface User extends InstructionBase {
  readonly type: "User";
}

export interface Workdir extends InstructionBase {
  readonly type: "Workdir";
}

export interface Stopsignal extends InstructionBase {
  readonly type: "Stopsignal";
}

export interface ShellInstruction extends InstructionBase {
  readonly type: "Shell";
}

export interface Maintainer extends InstructionBase {
  readonly type: "Maintainer";
}

export interface Onbuild extends InstructionBase {
  readonly type: "Onbuild";
  readonly trigger: Instruction | null;
}

/** A keyword that BuildKit does not know. */
export interface UnknownInstruction extends InstructionBase {
  readonly type: "UnknownInstruction";
}

export type Instruction =
  | Add
  | Arg
  | Cmd
  | Copy
  | Entrypoint
  | Env
  | Expose
  | From
  | Healthcheck
  | Label
  | Maintainer
  | Onbuild
  | Run
  | ShellInstruction
  | Stopsignal
  | UnknownInstruction
  | User
  | Volume
  | Workdir;

export type CommandInstruction = Run | Cmd | Entrypoint | Healthcheck;

/** What BuildKit would reject, or warns of while parsing. */
export interface SyntaxProblem extends NodeBase {
  /** Kebab-case kind, for example `unknown-instruction`. */
  readonly code: string;
  /** BuildKit's wording. */
  readonly message: string;
  /** What to do about it, or a "did you mean"; null when BuildKit's words say it all. */
  readonly hint: string | null;
  /** The phase of BuildKit that rejects it. */
  readonly level: "parse" | "instruction" | "convert";
}

export type DockerfileNode =
  Dockerfile | Stage | ParserDirective | Comment | Word | Flag | Heredoc | KeyValue | Instruction | ShellCommand;

export type NodeType = DockerfileNode["type"];
/** The node of a given type: `NodeOf<"From">`. */
export type NodeOf<T extends NodeType> = Extract<DockerfileNode, { type: T }>;
