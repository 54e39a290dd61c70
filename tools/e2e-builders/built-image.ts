/** What a build made: the archive that `docker save` writes, read into history, configuration and layers. */
import { gunzipSync } from "node:zlib";
import { extract, type Header } from "tar-stream";
import { readTar } from "../conformance/tar.ts";
import type { DockerApi } from "./docker-api.ts";

export interface BuiltLayer {
  /** Length of the uncompressed tar. */
  readonly tarBytes: number;
  /** Sum of the regular files, hard links once. */
  readonly fileBytes: number;
  readonly entries: readonly Header[];
}

export interface BuiltEntry {
  readonly createdBy: string;
  readonly empty: boolean;
  /** Null for an empty entry. */
  readonly layer: BuiltLayer | null;
}

export interface BuiltImage {
  readonly history: readonly BuiltEntry[];
  readonly diffIds: readonly string[];
  /** `Config` of `docker image inspect`. */
  readonly config: InspectedConfig;
}

/** The part of `docker image inspect` that instructions decide. Absent, null and empty mean the same: not set. */
export interface InspectedConfig {
  readonly Env?: readonly string[] | null;
  readonly Cmd?: readonly string[] | null;
  readonly Entrypoint?: readonly string[] | null;
  readonly User?: string;
  readonly WorkingDir?: string;
  readonly ExposedPorts?: Readonly<Record<string, unknown>> | null;
  readonly Volumes?: Readonly<Record<string, unknown>> | null;
  readonly Labels?: Readonly<Record<string, string>> | null;
  readonly Healthcheck?: Readonly<Record<string, unknown>> | null;
  readonly StopSignal?: string;
  readonly Shell?: readonly string[] | null;
  readonly OnBuild?: readonly string[] | null;
}

interface SavedConfig {
  readonly history?: readonly { readonly created_by?: string; readonly empty_layer?: boolean }[];
  readonly rootfs: { readonly diff_ids?: readonly string[] | null };
}

/**
 * Reads an image out of the daemon.
 *
 * @throws Error when the archive is not as the image specification has it
 */
export async function readImage(api: DockerApi, tag: string): Promise<BuiltImage> {
  const [inspected, archive] = await Promise.all([
    api.getJson(`/images/${tag}/json`),
    api.get(`/images/get?names=${tag}`),
  ]);
  const files = new Map((await readTar(archive)).map(({ name, content }) => [name, content]));
  const [manifest] = json(files, "manifest.json") as { Config: string; Layers: readonly string[] | null }[];
  if (manifest === undefined) throw new Error(`the archive of ${tag} holds no image`);
  const saved = json(files, manifest.Config) as SavedConfig;
  const layerFiles = manifest.Layers ?? [];
  const history: BuiltEntry[] = [];
  let layersRead = 0;
  for (const { created_by: createdBy = "", empty_layer: empty = false } of saved.history ?? []) {
    const file = empty ? undefined : layerFiles[layersRead++];
    history.push({ createdBy, empty, layer: empty ? null : await readLayer(content(files, file ?? "")) });
  }
  const diffIds = saved.rootfs.diff_ids ?? [];
  if (layersRead !== diffIds.length)
    throw new Error(`${layersRead} layers in the history of ${tag}, ${diffIds.length} built`);
  return { history, diffIds, config: (inspected as { readonly Config?: InspectedConfig | null }).Config ?? {} };
}

async function readLayer(blob: Buffer): Promise<BuiltLayer> {
  const tar = blob[0] === 0x1f && blob[1] === 0x8b ? gunzipSync(blob) : blob;
  const entries = await readHeaders(tar);
  const fileBytes = entries.reduce((sum, { type, size }) => sum + (type === "file" ? (size ?? 0) : 0), 0);
  return { tarBytes: tar.length, fileBytes, entries };
}

async function readHeaders(tar: Buffer): Promise<Header[]> {
  const headers: Header[] = [];
  const reader = extract();
  reader.end(tar);
  for await (const entry of reader) {
    headers.push(entry.header);
    entry.resume();
  }
  return headers;
}

function json(files: ReadonlyMap<string, Buffer>, name: string): unknown {
  return JSON.parse(content(files, name).toString());
}

function content(files: ReadonlyMap<string, Buffer>, name: string): Buffer {
  const found = files.get(name);
  if (found === undefined) throw new Error(`no ${name} in the archive of the image`);
  return found;
}
