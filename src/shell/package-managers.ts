/**
 * What is known of package managers: how they are called and what their words mean. One entry each, in the table of its
 * kind; nothing else has to change for a new one. Written from knowledge of the programs; correct an entry with its test
 * case.
 *
 * Flags are written with their dashes; `--setopt=install_weak_deps=false` means that flag with that value. Paths in
 * the home directory start with `~`.
 */
import { languagePackageManagers } from "./language-package-managers.ts";
import type { PackageManager } from "./package-facts.ts";
import { pythonPackageManagers } from "./python-package-managers.ts";
import { systemPackageManagers } from "./system-package-managers.ts";

export const packageManagers: readonly PackageManager[] = [
  ...systemPackageManagers,
  ...pythonPackageManagers,
  ...languagePackageManagers,
];
