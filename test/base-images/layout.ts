/** fixtures/oci-layout, which tools/write-oci-layout.ts writes, and what is in it. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseImageReference } from "../../src/model/image-reference.ts";
import type { ImageReference } from "../../src/model/types.ts";

export const layoutFolder = fileURLToPath(new URL("../../fixtures/oci-layout", import.meta.url));

interface IndexEntry {
  readonly mediaType: string;
  readonly digest: string;
  readonly platform?: { readonly architecture: string };
}

export function layoutBlob(digest: string): Buffer {
  return readFileSync(join(layoutFolder, "blobs", ...digest.split(":")));
}

export const layoutIndex = JSON.parse(readFileSync(join(layoutFolder, "index.json"), "utf8")) as {
  manifests: readonly [app: IndexEntry, onbuild: IndexEntry];
};

const [app] = layoutIndex.manifests;

/** Digests of the image `base/app:1`, by architecture. */
export const appManifests = new Map(
  (JSON.parse(layoutBlob(app.digest).toString()) as { manifests: IndexEntry[] }).manifests.map((entry) => [
    entry.platform?.architecture ?? "",
    entry.digest,
  ]),
);

/** What the facts of `base/app:1` say, wherever they come from. */
export function appFacts(architecture: string): object {
  return {
    layers: 2,
    os: "linux",
    workdir: "/srv",
    user: null,
    cmd: ["app"],
    entrypoint: null,
    configKnown: true,
    env: new Map([
      ["PATH", "/usr/bin:/bin"],
      ["ARCHITECTURE", architecture],
    ]),
  };
}

/** @throws Error when the name is no image reference */
export function reference(name: string): ImageReference {
  const parsed = parseImageReference(name);
  if ("error" in parsed) throw new Error(`${name}: ${parsed.error}`);
  return parsed;
}
