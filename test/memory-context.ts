/** A build context that exists only in a test. */
import { createBuildContext, type BuildContext, type ContextReader } from "../src/context/build-context.ts";
import type { ExampleContext } from "../src/rules/define-rule.ts";

export function memoryContext({ files, dockerignore }: ExampleContext): BuildContext {
  const reader = memoryReader({
    ...Object.fromEntries(files.map((file) => [`/context/${file}`, ""])),
    ...(dockerignore === undefined ? {} : { "/context/.dockerignore": dockerignore }),
  });
  return createBuildContext(reader, { root: "/context", dockerfilePath: "/context/Dockerfile", configured: true });
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
