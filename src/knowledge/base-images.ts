/**
 * What is known of popular base images before any is pulled: layers, environment, user, working directory.
 *
 * Source: docker-library/repo-info, through tools/update-base-images.ts. A tag may have moved since the date of its row.
 */
import type { ImageReference } from "../model/types.ts";
import { baseImagesTable, tablePlatform } from "./base-images-table.ts";

/** Facts of one image on one platform. */
export interface BaseImageFacts {
  /** The tag the facts were published under: `node:22.23.2-slim`. */
  readonly name: string;
  /** ISO date on which the tag named this image. */
  readonly asOf: string;
  /** Digest of the multi-platform index; null when it was not published. */
  readonly digest: string | null;
  /** Entries of `rootfs.diff_ids`. */
  readonly layers: number;
  /** Bytes to download. */
  readonly compressedBytes: number | null;
  /** Bytes on disk, rounded to 10 kB by the source. */
  readonly unpackedBytes: number | null;
  /** `Env`, in the image's order. */
  readonly env: ReadonlyMap<string, string>;
  /** `User`; null for root by default. */
  readonly user: string | null;
  /** `WorkingDir`; null when not set, which is `/`. */
  readonly workdir: string | null;
}

/** The part of an image reference that names the image. */
type NamedImage = Pick<ImageReference, "registry" | "repository" | "tag" | "digest">;

interface Row {
  readonly asOf: string;
  readonly digest?: string;
  readonly layers: number;
  readonly compressedBytes?: number;
  readonly unpackedBytes?: number;
  readonly env: readonly string[];
  readonly user?: string;
  readonly workdir?: string;
}

/** A line of the table. Its facts stay JSON until they are asked for: parsing the whole table would cost start-up time. */
interface TableEntry {
  readonly name: string;
  readonly json: string;
  facts?: BaseImageFacts;
}

/**
 * Looks a base image up.
 *
 * @param reference the image; a digest decides alone, as it does for the builder; `latest` is taken without tag and digest
 * @param platform for example `linux/amd64`
 * @returns null when the table does not hold this image for this platform
 */
export function findBaseImage(reference: NamedImage, platform: string): BaseImageFacts | null {
  if (platform !== tablePlatform || reference.registry !== "docker.io") return null;
  const familiarName = reference.repository.replace(/^library\//, "");
  const entry =
    reference.digest === null
      ? entriesByName().get(`${familiarName}:${reference.tag ?? "latest"}`)
      : entryByDigest(familiarName, reference.digest);
  return entry === undefined ? null : (entry.facts ??= parseFacts(entry));
}

/**
 * The environment that a stage FROM this image starts with, or null when the image is not in the table.
 * The platform is not asked: what official images put there (PATH, LANG, versions) is the same on every Linux.
 */
export function baseEnvironment(reference: NamedImage): ReadonlyMap<string, string> | null {
  return findBaseImage(reference, tablePlatform)?.env ?? null;
}

let entries: Map<string, TableEntry> | undefined;

function entriesByName(): ReadonlyMap<string, TableEntry> {
  if (entries !== undefined) return entries;
  entries = new Map();
  for (const line of baseImagesTable.split("\n")) {
    const [names = "", json = ""] = line.split("\t", 2);
    const [name = "", ...otherTags] = names.split(" ");
    const entry: TableEntry = { name, json };
    for (const tag of [name, ...otherTags]) entries.set(tag, entry);
  }
  return entries;
}

function entryByDigest(familiarName: string, digest: string): TableEntry | undefined {
  for (const entry of entriesByName().values()) {
    if (entry.name.startsWith(`${familiarName}:`) && entry.json.includes(`"${digest}"`)) return entry;
  }
  return undefined;
}

function parseFacts({ name, json }: TableEntry): BaseImageFacts {
  const row = JSON.parse(json) as Row;
  return {
    name,
    asOf: row.asOf,
    digest: row.digest ?? null,
    layers: row.layers,
    compressedBytes: row.compressedBytes ?? null,
    unpackedBytes: row.unpackedBytes ?? null,
    env: new Map(row.env.map(splitVariable)),
    user: row.user ?? null,
    workdir: row.workdir ?? null,
  };
}

function splitVariable(variable: string): [name: string, value: string] {
  const equals = variable.indexOf("=");
  return [variable.slice(0, equals), variable.slice(equals + 1)];
}
