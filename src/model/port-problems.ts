/** The ports of EXPOSE: `[address:][host port:]port[/protocol]` (dockerfile2llb/convert_expose.go). */
import { goQuote } from "../syntax/go-quote.ts";
import { parseInteger } from "./go-values.ts";

export interface PortProblem {
  /** BuildKit's text. */
  readonly message: string;
  /** The part of the specification that is at fault. */
  readonly part: string;
}

const highest = 65535;
/** What most specifications are, and surely no problem. */
const plainPort = /^\d{1,4}(?:\/tcp|\/udp)?$/;

/**
 * @param spec one specification, after expansion
 * @returns the first thing that BuildKit would reject
 */
export function portProblem(spec: string): PortProblem | null {
  if (plainPort.test(spec)) return null;
  const parts = spec.split(":");
  const last = parts.at(-1) ?? "";
  const host = parts.at(-2) ?? "";
  const address = parts.slice(0, -2).join(":");
  const slash = last.indexOf("/");
  const port = slash < 0 ? last : last.slice(0, slash);
  const protocol = slash < 0 ? "" : last.slice(slash + 1);

  const wrongProtocol = protocolProblem(port, protocol);
  if (wrongProtocol !== null) {
    return { message: `invalid port: ${goQuote(spec)}: ${wrongProtocol}`, part: port === "" ? spec : protocol };
  }
  const wrongAddress = addressProblem(address);
  if (wrongAddress !== null) return { message: wrongAddress, part: address };
  const range = parseRange(port);
  if (!range) return { message: `invalid containerPort: ${port}`, part: port };
  if (host === "") return null;
  const hostRange = parseRange(host);
  if (!hostRange) return { message: `invalid hostPort: ${host}`, part: host };
  const [length, hostLength] = [range[1] - range[0], hostRange[1] - hostRange[0]];
  if (length === hostLength || length === 0) return null;
  return { message: `invalid ranges specified for container and host Ports: ${port} and ${host}`, part: spec };
}

function protocolProblem(port: string, protocol: string): string | null {
  if (port === "") return "no port specified";
  return /^(?:tcp|udp|sctp|)$/i.test(protocol) ? null : `invalid proto: ${protocol}`;
}

/** A number or `low-high`; `port` and `port-port` are the same. */
function parseRange(text: string): readonly [low: number, high: number] | null {
  const dash = text.indexOf("-");
  const [first, second] = dash < 0 ? [text, text] : [text.slice(0, dash), text.slice(dash + 1)];
  const low = parsePort(first);
  const high = parsePort(second);
  return low !== null && high !== null && low <= high ? [low, high] : null;
}

function parsePort(text: string): number | null {
  const port = parseInteger(text);
  return port !== null && port >= 0 && port <= highest ? port : null;
}

function addressProblem(address: string): string | null {
  if (address === "") return null;
  if (!address.startsWith("[")) return isAddress(address) ? null : `invalid IP address: ${address}`;
  const wrong = bracketProblem(address);
  if (wrong !== null) return `invalid IP address ${address}: address ${address}:: ${wrong}`;
  const inner = address.slice(1, -1);
  // An empty address is none at all.
  return inner === "" || isAddress(inner) ? null : `invalid IP address: ${inner}`;
}

/** What Go's net.SplitHostPort says of `address` with a colon behind it. */
function bracketProblem(address: string): string | null {
  const end = address.indexOf("]");
  if (end < 0) return "missing ']' in address";
  if (end + 1 < address.length)
    return address[end + 1] === ":" ? "too many colons in address" : "missing port in address";
  return address.includes("[", 1) ? "unexpected '[' in address" : null;
}

/** Go's net.ParseIP. */
function isAddress(text: string): boolean {
  return isAddress4(text) || isAddress6(text);
}

function isAddress4(text: string): boolean {
  return /^(?:(?:0|[1-9]\d{0,2})(?:\.(?!$)|$)){4}$/.test(text) && text.split(".").every((part) => Number(part) <= 255);
}

function isAddress6(text: string): boolean {
  const halves = text.split("::");
  if (halves.length > 2) return false;
  const groups = halves.flatMap((half) => (half === "" ? [] : half.split(":")));
  const embedded = groups.at(-1)?.includes(".") && !text.endsWith("::") ? groups.pop() : undefined;
  if (embedded !== undefined && !isAddress4(embedded)) return false;
  const count = groups.length + (embedded === undefined ? 0 : 2);
  if (!groups.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return false;
  return halves.length === 2 ? count < 8 : count === 8;
}
