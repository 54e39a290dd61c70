/** Options of `# check=` that fail the build before anything is read (dockerfile2llb/convert.go, `newRuleLinter`). */
import { checkArgumentOf, rejectedOptions } from "../syntax/check-options.ts";
import type { Dockerfile } from "../syntax/nodes.ts";
import { partRange, type Found } from "./step.ts";

/** Judges the build argument that replaces the directive, else the directive. */
export function checkOptionProblems(
  dockerfile: Dockerfile,
  buildArgs: Readonly<Record<string, string>> | undefined,
): Found[] {
  const argument = checkArgumentOf(buildArgs);
  if (argument !== undefined) {
    return rejectedOptions(argument).map(({ message }) => ({
      code: "check-option",
      message: `failed to parse build-arg:BUILDKIT_DOCKERFILE_CHECK: ${message}`,
      hint: null,
      range: [0, 0],
    }));
  }
  const directive = dockerfile.directives.find(({ name }) => name === "check");
  if (!directive) return [];
  const { value, valueRange, range } = directive;
  const blank = value.indexOf(" ");
  const read = blank < 0 ? value : value.slice(0, blank);
  const hint = blank > 0 && read.endsWith(";") ? "The value ends at its first blank: write the options without" : null;
  return rejectedOptions(read).map(({ message, start, end }) => ({
    code: "check-option",
    message: `failed to parse check options: ${message}`,
    hint,
    range: start === end ? range : partRange({ value, range: valueRange }, start, end, false),
  }));
}
