#!/usr/bin/env node
/** The entry of the command line: starts the bundled program, with its compiled code where that is kept. */
import { existsSync, readFileSync } from "node:fs";
import module from "node:module";
import { join } from "node:path";
import { version } from "../version.ts";
import { cachePath, compileProgram, runProgram } from "./code-cache.ts";
import { processIo } from "./io.ts";

const program = join(import.meta.dirname, "parts", "program.cjs");

/** Since Node 22.1. */
const { enableCompileCache } = module as { enableCompileCache?: () => unknown };

function start(): void {
  const cache = cachePath(program);
  enableCompileCache?.();
  const isCached = !enableCompileCache && existsSync(cache);
  runProgram(program, isCached ? compileProgram(program, readFileSync(cache)) : undefined);
}

const [first, ...others] = process.argv.slice(2);
if (others.length === 0 && (first === "--version" || first === "-V")) {
  // Tools ask for it again and again. The program, which knows it too, tells what goes wrong.
  processIo().stdout.write(`${version}\n`).catch(start);
} else {
  start();
}
