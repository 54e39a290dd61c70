/** The shell text of RUN, CMD, ENTRYPOINT and HEALTHCHECK: which text a shell gets, and the commands in it. */
import { commandFromWords, parseShell } from "../shell/parse-shell.ts";
import type { ShellCommand } from "../shell/nodes.ts";
import { isMarker } from "./heredoc.ts";
import type { Token } from "./lex-instruction.ts";
import { JoinedLine } from "./logical-line.ts";
import type { InstructionBase, LogicalLine, Range, Run, ShellDialect, ShellSetting, Word } from "./nodes.ts";
import { dialectOfShebang } from "./shell-setting.ts";

export type CommandParts = Pick<Run, "form" | "commands" | "shell" | "shellError" | "shellParsed">;

interface ShellText {
  readonly text: string;
  readonly toRange: (start: number, end: number) => Range;
}

/**
 * @param args in exec form the words of the command
 * @param text the free text in shell form
 */
export function commandParts(
  base: InstructionBase,
  args: readonly Word[],
  text: Token,
  line: JoinedLine,
  context: { readonly shell: ShellSetting; readonly commands: boolean; readonly fileText: string },
): CommandParts {
  const { shell } = context;
  const form = base.json ? "exec" : base.heredocs.length > 0 ? "heredoc" : "shell";
  if (!context.commands) return { form, commands: [], shell, shellError: null, shellParsed: false };
  if (base.json) {
    const words = args.map((word) => ({ text: word.value, range: word.range }));
    const commands = words.length > 0 ? commandFromWords(words) : [];
    return { form, commands, shell, shellError: null, shellParsed: true };
  }
  const script = shellText(base, text, line, context.fileText);
  const dialect = scriptDialect(script, base, shell);
  if (dialect !== "sh" && dialect !== "bash") {
    return { form, commands: [], shell, shellError: null, shellParsed: false };
  }
  const parsed = parseShell(script.text, script.toRange, { dialect });
  const commands: readonly ShellCommand[] = parsed.commands;
  return {
    form,
    commands,
    shell,
    shellError: parsed.error,
    shellParsed: parsed.error === null && parsed.skipped === null,
  };
}

/**
 * What BuildKit gives to the shell (dockerfile2llb/convert.go, dispatchRun): the body of a lone heredoc, the line and
 * the bodies put together again where heredocs are redirected, else the line.
 */
export function shellText(base: InstructionBase, text: Token, line: LogicalLine, fileText: string): ShellText {
  const whole = {
    text: text.value,
    toRange: (start: number, end: number) => line.toRange(text.start + start, text.start + end),
  };
  const [first] = base.heredocs;
  if (!first) return whole;
  if (isMarker(text.value)) {
    const [start] = first.contentRange;
    return { text: first.content, toRange: (from, to) => [start + from, start + to] };
  }
  const texts = [whole.text];
  const sourceStart = line.toSource(text.start);
  const pieces = [0, sourceStart];
  let length = whole.text.length;
  for (const heredoc of base.heredocs) {
    const [start] = heredoc.contentRange;
    const end = heredoc.terminatorRange?.[1] ?? heredoc.contentRange[1];
    const body = `\n${fileText.slice(start, end)}`;
    texts.push(body);
    pieces.push(length, start - 1);
    length += body.length;
  }
  const bodies = new JoinedLine(texts.join(""), sourceStart, pieces);
  return {
    text: bodies.text,
    toRange: (start, end) => (end <= whole.text.length ? whole.toRange(start, end) : bodies.toRange(start, end)),
  };
}

function scriptDialect(script: ShellText, base: InstructionBase, shell: ShellSetting): ShellDialect | null {
  if (base.heredocs.length > 0 && script.text.startsWith("#!")) {
    return dialectOfShebang(script.text.slice(0, (script.text.indexOf("\n") + 1 || script.text.length + 1) - 1));
  }
  return shell.dialect;
}
