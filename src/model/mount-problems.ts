/**
 * What BuildKit rejects about `RUN --mount` when it comes to the instruction (instructions/commands_runmount.go,
 * dockerfile2llb/convert_runmount.go).
 */
import { posix } from "node:path";
import { goQuote } from "../syntax/go-quote.ts";
import type { Flag, Range } from "../syntax/nodes.ts";
import { readCsvFields } from "./csv-fields.ts";
import { emptyMount, setOption, setSwitch, type MountSettings } from "./mount-settings.ts";
import { flagValue, partRange, type Step } from "./step.ts";

/** Kinds whose files may have an owner and a mode. */
const withFileInfo = new Set(["cache", "secret", "ssh"]);

/**
 * Judges the mounts of a RUN; of each the first mistake.
 *
 * @param isLater whether a mount takes from a stage that is built later
 */
export function checkMounts(step: Step, isLater: (flag: Flag) => boolean): void {
  for (const flag of step.node.flags) {
    if (flag.name !== "mount" || flag.value === null) continue;
    const mount = readSettings(step, flag);
    if (mount) checkMount(step, flag, mount, isLater(flag));
  }
}

/**
 * Reads the fields from left to right: what one may say depends on the type so far.
 *
 * @returns null when one is rejected, which is then reported, or not certain
 */
function readSettings(step: Step, flag: Flag): MountSettings | null {
  const written = flagValue(flag);
  const fields = readCsvFields(written.value);
  if ("error" in fields) {
    step.report("mount", `failed to parse csv mounts: ${fields.error}`, written.range);
    return null;
  }
  const mount = emptyMount();
  for (const { text: field, start, end } of fields) {
    const equals = field.indexOf("=");
    const key = (equals < 0 ? field : field.slice(0, equals)).toLowerCase();
    const range: Range = field === "" ? written.range : partRange(written, start, end, false);
    if (equals < 0) {
      const problem = setSwitch(mount, key, field);
      if (problem === null) continue;
      step.report("mount", problem, range, field === "" ? "Write the mount without blanks and empty fields" : null);
      return null;
    }
    const plain = end - start === field.length && range !== written.range;
    const valueRange: Range = plain ? [range[0] + equals + 1, range[1]] : range;
    const value = step.value({ value: field.slice(equals + 1), range: valueRange });
    if (!value) return null;
    const problem = setOption(mount, key, value.text, field);
    if (problem !== null) {
      const atKey = problem.startsWith("unexpected key") && plain;
      const keyRange: Range = [range[0], range[0] + equals];
      step.report("mount", problem, atKey ? keyRange : valueRange, value.hint);
      return null;
    }
    mount.places.set(key, valueRange);
  }
  return mount;
}

/** Judges the mount as a whole. */
function checkMount(step: Step, flag: Flag, mount: MountSettings, isLater: boolean): void {
  const { range: whole } = flagValue(flag);
  const reject = (message: string, key?: string, hint?: string): void => {
    step.report("mount", message, (key === undefined ? undefined : mount.places.get(key)) ?? whole, hint ?? null);
  };
  const odd = ["mode", "uid", "gid"].find((key) => mount.places.has(key));
  if (odd !== undefined && !withFileInfo.has(mount.kind)) {
    reject(`${odd} not allowed for ${goQuote(mount.kind)} type mounts`, odd);
    return;
  }
  if (mount.kind === "secret") {
    if (mount.from !== "") return reject("secret mount should not have a from", "from");
    if (mount.sharing !== "") return reject("secret mount should not define sharing", "sharing");
    if (mount.source === "" && mount.target === "" && mount.id === "") {
      return reject("invalid secret mount. one of source, target required", undefined, "Add id=<name of the secret>");
    }
    if (mount.source !== "" && mount.id !== "") return reject("both source and id can't be set", "id");
  }
  if (mount.sharing !== "" && mount.kind !== "cache") {
    return reject(`invalid cache sharing set for ${mount.kind} mount`, "sharing");
  }
  // Of what names nothing only a cache stands on scratch, and thus on a stage of that name.
  if (isLater && (mount.from !== "" || mount.kind === "cache")) {
    const from = mount.from === "" ? "scratch" : mount.from;
    const stages = `${goQuote(from)} to ${goQuote(mount.target)}`;
    const message = `cannot mount from stage ${stages}, stage needs to be defined before current command`;
    return reject(message, "from", "Move that stage above this one");
  }
  if (mount.kind === "secret") return;
  if (mount.kind === "ssh") {
    if (mount.source !== "") reject("ssh does not support source", mount.places.has("source") ? "source" : "src");
    return;
  }
  if (targetPath(step, mount) === "/") {
    const key = ["target", "dst", "destination"].find((one) => mount.places.has(one));
    reject('invalid mount target "/"', key, "Add target=<directory>");
  }
}

/** Where the mount goes; null when the base image decides. */
function targetPath(step: Step, { target }: MountSettings): string | null {
  if (target.startsWith("/")) return target;
  const { workdir } = step.stage.stateBefore(step.node);
  return workdir === null ? null : posix.join("/", workdir, target);
}
