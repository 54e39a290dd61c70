/**
 * Compiled code for the next start. Node compiles what it reads each time anew, for this program 17 ms at once and as much
 * again piece by piece: together almost as long as Node takes to start. From 22.1 on Node keeps the result itself when it is asked
 * to; for older ones the build leaves a cache beside the program, for the very version of Node that made it.
 */
import { readFileSync } from "node:fs";
import { createRequire, Module } from "node:module";
import { Script } from "node:vm";

/** Where the cache for this Node lies. V8 reads no other version's, and not every architecture's. */
export function cachePath(program: string): string {
  return program.replace(/\.cjs$/, `.${process.version}-${process.arch}.cache`);
}

/** The bundled program: what it exports goes into `module`. */
type Program = (module: NodeJS.Module, require: NodeJS.Require) => void;

/**
 * Compiles the bundle.
 *
 * @param program its absolute path
 * @param cachedData what `Script#createCachedData` gave before; V8 drops it silently when it does not fit
 */
export function compileProgram(program: string, cachedData: Buffer | undefined): Script {
  // The bundle is pure ASCII, and Latin-1 takes less to decode than UTF-8.
  return new Script(readFileSync(program, "latin1"), { filename: program, cachedData });
}

/** Runs the compiled bundle, or without one what `require` compiles. Whatever requires the bundle afterwards gets this run. */
export function runProgram(program: string, script: Script | undefined): void {
  const require = createRequire(program);
  const start = (script ? script.runInThisContext() : require(program)) as Program;
  const module = (require.cache[program] ??= new Module(program));
  start(module, require);
  module.loaded = true;
}
