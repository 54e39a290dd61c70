/**
 * dockerd, its containerd and runc, the client buildx and a static busybox, from Debian packages: downloaded by apt and
 * unpacked into a folder. Nothing is installed, and no source of the machine is changed.
 */
import { spawnSync } from "node:child_process";
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";

/** Why the builds cannot run on this machine: no fault of the project. */
export class Unavailable extends Error {}

export interface BuilderPrograms {
  readonly dockerd: string;
  readonly containerd: string;
  /** The client: it works without the docker command, whose plugin it is. */
  readonly buildx: string;
  readonly busybox: string;
  /** Folders for PATH, in which these programs find those that they start. */
  readonly path: readonly string[];
}

/** Daemon and client are those of Debian 13; containerd and runc those of Debian 12, as all run on both. */
const packages = [
  { name: "docker.io", suite: "trixie" },
  { name: "docker-buildx", suite: "trixie" },
  { name: "containerd", suite: "bookworm" },
  { name: "runc", suite: "bookworm" },
  { name: "busybox-static", suite: "bookworm" },
] as const;

const keyring = "/usr/share/keyrings/debian-archive-keyring.gpg";

/**
 * Finds the programs in the cache, or fetches them into it.
 *
 * @param cache a folder that only root may write to, as root runs what is in it; made when it is not there
 * @throws Unavailable when this machine is none that can run them, or the packages cannot be had
 */
export function fetchBuilderPrograms(cache: string): BuilderPrograms {
  if (process.platform !== "linux") throw new Unavailable(`this is ${process.platform}, not Linux`);
  if (process.getuid?.() !== 0) throw new Unavailable("not root");
  if (osRelease().get("ID") !== "debian") throw new Unavailable("not Debian");
  if (!existsSync(keyring)) throw new Unavailable(`no ${keyring} (package debian-archive-keyring)`);
  preparePrivateFolder(cache);
  const unpacked = join(cache, "packages");
  if (!existsSync(unpacked)) unpackInto(unpacked);
  return findPrograms(unpacked);
}

/** The folder appears when everything is in it: other runs may look for it at the same time. */
function unpackInto(folder: string): void {
  const temporary = mkdtempSync(`${folder}-`);
  try {
    download(temporary);
    if (!existsSync(folder)) renameSync(temporary, folder);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

function osRelease(): ReadonlyMap<string, string> {
  if (!existsSync("/etc/os-release")) return new Map();
  const lines = readFileSync("/etc/os-release", "utf8").split("\n");
  return new Map(
    lines.map((line) => line.split("=", 2)).map(([name = "", value = ""]) => [name, value.replaceAll('"', "")]),
  );
}

function preparePrivateFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { uid, mode } = lstatSync(folder);
  if (uid !== 0 || (mode & 0o022) !== 0) throw new Unavailable(`others than root may write to ${folder}`);
}

function download(target: string): void {
  const apt = aptOptions(target);
  run("apt-get", [...apt, "-qq", "update"], target);
  for (const { name, suite } of packages) {
    const folder = join(target, `${suite}-${name}`);
    mkdirSync(folder, { recursive: true });
    run("apt-get", [...apt, "-qq", "download", `${name}/${suite}`], folder);
    const archive = readdirSync(folder).find((file) => file.endsWith(".deb"));
    if (archive === undefined) throw new Unavailable(`apt-get downloaded no ${name} of ${suite}`);
    run("dpkg-deb", ["-x", archive, "root"], folder);
    rmSync(join(folder, archive));
  }
  rmSync(join(target, "lists"), { recursive: true });
}

/** Options that make apt use lists and sources of its own, on the mirror that the machine is set up with. */
function aptOptions(target: string): string[] {
  const sources = join(target, "sources.list");
  const lists = join(target, "lists");
  mkdirSync(join(lists, "partial"), { recursive: true });
  const suites = [...new Set(packages.map(({ suite }) => suite))];
  const site = debianMirror(target);
  writeFileSync(sources, suites.map((suite) => `deb [signed-by=${keyring}] ${site} ${suite} main\n`).join(""));
  const settings = [
    `Dir::Etc::sourcelist=${sources}`,
    "Dir::Etc::sourceparts=-",
    `Dir::State::lists=${lists}`,
    "Dir::Cache::pkgcache=",
    "Dir::Cache::srcpkgcache=",
    "APT::Sandbox::User=root",
  ];
  return settings.flatMap((setting) => ["-o", setting]);
}

function debianMirror(cwd: string): string {
  const codename = osRelease().get("VERSION_CODENAME") ?? "";
  const targets = run("apt-get", ["indextargets", "--format", "$(SITE) $(CODENAME)", "Created-By: Packages"], cwd);
  const target = targets.split("\n").find((line) => line.endsWith(` ${codename}`));
  if (target === undefined) throw new Unavailable(`apt has no source for ${codename}`);
  return target.split(" ", 1)[0]!;
}

function findPrograms(unpacked: string): BuilderPrograms {
  const root = (suite: string, name: string): string => join(unpacked, `${suite}-${name}`, "root");
  const find = (folder: string, ...places: string[]): string => {
    const found = places.map((place) => join(folder, place)).find((path) => existsSync(path));
    if (found === undefined)
      throw new Unavailable(`no ${places[0]} in ${folder}; remove ${unpacked} to fetch it again`);
    return found;
  };
  return {
    dockerd: find(root("trixie", "docker.io"), "usr/sbin/dockerd"),
    containerd: find(root("bookworm", "containerd"), "usr/bin/containerd"),
    buildx: find(root("trixie", "docker-buildx"), "usr/libexec/docker/cli-plugins/docker-buildx"),
    busybox: find(root("bookworm", "busybox-static"), "bin/busybox", "usr/bin/busybox"),
    path: [
      join(root("bookworm", "containerd"), "usr/bin"),
      join(root("bookworm", "runc"), "usr/sbin"),
      join(root("trixie", "docker.io"), "usr/bin"),
    ],
  };
}

/** @returns standard output */
function run(program: string, args: readonly string[], cwd: string): string {
  const { error, status, stdout, stderr } = spawnSync(program, args, { cwd, encoding: "utf8" });
  if (error !== undefined) throw new Unavailable(`no ${program} (${error.message})`);
  if (status !== 0) throw new Unavailable(`${program} ${args.at(-2)} ${args.at(-1)} failed: ${firstLine(stderr)}`);
  return stdout;
}

function firstLine(text: string): string {
  return text.trim().split("\n", 1)[0] ?? "";
}
