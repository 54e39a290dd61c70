/** The world as the command line sees it; tests stand in another one. */
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
      return (stdout ??= outputStream(process.stdout));
    },
    get stderr() {
      return (stderr ??= outputStream(process.stderr));
    },
    readStdin,
    cwd: process.cwd(),
    env: process.env,
  };
}

function outputStream(stream: NodeJS.WriteStream): OutputStream {
  // Each write looks after its own error; without a listener the first one would end the process.
  stream.on("error", () => {});
  return {
    write: (text) => (text === "" ? Promise.resolve() : writeTo(stream, text)),
    isTTY: stream.isTTY,
    columns: stream.columns || defaultColumns,
  };
}

function writeTo(stream: NodeJS.WriteStream, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(text, (error) => {
      if (!error || isClosedPipe(error)) resolve();
      else reject(new OutputError(`cannot write the output: ${describeSystemError(error)}`));
    });
  });
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
