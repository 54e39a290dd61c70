/**
 * Keeps what only `explain`, SARIF and the like print of a rule out of the program: its reasons and examples are half of
 * its text, and every start would read them. They go into `dist/parts/rule-docs.json`, and getters take their place. The
 * pages made of them, all of which stand in a SARIF log, go into `rule-pages.json`.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import ts from "typescript";

/** Properties of `docs` that no linting asks for. */
const printed = ["why", "examples", "options", "whenNot"];

/** Modules with one rule each: `src/rules/<id>.ts`. */
export const ruleModule = /[\\/]src[\\/]rules[\\/][a-z-]+\.ts$/;

/** Writes docs and pages of all rules as JSON, by id. */
export async function writeRuleDocs(root, output) {
  const folder = mkdtempSync(join(tmpdir(), "rule-docs-"));
  try {
    const outfile = join(folder, "rules.mjs");
    await build({
      absWorkingDir: root,
      stdin: {
        contents: 'export { rules } from "./src/rules/index.ts"; export { rulePage } from "./src/rules/rule-page.ts";',
        resolveDir: root,
      },
      outfile,
      bundle: true,
      platform: "node",
      format: "esm",
      logLevel: "warning",
      banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
    });
    const { rules, rulePage } = await import(pathToFileURL(outfile).href);
    const docs = rules.map(({ id, meta }) => [id, Object.fromEntries(printed.map((name) => [name, meta.docs[name]]))]);
    const pages = rules.map((rule) => [rule.id, rulePage(rule)]);
    writeFileSync(join(output, "rule-docs.json"), JSON.stringify(Object.fromEntries(docs)));
    writeFileSync(join(output, "rule-pages.json"), JSON.stringify(Object.fromEntries(pages)));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The source of a rule's module with getters for its printed docs; of any other module, as it is. */
export function withoutPrintedDocs(path) {
  const text = readFileSync(path, "utf8");
  const properties = printedProperties(ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true));
  if (properties.length === 0) return text;
  const id = JSON.stringify(basename(path, ".ts"));
  let result = text;
  for (const property of properties.reverse()) {
    const name = property.name.text;
    const getter = `get ${name}() { return ruleDocs(${id}).${name}; }`;
    result = result.slice(0, property.getStart()) + getter + result.slice(property.end);
  }
  return `import { ruleDocs } from "rule-docs";\n${result}`;
}

/** In `export default defineRule({ docs: { why: ... } })`. */
function printedProperties(source) {
  const exported = source.statements.find((statement) => ts.isExportAssignment(statement))?.expression;
  const rule = exported && ts.isCallExpression(exported) ? exported.arguments[0] : undefined;
  const docs = propertyOf(rule, "docs")?.initializer;
  return printed.flatMap((name) => propertyOf(docs, name) ?? []).sort((a, b) => a.pos - b.pos);
}

function propertyOf(object, name) {
  if (!object || !ts.isObjectLiteralExpression(object)) return undefined;
  return object.properties.find((property) => ts.isPropertyAssignment(property) && property.name.text === name);
}
