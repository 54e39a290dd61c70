/** What makes a finding the same finding in the next run. */
import { textHash } from "../engine/text-hash.ts";
import type { FileResult, Finding } from "../engine/types.ts";
import { lineHashes } from "./line-hash.ts";

/** The fingerprints of one file's findings; ask for them in the order of the report. */
export class FindingFingerprints {
  readonly #file: FileResult;
  readonly #lineHashes: readonly string[];
  readonly #occurrences = new Map<string, number>();

  constructor(file: FileResult) {
    this.#file = file;
    // GitHub hashes the file as it is on disk, so the byte order mark counts.
    this.#lineHashes = lineHashes(file.bom ? `\ufeff${file.text}` : file.text);
  }

  /**
   * `primaryLocationLineHash` as GitHub computes it, and our own `stratalint/v1`: rule, path, text at fault and which
   * of several equal ones it is. The latter does not change when other lines do.
   */
  of(finding: Finding): Record<string, string> {
    const lineHash = this.#lineHashes[finding.loc.start.line - 1];
    const subject = [finding.ruleId, this.#file.path, this.#textAtFault(finding)];
    const key = JSON.stringify(subject);
    const nth = (this.#occurrences.get(key) ?? 0) + 1;
    this.#occurrences.set(key, nth);
    const own = textHash(JSON.stringify([...subject, nth]));
    return { ...(lineHash ? { primaryLocationLineHash: lineHash } : {}), "stratalint/v1": own };
  }

  #textAtFault({ range }: Finding): string {
    return this.#file.text
      .slice(...range)
      .replace(/\s+/g, " ")
      .trim();
  }
}
