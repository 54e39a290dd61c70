/**
 * The command line: `dist/cli.js` starts `dist/parts/program.cjs`, which holds all of our code. Packages that most runs do
 * without (configuration, globs) lie beside it, a file each, and are read when they are asked for. Called by the scripts;
 * needs nothing but esbuild.
 */
import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ruleModule, withoutPrintedDocs, writeRuleDocs } from "./rule-docs.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const output = join(root, "dist/cli.js");
const program = join(root, "dist/parts/program.cjs");

/** What the compiled code of the program is kept of: a run over a file that makes it do most of what it can. */
const sample = join(root, "fixtures/node-app/Dockerfile");

const secretPatterns = "@secretlint/secretlint-rule-preset-recommend";

/** Packages in files of their own. */
const parts = [
  secretPatterns,
  "ajv",
  "codemirror-lang-hcl",
  "cosmiconfig",
  "esquery",
  "fflate",
  "fzstd",
  "ignore",
  "jsonc-parser",
  "micromatch",
  "spdx-expression-parse",
  "valibot",
  "yaml",
];

const common = {
  absWorkingDir: root,
  bundle: true,
  platform: "node",
  target: "node20",
  // cosmiconfig asks for it when it meets a .ts configuration only.
  external: ["typescript"],
  minifyWhitespace: true,
  minifySyntax: true,
  legalComments: "none",
  logLevel: "warning",
};

/** A part's file, without the scope of the package. */
function fileOf(part) {
  return part.replace(/^@[^/]+\//, "");
}

/** A module that reads the part when one of the names is first used. */
function lazyStub(part, names) {
  const getters = names.map((name) => `get ${name}() { return require("./${fileOf(part)}.cjs").${name}; }`);
  return `module.exports = { ${getters.join(", ")} };`;
}

/** What the engine and the rules import, and most runs never use. */
const lazyStubs = {
  // Only rules of plugins use selectors.
  esquery: lazyStub("esquery", ["parse", "matches"]),
  // Only an ADD of a compressed archive needs them.
  fflate: lazyStub("fflate", ["Gunzip"]),
  fzstd: lazyStub("fzstd", ["Decompress"]),
  [secretPatterns]: lazyStub(secretPatterns, ["rules"]),
  "rule-docs": `let docs; exports.ruleDocs = (id) => (docs ??= require("./rule-docs.json"))[id];`,
  "spdx-expression-parse": `module.exports = (text) => require("./spdx-expression-parse.cjs")(text);`,
};

/** In the program a part is a `require` that runs when the module that imports it is first used. */
const partStubs = {
  name: "parts",
  setup(build) {
    const wanted = new RegExp(`^(?:${[...parts, "rule-docs"].join("|")})$`);
    build.onLoad({ filter: ruleModule }, ({ path }) => ({ contents: withoutPrintedDocs(path), loader: "ts" }));
    build.onResolve({ filter: wanted }, ({ path }) => ({ path, namespace: "part" }));
    build.onResolve({ filter: /\/import-module\.ts$/ }, () => ({ path: "import-module", namespace: "part" }));
    build.onResolve({ filter: /^\.\/[a-z-]+\.(?:cjs|json)$/ }, ({ path }) => ({ path, external: true }));
    // commander starts programs for subcommands that are files of their own; we have none, and loading it takes time.
    build.onResolve({ filter: /^node:child_process$/ }, ({ importer, path }) =>
      importer.includes("commander") ? { path, namespace: "unused" } : undefined,
    );
    build.onLoad({ filter: /.*/, namespace: "unused" }, () => ({ contents: "module.exports = {};" }));
    build.onLoad({ filter: /.*/, namespace: "part" }, ({ path }) => ({
      contents: lazyStubs[path] ?? `module.exports = require("./${fileOf(path)}.cjs");`,
      resolveDir: root,
    }));
  },
};

/** Bundles `src/cli` and the parts. */
export async function bundle() {
  const { build } = await import("esbuild");
  rmSync(join(root, "dist/parts"), { recursive: true, force: true });
  mkdirSync(join(root, "dist/parts"), { recursive: true });
  const cache = join(root, "dist/parts/write-code-cache.mjs");
  const [result] = await Promise.all([
    build({
      ...common,
      entryPoints: ["src/cli/program.ts"],
      outfile: program,
      format: "cjs",
      metafile: true,
      plugins: [partStubs],
    }),
    writeRuleDocs(root, join(root, "dist/parts/rule-docs.json")),
    build({ ...common, entryPoints: ["src/cli/bin.ts"], outfile: output, format: "esm" }),
    build({ ...common, entryPoints: ["tools/write-code-cache.ts"], outfile: cache, format: "esm" }),
    build({
      ...common,
      entryPoints: {
        ...Object.fromEntries(parts.map((name) => [fileOf(name), name])),
        "import-module": "src/config/import-module.ts",
      },
      outdir: "dist/parts",
      outExtension: { ".js": ".cjs" },
      format: "cjs",
      // The CommonJS build of jsonc-parser finds its modules in a way that no bundler follows.
      mainFields: ["module", "main"],
    }),
  ]);
  chmodSync(output, 0o755);
  const args = ["--no-config", "--shellcheck=off", sample];
  execFileSync(process.execPath, [cache, program, ...args], { stdio: ["ignore", "ignore", "inherit"] });
  rmSync(cache);
  return result;
}

/** Bundles only when a source file is newer than the bundle. */
export async function bundleIfStale() {
  if (existsSync(output) && newest(join(root, "src")) <= statSync(output).mtimeMs) return;
  await bundle();
}

function newest(directory) {
  let latest = 0;
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    latest = Math.max(latest, entry.isDirectory() ? newest(path) : statSync(path).mtimeMs);
  }
  return latest;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await (process.argv.includes("--if-stale") ? bundleIfStale() : bundle());
}
