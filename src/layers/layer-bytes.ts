/**
 * Bytes of the files in a layer, as `docker history` sums them up: regular files at full length, directories and links
 * nothing.
 */
import type { Instruction } from "../syntax/nodes.ts";
import { exactly, unknownSize } from "./size.ts";
import type { Size } from "./types.ts";

/** What the layer of an instruction holds, as far as the file alone tells. */
export function layerBytes(instruction: Instruction): Size {
  switch (instruction.type) {
    case "Workdir":
      return exactly(0);
    case "Copy":
    case "Add":
      return unknownSize("the build context was not measured");
    default:
      return unknownSize("depends on what the command writes");
  }
}
