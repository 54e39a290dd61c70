/** The package-manager calls of a RUN, as the rules about packages look at them. */
import { readPackageCall } from "../../shell/package-call.ts";
import type { PackageCall } from "../../shell/package-call.ts";
import type { CommandInstruction, Range } from "../../syntax/nodes.ts";

/** A dozen rules ask for the calls of the same RUN: they are read once. */
const callsOf = new WeakMap<CommandInstruction, readonly PackageCall[]>();

/** Package-manager calls in the order in which they stand. */
export function packageCalls(instruction: CommandInstruction): readonly PackageCall[] {
  const known = callsOf.get(instruction);
  if (known) return known;
  const calls = instruction.commands.flatMap((command) => readPackageCall(command) ?? []);
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
