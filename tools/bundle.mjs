/**
 * The command line: all of our code in one file, `dist/cli.js`. Packages that most runs do without (configuration, globs)
 * lie beside it in `dist/parts/`, a file each, and are read when they are asked for: Node compiles a module whole, and one
 * file of everything took 34 ms of a start-up that takes 50 without. Called by the scripts; needs nothing but esbuild.
 */
import { chmodSync, existsSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const output = join(root, "dist/cli.js");

/** Packages in files of their own. */
const parts = ["ajv", "cosmiconfig", "esquery", "ignore", "jsonc-parser", "micromatch", "valibot", "yaml"];

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

/** In the main file a part is a `require` that runs when the module that imports it is first used. */
const partStubs = {
  name: "parts",
  setup(build) {
    const wanted = new RegExp(`^(?:${parts.join("|")})$`);
    build.onResolve({ filter: wanted }, ({ path }) => ({ path, namespace: "part" }));
    build.onResolve({ filter: /^\.\/parts\// }, ({ path }) => ({ path, external: true }));
    build.onLoad({ filter: /.*/, namespace: "part" }, ({ path }) => ({
      contents: `module.exports = require("./parts/${path}.cjs");`,
      resolveDir: root,
    }));
  },
};

/** Bundles `src/cli/bin.ts` and the parts. */
export async function bundle() {
  const { build } = await import("esbuild");
  rmSync(join(root, "dist/parts"), { recursive: true, force: true });
  const entries = Object.fromEntries(parts.map((name) => [name, name]));
  const [main] = await Promise.all([
    build({
      ...common,
      entryPoints: ["src/cli/bin.ts"],
      outfile: output,
      format: "esm",
      metafile: true,
      plugins: [partStubs],
      // For the parts, and for dependencies that call `require` for Node's own modules.
      banner: {
        js: 'import { createRequire as $createRequire } from "node:module"; const require = $createRequire(import.meta.url);',
      },
    }),
    build({
      ...common,
      entryPoints: entries,
      outdir: "dist/parts",
      outExtension: { ".js": ".cjs" },
      format: "cjs",
      // The CommonJS build of jsonc-parser finds its modules in a way that no bundler follows.
      mainFields: ["module", "main"],
    }),
  ]);
  chmodSync(output, 0o755);
  return main;
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
