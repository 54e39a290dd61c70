/**
 * The command line: `dist/cli.js` starts `dist/parts/program.cjs`, which holds all of our code. Packages that most runs do
 * without (configuration, globs) lie beside it, a file each, and are read when they are asked for. Called by the scripts;
 * needs nothing but esbuild.
 */
import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const output = join(root, "dist/cli.js");
const program = join(root, "dist/parts/program.cjs");

/** What the compiled code of the program is kept of: a run over a file that makes it do most of what it can. */
const sample = join(root, "fixtures/node-app/Dockerfile");

/** Packages in files of their own. */
const parts = [
  "ajv",
  "codemirror-lang-hcl",
  "cosmiconfig",
  "esquery",
  "ignore",
  "jsonc-parser",
  "micromatch",
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

/** A module that reads the part when one of the names is first used. */
function lazyStub(part, names) {
  const getters = names.map((name) => `get ${name}() { return require("./${part}.cjs").${name}; }`);
  return `module.exports = { ${getters.join(", ")} };`;
}

/** In the program a part is a `require` that runs when the module that imports it is first used. */
const partStubs = {
  name: "parts",
  setup(build) {
    const wanted = new RegExp(`^(?:${parts.join("|")})$`);
    build.onResolve({ filter: wanted }, ({ path }) => ({ path, namespace: "part" }));
    build.onResolve({ filter: /\/import-module\.ts$/ }, () => ({ path: "import-module", namespace: "part" }));
    build.onResolve({ filter: /^\.\/[a-z-]+\.cjs$/ }, ({ path }) => ({ path, external: true }));
    // commander starts programs for subcommands that are files of their own; we have none, and loading it takes time.
    build.onResolve({ filter: /^node:child_process$/ }, ({ importer, path }) =>
      importer.includes("commander") ? { path, namespace: "unused" } : undefined,
    );
    build.onLoad({ filter: /.*/, namespace: "unused" }, () => ({ contents: "module.exports = {};" }));
    build.onLoad({ filter: /.*/, namespace: "part" }, ({ path }) => ({
      // The engine imports esquery, but only rules of plugins use selectors.
      contents:
        path === "esquery" ? lazyStub(path, ["parse", "matches"]) : `module.exports = require("./${path}.cjs");`,
      resolveDir: root,
    }));
  },
};

/** Bundles `src/cli` and the parts. */
export async function bundle() {
  const { build } = await import("esbuild");
  rmSync(join(root, "dist/parts"), { recursive: true, force: true });
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
    build({ ...common, entryPoints: ["src/cli/bin.ts"], outfile: output, format: "esm" }),
    build({ ...common, entryPoints: ["tools/write-code-cache.ts"], outfile: cache, format: "esm" }),
    build({
      ...common,
      entryPoints: {
        ...Object.fromEntries(parts.map((name) => [name, name])),
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
  execFileSync(process.execPath, [cache, program, "--no-config", sample], { stdio: ["ignore", "ignore", "inherit"] });
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
