/** YAML 1.2, by the `yaml` package: `off` and `on` stay words. */
import { isMap, isNode, isScalar, LineCounter, parseDocument } from "yaml";
import type { Document } from "yaml";
import { ConfigError, configFileError } from "./config-error.ts";
import { nearestPosition } from "./document.ts";
import type { ConfigDocument, ConfigPath } from "./document.ts";

/**
 * @param text without byte order mark
 * @throws ConfigError on a syntax error, a key written twice, more than one document, an alias that explodes
 */
export function parseYamlDocument(path: string, text: string): ConfigDocument {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, prettyErrors: false, merge: true });
  const [error] = document.errors;
  if (error) {
    const { line, col } = lineCounter.linePos(error.pos[0]);
    throw new ConfigError([{ file: path, line, column: col, message: `YAML syntax error: ${error.message}` }]);
  }
  return {
    path,
    value: valueOf(path, document),
    locate: (keys, part) => nearestPosition(keys, (keys) => offsetOf(document, keys, part), text),
  };
}

function valueOf(path: string, document: Document.Parsed): unknown {
  try {
    return document.toJS() as unknown;
  } catch (error) {
    throw configFileError(path, `cannot read this YAML: ${(error as Error).message}`);
  }
}

function offsetOf(document: Document.Parsed, keys: ConfigPath, part: "key" | "value"): number | undefined {
  if (part === "key" && keys.length > 0) {
    const parent = nodeAt(document, keys.slice(0, -1));
    const pair = isMap(parent)
      ? parent.items.find(({ key }) => isScalar(key) && String(key.value) === String(keys.at(-1)))
      : undefined;
    if (pair && isNode(pair.key)) return pair.key.range?.[0];
  }
  const node = nodeAt(document, keys);
  return isNode(node) ? node.range?.[0] : undefined;
}

function nodeAt(document: Document.Parsed, keys: ConfigPath): unknown {
  return keys.length === 0 ? document.contents : document.getIn(keys, true);
}
