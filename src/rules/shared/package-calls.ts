/** The package-manager calls of a RUN, as the rules about packages look at them. */
import { perFile } from "../../language/file-memory.ts";
import type { ShellCommand } from "../../shell/nodes.ts";
import { mayBePackageCall, readPackageCall } from "../../shell/package-call.ts";
import type { PackageCall } from "../../shell/package-call.ts";
import type { CommandInstruction, Range } from "../../syntax/nodes.ts";

/** A dozen rules ask for the calls of the same commands: they are read once. */
const callOf = perFile(readPackageCall);

/** The package-manager call that a command is; null for any other command. */
export function packageCall(command: ShellCommand): PackageCall | null {
  return mayBePackageCall(command) ? callOf(command) : null;
}

/** Package-manager calls in the order in which they stand. */
export const packageCalls: (instruction: CommandInstruction) => readonly PackageCall[] = perFile((instruction) =>
  instruction.commands.flatMap((command) => packageCall(command) ?? []),
);

/** From the program's name to the verb: `apt-get -q install`. */
export function callRange(call: PackageCall): Range {
  const start = call.command.nameWord?.range[0] ?? call.command.range[0];
  return [start, call.verb?.range[1] ?? call.command.nameWord?.range[1] ?? call.command.range[1]];
}

/** Program and verb without flags: `apt-get install`. */
export function callName(call: PackageCall): string {
  return call.verbs === "" ? call.program : `${call.program} ${call.verbs}`;
}

/** Where a flag for the verb goes: right behind it. */
export function afterVerb(call: PackageCall): number {
  return callRange(call)[1];
}
