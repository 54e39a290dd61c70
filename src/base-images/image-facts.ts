/** IMAGE DOCUMENTS -> BASE IMAGE FACTS. */
import { splitVariable } from "../knowledge/base-images.ts";
import type { BaseHistoryEntry, BaseImageFacts, BaseImageSource, LayerBlob } from "../knowledge/base-images.ts";
import type { ContainerConfig, ImageConfigDocument, ImageManifest } from "./image-documents.ts";

/** What is known of an image besides its configuration. */
export interface ImageOrigin {
  readonly name: string;
  readonly source: BaseImageSource;
  /** ISO date on which the name stood for this image. */
  readonly asOf: string;
  readonly digest: string | null;
}

/**
 * The facts that the documents of an image hold. How many bytes it takes on disk is in none of them.
 *
 * @param manifest null when the layers are not stored as in a registry
 */
export function factsOfImage(
  origin: ImageOrigin,
  document: ImageConfigDocument,
  manifest: ImageManifest | null,
): BaseImageFacts {
  const blobs = manifest?.layers.map(({ digest, size }): LayerBlob => ({ digest, bytes: size })) ?? null;
  const layerDigests = document.rootfs.diff_ids ?? [];
  return {
    ...origin,
    derivedFrom: null,
    layers: layerDigests.length,
    layerDigests,
    ...(blobs ? { layerBlobs: blobs } : {}),
    compressedBytes: blobs?.reduce((sum, { bytes }) => sum + bytes, 0) ?? null,
    unpackedBytes: null,
    os: document.os,
    ...configFacts(document.config),
    ...(document.history ? { history: document.history.map(historyEntry) } : {}),
  };
}

function historyEntry({ created_by, empty_layer }: NonNullable<ImageConfigDocument["history"]>[number]) {
  return { createdBy: created_by ?? "", empty: empty_layer ?? false, bytes: null } satisfies BaseHistoryEntry;
}

type ConfigFacts = Pick<
  BaseImageFacts,
  | "env"
  | "user"
  | "workdir"
  | "configKnown"
  | "entrypoint"
  | "cmd"
  | "exposedPorts"
  | "volumes"
  | "labels"
  | "stopSignal"
  | "shell"
  | "healthcheck"
  | "onbuild"
>;

/** @param config as in the image; without one nothing is set, except when `configKnown` is false: then nothing is known */
export function configFacts(config: ContainerConfig | null | undefined, configKnown = true): ConfigFacts {
  return {
    env: new Map(config?.Env?.map(splitVariable)),
    user: config?.User || null,
    workdir: config?.WorkingDir || null,
    configKnown,
    entrypoint: config?.Entrypoint ?? null,
    cmd: config?.Cmd ?? null,
    exposedPorts: Object.keys(config?.ExposedPorts ?? {}).sort(),
    volumes: Object.keys(config?.Volumes ?? {}).sort(),
    labels: new Map(Object.entries(config?.Labels ?? {})),
    stopSignal: config?.StopSignal || null,
    shell: config?.Shell ?? null,
    healthcheck: healthcheckOf(config?.Healthcheck),
    onbuild: config?.OnBuild ?? [],
  };
}

function healthcheckOf(check: ContainerConfig["Healthcheck"]): BaseImageFacts["healthcheck"] {
  if (!check) return null;
  return Object.fromEntries(Object.entries(check).filter(([, value]) => value !== undefined));
}
