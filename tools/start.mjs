/** `npm start -- ARGS`: builds the command line when it is missing or stale, then runs it with the same exit code. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { bundleIfStale } from "./bundle.mjs";

await bundleIfStale();
const cli = fileURLToPath(new URL("../dist/cli.js", import.meta.url));
const { status, error } = spawnSync(process.execPath, [cli, ...process.argv.slice(2)], { stdio: "inherit" });
if (error) throw error;
process.exitCode = status ?? 2;
