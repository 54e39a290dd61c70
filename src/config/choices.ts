/** The words that a configuration and the command line accept. Plain literals: every run loads this. */
import type { Severity } from "../engine/types.ts";
import type { BuilderName, LayerStore } from "../layers/types.ts";

export const ruleSwitches = ["off", "on", "error", "warning", "info", "style"] as const;

export const failLevels = ["error", "warning", "info", "style", "none"] as const satisfies readonly (
  Severity | "none"
)[];

export const builderNames = ["buildkit", "docker-classic", "buildah"] as const satisfies readonly BuilderName[];

export const layerStores = ["containerd", "overlay2"] as const satisfies readonly LayerStore[];

/** `1.39`, `1.39.3`. */
export const versionPattern = /^\d+\.\d+(\.\d+)?$/;

export const versionForm = "a version, such as 1.39";

export { labelTypes } from "../language/rule-types.ts";

/** `os/architecture[/variant]`, as `--platform` of a build takes it. */
export const platformPattern = /^[a-z0-9_-]+\/[a-z0-9_-]+(\/[a-z0-9_.-]+)?$/;

export const platformForm = "os/architecture[/variant], such as linux/arm64";
