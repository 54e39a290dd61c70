/** Which properties of a node hold its children, in the order of a walk. A test holds it equal to the node union. */
import type { NodeType } from "./nodes.ts";

const instruction = ["flags", "args", "heredocs"];
const command = [...instruction, "commands"];
const pairs = ["flags", "pairs"];

export const visitorKeys: Readonly<Record<NodeType, string[]>> = {
  Dockerfile: ["directives", "prologue", "stages", "comments"],
  Stage: ["from", "body"],
  ParserDirective: [],
  Comment: [],
  Word: [],
  Flag: [],
  Heredoc: [],
  KeyValue: ["key", "value"],
  ShellCommand: [],
  Add: instruction,
  Arg: pairs,
  Cmd: command,
  Copy: instruction,
  Entrypoint: command,
  Env: pairs,
  Expose: instruction,
  From: instruction,
  Healthcheck: command,
  Label: pairs,
  Maintainer: instruction,
  Onbuild: ["flags", "trigger"],
  Run: command,
  Shell: instruction,
  Stopsignal: instruction,
  UnknownInstruction: instruction,
  User: instruction,
  Volume: instruction,
  Workdir: instruction,
};
