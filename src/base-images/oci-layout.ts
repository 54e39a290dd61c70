/**
 * OCI LAYOUT -> IMAGES: `index.json` and blobs by digest, as a folder or inside of an archive (OCI image specification
 * 1.1, `image-layout.md`). skopeo, buildah, crane, `docker buildx build -o type=oci` and `docker save` write such.
 */
import type { BaseImageFacts, NamedImage } from "../knowledge/base-images.ts";
import { parseImageReference } from "../model/image-reference.ts";
import { BaseImageError } from "./base-image-error.ts";
import { digestOf, isIndex, readImageConfig, readIndex, readManifest } from "./image-documents.ts";
import type { Descriptor, ImageConfigDocument, ImageIndex, ImageManifest } from "./image-documents.ts";
import { factsOfImage } from "./image-facts.ts";
import { imageKey, shownName } from "./image-source.ts";
import type { ImageSource, NamedImageReference } from "./image-source.ts";
import type { ImageStore } from "./image-store.ts";
import { chooseManifest, fitsPlatform } from "./platform-choice.ts";
import { withLayerBytes } from "./stored-layers.ts";

/** Annotations under which builders write the whole name of an image; the first may be a tag alone. */
const nameAnnotations = ["org.opencontainers.image.ref.name", "io.containerd.image.name"];

/**
 * Reads the index of a layout.
 *
 * @param asOf ISO date on which the layout was written
 * @returns null when the store holds no layout
 * @throws BaseImageError when its index is damaged
 */
export async function readOciLayout(store: ImageStore, asOf: string): Promise<ImageSource | null> {
  const bytes = await store.read("index.json");
  return bytes === null ? null : new OciLayout(store, readIndex(bytes), asOf);
}

class OciLayout implements ImageSource {
  readonly #store: ImageStore;
  readonly #index: ImageIndex;
  readonly #asOf: string;

  constructor(store: ImageStore, index: ImageIndex, asOf: string) {
    this.#store = store;
    this.#index = index;
    this.#asOf = asOf;
  }

  async describe(reference: NamedImageReference, platform: string): Promise<BaseImageFacts> {
    const found = await this.#find(reference);
    const image = await this.#choose(found, platform);
    if (!image) throw new BaseImageError(`the file has it, but not for ${platform}`);
    const { manifest, config } = image;
    const origin = { name: shownName(reference), source: "file", asOf: this.#asOf } as const;
    // With plain tars, as `docker save` writes them, it is not what a registry holds: there all bytes and digests differ.
    const facts = isCompressed(manifest)
      ? factsOfImage({ ...origin, digest: image.digest }, config, manifest)
      : factsOfImage({ ...origin, digest: null }, config, null);
    return withLayerBytes(
      facts,
      manifest.layers.map((layer) => this.#store.fileBytes(blobName(layer.digest))),
    );
  }

  /** What the layout holds under a name or a digest: an index, manifests of several platforms, or one manifest. */
  async #find({ registry, repository, tag, digest }: NamedImageReference): Promise<readonly Descriptor[]> {
    const { manifests } = this.#index;
    if (digest !== null) {
      const named = manifests.filter((descriptor) => descriptor.digest === digest);
      if (named.length > 0) return named;
      const bytes = await this.#store.read(blobName(digest));
      if (bytes) return [{ mediaType: undefined, digest, size: bytes.length, platform: null, annotations: null }];
    } else {
      const key = imageKey({ registry, repository, tag, digest });
      const named = manifests.filter((descriptor) => namesOf(descriptor).some((name) => imageKey(name) === key));
      if (named.length > 0) return named;
    }
    throw new BaseImageError(`the file does not hold it, but ${this.#contents()}`);
  }

  /** For the message: people see what the image is called there. */
  #contents(): string {
    const names = this.#index.manifests.map(({ annotations, digest }) => {
      const name = nameAnnotations.map((key) => annotations?.[key]).findLast((text) => text !== undefined);
      return name ?? `${digest.slice(0, 19)} without a name`;
    });
    const shown = [...new Set(names)].slice(0, 3);
    const more = names.length > shown.length ? " and more" : "";
    return names.length === 0 ? "nothing" : shown.join(", ") + more;
  }

  async #choose(descriptors: readonly Descriptor[], platform: string): Promise<Image | null> {
    const fitting = chooseManifest(descriptors, platform);
    const open = descriptors.filter((descriptor) => !descriptor.platform);
    for (const descriptor of fitting ? [fitting] : open) {
      const image = await this.#open(descriptor, platform);
      if (image) return image;
    }
    return null;
  }

  /** Null when the image is for another platform. */
  async #open({ mediaType, digest }: Descriptor, platform: string): Promise<Image | null> {
    const bytes = await this.#blob(digest);
    if (isIndex(mediaType, bytes)) {
      const image = await this.#choose(readIndex(bytes).manifests, platform);
      return image && { ...image, digest };
    }
    const manifest = readManifest(bytes);
    const config = readImageConfig(await this.#blob(manifest.config.digest));
    return fitsPlatform(config, platform) ? { digest, manifest, config } : null;
  }

  async #blob(digest: string): Promise<Uint8Array> {
    const bytes = await this.#store.read(blobName(digest));
    if (bytes === null) throw new BaseImageError(`the file does not hold all of it: ${digest} is missing`);
    if (digest.startsWith("sha256:") && digestOf(bytes) !== digest) {
      throw new BaseImageError(`the file is damaged: ${digest} has other bytes than its digest says`);
    }
    return bytes;
  }
}

interface Image {
  /** Of the index, when there is one. */
  readonly digest: string;
  readonly manifest: ImageManifest;
  readonly config: ImageConfigDocument;
}

function isCompressed({ layers }: ImageManifest): boolean {
  return layers.every(({ mediaType }) => /[+.](?:gzip|zstd)$/.test(mediaType ?? ""));
}

/** `blobs/sha256/...` */
function blobName(digest: string): string {
  const [algorithm = "", encoded = ""] = digest.split(":", 2);
  // A digest is part of a path here.
  if (!/^[\w+.-]+$/.test(algorithm) || !/^\w+$/.test(encoded)) throw new BaseImageError(`"${digest}" is no digest`);
  return `blobs/${algorithm}/${encoded}`;
}

/** The images that a descriptor is the manifest of. A tag alone names none: it could be anybody's. */
function namesOf({ annotations }: Descriptor): NamedImage[] {
  return nameAnnotations.flatMap((key) => {
    const text = annotations?.[key] ?? "";
    const reference = /[/:]/.test(text) ? parseImageReference(text) : { error: "a tag alone" };
    return "error" in reference ? [] : [reference];
  });
}
