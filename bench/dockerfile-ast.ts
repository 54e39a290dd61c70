/**
 * `npx tsx bench/dockerfile-ast.ts`: our reading beside dockerfile-ast over the conformance data, for exactness (is every
 * instruction the one BuildKit sees, with its arguments and flags?) and for speed. docs/decisions/0002 quotes it.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import type { Dockerfile as AstDockerfile, Instruction as AstInstruction, ModifiableInstruction } from "dockerfile-ast";
import { toDockerfileAst } from "../src/syntax/dockerfile-ast.ts";
import { parseDockerfile } from "../src/syntax/parse.ts";
import type { OracleNode } from "../tools/conformance/buildkit-tree.ts";
import { toOracleNodes } from "../tools/conformance/buildkit-tree.ts";
import { readCorpus } from "../tools/conformance/corpus.ts";

interface Sample {
  readonly text: string;
  readonly nodes: readonly OracleNode[];
}

/** Instructions that BuildKit takes as a list of words: where both have words to compare. */
const wordLists = new Set(["FROM", "COPY", "ADD", "EXPOSE", "VOLUME"]);

const data = fileURLToPath(new URL("../../shared/conformance", import.meta.url));
const samples = [...edgeSamples(), ...(await realSamples())];
process.stdout.write([...exactness(), ...speed(), ""].join("\n"));

function edgeSamples(): Sample[] {
  return ["parse", "corpus", "edge"].flatMap((name) => {
    const rows = JSON.parse(readFileSync(join(data, `buildkit/${name}.json`), "utf8")) as {
      dockerfile: string | null;
      oracle?: { nodes?: OracleNode[] };
    }[];
    return rows.flatMap(({ dockerfile, oracle }) =>
      dockerfile !== null && oracle?.nodes ? [{ text: dockerfile.replace(/^\uFEFF/, ""), nodes: oracle.nodes }] : [],
    );
  });
}

async function realSamples(): Promise<Sample[]> {
  const files = new Map((await readCorpus(data)).map((file) => [file.id, file.text.replace(/^\uFEFF/, "")]));
  return gunzipSync(readFileSync(join(data, "corpus/buildkit-dev.jsonl.gz")))
    .toString("utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as { name: string; nodes?: OracleNode[] })
    .flatMap(({ name, nodes }) => (nodes ? [{ text: files.get(name) ?? "", nodes }] : []));
}

/** Keyword, lines, flags and arguments of an instruction; heredocs and JSON-ness are left out, in dockerfile-ast's favour. */
function shape(keyword: string, start: number, flags: readonly string[], args: readonly string[]): string {
  return JSON.stringify([keyword.toUpperCase(), start, flags, args]);
}

function astShape(instruction: AstInstruction): string {
  const modifiable = instruction as Partial<ModifiableInstruction> & AstInstruction;
  const flags = modifiable.getFlags?.().map((flag) => flag.toString()) ?? [];
  const args = instruction.getArguments().map((argument) => argument.getValue());
  return shape(instruction.getKeyword(), instruction.getRange().start.line + 1, flags, args);
}

function exactness(): string[] {
  let raw = 0;
  let words = 0;
  let ours = 0;
  for (const { text, nodes } of samples) {
    const dockerfile = parseDockerfile(text);
    const ast = toDockerfileAst(dockerfile, text);
    const expected = nodes.map((node) => `${node.cmd.toUpperCase()}:${node.start}`).join(" ");
    if (instructionList(ast) !== expected) raw++;
    else if (!sameWords(ast, nodes)) words++;
    if (
      JSON.stringify(toOracleNodes(dockerfile, text).map((n) => [n.cmd, n.start, n.end, n.flags, n.args])) !==
      JSON.stringify(nodes.map((n) => [n.cmd, n.start, n.end, n.flags, n.args]))
    )
      ours++;
  }
  return [
    `exactness over ${samples.length} files that BuildKit reads`,
    `  dockerfile-ast on blanked text: other instructions or lines   ${raw}`,
    `  dockerfile-ast on blanked text: other words or flags          ${words}`,
    `  ours: any difference                                          ${ours}`,
  ];
}

function instructionList(ast: AstDockerfile): string {
  return ast
    .getInstructions()
    .map((one) => `${one.getKeyword()}:${one.getRange().start.line + 1}`)
    .join(" ");
}

function sameWords(ast: AstDockerfile, nodes: readonly OracleNode[]): boolean {
  return ast.getInstructions().every((instruction, index) => {
    const node = nodes[index];
    if (!node || !wordLists.has(node.cmd.toUpperCase()) || (node.heredocs?.length ?? 0) > 0) return true;
    return astShape(instruction) === shape(node.cmd, node.start, node.flags ?? [], node.args);
  });
}

function speed(): string[] {
  const work: Record<string, (text: string) => unknown> = {
    "ours, shell text left unread": (text) => parseDockerfile(text, { commands: false }),
    "dockerfile-ast, parse alone": (text) => toDockerfileAst(parseDockerfile(text, { commands: false }), text),
    "dockerfile-ast, parse and words of each": (text) =>
      toDockerfileAst(parseDockerfile(text, { commands: false }), text)
        .getInstructions()
        .map((one) => one.getArguments()),
  };
  const costs = new Map<string, number[]>(Object.keys(work).map((name) => [name, []]));
  for (let pass = 0; pass < 4; pass++) {
    for (const [name, run] of Object.entries(work)) {
      const before = process.cpuUsage();
      for (const { text } of samples) run(text);
      const used = process.cpuUsage(before);
      if (pass > 0) costs.get(name)?.push((used.user + used.system) / 1000 / samples.length);
    }
  }
  const own = Math.min(...(costs.get("ours, shell text left unread") ?? [1]));
  return [
    "CPU ms a file, warm (what dockerfile-ast costs comes on top of ours: minus the first row)",
    ...[...costs].map(([name, list]) => {
      const cost = Math.min(...list);
      return `  ${name.padEnd(42)} ${cost.toFixed(3)}  ${((cost - (name.startsWith("ours") ? 0 : own)) / own).toFixed(1)} x ours`;
    }),
  ];
}
