#!/usr/bin/env node
/** The entry of the command line: starts the bundled program, with its compiled code where that is kept. */
import { existsSync, readFileSync } from "node:fs";
import module, { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { cachePath, compileProgram, runProgram } from "./code-cache.ts";

const program = fileURLToPath(new URL("./parts/program.cjs", import.meta.url));
const require = createRequire(program);
const cache = cachePath(program);

/** Since Node 22.1. */
const { enableCompileCache } = module as { enableCompileCache?: () => unknown };

if (enableCompileCache) {
  enableCompileCache();
  require(program);
} else if (existsSync(cache)) {
  runProgram(compileProgram(program, readFileSync(cache)), program, require);
} else {
  require(program);
}
