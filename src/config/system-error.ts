/** A system error in words: `permission denied`. */
export function describeSystemError(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code ?? "";
  return systemErrors[code] ?? (error instanceof Error ? error.message : String(error));
}

const systemErrors: Readonly<Record<string, string>> = {
  ENOENT: "no such file or directory",
  EACCES: "permission denied",
  EPERM: "operation not permitted",
  EISDIR: "it is a folder, not a file",
  ENOTDIR: "a part of the path is a file, not a folder",
  ELOOP: "too many symbolic links",
  ENAMETOOLONG: "the name is too long",
  EROFS: "the file system is read-only",
  ENOSPC: "no space left on the device",
  EMFILE: "too many open files",
  EIO: "input/output error",
  ETXTBSY: "the file is busy",
  EBUSY: "the file is busy",
};
