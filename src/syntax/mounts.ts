/** `RUN --mount=key=value,...` (BuildKit: instructions/commands_runmount.go): a line of CSV. */
import type { Flag, Mount } from "./nodes.ts";

const keyNames: Readonly<Record<string, string>> = {
  src: "source",
  dst: "target",
  destination: "target",
  ro: "readonly",
  rw: "readwrite",
};

/** @param flag a `--mount` flag with a value */
export function readMount(flag: Flag): Mount {
  const options = new Map<string, string>();
  for (const field of splitCsv(flag.value ?? "")) {
    const equals = field.indexOf("=");
    const written = (equals < 0 ? field : field.slice(0, equals)).toLowerCase();
    options.set(keyNames[written] ?? written, equals < 0 ? "true" : field.slice(equals + 1));
  }
  const option = (name: string): string | null => options.get(name) ?? null;
  return {
    flag,
    kind: (option("type") ?? "bind").toLowerCase(),
    from: option("from"),
    source: option("source"),
    target: option("target"),
    id: option("id"),
    options,
  };
}

/** The fields of one CSV record; `"` groups, `""` inside stands for one. */
export function splitCsv(record: string): string[] {
  if (!record.includes('"')) return record.split(",");
  const fields: string[] = [];
  let field = "";
  let quoted = false;
  for (let at = 0; at < record.length; at++) {
    const char = record[at] ?? "";
    if (quoted) {
      if (char !== '"') field += char;
      else if (record[at + 1] === '"') field += record[at++] ?? "";
      else quoted = false;
    } else if (char === '"' && field === "") {
      quoted = true;
    } else if (char === ",") {
      fields.push(field);
      field = "";
    } else {
      field += char;
    }
  }
  fields.push(field);
  return fields;
}
