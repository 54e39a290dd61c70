/** The part of Docker's HTTP API that is needed here, over the daemon's unix socket. */
import { request } from "node:http";

const apiVersion = "v1.43";

export interface Answer {
  readonly status: number;
  readonly body: Buffer;
}

export class DockerApi {
  readonly #socketPath: string;

  constructor(socketPath: string) {
    this.#socketPath = socketPath;
  }

  /** @throws Error with the daemon's message for an answer that is not a success */
  async get(path: string): Promise<Buffer> {
    return expectSuccess(path, await this.#ask("GET", path));
  }

  async getJson(path: string): Promise<unknown> {
    return JSON.parse((await this.get(path)).toString());
  }

  /** @throws Error with the daemon's message for an answer that is not a success */
  async post(path: string, body: Buffer): Promise<Buffer> {
    return expectSuccess(path, await this.#ask("POST", path, body));
  }

  #ask(method: string, path: string, body?: Buffer): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const headers = body === undefined ? {} : { "content-type": "application/x-tar", "content-length": body.length };
      const options = { socketPath: this.#socketPath, method, path: `/${apiVersion}${path}`, headers };
      const asked = request(options, (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () => {
          resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks) });
        });
      });
      asked.on("error", reject);
      asked.end(body);
    });
  }
}

function expectSuccess(path: string, { status, body }: Answer): Buffer {
  if (status < 200 || status > 299) throw new Error(`the daemon answered ${path} with ${status}: ${body.toString()}`);
  return body;
}
