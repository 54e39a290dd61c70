/** What makes a RUN slow, and what it may read. */
import { perFile } from "../../language/file-memory.ts";
import type { BuildModel } from "../../model/types.ts";
import type { ShellCommand, ShellWord } from "../../shell/nodes.ts";
import type { PackageCall } from "../../shell/package-call.ts";
import type { Run } from "../../syntax/nodes.ts";
import { readDependencyInstall } from "./dependency-installs.ts";
import { packageCall } from "./package-calls.ts";
import { isInside } from "./paths.ts";
import { shellValues, type ShellValues } from "./shell-values.ts";

/** A command that is worth caching. */
export interface CostlyCommand {
  readonly command: ShellCommand;
  readonly kind: "system packages" | "packages" | "dependencies" | "download" | "build";
  /** As messages name it: `apt-get install`. */
  readonly name: string;
}

const systemManagers = new Set([
  "apt-get",
  "apt",
  "aptitude",
  "apk",
  "yum",
  "dnf",
  "microdnf",
  "tdnf",
  "zypper",
  "pacman",
]);
const downloaders = new Set(["curl", "wget", "aria2c"]);
const compilers = new Set(["make", "ninja", "cmake", "bazel", "gcc", "g++", "msbuild", "tsc", "webpack"]);

/** Programs that work on no file, or only on files that their flags name. */
const fileless = new Set(
  `: true false test [ [[ echo printf set export unset read exit id env date sleep trap shopt umask locale-gen
  update-locale dpkg-reconfigure ldconfig useradd adduser groupadd addgroup usermod deluser userdel passwd chpasswd
  update-alternatives update-ca-certificates update-ca-trust debconf-set-selections add-apt-repository
  apt-mark apt-cache apt-config dpkg-query dpkg-architecture uname arch nproc getent which command type
  docker-php-ext-install docker-php-ext-configure docker-php-ext-enable pecl corepack a2enmod a2dismod cd pushd popd
  hash wait ulimit basename dirname lsb_release rpm-import`.split(/\s+/),
);

/** Programs that read or write the files that their operands name. */
const onFiles = new Set(
  `rm mkdir rmdir ln cp mv cat tee touch chmod chown chgrp tar unzip gunzip gzip xz bzip2 sed awk grep egrep cut tr sort
  head tail find gpg apt-key dpkg rpm install curl wget git sha256sum sha512sum sha1sum md5sum ls stat file xargs strip
  patch readlink realpath mktemp jq base64`.split(/\s+/),
);

/** The costly commands of a RUN, in the order in which they stand. */
export const costlyCommands: (run: Run) => readonly CostlyCommand[] = perFile((run) =>
  run.commands.flatMap((command) => costlyCommand(command) ?? []),
);

function costlyCommand(command: ShellCommand): CostlyCommand | null {
  const dependencies = readDependencyInstall(command);
  if (dependencies) return { command, kind: "dependencies", name: dependencies.name };
  const call = packageCall(command);
  if (call && (call.action === "install" || call.action === "upgrade")) {
    const kind = systemManagers.has(call.program) ? "system packages" : "packages";
    return { command, kind, name: call.verb ? `${call.program} ${call.verb.value}` : call.program };
  }
  const { name } = command;
  if (name === null) return null;
  if (downloaders.has(name)) return { command, kind: "download", name };
  if (name === "git" && command.args.some(({ value }) => value === "clone")) {
    return { command, kind: "download", name: "git clone" };
  }
  return compilers.has(name) ? { command, kind: "build", name } : null;
}

/**
 * True when every command of the RUN is a program whose doings are known: package managers, downloads and the everyday
 * tools. A program of the project, a script or a compiler may read anything, its environment too.
 */
export function isFullyKnown(run: Run): boolean {
  if (run.form === "exec" || !run.shellParsed || run.shellError) return false;
  return run.commands.every((command) => isKnown(command));
}

function isKnown(command: ShellCommand): boolean {
  if (command.nameWord === null) return true;
  const { name } = command;
  if (name === null || command.wrappers.includes("xargs")) return false;
  if (command.nameWord.value.includes("/") && !/^\/(?:usr\/)?(?:local\/)?s?bin\//.test(command.nameWord.value))
    return false;
  if (fileless.has(name) || onFiles.has(name)) return true;
  const call = packageCall(command);
  return call !== null && call.action !== "other";
}

/**
 * True unless it is certain that the RUN reads nothing below `directory` and nothing from the build context: every
 * program known, every path outside.
 *
 * @param directory absolute; what a COPY filled
 */
export function mayReadBelow(model: BuildModel, run: Run, directory: string): boolean {
  if (!isFullyKnown(run)) return true;
  if (run.mounts.some((mount) => mount.kind === "bind" && mount.from === null)) return true;
  const values = shellValues(model, run);
  return run.commands.some((command) => readsBelow(command, directory, values));
}

function readsBelow(command: ShellCommand, directory: string, values: ShellValues): boolean {
  const redirected = command.redirections.some(
    ({ operator, target }) => operator === "<" && target !== null && mayLieBelow(command, target, directory, values),
  );
  if (redirected) return true;
  if (readDependencyInstall(command)) return true;
  const call = packageCall(command);
  if (call && call.action !== "other") return readsProject(call);
  if (command.name === null || fileless.has(command.name)) return false;
  const skipped = command.name === "chmod" || command.name === "chown" || command.name === "chgrp" ? 1 : 0;
  const operands = command.args.filter(({ value }) => !value.startsWith("-")).slice(skipped);
  return operands.some((word) => mayLieBelow(command, word, directory, values));
}

/** Installs from the archive read nothing of the project; others do unless they install named packages for everybody. */
function readsProject(call: PackageCall): boolean {
  if (call.packages.some(namesLocalPackage)) return true;
  if (systemManagers.has(call.program)) return false;
  switch (call.manager) {
    case "pip":
      return (
        call.verbs === "sync" ||
        call.packages.length === 0 ||
        call.hasFlag("-r", "--requirement", "-c", "--constraint", "-e", "--editable")
      );
    case "npm":
    case "pnpm":
    case "bun":
      return !call.hasFlag("-g", "--global");
    case "yarn":
      return call.verb?.value !== "global";
    case "go":
      return !call.packages.every(({ value }) => value.includes("@"));
    case "gem":
      return false;
    default:
      return true;
  }
}

/** `./vendor.deb`, `/tmp/tool.rpm`, `$(cat packages.txt)` gives its `cat` as a command of its own. */
function namesLocalPackage({ value }: ShellWord): boolean {
  return /^[./~]/.test(value) || /\.(?:deb|rpm|apk|whl|tgz|tar\.gz|gem)$/.test(value);
}

function mayLieBelow(command: ShellCommand, word: ShellWord, directory: string, values: ShellValues): boolean {
  if (word.value.includes("://") || word.value.startsWith("~")) return false;
  if (word.value.startsWith("/")) {
    const path = values.path(command, word);
    return path === null
      ? !outsideByStart(word.value, directory)
      : isInside(path, directory) || isInside(directory, path);
  }
  const place = values.directoryOf(command);
  return place === null || isInside(place, directory) || isInside(directory, place);
}

/** `/etc/$NAME` cannot lie below `/app`. */
function outsideByStart(path: string, directory: string): boolean {
  const fixed = path.slice(0, path.search(/[$`*?[{]/));
  const start = fixed.slice(0, fixed.lastIndexOf("/"));
  return start !== "" && !isInside(start, directory) && !isInside(directory, start);
}
