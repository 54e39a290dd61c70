/**
 * The command line: `dist/cli.js` starts `dist/parts/program.cjs`, which holds all of our code. Packages that most runs do
 * without (configuration, globs) lie beside it, a file each, and are read when they are asked for. Called by the scripts;
 * needs nothing but esbuild.
 */
import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
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
  "rule-docs": `let docs; export const ruleDocs = (id) => (docs ??= require("./rule-docs.json"))[id];`,
  // Rules of plugins have no page yet.
  "rule-page": `
    import { rulePage as writePage } from "./src/rules/rule-page.ts";
    let pages;
    export const rulePage = (rule) => (pages ??= require("./rule-pages.json"))[rule.id] ?? writePage(rule);`,
  "spdx-expression-parse": `module.exports = (text) => require("./spdx-expression-parse.cjs")(text);`,
};

/** In the program a part is a `require` that runs when the module that imports it is first used. */
const partStubs = {
  name: "parts",
  setup(build) {
    const wanted = new RegExp(`^(?:${[...parts, "rule-docs"].join("|")})$`);
    build.onLoad({ filter: ruleModule }, ({ path }) => ({ contents: withoutPrintedDocs(path), loader: "ts" }));
    build.onResolve({ filter: wanted }, ({ path }) => ({ path, namespace: "part" }));
    build.onResolve({ filter: /\/rule-page\.ts$/ }, ({ namespace }) =>
      namespace === "file" ? { path: "rule-page", namespace: "part" } : undefined,
    );
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
  const writeCache = join(root, "dist/parts/write-code-cache.cjs");
  const toDist = { ...common, format: "cjs", define: { "import.meta.dirname": "__dirname" } };
  await Promise.all([
    bundleProgram(build),
    writeRuleDocs(root, join(root, "dist/parts")),
    build({ ...toDist, entryPoints: ["src/cli/bin.ts"], outfile: output }),
    build({ ...toDist, entryPoints: ["tools/write-code-cache.ts"], outfile: writeCache }),
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
  // Node starts a CommonJS file sooner than an ES module, which the library is.
  writeModuleType("dist", "commonjs");
  writeModuleType("dist/lib", "module");
  chmodSync(output, 0o755);
  writeCodeCache(writeCache);
  rmSync(writeCache);
}

/**
 * One run a format, each with what the one before has compiled. ShellCheck is a stand-in with a cache folder of its own: the
 * second run finds there what the first was told.
 */
function writeCodeCache(script) {
  const folder = mkdtempSync(join(tmpdir(), "code-cache-"));
  const env = { ...process.env, HOME: folder, LOCALAPPDATA: folder, XDG_CACHE_HOME: folder };
  try {
    const shellcheck = standIn(join(folder, "shellcheck"));
    for (const format of ["text", "sarif"]) {
      const args = [script, program, `--shellcheck=${shellcheck}`, "--format", format, sample];
      execFileSync(process.execPath, args, { env, stdio: ["ignore", "ignore", "inherit"] });
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A program that answers as ShellCheck does, with one remark. Windows would need a real one: there it is left out. */
function standIn(path) {
  if (process.platform === "win32") return "off";
  const place = { line: 1, endLine: 1, column: 1, endColumn: 2 };
  const remark = { file: "0", ...place, level: "info", code: 2086, message: "Double quote.", fix: null };
  const answer = JSON.stringify({ comments: [remark] });
  const script = `#!/bin/sh\n[ "$1" = --version ] && echo 'version: 0.10.0' || echo '${answer}'\n`;
  // A small program may start another one, and then its version is asked for each time: this one is not small.
  writeFileSync(path, `${script}exit\n${"#".repeat(1_000_000)}\n`, { mode: 0o755 });
  return path;
}

/**
 * What every run loads goes into one file, flat; what is behind `import()` into files beside it. esbuild cuts ES modules
 * only, and what the program shares with the others into a file for each set of them: so those are bundled once more.
 */
async function bundleProgram(build) {
  const folder = mkdtempSync(join(tmpdir(), "program-"));
  try {
    const { metafile } = await build({
      ...common,
      entryPoints: ["src/cli/program.ts"],
      outdir: folder,
      format: "esm",
      splitting: true,
      chunkNames: "[name]-[hash]",
      metafile: true,
      plugins: [partStubs],
    });
    const chunks = chunksOf(metafile);
    const files = [...chunks.keys()];
    const always = staticallyImported("program.js", chunks);
    const others = files.filter((name) => !always.has(name));
    const shared = [...always].filter((name) => others.some((other) => chunks.get(other).includes(name)));
    const entry = ["import './program.js';", ...shared.map((name) => `export * as ${idOf(name)} from "./${name}";`)];
    await Promise.all([
      build({
        ...common,
        stdin: { contents: entry.join("\n"), resolveDir: folder },
        outfile: program,
        format: "cjs",
        ...asFunction,
        supported: requireOnly,
        plugins: [besides(new Set(others))],
      }),
      build({
        ...common,
        entryPoints: others.map((name) => join(folder, name)),
        outdir: "dist/parts",
        outExtension: { ".js": ".cjs" },
        format: "cjs",
        // As the modules were that they are made of.
        banner: { js: '"use strict";' },
        supported: requireOnly,
        plugins: [besides(new Set(others), new Set(shared))],
      }),
    ]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What `.js` means in a folder. */
function writeModuleType(folder, type) {
  mkdirSync(join(root, folder), { recursive: true });
  writeFileSync(join(root, folder, "package.json"), `${JSON.stringify({ type })}\n`);
}

/**
 * The program as a function of its module and `require`: for `require` what the file exports, for `vm.Script` its value.
 * To put a function around it at each start would copy all of it. The parentheses make V8 compile it at once.
 */
const asFunction = {
  banner: { js: '(typeof module === "undefined" ? {} : module).exports = (function (module, require) { "use strict";' },
  footer: { js: "});" },
};

/** Code that runs from the cache cannot call `import()` in Node 20. */
const requireOnly = { "dynamic-import": false };

/** The files that esbuild wrote, by name, and the names of those that each imports at once. */
function chunksOf({ outputs }) {
  return new Map(
    Object.entries(outputs).map(([path, { imports }]) => [
      basename(path),
      imports.filter(({ kind }) => kind === "import-statement").map((one) => basename(one.path)),
    ]),
  );
}

/** The file and what it needs to start. */
function staticallyImported(name, chunks, found = new Set()) {
  if (found.has(name) || !chunks.has(name)) return found;
  found.add(name);
  for (const other of chunks.get(name)) staticallyImported(other, chunks, found);
  return found;
}

function idOf(name) {
  return name.replace(/\W/g, "_");
}

/** Leaves the imports of files apart; those of files that went into the program are taken from there. */
function besides(others, inProgram = new Set()) {
  return {
    name: "besides",
    setup(build) {
      build.onResolve({ filter: /^\.\/[\w-]+\.js$/ }, ({ path, kind }) => {
        const name = basename(path);
        if (kind === "entry-point") return undefined;
        if (others.has(name)) return { path: path.replace(/js$/, "cjs"), external: true };
        return inProgram.has(name) ? { path: name, namespace: "program" } : undefined;
      });
      build.onResolve({ filter: /^\.\/program\.cjs$/ }, ({ path }) => ({ path, external: true }));
      build.onLoad({ filter: /.*/, namespace: "program" }, ({ path }) => ({
        contents: `module.exports = require("./program.cjs").${idOf(path)};`,
      }));
    },
  };
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
