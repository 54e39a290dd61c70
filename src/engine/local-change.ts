/**
 * Layers after a change of a few instructions, told from those alone: they are read again in their changed form, and
 * what they make then takes the place of what they make now. Nothing else in the plan depends on them.
 */
import { perFile } from "../language/file-memory.ts";
import type { DockerfileSourceCode } from "../language/dockerfile-source-code.ts";
import type { LayerPlan } from "../layers/types.ts";
import type { Dockerfile, From, Instruction, Range, Stage } from "../syntax/nodes.ts";
import { parseDockerfile } from "../syntax/parse.ts";
import { lastStartingBy, nodesTouching } from "../syntax/places.ts";
import { applyEdits, extentOf } from "./text-edits.ts";
import type { TextEdit } from "./types.ts";

/** @returns null when the whole file has to be planned to tell */
export function layersOfLocalChange(
  edits: readonly TextEdit[],
  sourceCode: DockerfileSourceCode,
  plan: LayerPlan,
): number | null {
  const { layers } = plan.image;
  const extent = extentOf(edits);
  const stage = lastStartingBy(sourceCode.ast.stages, extent[0]);
  if (!stage) return null;
  if (isWithin(extent, stage.from.range)) {
    const after = readAlone("", changedText(stage.from.range, edits, sourceCode), sourceCode);
    return after?.body.length === 0 && describeFrom(after.from) === describeFrom(stage.from) ? layers : null;
  }
  const before = nodesTouching(stage.body, extent);
  if (before[0] && before.length === 1 && keepsInstruction(before[0], edits, sourceCode)) return layers;
  const region: Range = [before[0]?.range[0] ?? Infinity, before.at(-1)?.range[1] ?? 0];
  if (!isWithin(extent, region) || !countAlone(before, sourceCode)) return null;
  const after = readAlone("FROM scratch\n", changedText(region, edits, sourceCode), sourceCode);
  if (!after || !countAlone(after.body, sourceCode)) return null;
  const ships = sourceCode.model.stageOf(stage)?.ships ?? false;
  return ships ? layers + layersMadeBy(after.body) - layersMadeBy(before) : layers;
}

/**
 * True when an instruction is the same kind of instruction after the edits and ends where it did, so that it makes what
 * it made. Only the plainest edits are told without reading anew: inside a line, behind its first word, and without a
 * character that could open or close a line, a comment or a heredoc. They are most of all.
 */
function keepsInstruction(node: Instruction, edits: readonly TextEdit[], { ast, text }: DockerfileSourceCode): boolean {
  const keeps = oneLayer.has(node.keyword) || noLayer.has(node.keyword);
  if (!keeps && (!setsVariables(node) || workdirReadsVariables(ast))) return false;
  return !node.logical.text.includes("<") && edits.every((edit) => isPlain(edit, node, text));
}

function isPlain({ range: [start, end], text: added }: TextEdit, { keywordRange }: Instruction, text: string): boolean {
  if (start <= keywordRange[1] || /[\r\n\\`<]/.test(added + text.slice(start, end))) return false;
  const before = text.slice(text.lastIndexOf("\n", start - 1) + 1, start).trim();
  return before !== "" && !/^#|[\\`]$/.test(before);
}

function setsVariables({ type }: Instruction): boolean {
  return type === "Env" || type === "Arg";
}

function isWithin(inner: Range, outer: Range): boolean {
  return outer[0] <= inner[0] && inner[1] <= outer[1];
}

function changedText([start, end]: Range, edits: readonly TextEdit[], { text }: DockerfileSourceCode): string {
  const moved = edits.map((edit): TextEdit => ({
    range: [edit.range[0] - start, edit.range[1] - start],
    text: edit.text,
  }));
  return applyEdits(text.slice(start, end), moved);
}

/**
 * Reads a part of a file as one stage. The FROM put behind it shows whether the part ends where it did, or an open line
 * or heredoc would take in what follows.
 *
 * @param from put before it
 */
function readAlone(from: string, part: string, { ast }: DockerfileSourceCode): Stage | null {
  const escape = ast.escape === "`" ? "# escape=`\n" : "";
  const { prologue, stages } = parseDockerfile(`${escape}${from}${part}\nFROM scratch\n`, { commands: false });
  return stages.length === 2 && prologue.length === 0 ? (stages[0] ?? null) : null;
}

/** All that the plan takes from a FROM. */
function describeFrom({ image, alias, args, flags }: From): string {
  const options = flags.map(({ name, value }) => [name, value]);
  return JSON.stringify([image?.value, alias?.value.toLowerCase(), args.length, options]);
}

/** Instructions that make one layer, or none, whatever their arguments are and wherever they stand. */
const oneLayer = new Set(["RUN", "COPY", "ADD"]);
const noLayer = new Set(["CMD", "ENTRYPOINT", "HEALTHCHECK", "LABEL", "EXPOSE", "USER", "STOPSIGNAL", "MAINTAINER"]);

function layersMadeBy(instructions: readonly Instruction[]): number {
  return instructions.filter(({ keyword }) => oneLayer.has(keyword)).length;
}

/** Whether the layers that others make are the same without these instructions. */
function countAlone(instructions: readonly Instruction[], { ast, text }: DockerfileSourceCode): boolean {
  return instructions.every((instruction) => {
    if (instruction.type !== "Env" && instruction.type !== "Arg") {
      return oneLayer.has(instruction.keyword) || noLayer.has(instruction.keyword);
    }
    // A WORKDIR makes a layer unless it is `/`, and may read what is set here, if only by way of other variables.
    return !workdirReadsVariables(ast) || instruction.pairs.every(({ key }) => !mayBeRead(key.value, text));
  });
}

function mayBeRead(name: string, text: string): boolean {
  return !/^\w+$/.test(name) || text.includes(`$${name}`) || text.includes(`\${${name}`);
}

/** Asked for each fix of a file. */
const workdirReadsVariables = perFile((dockerfile: Dockerfile): boolean =>
  dockerfile.stages.some(({ body }) => body.some(isWorkdirWithVariable)),
);

function isWorkdirWithVariable(instruction: Instruction): boolean {
  if (instruction.type === "Onbuild") return instruction.trigger !== null && isWorkdirWithVariable(instruction.trigger);
  return instruction.type === "Workdir" && instruction.logical.text.includes("$");
}
