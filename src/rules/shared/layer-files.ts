/** Which files the steps of an image are known to write, and which later step deletes or rewrites them. */
import { perModel } from "../../language/file-memory.ts";
import type { BuildModel } from "../../model/types.ts";
import type { ShellCommand, ShellWord } from "../../shell/nodes.ts";
import type { Add, Copy, Instruction, Range, Run } from "../../syntax/nodes.ts";
import { destinationOf } from "./context-copies.ts";
import { mountTargets } from "./mounted-paths.ts";
import { baseName, globMatches, hasGlob, isInside, joinPath, normalHome, trimSlash } from "./paths.ts";
import { shellValues, type ShellValues } from "./shell-values.ts";

/** A path that a step wrote and that is still there. */
export interface WrittenPath {
  /** Absolute. */
  readonly path: string;
  /** `file`: certainly one file. `directory`: certainly a tree. `unknown`: either. */
  readonly kind: "file" | "directory" | "unknown";
  readonly instruction: Copy | Add | Run;
  /** The word that names it. */
  readonly range: Range;
}

/** A path that a command of a RUN wrote. */
export interface CommandOutput extends WrittenPath {
  readonly command: ShellCommand;
}

const writers = new Set(["curl", "wget", "git", "tar", "unzip"]);
const anyMount = new Set(["cache", "tmpfs", "bind", "secret", "ssh"]);

/** What COPY or ADD writes; nothing for a URL or git source, whose name is not settled, and for archives that ADD unpacks. */
export const pathsCopied: (model: BuildModel, instruction: Copy | Add) => readonly WrittenPath[] = perModel(findCopied);

function findCopied(model: BuildModel, instruction: Copy | Add): readonly WrittenPath[] {
  const destination = destinationOf(model, instruction);
  if (destination === null || !instruction.destination) return [];
  const written = instruction.destination.value;
  const endsInSlash = /(?:^|\/)\.?$/.test(written);
  const files = instruction.heredocs.map(({ name, range }) => ({ name, range }));
  const sources = instruction.sources.filter(({ value }) => !/^(?:https?|git|ssh):|^git@|\$/.test(value));
  const count = sources.length + files.length;
  const intoDirectory = endsInSlash || count > 1;
  const paths: WrittenPath[] = files.map(({ name, range }) => ({
    path: intoDirectory ? joinPath(destination, name) : destination,
    kind: "file",
    instruction,
    range,
  }));
  for (const { value, range } of sources) {
    const name = baseName(value);
    const isTree = value === "." || value === "/" || value.endsWith("/") || name === "." || name === "*";
    if (isTree) paths.push({ path: destination, kind: "directory", instruction, range });
    else if (hasGlob(value) || intoDirectory) paths.push(...insideDirectory(destination, name, instruction, range));
    else paths.push({ path: destination, kind: looksLikeFile(name) ? "file" : "unknown", instruction, range });
  }
  return paths;
}

/** A source called `name` that lands in a directory: as a file of that name, or as the directory's content. */
function insideDirectory(directory: string, name: string, instruction: Copy | Add, range: Range): WrittenPath[] {
  const file: WrittenPath = { path: joinPath(directory, name), kind: "file", instruction, range };
  if (hasGlob(name) || looksLikeFile(name)) return [file];
  return [{ path: directory, kind: "unknown", instruction, range }];
}

function looksLikeFile(name: string): boolean {
  return /^[^.].*\.[A-Za-z0-9]{1,10}$/.test(name) || /^(?:Gemfile|Makefile|Pipfile|Procfile)$/.test(name);
}

/** What the commands of a RUN are known to write outside its mounts: downloads, clones, unpacked trees, redirections. */
export const pathsWritten: (model: BuildModel, run: Run) => readonly CommandOutput[] = perModel(findWritten);

function findWritten(model: BuildModel, run: Run): readonly CommandOutput[] {
  const outputs: CommandOutput[] = [];
  for (const command of run.commands) if (mayWrite(command)) addOutputs(outputs, model, run, command);
  if (outputs.length === 0 || run.mounts.length === 0) return outputs;
  const mounts = mountTargets(model, run, anyMount);
  return outputs.filter(({ path }) => !mounts.some((mount) => isInside(normalHome(path), mount)));
}

function mayWrite({ name, redirections }: ShellCommand): boolean {
  return (name !== null && writers.has(name)) || redirections.some(({ operator }) => operator === ">");
}

/** Takes a word that names a path, or the path itself where the word does not say it. */
type AddPath = (word: ShellWord | null | undefined, kind: WrittenPath["kind"], path?: string | null) => void;

function addOutputs(outputs: CommandOutput[], model: BuildModel, run: Run, command: ShellCommand): void {
  const values = shellValues(model, run);
  const add: AddPath = (word, kind, path) => {
    const resolved = path === undefined && word ? values.path(command, word) : path;
    if (!word || !resolved?.startsWith("/") || resolved.startsWith("/dev/") || hasGlob(resolved)) return;
    outputs.push({ path: trimSlash(resolved), kind, range: word.range, instruction: run, command });
  };
  for (const { operator, target } of command.redirections) if (operator === ">") add(target, "file");
  switch (command.name) {
    case "curl":
    case "wget":
      addDownload(command, values, add);
      break;
    case "git":
      addClone(command, values, add);
      break;
    case "tar":
      add(valueOf(command, /^(?:-C|--directory)$/), "unknown");
      break;
    case "unzip":
      add(valueOf(command, /^-d$/), "unknown");
      break;
    default:
  }
}

/** `curl -o x`, `wget -O x`; `curl -O URL` and `wget URL` write the last part of the URL. */
function addDownload(command: ShellCommand, values: ShellValues, add: AddPath): void {
  const isCurl = command.name === "curl";
  const named = valueOf(command, isCurl ? /^(?:-[a-zA-Z]*o|--output)$/ : /^(?:-[a-zA-Z]*O|--output-document)$/);
  if (named) {
    if (named.value !== "-") add(named, "file");
    return;
  }
  if (isCurl && !command.args.some(({ value }) => /^-[a-zA-Z]*O|^--remote-name/.test(value))) return;
  for (const word of command.args) {
    const url = /^(?:https?|ftp):\/\//.test(word.value) ? values.text(word) : null;
    const name = url === null ? "" : baseName(url.replace(/[?#].*$/, ""));
    const directory = name === "" ? null : values.directoryOf(command);
    if (directory !== null) add(word, "file", joinPath(directory, name));
  }
}

function addClone(command: ShellCommand, values: ShellValues, add: AddPath): void {
  if (command.args.find(({ value }) => !value.startsWith("-"))?.value !== "clone") return;
  const [, url, directory] = withoutFlagValues(command, /^(?:-b|--branch|--depth|-c|--config|-j|--jobs|-o)$/);
  add(directory ?? url, "directory", directory ? undefined : cloneDirectory(command, url, values));
}

function cloneDirectory(command: ShellCommand, url: ShellWord | undefined, values: ShellValues): string | null {
  const text = url ? values.text(url) : null;
  const directory = values.directoryOf(command);
  return text === null || directory === null ? null : joinPath(directory, baseName(text).replace(/\.git$/, ""));
}

/** The operands, without the words that are values of these flags. */
function withoutFlagValues(command: ShellCommand, flags: RegExp): ShellWord[] {
  return command.args.filter(
    ({ value }, index) => !value.startsWith("-") && !flags.test(command.args[index - 1]?.value ?? ""),
  );
}

function valueOf(command: ShellCommand, flag: RegExp): ShellWord | null {
  const index = command.args.findIndex(({ value }) => value.startsWith("-") && flag.test(value));
  return index < 0 ? null : (command.args[index + 1] ?? null);
}

/** Whether deleting or changing `target` (a path or glob, its tree included when `recursive`) takes all of `written`. */
export function covers(target: string, recursive: boolean, written: WrittenPath): boolean {
  if (!recursive && written.kind === "directory") return false;
  if (hasGlob(target) || hasGlob(written.path)) {
    const reached = recursive ? written.path.split("/").slice(0, target.split("/").length).join("/") : written.path;
    return matches(target, reached);
  }
  return target === written.path || (recursive && target !== "/" && isInside(written.path, target));
}

function matches(one: string, other: string): boolean {
  return globMatches(one, other) || globMatches(other, one);
}

/**
 * True for a single small text file by its name (a script, a list of requirements, a patch): what it weighs is no reason
 * to change anything.
 */
export function isSmallText({ path, kind, instruction }: WrittenPath): boolean {
  if (kind === "directory" || instruction.type === "Run" || hasGlob(path)) return false;
  return /(?:\.(?:sh|bash|txt|py|rb|pl|js|patch|diff|conf|cnf|cfg|ini|env|list|repo|key|asc|ya?ml|json|toml|xml|properties|template|tmpl|sql|md|service)|\/(?:entrypoint|run|start|init|[\w-]*rc))$/i.test(
    path,
  );
}

/** How messages name the step that wrote a path. */
export function writerText({ type, logical }: Instruction): string {
  if (type === "Run") return "RUN";
  const text = logical.text.replace(/\s+/g, " ").trim();
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
