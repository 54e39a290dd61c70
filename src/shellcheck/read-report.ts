/** WHAT SHELLCHECK PRINTS (`-f json1`) -> REMARKS. Nothing is taken on trust: versions differ, and caches rot. */
import { levels } from "./types.ts";
import type { Level, Remark, Replacement, Stretch } from "./types.ts";

/** The output is not what ShellCheck prints; the message says in which way. */
export class ReportError extends Error {
  override readonly name = "ReportError";
}

type Json = Readonly<Record<string, unknown>>;

/**
 * @param text the output of one run over files called `0`, `1`, ...
 * @param count number of files
 * @returns remarks by file, lines counted from the first of the file
 * @throws ReportError
 */
export function readReport(text: string, count: number): Remark[][] {
  const byFile: Remark[][] = Array.from({ length: count }, () => []);
  for (const comment of listAt(parse(text), "comments")) {
    const file = stringAt(comment, "file");
    const remarks = byFile[Number(file)];
    if (!remarks) throw new ReportError(`it names a file "${file}" that it was not given`);
    remarks.push(readComment(comment));
  }
  return byFile;
}

/**
 * Reads remarks back that were written by `JSON.stringify`.
 *
 * @throws ReportError
 */
export function readRemarks(text: string): Remark[] {
  return listAt(parse(text), "remarks").map((value) => ({
    code: stringAt(value, "code"),
    level: levelAt(value),
    message: stringAt(value, "message"),
    start: placeAt(objectAt(value, "start")),
    end: placeAt(objectAt(value, "end")),
    replacements: listAt(value, "replacements").map((replacement) => ({
      text: stringAt(replacement, "text"),
      precedence: numberAt(replacement, "precedence"),
      insertionPoint: insertionPointAt(replacement),
      start: placeAt(objectAt(replacement, "start")),
      end: placeAt(objectAt(replacement, "end")),
    })),
  }));
}

function readComment(comment: Json): Remark {
  const { fix } = comment;
  return {
    code: `SC${String(numberAt(comment, "code")).padStart(4, "0")}`,
    level: levelAt(comment),
    message: stringAt(comment, "message"),
    ...stretchOf(comment),
    replacements: isObject(fix) ? listAt(fix, "replacements").map(readReplacement) : [],
  };
}

function readReplacement(value: Json): Replacement {
  return {
    ...stretchOf(value),
    text: stringAt(value, "replacement"),
    precedence: numberAt(value, "precedence"),
    insertionPoint: insertionPointAt(value),
  };
}

function stretchOf(value: Json): Stretch {
  const start = placeAt(value);
  return { start, end: { line: numberAt(value, "endLine"), column: numberAt(value, "endColumn") } };
}

function placeAt(value: Json): Stretch["start"] {
  return { line: numberAt(value, "line"), column: numberAt(value, "column") };
}

function levelAt(value: Json): Level {
  const level = levels.find((known) => known === value["level"]);
  if (!level) throw new ReportError(`its level ${JSON.stringify(value["level"])} is not known`);
  return level;
}

function insertionPointAt(value: Json): Replacement["insertionPoint"] {
  return value["insertionPoint"] === "afterEnd" ? "afterEnd" : "beforeStart";
}

function parse(text: string): Json {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new ReportError("it is not JSON");
  }
  if (!isObject(value)) throw new ReportError("it is not an object");
  return value;
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function listAt(value: Json, key: string): Json[] {
  const list = value[key];
  if (!Array.isArray(list) || !list.every(isObject)) throw new ReportError(`it has no list "${key}"`);
  return list;
}

function objectAt(value: Json, key: string): Json {
  const object = value[key];
  if (!isObject(object)) throw new ReportError(`it has no object "${key}"`);
  return object;
}

function stringAt(value: Json, key: string): string {
  const text = value[key];
  if (typeof text !== "string") throw new ReportError(`it has no text "${key}"`);
  return text;
}

function numberAt(value: Json, key: string): number {
  const number = value[key];
  if (!Number.isInteger(number)) throw new ReportError(`it has no whole number "${key}"`);
  return number as number;
}
