/** Errors that end a run, in words for the user. */
import { ConfigError } from "../config/config-error.ts";
import { SettingsError } from "../config/config-resolver.ts";
import { OutputError } from "./io.ts";
import type { CliIo } from "./io.ts";

/** The command line asks for something that cannot be done. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** The lines for standard error: what went wrong, and for our own errors how to report them. */
export function describeError(error: unknown, io: CliIo): string {
  if (error instanceof ConfigError) return errorLines(error.format(io.cwd));
  if (isExpected(error)) return errorLines(error.message.split("\n"));
  const reason = error instanceof Error ? error.message : String(error);
  return errorLines([`internal error: ${reason}; please report it`]) + debugStack(error, io);
}

function isExpected(error: unknown): error is Error {
  return error instanceof UsageError || error instanceof SettingsError || error instanceof OutputError;
}

export function errorLines(messages: readonly string[]): string {
  return messages.map((message) => `error: ${message}\n`).join("");
}

/** The stack of an error of ours, with STRATALINT_DEBUG=1. */
export function debugStack(error: unknown, { env }: CliIo): string {
  if (env["STRATALINT_DEBUG"] !== "1" || !(error instanceof Error)) return "";
  const cause = error.cause instanceof Error ? `caused by ${error.cause.stack}\n` : "";
  return `${error.stack}\n${cause}`;
}
