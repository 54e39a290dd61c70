/** Writes a report to a file: a reader sees the old one or the new one, never a half. */
import { describeSystemError } from "../config/system-error.ts";
import { writeWhole } from "../project/write-file.ts";
import { UsageError } from "./errors.ts";

/**
 * @param path absolute
 * @throws UsageError when it cannot be written
 */
export function writeOutputFile(path: string, text: string): void {
  try {
    writeWhole(path, text);
  } catch (error) {
    throw new UsageError(`cannot write the report to ${path}: ${describeSystemError(error)}`);
  }
}
