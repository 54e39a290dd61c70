/**
 * Writes src/knowledge/base-images-table.ts from a file of base image facts.
 *
 *   npx tsx tools/update-base-images.ts BASE-IMAGES.json
 *
 * The facts are those that docker-library/repo-info publishes of the official images, one record an image:
 * `{ref, aliases, asOf, digest, layers, totalCompressed, virtualSizeBytes, config: {Env, User, WorkingDir}, onbuild}`.
 */
import { readFileSync, writeFileSync } from "node:fs";

interface ImageRecord {
  readonly ref: string;
  /** Rolling tags that named this image on `asOf`. */
  readonly aliases: readonly string[];
  /** ISO date. */
  readonly asOf: string;
  readonly digest: string | null;
  readonly layers: number;
  readonly totalCompressed: number | null;
  readonly virtualSizeBytes: number | null;
  readonly config: {
    readonly Env?: readonly string[] | null;
    readonly User?: string;
    readonly WorkingDir?: string;
  };
  readonly onbuild: readonly string[];
}

interface Facts {
  readonly platform: string;
  readonly images: readonly ImageRecord[];
}

/**
 * A rolling tag seen longer ago than this names another image by now, and a wrong layer count is worse than none.
 * Full version tags hardly move: they are kept whatever their age.
 */
const rollingTagLifeInDays = 365;

const output = new URL("../src/knowledge/base-images-table.ts", import.meta.url);

/** The table as a TypeScript module. Throws an Error that names the record which the table cannot hold. */
function renderTable(facts: Facts): string {
  const rows = facts.images
    .map((image) => ({ names: namesOf(image, facts.images), facts: rowOf(image) }))
    .filter((row) => row.names.length > 0)
    .map((row) => `${row.names.join(" ")}\t${row.facts}`);
  const text = rows.sort().join("\n");
  if (/`|\$\{/.test(text)) throw new Error("a record holds ` or ${, which a template literal cannot");
  return [
    "// Written by tools/update-base-images.ts. Source: docker-library/repo-info, as printed on each row's date (`asOf`).",
    "",
    "/** What the rows describe. */",
    `export const tablePlatform = ${JSON.stringify(facts.platform)};`,
    "",
    "/** One image a line: its names separated by blanks, a tab, its facts as JSON. A string, so that loading it costs nothing. */",
    `export const baseImagesTable = String.raw\`${text}\`;`,
    "",
  ].join("\n");
}

/** The tags under which the image is to be found; none when a newer record took them all. */
function namesOf(image: ImageRecord, all: readonly ImageRecord[]): string[] {
  const names = [...new Set([image.ref, ...rollingTagsOf(image, all)])];
  return names.filter((name) => latestRecordOf(name, all) === image);
}

function rollingTagsOf(image: ImageRecord, all: readonly ImageRecord[]): string[] {
  const newest = Math.max(...all.map((record) => Date.parse(record.asOf)));
  const ageInDays = (newest - Date.parse(image.asOf)) / 86_400_000;
  if (ageInDays > rollingTagLifeInDays) return [];
  return image.aliases.filter((alias) => !alias.includes("@"));
}

function latestRecordOf(name: string, all: readonly ImageRecord[]): ImageRecord | undefined {
  const records = all.filter((record) => record.ref === name || record.aliases.includes(name));
  return records.sort((a, b) => b.asOf.localeCompare(a.asOf))[0];
}

function rowOf(image: ImageRecord): string {
  if (image.onbuild.length > 0) {
    throw new Error(`${image.ref}: has ONBUILD triggers, which the layer plan does not run for images`);
  }
  const { Env, User, WorkingDir } = image.config;
  return JSON.stringify({
    asOf: image.asOf,
    digest: image.digest ?? undefined,
    layers: image.layers,
    compressedBytes: image.totalCompressed ?? undefined,
    unpackedBytes: image.virtualSizeBytes ?? undefined,
    user: User,
    workdir: WorkingDir,
    env: Env ?? [],
  });
}

const [input] = process.argv.slice(2);
if (input === undefined) {
  console.error("usage: npx tsx tools/update-base-images.ts BASE-IMAGES.json");
  process.exitCode = 2;
} else {
  writeFileSync(output, renderTable(JSON.parse(readFileSync(input, "utf8")) as Facts));
}
