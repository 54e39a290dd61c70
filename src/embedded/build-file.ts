/** COMPOSE OR BAKE FILE -> THE DOCKERFILES IN IT, AND THOSE IT NAMES. Touches no files; parsers are loaded when needed. */
import { posix } from "node:path";
import type { Build, BuildFile, BuildSettings, EmbeddedDockerfile, ParsedBuildFile } from "./types.ts";

type Format = "compose" | "bake-hcl" | "bake-json";

const empty: BuildFile = { dockerfiles: [], references: [], problems: [] };

function formatOf(name: string): Format | null {
  if (/^(?:docker-)?compose(?:[._-].+)?\.ya?ml$/.test(name)) return "compose";
  const [, extension] = /^docker-bake(?:\.override)?\.(hcl|json)$/.exec(name) ?? [];
  return extension === undefined ? null : extension === "hcl" ? "bake-hcl" : "bake-json";
}

/** True for the base names under which Compose and Bake look for their files. */
export function isBuildFileName(name: string): boolean {
  return formatOf(name) !== null;
}

const inlineKey = /dockerfile[_-]inline/;

/** False when a text has no build in it: a cheap look, before it is parsed. */
export function mayHaveBuilds(text: string): boolean {
  return /\b(?:build|target)\b/.test(text);
}

/**
 * Reads a Compose or Bake file. A broken one gives a problem when it seems to hold a Dockerfile.
 *
 * @param name base name; it decides the format
 * @param text with or without byte order mark; offsets count from after it
 */
export async function readBuildFile(name: string, text: string): Promise<BuildFile> {
  const format = formatOf(name);
  const body = text.replace(/^\uFEFF/, "");
  if (format === null || !mayHaveBuilds(body)) return empty;
  const { roots, problems } = await parse(format, body);
  if (problems.length > 0) return { ...empty, problems: inlineKey.test(body) ? problems.slice(0, 1) : [] };
  const { composeBuilds } = await import("./compose.ts");
  const { bakeBuilds } = await import("./bake.ts");
  const builds = roots.flatMap(format === "compose" ? composeBuilds : bakeBuilds);
  return {
    dockerfiles: dockerfilesOf(builds),
    references: builds.flatMap((build) => {
      const path = build.inline ? null : pathOf(build);
      return path === null ? [] : [{ label: build.label, path, settings: settingsOf(build) }];
    }),
    problems: [],
  };
}

async function parse(format: Format, text: string): Promise<ParsedBuildFile> {
  switch (format) {
    case "compose":
      return (await import("./yaml-data.ts")).parseYaml(text);
    case "bake-hcl":
      return (await import("./hcl-data.ts")).parseHcl(text);
    case "bake-json":
      return (await import("./json-data.ts")).parseJson(text);
  }
}

/** One text that several builds share (by an alias, by inheritance) is one Dockerfile. */
function dockerfilesOf(builds: readonly Build[]): EmbeddedDockerfile[] {
  const bySource = new Map<unknown, { labels: string[]; build: Build }>();
  for (const build of builds) {
    if (!build.inline) continue;
    const known = bySource.get(build.inline);
    if (known) known.labels.push(build.label);
    else bySource.set(build.inline, { labels: [build.label], build });
  }
  return [...bySource.values()].flatMap(({ labels, build }) => {
    const settings = labels.length === 1 ? settingsOf(build) : { args: {} };
    return build.inline ? [{ label: labels.join(", "), source: build.inline.read(), settings }] : [];
  });
}

function settingsOf(build: Build): BuildSettings {
  const { target, args } = build;
  const context = localContext(build);
  return {
    args,
    ...(target === null || target === undefined ? {} : { target }),
    ...(context === null ? {} : { context }),
  };
}

/** A Dockerfile's path is relative to its build context, in Compose and in Bake. */
function pathOf(build: Build): string | null {
  const context = localContext(build);
  if (context === null || build.dockerfile === null) return null;
  if (build.dockerfile.startsWith("cwd://")) return build.dockerfile.slice("cwd://".length);
  return posix.isAbsolute(build.dockerfile) ? build.dockerfile : posix.join(context, build.dockerfile);
}

/** Null for a context that is unknown or no folder: a repository, an archive on a server, another target. */
function localContext({ context }: Build): string | null {
  if (context === null) return null;
  if (context.startsWith("cwd://")) return context.slice("cwd://".length) || ".";
  return /^(?:[a-z][a-z\d+.-]*:|git@|github\.com\/|~)/i.test(context) ? null : context;
}
