/** Plans beside the images that real builders made of the same files (fixtures/layers, recorded by tools/e2e-builders). */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createBuildContext } from "../../src/context/build-context.ts";
import { createContextFiles } from "../../src/context/context-files.ts";
import { planLayers, type LayerPlanOptions } from "../../src/layers/layer-plan.ts";
import type { BuilderName, HistoryEntry, LayerPlan, LayerStore, Size } from "../../src/layers/types.ts";
import { createModel } from "../../src/model/build-model.ts";
import { nodeContextFileReader, nodeContextReader } from "../../src/project/context-reader.ts";
import { parseDockerfile } from "../../src/syntax/parse.ts";
import type { ContextEntry } from "../../tools/e2e-builders/context-entries.ts";
import { writeContext } from "../../tools/e2e-builders/write-context.ts";

interface Expected {
  readonly target?: string;
  readonly buildArgs?: Record<string, string>;
  /** `createdBy` is left out where it holds a hash of the context. */
  readonly builders: Record<
    string,
    { readonly layers: number; readonly history: readonly { readonly createdBy?: string; readonly empty: boolean }[] }
  >;
  /** By store, of each layer. */
  readonly sizes: Record<string, readonly RecordedSize[]>;
}

type RecordedSize = readonly [fileBytes: number, tarBytes: number];

const fixtures = fileURLToPath(new URL("../../fixtures/layers", import.meta.url));
const names = readdirSync(fixtures);
const workFolder = mkdtempSync(join(tmpdir(), "stratalint-builds-"));

function read(name: string, file: string): string {
  return readFileSync(join(fixtures, name, file), "utf8");
}

const builds = names.map((name) => ({ name, expected: JSON.parse(read(name, "expected.json")) as Expected }));

function planOf(name: string, { target, buildArgs }: Expected, options: LayerPlanOptions): LayerPlan {
  const root = join(workFolder, name);
  const context = createBuildContext(nodeContextReader, { root, dockerfilePath: join(root, "Dockerfile") });
  const model = createModel(parseDockerfile(read(name, "Dockerfile")), { target, buildArgs });
  return planLayers(model, { ...options, files: createContextFiles(nodeContextFileReader, context) })!;
}

beforeAll(async () => {
  for (const name of names) {
    mkdirSync(join(workFolder, name));
    const file = join(fixtures, name, "context.json");
    const context = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as ContextEntry[]) : [];
    const dockerfile: ContextEntry = { kind: "file", path: "Dockerfile", text: read(name, "Dockerfile") };
    await writeContext(join(workFolder, name), [...context, dockerfile]);
  }
});

afterAll(() => {
  rmSync(workFolder, { recursive: true });
});

describe("history", () => {
  const cases = builds.flatMap(({ name, expected }) =>
    Object.entries(expected.builders).map(([builder, image]) => ({ name, builder, image, expected })),
  );

  test.each(cases)("$name by $builder", ({ name, builder, image, expected }) => {
    const plan = planOf(name, expected, { builder: builder as BuilderName });
    const history = plan.image.history.map(({ createdBy, empty }, index) =>
      image.history[index]?.createdBy === undefined ? { empty } : { createdBy, empty },
    );
    expect({ layers: plan.image.layers, history }).toEqual(image);
  });
});

describe("bytes of files and tars", () => {
  const cases = builds.flatMap(({ name, expected }) =>
    Object.entries(expected.sizes).map(([store, sizes]) => ({ name, store, sizes, expected })),
  );

  test.each(cases)("$name in $store", ({ name, store, sizes, expected }) => {
    const { history } = planOf(name, expected, { store: store as LayerStore }).image;
    const layers = history.filter(({ layer }) => layer !== undefined);
    expect(layers).toHaveLength(sizes.length);
    expect(layers.flatMap((entry, index) => disagreements(entry, sizes[index]!))).toEqual([]);
  });
});

function disagreements(entry: HistoryEntry, [fileBytes, tarBytes]: RecordedSize): string[] {
  const wrong = [
    agrees(entry, entry.layer!.bytes, fileBytes) ? [] : [`${describeSize(entry.layer!.bytes)}, built ${fileBytes}`],
    agrees(entry, entry.layer!.tarBytes, tarBytes) ? [] : [`${describeSize(entry.layer!.tarBytes)}, built ${tarBytes}`],
  ];
  return wrong.flat().map((text) => `${entry.createdBy}: ${text}`);
}

/** What comes from the build context must be known to the byte. */
function agrees({ node, instruction }: HistoryEntry, size: Size, built: number): boolean {
  if (size.kind === "exact") return size.bytes === built;
  const copies = instruction === "COPY" || instruction === "ADD";
  if (copies && !("flags" in node && node.flags.some(({ name }) => name === "from"))) return false;
  return size.kind === "unknown" || (size.lo <= built && built <= size.hi);
}

function describeSize(size: Size): string {
  if (size.kind === "exact") return String(size.bytes);
  return size.kind === "unknown" ? "unknown" : `${size.lo} to ${size.hi}`;
}
