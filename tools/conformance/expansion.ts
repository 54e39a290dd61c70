/** Agreement with BuildKit's word expansion: data sets `shell-env` and `shell-words`. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expandWord } from "../../src/syntax/expand-word.ts";
import type { DataSetResult } from "./result.ts";

interface Row {
  readonly line: number;
  readonly source: string;
  readonly expected: string | readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly platform?: string;
}

/** The variables of BuildKit's own table (shell/lex_test.go), which its rows without `env` share. */
const sharedVariables: Readonly<Record<string, string>> = {
  PWD: "/home",
  SHELL: "bash",
  KOREAN: "한국어",
  NULL: "",
};

export function runExpansion(directory: string): DataSetResult[] {
  return (["shell-env", "shell-words"] as const).flatMap((name) => {
    const path = join(directory, "buildkit", `${name}.json`);
    if (!existsSync(path)) return [];
    const rows = (JSON.parse(readFileSync(path, "utf8")) as Row[]).filter((row) => row.platform !== "windows");
    const disagreements = rows.flatMap((row) => {
      const why = difference(row, name === "shell-words");
      return why === null ? [] : [{ case: `line ${row.line}: ${row.source}`, why }];
    });
    return [
      {
        name: `buildkit/${name}`,
        cases: rows.length,
        agreeing: rows.length - disagreements.length,
        disagreements,
        bound: 1,
      },
    ];
  });
}

function difference(row: Row, words: boolean): string | null {
  const env = new Map(Object.entries(row.env ?? sharedVariables));
  const expanded = expandWord(row.source, env, { escape: "\\" });
  const expected = JSON.stringify(words ? row.expected : [row.expected]);
  const actual = JSON.stringify(expanded.error !== null ? ["error"] : words ? expanded.words : [expanded.result]);
  return actual === expected ? null : `${actual} instead of ${expected}`;
}
