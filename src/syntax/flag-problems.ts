/** What BuildKit rejects about flags (instructions/bflag.go and the parsers that use it). */
import { goQuote } from "./go-quote.ts";
import type { Flag, Instruction, Range, SyntaxProblem } from "./nodes.ts";
import { parseDuration } from "./durations.ts";
import { readMount, splitCsv } from "./mounts.ts";
import { didYouMean } from "./suggest.ts";

type FlagKind = "string" | "bool" | "list";

const duration: FlagKind = "string";

/** Flags by instruction. ARG and STOPSIGNAL are missing: BuildKit ignores their flags. */
const knownFlags: Readonly<Record<string, Readonly<Record<string, FlagKind>>>> = {
  FROM: { platform: "string" },
  COPY: { from: "string", chown: "string", chmod: "string", link: "bool", parents: "bool", exclude: "list" },
  ADD: {
    chown: "string",
    chmod: "string",
    link: "bool",
    "keep-git-dir": "bool",
    checksum: "string",
    unpack: "bool",
    exclude: "list",
  },
  RUN: { mount: "list", network: "string", security: "string", device: "list" },
  HEALTHCHECK: {
    interval: duration,
    timeout: duration,
    "start-period": duration,
    "start-interval": duration,
    retries: "string",
  },
};

/** The flags that an instruction knows, by name without dashes; `bool` ones need no value. */
export function flagsOf(keyword: string): Readonly<Record<string, FlagKind>> {
  return knownFlags[keyword] ?? {};
}

const ignoresFlags = new Set(["ARG", "STOPSIGNAL"]);

/** The first thing that BuildKit would reject about the flags of one instruction. */
export function flagProblem(node: Instruction): SyntaxProblem | null {
  if (node.flags.length === 0 || ignoresFlags.has(node.keyword)) return null;
  if (node.type === "Healthcheck" && node.kind === "NONE") return null;
  const known = knownFlags[node.keyword] ?? {};
  for (const flag of node.flags) {
    const problem = shapeProblem(flag, known, node.flags) ?? valueProblem(node, flag);
    if (problem) return problem;
  }
  return null;
}

function shapeProblem(
  flag: Flag,
  known: Readonly<Record<string, FlagKind>>,
  flags: readonly Flag[],
): SyntaxProblem | null {
  const kind = Object.hasOwn(known, flag.name) ? known[flag.name] : undefined;
  if (kind === undefined) {
    const message = didYouMean(`unknown flag: --${flag.name}`, flag.name, Object.keys(known));
    return problem("unknown-flag", message, flag.nameRange);
  }
  if (kind !== "list" && flags.find((one) => one.name === flag.name) !== flag) {
    return problem("duplicate-flag", `duplicate flag specified: --${flag.name}`, flag.range);
  }
  if (kind === "bool") {
    if (flag.value === "") return problem("missing-flag-value", `missing a value on flag: --${flag.name}`, flag.range);
    if (flag.value !== null && !/^(?:true|false)$/i.test(flag.value)) {
      const message = `expecting boolean value for flag --${flag.name}, not: ${flag.value}`;
      return problem("flag-value", message, flag.valueRange ?? flag.range);
    }
  } else if (flag.value === null) {
    return problem("missing-flag-value", `missing a value on flag: --${flag.name}`, flag.range);
  }
  return null;
}

function valueProblem(node: Instruction, flag: Flag): SyntaxProblem | null {
  const value = flag.value ?? "";
  const range = flag.valueRange ?? flag.range;
  const reject = (message: string): SyntaxProblem => problem("flag-value", message, range);
  if (node.type === "Healthcheck") return healthcheckProblem(flag.name, value, reject);
  if (node.type !== "Run") return null;
  switch (flag.name) {
    case "network":
      return ["default", "none", "host"].includes(value.toLowerCase())
        ? null
        : reject(`invalid network mode ${goQuote(value)}`);
    case "security":
      return ["insecure", "sandbox"].includes(value) ? null : reject(`security ${goQuote(value)} is not valid`);
    case "mount": {
      if (!value.includes("$")) return null;
      const { from } = readMount(flag);
      const dollar = from?.indexOf("$") ?? -1;
      const expands = from !== null && dollar >= 0 && dollar < from.length - 1;
      return expands ? reject("'from' doesn't support variable expansion, define alias stage instead") : null;
    }
    case "device":
      return deviceProblem(value, reject);
    default:
      return null;
  }
}

/** All its flags are durations but one. */
function healthcheckProblem(
  name: string,
  value: string,
  reject: (message: string) => SyntaxProblem,
): SyntaxProblem | null {
  if (name !== "retries") return durationProblem(name, value, reject);
  if (value === "") return null;
  if (!/^[+-]?\d+$/.test(value)) return reject(`strconv.ParseInt: parsing ${goQuote(value)}: invalid syntax`);
  if (Math.abs(Number(value)) > 2147483647) {
    return reject(`strconv.ParseInt: parsing ${goQuote(value)}: value out of range`);
  }
  return Number(value) < 0 ? reject(`--retries cannot be negative (${Number(value)})`) : null;
}

function durationProblem(
  name: string,
  value: string,
  reject: (message: string) => SyntaxProblem,
): SyntaxProblem | null {
  if (value === "") return null;
  try {
    const length = parseDuration(value);
    return length !== 0 && length < 1e6 ? reject(`Interval "${name}" cannot be less than 1ms`) : null;
  } catch (error) {
    return reject(error instanceof Error ? error.message : String(error));
  }
}

function deviceProblem(value: string, reject: (message: string) => SyntaxProblem): SyntaxProblem | null {
  const [name = "", ...options] = splitCsv(value);
  if (name === "") return reject("invalid device name");
  for (const option of options) {
    const [key = ""] = option.split("=", 1);
    if (key.toLowerCase() !== "required" && key.toLowerCase() !== "name") {
      return reject(didYouMean(`unexpected key '${key}' in '${option}'`, key, ["name", "required"]));
    }
  }
  return null;
}

function problem(code: string, message: string, range: Range): SyntaxProblem {
  return { code, message, hint: null, level: "instruction", range };
}
