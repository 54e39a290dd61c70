/** Which family of systems an image belongs to, told from its name, else from the package managers that are called. */
import type { Instruction } from "../syntax/nodes.ts";
import type { ImageReference, OsFamily } from "./types.ts";

/** Parts of a tag, or of the last part of a repository, that give the system away: `22-alpine3.20`, `cuda:12-ubi9`. */
const telltales: readonly (readonly [pattern: RegExp, family: OsFamily | null])[] = [
  [/^(windows|windowsservercore|servercore|nanoserver)(ltsc)?\d*$/, "windows"],
  [/^(distroless|chiseled)$/, "distroless"],
  // Systems that stand outside the families; without them the namespace would decide.
  [/^(azurelinux|mariner|photon)(\d.*)?$/, null],
  [/^wolfi$/, "wolfi"],
  [/^alpine(\d.*)?$/, "alpine"],
  [/^(ubi|rhel|centos|rockylinux|rocky|almalinux|fedora|oraclelinux|amazonlinux)\d*$/, "rhel"],
  [/^(ol\d+|al2|al2023|amzn\d*)$/, "rhel"],
  [/^(opensuse|leap|tumbleweed|sles|bci)(\d.*)?$/, "suse"],
  [/^archlinux$/, "arch"],
  [/^(debian|ubuntu|minideb)(\d.*)?$/, "debian"],
  [/^(jessie|stretch|buster|bullseye|bookworm|trixie|forky|sid)$/, "debian"],
  [/^(trusty|xenial|bionic|focal|jammy|noble|resolute)$/, "debian"],
  [/^busybox$/, "busybox"],
];

/** Official images whose name does not tell, and what their default tags stand on. */
const officialImages: Readonly<Partial<Record<OsFamily, string>>> = {
  debian:
    "buildpack-deps cassandra clojure couchdb dart drupal eclipse-temurin elixir erlang flink gcc ghost golang gradle " +
    "groovy haproxy haskell httpd ibm-semeru-runtimes influxdb joomla julia mariadb matomo maven memcached mongo mono " +
    "neo4j nextcloud nginx node odoo perl php phpmyadmin postgres pypy python r-base rabbitmq redis redmine rethinkdb " +
    "ros ruby rust sapmachine solr sonarqube spark swift telegraf tomcat tomee unit varnish wordpress zookeeper",
  alpine: "adminer bash caddy composer consul docker eclipse-mosquitto haxe kapacitor registry traefik vault",
  rhel: "amazoncorretto mysql",
};

let officialFamilies: ReadonlyMap<string, OsFamily> | undefined;

/** Namespaces and registries all of whose images are of one family. */
const namespaces: readonly (readonly [prefix: string, family: OsFamily])[] = [
  ["mcr.microsoft.com/windows/", "windows"],
  ["cgr.dev/", "wolfi"],
  ["docker.io/chainguard/", "wolfi"],
  ["registry.access.redhat.com/", "rhel"],
  ["registry.redhat.io/", "rhel"],
  ["registry.suse.com/", "suse"],
  ["public.ecr.aws/lambda/", "rhel"],
  ["mcr.microsoft.com/dotnet/", "debian"],
  ["mcr.microsoft.com/devcontainers/", "debian"],
  ["docker.io/alpine/", "alpine"],
  ["docker.io/archlinux/", "arch"],
  ["docker.io/bitnami/", "debian"],
  ["docker.io/cimg/", "debian"],
  ["docker.io/denoland/", "debian"],
  ["docker.io/opensuse/", "suse"],
  ["docker.io/oven/", "debian"],
];

/** Namespaces that hold the official images, for one architecture or on a mirror. */
const officialNamespaces =
  /^(?:docker\.io\/(?:library|amd64|arm32v[567]|arm64v8|i386|ppc64le|riscv64|s390x)|(?:public\.ecr\.aws\/docker|mirror\.gcr\.io)\/library)\/([^/]+)$/;

const packageManagers: Readonly<Record<string, OsFamily>> = {
  apt: "debian",
  "apt-get": "debian",
  aptitude: "debian",
  apk: "alpine",
  dnf: "rhel",
  microdnf: "rhel",
  yum: "rhel",
  zypper: "suse",
  pacman: "arch",
};

/** The family that the name of an image establishes; null when it does not tell. */
export function familyOfImage(reference: ImageReference): OsFamily | null {
  const { registry, repository, tag } = reference;
  const path = `${registry}/${repository}`;
  if (/^(?:[^/]*\.)?gcr\.io\/distroless\//.test(path)) return "distroless";
  const name = repository.slice(repository.lastIndexOf("/") + 1);
  for (const parts of [tag ?? "", name]) {
    const family = familyOfParts(parts);
    if (family !== undefined) return family;
  }
  // `slim` by itself is Debian's, but others slim their images too.
  return familyOfNamespace(path) ?? familyOfOfficial(path) ?? (/(^|-)slim$/.test(tag ?? "") ? "debian" : null);
}

/** The family whose package manager the instructions call for sure; null when there is none, or more than one. */
export function familyOfCommands(instructions: Iterable<Instruction>): OsFamily | null {
  const families = new Set<OsFamily>();
  for (const instruction of instructions) {
    if (instruction.type !== "Run") continue;
    for (const { name, conditional } of instruction.commands) {
      const family = name !== null && Object.hasOwn(packageManagers, name) ? packageManagers[name] : undefined;
      if (family && !conditional) families.add(family);
    }
  }
  const [family = null] = families;
  return families.size === 1 ? family : null;
}

/** Null for a system outside the families; undefined when the parts do not tell. */
function familyOfParts(text: string): OsFamily | null | undefined {
  if (text === "") return undefined;
  const parts = text.toLowerCase().split(/[-_]/);
  // The most telling pattern wins, not the first part: `jammy-chiseled` is no Ubuntu with a package manager.
  for (const [pattern, family] of telltales) {
    for (const part of parts) if (pattern.test(part)) return family;
  }
  return undefined;
}

function familyOfNamespace(path: string): OsFamily | null {
  return namespaces.find(([prefix]) => path.startsWith(prefix))?.[1] ?? null;
}

function familyOfOfficial(path: string): OsFamily | null {
  const name = officialNamespaces.exec(path)?.[1];
  if (name === undefined) return null;
  officialFamilies ??= new Map(
    Object.entries(officialImages).flatMap(([family, names]) =>
      names.split(" ").map((image) => [image, family as OsFamily] as const),
    ),
  );
  return officialFamilies.get(name) ?? null;
}
