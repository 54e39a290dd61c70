/** A line on the terminal that says how far long work on a build context has come; it goes away in the end. */
import { humanBytes } from "../layers/byte-units.ts";
import type { CliIo } from "./io.ts";

export interface Progress {
  /** Takes what was done so far: files that were looked at, or bytes. */
  readonly onProgress: (done: number) => void;
  clear(): Promise<void>;
}

/** Fewer files are looked at before anybody could read the line. */
const step = 10_000;
/** So many bytes take about a second to compress. */
const byteStep = 32_000_000;

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

/** The same for bytes that are compressed. */
export function compressionProgress({ stderr }: Pick<CliIo, "stderr">): Progress {
  let shown = 0;
  return {
    onProgress(bytes) {
      if (!stderr.isTTY || bytes < shown + byteStep) return;
      shown = bytes;
      stderr.write(`\rcompressing the layers: ${humanBytes(bytes)}\u001b[K`).catch(() => {});
    },
    clear: () => (shown === 0 ? Promise.resolve() : stderr.write("\r\u001b[K")),
  };
}
