/** The options of one `RUN --mount`, set one by one as BuildKit does (instructions/commands_runmount.go, `parseMount`). */
import { goQuote } from "../syntax/go-quote.ts";
import type { Range } from "../syntax/nodes.ts";
import { buildkitLimit, nearest } from "../syntax/suggest.ts";
import { parseBool, parseUint32 } from "./go-values.ts";

export interface MountSettings {
  kind: string;
  from: string;
  source: string;
  target: string;
  id: string;
  sharing: string;
  /** Where the value of each option stands, by its key as written. */
  readonly places: Map<string, Range>;
}

const kinds = ["bind", "cache", "tmpfs", "secret", "ssh"];
const sharingModes = ["shared", "private", "locked"];
const keys =
  "type from source target readonly id sharing required size mode uid gid src dst destination ro rw readwrite env".split(
    " ",
  );

export function emptyMount(): MountSettings {
  return { kind: "bind", from: "", source: "", target: "", id: "", sharing: "", places: new Map() };
}

/**
 * A field without a value.
 *
 * @returns BuildKit's text when it is rejected
 */
export function setSwitch(mount: MountSettings, key: string, field: string): string | null {
  if (/^(?:readonly|ro|readwrite|rw)$/.test(key)) return null;
  return key === "required"
    ? checkKind(mount, key, ["secret", "ssh"])
    : `invalid field '${field}' must be a key=value pair`;
}

/**
 * A field with a value.
 *
 * @param value after expansion
 * @param field as written, key included
 * @returns BuildKit's text when it is rejected
 */
export function setOption(mount: MountSettings, key: string, value: string, field: string): string | null {
  switch (key) {
    case "type":
      mount.kind = value.toLowerCase();
      return kinds.includes(mount.kind) ? null : suggest(`unsupported mount type ${goQuote(value)}`, value, kinds);
    case "from":
      mount.from = value;
      return null;
    case "source":
    case "src":
      mount.source = value;
      return null;
    case "target":
    case "dst":
    case "destination":
      mount.target = value;
      return null;
    case "id":
      mount.id = value;
      return null;
    case "env":
      return null;
    case "readonly":
    case "ro":
    case "readwrite":
    case "rw":
      return checkBool(key, value);
    case "required":
      return checkKind(mount, key, ["secret", "ssh"]) ?? checkBool(key, value);
    case "size":
      return checkKind(mount, key, ["tmpfs"]) ?? (isSize(value) ? null : `invalid value for size: ${value}`);
    case "sharing":
      mount.sharing = value.toLowerCase();
      if (sharingModes.includes(mount.sharing)) return null;
      return suggest(`unsupported sharing value ${goQuote(value)}`, value, sharingModes);
    case "mode":
      return parseUint32(value, 8) === null ? `invalid value ${value} for mode` : null;
    case "uid":
    case "gid":
      return parseUint32(value, 10) === null ? `invalid value ${value} for ${key}` : null;
    default:
      return suggest(`unexpected key '${key}' in '${field}'`, key, keys);
  }
}

function checkKind({ kind }: MountSettings, key: string, allowed: readonly string[]): string | null {
  return allowed.includes(kind) ? null : `unexpected key '${key}' for mount type '${kind}'`;
}

function checkBool(key: string, value: string): string | null {
  return parseBool(value) === null ? `invalid value for ${key}: ${value}` : null;
}

function suggest(message: string, name: string, candidates: readonly string[]): string {
  const found = candidates.includes(name) ? null : nearest(name, candidates, buildkitLimit);
  return found === null ? message : `${message} (did you mean ${found}?)`;
}

/** A number, perhaps with a unit (docker/go-units, `RAMInBytes`). */
function isSize(text: string): boolean {
  const match = /^(.*[0-9. ])([^0-9. ]*)$/s.exec(text);
  const number = match?.[1]?.replace(/ $/, "") ?? "";
  if (!/^(?:\+|-(?=[0.]*$))?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(number)) return false;
  return /^(?:b|[kmgtp](?:i?b)?|)$/i.test(match?.[2] ?? "");
}
