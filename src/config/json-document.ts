/** JSON with comments and trailing commas, by jsonc-parser. */
import { findNodeAtLocation, getNodeValue, parseTree, printParseErrorCode } from "jsonc-parser";
import type { Node, ParseError } from "jsonc-parser";
import { ConfigError } from "./config-error.ts";
import { nearestPosition, positionAt } from "./document.ts";
import type { ConfigDocument } from "./document.ts";

/**
 * @param text without byte order mark
 * @throws ConfigError on a syntax error and on a key written twice
 */
export function parseJsonDocument(path: string, text: string): ConfigDocument {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true, allowEmptyContent: true });
  const [first] = errors;
  if (first) throw problemAt(path, text, first.offset, `JSON syntax error: ${words(printParseErrorCode(first.error))}`);
  if (root) refuseDuplicateKeys(path, text, root);
  return {
    path,
    value: root ? getNodeValue(root) : undefined,
    locate: (keys, part) => nearestPosition(keys, (keys) => offsetOf(root, keys, part), text),
  };
}

function offsetOf(
  root: Node | undefined,
  keys: readonly (string | number)[],
  part: "key" | "value",
): number | undefined {
  const node = root && findNodeAtLocation(root, [...keys]);
  if (!node) return undefined;
  const key = part === "key" && node.parent?.type === "property" ? node.parent.children?.[0] : undefined;
  return (key ?? node).offset;
}

/** A key written twice: JSON takes the last one, and the first would be ignored without a word. */
function refuseDuplicateKeys(path: string, text: string, node: Node): void {
  const seen = new Set<string>();
  for (const child of node.children ?? []) {
    const key = node.type === "object" ? child.children?.[0] : undefined;
    if (key) {
      const name = String(key.value);
      if (seen.has(name)) throw problemAt(path, text, key.offset, `the key "${name}" is written twice: remove one`);
      seen.add(name);
    }
    refuseDuplicateKeys(path, text, child);
  }
}

function problemAt(path: string, text: string, offset: number, message: string): ConfigError {
  return new ConfigError([{ file: path, ...positionAt(text, offset), message }]);
}

/** `CommaExpected` -> `comma expected`. */
function words(code: string): string {
  return code.replace(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter}`).toLowerCase();
}
