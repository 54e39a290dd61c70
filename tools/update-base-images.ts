/**
 * Writes src/knowledge/base-images-table.ts from a file of base image facts.
 *
 *   npx tsx tools/update-base-images.ts BASE-IMAGES.json
 *
 * The facts are those that docker-library/repo-info publishes of the official images, one record an image:
 * `{ref, aliases, asOf, digest, derivedFrom, layers, compressedBytes, totalCompressed, virtualSizeBytes, config, onbuild}`;
 * `config` is Docker's, with ports and volumes as lists.
 */
import { readFileSync, writeFileSync } from "node:fs";
import type { Healthcheck } from "../src/knowledge/base-images.ts";

interface ImageRecord {
  readonly ref: string;
  /** Rolling tags that named this image on `asOf`. */
  readonly aliases: readonly string[];
  /** ISO date. */
  readonly asOf: string;
  readonly digest: string | null;
  /** The published image on whose page, as its base, this one was read. */
  readonly derivedFrom?: { readonly page: string };
  readonly layers: number;
  /** Of each layer; shorter than `layers` when some could not be read. */
  readonly compressedBytes: readonly number[];
  readonly totalCompressed: number;
  /** Only of this very build: the ratio to the compressed bytes differs by a factor of two between images. */
  readonly virtualSizeBytes: number | null;
  readonly config: ImageConfig;
  readonly onbuild: readonly string[];
}

interface ImageConfig {
  readonly Env?: readonly string[] | null;
  readonly User?: string;
  readonly WorkingDir?: string;
  readonly Entrypoint?: readonly string[] | null;
  readonly Cmd?: readonly string[] | null;
  readonly ExposedPorts?: readonly string[];
  readonly Volumes?: readonly string[];
  readonly Labels?: Readonly<Record<string, string>>;
  readonly StopSignal?: string;
  readonly Shell?: readonly string[];
  /** As the builder prints it in the history. */
  readonly Healthcheck?: string;
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
  const { compressedBytes, config } = image;
  return JSON.stringify({
    asOf: image.asOf,
    derivedFrom: image.derivedFrom?.page,
    digest: image.digest ?? undefined,
    layers: image.layers,
    compressedBytes: image.totalCompressed,
    layerBytes: compressedBytes.length === image.layers ? compressedBytes : undefined,
    unpackedBytes: image.virtualSizeBytes ?? undefined,
    user: config.User,
    workdir: config.WorkingDir,
    env: config.Env ?? [],
    entrypoint: config.Entrypoint ?? undefined,
    cmd: config.Cmd ?? undefined,
    exposedPorts: config.ExposedPorts,
    volumes: config.Volumes,
    labels: config.Labels,
    stopSignal: config.StopSignal,
    shell: config.Shell,
    healthcheck: config.Healthcheck === undefined ? undefined : readHealthcheck(config.Healthcheck),
    onbuild: image.onbuild.length > 0 ? image.onbuild : undefined,
  });
}

/** `&{["CMD-SHELL" "kong health"] "10s" "10s" "0s" "0s" '\n'}`: Go's print of the structure, the retries a character. */
function readHealthcheck(printed: string): Healthcheck {
  const [, words = "", durations = "", retries] = /^&\{\[(.*)\]((?: "\d+s")+) '(.+)'\}$/.exec(printed) ?? [];
  if (retries === undefined) throw new Error(`cannot read the health check ${printed}`);
  const [interval = 0, timeout = 0, startPeriod = 0, startInterval = 0] = [...durations.matchAll(/\d+/g)].map(
    ([seconds]) => Number(seconds) * 1e9,
  );
  return {
    Test: [...words.matchAll(/"(?:[^"\\]|\\.)*"/g)].map(([word]) => JSON.parse(word) as string),
    ...(interval > 0 ? { Interval: interval } : {}),
    ...(timeout > 0 ? { Timeout: timeout } : {}),
    ...(startPeriod > 0 ? { StartPeriod: startPeriod } : {}),
    ...(startInterval > 0 ? { StartInterval: startInterval } : {}),
    Retries: (JSON.parse(`"${retries}"`) as string).charCodeAt(0),
  };
}

const [input] = process.argv.slice(2);
if (input === undefined) {
  console.error("usage: npx tsx tools/update-base-images.ts BASE-IMAGES.json");
  process.exitCode = 2;
} else {
  writeFileSync(output, renderTable(JSON.parse(readFileSync(input, "utf8")) as Facts));
}
