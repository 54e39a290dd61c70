/** Images asked of a registry, and the logins for it. */
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { findCredentials } from "../../src/base-images/docker-credentials.ts";
import { digestOf } from "../../src/base-images/image-documents.ts";
import { readChallenges } from "../../src/base-images/challenge.ts";
import { createRegistrySource } from "../../src/base-images/registry-source.ts";
import type { RegistryOptions } from "../../src/base-images/registry-source.ts";
import { createProject } from "../temporary-project.ts";
import { answer, bodyOf, closedHost, serve } from "./local-server.ts";
import { appFacts, appManifests, layoutBlob, layoutIndex, reference } from "./layout.ts";

const [app, onbuild] = layoutIndex.manifests;
const noLogins = createProject({});
const basic = `Basic ${Buffer.from("user:secret").toString("base64")}`;

/** What a registry with the images of the layout answers when it lets everybody in. */
function serveImage(request: IncomingMessage, response: ServerResponse): void {
  const [, kind = "", name = ""] = /^\/v2\/base\/app\/(manifests|blobs)\/(.+)$/.exec(request.url ?? "") ?? [];
  const tags: Record<string, string> = { "1": app.digest, latest: app.digest, single: onbuild.digest };
  const digest = tags[name] ?? name;
  const known = [app.digest, onbuild.digest, ...appManifests.values()];
  if (kind === "" || (kind === "manifests" && !known.includes(digest))) return answer(response, 404);
  const body = layoutBlob(digest);
  const { mediaType } = JSON.parse(body.toString()) as { mediaType?: string };
  answer(response, 200, body, { "content-type": kind === "blobs" ? "application/octet-stream" : (mediaType ?? "") });
}

/** Asks a server for an image on `linux/amd64`. */
async function ask(
  listener: RequestListener,
  { name = "base/app:1", platform = "linux/amd64", ...options }: AskOptions = {},
) {
  const host = await serve(listener);
  const files = options.logins ? createProject({ "config.json": { auths: { [host]: options.logins } } }) : noLogins;
  const source = createRegistrySource({ env: { DOCKER_CONFIG: files }, timeout: 5000, patience: 1500, ...options });
  return { host, facts: await source.describe(reference(`${host}/${name}`), platform) };
}

interface AskOptions extends Partial<RegistryOptions> {
  readonly name?: string;
  readonly platform?: string;
  /** The entry of this server in `auths`. */
  readonly logins?: object;
}

describe("an image", () => {
  test.each([
    ["linux/amd64", "amd64"],
    ["linux/arm64", "arm64"],
    ["linux/arm/v7", "arm"],
    ["linux/arm/v6", "arm"],
  ])("of an index, for %s", async (platform, architecture) => {
    const { host, facts } = await ask(serveImage, { platform });
    expect(facts).toMatchObject({
      ...appFacts(architecture),
      name: `${host}/base/app:1`,
      source: "registry",
      asOf: new Date().toISOString().slice(0, 10),
      digest: app.digest,
      unpackedBytes: null,
    });
    const manifest = JSON.parse(layoutBlob(appManifests.get(architecture) ?? "").toString()) as {
      layers: { digest: string; size: number }[];
    };
    expect(facts.layerBlobs).toEqual(manifest.layers.map(({ digest, size }) => ({ digest, bytes: size })));
    expect(facts.compressedBytes).toBe(manifest.layers.reduce((sum, { size }) => sum + size, 0));
  });

  test.each([
    ["without a tag", "base/app", app.digest],
    ["by the digest of its index", `base/app@${app.digest}`, app.digest],
    ["by the digest of its manifest", `base/app:1@${appManifests.get("amd64")}`, appManifests.get("amd64")],
    ["of one platform, without an index", "base/app:single", onbuild.digest],
  ])("%s", async (_, name, digest) => {
    expect((await ask(serveImage, { name })).facts.digest).toBe(digest);
  });

  /** Serves documents by their digest, the last of them under every tag. */
  function serveDocuments(documents: readonly object[]): RequestListener {
    const texts = documents.map((document) => JSON.stringify(document));
    return ({ url = "" }, response) => {
      const text = texts.find((one) => url.endsWith(digestOf(Buffer.from(one)))) ?? texts.at(-1);
      const { mediaType = "" } = JSON.parse(text ?? "") as { mediaType?: string };
      answer(response, 200, text, { "content-type": mediaType });
    };
  }
  const described = (document: object) => ({ digest: digestOf(Buffer.from(JSON.stringify(document))), size: 1 });
  const emptyConfig = { os: "linux", architecture: "amd64", rootfs: { diff_ids: null }, config: { Env: ["A=1"] } };
  const emptyManifest = { config: described(emptyConfig), layers: null };
  const indexOf = (entry: object) => ({
    mediaType: "application/vnd.oci.image.index.v1+json",
    manifests: [{ ...described(entry), platform: { os: "linux", architecture: "amd64" } }],
  });

  test.each([
    ["without a layer, as BuildKit writes it", [emptyConfig, emptyManifest]],
    ["of an index in an index", [emptyConfig, emptyManifest, indexOf(emptyManifest), indexOf(indexOf(emptyManifest))]],
  ])("%s", async (_, documents) => {
    const { facts } = await ask(serveDocuments(documents));
    expect(facts).toMatchObject({ layers: 0, compressedBytes: 0, env: new Map([["A", "1"]]) });
  });

  test("with all that a configuration can hold", async () => {
    const { facts } = await ask(serveImage, { name: "base/app:single" });
    expect(facts).toMatchObject({
      env: new Map([
        ["PATH", "/usr/bin:/bin"],
        ["EMPTY", ""],
        ["PAIR", "a=b"],
      ]),
      user: "app",
      workdir: null,
      entrypoint: ["/bin/entry"],
      cmd: ["--help"],
      exposedPorts: ["443/tcp", "53/udp"],
      volumes: ["/data"],
      labels: new Map([["org.opencontainers.image.title", "On build"]]),
      stopSignal: "SIGINT",
      shell: ["/bin/bash", "-c"],
      healthcheck: { Test: ["CMD-SHELL", "true"], Interval: 30_000_000_000, Retries: 3 },
      onbuild: ["COPY . /data", "RUN make"],
      history: [
        { createdBy: "COPY etc/onbuild / # buildkit", empty: false, bytes: null },
        { createdBy: 'CMD ["app"]', empty: true, bytes: null },
      ],
    });
  });

  test("of Docker Hub comes from its registry, over TLS", async () => {
    const asked: string[] = [];
    const fetch = (url: string | URL | Request): Promise<Response> => {
      asked.push(url instanceof Request ? url.url : url.toString());
      return Promise.resolve(new Response(null, { status: 404 }));
    };
    const source = createRegistrySource({ env: { DOCKER_CONFIG: noLogins }, fetch });
    await expect(source.describe(reference("node:22"), "linux/amd64")).rejects.toThrow("Docker Hub does not know it");
    await expect(source.describe(reference("ghcr.io/a/b"), "linux/amd64")).rejects.toThrow(
      "the registry ghcr.io does not know it",
    );
    expect(asked).toEqual([
      "https://registry-1.docker.io/v2/library/node/manifests/22",
      "https://ghcr.io/v2/a/b/manifests/latest",
    ]);
  });
});

describe("logins", () => {
  /** A registry that wants a token, and the server that gives tokens out. */
  async function tokenRegistry(
    accepts: (request: IncomingMessage, url: URL) => string | number | Promise<string | number>,
  ) {
    const tokens: string[] = [];
    const realm = await serve((request, response) => {
      void (async () => {
        const url = new URL(request.url ?? "", "http://token");
        const token = await accepts(request, url);
        if (typeof token === "number") answer(response, token);
        else {
          tokens.push(token);
          answer(response, 200, { token });
        }
      })();
    });
    const listener: RequestListener = (request, response) => {
      const { authorization = "" } = request.headers;
      if (tokens.some((token) => authorization === `Bearer ${token}`)) return serveImage(request, response);
      const challenge = `Bearer realm="http://${realm}/token",service="registry",scope="repository:base/app:pull"`;
      answer(response, 401, { errors: [{ code: "UNAUTHORIZED" }] }, { "www-authenticate": challenge });
    };
    return { listener, tokens };
  }

  test("a token for everybody, asked for once", async () => {
    const asked: string[] = [];
    const { listener, tokens } = await tokenRegistry((request, { search }) => {
      asked.push(`${request.headers.authorization ?? "nobody"} ${search}`);
      return "anonymous";
    });
    expect((await ask(listener)).facts).toMatchObject(appFacts("amd64"));
    expect(asked).toEqual(["nobody ?service=registry&scope=repository%3Abase%2Fapp%3Apull"]);
    expect(tokens).toEqual(["anonymous"]);
  });

  test.each([
    ["a user and a password", { auth: Buffer.from("user:secret").toString("base64") }],
    ["a password in the clear", { username: "user", password: "secret" }],
    ["a password with the NUL of old versions", { auth: Buffer.from("user:secret\0").toString("base64") }],
  ])("a token for %s", async (_, logins) => {
    const { listener } = await tokenRegistry(({ headers }) => (headers.authorization === basic ? "mine" : 401));
    expect((await ask(listener, { logins })).facts).toMatchObject(appFacts("amd64"));
  });

  test("a token for an identity token", async () => {
    const forms: string[] = [];
    const { listener } = await tokenRegistry(async (request) => {
      if (request.method !== "POST") return 401;
      forms.push(await bodyOf(request));
      return "exchanged";
    });
    expect((await ask(listener, { logins: { identitytoken: "refresh" } })).facts).toMatchObject(appFacts("amd64"));
    expect(forms).toEqual([
      "service=registry&scope=repository%3Abase%2Fapp%3Apull&grant_type=refresh_token&refresh_token=refresh&client_id=stratalint",
    ]);
  });

  test("a password sent with each request", async () => {
    const listener: RequestListener = (request, response) => {
      if (request.headers.authorization === basic) serveImage(request, response);
      else answer(response, 401, "", { "www-authenticate": 'Basic realm="Registry"' });
    };
    const logins = { auth: Buffer.from("user:secret").toString("base64") };
    expect((await ask(listener, { logins })).facts).toMatchObject(appFacts("amd64"));
    await expect(ask(listener)).rejects.toThrow(/does not know it, or asks for a login: "docker login 127.0.0.1:\d+"/);
    await expect(ask(listener, { logins: { username: "user", password: "wrong" } })).rejects.toThrow(
      "refuses the stored login",
    );
  });

  test.each([
    ["nobody is let in", undefined, /does not know it, or asks for a login/],
    ["the login is wrong", { username: "user", password: "wrong" }, /refuses the stored login/],
  ])("no token when %s", async (_, logins, message) => {
    const { listener } = await tokenRegistry(() => 401);
    await expect(ask(listener, logins ? { logins } : {})).rejects.toThrow(message);
  });

  test("without a login that cannot be looked up, for what is public; else it is said why", async () => {
    const broken = { DOCKER_CONFIG: createProject({ "config.json": { credsStore: "absent" } }) };
    const open = await tokenRegistry(() => "anonymous");
    expect((await ask(open.listener, { env: broken })).facts).toMatchObject(appFacts("amd64"));
    const failure = "the credential helper docker-credential-absent failed: there is no such program";
    const closed = await tokenRegistry(() => 401);
    await expect(ask(closed.listener, { env: broken })).rejects.toThrow(failure);
    const basicOnly: RequestListener = (_, response) => answer(response, 401, "", { "www-authenticate": "Basic" });
    await expect(ask(basicOnly, { env: broken })).rejects.toThrow(failure);
  });

  test.each([
    ["http://tokens.example.com/", "a token server that is not safe to ask"],
    ["ftp://127.0.0.1/", "a token server that is not safe to ask"],
    ["nonsense", "a token server that is not safe to ask"],
  ])("a login is not sent to %s", async (realm, message) => {
    const challenge = { "www-authenticate": `Bearer realm="${realm}"` };
    await expect(ask((_, response) => answer(response, 401, "", challenge))).rejects.toThrow(message);
  });

  test("a kind of login that is not supported", async () => {
    const challenge = { "www-authenticate": "Negotiate" };
    await expect(ask((_, response) => answer(response, 401, "", challenge))).rejects.toThrow("not supported");
  });
});

describe("what a registry does wrong", () => {
  const manifestOf = (body: string | object, contentType: string): RequestListener => {
    return (_, response) => answer(response, 200, body, { "content-type": contentType });
  };
  const oci = "application/vnd.oci.image.manifest.v1+json";
  const schema1 = "application/vnd.docker.distribution.manifest.v1+prettyjws";
  const digest = `sha256:${"0".repeat(64)}`;
  const config = { digest, size: 2 };

  test.each<[why: string, message: string | RegExp, listener: RequestListener, options?: AskOptions]>([
    ["no such image", "does not know it", (_, response) => answer(response, 404)],
    ["no such platform", "it does not exist for linux/s390x", serveImage, { platform: "linux/s390x" }],
    ["no such variant", "it does not exist for linux/arm/v5", serveImage, { platform: "linux/arm/v5" }],
    ["forbidden", "forbids access to it", (_, response) => answer(response, 403)],
    ["broken down", "answers 500 Internal Server Error", (_, response) => answer(response, 500)],
    ["no JSON", "its manifest is not JSON", manifestOf("<html>", oci)],
    ["no manifest", "its manifest cannot be read: config: it is missing", manifestOf({}, oci)],
    ["schema 1", "schema 1", manifestOf({ schemaVersion: 1 }, schema1)],
    ["other bytes than the digest says", "sends something else than", manifestOf("{}", oci), { name: `a@${digest}` }],
    ["a configuration of other bytes", "sends something else", manifestOf({ config, layers: [] }, oci)],
    ["an answer without end", "is too big", manifestOf("x".repeat(9_000_000), oci)],
    ["no answer", /127\.0\.0\.1:\d+ cannot be reached: no answer within 0\.2 s/, () => undefined, { timeout: 200 }],
    ["redirects in a circle", "redirects in a circle", (_, response) => answer(response, 302, "", { location: "/x" })],
    ["a connection that is cut", "the connection was cut", (request) => request.socket.destroy()],
  ])("%s", async (_, message, listener, options = {}) => {
    await expect(ask(listener, options)).rejects.toThrow(message);
  });

  test("nobody listens", async () => {
    const source = createRegistrySource({ env: { DOCKER_CONFIG: noLogins } });
    await expect(source.describe(reference(`${await closedHost()}/a`), "linux/amd64")).rejects.toThrow(
      /127\.0\.0\.1:\d+ cannot be reached: the connection is refused/,
    );
  });

  test("a host that does not answer is waited for once", async () => {
    const host = await serve(() => undefined);
    let asked = 0;
    const counting: typeof fetch = (...request) => {
      asked++;
      return fetch(...request);
    };
    const source = createRegistrySource({ env: { DOCKER_CONFIG: noLogins }, timeout: 100, fetch: counting });
    for (const name of ["a", "b"]) {
      await expect(source.describe(reference(`${host}/${name}`), "linux/amd64")).rejects.toThrow("no answer within");
    }
    expect(asked).toBe(1);
  });

  test.each([
    ["a moment", "0", true],
    ["a second", "1", true],
    ["until a date", new Date(Date.now() + 500).toUTCString(), true],
    ["an hour", "3600", false],
  ])("too many requests: wait %s", async (_, after, waits) => {
    let asked = 0;
    const busyOnce: RequestListener = (request, response) => {
      if (++asked === 1) answer(response, 429, "", { "retry-after": after });
      else serveImage(request, response);
    };
    if (waits) expect((await ask(busyOnce)).facts.layers).toBe(2);
    else await expect(ask(busyOnce)).rejects.toThrow("too many requests from here; it says to come back in 3600 s");
  });

  test("too many requests, again and again", async () => {
    let asked = 0;
    const busy: RequestListener = (_, response) => {
      asked++;
      answer(response, 429, "", { "retry-after": "0" });
    };
    await expect(ask(busy)).rejects.toThrow("has had too many requests from here");
    expect(asked).toBe(3);
  });
});

test.each([
  ['Bearer realm="https://a/b",service=x', [["bearer", { realm: "https://a/b", service: "x" }]]],
  [
    'Basic realm="a, b", Bearer realm="c"',
    [
      ["basic", { realm: "a, b" }],
      ["bearer", { realm: "c" }],
    ],
  ],
  ['BEARER Realm = "a \\"b\\""', [["bearer", { realm: 'a "b"' }]]],
  ["Negotiate", [["negotiate", {}]]],
  [
    "Negotiate, Basic realm=x",
    [
      ["negotiate", {}],
      ["basic", { realm: "x" }],
    ],
  ],
  ["", []],
])("challenge %s", (header, expected) => {
  const seen = readChallenges(header).map(({ scheme, parameters }) => [scheme, Object.fromEntries(parameters)]);
  expect(seen).toEqual(expected);
});

describe("the docker configuration", () => {
  const helper = (lines: string): string => `#!/bin/sh\nread server\n${lines}\n`;
  const logins = createProject({
    "bin/docker-credential-vault": helper(
      'case "$1 $server" in "get reg.example.com") echo \'{"Username":"user","Secret":"secret"}\';; ' +
        '"get https://index.docker.io/v1/") echo \'{"Username":"<token>","Secret":"refresh"}\';; ' +
        "*) echo credentials not found in native keychain; exit 1;; esac",
    ),
    "bin/docker-credential-broken": helper("echo 'the keychain is locked' >&2; exit 3"),
    "bin/docker-credential-chatty": "#!/bin/sh\necho hello\n",
  });
  const environment = (config: object | string): Record<string, string> => {
    const folder = createProject({ "config.json": config });
    return { DOCKER_CONFIG: folder, PATH: `${logins}/bin:${process.env["PATH"]}` };
  };
  const password = { kind: "password", username: "user", password: "secret" };
  const auth = Buffer.from("user:secret").toString("base64");

  beforeAll(async () => {
    const { chmodSync } = await import("node:fs");
    for (const name of ["vault", "broken", "chatty"]) chmodSync(`${logins}/bin/docker-credential-${name}`, 0o755);
  });

  test.each<[what: string, config: object, registry: string, expected: object | null]>([
    ["nothing in it", {}, "reg.example.com", null],
    ["a host", { auths: { "reg.example.com": { auth } } }, "reg.example.com", password],
    ["a host with its port", { auths: { "reg.example.com:5000": { auth } } }, "reg.example.com:5000", password],
    ["another port", { auths: { "reg.example.com:5000": { auth } } }, "reg.example.com", null],
    ["an address", { auths: { "https://reg.example.com/v2/": { auth } } }, "reg.example.com", password],
    ["Docker Hub", { auths: { "https://index.docker.io/v1/": { auth } } }, "docker.io", password],
    ["an empty entry, as a helper leaves it", { auths: { "reg.example.com": {} } }, "reg.example.com", null],
    ["a helper for the registry", { credHelpers: { "reg.example.com": "vault" } }, "reg.example.com", password],
    ["a helper for another one", { credHelpers: { "other.example.com": "vault" } }, "reg.example.com", null],
    ["a helper for all", { credsStore: "vault" }, "reg.example.com", password],
    ["a helper with an identity token", { credsStore: "vault" }, "docker.io", { kind: "identity", token: "refresh" }],
    ["a helper that knows of none", { credsStore: "vault" }, "other.example.com", null],
    [
      "an entry besides a helper that knows of none",
      { credsStore: "vault", auths: { "other.example.com": { auth } } },
      "other.example.com",
      password,
    ],
    [
      "the helper for the registry before that for all",
      { credsStore: "broken", credHelpers: { "reg.example.com": "vault" } },
      "reg.example.com",
      password,
    ],
  ])("%s", async (_, config, registry, expected) => {
    expect(await findCredentials(registry, environment(config))).toEqual(expected);
  });

  test.each<[what: string, config: object | string, message: string]>([
    ["no JSON", "{", "its text is not JSON"],
    ["a wrong shape", { auths: [1] }, "its text cannot be read: auths.0"],
    ["a damaged login", { auths: { "reg.example.com": { auth: "AAAA" } } }, "the login for reg.example.com"],
    [
      "a helper that is not there",
      { credsStore: "absent" },
      "docker-credential-absent failed: there is no such program",
    ],
    ["a helper that fails", { credsStore: "broken" }, "docker-credential-broken failed: the keychain is locked"],
    ["a helper that says something else", { credsStore: "chatty" }, "login from docker-credential-chatty is not JSON"],
    ["a path in place of a helper", { credsStore: "../../bin/sh" }, 'names no credential helper: "../../bin/sh"'],
  ])("%s is an error", async (_, config, message) => {
    await expect(findCredentials("reg.example.com", environment(config))).rejects.toThrow(message);
  });
});
