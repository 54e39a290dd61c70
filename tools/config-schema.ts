/** The JSON Schema of a configuration for editors: the valibot schema, and every rule with its options. */
import { toJsonSchema } from "@valibot/to-json-schema";
import { ruleSwitches } from "../src/config/choices.ts";
import { configSchema as valibotSchema } from "../src/config/schema.ts";
import { createCatalogue } from "../src/engine/rule-catalogue.ts";
import type { Rule } from "../src/rules/define-rule.ts";

type SchemaObject = Record<string, unknown>;

/** @param rules every rule that comes with us */
export function configSchema(rules: readonly Rule[]): SchemaObject {
  const { $schema, properties, ...rest } = withRuleReference(toJsonSchema(valibotSchema)) as SchemaObject;
  return {
    $schema,
    title: "stratalint configuration",
    allowComments: true,
    allowTrailingCommas: true,
    ...rest,
    properties,
    definitions: { rules: rulesSchema(rules), severity: { enum: [...ruleSwitches] } },
  };
}

/** Replaces the loose schema of every `rules` key, at the top and in overrides, by a reference. */
function withRuleReference(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withRuleReference);
  if (typeof schema !== "object" || schema === null) return schema;
  return Object.fromEntries(
    Object.entries(schema).map(([key, value]) => {
      if (key !== "rules") return [key, withRuleReference(value)];
      const { description } = value as { description?: string };
      return [key, { description, allOf: [{ $ref: "#/definitions/rules" }] }];
    }),
  );
}

function rulesSchema(rules: readonly Rule[]): SchemaObject {
  const catalogue = createCatalogue(rules);
  const properties: SchemaObject = {};
  for (const rule of catalogue.rules) properties[rule.id] = settingSchema(rule);
  for (const alias of new Set(catalogue.rules.flatMap((rule) => catalogue.codes(rule)))) {
    const named = catalogue.resolve(alias).map(({ id }) => id);
    const [only, second] = named;
    const setting = second === undefined ? { $ref: `#/definitions/rules/properties/${only}` } : anySetting;
    // Next to `$ref` a description would not count.
    properties[alias] = { description: `Another name of ${named.join(", ")}.`, allOf: [setting] };
  }
  return {
    type: "object",
    properties,
    patternProperties: {
      "^[^/]+/.+$": { description: "A rule of a plugin." },
      "^SC[0-9]{4}$": { description: "A code of ShellCheck.", allOf: [severity] },
    },
    additionalProperties: false,
  };
}

const severity = { $ref: "#/definitions/severity" };

/** For an alias of several rules, whose options differ. */
const anySetting = { anyOf: [severity, { type: "array", items: [severity], minItems: 1 }] };

/** A severity, or a list of the severity and one value for each option. */
function settingSchema({ meta }: Rule): SchemaObject {
  const items = [severity, ...meta.schema];
  return {
    description: `${meta.docs.description}. Severity: ${meta.docs.severity}. ${meta.docs.url}`,
    anyOf: [severity, { type: "array", items, additionalItems: false, minItems: 1 }],
  };
}
