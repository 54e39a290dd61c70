/** What a command costs, by the shell's own account of its children. */
import { execFileSync } from "node:child_process";

/**
 * CPU milliseconds, user and system, of one run of Node with these arguments; the mean of several runs. What it prints is
 * thrown away.
 */
export function childCpu(args: readonly string[], runs: number): number {
  const command = [process.execPath, ...args].map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(" ");
  const script = `i=0; while [ $i -lt ${runs} ]; do ${command} >/dev/null 2>&1; i=$((i+1)); done; times`;
  const lastLine = execFileSync("sh", ["-c", script], { encoding: "utf8" }).trim().split("\n").at(-1) ?? "";
  const seconds = [...lastLine.matchAll(/(\d+)m([\d.]+)s/g)].map(
    ([, minutes, rest]) => 60 * Number(minutes) + Number(rest),
  );
  return (1000 * seconds.reduce((sum, one) => sum + one, 0)) / runs;
}
