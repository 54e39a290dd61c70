/** Images in files: an OCI layout, an archive of `docker save`, JSON. */
import { readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { gzipSync } from "node:zlib";
import { pack } from "tar-stream";
import type { Header } from "tar-stream";
import { BaseImageSourceError } from "../../src/base-images/base-image-error.ts";
import { openImageFile } from "../../src/base-images/file-source.ts";
import type { BaseImageFacts } from "../../src/knowledge/base-images.ts";
import { createProject } from "../temporary-project.ts";
import { appFacts, appManifests, layoutBlob, layoutFolder, layoutIndex, reference } from "./layout.ts";

const [app, onbuild] = layoutIndex.manifests;
const appName = "registry.example.com/base/app:1";

/** Asks for an image of a file; the path counts from its folder. */
async function ask(path: string, name: string, platform = "linux/amd64"): Promise<BaseImageFacts> {
  return (await openImageFile(path, "/")).describe(reference(name), platform);
}

type EntryHeader = Partial<Header> & Pick<Header, "name">;

/** A tar with files, in the order given; an entry without a text is described by its header alone. */
function tarOf(
  entries: readonly (readonly [name: string | EntryHeader, content?: string | Uint8Array])[],
): Promise<Buffer> {
  const archive = pack();
  for (const [name, content] of entries) {
    const header = typeof name === "string" ? { name } : name;
    if (content === undefined) archive.entry(header);
    else archive.entry(header, Buffer.from(content));
  }
  archive.finalize();
  return buffer(archive);
}

function filesBelow(folder: string): [name: string, content: Buffer][] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => statSync(join(folder, name)).isFile())
    .map((name) => [name.replaceAll("\\", "/"), readFileSync(join(folder, name))]);
}

function fileWith(name: string, content: string | Uint8Array | object): string {
  return join(createProject({ [name]: content }), name);
}

const otherTar = await tarOf([["a", "b".repeat(5000)]]);
const layoutTar = fileWith("layout.tar", await tarOf(filesBelow(layoutFolder)));

describe.each([
  ["an OCI layout", layoutFolder],
  ["an OCI layout in an archive", layoutTar],
  ["an OCI layout in a compressed archive", fileWith("layout.tar.gz", gzipSync(readFileSync(layoutTar)))],
])("%s", (_, path) => {
  test.each([
    ["linux/amd64", "amd64"],
    ["linux/arm64", "arm64"],
    ["linux/arm/v7", "arm"],
  ])("has an image for %s", async (platform, architecture) => {
    const facts = await ask(path, appName, platform);
    expect(facts).toMatchObject({ ...appFacts(architecture), name: appName, source: "file", digest: app.digest });
    expect(facts.compressedBytes).toBe(facts.layerBlobs?.reduce((sum, { bytes }) => sum + bytes, 0));
    expect(facts.unpackedBytes).toBeNull();
  });

  test.each([
    ["the digest of an index", `${appName}@${app.digest}`, app.digest, 2],
    ["the digest of a manifest", `elsewhere/app@${appManifests.get("amd64")}`, appManifests.get("amd64"), 2],
    ["its other annotation", "registry.example.com/base/onbuild:1", onbuild.digest, 1],
  ])("has an image by %s", async (_, name, digest, layers) => {
    expect(await ask(path, name)).toMatchObject({ digest, layers });
  });

  test.each([
    [appName, "linux/s390x", "the file has it, but not for linux/s390x"],
    ["registry.example.com/base/onbuild:1", "linux/arm64", "the file has it, but not for linux/arm64"],
    ["registry.example.com/base/app:2", "linux/amd64", `the file does not hold it, but ${appName}, `],
    [`${appName}@sha256:${"0".repeat(64)}`, "linux/amd64", "the file does not hold it"],
  ])("says what it has in place of %s for %s", async (name, platform, message) => {
    await expect(ask(path, name, platform)).rejects.toThrow(message);
  });
});

describe("an OCI layout that is not whole", () => {
  const blob = (digest: string): string => `blobs/${digest.replace(":", "/")}`;
  const files = Object.fromEntries(filesBelow(layoutFolder));
  const name = "registry.example.com/base/onbuild:1";
  const nameless = { manifests: [{ ...onbuild, size: 1, annotations: { "org.opencontainers.image.ref.name": "1" } }] };

  test.each<[why: string, change: Record<string, Uint8Array | object>, message: string]>([
    [
      "a blob is missing",
      { "index.json": { manifests: [{ digest: app.digest.replace(/.$/, "x"), size: 1 }] } },
      "the file does not hold it, but sha256:",
    ],
    ["a blob has other bytes", { [blob(onbuild.digest)]: Buffer.from("{}") }, "the file is damaged: sha256:"],
    ["a tag alone names no image", { "index.json": nameless }, "the file does not hold it, but 1"],
    ["it holds nothing", { "index.json": { manifests: [] } }, "the file does not hold it, but nothing"],
    [
      "a digest that leads out of it",
      {
        "index.json": {
          manifests: [{ ...onbuild, digest: "../..:x", size: 1 }].map((entry) => ({
            ...entry,
            annotations: { "io.containerd.image.name": name },
          })),
        },
      },
      '"../..:x" is no digest',
    ],
  ])("%s", async (_, change, message) => {
    await expect(ask(createProject({ ...files, ...change }), name)).rejects.toThrow(message);
  });
});

describe("an archive of docker save", () => {
  const imageConfig = (digest: string): Buffer => {
    const manifest = JSON.parse(layoutBlob(digest).toString()) as { config: { digest: string } };
    return layoutBlob(manifest.config.digest);
  };
  const configName = "0123.json";
  const amd64 = imageConfig(appManifests.get("amd64") ?? "");
  const manifest = (...images: object[]): string => JSON.stringify(images);
  const saved = {
    Config: configName,
    RepoTags: ["team/app:1", "team/app:latest"],
    Layers: ["a/layer.tar", "b/layer.tar"],
  };

  test("of Docker before 25: the second layer is a link, names are long, the manifest comes last", async () => {
    const layer = await tarOf([
      ["bin/one", "12345"],
      [{ name: "bin/two", type: "link", linkname: "bin/one" }],
      [{ name: `deep/${"x".repeat(120)}/${"y".repeat(200)}` }, "1"],
      [{ name: "folder", type: "directory" }],
    ]);
    const tar = await tarOf([
      [{ name: "a", type: "directory" }],
      ["a/VERSION", "1.0"],
      ["a/layer.tar", layer],
      [{ name: "b/layer.tar", type: "symlink", linkname: "../a/layer.tar" }],
      [configName, amd64],
      ["manifest.json", manifest(saved)],
      ["repositories", "{}"],
    ]);
    const facts = await ask(fileWith("saved.tar", tar), "team/app");
    expect(facts).toMatchObject({ ...appFacts("amd64"), name: "team/app", source: "file", digest: null });
    expect(facts).toMatchObject({ compressedBytes: null, unpackedBytes: 12 });
    expect(facts.history?.map(({ bytes }) => bytes)).toEqual([6, 6, 0]);
    // What is compressed cannot be gone through twice in reasonable time.
    const compressed = await ask(fileWith("saved.tar.gz", gzipSync(tar)), "team/app");
    expect(compressed).toEqual({
      ...facts,
      unpackedBytes: null,
      history: facts.history?.map((entry) => ({ ...entry, bytes: null })),
    });
  });

  test("of Docker 25 and later: a layout with plain tars, whose bytes and digests are not a registry's", async () => {
    const { createHash } = await import("node:crypto");
    const files: [string, Buffer][] = [];
    const put = (content: Buffer, mediaType: string): object => {
      const hash = createHash("sha256").update(content).digest("hex");
      files.push([`blobs/sha256/${hash}`, content]);
      return { mediaType, digest: `sha256:${hash}`, size: content.length };
    };
    const layers = [await tarOf([["a", "123"]]), await tarOf([["b", "4567"]])].map((tar) =>
      put(tar, "application/vnd.oci.image.layer.v1.tar"),
    );
    const config = put(amd64, "application/vnd.oci.image.config.v1+json");
    const image = put(Buffer.from(JSON.stringify({ config, layers })), "application/vnd.oci.image.manifest.v1+json");
    const annotations = {
      "io.containerd.image.name": "docker.io/team/app:1",
      "org.opencontainers.image.ref.name": "1",
    };
    const index = JSON.stringify({ manifests: [{ ...image, annotations }] });
    const tar = await tarOf([...files, ["index.json", index], ["manifest.json", manifest(saved)]]);
    expect(await ask(fileWith("saved.tar", tar), "team/app:1")).toMatchObject({
      ...appFacts("amd64"),
      digest: null,
      compressedBytes: null,
      unpackedBytes: 7,
    });
  });

  test.each([
    ["team/app:2", "linux/amd64", manifest(saved), "the file does not hold it, but team/app:1, team/app:latest"],
    ["team/app:1", "linux/amd64", manifest({ ...saved, RepoTags: null }), "but images without a name"],
    ["team/app:1", "linux/arm64", manifest(saved), "the file has it, but not for linux/arm64"],
    ["team/app:1", "linux/amd64", manifest({ ...saved, Config: "gone" }), "not hold all of it: gone is missing"],
  ])("%s for %s", async (name, platform, list, message) => {
    const tar = await tarOf([
      [configName, amd64],
      ["manifest.json", list],
    ]);
    await expect(ask(fileWith("saved.tar", tar), name, platform)).rejects.toThrow(message);
  });
});

describe("facts as JSON", () => {
  const own = {
    images: [
      { name: "registry.example.com/java:21", layers: 5, digest: `sha256:${"a".repeat(64)}`, compressedBytes: 100 },
      { name: "registry.example.com/java:21", platform: "linux/arm64/v8", layers: 6, asOf: "2026-05-01" },
      {
        name: "team/app",
        layers: 1,
        unpackedBytes: 7,
        config: { Env: ["A=1"], WorkingDir: "/app", OnBuild: ["RUN a"] },
      },
    ],
  };
  const inspected = [
    {
      RepoTags: ["team/app:1", "<none>:<none>"],
      RepoDigests: [`team/app@sha256:${"b".repeat(64)}`],
      Os: "linux",
      Architecture: "amd64",
      Size: 1,
      RootFS: { Layers: ["sha256:1"] },
      Config: { Cmd: ["app"] },
    },
  ];

  test.each<[name: string, platform: string, file: object, facts: object]>([
    ["registry.example.com/java:21", "linux/amd64", own, { layers: 5, compressedBytes: 100, configKnown: false }],
    [`registry.example.com/java@sha256:${"a".repeat(64)}`, "linux/amd64", own, { layers: 5 }],
    ["registry.example.com/java:21", "linux/arm64", own, { layers: 6, asOf: "2026-05-01", compressedBytes: null }],
    [
      "docker.io/team/app:latest",
      "linux/amd64",
      own,
      {
        layers: 1,
        unpackedBytes: 7,
        env: new Map([["A", "1"]]),
        workdir: "/app",
        onbuild: ["RUN a"],
        configKnown: true,
      },
    ],
    [
      "team/app:1",
      "linux/amd64",
      inspected,
      { layers: 1, cmd: ["app"], digest: `sha256:${"b".repeat(64)}`, unpackedBytes: null },
    ],
    [`team/app@sha256:${"b".repeat(64)}`, "linux/amd64", inspected, { layers: 1 }],
  ])("%s for %s", async (name, platform, file, facts) => {
    expect(await ask(fileWith("bases.json", file), name, platform)).toMatchObject({ source: "file", ...facts });
  });

  test.each([
    ["registry.example.com/java:22", own, "the file does not tell of it"],
    ["team/app", { images: [{ ...own.images[2], platform: "linux/s390x" }] }, "tells of it, but not for linux/amd64"],
  ])("%s", async (name, file, message) => {
    await expect(ask(fileWith("bases.json", file), name)).rejects.toThrow(message);
  });
});

describe("what is no file of images", () => {
  const folder = createProject({
    "broken.json": '{"images": [',
    "empty.json": "",
    "shape.json": { images: [{ name: "a" }] },
    "key.json": { images: [{ name: "a", layers: 1, size: 1 }] },
    "name.json": { images: [{ name: "A B", layers: 1 }] },
    "platform.json": { images: [{ name: "a", layers: 1, platform: "amd64" }] },
    "inspect.json": [{ Id: "a" }],
    "text.txt": "hello\n".repeat(200),
    "other.tar": otherTar,
    "damaged.tar": Buffer.concat([otherTar.subarray(0, 512 + 5120), Buffer.alloc(512, "x")]),
    "cut.tar.gz": gzipSync(otherTar).subarray(0, 60),
    "layout/index.json": "[]",
    "folder/": "",
  });

  test.each([
    ["absent", "no such file or directory"],
    ["broken.json", "it is not JSON: "],
    ["empty.json", "it is not an OCI layout folder, an archive of docker save"],
    ["shape.json", "its list of images cannot be read: images.0.layers: it is missing"],
    ["key.json", "its list of images cannot be read: images.0.size: there is no such key"],
    ["name.json", 'its list of images cannot be read: "A B" is no name of an image'],
    ["platform.json", "its list of images cannot be read: images.0.platform: expected os/architecture[/variant]"],
    ["inspect.json", "its list of images cannot be read: 0.Os: it is missing"],
    ["text.txt", "it is not an OCI layout folder"],
    ["other.tar", "it is not an OCI layout folder"],
    ["damaged.tar", "the archive is damaged: a header has a wrong checksum"],
    ["cut.tar.gz", "the gzip archive is damaged: "],
    ["layout", "its index cannot be read"],
    ["folder", "it is not an OCI layout folder"],
  ])("%s", async (path, message) => {
    const opening = openImageFile(path, folder);
    await expect(opening).rejects.toThrow(BaseImageSourceError);
    await expect(opening).rejects.toThrow(`--base-images ${path}: ${message}`);
  });
});
