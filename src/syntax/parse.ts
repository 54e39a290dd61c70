/** TEXT -> TREE. The whole file, whatever is wrong with it. */
import { lowerInstruction, knownKeywords, type LoweringContext } from "./lower.ts";
import type { HeredocMarker } from "./heredoc.ts";
import { foldUnseenHeredocs, unterminatedHint } from "./heredoc-traps.ts";
import type { JoinedLine } from "./logical-line.ts";
import type {
  Comment,
  Dockerfile,
  From,
  Heredoc,
  Instruction,
  Range,
  ShellDialect,
  ShellSetting,
  Stage,
  SyntaxProblem,
} from "./nodes.ts";
import { instructionProblems } from "./problems.ts";
import { Scanner } from "./scan.ts";
import { announcedDialect, defaultShell, shellFromArgv } from "./shell-setting.ts";

export interface ParseOptions {
  /** False leaves the shell text of RUN, CMD and the like unread: enough to count layers, and faster. */
  readonly commands?: boolean;
}

/**
 * Reads a Dockerfile as BuildKit does. Never throws: what BuildKit would reject is in `problems`, and the rest of the
 * file is in the tree all the same.
 *
 * @param text the file text without byte order mark
 */
export function parseDockerfile(text: string, options: ParseOptions = {}): Dockerfile {
  return new FileParser(text, options.commands ?? true).parse();
}

/** A stage as long as instructions are added to it. */
interface OpenStage extends Stage {
  range: Range;
  readonly body: Instruction[];
}

/** Is itself what lowering needs from around a line. */
class FileParser implements LoweringContext {
  readonly fileText: string;
  readonly commands: boolean;
  shell: ShellSetting = defaultShell(null, "\\");
  readonly #scanner: Scanner;
  readonly #prologue: Instruction[] = [];
  readonly #stages: OpenStage[] = [];
  /** The shell at the end of each named stage, for the stages that are FROM it. */
  readonly #shellOfStage = new Map<string, ShellSetting>();
  /** What `# hadolint shell=` above the first FROM says of every base image. */
  #announced: ShellDialect | null = null;
  #commentsRead = 0;

  constructor(text: string, commands: boolean) {
    this.fileText = text;
    this.commands = commands;
    this.#scanner = new Scanner(text);
  }

  get escape(): "\\" | "`" {
    return this.#scanner.escape;
  }

  get startLine(): number {
    return this.#scanner.startLine;
  }

  get leadingComments(): readonly Comment[] {
    return this.#scanner.leadingComments;
  }

  endLine(): number {
    return this.#scanner.line;
  }

  report(problem: SyntaxProblem): void {
    this.#scanner.problems.push(problem);
  }

  readHeredocs(markers: readonly HeredocMarker[], line: JoinedLine): readonly Heredoc[] {
    return markers.map((marker) => this.#readHeredoc(marker, line));
  }

  parse(): Dockerfile {
    const scanner = this.#scanner;
    for (let line = scanner.next(); line; line = scanner.next()) {
      this.#readShellPragmas();
      this.#add(lowerInstruction(line, this));
    }
    this.#closeStage();
    const dockerfile: Dockerfile = {
      type: "Dockerfile",
      range: [0, this.fileText.length],
      directives: scanner.directives.sort((a, b) => a.range[0] - b.range[0]),
      prologue: this.#prologue,
      stages: this.#stages,
      comments: scanner.comments,
      escape: scanner.escape,
      problems: scanner.problems,
    };
    const problems = scanner.problems.concat(instructionProblems(dockerfile));
    problems.sort((a, b) => a.range[0] - b.range[0]);
    return { ...dockerfile, problems: foldUnseenHeredocs(dockerfile, problems) };
  }

  /** `# hadolint shell=NAME`: above the first FROM it holds for all stages, below for the rest of its stage. */
  #readShellPragmas(): void {
    const { comments } = this.#scanner;
    for (; this.#commentsRead < comments.length; this.#commentsRead++) {
      const comment = comments[this.#commentsRead];
      const dialect = comment && !comment.inside ? announcedDialect(comment.value) : null;
      if (dialect === null) continue;
      if (this.#stages.length === 0) this.#announced = dialect;
      // Who runs the text stays as it is: only the language of the text is another one.
      this.shell = { ...this.shell, dialect };
    }
  }

  #readHeredoc(marker: HeredocMarker, line: JoinedLine): Heredoc {
    const { name, expand, chomp, fd } = marker;
    const range = line.toRange(marker.start, marker.end);
    const body = this.#scanner.readHeredoc(name, chomp, startsInstruction);
    if (!body.terminatorRange) {
      this.#scanner.problems.push({
        code: "unterminated-heredoc",
        message: "unterminated heredoc",
        hint: unterminatedHint(marker, line.text, this.#scanner.text.slice(body.contentRange[0])),
        level: "parse",
        range,
      });
    }
    const content = this.#scanner.text.slice(...body.contentRange);
    return { type: "Heredoc", name, expand, chomp, fd, content, range, ...body };
  }

  #add(instruction: Instruction): void {
    if (instruction.type === "From") {
      this.#openStage(instruction);
      return;
    }
    if (instruction.type === "Shell" && instruction.json) {
      this.shell = shellFromArgv(instruction.args.map((word) => word.value));
    }
    (this.#stages.at(-1)?.body ?? this.#prologue).push(instruction);
  }

  #openStage(from: From): void {
    this.#closeStage();
    const image = from.image?.value ?? null;
    const inherited = image === null ? undefined : this.#shellOfStage.get(image);
    this.shell = inherited ?? this.#shellOfBase(image);
    const name = from.alias?.value.toLowerCase() ?? null;
    const { length: index } = this.#stages;
    this.#stages.push({ type: "Stage", index, name, from, body: [], range: from.range });
  }

  #shellOfBase(image: string | null): ShellSetting {
    const shell = defaultShell(image, this.#scanner.escape);
    return this.#announced === null ? shell : { ...shell, dialect: this.#announced };
  }

  #closeStage(): void {
    const stage = this.#stages.at(-1);
    if (!stage) return;
    const { name, from, body } = stage;
    stage.range = [from.range[0], (body.at(-1) ?? from).range[1]];
    if (name) this.#shellOfStage.set(name, this.shell);
  }
}

const instructionStart = new RegExp(`^(?:${knownKeywords.join("|")})[ \\t]+\\S`);

/** Upper-case keyword at the start of a line: good enough to stop an unterminated heredoc. */
function startsInstruction(line: string): boolean {
  return instructionStart.test(line);
}
