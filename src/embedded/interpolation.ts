/**
 * Variables that Compose and Bake put in before the builder sees a text. A variable with a default is taken to have it;
 * one without stays a variable of that name, marked as unknown.
 *
 * Compose: `$NAME`, `${NAME:-default}`, `$$` (compose-spec, 12-interpolation). HCL templates: `${expression}`, `$${`, `%%{`.
 */
import type { Range } from "../syntax/nodes.ts";
import { MappedTextBuilder } from "./mapped-text.ts";
import type { MappedText } from "./mapped-text.ts";

/** @param source the text as the YAML parser gives it */
export function interpolateCompose(source: MappedText): MappedText {
  const { text } = source;
  const builder = new MappedTextBuilder();
  addCompose(builder, source, [0, text.length]);
  const write = source.write;
  return builder.build(source.outerOffset(text.length), (added, at) => write(added.replaceAll("$", "$$$$"), at));
}

function addCompose(builder: MappedTextBuilder, source: MappedText, [start, end]: Range): void {
  const { text } = source;
  for (let at = start; at < end;) {
    const dollar = text.indexOf("$", at);
    const stop = dollar < 0 || dollar > end ? end : dollar;
    builder.addFrom(source, [at, stop]);
    at = stop < end ? addComposeVariable(builder, source, [stop, end]) : end;
  }
}

/** @returns the offset after what begins with the dollar sign at `start` */
function addComposeVariable(builder: MappedTextBuilder, source: MappedText, [start, end]: Range): number {
  const { text } = source;
  if (text[start + 1] === "$" && start + 1 < end) {
    builder.addWhole("$", [source.placeOf(start)[0], source.placeOf(start + 1)[1]]);
    return start + 2;
  }
  const [, bare, braced, operator] =
    /^\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)(:?[-?+]|\}))/.exec(text.slice(start, end)) ?? [];
  if (bare !== undefined) return addUnknown(builder, source, [start, start + 1 + bare.length], bare);
  if (braced === undefined || operator === undefined) {
    builder.addFrom(source, [start, start + 1]);
    return start + 1;
  }
  const value = start + 2 + braced.length + operator.length;
  const close = operator === "}" ? value - 1 : closingBrace(text, value, end);
  if (!operator.endsWith("-")) return addUnknown(builder, source, [start, close + 1], braced);
  builder.addSubstitution(true, () => {
    addCompose(builder, source, [value, close]);
  });
  return close + 1;
}

function closingBrace(text: string, start: number, end: number): number {
  let depth = 1;
  for (let at = start; at < end; at++) {
    if (text[at] === "{" && text[at - 1] === "$") depth++;
    if (text[at] === "}" && --depth === 0) return at;
  }
  return end - 1;
}

function addUnknown(builder: MappedTextBuilder, source: MappedText, range: Range, name: string): number {
  addUnknownValue(builder, name, source.outerRange(range));
  return range[1];
}

/** A value that only the builder knows: a variable of that name stands for it. */
export function addUnknownValue(builder: MappedTextBuilder, name: string, outer: Range): void {
  builder.addSubstitution(false, () => {
    builder.addWhole(`\${${name}}`, outer);
  });
}

/** Makes `${` and `%{` mean themselves in an HCL template. */
export function escapeTemplate(text: string): string {
  return text.replace(/([$%])(?=\{)/g, "$1$1");
}

/**
 * The templates in the strings of a Bake JSON file.
 *
 * @param variables known values by name
 */
export function interpolateTemplate(source: MappedText, variables: ReadonlyMap<string, string>): MappedText {
  const { text } = source;
  const builder = new MappedTextBuilder();
  let at = 0;
  for (const match of text.matchAll(/([$%])\1\{|\$\{([^{}]*)\}/g)) {
    const end = match.index + match[0].length;
    builder.addFrom(source, [at, match.index]);
    if (match[1]) builder.addWhole(`${match[1]}{`, source.outerRange([match.index, end]));
    else addVariable(builder, match[2] ?? "", variables, source.outerRange([match.index, end]));
    at = end;
  }
  if (at === 0) return source;
  builder.addFrom(source, [at, text.length]);
  return builder.build(source.outerOffset(text.length), source.write);
}

/** The value of `${expression}` when it is a variable with a default. */
export function addVariable(
  builder: MappedTextBuilder,
  expression: string,
  variables: ReadonlyMap<string, string>,
  outer: Range,
): void {
  const name = expression.replace(/^~|~$/g, "").trim();
  const value = variables.get(name);
  if (value === undefined) {
    addUnknownValue(builder, name.replace(/\W+/g, "_").replace(/^(?=\d|$)/, "_"), outer);
    return;
  }
  builder.addSubstitution(true, () => {
    builder.addWhole(value, outer);
  });
}
