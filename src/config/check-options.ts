/** Rule options against the JSON Schemas of the rule, by ajv. Loaded only when a configuration gives options. */
import { Ajv } from "ajv";
import type { ErrorObject, ValidateFunction } from "ajv";
import { nearestName } from "./nearest-name.ts";
import type { Rule } from "../rules/define-rule.ts";
import { shown } from "./schema.ts";

export interface OptionProblem {
  /** From the list of options to the place. */
  readonly path: readonly (string | number)[];
  readonly message: string;
}

// Schemas of plugins may hold keywords that only their authors know.
const ajv = new Ajv({ allErrors: true, strict: false, verbose: true });
const validators = new WeakMap<Rule, ValidateFunction>();

/** Every problem of a rule's options; one schema stands for each position. */
export function checkOptions(rule: Rule, options: readonly unknown[]): OptionProblem[] {
  const { schema } = rule.meta;
  if (schema.length === 0) return [{ path: [0], message: "this rule takes no options" }];
  const validate = validatorOf(rule);
  if (validate(options)) return [];
  return (validate.errors ?? []).map((error) => ({
    path: error.instancePath.split("/").slice(1).map(unescapePointer),
    message: describe(error),
  }));
}

function validatorOf(rule: Rule): ValidateFunction {
  const known = validators.get(rule);
  if (known) return known;
  const items = [...rule.meta.schema];
  const validate = ajv.compile({ type: "array", items, maxItems: items.length });
  validators.set(rule, validate);
  return validate;
}

function describe({ keyword, params, message, data, parentSchema }: ErrorObject): string {
  switch (keyword) {
    case "additionalProperties": {
      const { additionalProperty } = params as { additionalProperty: string };
      const known = Object.keys((parentSchema?.["properties"] ?? {}) as object);
      const near = nearestName(additionalProperty, known);
      const advice = near ? `did you mean "${near}"?` : `known are ${known.join(", ")}`;
      return `unknown option "${additionalProperty}": ${advice}`;
    }
    case "maxItems":
      return `too many: the rule takes ${(params as { limit: number }).limit}`;
    case "enum": {
      const { allowedValues } = params as { allowedValues: unknown[] };
      return `expected ${allowedValues.map((value) => JSON.stringify(value)).join(", ")}, got ${shown(data)}`;
    }
    case "type":
      return `expected ${(params as { type: string }).type}, got ${shown(data)}`;
    default:
      return message ?? keyword;
  }
}

function unescapePointer(token: string): string | number {
  const text = token.replaceAll("~1", "/").replaceAll("~0", "~");
  return /^\d+$/.test(text) ? Number(text) : text;
}
