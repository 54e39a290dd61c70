/**
 * The text of a history entry as BuildKit writes it (frontend/dockerfile/dockerfile2llb: convert.go, convert_copy.go,
 * convert_expose.go; version of August 2026). Older versions differ in ARG, EXPOSE and HEALTHCHECK.
 */
import { parseDuration } from "../syntax/durations.ts";
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
import { formatDuration, list, quoteList } from "./go-format.ts";
import { buildArguments, workdirAfter, type Scope } from "./scope.ts";

/** The `created_by` of the entry that BuildKit makes of an instruction. */
export function createdByBuildkit(instruction: Instruction, scope: Scope): string {
  switch (instruction.type) {
    case "Run":
      return `RUN ${runText(instruction, scope)} # buildkit`;
    case "Copy":
    case "Add":
      return `${instruction.keyword} ${copyText(instruction, scope)} # buildkit`;
    case "Workdir":
      return `WORKDIR ${workdirAfter(instruction.args[0], scope)}`;
    case "Env":
    case "Label":
      return `${instruction.keyword} ${pairsText(instruction.pairs, scope)}`;
    case "Arg":
      return `ARG ${argText(instruction, scope)}`;
    case "Expose":
      return `EXPOSE ${list(exposedPorts(instruction, scope))}`;
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
      return `HEALTHCHECK ${healthcheckText(instruction)}`;
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

function runText(instruction: Run, scope: Scope): string {
  const args = buildArguments(scope).map(([name, value]) => `${name}=${value ?? ""}`);
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
function copyText(instruction: Copy | Add, scope: Scope): string {
  const flag = (name: string): string => instruction.flags.find((other) => other.name === name)?.value ?? "";
  const chown = scope.expand(flag("chown"));
  const chmod = scope.expand(flag("chmod"));
  return [
    ...(hasParents(instruction) ? ["--parents"] : []),
    ...(chown === "" ? [] : [`--chown=${chown}`]),
    ...(chmod === "" ? [] : [`--chmod=${chmod}`]),
    ...instruction.sources.map((source) => scope.expand(source)),
    ...instruction.heredocs.map((heredoc) => `<<${heredoc.name}`),
    instruction.destination === null ? "" : scope.expand(instruction.destination),
  ].join(" ");
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

/** Sorted as written, then expanded: a range becomes its ports, a protocol is added. */
function exposedPorts(instruction: Expose, scope: Scope): string[] {
  const specifications = instruction.args.map((word) => word.value).sort();
  return specifications.flatMap((text) => splitBlanks(scope.expand(text))).flatMap(portsOf);
}

function splitBlanks(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== "");
}

const highestPort = 65535;

/** `8000-8002/udp` -> its three ports; the part before a colon names host ports, which an image does not have. */
function portsOf(specification: string): string[] {
  const containerPart = specification.slice(specification.lastIndexOf(":") + 1);
  const [ports = "", protocol = ""] = containerPart.split("/", 2);
  const suffix = `/${protocol.toLowerCase() || "tcp"}`;
  const range = /^\+?(\d{1,5})(?:-(\d{1,5}))?$/.exec(ports);
  if (range === null) return [ports + suffix];
  const first = Number(range[1]);
  const last = Math.min(Number(range[2] ?? first), highestPort);
  return Array.from({ length: Math.max(last - first, 0) + 1 }, (_, offset) => `${first + offset}${suffix}`);
}

function healthcheckText(instruction: Healthcheck): string {
  const durations = ["interval", "timeout", "start-period", "start-interval"].map((name) =>
    duration(instruction, name),
  );
  const [interval, timeout, startPeriod, startInterval] = durations;
  return (
    `{Test:${list(healthcheckTest(instruction))} Interval:${interval} Timeout:${timeout} ` +
    `StartPeriod:${startPeriod} StartInterval:${startInterval} Retries:${retries(instruction)}}`
  );
}

/** The test as the image stores it: `["CMD-SHELL", "curl ..."]`, `["CMD", "curl", "..."]` or `["NONE"]`. */
export function healthcheckTest(instruction: Healthcheck): readonly string[] {
  const words = instruction.args.slice(1).map((word) => word.value);
  if (instruction.kind === "NONE") return ["NONE"];
  return instruction.json ? ["CMD", ...words] : ["CMD-SHELL", ...words];
}

/** A duration flag as Go prints it; `0s` when it is not given. */
export function duration(instruction: Healthcheck, flagName: string): string {
  const text = instruction.flags.find(({ name }) => name === flagName)?.value;
  if (text === undefined || text === null) return "0s";
  try {
    return formatDuration(Math.round(parseDuration(text)));
  } catch {
    // Such a file does not build; the syntax room reports it where it stands.
    return text;
  }
}

/** The `--retries` flag; 0 when it is not given. */
export function retries(instruction: Healthcheck): number {
  const text = instruction.flags.find(({ name }) => name === "retries")?.value ?? "";
  return Number.parseInt(text, 10) || 0;
}
