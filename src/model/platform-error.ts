/** What is wrong with a platform (containerd/platforms, `Parse`). */
import { goQuote } from "../syntax/go-quote.ts";

const component = "^[A-Za-z0-9_.-]+$";
const system = String.raw`^([A-Za-z0-9_-]+)(?:\(([A-Za-z0-9_.%-]*)((?:\+[A-Za-z0-9_.%-]+)*)\))?$`;
const knownSystems = new Set(
  "aix android darwin dragonfly freebsd hurd illumos ios js linux nacl netbsd openbsd plan9 solaris windows zos macos".split(
    " ",
  ),
);
/** Also the spellings that are normalised. */
const knownArchitectures = new Set(
  "386 amd64 amd64p32 arm armbe arm64 arm64be ppc64 ppc64le loong64 mips mipsle mips64 mips64le mips64p32 mips64p32le ppc riscv riscv64 s390 s390x sparc sparc64 wasm i386 x86_64 x86-64 aarch64 armhf armel".split(
    " ",
  ),
);

/**
 * @param platform `os[(version)][/architecture[/variant]]`, or an architecture alone
 * @returns containerd's error; null for a platform
 */
export function platformError(platform: string): string | null {
  const quoted = goQuote(platform);
  if (platform.includes("*")) return `${quoted}: wildcards not yet supported: invalid argument`;
  const parts = platform.split("/");
  const [first = "", ...others] = parts;
  const os = new RegExp(system).exec(first);
  if (!os) {
    return `${goQuote(first)} is an invalid OS component of ${quoted}: OSAndVersion specifier component must match ${goQuote(system)}: invalid argument`;
  }
  const escape = badEscape(os[2]);
  if (escape !== null) return `${quoted} has an invalid OS version ${goQuote(os[2] ?? "")}: ${escape}`;
  // What follows the third slash stays in one piece.
  const odd = [...others.slice(0, 2), ...(others.length > 2 ? [others.slice(2).join("/")] : [])].find(
    (part) => !new RegExp(component).test(part),
  );
  if (odd !== undefined) {
    return `${goQuote(odd)} is an invalid component of ${quoted}: platform specifier component must match ${goQuote(component)}: invalid argument`;
  }
  if (parts.length > 3) return `${quoted}: cannot parse platform specifier: invalid argument`;
  if (parts.length > 1 || knownSystems.has((os[1] ?? "").toLowerCase())) return null;
  if (knownArchitectures.has(first.toLowerCase())) return null;
  return `${quoted}: unknown operating system or architecture: invalid argument`;
}

/** Go's error for a percent sign that begins no escape. */
function badEscape(text = ""): string | null {
  const bad = /%(?![0-9a-fA-F]{2}).{0,2}/s.exec(text)?.[0];
  return bad === undefined ? null : `invalid URL escape ${goQuote(bad)}`;
}
