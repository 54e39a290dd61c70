/** Thrown for a file or archive that cannot be looked into. The message is for people. */
export class UnreadableFileError extends Error {
  override name = "UnreadableFileError";
}
