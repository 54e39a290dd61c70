/**
 * The login of a registry, from where `docker login` puts it: `credHelpers`, `credsStore` and `auths` of the docker
 * configuration. Helpers speak the protocol of docker-credential-helpers: `docker-credential-NAME get`, the server on
 * standard input, JSON on standard output.
 */
import { execFile } from "node:child_process";
import type { ExecFileException } from "node:child_process";
import * as v from "valibot";
import { BaseImageError } from "./base-image-error.ts";
import { readDockerConfig } from "./docker-config.ts";
import type { DockerConfig, Environment } from "./docker-config.ts";
import { readDocument } from "./image-documents.ts";

export type Credentials =
  | { readonly kind: "password"; readonly username: string; readonly password: string }
  /** A refresh token, to be changed into tokens at the registry's token server. */
  | { readonly kind: "identity"; readonly token: string };

/** Under this name Docker Hub's login is kept. */
const hubServer = "https://index.docker.io/v1/";

/** Milliseconds; a helper may ask for a password or a key. */
const helperTimeout = 30_000;

/** What a helper calls the user whose secret is an identity token. */
const identityUser = "<token>";

/**
 * Looks a login up.
 *
 * @param registry `docker.io`, or the host with its port
 * @returns null when nobody has logged in there
 * @throws BaseImageError when the configuration cannot be read or a helper fails
 */
export async function findCredentials(registry: string, env: Environment): Promise<Credentials | null> {
  const config = readDockerConfig(env);
  const server = registry === "docker.io" ? hubServer : registry;
  const helper = config.credHelpers?.[registry] ?? config.credHelpers?.[server] ?? config.credsStore;
  return (helper ? await askHelper(helper, server, env) : null) ?? storedCredentials(config, registry);
}

function storedCredentials({ auths }: DockerConfig, registry: string): Credentials | null {
  const [, entry] = Object.entries(auths ?? {}).find(([server]) => registryOf(server) === registry) ?? [];
  if (!entry) return null;
  if (entry.identitytoken) return { kind: "identity", token: entry.identitytoken };
  const { username, password } = entry.auth ? readAuth(entry.auth, registry) : entry;
  return username && password ? { kind: "password", username, password } : null;
}

/** The base64 of `user:password`. */
function readAuth(auth: string, registry: string): { username: string; password: string } {
  const decoded = Buffer.from(auth, "base64").toString("utf8");
  const colon = decoded.indexOf(":");
  if (colon < 1) throw new BaseImageError(`the login for ${registry} in the docker configuration is damaged`);
  // Old versions of docker put a NUL behind the password.
  return { username: decoded.slice(0, colon), password: decoded.slice(colon + 1).replace(/\0+$/, "") };
}

/** A key of `auths` may be a host, or an address with scheme and path. */
function registryOf(server: string): string {
  const host = server.replace(/^https?:\/\//, "").replace(/\/.*$/, "");
  return host === "index.docker.io" || host === "registry-1.docker.io" ? "docker.io" : host;
}

const answerSchema = v.object({ Username: v.string(), Secret: v.string() });

async function askHelper(name: string, server: string, env: Environment): Promise<Credentials | null> {
  // The name is a part of a program's name and nothing else.
  if (!/^[\w.-]+$/.test(name))
    throw new BaseImageError(`the docker configuration names no credential helper: "${name}"`);
  const program = `docker-credential-${name}`;
  const answer = await run(program, server, env);
  if (answer === null) return null;
  const { Username, Secret } = readDocument(answerSchema, answer, `login from ${program}`);
  if (Secret === "") return null;
  return Username === identityUser
    ? { kind: "identity", token: Secret }
    : { kind: "password", username: Username, password: Secret };
}

/** @returns what the helper prints; null when it knows of no login */
function run(program: string, server: string, env: Environment): Promise<Buffer | null> {
  return new Promise((resolve, reject) => {
    const options = { env, timeout: helperTimeout, encoding: "buffer", windowsHide: true } as const;
    const child = execFile(program, ["get"], options, (error, stdout, stderr) => {
      if (!error) return resolve(stdout);
      const said = `${stdout.toString("utf8")}${stderr.toString("utf8")}`.trim();
      if (/credentials not found/i.test(said)) return resolve(null);
      reject(new BaseImageError(`the credential helper ${program} failed: ${reasonOf(error, said)}`));
    });
    // A helper that ends before it reads says why in its output.
    child.stdin?.on("error", () => {});
    child.stdin?.end(server);
  });
}

function reasonOf(error: ExecFileException, said: string): string {
  if (error.code === "ENOENT") return "there is no such program";
  if (error.killed) return `no answer within ${helperTimeout / 1000} s`;
  const [first = ""] = said.split("\n");
  return first === "" ? "it says nothing more" : first;
}
