/**
 * Where the Docker daemon listens, as the docker command finds out: `DOCKER_HOST`, else the context that
 * `DOCKER_CONTEXT` or the docker configuration names, else the usual place.
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { BaseImageError, UnreachableSourceError } from "./base-image-error.ts";
import { dockerFolder, readDockerConfig } from "./docker-config.ts";
import type { Environment } from "./docker-config.ts";
import { readDocument } from "./image-documents.ts";

export type DaemonAddress =
  /** A Unix socket, or a named pipe of Windows. */
  | { readonly kind: "socket"; readonly path: string; readonly shown: string }
  | {
      readonly kind: "tcp";
      readonly host: string;
      readonly port: number;
      /** Folder with ca.pem, cert.pem and key.pem; null without TLS. */
      readonly certificates: string | null;
      readonly shown: string;
    };

/** Ports that Docker has registered: without and with TLS. */
const plainPort = 2375;
const tlsPort = 2376;

/**
 * @param os of this machine, as `process.platform` says
 * @throws UnreachableSourceError when the address is of a kind that is not supported, or a context is not there
 */
export function daemonAddress(env: Environment, os: NodeJS.Platform = process.platform): DaemonAddress {
  const usual = os === "win32" ? "npipe:////./pipe/docker_engine" : "unix:///var/run/docker.sock";
  return readAddress(env["DOCKER_HOST"] || hostOfContext(env) || usual, env);
}

function readAddress(shown: string, env: Environment): DaemonAddress {
  const [, scheme = "", rest = ""] = /^([a-z]+):\/\/(.*)$/.exec(shown) ?? [];
  if (scheme === "unix" && rest !== "") return { kind: "socket", path: rest, shown };
  if (scheme === "npipe") return { kind: "socket", path: rest.replaceAll("/", "\\"), shown };
  if ((scheme === "tcp" || scheme === "http") && URL.canParse(`http://${rest}`)) {
    const { hostname, port } = new URL(`http://${rest}`);
    const tls = Boolean(env["DOCKER_TLS_VERIFY"]);
    const certificates = tls ? env["DOCKER_CERT_PATH"] || dockerFolder(env) : null;
    const host = hostname.replace(/^\[|\]$/g, "");
    return { kind: "tcp", host, port: Number(port) || (tls ? tlsPort : plainPort), certificates, shown };
  }
  throw new UnreachableSourceError(
    `the Docker daemon cannot be asked at "${shown}": only unix://, npipe:// and tcp:// addresses are supported`,
  );
}

const contextSchema = v.object({ Endpoints: v.object({ docker: v.object({ Host: v.string() }) }) });

/** The daemon of the context in use; null for the default one. Contexts lie under the hash of their name. */
function hostOfContext(env: Environment): string | null {
  try {
    const name = env["DOCKER_CONTEXT"] || readDockerConfig(env).currentContext;
    if (!name || name === "default") return null;
    const folder = createHash("sha256").update(name).digest("hex");
    const bytes = readContext(join(dockerFolder(env), "contexts", "meta", folder, "meta.json"), name);
    return readDocument(contextSchema, bytes, `docker context "${name}"`).Endpoints.docker.Host;
  } catch (error) {
    if (!(error instanceof BaseImageError)) throw error;
    throw new UnreachableSourceError(`the Docker daemon is not known: ${error.message}`);
  }
}

function readContext(path: string, name: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch {
    throw new BaseImageError(`there is no docker context "${name}"`);
  }
}
