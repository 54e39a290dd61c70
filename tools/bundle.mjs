/** The one-file command line: `dist/cli.js`. Called by the scripts; needs nothing but esbuild. */
import { chmodSync, existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const output = join(root, "dist/cli.js");

/** Bundles `src/cli/bin.ts`. Parts behind `import()` stay inside the file and are evaluated on first use. */
export async function bundle() {
  const { build } = await import("esbuild");
  const result = await build({
    absWorkingDir: root,
    entryPoints: ["src/cli/bin.ts"],
    outfile: output,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    // cosmiconfig asks for it when it meets a .ts config only.
    external: ["typescript"],
    // The CommonJS build of jsonc-parser hides its requires from bundlers.
    mainFields: ["module", "main"],
    // CommonJS dependencies call `require` for Node's own modules.
    banner: {
      js: 'import { createRequire as $createRequire } from "node:module"; const require = $createRequire(import.meta.url);',
    },
    legalComments: "none",
    metafile: true,
    logLevel: "warning",
  });
  chmodSync(output, 0o755);
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
