/**
 * The text of a history entry as buildah writes it (observed on versions 1.28 and 1.39): mostly the source text.
 */
import type { Add, Copy, Instruction, Run } from "../syntax/nodes.ts";
import { ownBuildArguments, type Scope } from "./scope.ts";

const shell = "/bin/sh -c";

/**
 * The `created_by` of buildah's entry.
 * It names COPY and ADD sources by a hash of their content, which needs the files: the sources stand in its place.
 */
export function createdByBuildah(instruction: Instruction, scope: Scope): string {
  switch (instruction.type) {
    case "Run":
      return runText(instruction, scope);
    case "Copy":
    case "Add":
      return `${shell} #(nop) ${copyText(instruction, scope)}`;
    case "Arg":
      return `${shell} #(nop) ARG ${argNames(scope)}`;
    default:
      return `${shell} #(nop) ${instruction.keyword} ${textAfterKeyword(instruction)}`;
  }
}

/** The logical line from the first argument or flag on. */
function textAfterKeyword(instruction: Instruction): string {
  return instruction.logical.text.trimStart().slice(instruction.keywordText.length).trim();
}

/** Flags show, and heredocs without their last line; `/bin/sh` is named even where SHELL set another. */
function runText(instruction: Run, scope: Scope): string {
  const args = ownBuildArguments(scope)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${value ?? ""}`)
    .sort();
  const prefix = args.length === 0 ? [] : [`|${args.length}`, ...args];
  const heredocs = instruction.heredocs.map((heredoc) => `\n${heredoc.content.replace(/\r?\n$/, "")}`).join("");
  return [...prefix, shell, textAfterKeyword(instruction) + heredocs].join(" ");
}

/** Not this ARG, but every build argument so far that has a value. */
function argNames(scope: Scope): string {
  const declared = [...scope.after.args].filter(([, value]) => value !== undefined);
  return declared
    .map(([name]) => name)
    .sort()
    .join(" ");
}

function copyText(instruction: Copy | Add, scope: Scope): string {
  const sources = [
    ...instruction.sources.map((source) => scope.expand(source)),
    ...instruction.heredocs.map((heredoc) => `<<${heredoc.name}`),
  ];
  const destination = instruction.destination === null ? "" : scope.expand(instruction.destination);
  return `${instruction.keyword} ${sources.join(" ")} in ${destination} `;
}
