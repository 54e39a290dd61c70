/**
 * Compiled code for the next start. Node compiles what it reads each time anew, for this program 17 ms at once and as much
 * again piece by piece: together almost as long as Node takes to start. From 22.1 on Node keeps the result itself when it is asked
 * to; for older ones the build leaves a cache beside the program, for the very version of Node that made it.
 */
import { readFileSync } from "node:fs";
import { Script } from "node:vm";

/** Where the cache for this Node lies. V8 reads no other version's, and not every architecture's. */
export function cachePath(program: string): string {
  return program.replace(/\.cjs$/, `.${process.version}-${process.arch}.cache`);
}

/**
 * Compiles a CommonJS file.
 *
 * @param program its absolute path
 * @param cachedData what `Script#createCachedData` gave before; V8 drops it silently when it does not fit
 */
export function compileProgram(program: string, cachedData: Buffer | undefined): Script {
  // The bundle is pure ASCII, and Latin-1 takes less to decode than UTF-8.
  const source = readFileSync(program, "latin1");
  return new Script(`(function (exports, require, module, __filename, __dirname) {${source}\n})`, {
    filename: program,
    cachedData,
  });
}

/** Runs it as `require` would. */
export function runProgram(script: Script, program: string, require: NodeJS.Require): void {
  const module = { exports: {} };
  const wrapper = script.runInThisContext() as (...values: unknown[]) => void;
  wrapper(module.exports, require, module, program, program.replace(/[\\/][^\\/]*$/, ""));
}
