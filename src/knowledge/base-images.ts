/**
 * What is known of popular base images before any is pulled: layers, bytes, configuration.
 *
 * Source: docker-library/repo-info, through tools/update-base-images.ts. A tag may have moved since the date of its row.
 */
import { defaultPlatform, formatPlatform, parsePlatform } from "../model/platform.ts";
import type { ImageReference, ModelOptions } from "../model/types.ts";
import { bareSystems } from "./bare-systems.ts";
import { baseImagesTable, tablePlatform } from "./base-images-table.ts";

/** Where facts come from. */
export type BaseImageSource = "embedded" | "docker" | "registry" | "file";

/** Facts of one image on one platform. */
export interface BaseImageFacts {
  /** The name the facts were published or asked for under: `node:22.23.2-slim`. */
  readonly name: string;
  readonly source: BaseImageSource;
  /** ISO date on which the tag named this image. */
  readonly asOf: string;
  /**
   * Name of a published image built FROM this one, on whose page the facts were read; null when the image has a page of
   * its own or was asked itself. The tag may have named a newer build on that day.
   */
  readonly derivedFrom: string | null;
  /** Digest under which the registry knows the name (of the multi-platform index, if there is one); null when unknown. */
  readonly digest: string | null;
  /** Entries of `rootfs.diff_ids`. */
  readonly layers: number;
  /** Digests of the uncompressed layer tars (`rootfs.diff_ids`), bottom first. */
  readonly layerDigests?: readonly string[];
  /** What a registry stores of each layer, bottom first. */
  readonly layerBlobs?: readonly LayerBlob[];
  /** Bytes to download. */
  readonly compressedBytes: number | null;
  /** Bytes on disk; rounded to 10 kB in the embedded table, exact elsewhere. */
  readonly unpackedBytes: number | null;
  /** `linux` or `windows`. */
  readonly os: string;
  /** `Env`, in the image's order. */
  readonly env: ReadonlyMap<string, string>;
  /** `User`; null for root by default. */
  readonly user: string | null;
  /** `WorkingDir`; null when not set, which is `/`. */
  readonly workdir: string | null;
  /** False when the source tells of layers and bytes only: environment, user, working directory and all below hold nothing. */
  readonly configKnown: boolean;
  readonly entrypoint: readonly string[] | null;
  readonly cmd: readonly string[] | null;
  /** As `80/tcp`. */
  readonly exposedPorts: readonly string[];
  readonly volumes: readonly string[];
  readonly labels: ReadonlyMap<string, string>;
  readonly stopSignal: string | null;
  readonly shell: readonly string[] | null;
  readonly healthcheck: Healthcheck | null;
  /** ONBUILD triggers, each the text of an instruction. */
  readonly onbuild: readonly string[];
  /** The history of the image, oldest first; absent when the source does not give it. */
  readonly history?: readonly BaseHistoryEntry[];
}

/** A compressed layer as a registry stores it. */
export interface LayerBlob {
  readonly digest: string | null;
  readonly bytes: number;
}

/** `Healthcheck` of an image configuration: names are Docker's, durations in nanoseconds. */
export interface Healthcheck {
  readonly Test?: readonly string[];
  readonly Interval?: number;
  readonly Timeout?: number;
  readonly StartPeriod?: number;
  readonly StartInterval?: number;
  readonly Retries?: number;
}

/** One entry of the history of a base image. */
export interface BaseHistoryEntry {
  /** The text `docker history --no-trunc` shows. */
  readonly createdBy: string;
  /** True for an entry without a layer; null when the source does not say. */
  readonly empty: boolean | null;
  /** Bytes of the files in its layer, as `docker history` shows them; null when the source does not say. */
  readonly bytes: number | null;
}

/** Looks base images up. Never waits: what has to be fetched is fetched before (`gatherBaseImages`). */
export interface BaseImages {
  /**
   * @param reference the image; a digest decides alone, as it does for the builder; `latest` without tag and digest
   * @param platform for example `linux/amd64`
   * @returns null when nothing is known of this image for this platform
   */
  find(reference: NamedImage, platform: string): BaseImageFacts | null;
}

/** The part of an image reference that names the image. */
export type NamedImage = Pick<ImageReference, "registry" | "repository" | "tag" | "digest">;

/** What stands in the table: absent means not set or not known. */
interface Row {
  readonly asOf: string;
  readonly derivedFrom?: string;
  readonly digest?: string;
  readonly layers: number;
  readonly compressedBytes: number;
  /** Of each layer, when all are known. */
  readonly layerBytes?: readonly number[];
  readonly unpackedBytes?: number;
  readonly env: readonly string[];
  readonly user?: string;
  readonly workdir?: string;
  readonly entrypoint?: readonly string[];
  readonly cmd?: readonly string[];
  readonly exposedPorts?: readonly string[];
  readonly volumes?: readonly string[];
  readonly labels?: Readonly<Record<string, string>>;
  readonly stopSignal?: string;
  readonly shell?: readonly string[];
  readonly healthcheck?: Healthcheck;
  readonly onbuild?: readonly string[];
}

/** A line of the table. Its facts stay JSON until they are asked for: parsing the whole table would cost start-up time. */
interface TableEntry {
  readonly name: string;
  readonly json: string;
  facts?: BaseImageFacts;
}

/** The table that comes with us: popular official images on `linux/amd64`, as they were on the date of their row. */
export const embeddedBaseImages: BaseImages = { find: findBaseImage };

/** Looks a base image up in the embedded table; see `BaseImages.find`. */
export function findBaseImage(reference: NamedImage, platform: string): BaseImageFacts | null {
  const familiarName = officialName(reference);
  if (platform !== tablePlatform || familiarName === null) return null;
  const entry =
    reference.digest === null
      ? entriesByName().get(`${familiarName}:${reference.tag ?? "latest"}`)
      : entryByDigest(familiarName, reference.digest);
  return entry === undefined ? null : factsOf(entry);
}

/**
 * The environment that a stage FROM this image starts with, or null when nobody here knows; PATH is missing where it is
 * the one that BuildKit takes. The platform is not asked: what official images put there (PATH, LANG, versions) is the
 * same on every Linux.
 */
export function baseEnvironment(reference: NamedImage): ReadonlyMap<string, string> | null {
  const facts = findBaseImage(reference, tablePlatform);
  if (facts) return facts.env;
  return bareSystems.has(officialName(reference) ?? "") ? noVariables : null;
}

/** Variables that at least one known tag of an official image sets: an unknown tag may set them as well. */
export function variablesOfTags(reference: NamedImage): ReadonlySet<string> {
  const prefix = `${officialName(reference) ?? ""}:`;
  const tags = [...new Set(entriesByName().values())].filter(({ name }) => name.startsWith(prefix));
  return new Set(tags.flatMap((entry) => [...factsOf(entry).env.keys()]));
}

const noVariables: ReadonlyMap<string, string> = new Map();

/** Where the same official images are published under the same tags. */
const mirrors: Readonly<Record<string, string>> = {
  "mcr.microsoft.com": "mirror/docker/library/",
  "mirror.gcr.io": "library/",
  "public.ecr.aws": "docker/library/",
};

/** `node` of `docker.io/library/node` and of its mirrors; null for other images of other registries. */
function officialName({ registry, repository }: NamedImage): string | null {
  if (registry === "docker.io") return repository.replace(/^library\//, "");
  const library = mirrors[registry];
  return library !== undefined && repository.startsWith(library) ? repository.slice(library.length) : null;
}

/** The part of a model's options that is about base images. */
type BaseModelOptions = {
  readonly [K in "baseEnvironment" | "baseWorkdir" | "baseShell" | "baseOnbuild"]: NonNullable<ModelOptions[K]>;
};

/**
 * What a model is told of base images.
 *
 * @param platform that is built for; `linux/amd64` by default
 */
export function baseModelOptions(images: BaseImages, platform: string = defaultPlatform): BaseModelOptions {
  const normalised = formatPlatform(parsePlatform(platform));
  const find = (reference: NamedImage): BaseImageFacts | null => {
    const facts = images.find(reference, normalised);
    return facts?.configKnown ? facts : null;
  };
  return {
    baseEnvironment: (reference) => find(reference)?.env ?? baseEnvironment(reference),
    baseWorkdir: (reference) => {
      const facts = find(reference);
      return facts && (facts.workdir ?? "/");
    },
    baseShell: (reference) => find(reference)?.shell ?? null,
    baseOnbuild: (reference) => find(reference)?.onbuild ?? [],
  };
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
  const [prefix, quoted] = [`${familiarName}:`, `"${digest}"`];
  for (const entry of entriesByName().values()) {
    if (entry.name.startsWith(prefix) && entry.json.includes(quoted)) return entry;
  }
  return undefined;
}

function factsOf(entry: TableEntry): BaseImageFacts {
  return (entry.facts ??= parseFacts(entry));
}

function parseFacts({ name, json }: TableEntry): BaseImageFacts {
  const row = JSON.parse(json) as Row;
  return {
    name,
    source: "embedded",
    asOf: row.asOf,
    derivedFrom: row.derivedFrom ?? null,
    digest: row.digest ?? null,
    layers: row.layers,
    ...(row.layerBytes ? { layerBlobs: row.layerBytes.map((bytes) => ({ digest: null, bytes })) } : {}),
    compressedBytes: row.compressedBytes,
    unpackedBytes: row.unpackedBytes ?? null,
    os: "linux",
    env: new Map(row.env.map(splitVariable)),
    user: row.user ?? null,
    workdir: row.workdir ?? null,
    configKnown: true,
    entrypoint: row.entrypoint ?? null,
    cmd: row.cmd ?? null,
    exposedPorts: row.exposedPorts ?? [],
    volumes: row.volumes ?? [],
    labels: new Map(Object.entries(row.labels ?? {})),
    stopSignal: row.stopSignal ?? null,
    shell: row.shell ?? null,
    healthcheck: row.healthcheck ?? null,
    onbuild: row.onbuild ?? [],
  };
}

/** `NAME=value` of an image configuration. */
export function splitVariable(variable: string): [name: string, value: string] {
  const equals = variable.indexOf("=");
  return equals < 0 ? [variable, ""] : [variable.slice(0, equals), variable.slice(equals + 1)];
}
