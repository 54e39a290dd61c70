/** How many bytes the files have that a later step stores again or hides. */
import type { DockerfileSourceCode } from "../../language/dockerfile-source-code.ts";
import { humanBytes } from "../../layers/byte-units.ts";
import type { Add, Copy } from "../../syntax/nodes.ts";
import { bytesBelow, matchesOf } from "./context-bytes.ts";
import { contextSources } from "./context-sources.ts";
import { pathsCopied, type WrittenPath } from "./layer-files.ts";

/** `their 3.46 MB`; `otherwise` when the bytes of one of the paths are not known. */
export function bytesInWords(
  sourceCode: DockerfileSourceCode,
  paths: readonly WrittenPath[],
  otherwise: string,
): string {
  const bytes = exactBytes(sourceCode, paths);
  return bytes === null || bytes === 0 ? otherwise : `their ${humanBytes(bytes)}`;
}

/** Only a configured build context tells, and nothing of it is read without need. */
function exactBytes(sourceCode: DockerfileSourceCode, paths: readonly WrittenPath[]): number | null {
  if (!sourceCode.context?.files) return null;
  let sum = 0;
  for (const instruction of new Set(paths.map((path) => path.instruction))) {
    if (instruction.type === "Run") return null;
    const bytes = bytesOfCopy(
      sourceCode,
      instruction,
      paths.filter((path) => path.instruction === instruction),
    );
    if (bytes === null) return null;
    sum += bytes;
  }
  return sum;
}

/** The whole layer when all that the COPY writes is meant, else the sources that are. */
function bytesOfCopy(sourceCode: DockerfileSourceCode, copy: Copy | Add, paths: readonly WrittenPath[]): number | null {
  const meant = new Set(paths.map(({ range }) => range[0]));
  if (meant.size === new Set(pathsCopied(sourceCode.model, copy).map(({ range }) => range[0])).size) {
    const size = sourceCode.layers?.image.history.find(({ node }) => node === copy)?.layer?.bytes;
    return size?.kind === "exact" ? size.bytes : null;
  }
  const files = sourceCode.context?.files;
  const sources = contextSources(sourceCode.model, copy).filter(({ word }) => meant.has(word.range[0]));
  if (!files || sources.length !== meant.size || copy.flags.some(({ name }) => name === "exclude")) return null;
  return sources
    .flatMap(({ path }) => matchesOf(files, path))
    .reduce((sum, { path }) => sum + bytesBelow(files, path), 0);
}
