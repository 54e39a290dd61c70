/**
 * The JSON documents that an image consists of, and their shapes. Media types and fields: OCI image specification 1.1
 * (`image-index.md`, `manifest.md`, `config.md`) and Docker's image manifest version 2, schema 2, which differ in the
 * media types only.
 */
import { createHash } from "node:crypto";
import * as v from "valibot";
import { BaseImageError } from "./base-image-error.ts";

export const indexTypes: readonly string[] = [
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
];

export const manifestTypes: readonly string[] = [
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.docker.distribution.manifest.v2+json",
];

const text = v.nullish(v.string());
const texts = v.nullish(v.array(v.string()));
/** A set in Go: `{"80/tcp": {}}`. */
const keys = v.nullish(v.record(v.string(), v.unknown()));

const descriptorSchema = v.object({
  mediaType: text,
  digest: v.string(),
  size: v.number(),
  platform: v.nullish(v.object({ os: v.string(), architecture: v.string(), variant: text })),
  annotations: v.nullish(v.record(v.string(), v.string())),
});

const indexSchema = v.object({ manifests: v.array(descriptorSchema) });

/** BuildKit writes `"layers": null` for an image without layers. */
const layersSchema = v.pipe(
  v.nullable(v.array(descriptorSchema)),
  v.transform((layers) => layers ?? []),
);

const manifestSchema = v.object({ config: descriptorSchema, layers: layersSchema });

/** `Config` of `docker image inspect`, and `config` of an image. */
export const containerConfigSchema = v.object({
  Env: texts,
  User: text,
  WorkingDir: text,
  Entrypoint: texts,
  Cmd: texts,
  ExposedPorts: keys,
  Volumes: keys,
  Labels: v.nullish(v.record(v.string(), v.string())),
  StopSignal: text,
  Shell: texts,
  Healthcheck: v.nullish(
    v.object({
      Test: v.optional(v.array(v.string())),
      Interval: v.optional(v.number()),
      Timeout: v.optional(v.number()),
      StartPeriod: v.optional(v.number()),
      StartInterval: v.optional(v.number()),
      Retries: v.optional(v.number()),
    }),
  ),
  OnBuild: texts,
});

const imageConfigSchema = v.object({
  os: v.string(),
  architecture: v.string(),
  variant: text,
  config: v.nullish(containerConfigSchema),
  rootfs: v.object({ diff_ids: texts }),
  history: v.nullish(v.array(v.object({ created_by: text, empty_layer: v.nullish(v.boolean()) }))),
});

export type Descriptor = v.InferOutput<typeof descriptorSchema>;
export type ImageIndex = v.InferOutput<typeof indexSchema>;
export type ImageManifest = v.InferOutput<typeof manifestSchema>;
export type ContainerConfig = v.InferOutput<typeof containerConfigSchema>;
export type ImageConfigDocument = v.InferOutput<typeof imageConfigSchema>;

/** @throws BaseImageError when the bytes are no index of manifests */
export function readIndex(bytes: Uint8Array): ImageIndex {
  return readDocument(indexSchema, bytes, "index");
}

/** @throws BaseImageError when the bytes are no manifest of an image */
export function readManifest(bytes: Uint8Array): ImageManifest {
  return readDocument(manifestSchema, bytes, "manifest");
}

/** @throws BaseImageError when the bytes are no image configuration */
export function readImageConfig(bytes: Uint8Array): ImageConfigDocument {
  return readDocument(imageConfigSchema, bytes, "configuration");
}

/** True for an index, which names a manifest for each platform; by its content when no media type says so. */
export function isIndex(mediaType: string | null | undefined, bytes: Uint8Array): boolean {
  if (mediaType && [...indexTypes, ...manifestTypes].includes(mediaType)) return indexTypes.includes(mediaType);
  return v.is(indexSchema, parseJson(bytes));
}

/** `sha256:` and the hash of the bytes. */
export function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}

/**
 * Reads JSON of a known shape.
 *
 * @param noun what the bytes should be, for the message
 * @throws BaseImageError that names the first thing that does not fit
 */
export function readDocument<S extends v.GenericSchema>(schema: S, bytes: Uint8Array, noun: string): v.InferOutput<S> {
  const value = parseJson(bytes);
  if (value === undefined) throw new BaseImageError(`its ${noun} is not JSON`);
  return checkShape(schema, value, noun);
}

/** @throws BaseImageError that names the first thing that does not fit */
export function checkShape<S extends v.GenericSchema>(schema: S, value: unknown, noun: string): v.InferOutput<S> {
  const result = v.safeParse(schema, value, { abortEarly: true });
  if (result.success) return result.output;
  const [issue] = result.issues;
  const path = v.getDotPath(issue);
  throw new BaseImageError(`its ${noun} cannot be read: ${path === null ? "" : `${path}: `}${plainMessage(issue)}`);
}

function plainMessage({ type, message, expected, received }: v.BaseIssue<unknown>): string {
  if (expected === "never") return "there is no such key";
  if (received === "undefined") return "it is missing";
  if (type === "regex") return message;
  return `expected ${nouns[expected ?? ""] ?? expected ?? "something else"}, got ${nouns[received] ?? received}`;
}

/** Types in the words of people. */
const nouns: Readonly<Record<string, string>> = {
  Array: "a list",
  Object: "an object",
  string: "a text",
  number: "a number",
};

/** Undefined when the bytes are no JSON. */
export function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}
