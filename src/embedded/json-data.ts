/** JSON -> DATA, by jsonc-parser: every text with its place. */
import { parseTree, printParseErrorCode } from "jsonc-parser";
import type { Node, ParseError } from "jsonc-parser";
import { addQuoted, escapeQuoted } from "./escapes.ts";
import { escapeTemplate, interpolateTemplate } from "./interpolation.ts";
import { MappedTextBuilder, unplacedText } from "./mapped-text.ts";
import type { MappedText } from "./mapped-text.ts";
import type { DataNode, ParsedBuildFile } from "./types.ts";

const nothing: DataNode = { kind: "other", text: null };

/** @param text without byte order mark */
export function parseJson(text: string): ParsedBuildFile {
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { disallowComments: true });
  const [first] = errors;
  if (first) {
    const { error, offset, length } = first;
    const words = printParseErrorCode(error).replace(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
    return { roots: [], problems: [{ message: `JSON syntax error: ${words}`, range: [offset, offset + length] }] };
  }
  const variables = tree ? variablesOf(tree) : new Map<string, string>();
  return { roots: tree ? [convert(tree, text, variables)] : [], problems: [] };
}

/** `{"variable": {"TAG": {"default": "latest"}}}` */
function variablesOf(tree: Node): ReadonlyMap<string, string> {
  const variables = new Map<string, string>();
  for (const [name, value] of propertiesOf(propertiesOf(tree).get("variable"))) {
    const fallback = propertiesOf(value).get("default");
    const known: unknown = fallback?.value;
    if (typeof known === "string" || typeof known === "number") variables.set(name, String(known));
  }
  return variables;
}

function propertiesOf(node: Node | undefined): Map<string, Node> {
  const properties = new Map<string, Node>();
  if (node?.type !== "object") return properties;
  for (const { children } of node.children ?? []) {
    const [key, value] = children ?? [];
    if (key && value) properties.set(String(key.value), value);
  }
  return properties;
}

function convert(node: Node, text: string, variables: ReadonlyMap<string, string>): DataNode {
  switch (node.type) {
    case "object": {
      const entries = [...propertiesOf(node)].map(([name, value]) => [name, convert(value, text, variables)] as const);
      return { kind: "map", entries: new Map(entries) };
    }
    case "array":
      return { kind: "list", items: (node.children ?? []).map((child) => convert(child, text, variables)) };
    case "string": {
      let placed: MappedText | undefined;
      return { kind: "text", read: () => (placed ??= interpolateTemplate(placeString(node, text), variables)) };
    }
    case "number":
    case "boolean":
      return { kind: "other", text: String(node.value) };
    default:
      return nothing;
  }
}

function placeString({ offset, length, value }: Node, text: string): MappedText {
  const end = offset + length - 1;
  const builder = new MappedTextBuilder();
  addQuoted(builder, text, offset + 1, end);
  const placed = builder.build(end, (added) => escapeQuoted(escapeTemplate(added)));
  return placed.text === value ? placed : unplacedText(String(value), [offset, offset + length]);
}
