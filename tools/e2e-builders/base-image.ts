/** `localhost/busybox:1`: a shell and two users in one layer, the same bytes on every machine. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { pack } from "tar-stream";
import { bytesOf } from "./archives.ts";
import { splitVariable, type BaseImageFacts } from "../../src/knowledge/base-images.ts";
import { readImage } from "./built-image.ts";
import type { DockerApi } from "./docker-api.ts";

export const baseReference = "localhost/busybox:1";

const epoch = new Date(1_700_000_000_000);
const folders = ["bin", "dev", "etc", "home", "proc", "root", "sys", "tmp", "usr", "usr/bin", "var"];
const changes = ['CMD ["/bin/sh"]', "ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"];

/** Puts the image into the daemon. */
export async function importBaseImage(api: DockerApi, busybox: string): Promise<void> {
  const colon = baseReference.lastIndexOf(":");
  const query = new URLSearchParams({
    fromSrc: "-",
    repo: baseReference.slice(0, colon),
    tag: baseReference.slice(colon + 1),
  });
  for (const change of changes) query.append("changes", change);
  await api.post(`/images/create?${query.toString()}`, await rootFileSystem(busybox));
}

/** What the planner needs to know of the image, asked of the daemon. */
export async function inspectBaseImage(api: DockerApi): Promise<BaseImageFacts> {
  const { config, diffIds, history } = await readImage(api, baseReference);
  return {
    name: baseReference,
    source: "docker",
    asOf: epoch.toISOString().slice(0, 10),
    derivedFrom: null,
    digest: null,
    layers: diffIds.length,
    layerDigests: diffIds,
    compressedBytes: null,
    unpackedBytes: history.reduce((sum, { layer }) => sum + (layer?.fileBytes ?? 0), 0),
    os: "linux",
    env: new Map((config.Env ?? []).map(splitVariable)),
    user: config.User || null,
    workdir: config.WorkingDir || null,
    configKnown: true,
    entrypoint: config.Entrypoint ?? null,
    cmd: config.Cmd ?? null,
    exposedPorts: Object.keys(config.ExposedPorts ?? {}),
    volumes: Object.keys(config.Volumes ?? {}),
    labels: new Map(Object.entries(config.Labels ?? {})),
    stopSignal: config.StopSignal || null,
    shell: config.Shell ?? null,
    healthcheck: config.Healthcheck ?? null,
    onbuild: config.OnBuild ?? [],
    history: history.map(({ createdBy, empty, layer }) => ({ createdBy, empty, bytes: layer?.fileBytes ?? 0 })),
  };
}

async function rootFileSystem(busybox: string): Promise<Buffer> {
  const applets = spawnSync(busybox, ["--list"], { encoding: "utf8" })
    .stdout.split("\n")
    .filter((name) => name !== "");
  const packer = pack();
  const common = { mtime: epoch, uid: 0, gid: 0 };
  for (const name of folders)
    packer.entry({ ...common, name, type: "directory", mode: name === "tmp" ? 0o1777 : 0o755 });
  packer.entry({ ...common, name: "bin/busybox", mode: 0o755 }, readFileSync(busybox));
  for (const applet of applets) {
    if (applet === "busybox") continue;
    packer.entry({ ...common, name: `bin/${applet}`, type: "symlink", linkname: "/bin/busybox", mode: 0o777 });
  }
  packer.entry({ ...common, name: "etc/passwd" }, "root:x:0:0:root:/root:/bin/sh\napp:x:1000:1000:app:/home:/bin/sh\n");
  packer.entry({ ...common, name: "etc/group" }, "root:x:0:\napp:x:1000:\n");
  return bytesOf(packer);
}
