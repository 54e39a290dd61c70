/** Errors that end a run, in words for the user. */
import { BaseImageSourceError } from "../base-images/base-image-error.ts";
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

/** Errors whose message is all that the user needs. */
const expected = [UsageError, SettingsError, OutputError, BaseImageSourceError];

function isExpected(error: unknown): error is Error {
  return expected.some((type) => error instanceof type);
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
