/** Commands that install what the project's manifests list. */
import { dependencyInstallers } from "../../knowledge/dependency-manifests.ts";
import type { DependencyInstaller } from "../../knowledge/dependency-manifests.ts";
import type { ShellCommand, ShellWord } from "../../shell/nodes.ts";

export interface DependencyInstall {
  readonly installer: DependencyInstaller;
  readonly command: ShellCommand;
  /** `fetch`: installs dependencies only. `build`: installs them and reads the sources in the same command. */
  readonly kind: "fetch" | "build";
  /** As messages name it: `npm ci`. */
  readonly name: string;
  /** Words that name the manifests (`-r requirements/dev.txt`); empty when the manager finds them itself. */
  readonly named: readonly ShellWord[];
  /** The word that names their directory (`--prefix client`); null for the working directory. */
  readonly directory: ShellWord | null;
}

let byProgram: ReadonlyMap<string, DependencyInstaller> | undefined;

/** Null when the command installs nothing that a file of the build context lists. */
export function readDependencyInstall(command: ShellCommand): DependencyInstall | null {
  if (command.name === null) return null;
  byProgram ??= new Map(dependencyInstallers.flatMap((entry) => entry.programs.map((program) => [program, entry])));
  // Most commands are none.
  if (!byProgram.has(command.name) && !/^(?:python|pip|uv$)/.test(command.name)) return null;
  const { program, called, args } = seeThroughPython(command);
  const installer = byProgram.get(program);
  if (!installer) return null;
  const words = readWords(installer, args);
  if (words.exempt) return null;
  return installer.manager === "pip"
    ? readPip(command, called, installer, words)
    : readOther(command, called, installer, words);
}

interface Words {
  readonly operands: readonly ShellWord[];
  readonly named: readonly ShellWord[];
  readonly directory: ShellWord | null;
  readonly editable: readonly ShellWord[];
  readonly exempt: boolean;
}

interface Launch {
  /** As the table of installers has it: `pip`. */
  readonly program: string;
  /** As it is written, which is what a message has to name: `python3 -m pip`, `uv pip`, `pip3`. */
  readonly called: string;
  readonly args: readonly ShellWord[];
}

/** `python3 -m pip install` and `uv pip install` are `pip install`. */
function seeThroughPython({ name, args }: ShellCommand): Launch {
  const program = name ?? "";
  const [flag, module] = args;
  if (/^python[\d.]*$/.test(program) && flag?.value === "-m" && module) {
    return { program: module.value, called: `${program} -m ${module.value}`, args: args.slice(2) };
  }
  if (program === "uv" && flag?.value === "pip") return { program: "pip", called: "uv pip", args: args.slice(1) };
  return { program: /^pip(?:[\d.]+|-sync)$/.test(program) ? "pip" : program, called: program, args };
}

function readWords(installer: DependencyInstaller, args: readonly ShellWord[]): Words {
  const operands: ShellWord[] = [];
  const named: ShellWord[] = [];
  const editable: ShellWord[] = [];
  let directory: ShellWord | null = null;
  let exempt = installer.onlyWith !== undefined && !args.some(({ value }) => value === installer.onlyWith);
  for (let index = 0; index < args.length; index++) {
    const word = args[index];
    if (!word) break;
    const [flag, inline] = splitFlag(word.value);
    exempt ||= installer.exemptFlags.includes(word.value) || installer.exemptFlags.includes(flag);
    if (!word.value.startsWith("-") || word.value === "-") {
      operands.push(word);
      continue;
    }
    const takesValue = (flags: readonly string[]): ShellWord | null => {
      if (!flags.includes(flag)) return null;
      if (inline !== null) return { ...word, text: inline, value: inline };
      return args[++index] ?? null;
    };
    const manifest = takesValue(installer.manifestFlags) ?? attachedRequirement(installer, word);
    const place = manifest ? null : takesValue(installer.directoryFlags);
    const project = manifest || place ? null : takesValue(installer.manager === "pip" ? ["-e", "--editable"] : []);
    if (manifest) named.push(manifest);
    else if (place) directory = place;
    else if (project) editable.push(project);
    else takesValue(installer.valueFlags);
  }
  return { operands, named, directory, editable, exempt };
}

function splitFlag(text: string): [flag: string, value: string | null] {
  const equals = text.indexOf("=");
  return text.startsWith("-") && equals > 0 ? [text.slice(0, equals), text.slice(equals + 1)] : [text, null];
}

/** `-rrequirements.txt`. */
function attachedRequirement(installer: DependencyInstaller, word: ShellWord): ShellWord | null {
  if (installer.manager !== "pip" || !/^-r./.test(word.value)) return null;
  return { ...word, text: word.value.slice(2), value: word.value.slice(2) };
}

function readPip(
  command: ShellCommand,
  called: string,
  installer: DependencyInstaller,
  words: Words,
): DependencyInstall | null {
  const common = { installer, command, directory: null };
  const isSync = command.name === "pip-sync";
  const [verb] = words.operands;
  const packages = isSync ? words.operands : words.operands.slice(1);
  if (isSync || verb?.value === "sync") {
    const [file] = packages;
    if (!file) return null;
    const name = `${isSync ? called : `${called} sync`} ${file.value}`;
    return { ...common, kind: "fetch", name, named: packages };
  }
  if (verb?.value !== "install") return null;
  const projects = [...words.editable, ...packages].filter(({ value }) => /^\.{1,2}(?:$|[/[])/.test(value));
  const [project] = projects;
  if (project) return { ...common, kind: "build", name: `${called} install ${project.value}`, named: [] };
  const files = words.named.filter(({ value }) => !/^https?:/.test(value));
  const [file] = files;
  return file ? { ...common, kind: "fetch", name: `${called} install -r ${file.value}`, named: files } : null;
}

function readOther(
  command: ShellCommand,
  called: string,
  installer: DependencyInstaller,
  words: Words,
): DependencyInstall | null {
  const verb = words.operands[0]?.value ?? "";
  const rest = words.operands.slice(1);
  const kind = verbKind(installer, words.operands, rest);
  if (!kind) return null;
  const named = [...words.named, ...projectFiles(installer, rest)];
  if (installer.manager === "conda" && named.length === 0) return null;
  if (installer.operandsArePackages && rest.length > 0 && named.length === 0) return null;
  const detail = [called, installer.onlyWith ?? "", verb, needsDetail.has(verb) ? (rest[0]?.value ?? "") : ""];
  return {
    installer,
    command,
    kind,
    name: detail.filter((part) => part !== "").join(" "),
    named,
    directory: words.directory,
  };
}

/** Verbs that mean little without the word after them. */
const needsDetail = new Set(["mod", "pub", "chef", "env", "package"]);

function verbKind(
  installer: DependencyInstaller,
  operands: readonly ShellWord[],
  rest: readonly ShellWord[],
): "fetch" | "build" | null {
  const verb = operands[0]?.value ?? "";
  const [second = ""] = rest.map(({ value }) => value);
  if (verb === "mod" && second !== "download" && second !== "vendor") return null;
  if (verb === "pub" && second !== "get") return null;
  if (verb === "chef" && second !== "cook") return null;
  if (verb === "env" && second !== "create" && second !== "update") return null;
  if (installer.manager === "swift" && verb === "package" && second !== "resolve") return null;
  // `go install example.com/tool@v1` and `cargo install ripgrep` read no file of the project.
  if (installer.manager === "go" && rest.some(({ value }) => isRemotePackage(value))) return null;
  if (installer.manager === "cargo" && verb === "install" && rest.length > 0) return null;
  // Maven, Gradle, sbt and Leiningen take several tasks in one call.
  const verbs = ["maven", "gradle", "sbt", "leiningen"].includes(installer.manager)
    ? operands.map(({ value }) => value.replace(/^:/, ""))
    : [verb];
  if (verbs.some((one) => installer.buildVerbs.includes(one))) return "build";
  return verbs.some((one) => installer.fetchVerbs.includes(one)) ? "fetch" : null;
}

/** An import path (`golang.org/x/tools/cmd/stringer`), also with a version: its first part has a dot. */
function isRemotePackage(operand: string): boolean {
  return operand.includes("@") || /^[a-z0-9-]+(?:\.[a-z0-9-]+)+\//i.test(operand);
}

/** `dotnet restore src/App/App.csproj`. */
function projectFiles(installer: DependencyInstaller, operands: readonly ShellWord[]): ShellWord[] {
  if (installer.manager !== "dotnet") return [];
  return operands.filter(({ value }) => /\.(?:csproj|fsproj|vbproj|sln|slnx)$/.test(value));
}
