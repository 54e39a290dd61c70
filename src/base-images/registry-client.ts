/**
 * GET requests to a registry, with all that stands around them: logins, tokens, "too many requests", time-outs.
 * Protocol: OCI distribution specification 1.1, and Docker's token authentication (distribution: docs/spec/auth/token.md).
 */
import { setTimeout as wait } from "node:timers/promises";
import * as v from "valibot";
import { BaseImageError } from "./base-image-error.ts";
import { readChallenges } from "./challenge.ts";
import type { Challenge } from "./challenge.ts";
import type { Credentials } from "./docker-credentials.ts";
import { parseJson } from "./image-documents.ts";

export interface RegistryClientOptions {
  /** `docker.io`, or the host with its port, as in an image reference. */
  readonly registry: string;
  /** Asked once, and only when the registry wants a login. When they cannot be had (BaseImageError), it is tried without. */
  readonly credentials: () => Promise<Credentials | null>;
  readonly fetch: typeof fetch;
  /** Milliseconds that one request may take, its body included. */
  readonly timeout: number;
  /** Milliseconds that we are ready to wait when a registry asks us to come back later. */
  readonly patience: number;
}

/** What there is to log in with. */
interface Login {
  readonly credentials: Credentials | null;
  /** Why they could not be looked up. */
  readonly failure: BaseImageError | null;
}

export interface RegistryAnswer {
  readonly body: Uint8Array;
  readonly headers: Headers;
}

/** Requests for one thing, when the registry says that it is busy. */
const maxAttempts = 3;

/** Manifests and configurations are far smaller; containerd's limit for a manifest is 8 MiB as well. */
const maxBytes = 8 * 1024 * 1024;

const busy = new Set([429, 502, 503, 504]);

export class RegistryClient {
  readonly #options: RegistryClientOptions;
  readonly #base: URL;
  #login: Promise<Login> | undefined;
  /** Hosts that did not answer: a run over many files waits for each of them once. */
  readonly #unreachable = new Map<string, BaseImageError>();
  /** The `Authorization` header that did it last, by repository. */
  readonly #authorizations = new Map<string, string>();

  constructor(options: RegistryClientOptions) {
    this.#options = options;
    this.#base = registryAddress(options.registry);
  }

  /**
   * Gets `/v2/REPOSITORY/path`.
   *
   * @param path such as `manifests/latest`
   * @param accept media types
   * @throws BaseImageError when there is no such thing, or the registry does not hand it out
   */
  async get(repository: string, path: string, accept: readonly string[]): Promise<RegistryAnswer> {
    const address = new URL(`/v2/${repository}/${path}`, this.#base);
    const headers = { accept: accept.join(", ") };
    let response = await this.#send(address, { ...headers, ...this.#authorization(repository) });
    if (response.status === 401) {
      const authorization = await this.#authorize(response, repository);
      this.#authorizations.set(repository, authorization);
      response = await this.#send(address, { ...headers, authorization });
    }
    if (!response.ok) throw await this.#refusal(response);
    return { body: await readBody(response), headers: response.headers };
  }

  #authorization(repository: string): { authorization?: string } {
    const authorization = this.#authorizations.get(repository);
    return authorization === undefined ? {} : { authorization };
  }

  /** What to send as `Authorization` after the registry has asked for it. */
  async #authorize(response: Response, repository: string): Promise<string> {
    await response.body?.cancel();
    const challenges = readChallenges(response.headers.get("www-authenticate") ?? "");
    const login = await (this.#login ??= this.#findLogin());
    const bearer = challenges.find(({ scheme }) => scheme === "bearer");
    if (bearer) return `Bearer ${await this.#fetchToken(bearer, repository, login)}`;
    const basic = challenges.some(({ scheme }) => scheme === "basic");
    if (!basic) throw new BaseImageError(`${this.#name} asks for a login of a kind that is not supported`);
    if (login.credentials?.kind !== "password") throw this.#noLogin(login);
    return basicAuthorization(login.credentials);
  }

  /** What is public is public, also to somebody whose credential helper is broken. */
  async #findLogin(): Promise<Login> {
    try {
      return { credentials: await this.#options.credentials(), failure: null };
    } catch (error) {
      if (!(error instanceof BaseImageError)) throw error;
      return { credentials: null, failure: error };
    }
  }

  async #fetchToken({ parameters }: Challenge, repository: string, login: Login): Promise<string> {
    const { credentials } = login;
    const realm = this.#tokenServer(parameters.get("realm") ?? "");
    const service = parameters.get("service");
    const scope = parameters.get("scope") ?? `repository:${repository}:pull`;
    const query = new URLSearchParams({ ...(service === undefined ? {} : { service }), scope });
    const response = await (credentials?.kind === "identity"
      ? this.#exchange(realm, query, credentials.token)
      : this.#askForToken(realm, query, credentials));
    if (response.status === 401 || response.status === 403) {
      await response.body?.cancel();
      throw credentials ? this.#refusedLogin() : this.#noLogin(login);
    }
    if (!response.ok) throw await this.#refusal(response);
    const answer = v.safeParse(tokenSchema, parseJson(await readBody(response)));
    const token = answer.success ? (answer.output.token ?? answer.output.access_token) : null;
    if (!token) throw new BaseImageError(`the token server of ${this.#name}, ${realm.host}, hands out no token`);
    return token;
  }

  #askForToken(realm: URL, query: URLSearchParams, credentials: Credentials | null): Promise<Response> {
    for (const [name, value] of query) realm.searchParams.append(name, value);
    const headers = credentials?.kind === "password" ? { authorization: basicAuthorization(credentials) } : {};
    return this.#send(realm, headers);
  }

  #exchange(realm: URL, query: URLSearchParams, token: string): Promise<Response> {
    query.set("grant_type", "refresh_token");
    query.set("refresh_token", token);
    query.set("client_id", "stratalint");
    return this.#send(realm, {}, query);
  }

  /** A login goes over TLS, or nowhere: only to this machine it may go without. */
  #tokenServer(realm: string): URL {
    const address = URL.canParse(realm) ? new URL(realm) : null;
    if (address?.protocol === "https:") return address;
    if (address?.protocol === "http:" && isLoopback(address.hostname) && isLoopback(this.#base.hostname)) {
      return address;
    }
    throw new BaseImageError(`${this.#name} names a token server that is not safe to ask: "${realm}"`);
  }

  /** Sends a request, again when the registry is busy and does not ask for too much patience. */
  async #send(address: URL, headers: Record<string, string>, form?: URLSearchParams): Promise<Response> {
    for (let attempt = 1; ; attempt++) {
      const response = await this.#sendOnce(address, headers, form);
      if (!busy.has(response.status) || attempt === maxAttempts) return response;
      const delay = retryDelay(response.headers.get("retry-after"));
      if (delay > this.#options.patience) return response;
      await response.body?.cancel();
      await wait(delay);
    }
  }

  async #sendOnce(address: URL, headers: Record<string, string>, form?: URLSearchParams): Promise<Response> {
    const { fetch, timeout } = this.#options;
    const known = this.#unreachable.get(address.host);
    if (known) throw known;
    try {
      return await fetch(address, {
        headers: { "user-agent": "stratalint", ...headers },
        signal: AbortSignal.timeout(timeout),
        ...(form ? { method: "POST", body: form } : {}),
      });
    } catch (error) {
      if (isRedirectLoop(error as Error)) throw new BaseImageError(`${address.host} redirects in a circle`);
      const failure = new BaseImageError(`${address.host} cannot be reached: ${networkReason(error, timeout)}`);
      this.#unreachable.set(address.host, failure);
      throw failure;
    }
  }

  async #refusal(response: Response): Promise<BaseImageError> {
    await response.body?.cancel();
    const { status } = response;
    if (status === 404) return new BaseImageError(`${this.#name} does not know it`);
    if (status === 401) {
      const login = (await this.#login) ?? { credentials: null, failure: null };
      return login.credentials ? this.#refusedLogin() : this.#noLogin(login);
    }
    if (status === 403) return new BaseImageError(`${this.#name} forbids access to it`);
    if (status === 429) {
      const after = response.headers.get("retry-after");
      const advice = after === null ? "" : `; it says to come back in ${Math.ceil(retryDelay(after) / 1000)} s`;
      return new BaseImageError(`${this.#name} has had too many requests from here${advice}`);
    }
    return new BaseImageError(`${this.#name} answers ${status} ${response.statusText}`.trimEnd());
  }

  /** Registries do not tell a private image from none. */
  #noLogin({ failure }: Login): BaseImageError {
    if (failure) return failure;
    const { registry } = this.#options;
    const login = registry === "docker.io" ? "docker login" : `docker login ${registry}`;
    return new BaseImageError(`${this.#name} does not know it, or asks for a login: "${login}" stores one`);
  }

  #refusedLogin(): BaseImageError {
    return new BaseImageError(`${this.#name} refuses the stored login`);
  }

  get #name(): string {
    return this.#options.registry === "docker.io" ? "Docker Hub" : `the registry ${this.#options.registry}`;
  }
}

const tokenSchema = v.object({ token: v.nullish(v.string()), access_token: v.nullish(v.string()) });

/** Docker Hub's images are served under another name. Registries on this machine are asked without TLS, as docker does. */
function registryAddress(registry: string): URL {
  if (registry === "docker.io") return new URL("https://registry-1.docker.io");
  const address = new URL(`https://${registry}`);
  return isLoopback(address.hostname) ? new URL(`http://${registry}`) : address;
}

export function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}

function basicAuthorization({ username, password }: Extract<Credentials, { kind: "password" }>): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
}

/** Milliseconds; the header holds seconds or a date. A second without one. */
function retryDelay(header: string | null): number {
  if (header === null) return 1000;
  const delay = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isNaN(delay) ? 1000 : Math.max(0, delay);
}

/** The body, as long as it is no longer than a document of an image can be. */
async function readBody(response: Response): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of response.body ?? []) {
      chunks.push(chunk as Uint8Array);
      length += (chunk as Uint8Array).length;
      if (length > maxBytes) break;
    }
  } catch (error) {
    throw new BaseImageError(`the answer of ${new URL(response.url).host} broke off: ${networkReason(error, null)}`);
  }
  if (length > maxBytes) throw new BaseImageError(`the answer of ${new URL(response.url).host} is too big`);
  return Buffer.concat(chunks);
}

/** Only the text of undici's error says so. */
function isRedirectLoop({ cause }: Error): boolean {
  return (cause as Error | undefined)?.message === "redirect count exceeded";
}

/** @param timeout in milliseconds; null when it is not known */
function networkReason(error: unknown, timeout: number | null): string {
  const { name, cause = error } = error as Error;
  if (name === "TimeoutError") return timeout === null ? "it took too long" : `no answer within ${timeout / 1000} s`;
  const { code = "", message } = cause as NodeJS.ErrnoException;
  return networkErrors[code] ?? (message || code || "unknown reason");
}

const networkErrors: Readonly<Record<string, string>> = {
  ECONNREFUSED: "the connection is refused",
  ECONNRESET: "the connection was cut",
  UND_ERR_SOCKET: "the connection was cut",
  ENOTFOUND: "there is no such host",
  EAI_AGAIN: "its name cannot be looked up",
  ETIMEDOUT: "no answer",
  UND_ERR_CONNECT_TIMEOUT: "no answer",
  EHOSTUNREACH: "there is no way to it",
  ENETUNREACH: "there is no network",
  CERT_HAS_EXPIRED: "its certificate has expired",
  DEPTH_ZERO_SELF_SIGNED_CERT: "its certificate is self-signed: name it in NODE_EXTRA_CA_CERTS",
  SELF_SIGNED_CERT_IN_CHAIN: "its certificate is self-signed: name the authority in NODE_EXTRA_CA_CERTS",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "its certificate is of an unknown authority: name it in NODE_EXTRA_CA_CERTS",
  ERR_TLS_CERT_ALTNAME_INVALID: "its certificate is for another host",
};
