/** `PROGRAM ARG...`: runs the bundled program and keeps what Node has compiled by then. Called by `bundle.mjs`. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { cachePath, compileProgram, runProgram } from "../src/cli/code-cache.ts";

const [program = ""] = process.argv.splice(2, 1);
process.argv[1] = program;
const cache = cachePath(program);
const script = compileProgram(program, existsSync(cache) ? readFileSync(cache) : undefined);
process.on("exit", () => {
  writeFileSync(cache, script.createCachedData());
  // The findings of the sample are no failure of the build.
  process.exitCode = 0;
});
runProgram(program, script);
