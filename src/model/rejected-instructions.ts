/** Which instructions the parser has rejected already: of them nothing more is said. */
import type { Dockerfile, Instruction, SyntaxProblem } from "../syntax/nodes.ts";

export class RejectedInstructions {
  /** True when a line that cannot be read may have begun a stage. */
  readonly mayHideStages: boolean;
  /** Where the problems start, ascending. */
  readonly #starts: readonly number[];

  constructor({ problems }: Dockerfile) {
    const rejecting = problems.filter(({ code }) => code !== "empty-continuation");
    this.mayHideStages = rejecting.some(mayHideStage);
    this.#starts = rejecting.map(({ range }) => range[0]);
  }

  has({ range: [start, end] }: Instruction): boolean {
    const starts = this.#starts;
    let low = 0;
    let high = starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) < start) low = middle + 1;
      else high = middle;
    }
    return (starts[low] ?? end) < end;
  }
}

function mayHideStage({ code, level }: SyntaxProblem): boolean {
  return level === "parse" || code === "unknown-instruction";
}
