/** Our tree, told as BuildKit's own parser tells its nodes. */
import type { Dockerfile, Heredoc, Instruction } from "../../src/syntax/nodes.ts";

/** A node as the data has it; empty lists and false flags are left out. */
export interface OracleNode {
  readonly cmd: string;
  readonly start: number;
  readonly end: number;
  readonly flags?: readonly string[];
  readonly args: readonly string[];
  readonly json?: boolean;
  readonly original: string;
  readonly heredocs?: readonly OracleHeredoc[];
  readonly comments?: readonly string[];
  readonly sub?: OracleNode;
}

interface OracleHeredoc {
  readonly name: string;
  readonly fd?: number;
  readonly expand: boolean;
  readonly chomp?: boolean;
  readonly content: string;
}

export function toOracleNodes(dockerfile: Dockerfile, text: string): OracleNode[] {
  const instructions = [...dockerfile.prologue, ...dockerfile.stages.flatMap((stage) => [stage.from, ...stage.body])];
  return instructions.map((node) => toOracleNode(node, text, false));
}

function toOracleNode(node: Instruction, text: string, nested: boolean): OracleNode {
  const flags = node.flags.map((flag) => (flag.value === null ? `--${flag.name}` : `--${flag.name}=${flag.value}`));
  const heredocs = nested
    ? []
    : (node.type === "Onbuild" ? (node.trigger?.heredocs ?? []) : node.heredocs).map(toOracleHeredoc);
  // BuildKit drops the first character of the raw line: of an indented comment that is a blank.
  const comments = node.leadingComments.map((comment) => {
    const lineStart = text.lastIndexOf("\n", comment.range[0] - 1) + 1;
    return text.slice(lineStart + 1, comment.range[1]).trim();
  });
  const sub = node.type === "Onbuild" && node.trigger ? toOracleNode(node.trigger, text, true) : undefined;
  return {
    cmd: node.keywordText,
    start: nested ? 0 : node.lines[0],
    end: nested ? 0 : node.lines[1],
    ...(flags.length > 0 ? { flags } : {}),
    args: argumentsOf(node),
    ...(node.json ? { json: true } : {}),
    original: node.logical.text,
    ...(heredocs.length > 0 ? { heredocs } : {}),
    ...(comments.length > 0 ? { comments } : {}),
    ...(sub ? { sub } : {}),
  };
}

function argumentsOf(node: Instruction): string[] {
  switch (node.type) {
    case "Env":
    case "Label":
      return node.pairs.flatMap(({ key, value, legacy }) => [key.value, value?.value ?? "", legacy ? "" : "="]);
    case "UnknownInstruction":
      return [""];
    default:
      return node.args.map((word) => word.value);
  }
}

function toOracleHeredoc({ name, fd, expand, chomp, content }: Heredoc): OracleHeredoc {
  return { name, ...(fd > 0 ? { fd } : {}), expand, ...(chomp ? { chomp } : {}), content };
}
