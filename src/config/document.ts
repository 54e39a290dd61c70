/** TEXT -> VALUE, with a way back: a parsed configuration file that knows where each key and value stands. */

export type ConfigPath = readonly (string | number)[];

export interface Position {
  /** 1-based. */
  readonly line: number;
  /** 1-based, in UTF-16 units. */
  readonly column: number;
}

export interface ConfigDocument {
  /** Absolute path of the file. */
  readonly path: string;
  readonly value: unknown;
  /**
   * The place of the value at `path`, or of its key. Falls back to the nearest parent that is there; null when the
   * text does not tell (a JavaScript module).
   */
  locate(path: ConfigPath, part: "key" | "value"): Position | null;
}

/** 1-based line and column of an offset. */
export function positionAt(text: string, offset: number): Position {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf("\n") + 1;
  return { line: before.split("\n").length, column: offset - lineStart + 1 };
}

/** Runs `find` on the path and then on its parents until it answers. */
export function nearestPosition(path: ConfigPath, find: (path: ConfigPath) => number | undefined, text: string) {
  for (let length = path.length; length >= 0; length--) {
    const offset = find(path.slice(0, length));
    if (offset !== undefined) return positionAt(text, offset);
  }
  return null;
}
