/** A MIGRATED CONFIGURATION -> THE TEXT OF ITS FILE. */
import { Document, isMap, isScalar } from "yaml";
import type { Migration } from "./hadolint-migration.ts";

const schemaAddress = "https://raw.githubusercontent.com/stratalint/stratalint/main/schema/stratalintrc.schema.json";

/**
 * YAML with the codes beside the rules, and what has no equal at the end.
 *
 * @param origin where the settings come from, as people name it
 */
export function migrationYaml({ config, codes, notes }: Migration, origin: string): string {
  const document = new Document(config);
  document.commentBefore = ` yaml-language-server: $schema=${schemaAddress}\n From ${origin}, by \`stratalint migrate hadolint\``;
  const rules = document.get("rules", true);
  if (isMap(rules)) {
    for (const { key, value } of rules.items) {
      const id = isScalar(key) ? String(key.value) : "";
      const given = codes.get(id)?.filter((code) => code !== id) ?? [];
      if (given.length > 0 && isScalar(value)) value.comment = ` ${given.join(", ")}`;
    }
  }
  if (notes.length > 0) document.comment = [" To know:", ...notes.map((note) => ` - ${note}`)].join("\n");
  return document.toString({ lineWidth: 0 });
}

/** JSON, without comments. */
export function migrationJson({ config }: Migration): string {
  return `${JSON.stringify({ $schema: schemaAddress, ...config }, null, 2)}\n`;
}
