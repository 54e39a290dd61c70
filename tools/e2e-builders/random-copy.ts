/** Random COPY and ADD. */
import { baseReference } from "./base-image.ts";
import { directoryLink, type RandomContext } from "./random-context.ts";
import type { Random } from "./random.ts";
import { isCertain, randomSources, type Sources } from "./random-copy-sources.ts";
import type { RandomStage } from "./random-stage.ts";

/** @returns the lines of an instruction that copies from the build context */
export function copyFromContext(random: Random, stage: RandomStage, context: RandomContext): string {
  const sources = randomSources(random, context);
  // With --link there is no /etc/passwd to find a name in.
  const flags = random.chance(0.1) ? ["--link"] : [...ownership(random, stage), ...mode(random)];
  return instruction(
    random,
    random.chance(0.8) ? "COPY" : "ADD",
    flags,
    sources.words,
    destination(random, stage, sources),
  );
}

/** @returns null when the context has no archive */
export function addArchive(random: Random, stage: RandomStage, context: RandomContext): string | null {
  if (context.archives.length === 0) return null;
  const words = random.sample(context.archives, random.between(1, 2));
  if (random.chance(0.3)) words.push(random.pick(context.files));
  const folder = newFolder(random, stage);
  stage.addFolder(stage.resolve(folder));
  return instruction(random, random.chance(0.85) ? "ADD" : "COPY", ownership(random, stage), words, `${folder}/`);
}

/** @returns null when there is no earlier stage with something in it */
export function copyFromStage(random: Random, stage: RandomStage, earlier: readonly RandomStage[]): string | null {
  if (random.chance(0.15)) {
    const path = random.pick(["/etc/passwd", "/etc", "/etc/", "/bin/sh", "/bin/busybox"]);
    return instruction(random, "COPY", [`--from=${baseReference}`], [path], `${newFolder(random, stage)}/`);
  }
  const from = earlier.filter(({ files, folders }) => files.length + folders.length > 0);
  if (from.length === 0) return null;
  const other = random.pick(from);
  const isFile = other.folders.length === 0 || (other.files.length > 0 && random.chance(0.5));
  const path = random.pick(isFile ? other.files : other.folders);
  const flags = [`--from=${other.reference(random)}`, ...ownership(random, stage), ...mode(random)];
  return instruction(random, "COPY", flags, [path], destination(random, stage, { words: [path], isOneFile: isFile }));
}

/** Files whose text stands in the Dockerfile. */
export function copyHeredocs(random: Random, stage: RandomStage): string {
  const names = random.sample(["EOF", "app.conf", "END-1", "x_y"], random.pick([1, 1, 2]));
  const tabs = random.chance(0.3) ? "-" : "";
  const quote = random.chance(0.3) ? '"' : "";
  const variable = stage.variables.length > 0 ? ` and \${${random.pick(stage.variables)}}` : "";
  const bodies = names.map((name) => {
    const lines = random.times(
      random.between(0, 5),
      (index) => `${tabs && "\t"}line ${index}${random.chance(0.3) ? variable : ""}`,
    );
    return [...lines, name].join("\n");
  });
  const folder = newFolder(random, stage);
  const target = names.length === 1 && random.chance(0.5) ? `${folder}.conf` : `${folder}/`;
  if (target.endsWith("/")) stage.addFolder(stage.resolve(target));
  else stage.addFile(stage.resolve(target));
  const words = names.map((name) => `<<${tabs}${quote}${name}${quote}`);
  return [["COPY", ...mode(random), ...words, target].join(" "), ...bodies].join("\n");
}

/** Mostly new, sometimes something that is there. */
function destination(random: Random, stage: RandomStage, sources: Sources): string {
  return sources.isOneFile && random.chance(0.5) ? fileName(random, stage) : folderName(random, stage, sources);
}

function fileName(random: Random, stage: RandomStage): string {
  const isReplaced = stage.files.length > 0 && random.chance(0.3);
  const path = isReplaced ? random.pick(stage.files) : `${newFolder(random, stage)}.file`;
  stage.addFile(stage.resolve(path));
  return path;
}

function folderName(random: Random, stage: RandomStage, sources: Sources): string {
  const { folders, variables } = stage;
  const folder = random.weighted<() => string>([
    [4, () => newFolder(random, stage)],
    [folders.length > 0 ? 2 : 0, () => random.pick(folders)],
    // Where a link that was copied there before leads.
    [folders.length > 0 ? 0.3 : 0, () => `${random.pick(folders)}/${directoryLink}`],
    [1.5, () => random.pick([".", "./sub", ""])],
    [variables.length > 0 ? 1 : 0, () => `/by-\${${random.pick(variables)}}`],
  ])();
  if (!folder.includes("$") && isCertain(sources)) {
    const path = stage.resolve(folder === "" ? "/" : folder);
    stage.addFolder(path);
    const [word = ""] = sources.words;
    if (sources.isOneFile) stage.addFile(stage.resolve(`${path}/${word.slice(word.lastIndexOf("/") + 1)}`));
  }
  return `${folder}/`;
}

function newFolder(random: Random, stage: RandomStage): string {
  const name = random.pick(["app", "opt/data", "srv", "a/b/c", "usr/local/share/x", "größe", "e".repeat(120)]);
  return `${random.chance(0.7) ? "/" : ""}${name}-${stage.lines.length}`;
}

function ownership(random: Random, stage: RandomStage): string[] {
  if (random.chance(0.75)) return [];
  const names = stage.hasShell ? ["app", "app:app", "root:app"] : [];
  return [`--chown=${random.pick(["1000:1000", "0:5", "1234", "65534:0", ...names])}`];
}

function mode(random: Random): string[] {
  return random.chance(0.2) ? [`--chmod=${random.pick(["600", "0644", "755", "4755", "0000", "1777"])}`] : [];
}

/** In JSON form when a word asks for it, and sometimes anyway. */
function instruction(
  random: Random,
  keyword: string,
  flags: readonly string[],
  sources: readonly string[],
  target: string,
): string {
  const words = [...sources, target];
  const needsJson = words.some((word) => /\s/.test(word));
  const body = needsJson || random.chance(0.15) ? JSON.stringify(words) : words.join(" ");
  return [keyword, ...flags, body].join(" ");
}
