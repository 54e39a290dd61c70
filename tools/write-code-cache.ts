/** Runs the bundled program on a Dockerfile, once a format, and keeps what Node has compiled by then. Called by `bundle.mjs`. */
import { writeFileSync } from "node:fs";
import { cachePath, compileProgram, runProgram } from "../src/cli/code-cache.ts";

const [program = "", sample = ""] = process.argv.splice(2);
const script = compileProgram(program, undefined);
process.on("exit", () => {
  writeFileSync(cachePath(program), script.createCachedData());
  // The findings of the sample are no failure of the build.
  process.exitCode = 0;
});
for (const format of ["text", "sarif"]) {
  process.argv = [process.execPath, program, "--shellcheck=off", "--format", format, sample];
  runProgram(program, script);
}
