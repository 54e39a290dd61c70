/** The ports that an EXPOSE puts into the image (dockerfile2llb/convert_expose.go). */
import type { Expose } from "../syntax/nodes.ts";

const highestPort = 65535;

/** In the order of the words as they are written, sorted: a range becomes its ports, a protocol is added. */
export function exposedPorts(instruction: Expose, expand: (text: string) => string): string[] {
  const specifications = instruction.args.map((word) => word.value).sort();
  return specifications.flatMap((text) => splitBlanks(expand(text))).flatMap(portsOf);
}

function splitBlanks(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== "");
}

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
