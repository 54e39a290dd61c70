/**
 * The text of a history entry as BuildKit writes it (frontend/dockerfile/dockerfile2llb: convert.go, convert_copy.go,
 * convert_expose.go).
 */
import { readMarker } from "../syntax/heredoc.ts";
import type {
  Add,
  Arg,
  Cmd,
  Copy,
  Entrypoint,
  Expose,
  Healthcheck,
  Instruction,
  KeyValue,
  Run,
} from "../syntax/nodes.ts";
import { exposedPorts } from "./exposed-ports.ts";
import { formatDuration, list, quoteList, quoteRune } from "./go-format.ts";
import { durationOf, healthcheckTest, retries } from "./healthcheck.ts";
import { buildArguments, declaredBuildArguments, workdirAfter, type Scope } from "./scope.ts";

/**
 * Whose wording a history has: BuildKit's of August 2026, or that of the BuildKit in a version of Docker.
 *
 * - `docker20`: Docker 20.10. COPY and ADD show no flags, ARG its default even where a build argument is given.
 * - `docker26`: Docker 26. Flags of COPY and ADD show.
 * - `docker28`: Docker 28, and the official images of 2026. ARG shows the value in force, RUN also the arguments of the
 *   stages that its own is FROM.
 * - `current`: EXPOSE and HEALTHCHECK are written plainly.
 */
export type BuildkitText = "current" | "docker28" | "docker26" | "docker20";

/** What changed from one generation to the next. */
interface Wording {
  readonly copyFlags: boolean;
  /** The value that an argument has, not the default that is written. */
  readonly effectiveArgs: boolean;
  /** Go's format of a map of ports and of a pointer to a health check, or a plain list and fields with names. */
  readonly plain: boolean;
  /** HEALTHCHECK knows `--start-interval`. */
  readonly startInterval: boolean;
  /** RUN shows arguments of the stages that its own is FROM. */
  readonly inheritedArgs: boolean;
}

const docker20: Wording = {
  copyFlags: false,
  effectiveArgs: false,
  plain: false,
  startInterval: false,
  inheritedArgs: false,
};
const docker26: Wording = { ...docker20, copyFlags: true, startInterval: true };
const docker28: Wording = { ...docker26, effectiveArgs: true, inheritedArgs: true };
const wordings: Readonly<Record<BuildkitText, Wording>> = {
  docker20,
  docker26,
  docker28,
  current: { ...docker28, plain: true },
};

/** The `created_by` of the entry that BuildKit makes of an instruction. */
export function createdByBuildkit(instruction: Instruction, scope: Scope, text: BuildkitText = "current"): string {
  const wording = wordings[text];
  switch (instruction.type) {
    case "Run":
      return `RUN ${runText(instruction, scope, wording)} # buildkit`;
    case "Copy":
    case "Add":
      return `${instruction.keyword} ${copyText(instruction, scope, wording)} # buildkit`;
    case "Workdir":
      return `WORKDIR ${workdirAfter(instruction.args[0], scope)}`;
    case "Env":
    case "Label":
      return `${instruction.keyword} ${pairsText(instruction.pairs, scope)}`;
    case "Arg":
      return `ARG ${(wording.effectiveArgs ? argText : argDefaults)(instruction, scope)}`;
    case "Expose":
      return `EXPOSE ${exposeText(instruction, scope, wording)}`;
    case "Cmd":
    case "Entrypoint":
      return `${instruction.keyword} ${quoteList(commandLine(instruction, scope))}`;
    case "Volume":
      return `VOLUME ${list(expandAll(instruction, scope))}`;
    case "Shell":
      return `SHELL ${list(instruction.args.map((word) => word.value))}`;
    case "User":
    case "Stopsignal":
      return `${instruction.keyword} ${expandAll(instruction, scope).join(" ")}`;
    case "Healthcheck":
      return `HEALTHCHECK ${wording.plain ? healthcheckText(instruction) : healthcheckPointer(instruction, wording.startInterval)}`;
    default:
      return `${instruction.keyword} ${instruction.args.map((word) => word.value).join(" ")}`;
  }
}

/** Every argument, expanded. */
export function expandAll(instruction: Instruction, scope: Scope): string[] {
  return instruction.args.map((word) => scope.expand(word));
}

/** `A=1 B=two words`: without quotes, whatever was written. */
export function pairsText(pairs: readonly KeyValue[], scope: Scope): string {
  return pairs.map(({ key, value }) => `${scope.expand(key)}=${value === null ? "" : scope.expand(value)}`).join(" ");
}

/** The words that CMD or ENTRYPOINT puts into the image; variables are left to the shell. */
export function commandLine(instruction: Cmd | Entrypoint, scope: Scope): readonly string[] {
  const words = instruction.args.map((word) => word.value);
  return instruction.json ? words : [...scope.before.shell.argv, words.join(" ")];
}

function runText(instruction: Run, scope: Scope, { inheritedArgs }: Wording): string {
  const args = (inheritedArgs ? buildArguments : declaredBuildArguments)(scope).map(
    ([name, value]) => `${name}=${value ?? ""}`,
  );
  const prefix = args.length === 0 ? [] : [`|${args.length}`, ...args];
  return [...prefix, ...runWords(instruction, scope)].join(" ");
}

function runWords(instruction: Run, scope: Scope): readonly string[] {
  const words = instruction.args.map((word) => word.value);
  if (instruction.json) return words;
  const shell = scope.before.shell.argv;
  const [text = ""] = words;
  const [heredoc] = instruction.heredocs;
  if (heredoc === undefined) return [...shell, text];
  if (!isLoneMarker(text)) return [...shell, textWithHeredocs(text, instruction)];
  const script = heredoc.chomp ? heredoc.content.replace(/^\t+/gm, "") : heredoc.content;
  // A script with its own interpreter is mounted as a file and run without the shell.
  const runsAsFile = !scope.windows && script.startsWith("#!");
  return [...shell, runsAsFile ? `/dev/pipes/${heredoc.name}` : script];
}

/** `RUN <<EOF`, where the heredoc is the whole command. */
function isLoneMarker(text: string): boolean {
  return text.includes("<<") && readMarker(text) !== null;
}

/** The shell reads the heredocs itself: they are put back below the command. */
function textWithHeredocs(text: string, { heredocs }: Run): string {
  return text + heredocs.map((heredoc) => `\n${heredoc.content}${heredoc.name}`).join("");
}

/** `--from`, `--link` and `--exclude` do not show. */
function copyText(instruction: Copy | Add, scope: Scope, { copyFlags }: Wording): string {
  return [
    ...(copyFlags ? shownFlags(instruction, scope) : []),
    ...instruction.sources.map((source) => scope.expand(source)),
    ...instruction.heredocs.map((heredoc) => `<<${heredoc.name}`),
    instruction.destination === null ? "" : scope.expand(instruction.destination),
  ].join(" ");
}

function shownFlags(instruction: Copy | Add, scope: Scope): string[] {
  const flag = (name: string): string => instruction.flags.find((other) => other.name === name)?.value ?? "";
  const chown = scope.expand(flag("chown"));
  const chmod = scope.expand(flag("chmod"));
  return [
    ...(hasParents(instruction) ? ["--parents"] : []),
    ...(chown === "" ? [] : [`--chown=${chown}`]),
    ...(chmod === "" ? [] : [`--chmod=${chmod}`]),
  ];
}

function hasParents(instruction: Copy | Add): boolean {
  const flag = instruction.flags.find(({ name }) => name === "parents");
  return flag !== undefined && flag.value !== "false";
}

function argText(instruction: Arg, scope: Scope): string {
  return instruction.pairs
    .map(({ key }) => {
      const value = scope.after.args.get(key.value);
      return value === undefined ? key.value : `${key.value}=${value}`;
    })
    .join(" ");
}

/** The defaults as they are written, expanded. */
export function argDefaults(instruction: Arg, scope: Scope): string {
  return instruction.pairs
    .map(({ key, value }) => (value === null ? key.value : `${key.value}=${scope.expand(value)}`))
    .join(" ");
}

function exposeText(instruction: Expose, scope: Scope, { plain }: Wording): string {
  const ports = exposedPorts(instruction, (text) => scope.expand(text));
  if (plain) return list(ports);
  // Go prints maps sorted, and a map has each key once.
  const keys = [...new Set(ports)].sort();
  return `map${list(keys.map((port) => `${port}:{}`))}`;
}

function healthcheckText(instruction: Healthcheck): string {
  const [interval, timeout, startPeriod, startInterval] = [...shortDurations, "start-interval"].map((name) =>
    durationText(instruction, name),
  );
  return (
    `{Test:${list(healthcheckTest(instruction))} Interval:${interval} Timeout:${timeout} ` +
    `StartPeriod:${startPeriod} StartInterval:${startInterval} Retries:${retries(instruction)}}`
  );
}

const shortDurations = ["interval", "timeout", "start-period"];

/** `%q` of a pointer to the health check: `&{["CMD-SHELL" "curl ..."] "5s" "3s" "0s" "0s" '\x03'}`. */
export function healthcheckPointer(instruction: Healthcheck, startInterval: boolean): string {
  const names = startInterval ? [...shortDurations, "start-interval"] : shortDurations;
  const durations = names.map((name) => `"${durationText(instruction, name)}"`).join(" ");
  return `&{${quoteList(healthcheckTest(instruction))} ${durations} ${quoteRune(retries(instruction))}}`;
}

/** A duration flag as Go prints it; `0s` when it is not given. */
function durationText(instruction: Healthcheck, flagName: string): string {
  const nanoseconds = durationOf(instruction, flagName);
  if (nanoseconds !== null) return formatDuration(nanoseconds);
  return instruction.flags.find(({ name }) => name === flagName)?.value ?? "0s";
}
