/**
 * `npm run bench:shapes [-- SHAPE...]`: files in the shapes that parsers of Dockerfiles choke on, of 2,000 and of 50,000
 * lines, through the built command line. CPU time, the least of several runs; for 25 times as many lines it is to be less
 * than 25 times as long.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { childCpu } from "./child-cpu.ts";

const cli = fileURLToPath(new URL("../dist/cli.js", import.meta.url));
const rounds = 3;
const few = 2_000;
const many = 50_000;
const lines = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => line(index)).join("");

const shapes: Readonly<Record<string, (count: number) => string>> = {
  "one RUN": (count) => `FROM debian:12\nRUN true \\\n${lines(count, (i) => `  && echo ${i} \\\n`)}  && true\n`,
  "one RUN with comments": (count) =>
    `FROM debian:12\nRUN true \\\n${lines(count / 2, (i) => `# ${i}\n  && echo ${i} \\\n`)}  && true\n`,
  "one heredoc": (count) => `FROM debian:12\nRUN <<EOF\n${lines(count, (i) => `echo ${i}\n`)}EOF\n`,
  "one COPY heredoc": (count) => `FROM debian:12\nCOPY <<EOF /f\n${lines(count, (i) => `a $V${i}\n`)}EOF\n`,
  "FROM and comments": (count) => lines(count / 2, (i) => `FROM debian:12 AS s${i}\n# comment ${i}\n`),
  "FROM chain": (count) => `FROM debian:12 AS s0\n${lines(count, (i) => `FROM s${i} AS s${i + 1}\n`)}`,
  "ENV lines": (count) => `FROM debian:12\n${lines(count, (i) => `ENV V${i}=$V${i - 1}\n`)}`,
  "one ENV": (count) => `FROM debian:12\nENV A=1 \\\n${lines(count, (i) => `  V${i}=${i} \\\n`)}  Z=1\n`,
  "RUN lines": (count) => `FROM debian:12\n${lines(count, (i) => `RUN apt-get install -y p${i}\n`)}`,
  "COPY lines": (count) => `FROM debian:12\n${lines(count, (i) => `COPY f${i} /d/\n`)}`,
  "unknown instructions": (count) => `FROM debian:12\n${lines(count, (i) => `FOO${i} a\n`)}`,
  "check directives": (count) => `FROM debian:12\n${lines(count, () => "# check=skip=all\n")}`,
  "ignore directives": (count) => `FROM debian:12\n${lines(count / 2, () => "# hadolint ignore=DL3059\nRUN make\n")}`,
  "open quotes": (count) => `FROM debian:12\n${lines(count, () => 'LABEL a="b\n')}`,
  "blank continuation": (count) => `FROM debian:12\nRUN true \\\n${lines(count, () => "\n")}  && true\n`,
};

const asked = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), "shapes-"));
try {
  for (const [shape, make] of Object.entries(shapes)) {
    if (asked.length > 0 && !asked.includes(shape)) continue;
    const [small, large] = [costOf(make(few)), costOf(make(many))];
    const ratio = large / small;
    const verdict = ratio < many / few ? "" : "  NOT LINEAR";
    if (verdict !== "") process.exitCode = 1;
    process.stdout.write(
      `${shape.padEnd(24)} ${small.toFixed(0).padStart(6)} ms ${large.toFixed(0).padStart(7)} ms  x ${ratio.toFixed(1)}${verdict}\n`,
    );
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** CPU milliseconds that the command line takes for a Dockerfile of this text. */
function costOf(text: string): number {
  const file = join(folder, "Dockerfile");
  writeFileSync(file, text);
  return Math.min(...Array.from({ length: rounds }, () => childCpu([cli, "--no-config", "--shellcheck=off", file], 1)));
}
