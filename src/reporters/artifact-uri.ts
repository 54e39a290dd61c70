/** Paths as SARIF wants them: URI references that GitHub's strict parser takes. */

/** SARIF names a file for every finding; text from standard input without a name has none. */
export class UnnamedInputError extends Error {
  constructor() {
    super(
      "SARIF needs a file name for every finding, and standard input has none: name it with --stdin-filename, or choose another format.",
    );
    this.name = "UnnamedInputError";
  }
}

interface ArtifactLocation {
  uri: string;
  uriBaseId?: string;
}

/** The repository root in `originalUriBaseIds`: consumers know what it is, the log does not. */
export const sourceRoot = "%SRCROOT%";

/**
 * @param path as reports show it: relative to the working directory, or absolute
 * @throws UnnamedInputError for standard input without a name
 */
export function artifactLocation(path: string): ArtifactLocation {
  if (path === "" || path === "-" || path === "<stdin>") throw new UnnamedInputError();
  if (/^[A-Za-z]:[\\/]/.test(path)) return { uri: `file:///${path.slice(0, 2)}/${encodePath(path.slice(3))}` };
  if (path.startsWith("/")) return { uri: `file:///${encodePath(path)}` };
  const uri = encodePath(path);
  // A path that leaves the working directory is not under the root, so it must not claim to be.
  return uri.startsWith("../") ? { uri } : { uri, uriBaseId: sourceRoot };
}

/** Encodes each segment (a first one with a colon would be a scheme) and leaves out the empty ones and `.`. */
function encodePath(path: string): string {
  return path
    .split("/")
    .filter((segment) => segment !== "" && segment !== ".")
    .map((segment) => encodeURIComponent(segment.replace(/\p{Surrogate}/gu, "\ufffd")))
    .join("/");
}
