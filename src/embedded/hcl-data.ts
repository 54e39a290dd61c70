/**
 * HCL -> DATA, by the Lezer grammar of codemirror-lang-hcl. Blocks become maps in the shape that HCL's JSON form has:
 * `target "app" { ... }` is `{"target": {"app": {...}}}`.
 */
import { hclLanguage } from "codemirror-lang-hcl";
import type { Range } from "../syntax/nodes.ts";
import { addQuoted, escapeQuoted } from "./escapes.ts";
import { placeHeredoc } from "./hcl-heredoc.ts";
import { addVariable, escapeTemplate } from "./interpolation.ts";
import { MappedTextBuilder } from "./mapped-text.ts";
import type { MappedText } from "./mapped-text.ts";
import type { BuildFileProblem, DataNode, MapNode, ParsedBuildFile } from "./types.ts";

export type SyntaxNode = ReturnType<typeof hclLanguage.parser.parse>["topNode"];

/** What is at hand while a file is read. */
export interface HclFile {
  readonly text: string;
  /** Values of the variables that have a default. */
  readonly variables: ReadonlyMap<string, string>;
}

const nothing: DataNode = { kind: "other", text: null };

/** @param text without byte order mark */
export function parseHcl(text: string): ParsedBuildFile {
  const { topNode } = hclLanguage.parser.parse(text);
  const body = topNode.getChild("Body");
  const problems = problemsOf(topNode, text);
  if (!body || problems.length > 0) return { roots: [], problems };
  const variables = variablesOf(readBody(body, { text, variables: new Map() }));
  return { roots: [readBody(body, { text, variables })], problems };
}

/**
 * The first broken place in the structure of blocks and attributes. Expressions are left alone: the grammar takes a call
 * as the value of an object's key for a mistake, and Bake does not.
 */
function problemsOf(top: SyntaxNode, text: string): BuildFileProblem[] {
  const structure = new Set(["ConfigFile", "Body", "Block", "BlockLabel", "Attribute", "StringLit", "QuotedTemplate"]);
  const cursor = top.cursor();
  do {
    if (!cursor.type.isError || !structure.has(cursor.node.parent?.name ?? "")) continue;
    const { from, to } = cursor;
    const found = text.slice(from, to).split("\n")[0] ?? "";
    const atEnd = text.slice(from).trim() === "";
    const what =
      found !== "" ? `unexpected "${found}"` : atEnd ? "unexpected end of the file" : "something is missing here";
    const message = `HCL syntax error: ${what}`;
    return [{ message, range: [from, to] }];
  } while (cursor.next());
  return [];
}

function variablesOf({ entries }: MapNode): Map<string, string> {
  const variables = new Map<string, string>();
  const blocks = entries.get("variable");
  if (blocks?.kind !== "map") return variables;
  for (const [name, block] of blocks.entries) {
    const value = block.kind === "map" ? block.entries.get("default") : undefined;
    const text = value?.kind === "text" ? value.read() : undefined;
    if (text?.substitutions.length === 0) variables.set(name, text.text);
    if (value?.kind === "other" && value.text !== null) variables.set(name, value.text);
  }
  return variables;
}

function readBody(body: SyntaxNode, file: HclFile): MapNode {
  const entries = new Map<string, DataNode>();
  const blocks = new Map<string, Map<string, DataNode>>();
  for (const child of childrenOf(body)) {
    if (child.name === "Attribute") {
      const [name, value] = [child.getChild("Identifier"), child.getChild("Expression")];
      if (name && value) entries.set(textOf(name, file), readExpression(value, file));
    } else if (child.name === "Block") addBlock(blocks, child, file);
  }
  for (const [type, labelled] of blocks) entries.set(type, { kind: "map", entries: labelled });
  return { kind: "map", entries };
}

/** Blocks of one type and label are one: later attributes win. */
function addBlock(blocks: Map<string, Map<string, DataNode>>, block: SyntaxNode, file: HclFile): void {
  const [type, label, body] = [block.getChild("BlockType"), block.getChild("BlockLabel"), block.getChild("Body")];
  if (!type || !label) return;
  const typeName = textOf(type, file);
  const name = textOf(label, file).replace(/^"|"$/g, "");
  const labelled = blocks.get(typeName) ?? new Map<string, DataNode>();
  blocks.set(typeName, labelled);
  const earlier = labelled.get(name);
  const own = body ? readBody(body, file).entries : new Map<string, DataNode>();
  labelled.set(name, { kind: "map", entries: new Map([...(earlier?.kind === "map" ? earlier.entries : []), ...own]) });
}

function readExpression(expression: SyntaxNode, file: HclFile): DataNode {
  const children = childrenOf(expression);
  const [child] = children;
  // `a.b`, `a[0]` and calls have several children.
  if (!child || children.length > 1) return nothing;
  switch (child.name) {
    case "LiteralValue":
      return readLiteral(child, file);
    case "TemplateExpr":
      return readTemplate(child.firstChild, file);
    case "CollectionValue":
      return readCollection(child.firstChild, file);
    case "VariableExpr": {
      const value = file.variables.get(textOf(child, file));
      return value === undefined ? nothing : { kind: "other", text: value };
    }
    default:
      return nothing;
  }
}

function readLiteral(literal: SyntaxNode, file: HclFile): DataNode {
  const child = literal.firstChild;
  if (child?.name === "StringLit") return readTemplate(child, file);
  return child === null || child.name === "NullLit" ? nothing : { kind: "other", text: textOf(child, file) };
}

function readTemplate(template: SyntaxNode | null, file: HclFile): DataNode {
  if (!template) return nothing;
  let placed: MappedText | undefined;
  const place = template.name === "HeredocTemplate" ? placeHeredoc : placeQuoted;
  return { kind: "text", read: () => (placed ??= place(template, file)) };
}

function readCollection(collection: SyntaxNode | null, file: HclFile): DataNode {
  if (collection?.name === "Tuple") {
    return { kind: "list", items: collection.getChildren("Expression").map((item) => readExpression(item, file)) };
  }
  if (collection?.name !== "Object") return nothing;
  const entries = new Map<string, DataNode>();
  for (const element of collection.getChildren("ObjectElem")) {
    const [key, value] = [element.getChild("ObjectKey"), element.getChild("Expression")];
    const followedByCall = Boolean(element.nextSibling?.getChild("⚠"));
    if (key) {
      const name = textOf(key, file).replace(/^"|"$/g, "");
      entries.set(name, value && !followedByCall ? readExpression(value, file) : nothing);
    }
  }
  return { kind: "map", entries };
}

/** A string between double quotes. */
function placeQuoted(template: SyntaxNode, file: HclFile): MappedText {
  const builder = new MappedTextBuilder();
  for (const child of childrenOf(template)) {
    if (child.name === "TemplateLiteral") addTemplateText(builder, [child.from, child.to], file, true);
    else if (!child.name.startsWith("QuotedTemplate")) addInterpolation(builder, child, file);
  }
  return builder.build(template.to - 1, (added) => escapeQuoted(escapeTemplate(added)));
}

/** Text outside of interpolations, in which `$${` and `%%{` stand for `${` and `%{`. */
export function addTemplateText(
  builder: MappedTextBuilder,
  [start, end]: Range,
  { text }: HclFile,
  isQuoted: boolean,
): void {
  const add = (from: number, to: number): void => {
    if (isQuoted) addQuoted(builder, text, from, to);
    else builder.addVerbatim(text.slice(from, to), from);
  };
  let at = start;
  for (const match of text.slice(start, end).matchAll(/([$%])\1\{/g)) {
    const from = start + match.index;
    add(at, from);
    builder.addWhole(`${match[1]}{`, [from, from + 3]);
    at = from + 3;
  }
  add(at, end);
}

/** `${TAG}`, or a directive such as `%{ if x }`, which only the builder can follow. */
export function addInterpolation(builder: MappedTextBuilder, node: SyntaxNode, { text, variables }: HclFile): void {
  const expression = text.slice(node.from, node.to).replace(/^[$%]\{|\}$/g, "");
  addVariable(builder, expression, variables, [node.from, node.to]);
}

export function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) {
    if (child.name !== "Comment") children.push(child);
  }
  return children;
}

function textOf(node: SyntaxNode, { text }: HclFile): string {
  return text.slice(node.from, node.to);
}
