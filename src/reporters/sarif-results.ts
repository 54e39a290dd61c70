/** Findings as SARIF results. */
import type { Fix as SarifFix, Location, Region, Result } from "sarif";
import type { FileResult, Finding, Fix, RelatedLocation, SuppressedFinding } from "../engine/types.ts";
import type { SourceLocation } from "../syntax/nodes.ts";
import { LineIndex } from "../syntax/positions.ts";
import { artifactLocation } from "./artifact-uri.ts";
import { FindingFingerprints } from "./finding-fingerprints.ts";
import { firstLineOf } from "./first-line.ts";
import { levelOf } from "./sarif-rules.ts";

interface ResultContext {
  readonly ruleIndexes: ReadonlyMap<string, number>;
  /** What a rule's fix is called; every fix must have a description. */
  readonly fixDescription: (ruleId: string) => string;
  /** SARIF wants `suppressions` on all results of a run or on none. */
  readonly withSuppressions: boolean;
}

/**
 * @param findings of this file, in the order of the report
 * @throws UnnamedInputError when the file has no name
 */
export function describeResults(
  file: FileResult,
  findings: readonly (Finding | SuppressedFinding)[],
  context: ResultContext,
): Result[] {
  if (findings.length === 0) return [];
  const describer = new ResultDescriber(file, context);
  return findings.map((finding) => describer.describe(finding));
}

/** What all results of one file share. */
class ResultDescriber {
  readonly #file: FileResult;
  readonly #context: ResultContext;
  readonly #lines: LineIndex;
  readonly #fingerprints: FindingFingerprints;

  constructor(file: FileResult, context: ResultContext) {
    this.#file = file;
    this.#context = context;
    this.#lines = new LineIndex(file.text);
    this.#fingerprints = new FindingFingerprints(file);
  }

  describe(finding: Finding | SuppressedFinding): Result {
    const ruleIndex = this.#context.ruleIndexes.get(finding.ruleId);
    return {
      ruleId: finding.ruleId,
      ...(ruleIndex === undefined ? {} : { ruleIndex }),
      level: levelOf(finding.severity),
      message: { text: messageWithLinks(finding) },
      // One line, and only the text at fault: GitHub shows an alert in a pull request when all its lines changed.
      locations: [this.#location(firstLineOf(finding.loc, this.#lines))],
      ...(finding.related.length > 0 ? { relatedLocations: finding.related.map(this.#relatedLocation) } : {}),
      partialFingerprints: this.#fingerprints.of(finding),
      ...(finding.fix && finding.fix.edits.length > 0 ? { fixes: [this.#fix(finding.ruleId, finding.fix)] } : {}),
      ...(this.#context.withSuppressions ? { suppressions: this.#suppressions(finding) } : {}),
      ...this.#properties(finding),
    };
  }

  #location(loc: SourceLocation): Location {
    return { physicalLocation: { artifactLocation: artifactLocation(this.#file.path), region: region(loc) } };
  }

  readonly #relatedLocation = (related: RelatedLocation, index: number): Location => ({
    id: index + 1,
    message: { text: relatedText(related) },
    ...this.#location(related.loc),
  });

  #fix(ruleId: string, fix: Fix): SarifFix {
    const replacements = fix.edits.map((edit) => ({
      deletedRegion: region(this.#lines.locateRange(edit.range)),
      // Also for a deletion: consumers read the text without looking.
      insertedContent: { text: edit.text },
    }));
    return {
      description: { text: this.#context.fixDescription(ruleId) },
      artifactChanges: [{ artifactLocation: artifactLocation(this.#file.path), replacements }],
    };
  }

  #suppressions(finding: Finding | SuppressedFinding): NonNullable<Result["suppressions"]> {
    if (!("suppression" in finding)) return [];
    const { line, justification } = finding.suppression;
    const column = this.#lines.lineText(line).trimEnd().length + 1;
    return [
      {
        kind: "inSource",
        ...(justification === "" ? {} : { justification }),
        location: this.#location({ start: { line, column: 1 }, end: { line, column } }),
      },
    ];
  }

  #properties({ impact, stage }: Finding): Pick<Result, "properties"> {
    if (!impact && stage === undefined) return {};
    return { properties: { ...(stage === undefined ? {} : { stage }), ...(impact ? { impact } : {}) } };
  }
}

function region({ start, end }: SourceLocation): Region {
  return { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column };
}

/** GitHub shows only those related locations that the message links to. */
function messageWithLinks({ message, related }: Finding): string {
  // `[a](b)` in the words of a message (it may quote the file) is no link.
  const text = message.replace(/\[(?=[^[\]]*\]\()/g, "\\[");
  if (related.length === 0) return text;
  const links = related.map((place, index) => `[${relatedText(place).replace(/[[\]\\]/g, "\\$&")}](${index + 1})`);
  return `${text} See ${links.join(", ")}.`;
}

function relatedText({ message, loc }: RelatedLocation): string {
  return message || `line ${loc.start.line}`;
}
