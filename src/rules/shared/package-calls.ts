/** The package-manager calls of a RUN, as the rules about packages look at them. */
import type { ShellCommand } from "../../shell/nodes.ts";
import { mayBePackageCall, readPackageCall } from "../../shell/package-call.ts";
import type { PackageCall } from "../../shell/package-call.ts";
import type { CommandInstruction, Range } from "../../syntax/nodes.ts";

/** A dozen rules ask for the calls of the same commands: they are read once. */
const callOf = new WeakMap<ShellCommand, PackageCall | null>();
const callsOf = new WeakMap<CommandInstruction, readonly PackageCall[]>();

/** The package-manager call that a command is; null for any other command. */
export function packageCall(command: ShellCommand): PackageCall | null {
  if (!mayBePackageCall(command)) return null;
  const known = callOf.get(command);
  if (known !== undefined) return known;
  const call = readPackageCall(command);
  callOf.set(command, call);
  return call;
}

/** Package-manager calls in the order in which they stand. */
export function packageCalls(instruction: CommandInstruction): readonly PackageCall[] {
  const known = callsOf.get(instruction);
  if (known) return known;
  const calls = instruction.commands.flatMap((command) => packageCall(command) ?? []);
  callsOf.set(instruction, calls);
  return calls;
}

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
