/** `~/.docker/config.json`, as the docker command keeps it: who logs in where, and which daemon is meant. */
import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import * as v from "valibot";
import { describeSystemError } from "../config/system-error.ts";
import { BaseImageError } from "./base-image-error.ts";
import { readDocument } from "./image-documents.ts";

/** Environment variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

const dockerConfigSchema = v.object({
  auths: v.nullish(
    v.record(
      v.string(),
      v.object({
        auth: v.nullish(v.string()),
        username: v.nullish(v.string()),
        password: v.nullish(v.string()),
        identitytoken: v.nullish(v.string()),
      }),
    ),
  ),
  credsStore: v.nullish(v.string()),
  credHelpers: v.nullish(v.record(v.string(), v.string())),
  currentContext: v.nullish(v.string()),
});

export type DockerConfig = v.InferOutput<typeof dockerConfigSchema>;

/** The folder that `DOCKER_CONFIG` names, else `.docker` in the home directory. */
export function dockerFolder(env: Environment): string {
  return env["DOCKER_CONFIG"] || join(env["HOME"] || env["USERPROFILE"] || homedir(), ".docker");
}

/**
 * Reads the configuration; without a file there is nothing in it.
 *
 * @throws BaseImageError when the file cannot be read
 */
export function readDockerConfig(env: Environment): DockerConfig {
  const path = join(dockerFolder(env), "config.json");
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return {};
    throw new BaseImageError(`the logins in ${path} cannot be read: ${describeSystemError(error)}`);
  }
  try {
    return readDocument(dockerConfigSchema, bytes, "text");
  } catch (error) {
    if (!(error instanceof BaseImageError)) throw error;
    throw new BaseImageError(`the logins in ${path} cannot be read: ${error.message}`);
  }
}
