/** Runs the bundled program once on a Dockerfile and keeps what Node has compiled by then. Called by `bundle.mjs`. */
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { cachePath, compileProgram, runProgram } from "../src/cli/code-cache.ts";

const [program = ""] = process.argv.splice(2, 1);
const script = compileProgram(program, undefined);
process.on("exit", () => {
  writeFileSync(cachePath(program), script.createCachedData());
  // The findings of the sample are no failure of the build.
  process.exitCode = 0;
});
runProgram(script, program, createRequire(program));
