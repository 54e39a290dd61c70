/** A line on the terminal that says how far a long look at a build context has come; it goes away in the end. */
import type { CliIo } from "./io.ts";

export interface Progress {
  readonly onProgress: (files: number) => void;
  clear(): Promise<void>;
}

/** Fewer files are looked at before anybody could read the line. */
const step = 10_000;

/** Says nothing where standard error is no terminal. */
export function fileProgress({ stderr }: Pick<CliIo, "stderr">): Progress {
  let shown = 0;
  return {
    onProgress(files) {
      if (!stderr.isTTY || files < shown + step) return;
      shown = files;
      // What cannot be shown is no reason to stop: the report is what counts.
      stderr.write(`\rlooking at the build context: ${files} files`).catch(() => {});
    },
    clear: () => (shown === 0 ? Promise.resolve() : stderr.write("\r\u001b[K")),
  };
}
