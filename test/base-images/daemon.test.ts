/** Images asked of a Docker daemon. */
import type { RequestListener } from "node:http";
import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { daemonAddress } from "../../src/base-images/daemon-address.ts";
import { createDaemonSource } from "../../src/base-images/daemon-source.ts";
import { createProject } from "../temporary-project.ts";
import { reference } from "./layout.ts";
import { answer, closedHost, serve, serveSocket } from "./local-server.ts";

/** As Docker 20.10 to 26 answer, with the overlay2 driver. */
const inspected = {
  Id: `sha256:${"a".repeat(64)}`,
  RepoTags: ["team/app:1"],
  RepoDigests: [`other/app@sha256:${"c".repeat(64)}`, `team/app@sha256:${"b".repeat(64)}`],
  Os: "linux",
  Architecture: "arm64",
  Variant: "v8",
  Size: 3000,
  GraphDriver: { Name: "overlay2", Data: {} },
  RootFS: { Type: "layers", Layers: ["sha256:1", "sha256:2"] },
  Config: {
    Env: ["PATH=/bin"],
    Cmd: ["app"],
    Entrypoint: null,
    User: "",
    WorkingDir: "/srv",
    OnBuild: null,
    Labels: null,
  },
};

const history = [
  { CreatedBy: 'CMD ["app"]', Size: 0, Tags: ["team/app:1"] },
  { CreatedBy: "RUN b", Size: 1000, Tags: null },
  { CreatedBy: "RUN a", Size: 2000, Tags: null },
];

/** A daemon that has one image. */
function daemonWith(image: object, entries: readonly object[] = history): RequestListener {
  return ({ url = "" }, response) => {
    const { pathname } = new URL(url, "http://docker");
    if (pathname === "/images/team/app:1/json") return answer(response, 200, image);
    if (pathname === "/images/team/app:1/history") return answer(response, 200, entries);
    answer(response, 404, { message: "No such image" });
  };
}

async function ask(listener: RequestListener, { name = "team/app:1", platform = "linux/arm64", timeout = 5000 } = {}) {
  const socket = join(createProject({}), "docker.sock");
  await serveSocket(socket, listener);
  const source = createDaemonSource({ env: { DOCKER_HOST: `unix://${socket}` }, timeout });
  return source.describe(reference(name), platform);
}

describe("an image of the daemon", () => {
  test("has layers, configuration, history and bytes", async () => {
    expect(await ask(daemonWith(inspected))).toEqual({
      name: "team/app:1",
      source: "docker",
      asOf: new Date().toISOString().slice(0, 10),
      derivedFrom: null,
      digest: `sha256:${"b".repeat(64)}`,
      layers: 2,
      layerDigests: ["sha256:1", "sha256:2"],
      compressedBytes: null,
      unpackedBytes: 3000,
      os: "linux",
      env: new Map([["PATH", "/bin"]]),
      user: null,
      workdir: "/srv",
      configKnown: true,
      entrypoint: null,
      cmd: ["app"],
      exposedPorts: [],
      volumes: [],
      labels: new Map(),
      stopSignal: null,
      shell: null,
      healthcheck: null,
      onbuild: [],
      history: [
        { createdBy: "RUN a", empty: false, bytes: 2000 },
        { createdBy: "RUN b", empty: false, bytes: 1000 },
        { createdBy: 'CMD ["app"]', empty: true, bytes: 0 },
      ],
    });
  });

  test("which of the entries are layers is open when one of the layers is empty", async () => {
    const facts = await ask(daemonWith(inspected, [...history.slice(0, 2), { CreatedBy: "RUN true", Size: 0 }]));
    expect(facts.history?.map(({ empty }) => empty)).toEqual([null, null, null]);
  });

  test.each([
    ["containerd's image store", { GraphDriver: { Name: "overlayfs" } }],
    ["no driver that is named", { GraphDriver: null }],
  ])("%s counts blocks on disk: its bytes are not taken", async (_, change) => {
    const facts = await ask(daemonWith({ ...inspected, ...change }));
    expect(facts.unpackedBytes).toBeNull();
    expect(facts.history?.map(({ bytes }) => bytes)).toEqual([null, null, null]);
  });

  test("the platform is asked for, and the name as it is written", async () => {
    const asked: string[] = [];
    const listener: RequestListener = ({ url = "" }, response) => {
      asked.push(decodeURIComponent(url));
      answer(response, 404, { message: "No such image" });
    };
    await expect(ask(listener, { name: "reg.example.com:5000/a/b:1", platform: "linux/arm/v7" })).rejects.toThrow(
      "the Docker daemon does not have it",
    );
    expect(asked).toEqual([
      '/images/reg.example.com:5000/a/b:1/json?platform={"os":"linux","architecture":"arm","variant":"v7"}',
    ]);
  });

  test.each<[why: string, message: string | RegExp, listener: RequestListener, platform?: string]>([
    ["another platform", "has it for linux/arm64, not for linux/amd64", daemonWith(inspected), "linux/amd64"],
    ["an error", "the Docker daemon answers 500: out of order", (_, r) => answer(r, 500, { message: "out of order" })],
    ["an error without words", /answers 503$/, (_, response) => answer(response, 503, "<html>")],
    ["no JSON", "its description by the Docker daemon is not JSON", (_, response) => answer(response, 200, "x")],
    ["another JSON", "cannot be read: Os: it is missing", (_, response) => answer(response, 200, {})],
    ["no answer", /cannot be reached at unix:.*: no answer within 0\.2 s/, () => undefined],
    ["a connection that is cut", /cannot be reached at unix:/, (request) => request.socket.destroy()],
  ])("%s", async (_, message, listener, platform = "linux/arm64") => {
    await expect(ask(listener, { platform, timeout: 200 })).rejects.toThrow(message);
  });

  test("over TCP", async () => {
    const env = { DOCKER_HOST: `tcp://${await serve(daemonWith(inspected))}` };
    const facts = await createDaemonSource({ env }).describe(reference("team/app:1"), "linux/arm64");
    expect(facts.layers).toBe(2);
  });

  test.each([
    ["no socket", () => "unix:///does/not/exist.sock", "at unix:///does/not/exist.sock: there is no such socket"],
    ["nobody listens", async () => `tcp://${await closedHost()}`, "nobody listens there"],
    ["an address that is not supported", () => "ssh://me@host", 'cannot be asked at "ssh://me@host": only unix://'],
  ])("%s", async (_, host, message) => {
    const source = createDaemonSource({ env: { DOCKER_HOST: await host() } });
    await expect(source.describe(reference("a"), "linux/amd64")).rejects.toThrow(message);
  });
});

describe("where the daemon listens", () => {
  const contexts = createProject({ "config.json": { currentContext: "desktop" } });
  const meta = join(contexts, "contexts/meta", createHash("sha256").update("desktop").digest("hex"));
  mkdirSync(meta, { recursive: true });
  writeFileSync(join(meta, "meta.json"), JSON.stringify({ Endpoints: { docker: { Host: "unix:///desktop.sock" } } }));
  const nothing = createProject({});

  test.each<[what: string, env: Record<string, string>, os: NodeJS.Platform, expected: object]>([
    ["on Linux", {}, "linux", { kind: "socket", path: "/var/run/docker.sock" }],
    ["on macOS", {}, "darwin", { kind: "socket", path: "/var/run/docker.sock" }],
    ["on Windows", {}, "win32", { kind: "socket", path: "\\\\.\\pipe\\docker_engine" }],
    ["a socket", { DOCKER_HOST: "unix:///run/user/1000/podman.sock" }, "linux", { path: "/run/user/1000/podman.sock" }],
    ["a host", { DOCKER_HOST: "tcp://build:1234" }, "linux", { host: "build", port: 1234, certificates: null }],
    ["a host without port", { DOCKER_HOST: "tcp://build" }, "linux", { host: "build", port: 2375 }],
    ["IPv6", { DOCKER_HOST: "tcp://[::1]:2375" }, "linux", { host: "::1", port: 2375 }],
    [
      "TLS",
      { DOCKER_HOST: "tcp://build", DOCKER_TLS_VERIFY: "1", DOCKER_CERT_PATH: "/certs" },
      "linux",
      { port: 2376, certificates: "/certs" },
    ],
    ["the context in use", { DOCKER_CONFIG: contexts }, "linux", { path: "/desktop.sock" }],
    [
      "a context by its name",
      { DOCKER_CONFIG: contexts, DOCKER_CONTEXT: "desktop" },
      "linux",
      { path: "/desktop.sock" },
    ],
    [
      "the default context",
      { DOCKER_CONFIG: contexts, DOCKER_CONTEXT: "default" },
      "linux",
      { path: "/var/run/docker.sock" },
    ],
    ["DOCKER_HOST before a context", { DOCKER_CONFIG: contexts, DOCKER_HOST: "unix:///a" }, "linux", { path: "/a" }],
  ])("%s", (_, env, os, expected) => {
    expect(daemonAddress({ DOCKER_CONFIG: nothing, ...env }, os)).toMatchObject(expected);
  });

  test("a context that is not there", () => {
    expect(() => daemonAddress({ DOCKER_CONFIG: nothing, DOCKER_CONTEXT: "gone" }, "linux")).toThrow(
      'the Docker daemon is not known: there is no docker context "gone"',
    );
  });

  test("certificates that are not there", async () => {
    const env = { DOCKER_HOST: "tcp://127.0.0.1:1", DOCKER_TLS_VERIFY: "1", DOCKER_CERT_PATH: nothing };
    await expect(createDaemonSource({ env }).describe(reference("a"), "linux/amd64")).rejects.toThrow(
      "ca.pem: no such file or directory",
    );
  });
});
