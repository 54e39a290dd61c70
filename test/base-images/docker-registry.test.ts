/** Images asked of a real registry: Debian's docker-registry, when it is on PATH. */
import { spawn, spawnSync } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { createRegistrySource } from "../../src/base-images/registry-source.ts";
import { createProject } from "../temporary-project.ts";
import { appFacts, appManifests, layoutBlob, layoutIndex, reference } from "./layout.ts";

const isThere = spawnSync("docker-registry", ["--version"]).status === 0;
const [app, onbuild] = layoutIndex.manifests;
const login = Buffer.from("user:secret").toString("base64");
/** bcrypt of `secret`: the registry reads no other kind. */
const htpasswd = "user:$2y$05$tAMWwwm5sn3dRrCNibP80.8LEvVvziVofYQoKtemu8nzRALPEFoUW\n";

const children: ChildProcess[] = [];

/** Starts a registry on a free port. */
async function startRegistry(files: { htpasswd?: string }): Promise<string> {
  const folder = createProject({ ...files, "data/": "" });
  const host = `127.0.0.1:${await freePort()}`;
  const config = {
    version: 0.1,
    log: { level: "error" },
    storage: { filesystem: { rootdirectory: join(folder, "data") } },
    http: { addr: host },
    ...(files.htpasswd ? { auth: { htpasswd: { realm: "test", path: join(folder, "htpasswd") } } } : {}),
  };
  const configFile = join(createProject({ "config.yml": config }), "config.yml");
  children.push(spawn("docker-registry", ["serve", configFile], { stdio: "ignore" }));
  for (let attempt = 0; attempt < 100; attempt++) {
    const response = await fetch(`http://${host}/v2/`).catch(() => null);
    if (response) return host;
    await wait(100);
  }
  throw new Error("docker-registry does not start");
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Puts an image of the layout there, with all that its manifest names. */
async function push(host: string, digest: string, tag: string): Promise<void> {
  const document = JSON.parse(layoutBlob(digest).toString()) as {
    mediaType: string;
    manifests?: { digest: string }[];
    config?: { digest: string };
    layers?: { digest: string }[];
  };
  for (const manifest of document.manifests ?? []) await push(host, manifest.digest, manifest.digest);
  for (const blob of [document.config, ...(document.layers ?? [])]) if (blob) await pushBlob(host, blob.digest);
  await send(`http://${host}/v2/base/app/manifests/${tag}`, "PUT", layoutBlob(digest), document.mediaType);
}

async function pushBlob(host: string, digest: string): Promise<void> {
  const { headers } = await send(`http://${host}/v2/base/app/blobs/uploads/`, "POST");
  const address = new URL(headers.get("location") ?? "", `http://${host}`);
  address.searchParams.set("digest", digest);
  await send(address, "PUT", layoutBlob(digest), "application/octet-stream");
}

async function send(url: string | URL, method: string, body?: Buffer, type = ""): Promise<Response> {
  const headers = { authorization: `Basic ${login}`, ...(type === "" ? {} : { "content-type": type }) };
  const response = await fetch(url, { method, headers, ...(body ? { body: new Uint8Array(body) } : {}) });
  if (!response.ok) throw new Error(`${method} ${url.toString()}: ${response.status} ${await response.text()}`);
  return response;
}

afterAll(async () => {
  for (const child of children) {
    child.kill();
    if (child.exitCode === null) await new Promise((resolve) => child.once("exit", resolve));
  }
});

const describeHere = isThere ? describe : describe.skip;

describeHere(`docker-registry${isThere ? "" : " is not on PATH: skipped"}`, () => {
  test("open to everybody: images by tag, by digest and by platform", async () => {
    const host = await startRegistry({});
    await push(host, app.digest, "1");
    await push(host, onbuild.digest, "onbuild");
    const source = createRegistrySource({ env: { DOCKER_CONFIG: createProject({}) } });
    const ask = (name: string, platform = "linux/amd64") => source.describe(reference(`${host}/${name}`), platform);

    expect(await ask("base/app:1")).toMatchObject({ ...appFacts("amd64"), digest: app.digest });
    expect(await ask("base/app:1", "linux/arm64")).toMatchObject(appFacts("arm64"));
    expect(await ask(`base/app@${app.digest}`, "linux/arm/v7")).toMatchObject(appFacts("arm"));
    expect(await ask(`base/app@${appManifests.get("arm64")}`)).toMatchObject(appFacts("arm64"));
    expect(await ask("base/app:onbuild")).toMatchObject({ layers: 1, onbuild: ["COPY . /data", "RUN make"] });
    await expect(ask("base/app:2")).rejects.toThrow("does not know it");
    await expect(ask("base/other:1")).rejects.toThrow("does not know it");
    await expect(ask("base/app:1", "linux/s390x")).rejects.toThrow("does not exist for linux/s390x");
  }, 30_000);

  test("behind a password", async () => {
    const host = await startRegistry({ htpasswd });
    await push(host, app.digest, "1");
    const ask = (auths: object) => {
      const env = { DOCKER_CONFIG: createProject({ "config.json": { auths } }) };
      return createRegistrySource({ env }).describe(reference(`${host}/base/app:1`), "linux/amd64");
    };
    expect(await ask({ [host]: { auth: login } })).toMatchObject(appFacts("amd64"));
    await expect(ask({})).rejects.toThrow("asks for a login");
    await expect(ask({ [host]: { username: "user", password: "wrong" } })).rejects.toThrow("refuses the stored login");
  }, 30_000);
});
