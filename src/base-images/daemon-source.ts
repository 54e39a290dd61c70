/**
 * IMAGE REFERENCE -> FACTS, asked of the local Docker daemon: what it has pulled or built. Docker Engine API:
 * `GET /images/NAME/json` and `GET /images/NAME/history`; Podman's service answers the same.
 */
import { readFileSync } from "node:fs";
import { request as requestPlain } from "node:http";
import type { IncomingMessage, RequestOptions } from "node:http";
import { request as requestTls } from "node:https";
import { join } from "node:path";
import * as v from "valibot";
import { describeSystemError } from "../config/system-error.ts";
import type { BaseHistoryEntry, BaseImageFacts } from "../knowledge/base-images.ts";
import { parsePlatform } from "../model/platform.ts";
import { BaseImageError, UnreachableSourceError } from "./base-image-error.ts";
import { daemonAddress } from "./daemon-address.ts";
import type { DaemonAddress } from "./daemon-address.ts";
import type { Environment } from "./docker-config.ts";
import { parseJson, readDocument } from "./image-documents.ts";
import { shownName, today } from "./image-source.ts";
import type { ImageSource, NamedImageReference } from "./image-source.ts";
import { factsOfInspected, inspectedSchema } from "./inspected-image.ts";
import type { InspectedImage } from "./inspected-image.ts";
import { fitsPlatform, written } from "./platform-choice.ts";

export interface DaemonOptions {
  readonly env: Environment;
  /** Milliseconds for each request; 15 000 by default. */
  readonly timeout?: number | undefined;
}

const defaultTimeout = 15_000;

/** Inspecting an image gives some kilobytes. */
const maxBytes = 32 * 1024 * 1024;

const historySchema = v.array(v.object({ CreatedBy: v.string(), Size: v.number() }));

/** Drivers whose history shows the bytes of the files. With containerd's image store it shows blocks on disk. */
const graphDrivers = new Set([
  "overlay2",
  "fuse-overlayfs",
  "btrfs",
  "zfs",
  "vfs",
  "aufs",
  "devicemapper",
  "windowsfilter",
]);

/** A source that asks the daemon which `DOCKER_HOST` or the docker context names. */
export function createDaemonSource({ env, timeout = defaultTimeout }: DaemonOptions): ImageSource {
  let address: DaemonAddress | undefined;
  return {
    describe: async (reference, platform) => {
      address ??= daemonAddress(env);
      const daemon = { address, timeout };
      const image = await inspect(daemon, reference, platform);
      if (!fitsPlatform({ os: image.Os, architecture: image.Architecture, variant: image.Variant }, platform)) {
        const has = written({ os: image.Os, architecture: image.Architecture, variant: image.Variant });
        throw new BaseImageError(`the Docker daemon has it for ${has}, not for ${platform}`);
      }
      return { ...factsOfDaemon(reference, image), history: await history(daemon, reference, platform, image) };
    },
  };
}

function factsOfDaemon(reference: NamedImageReference, image: InspectedImage): BaseImageFacts {
  const name = shownName(reference);
  const facts = factsOfInspected({ name, source: "docker", asOf: today() }, reference, image);
  return { ...facts, unpackedBytes: countsFileBytes(image) ? (image.Size ?? null) : null };
}

function countsFileBytes({ GraphDriver }: InspectedImage): boolean {
  return graphDrivers.has(GraphDriver?.Name ?? "");
}

interface Daemon {
  readonly address: DaemonAddress;
  readonly timeout: number;
}

async function inspect(daemon: Daemon, reference: NamedImageReference, platform: string): Promise<InspectedImage> {
  const { status, body } = await get(daemon, imagePath(reference, "json", platform));
  if (status === 404) throw new BaseImageError(`the Docker daemon does not have it for ${platform}`);
  if (status !== 200) throw new BaseImageError(`the Docker daemon answers ${status}${messageOf(body)}`);
  return readDocument(inspectedSchema, body, "description by the Docker daemon");
}

async function history(
  daemon: Daemon,
  reference: NamedImageReference,
  platform: string,
  image: InspectedImage,
): Promise<BaseHistoryEntry[]> {
  const { status, body } = await get(daemon, imagePath(reference, "history", platform));
  if (status !== 200) throw new BaseImageError(`the Docker daemon answers ${status}${messageOf(body)}`);
  const newestFirst = readDocument(historySchema, body, "history by the Docker daemon");
  // The daemon does not say which entries are layers. When as many hold bytes as there are layers, it is those.
  const withBytes = newestFirst.filter(({ Size }) => Size > 0).length;
  const known = withBytes === image.RootFS.Layers?.length;
  return newestFirst.reverse().map(({ CreatedBy, Size }) => ({
    createdBy: CreatedBy,
    empty: known ? Size === 0 : null,
    bytes: countsFileBytes(image) ? Size : null,
  }));
}

/** Daemons that do not know the parameter `platform` (API before 1.49) take no notice of it. */
function imagePath(reference: NamedImageReference, what: string, platform: string): string {
  const { os, architecture, variant } = parsePlatform(platform);
  const query = new URLSearchParams({
    platform: JSON.stringify({ os, architecture, ...(variant ? { variant } : {}) }),
  });
  return `/images/${encodeURI(shownName(reference))}/${what}?${query.toString()}`;
}

interface Answer {
  readonly status: number;
  readonly body: Buffer;
}

function get({ address, timeout }: Daemon, path: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const unreachable = (reason: string): void =>
      reject(new UnreachableSourceError(`the Docker daemon cannot be reached at ${address.shown}: ${reason}`));
    const request = address.kind === "tcp" && address.certificates !== null ? requestTls : requestPlain;
    const signal = AbortSignal.timeout(timeout);
    const options: RequestOptions = { path, agent: false, signal, ...connection(address) };
    const onError = (error: Error): void =>
      unreachable(signal.aborted ? `no answer within ${timeout / 1000} s` : connectionReason(error));
    request(options, (response) => {
      readAnswer(response).then(resolve, onError);
    })
      .on("error", onError)
      .end();
  });
}

function connection(address: DaemonAddress): RequestOptions & { ca?: Buffer; cert?: Buffer; key?: Buffer } {
  if (address.kind === "socket") return { socketPath: address.path };
  const { host, port, certificates } = address;
  if (certificates === null) return { host, port };
  const [ca, cert, key] = ["ca.pem", "cert.pem", "key.pem"].map((name) => readCertificate(join(certificates, name)));
  return { host, port, ...(ca ? { ca } : {}), ...(cert ? { cert } : {}), ...(key ? { key } : {}) };
}

function readCertificate(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new UnreachableSourceError(`the Docker daemon cannot be asked: ${path}: ${describeSystemError(error)}`);
  }
}

async function readAnswer(response: IncomingMessage): Promise<Answer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response) {
    chunks.push(chunk as Buffer);
    length += (chunk as Buffer).length;
    if (length > maxBytes) throw new Error("its answer is too big");
  }
  return { status: response.statusCode ?? 0, body: Buffer.concat(chunks) };
}

function connectionReason(error: Error): string {
  const { code } = error as NodeJS.ErrnoException;
  if (code === "ENOENT") return "there is no such socket";
  if (code === "ECONNREFUSED") return "nobody listens there";
  return describeSystemError(error);
}

/** `: message`, from the JSON in which the daemon says what is wrong. */
function messageOf(body: Uint8Array): string {
  const value = parseJson(body);
  const message = typeof value === "object" && value !== null && "message" in value ? value.message : null;
  return typeof message === "string" && message !== "" ? `: ${message}` : "";
}
