/**
 * Writes fixtures/oci-layout: two small images that are whole and true to their digests.
 *
 *   npx tsx tools/write-oci-layout.ts
 *
 * `registry.example.com/base/app:1` is an index with manifests for three platforms and an attestation, as buildx makes it;
 * `registry.example.com/base/onbuild:1` is one manifest with all that a configuration can hold.
 */
import { createHash } from "node:crypto";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { pack } from "tar-stream";

const folder = fileURLToPath(new URL("../fixtures/oci-layout", import.meta.url));
const created = "2026-01-01T00:00:00Z";

interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
}

interface Platform {
  readonly os: string;
  readonly architecture: string;
  readonly variant?: string;
}

function writeBlob(mediaType: string, content: Uint8Array | object): Descriptor {
  const bytes = content instanceof Uint8Array ? content : Buffer.from(JSON.stringify(content));
  const hash = sha256(bytes);
  writeFileSync(join(folder, "blobs/sha256", hash), bytes);
  return { mediaType, digest: `sha256:${hash}`, size: bytes.length };
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** A layer with one file. */
async function writeLayer(name: string, text: string): Promise<{ blob: Descriptor; diffId: string }> {
  const archive = pack();
  archive.entry({ name, mtime: new Date(created) }, text);
  archive.finalize();
  const tar = await buffer(archive);
  return {
    blob: writeBlob("application/vnd.oci.image.layer.v1.tar+gzip", gzipSync(tar)),
    diffId: `sha256:${sha256(tar)}`,
  };
}

async function writeImage(
  platform: Platform,
  config: object,
  files: Readonly<Record<string, string>>,
): Promise<Descriptor> {
  const layers = [];
  for (const [name, text] of Object.entries(files)) layers.push({ name, ...(await writeLayer(name, text)) });
  const image = writeBlob("application/vnd.oci.image.config.v1+json", {
    created,
    ...platform,
    config,
    rootfs: { type: "layers", diff_ids: layers.map(({ diffId }) => diffId) },
    history: [
      ...layers.map(({ name }) => ({ created, created_by: `COPY ${name} / # buildkit`, comment: "buildkit" })),
      { created, created_by: 'CMD ["app"]', comment: "buildkit", empty_layer: true },
    ],
  });
  return writeManifest(
    image,
    layers.map(({ blob }) => blob),
  );
}

function writeManifest(config: Descriptor, layers: readonly Descriptor[]): Descriptor {
  const mediaType = "application/vnd.oci.image.manifest.v1+json";
  return writeBlob(mediaType, { schemaVersion: 2, mediaType, config, layers });
}

/** What buildx puts beside the images: no image, and for no platform. */
function writeAttestation(): Descriptor {
  const statement = writeBlob("application/vnd.in-toto+json", { _type: "https://in-toto.io/Statement/v0.1" });
  const config = writeBlob("application/vnd.oci.image.config.v1+json", {
    os: "unknown",
    architecture: "unknown",
    config: {},
    rootfs: { type: "layers", diff_ids: [statement.digest] },
  });
  return writeManifest(config, [statement]);
}

async function writeApp(): Promise<Descriptor> {
  const platforms: Platform[] = [
    { os: "linux", architecture: "amd64" },
    { os: "linux", architecture: "arm64", variant: "v8" },
    { os: "linux", architecture: "arm", variant: "v6" },
  ];
  const manifests: object[] = [];
  for (const platform of platforms) {
    const { architecture } = platform;
    const config = { Env: ["PATH=/usr/bin:/bin", `ARCHITECTURE=${architecture}`], Cmd: ["app"], WorkingDir: "/srv" };
    const image = await writeImage(platform, config, { "etc/base": "base\n", [`bin/${architecture}`]: architecture });
    manifests.push({ ...image, platform });
  }
  manifests.push({ ...writeAttestation(), platform: { os: "unknown", architecture: "unknown" } });
  const mediaType = "application/vnd.oci.image.index.v1+json";
  return writeBlob(mediaType, { schemaVersion: 2, mediaType, manifests });
}

function writeOnbuild(): Promise<Descriptor> {
  const config = {
    Env: ["PATH=/usr/bin:/bin", "EMPTY=", "PAIR=a=b"],
    User: "app",
    Entrypoint: ["/bin/entry"],
    Cmd: ["--help"],
    ExposedPorts: { "443/tcp": {}, "53/udp": {} },
    Volumes: { "/data": {} },
    Labels: { "org.opencontainers.image.title": "On build" },
    StopSignal: "SIGINT",
    Shell: ["/bin/bash", "-c"],
    Healthcheck: { Test: ["CMD-SHELL", "true"], Interval: 30_000_000_000, Retries: 3 },
    OnBuild: ["COPY . /data", "RUN make"],
  };
  return writeImage({ os: "linux", architecture: "amd64" }, config, { "etc/onbuild": "on build\n" });
}

rmSync(folder, { recursive: true, force: true });
mkdirSync(join(folder, "blobs/sha256"), { recursive: true });
const named = (descriptor: Descriptor, name: string, key: string): object => ({
  ...descriptor,
  annotations: { [key]: name },
});
const index = {
  schemaVersion: 2,
  mediaType: "application/vnd.oci.image.index.v1+json",
  manifests: [
    named(await writeApp(), "registry.example.com/base/app:1", "io.containerd.image.name"),
    named(await writeOnbuild(), "registry.example.com/base/onbuild:1", "org.opencontainers.image.ref.name"),
  ],
};
writeFileSync(join(folder, "oci-layout"), JSON.stringify({ imageLayoutVersion: "1.0.0" }));
writeFileSync(join(folder, "index.json"), JSON.stringify(index));
