/** Which programs a file calls: a rule about some of them has nothing to do in a file that calls none of them. */
import { perFile } from "../../language/file-memory.ts";
import type { CommandInstruction, Dockerfile, Instruction } from "../../syntax/nodes.ts";
import { packageCalls } from "./package-calls.ts";

/**
 * The names of all commands in the file and of the wrappers around them, those behind ONBUILD too. As the shell sees
 * them: in the text, quotes or the end of a line may stand inside a name.
 */
export const calledPrograms: (file: Dockerfile) => ReadonlySet<string> = perFile((file) => {
  const names = new Set<string>();
  for (const { commands } of withCommands(file)) {
    for (const { name, wrappers } of commands) {
      if (name !== null) names.add(name);
      for (const wrapper of wrappers) names.add(wrapper);
    }
  }
  return names;
});

/** The families of the package managers that the RUNs of the file call (`apt`, `pip`), as `packageCalls` names them. */
export const calledManagers: (file: Dockerfile) => ReadonlySet<string> = perFile((file) => {
  const managers = new Set<string>();
  for (const instruction of withCommands(file)) {
    if (instruction.type === "Run") for (const { manager } of packageCalls(instruction)) managers.add(manager);
  }
  return managers;
});

/** True when the file calls one of the programs. */
export function callsAny(file: Dockerfile, names: readonly string[]): boolean {
  const called = calledPrograms(file);
  return names.some((name) => called.has(name));
}

/** The instructions of the file that hold commands. */
const withCommands: (file: Dockerfile) => readonly CommandInstruction[] = perFile(({ prologue, stages }) => {
  const found: CommandInstruction[] = [];
  addCommands(prologue, found);
  for (const { body } of stages) addCommands(body, found);
  return found;
});

function addCommands(instructions: readonly Instruction[], found: CommandInstruction[]): void {
  for (const written of instructions) {
    const instruction = written.type === "Onbuild" ? written.trigger : written;
    switch (instruction?.type) {
      case "Run":
      case "Cmd":
      case "Entrypoint":
      case "Healthcheck":
        found.push(instruction);
        break;
      default:
        break;
    }
  }
}
