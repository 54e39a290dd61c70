/** A Docker daemon of our own with a containerd of its own: everything below one temporary folder, no network. */
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Unavailable, type BuilderPrograms } from "./debian-packages.ts";
import { DockerApi } from "./docker-api.ts";

/** Where the daemon keeps layers: the containerd image store, or the graph driver that Docker used before. */
export const stores = ["containerd", "overlay2"] as const;
export type Store = (typeof stores)[number];

export interface BuildRequest {
  /** The build context, with the Dockerfile in it. */
  readonly folder: string;
  readonly tag: string;
  readonly target?: string | undefined;
  readonly buildArgs?: Readonly<Record<string, string>> | undefined;
}

export interface Refusal {
  readonly ok: false;
  /** What the daemon said. */
  readonly error: string;
}

export type BuildAnswer = { readonly ok: true } | Refusal;

const startLimitInSeconds = 60;
const stopLimitInSeconds = 20;
const buildLimitInSeconds = 180;

export class Daemon {
  readonly api: DockerApi;
  /** A place for build contexts, removed with the daemon. */
  readonly workFolder: string;
  readonly #programs: BuilderPrograms;
  readonly #folder: string;
  readonly #socket: string;
  readonly #processes: ChildProcess[] = [];

  /** Nothing runs before `start`. */
  constructor(programs: BuilderPrograms) {
    this.#programs = programs;
    this.#folder = mkdtempSync(join(tmpdir(), "stratalint-e2e-"));
    this.#socket = join(this.#folder, "docker.sock");
    this.workFolder = join(this.#folder, "work");
    mkdirSync(this.workFolder);
    this.api = new DockerApi(this.#socket);
  }

  /** @throws Unavailable when this machine does not let it run, for example without the right to mount */
  async start(store: Store, signal: AbortSignal): Promise<void> {
    const at = (name: string): string => join(this.#folder, name);
    writeFileSync(at("containerd.toml"), 'version = 2\ndisabled_plugins = ["io.containerd.grpc.v1.cri"]\n');
    writeFileSync(
      at("daemon.json"),
      JSON.stringify({ features: { "containerd-snapshotter": store === "containerd" } }),
    );
    const containerd = this.#spawn(this.#programs.containerd, [
      ...["--config", at("containerd.toml"), "--root", at("containerd"), "--state", at("containerd-state")],
      ...["--address", at("containerd.sock")],
    ]);
    await this.#waitFor(containerd, () => existsSync(at("containerd.sock")), signal);
    const dockerd = this.#spawn(this.#programs.dockerd, [
      ...["--containerd", at("containerd.sock"), "--config-file", at("daemon.json")],
      ...["--data-root", at("data"), "--exec-root", at("exec"), "--pidfile", at("docker.pid")],
      ...["--host", `unix://${this.#socket}`, "--bridge=none", "--iptables=false", "--ip6tables=false"],
      ...["--ip-masq=false", "--ip-forward=false", "--userland-proxy=false"],
      ...(store === "overlay2" ? ["--storage-driver=overlay2"] : []),
    ]);
    await this.#waitFor(dockerd, () => this.#answers(), signal);
  }

  /** `dockerd 26.1.5+dfsg1, store overlayfs`. */
  async describe(): Promise<string> {
    const info = (await this.api.getJson("/info")) as { readonly ServerVersion: string; readonly Driver: string };
    return `dockerd ${info.ServerVersion}, storage ${info.Driver}`;
  }

  /** Builds an image with BuildKit, without what it has cached. */
  build({ folder, tag, target, buildArgs = {} }: BuildRequest, signal: AbortSignal): Promise<BuildAnswer> {
    const args = [
      ...["build", "--no-cache", "--network=none", "--progress=plain", "--provenance=false"],
      ...["--tag", tag, ...(target === undefined ? [] : ["--target", target])],
      ...Object.entries(buildArgs).flatMap(([name, value]) => ["--build-arg", `${name}=${value}`]),
      folder,
    ];
    // A configuration of its own: that of the user may name proxies, which become build arguments.
    const client = { DOCKER_HOST: `unix://${this.#socket}`, DOCKER_CONFIG: join(this.#folder, "client") };
    const env = { ...this.#environment(), ...client };
    return new Promise((resolve, reject) => {
      const timeout = buildLimitInSeconds * 1000;
      const child = spawn(this.#programs.buildx, args, { env, signal, timeout, stdio: ["ignore", "pipe", "pipe"] });
      const output: Buffer[] = [];
      for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => output.push(chunk));
      child.on("error", reject);
      child.on("close", (status, killedBy) => {
        if (status === 0) resolve({ ok: true });
        else if (killedBy !== null)
          reject(new Error(`the build of ${folder} took over ${buildLimitInSeconds} seconds`));
        else resolve({ ok: false, error: errorOf(Buffer.concat(output).toString()) });
      });
    });
  }

  /** Ends the processes, takes away what they left mounted and all files. Does nothing the second time. */
  async stop(): Promise<void> {
    while (this.#processes.length > 0) await end(this.#processes.pop()!);
    for (const mount of mountsBelow(this.#folder)) spawnSync("umount", ["--lazy", mount]);
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 3 });
  }

  #environment(): NodeJS.ProcessEnv {
    return { HOME: this.#folder, PATH: [...this.#programs.path, process.env["PATH"] ?? ""].join(":") };
  }

  /** The kernel ends the process when this one dies, however that happens; an interrupt from the terminal ends only us. */
  #spawn(program: string, args: readonly string[]): ChildProcess {
    const log = openSync(this.#log(program), "w");
    const child = spawn("setpriv", ["--pdeathsig", "TERM", program, ...args], {
      env: this.#environment(),
      stdio: ["ignore", log, log],
      detached: true,
    });
    closeSync(log);
    // Without setpriv (package util-linux) the process has no id, which is found out where it is waited for.
    child.on("error", () => undefined);
    this.#processes.push(child);
    return child;
  }

  #log(program: string): string {
    return join(this.#folder, `${program.slice(program.lastIndexOf("/") + 1)}.log`);
  }

  #answers(): Promise<boolean> {
    return this.api.get("/version").then(
      () => true,
      () => false,
    );
  }

  async #waitFor(child: ChildProcess, isReady: () => boolean | Promise<boolean>, signal: AbortSignal): Promise<void> {
    const program = child.spawnargs[3] ?? "";
    for (let tries = startLimitInSeconds * 10; tries > 0 && !hasEnded(child); tries--) {
      if (await isReady()) return;
      await sleep(100, undefined, { signal });
    }
    const lastWords = existsSync(this.#log(program))
      ? readFileSync(this.#log(program), "utf8").trim().split("\n").at(-1)
      : "";
    throw new Unavailable(`${program} does not start: ${lastWords}`);
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return;
  child.kill("SIGTERM");
  for (let tries = stopLimitInSeconds * 20; tries > 0 && !hasEnded(child); tries--) await sleep(50);
  if (!hasEnded(child)) child.kill("SIGKILL");
}

/** True as well for one that could not be started. */
function hasEnded({ pid, exitCode, signalCode }: ChildProcess): boolean {
  return pid === undefined || exitCode !== null || signalCode !== null;
}

/** Deepest first. */
function mountsBelow(folder: string): string[] {
  const lines = readFileSync("/proc/self/mountinfo", "utf8").split("\n");
  const points = lines.map((line) => line.split(" ")[4] ?? "").filter((point) => point.startsWith(`${folder}/`));
  return points.sort((a, b) => b.length - a.length);
}

/** What the client says at the end, without its progress. */
function errorOf(output: string): string {
  const lines = output.trim().split("\n");
  const start = lines.findLastIndex((line) => /^(?:ERROR|error|failed to|------)/.test(line));
  return lines.slice(start < 0 ? -3 : start).join("\n");
}
