/**
 * `npm run generate`: writes what follows from the rules' metadata. With `--check` it writes nothing and fails when a
 * file is not up to date.
 */
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { format, resolveConfig } from "prettier";
import type { Rule } from "../src/rules/define-rule.ts";
import type { CliIo, OutputStream } from "../src/cli/io.ts";
import { rulePage } from "../src/rules/rule-page.ts";
import { equivalentsPage } from "./equivalents.ts";
import { hadolintPage } from "./hadolint-page.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const notRules = new Set(["define-rule.ts", "index.ts", "rule-page.ts"]);
const check = process.argv.includes("--check");
const stale: string[] = [];

const ids = readdirSync(join(root, "src/rules"))
  .filter((name) => name.endsWith(".ts") && !notRules.has(name))
  .map((name) => name.slice(0, -".ts".length))
  .sort();
await write("src/rules/index.ts", ruleIndex());
const { rules } = (await import("../src/rules/index.ts")) as { rules: readonly Rule[] };
for (const rule of rules) await write(`docs/rules/${rule.id}.md`, rulePage(rule));
removeOldPages();
await write("docs/rules/README.md", `# Rules\n\n${ruleTable("")}`);
const table = between(read("README.md"), "rules", ruleTable("docs/rules/"));
await write("README.md", between(table, "output", await sampleOutput()));
await write("docs/equivalents.md", equivalentsPage(rules));
await write("docs/differences-from-hadolint.md", hadolintPage(rules));
const layersPage = between(read("docs/layers.md"), "layers", await layersOutput("api/Dockerfile"));
await write(
  "docs/layers.md",
  between(layersPage, "comparison", await layersOutput("api/Dockerfile", "worker/Dockerfile")),
);
await write("docs/inspect.md", between(read("docs/inspect.md"), "output", await inspectOutput()));
const { configSchema } = await import("./config-schema.ts");
await write("schema/stratalintrc.schema.json", JSON.stringify(configSchema(rules)));
finish();

function ruleIndex(): string {
  const name = (id: string): string => id.replace(/-(.)/g, (_match, letter: string) => letter.toUpperCase());
  const imports = ids.map((id) => `import ${name(id)} from "./${id}.ts";`).join("\n");
  const list = ids.map((id) => `  ${name(id)},`).join("\n");
  return (
    `// Generated from the files of this folder by \`npm run generate\`.\n` +
    `import type { Rule } from "./define-rule.ts";\n${imports}\n\n` +
    `/** Every rule, sorted by id. */\nexport const rules: readonly Rule[] = [\n${list}\n];\n`
  );
}

function ruleTable(pages: string): string {
  const rows = rules.map((rule) => {
    const { docs } = rule.meta;
    const codes = [...(docs.hadolint ?? []), ...(docs.buildkit ?? [])].join(", ");
    const marks = `${docs.recommended ? "✓" : ""} | ${rule.meta.fixable ? "fix" : rule.meta.hasSuggestions ? "suggests" : ""}`;
    return `| [${rule.id}](${pages}${rule.id}.md) | ${docs.description} | ${docs.category} | ${docs.severity} | ${marks} | ${codes} |`;
  });
  const head = "| Rule | What it asks for | Category | Severity | Recommended | Fix | Also known as |";
  return `${head}\n| --- | --- | --- | --- | --- | --- | --- |\n${rows.join("\n")}\n`;
}

/** What the command line prints for the sample of the README. */
async function sampleOutput(): Promise<string> {
  const { lintFiles } = await import("../src/project/lint-files.ts");
  const { textReporter } = await import("../src/reporters/text.ts");
  const run = await lintFiles(["Dockerfile"], { cwd: join(root, "fixtures/readme"), config: false });
  const report = textReporter(run, { color: false, width: 80 });
  const fence = "```";
  return `${fence}dockerfile\n${read("fixtures/readme/Dockerfile")}${fence}\n\n${fence}console\n$ npx stratalint Dockerfile\n${report}${fence}`;
}

/** What `stratalint inspect` prints for the same sample. */
async function inspectOutput(): Promise<string> {
  const { inspect } = await import("../src/cli/inspect.ts");
  const build = { buildArg: [], baseImages: "offline", config: false } as const;
  const printed = await printedBy((io) => inspect("fixtures/readme/Dockerfile", build, io), root);
  return consoleBlock("stratalint inspect fixtures/readme/Dockerfile", printed);
}

/** What `stratalint layers` prints for a small project. */
async function layersOutput(...files: string[]): Promise<string> {
  const { layers } = await import("../src/cli/layers.ts");
  const build = { buildArg: [], baseImages: "offline", config: false, context: "." } as const;
  const shown = { format: "text", color: "never", trunc: true, human: true } as const;
  const printed = await printedBy((io) => layers(files, { ...build, ...shown }, io), join(root, "fixtures/layer-docs"));
  return consoleBlock(`stratalint layers --context . ${files.join(" ")}`, printed);
}

/** What a command writes to standard output; a word on standard error says that the sample is no good. */
async function printedBy(run: (io: CliIo) => Promise<unknown>, cwd: string): Promise<string> {
  let printed = "";
  const stream = (write: (text: string) => void): OutputStream => ({
    write(text) {
      write(text);
      return Promise.resolve();
    },
    isTTY: false,
    columns: 80,
  });
  const stdout = stream((text) => (printed += text));
  const readStdin = (): Promise<never> => Promise.reject(new Error("not read"));
  await run({ stdout, stderr: stream((text) => fail(text)), readStdin, cwd, env: {} });
  return printed;
}

function consoleBlock(command: string, printed: string): string {
  const fence = "```";
  return `${fence}console\n$ ${command}\n${printed}${fence}`;
}

function fail(message: string): never {
  throw new Error(message);
}

/** Replaces what stands between `<!-- begin NAME -->` and `<!-- end NAME -->`. */
function between(text: string, name: string, content: string): string {
  const [begin, end] = [`<!-- begin ${name} -->`, `<!-- end ${name} -->`];
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`a page lacks ${begin} … ${end}`);
  return `${text.slice(0, from + begin.length)}\n\n${content}\n${text.slice(to)}`;
}

function removeOldPages(): void {
  const wanted = new Set([...rules.map((rule) => `${rule.id}.md`), "README.md"]);
  for (const name of readdirSync(join(root, "docs/rules")).filter((page) => !wanted.has(page))) {
    if (check) stale.push(`docs/rules/${name}`);
    else rmSync(join(root, "docs/rules", name));
  }
}

function read(path: string): string {
  const file = join(root, path);
  return existsSync(file) ? readFileSync(file, "utf8") : "";
}

async function write(path: string, content: string): Promise<void> {
  const file = join(root, path);
  const options = await resolveConfig(file);
  const text = await format(content, { ...options, filepath: file });
  if (read(path) === text) return;
  if (check) {
    stale.push(path);
    return;
  }
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  process.stdout.write(`wrote ${path}\n`);
}

function finish(): void {
  if (stale.length === 0) return;
  process.stderr.write(`Not up to date: ${stale.join(", ")}. Run npm run generate.\n`);
  process.exitCode = 1;
}
