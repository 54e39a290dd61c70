/** What a RUN writes below a mount is not in its layer. */
import type { BuildModel } from "../../model/types.ts";
import type { Run } from "../../syntax/nodes.ts";
import { normalHome, trimSlash } from "./paths.ts";

/** Mounts that take what is written to them; a read-only bind mount takes nothing, a writable one throws it away. */
const takesWrites = new Set(["cache", "tmpfs", "bind"]);

/**
 * True when a mount of `run` stands over `directory`, so that nothing written there stays in the layer.
 *
 * @param directory absolute, or `~/...` for a place in the home directory of whichever user runs the build
 */
export function isMounted(model: BuildModel, run: Run, directory: string): boolean {
  return mountTargets(model, run, takesWrites).some((target) => isWithin(directory, target));
}

/** Absolute targets of the mounts of these kinds; home directories as `~`. */
export function mountTargets(model: BuildModel, run: Run, kinds: ReadonlySet<string>): string[] {
  return run.mounts.flatMap((mount) => {
    if (!kinds.has(mount.kind) || mount.target === null) return [];
    const target = mount.target.includes("$") ? model.expand(run, mount.target).value : mount.target;
    return target === "" ? [] : [normalHome(trimSlash(target))];
  });
}

function isWithin(path: string, directory: string): boolean {
  if (path === directory || path.startsWith(directory === "/" ? "/" : `${directory}/`)) return true;
  // A home directory that is not below /home or /root: `/var/jenkins_home/.cache/pip` holds `~/.cache/pip`.
  if (!path.startsWith("~/")) return false;
  for (let rest = path.slice(1); rest !== ""; rest = rest.slice(0, rest.lastIndexOf("/"))) {
    if (directory.endsWith(rest)) return true;
  }
  return false;
}
