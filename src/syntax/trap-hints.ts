/** Why an instruction has arguments that its author did not mean: for the hints of problems. */
import { describeSlip, findJsonSlip } from "./json-slip.ts";
import type { Instruction } from "./nodes.ts";
import { swallowedInstruction } from "./swallowed-instruction.ts";

/** A clause that explains a rejected instruction; null when BuildKit's words say it all. */
export function trapHint(node: Instruction): string | null {
  const swallowed = swallowedInstruction(node);
  if (swallowed) {
    return `The escape character at the end of the line makes ${swallowed.keyword} below a part of this ${node.keyword}`;
  }
  if (node.type === "From") {
    if (node.args.some((word, index) => index > 0 && word.value.startsWith("#"))) {
      return "A comment needs a line of its own";
    }
    const flag = node.args.find((word) => word.value.startsWith("--platform"));
    if (flag) return `Write ${flag.value} directly after FROM`;
  }
  if (node.type === "Shell" && !node.json) {
    const text = node.args[0]?.value ?? "";
    const slip = text.startsWith("[") ? findJsonSlip(text) : null;
    if (slip) return `This looks like a JSON array but is none: ${describeSlip(slip)}`;
  }
  return null;
}
