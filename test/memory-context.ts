/** A build context that exists only in a test. */
import { createBuildContext, type BuildContext, type ContextReader } from "../src/context/build-context.ts";
import type { ContextFileReader } from "../src/context/context-files.ts";
import type { ExampleContext } from "../src/rules/define-rule.ts";

export function memoryContext({ files, bytes = {}, dockerignore }: ExampleContext): BuildContext {
  const reader = memoryReader({
    ...Object.fromEntries(files.map((file) => [`/context/${file}`, ""])),
    ...(dockerignore === undefined ? {} : { "/context/.dockerignore": dockerignore }),
  });
  return createBuildContext(reader, {
    root: "/context",
    dockerfilePath: "/context/Dockerfile",
    configured: true,
    fileReader: fileReader(reader, (path) => bytes[path.slice("/context/".length)] ?? 0),
  });
}

/** Plain files and directories, all as old as time. */
function fileReader(reader: ContextReader, bytesOf: (path: string) => number): ContextFileReader {
  return {
    status(path) {
      if (path !== "/context" && !reader.exists(path)) return null;
      const mode = path === "/context" || reader.isDirectory(path) ? 0o040755 : 0o100644;
      return { mode, size: bytesOf(path), nlink: 1, ino: 0, mtimeMs: 0 };
    },
    names: (path) => reader.list(path),
    readLink: () => "",
    chunks: () => [],
    nanoseconds: () => 0n,
  };
}

/** @param files text by absolute path; a path that ends in `/` is a folder */
export function memoryReader(files: Readonly<Record<string, string>>): ContextReader {
  const paths = Object.keys(files);
  const isDirectory = (path: string): boolean => paths.some((one) => one.startsWith(`${path}/`));
  return {
    exists: (path) => path in files || isDirectory(path),
    isDirectory,
    list(path) {
      const below = paths.filter((one) => one.startsWith(`${path}/`)).map((one) => one.slice(path.length + 1));
      return [...new Set(below.map((one) => one.split("/", 1)[0] ?? ""))].filter((name) => name !== "");
    },
    readText: (path) => files[path] ?? "",
  };
}
