/** The cases of fixtures/layers: each folder has a Dockerfile, and the context and the command line where they matter. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { BuildCase, LayerBytes } from "./build-case.ts";
import type { ContextEntry } from "./context-entries.ts";
import type { Store } from "./daemon.ts";

/** The part of `expected.json` that is read here. */
interface Expected {
  readonly target?: string;
  readonly buildArgs?: Readonly<Record<string, string>>;
  /** By store; one whose daemon cannot build the case is left out. */
  readonly sizes: Readonly<Partial<Record<Store, LayerBytes>>>;
}

const folder = fileURLToPath(new URL("../../fixtures/layers", import.meta.url));

/** In alphabetical order; those without sizes for the store are only there to be recorded. */
export function fixtureCases(store: Store): BuildCase[] {
  return readdirSync(folder)
    .sort()
    .map((name) => readFixture(name, store));
}

function readFixture(name: string, store: Store): BuildCase {
  const { target, buildArgs, sizes } = readExpected(name);
  const hasContext = existsSync(join(folder, name, "context.json"));
  const context = hasContext ? (JSON.parse(read(name, "context.json")) as readonly ContextEntry[]) : [];
  return { name, dockerfile: read(name, "Dockerfile"), context, target, buildArgs, recordedSizes: sizes[store] };
}

/** Writes what was built into `expected.json`. */
export function recordFixture(name: string, store: Store, built: LayerBytes): void {
  const expected = readExpected(name);
  const text = JSON.stringify({ ...expected, sizes: { ...expected.sizes, [store]: built } }, null, 2);
  // A pair of numbers is easier to read in one line.
  const onePairPerLine = text.replace(/\[\s+(\d+),\s+(\d+)\s+\]/g, "[$1, $2]");
  writeFileSync(join(folder, name, "expected.json"), `${onePairPerLine}\n`);
}

function readExpected(name: string): Expected {
  return JSON.parse(read(name, "expected.json")) as Expected;
}

function read(name: string, file: string): string {
  return readFileSync(join(folder, name, file), "utf8");
}
