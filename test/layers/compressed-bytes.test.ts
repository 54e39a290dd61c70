import { gzipSync } from "node:zlib";
import { compressedBytes } from "../../src/layers/compressed-bytes.ts";
import { planLayers } from "../../src/layers/layer-plan.ts";
import type { LayerEntry } from "../../src/layers/layer-entries.ts";
import { createModel } from "../../src/model/build-model.ts";
import { parseDockerfile } from "../../src/syntax/parse.ts";
import { memoryFiles, type MemoryTree } from "../memory-files.ts";

function entriesOf(dockerfile: string, tree: MemoryTree): Iterable<LayerEntry> {
  const plan = planLayers(createModel(parseDockerfile(dockerfile)), { files: memoryFiles(tree) });
  return plan?.image.history.at(-1)?.layer?.entries() ?? [];
}

test("content that does not compress costs what it is", async () => {
  const noise = Buffer.from(
    Array.from({ length: 100_000 }, (_, index) => (Math.imul(index, 2_654_435_761) >>> 13) & 0xff),
  );
  const bytes = await compressedBytes(entriesOf("FROM scratch\nCOPY f /f", { f: noise }));
  expect(Math.abs(bytes - gzipSync(noise).length)).toBeLessThan(300);
});

test("content that does costs little", async () => {
  const bytes = await compressedBytes(entriesOf("FROM scratch\nCOPY . /", { a: 1_000_000, b: 1_000_000 }));
  expect(bytes).toBeLessThan(5_000);
});

test("what has been read is told, headers and all", async () => {
  const seen: number[] = [];
  await compressedBytes(entriesOf("FROM scratch\nCOPY f /f", { f: 700 }), { onProgress: (bytes) => seen.push(bytes) });
  expect(seen.at(-1)).toBe(512 + 1024 + 1024);
});

test("a layer of which nothing is known is an error", async () => {
  const entries = (): Iterable<LayerEntry> => entriesOf("FROM debian\nRUN make", {});
  expect(entries).toThrow("depends on what the command writes");
  await expect(compressedBytes(entriesOf("FROM scratch\nWORKDIR /w", {}))).resolves.toBeGreaterThan(20);
});
