/** YAML -> DATA, by the `yaml` package: aliases and merge keys followed, every text with its place. */
import { isAlias, isMap, isScalar, isSeq, parseAllDocuments } from "yaml";
import type { Document, Node, Pair, YAMLMap } from "yaml";
import { interpolateCompose } from "./interpolation.ts";
import type { MappedText } from "./mapped-text.ts";
import type { BuildFileProblem, DataNode, ParsedBuildFile } from "./types.ts";
import { placeYamlScalar } from "./yaml-scalar.ts";

/** @param text without byte order mark */
export function parseYaml(text: string): ParsedBuildFile {
  const documents = parseAllDocuments(text, { merge: true, prettyErrors: false });
  if ("empty" in documents) return { roots: [], problems: [] };
  const problems = documents.flatMap(({ errors }) =>
    errors.map(({ message, pos }): BuildFileProblem => ({ message: `YAML syntax error: ${message}`, range: pos })),
  );
  return { roots: documents.map((document) => new YamlReader(document, text).read(document.contents)), problems };
}

const nothing: DataNode = { kind: "other", text: null };

class YamlReader {
  readonly #document: Document.Parsed;
  readonly #text: string;
  /** Each node is read once, however many aliases name it. One that holds itself holds nothing there. */
  readonly #known = new Map<unknown, DataNode>();

  constructor(document: Document.Parsed, text: string) {
    this.#document = document;
    this.#text = text;
  }

  read(given: unknown): DataNode {
    const node = isAlias(given) ? given.resolve(this.#document) : given;
    const known = this.#known.get(node);
    if (known) return known;
    this.#known.set(node, nothing);
    const data = this.#convert(node);
    this.#known.set(node, data);
    return data;
  }

  #convert(node: unknown): DataNode {
    if (isMap(node)) return { kind: "map", entries: this.#entries(node) };
    if (isSeq(node)) return { kind: "list", items: node.items.map((item) => this.read(item)) };
    if (!isScalar(node)) return nothing;
    const { value } = node;
    if (typeof value === "number" || typeof value === "boolean") return { kind: "other", text: String(value) };
    if (typeof value !== "string") return nothing;
    let placed: MappedText | undefined;
    return { kind: "text", read: () => (placed ??= interpolateCompose(placeYamlScalar(node, value, this.#text))) };
  }

  /** What a mapping says itself wins over what it merges; of several merged ones the first wins. */
  #entries(map: YAMLMap): Map<string, DataNode> {
    const own = new Map<string, DataNode>();
    const merged: DataNode[] = [];
    for (const { key, value } of map.items as Pair<Node, Node | null>[]) {
      const name = isScalar(key) ? String(key.value) : "";
      const data = this.read(value);
      if (name === "<<" || name === "Symbol(<<)") merged.push(...(data.kind === "list" ? data.items : [data]));
      else own.set(name, data);
    }
    for (const data of merged) {
      if (data.kind !== "map") continue;
      for (const [name, value] of data.entries) if (!own.has(name)) own.set(name, value);
    }
    return own;
  }
}
