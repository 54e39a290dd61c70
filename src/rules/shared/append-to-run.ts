/** Appending a command to a RUN, in the style in which it is written. */
import type { RuleTextEdit } from "../../language/rule-types.ts";
import type { DockerfileSourceCode } from "../../language/dockerfile-source-code.ts";
import type { Run } from "../../syntax/nodes.ts";

/**
 * The edit that makes `run` also run `command` when all before it went well; null where that cannot be done by adding
 * text at its end (exec form, here-documents, a script that ends in a comment, `;` or `&`).
 */
export function appendToRun(sourceCode: DockerfileSourceCode, run: Run, command: string): RuleTextEdit | null {
  const script = shellScript(run);
  if (script === null) return null;
  return { range: [script.end, script.end], text: `${joint(sourceCode, run, script.end)}${command}` };
}

/** Where the script of a shell-form RUN starts and ends in the file; null when nothing can be appended to it. */
export function shellScript(run: Run): { readonly start: number; readonly end: number } | null {
  const [first] = run.args;
  if (run.form !== "shell" || run.commands.length === 0 || run.heredocs.length > 0 || !first) return null;
  const { text } = run.logical;
  const trimmed = text.trimEnd();
  if (/[;&|\\]$/.test(trimmed) || /(?:^|\s)#/.test(trimmed)) return null;
  return { start: first.range[0], end: run.logical.toRange(trimmed.length - 1, trimmed.length)[1] };
}

/** ` && ` on one line; on its own line, with the operator where the RUN has its operators, otherwise. */
function joint(sourceCode: DockerfileSourceCode, run: Run, end: number): string {
  const [, ...continued] = sourceCode.text.slice(run.range[0], end).split("\n");
  const [first] = continued;
  if (first === undefined) return " && ";
  const lineEnd = sourceCode.text.includes("\r\n") ? "\r\n" : "\n";
  const { escape } = sourceCode.ast;
  const leading = continued.findLast((line) => /^\s*&&/.test(line));
  const indent = /^[ \t]*/.exec(leading ?? first)?.[0] ?? "";
  const trailing = new RegExp(`&&[ \\t]*\\${escape}[ \\t]*\\r?$`, "m").test(sourceCode.text.slice(run.range[0], end));
  if (trailing && leading === undefined) return ` && ${escape}${lineEnd}${indent}`;
  return ` ${escape}${lineEnd}${indent}&& `;
}
