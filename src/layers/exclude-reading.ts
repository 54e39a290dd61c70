/**
 * WHAT THE PATTERNS OF `--exclude` ARE COMPARED WITH: each builder has its own idea, and Buildah has had three.
 *
 * Buildah hands the patterns to the code that reads its ignore file, so it compares them with paths from the top of the
 * build context, or of the stage that is copied from (imagebuildah/stage_executor.go `Copy`, copier.go `pathIsExcluded`):
 * `COPY --exclude=*.md docs /docs` leaves out nothing. Up to 1.37 it refuses the flag; since 1.38 it takes it
 * (containers/buildah#5733); since 1.44 every pattern counts once more behind each source, `docs/*.md`
 * (containers/buildah#6729).
 */

export type ExcludeReading =
  /** Paths seen from the copied directory, as the documentation of Docker has it. */
  | "of-source"
  /** Paths seen from the top of the tree. */
  | "of-tree"
  /** The pattern alone and behind each source, seen from the top of the tree. */
  | "of-both"
  /** The builder refuses the flag. */
  | "none";

/** @param version of Buildah: `1.39`, `1.39.3` */
export function excludeReading(version: string): ExcludeReading {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major !== 1) return major > 1 ? "of-both" : "none";
  if (minor < 38) return "none";
  return minor < 44 ? "of-tree" : "of-both";
}
