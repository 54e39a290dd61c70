/** VALUE -> CONFIGURATION: the shape by the valibot schema, each problem at its place in the file. */
import * as v from "valibot";
import { nearestName } from "./nearest-name.ts";
import { ConfigError } from "./config-error.ts";
import type { ConfigProblem } from "./config-error.ts";
import type { ConfigDocument, ConfigPath } from "./document.ts";
import { patternProblem } from "./patterns.ts";
import { configKeys, configSchema, overrideKeys, quotedList, shown } from "./schema.ts";
import type { ConfigObject } from "./schema.ts";

/**
 * @throws ConfigError with every problem found
 */
export function checkShape(document: ConfigDocument): ConfigObject {
  const value = document.value ?? {};
  const lists = listsForObjects(value, document);
  if (lists.length > 0) throw new ConfigError(lists);
  const result = v.safeParse(configSchema, value);
  if (!result.success) throw new ConfigError(result.issues.map((issue) => describeIssue(issue, document)));
  const problems = patternProblems(result.output, document);
  if (problems.length > 0) throw new ConfigError(problems);
  return result.output;
}

/** A problem at the key or value at `path`. */
export function problemAt(
  document: ConfigDocument,
  path: ConfigPath,
  part: "key" | "value",
  message: string,
): ConfigProblem {
  const position = document.locate(path, part);
  return { file: document.path, ...position, message };
}

/** Lists where an object belongs: valibot takes a list for an object with the keys 0, 1, ... */
function listsForObjects(value: unknown, document: ConfigDocument): ConfigProblem[] {
  const found: ConfigProblem[] = [];
  const visit = (candidate: unknown, path: ConfigPath): void => {
    if (!Array.isArray(candidate)) return;
    const subject = path.length === 0 ? "the configuration" : path.join(".");
    found.push(problemAt(document, path, "value", `${subject}: expected an object, got ${shown(candidate)}`));
  };
  const visitSettings = (candidate: unknown, path: ConfigPath): void => {
    visit(candidate, path);
    const settings = (candidate ?? {}) as Record<string, unknown>;
    for (const key of ["rules", "buildArgs", "labelSchema"]) visit(settings[key], [...path, key]);
  };
  visitSettings(value, []);
  const { overrides } = value as { overrides?: unknown };
  if (Array.isArray(overrides)) overrides.forEach((override, index) => visitSettings(override, ["overrides", index]));
  return found;
}

type Issue = v.InferIssue<typeof configSchema>;

function describeIssue(issue: Issue, document: ConfigDocument): ConfigProblem {
  const path = (issue.path ?? []).map((item) => item.key as string | number);
  const name = path.join(".");
  if (issue.type === "strict_object" && issue.expected === "never") {
    return problemAt(document, path, "key", unknownKey(path));
  }
  if (issue.type === "strict_object" && issue.received === "undefined") {
    return problemAt(document, path.slice(0, -1), "value", `the key "${String(path.at(-1))}" is missing`);
  }
  const subject = name === "" ? "the configuration" : name;
  return problemAt(document, path, "value", `${subject}: ${describeMismatch(issue)}`);
}

function unknownKey(path: ConfigPath): string {
  const key = String(path.at(-1));
  const known = path[0] === "overrides" && path.length > 1 ? overrideKeys : configKeys;
  const near = nearestName(key, known) ?? otherLinters[key];
  return `unknown key "${key}": ${near ? `did you mean "${near}"?` : `known are ${known.join(", ")}`}`;
}

/** Keys that people bring along from hadolint and ESLint. */
const otherLinters: Readonly<Record<string, string>> = {
  ignored: "rules",
  "failure-threshold": "failLevel",
  override: "rules",
  ignorePatterns: "ignores",
  "label-schema": "labelSchema",
  "strict-labels": "strictLabels",
};

function describeMismatch({ type, message, expected, input }: Issue): string {
  switch (type) {
    case "picklist": {
      const choices = (expected ?? "").match(/"[^"]*"/g)?.map((quoted) => quoted.slice(1, -1)) ?? [];
      const near = typeof input === "string" ? nearestName(input, choices) : null;
      return `expected ${quotedList(choices)}, got ${shown(input)}${near ? `; did you mean "${near}"?` : ""}`;
    }
    case "array":
      return `expected a list, got ${shown(input)}`;
    case "strict_object":
    case "record":
      return `expected an object, got ${shown(input)}`;
    case "string":
      return message.startsWith("Invalid") ? `expected a string, got ${shown(input)}${inQuotes(input)}` : message;
    default:
      return message;
  }
}

/** An unquoted `1.10` or `true` in YAML. */
function inQuotes(input: unknown): string {
  return typeof input === "number" || typeof input === "boolean" ? ": write it in quotes" : "";
}

/** Patterns that are no text mistake but would not work, or not end. */
function patternProblems(config: ConfigObject, document: ConfigDocument): ConfigProblem[] {
  const lists: [ConfigPath, readonly string[]][] = [
    [["ignores"], config.ignores ?? []],
    ...(config.overrides ?? []).map(({ files }, index): [ConfigPath, readonly string[]] => [
      ["overrides", index, "files"],
      files,
    ]),
  ];
  return lists.flatMap(([path, patterns]) =>
    patterns.flatMap((pattern, index) => {
      const problem = patternProblem(pattern);
      return problem ? [problemAt(document, [...path, index], "value", `the pattern "${pattern}": ${problem}`)] : [];
    }),
  );
}
