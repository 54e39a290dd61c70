/** IMAGE REFERENCE -> FACTS, asked of the registry that the reference names: index, manifest, configuration. */
import type { BaseImageFacts } from "../knowledge/base-images.ts";
import { BaseImageError } from "./base-image-error.ts";
import { findCredentials } from "./docker-credentials.ts";
import type { Environment } from "./docker-config.ts";
import {
  digestOf,
  indexTypes,
  isIndex,
  manifestTypes,
  readImageConfig,
  readIndex,
  readManifest,
} from "./image-documents.ts";
import type { Descriptor } from "./image-documents.ts";
import { factsOfImage } from "./image-facts.ts";
import { shownName, today } from "./image-source.ts";
import type { ImageSource, NamedImageReference } from "./image-source.ts";
import { chooseManifest } from "./platform-choice.ts";
import { RegistryClient } from "./registry-client.ts";

export interface RegistryOptions {
  /** Says where the docker configuration lies, and where credential helpers are. */
  readonly env: Environment;
  readonly fetch?: typeof fetch | undefined;
  /** Milliseconds for each request; 15 000 by default. */
  readonly timeout?: number | undefined;
  /** Milliseconds to wait when a registry asks for it; 10 000 by default. */
  readonly patience?: number | undefined;
}

/** An index may hold indexes; builders make one level of them. */
const maxIndexDepth = 5;

const defaultTimeout = 15_000;
const defaultPatience = 10_000;

/** A source that asks the network: each image at the registry of its name. */
export function createRegistrySource(options: RegistryOptions): ImageSource {
  const clients = new Map<string, RegistryClient>();
  const clientFor = (registry: string): RegistryClient => {
    const known = clients.get(registry);
    if (known) return known;
    const client = new RegistryClient({
      registry,
      credentials: () => findCredentials(registry, options.env),
      fetch: options.fetch ?? fetch,
      timeout: options.timeout ?? defaultTimeout,
      patience: options.patience ?? defaultPatience,
    });
    clients.set(registry, client);
    return client;
  };
  return {
    describe: async (reference, platform) => {
      if (reference.registry === "") throw new BaseImageError("its name holds no registry that could be asked");
      return await describeImage(clientFor(reference.registry), reference, platform);
    },
  };
}

async function describeImage(
  client: RegistryClient,
  reference: NamedImageReference,
  platform: string,
): Promise<BaseImageFacts> {
  const { repository } = reference;
  const top = await getManifest(client, repository, reference.digest ?? reference.tag ?? "latest");
  let chosen = top;
  for (let depth = 1; chosen.isIndex; depth++) {
    if (depth > maxIndexDepth) throw new BaseImageError("its index leads to indexes without end");
    chosen = await getManifest(client, repository, choose(chosen.body, platform).digest);
  }
  const manifest = readManifest(chosen.body);
  const config = await client.get(repository, `blobs/${manifest.config.digest}`, ["*/*"]);
  verify(config.body, manifest.config.digest);
  const origin = { name: shownName(reference), source: "registry", asOf: today(), digest: top.digest } as const;
  return factsOfImage(origin, readImageConfig(config.body), manifest);
}

interface Manifest {
  readonly body: Uint8Array;
  readonly digest: string;
  readonly isIndex: boolean;
}

/** @param name a tag or a digest */
async function getManifest(client: RegistryClient, repository: string, name: string): Promise<Manifest> {
  const { body, headers } = await client.get(repository, `manifests/${name}`, [...indexTypes, ...manifestTypes]);
  if (name.includes(":")) verify(body, name);
  const mediaType = headers.get("content-type")?.split(";")[0]?.trim();
  if (mediaType?.startsWith("application/vnd.docker.distribution.manifest.v1")) {
    throw new BaseImageError("the registry has it in the format of 2014 (schema 1) only, which tells no layers apart");
  }
  return { body, digest: digestOf(body), isIndex: isIndex(mediaType, body) };
}

/** A platform's manifest of an index. */
function choose(index: Uint8Array, platform: string): Descriptor {
  const { manifests } = readIndex(index);
  const chosen = chooseManifest(manifests, platform);
  if (!chosen) throw new BaseImageError(`it does not exist for ${platform}`);
  return chosen;
}

/** Nothing but the bytes that the digest stands for will do. Other algorithms than SHA-256 are not in use. */
function verify(body: Uint8Array, digest: string): void {
  if (digest.startsWith("sha256:") && digestOf(body) !== digest) {
    throw new BaseImageError(`the registry sends something else than ${digest}`);
  }
}
