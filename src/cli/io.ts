/** The world as the command line sees it; tests stand in another one. */
import { fstatSync, statSync, writeSync } from "node:fs";
import { devNull } from "node:os";
import { describeSystemError } from "../config/system-error.ts";

export interface OutputStream {
  /** Resolves when the text is handed over, and also when nobody reads any more. Rejects when it cannot be written. */
  write(text: string): Promise<void>;
  readonly isTTY: boolean;
  /** Columns; 80 when the terminal does not say. */
  readonly columns: number;
}

export interface CliIo {
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readStdin(): Promise<Uint8Array>;
  /** Absolute. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Standard output or standard error cannot be written. */
export class OutputError extends Error {
  override readonly name = "OutputError";
}

const defaultColumns = 80;

/** The streams of this process. */
export function processIo(): CliIo {
  // Node makes a stream when it is first asked for, and that takes time: most runs never write to standard error.
  let stdout: OutputStream | undefined;
  let stderr: OutputStream | undefined;
  return {
    get stdout() {
      return (stdout ??= outputStream(1, () => process.stdout));
    },
    get stderr() {
      return (stderr ??= outputStream(2, () => process.stderr));
    },
    readStdin,
    cwd: process.cwd(),
    env: process.env,
  };
}

/** Terminals need Node's streams; to anything simpler bytes can be handed at once, without the time that streams take to load. */
function outputStream(descriptor: number, openStream: () => NodeJS.WriteStream): OutputStream {
  if (!takesBytes(descriptor)) return nodeStream(openStream());
  return {
    async write(text) {
      const rest = writeBytes(descriptor, Buffer.from(text));
      if (rest.length > 0) await nodeStream(openStream()).write(rest);
    },
    isTTY: false,
    columns: defaultColumns,
  };
}

/** A file, a pipe, a socket or the null device. Windows has pipes that only Node's streams can write to. */
function takesBytes(descriptor: number): boolean {
  try {
    const status = fstatSync(descriptor);
    if (status.isFile()) return true;
    if (process.platform === "win32") return false;
    return status.isFIFO() || status.isSocket() || status.rdev === statSync(devNull).rdev;
  } catch {
    return false;
  }
}

/** @returns what did not fit into a pipe that does not wait; nothing when nobody reads any more */
function writeBytes(descriptor: number, bytes: Buffer): Buffer {
  let written = 0;
  try {
    while (written < bytes.length) written += writeSync(descriptor, bytes, written);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EAGAIN") return bytes.subarray(written);
    if (!isClosedPipe(error as NodeJS.ErrnoException)) throw outputError(error);
  }
  return noBytes;
}

const noBytes = Buffer.alloc(0);

function nodeStream(stream: NodeJS.WriteStream): OutputStream & { write(bytes: string | Buffer): Promise<void> } {
  // Each write looks after its own error; without a listener the first one would end the process.
  stream.on("error", () => {});
  return {
    write: (text) => (text.length === 0 ? Promise.resolve() : writeTo(stream, text)),
    isTTY: stream.isTTY,
    columns: stream.columns || defaultColumns,
  };
}

function writeTo(stream: NodeJS.WriteStream, text: string | Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(text, (error) => {
      if (!error || isClosedPipe(error)) resolve();
      else reject(outputError(error));
    });
  });
}

function outputError(error: unknown): OutputError {
  return new OutputError(`cannot write the output: ${describeSystemError(error)}`);
}

/** The reader has gone (`| head`): that is its good right. */
function isClosedPipe(error: NodeJS.ErrnoException): boolean {
  return error.code === "EPIPE" || error.code === "EOF" || error.code === "ERR_STREAM_DESTROYED";
}

async function readStdin(): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Uint8Array);
  return Buffer.concat(chunks);
}
