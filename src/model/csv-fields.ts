/** The fields of `--mount` with their places (tonistiigi/go-csvvalue). */

export interface CsvField {
  readonly text: string;
  /** Offsets into the record, without quotes. */
  readonly start: number;
  readonly end: number;
}

/**
 * @param record one line of CSV
 * @returns its fields, or the error of Go's encoding/csv
 */
export function readCsvFields(record: string): readonly CsvField[] | { readonly error: string; readonly at: number } {
  if (record === "") return { error: "EOF", at: 0 };
  const fields: CsvField[] = [];
  for (let at = 0; ; at++) {
    const field = record[at] === '"' ? readQuoted(record, at + 1) : readPlain(record, at);
    if ("error" in field) {
      return { error: `parse error on line 1, column ${field.at + 1}: ${field.error}`, at: field.at };
    }
    fields.push(field);
    at = record[at] === '"' ? field.end + 1 : field.end;
    if (at >= record.length) return fields;
  }
}

type ReadField = CsvField | { readonly error: string; readonly at: number };

function readPlain(record: string, start: number): ReadField {
  const comma = record.indexOf(",", start);
  const end = comma < 0 ? record.length : comma;
  const text = record.slice(start, end);
  const quote = text.indexOf('"');
  return quote < 0 ? { text, start, end } : { error: 'bare " in non-quoted-field', at: start + quote };
}

/** @param start behind the opening quote */
function readQuoted(record: string, start: number): ReadField {
  let end = start;
  for (;;) {
    end = record.indexOf('"', end);
    if (end < 0) return { error: 'extraneous or missing " in quoted-field', at: record.length };
    if (record[end + 1] !== '"') break;
    end += 2;
  }
  const next = record[end + 1];
  if (next !== undefined && next !== ",") return { error: 'extraneous or missing " in quoted-field', at: end };
  return { text: record.slice(start, end).replaceAll('""', '"'), start, end };
}
