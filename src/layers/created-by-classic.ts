/**
 * The text of a history entry as Docker's classic builder writes it (`DOCKER_BUILDKIT=0`; observed on version 20.10).
 * Metadata is recorded as a command that does nothing.
 */
import type { Add, Copy, Expose, Instruction, Run } from "../syntax/nodes.ts";
import { argDefaults, commandLine, createdByBuildkit, expandAll, healthcheckPointer, pairsText } from "./created-by.ts";
import { list, quoteList } from "./go-format.ts";
import { ownBuildArguments, workdirAfter, type Scope } from "./scope.ts";

/**
 * The `created_by` of the classic builder's entry.
 * It names COPY and ADD sources by a hash of their content, which needs the files: the sources stand in its place.
 */
export function createdByClassic(instruction: Instruction, scope: Scope): string {
  if (instruction.type === "Run") return runText(instruction, scope);
  return `${scope.after.shell.argv.join(" ")} #(nop) ${noOperation(instruction, scope)}`;
}

function noOperation(instruction: Instruction, scope: Scope): string {
  switch (instruction.type) {
    case "Copy":
    case "Add":
      return copyText(instruction, scope);
    case "Workdir":
      return `WORKDIR ${workdirAfter(instruction.args[0], scope)}`;
    default:
      return ` ${metadataText(instruction, scope)}`;
  }
}

function metadataText(instruction: Instruction, scope: Scope): string {
  switch (instruction.type) {
    case "Env":
    case "Label":
      return `${instruction.keyword} ${pairsText(instruction.pairs, scope)}`;
    case "Arg":
      return `ARG ${argDefaults(instruction, scope)}`;
    case "Expose":
      return `EXPOSE ${exposeText(instruction, scope)}`;
    case "Cmd":
    case "Entrypoint":
      return `${instruction.keyword} ${quoteList(commandLine(instruction, scope))}`;
    case "Volume":
      return `VOLUME ${list(expandAll(instruction, scope))}`;
    case "Healthcheck":
      return `HEALTHCHECK ${healthcheckPointer(instruction, false)}`;
    case "Onbuild":
      return `ONBUILD ${instruction.trigger?.logical.text ?? ""}`;
    default:
      return createdByBuildkit(instruction, scope);
  }
}

/** Only build arguments that have a value and are not an environment variable too show, sorted. */
function runText(instruction: Run, scope: Scope): string {
  const args = ownBuildArguments(scope)
    .filter(([name, value]) => value !== undefined && !scope.before.env.has(name))
    .map(([name, value]) => `${name}=${value ?? ""}`)
    .sort();
  const prefix = args.length === 0 ? [] : [`|${args.length}`, ...args];
  const words = instruction.args.map((word) => word.value);
  return [...prefix, ...(instruction.json ? [] : scope.before.shell.argv), ...words].join(" ");
}

function exposeText(instruction: Expose, scope: Scope): string {
  const written = instruction.args.map((word) => word.value).sort();
  return written.map((text) => scope.expand(text)).join(" ");
}

/** The owner stands right in front of the hash, without a blank. */
function copyText(instruction: Copy | Add, scope: Scope): string {
  const chown = instruction.flags.find(({ name }) => name === "chown")?.value ?? "";
  const owner = chown === "" ? "" : `--chown=${scope.expand(chown)}`;
  const sources = instruction.sources.map((source) => scope.expand(source)).join(" ");
  const destination = instruction.destination === null ? "" : scope.expand(instruction.destination);
  return `${instruction.keyword} ${owner}${sources} in ${destination} `;
}
