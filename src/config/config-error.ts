/** A mistake in a configuration file: fatal, shown with its place and without a stack. */
import { relative, sep } from "node:path";

export interface ConfigProblem {
  /** Absolute path of the configuration file. */
  readonly file: string;
  /** 1-based; absent when the place is not known (a JavaScript file, a file that cannot be read). */
  readonly line?: number;
  /** 1-based, in UTF-16 units. */
  readonly column?: number;
  /** What is wrong and what to do. */
  readonly message: string;
}

export class ConfigError extends Error {
  override readonly name = "ConfigError";
  readonly problems: readonly ConfigProblem[];

  constructor(problems: readonly ConfigProblem[]) {
    super(problems.map((problem) => formatProblem(problem)).join("\n"));
    this.problems = problems;
  }

  /** One line a problem, `file:line:column: message`, the file relative to `cwd`. */
  format(cwd: string): string[] {
    return this.problems.map((problem) => formatProblem(problem, cwd));
  }
}

/** A problem of a whole file. */
export function configFileError(file: string, message: string): ConfigError {
  return new ConfigError([{ file, message }]);
}

function formatProblem({ file, line, column, message }: ConfigProblem, cwd?: string): string {
  const inside = cwd === undefined ? file : relative(cwd, file).split(sep).join("/");
  const shown = inside.startsWith("../") || inside === "" ? file : inside;
  const place = line === undefined ? "" : `:${line}${column === undefined ? "" : `:${column}`}`;
  return `${shown}${place}: ${message}`;
}
