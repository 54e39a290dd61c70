/** Image references as docker reads them: `ParseNormalizedNamed` of github.com/distribution/reference. */
import type { ImageReference } from "./types.ts";

const hubRegistry = "docker.io";
const legacyHubRegistry = "index.docker.io";
const officialPrefix = "library/";
/** Characters of the path in the registry. */
const maxRepositoryLength = 255;

const identifier = /^[a-f0-9]{64}$/;
const pathComponent = /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*$/;
const hostComponent = /^[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?$/;
const ipv6Host = /^\[[a-fA-F0-9:]+\]$/;
const tagGrammar = /^\w[\w.-]{0,127}$/;
const digestGrammar = /^[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}$/;
/** Length of the hexadecimal digits of the algorithms that docker registers. */
const digestLengths: Readonly<Record<string, number>> = { sha256: 64, sha384: 96, sha512: 128 };

const invalidFormat = "invalid reference format";

/**
 * Takes an image reference apart and fills in what docker assumes.
 *
 * @param text the reference after variable expansion
 * @returns the reference, or the error text of distribution/reference
 */
export function parseImageReference(text: string): ImageReference | { readonly error: string } {
  if (text.length === 64 && identifier.test(text)) {
    return { error: `invalid repository name (${text}), cannot specify 64-byte hexadecimal strings` };
  }
  const { registry, explicit, rest } = splitRegistry(text);
  const name = before(rest, ":");
  if (name !== name.toLowerCase()) {
    return { error: `${invalidFormat}: repository name (${name}) must be lowercase` };
  }
  const parts = parseParts(registry, rest);
  if (typeof parts === "string") return { error: parts };
  return {
    raw: text,
    registry: parts.registry,
    explicitRegistry: explicit,
    repository: parts.repository,
    familiarName: familiarName(parts),
    tag: parts.tag,
    digest: parts.digest,
  };
}

interface Parts {
  readonly registry: string;
  readonly repository: string;
  readonly tag: string | null;
  readonly digest: string | null;
}

/** The part before the first slash names a registry only when it looks like a host. */
function splitRegistry(text: string): { registry: string; explicit: boolean; rest: string } {
  const slash = text.indexOf("/");
  const first = slash < 0 ? "" : text.slice(0, slash);
  const explicit = slash >= 0 && (first === "localhost" || /[.:]/.test(first) || first.toLowerCase() !== first);
  const registry = !explicit || first === legacyHubRegistry ? hubRegistry : first;
  const path = explicit ? text.slice(slash + 1) : text;
  const official = registry === hubRegistry && !path.includes("/");
  return { registry, explicit, rest: official ? officialPrefix + path : path };
}

/** @returns the parts, or the error */
function parseParts(registry: string, rest: string): Parts | string {
  const at = rest.indexOf("@");
  const digest = at < 0 ? null : rest.slice(at + 1);
  const named = at < 0 ? rest : rest.slice(0, at);
  const colon = named.indexOf(":", named.lastIndexOf("/") + 1);
  const tag = colon < 0 ? null : named.slice(colon + 1);
  const repository = colon < 0 ? named : named.slice(0, colon);

  const components = repository.split("/");
  const tailIsValid = (tag === null || tagGrammar.test(tag)) && (digest === null || digestGrammar.test(digest));
  if (!tailIsValid || !components.every((component) => pathComponent.test(component))) return invalidFormat;

  // A first part that is no host may still be a path component (`my_host.local/app`): then there is no registry at all.
  const isHost = isRegistryHost(registry);
  if (!isHost && !pathComponent.test(registry)) {
    return pathComponent.test(registry.toLowerCase()) ? "repository name must be lowercase" : invalidFormat;
  }
  const path = isHost ? repository : `${registry}/${repository}`;
  if (path.length > maxRepositoryLength) {
    return `repository name must not be more than ${maxRepositoryLength} characters`;
  }
  const digestError = digest === null ? null : digestProblem(digest);
  return digestError ?? { registry: isHost ? registry : "", repository: path, tag, digest };
}

/** `host`, `host:port`, `[::1]:port` */
function isRegistryHost(registry: string): boolean {
  if (registry === hubRegistry) return true;
  const bracket = registry.lastIndexOf("]");
  const colon = registry.indexOf(":", bracket + 1);
  const host = colon < 0 ? registry : registry.slice(0, colon);
  if (colon >= 0 && !/^[0-9]+$/.test(registry.slice(colon + 1))) return false;
  return ipv6Host.test(host) || host.split(".").every((component) => hostComponent.test(component));
}

/** What opencontainers/go-digest has against a digest such as `sha256:...`; null when nothing. */
export function digestProblem(digest: string): string | null {
  const algorithm = before(digest, ":");
  const encoded = digest.slice(algorithm.length + 1);
  const length = Object.hasOwn(digestLengths, algorithm) ? digestLengths[algorithm] : undefined;
  if (length === undefined || encoded === "") {
    return /^[a-z0-9]+(?:[.+_-][a-z0-9]+)*:[a-zA-Z0-9=_-]+$/.test(digest)
      ? "unsupported digest algorithm"
      : "invalid checksum digest format";
  }
  if (encoded.length !== length) return "invalid checksum digest length";
  return /^[a-f0-9]+$/.test(encoded) ? null : "invalid checksum digest format";
}

function familiarName({ registry, repository }: Parts): string {
  if (registry === "") return repository;
  if (registry !== hubRegistry) return `${registry}/${repository}`;
  const name = repository.startsWith(officialPrefix) ? repository.slice(officialPrefix.length) : repository;
  return name.includes("/") ? repository : name;
}

function before(text: string, separator: string): string {
  const at = text.indexOf(separator);
  return at < 0 ? text : text.slice(0, at);
}
