/**
 * `npm run bench:context [-- --files N --folder DIR]`: what it costs to plan a build whose context has many files, beside
 * `tar -c | wc -c` and `find -ls` over the same tree. Needs GNU time.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const planScript = fileURLToPath(new URL("./plan-context.ts", import.meta.url));
const rounds = 3;
/** Files of one folder: that of a package, as in `node_modules`. */
const filesPerFolder = 17;
const largestFile = 4_000;
const nameWidth = 42;

const { values } = parseArgs({
  options: { files: { type: "string", default: "100000" }, folder: { type: "string" } },
});

const workplace = mkdtempSync(join(tmpdir(), "stratalint-context-"));
const folder = values.folder ?? join(workplace, "context");
try {
  if (values.folder === undefined) writeTree(folder, Number(values.files));
  const bundled = bundle(join(workplace, "plan-context.cjs"));
  const dockerfiles = {
    "COPY . .": "FROM scratch\nWORKDIR /app\nCOPY . .\n",
    "a part first, then all": "FROM scratch\nWORKDIR /app\nCOPY part-1 ./part-1\nRUN true\nCOPY . .\n",
    "all of it twice": "FROM scratch\nWORKDIR /app\nCOPY . .\nCOPY . .\n",
  };
  const ignore = "**/*.log\n**/.cache\n*.md\n!README.md\n**/coverage/**\n.env*\n";
  const rows = [
    measure("find -ls", ["sh", "-c", 'find "$1" -ls | wc -l', "sh", folder]),
    measure("tar -c | wc -c", ["sh", "-c", 'tar -C "$1" -c . | wc -c', "sh", folder]),
    ...Object.entries(dockerfiles).map(([name, text]) => measure(`plan: ${name}`, [...bundled, folder, text, ""])),
    measure("plan: COPY . . with a .dockerignore", [...bundled, folder, dockerfiles["COPY . ."], ignore]),
  ];
  const what = values.folder === undefined ? `${values.files} files` : folder;
  const heading = `${what}, the best of ${rounds} runs`.padEnd(nameWidth);
  process.stdout.write([`${heading}  CPU time   elapsed  peak memory`, ...rows, ""].join("\n"));
} finally {
  rmSync(workplace, { recursive: true, force: true });
}

function writeTree(root: string, count: number): void {
  const content = Buffer.alloc(largestFile, "x");
  for (let file = 0; file < count; file++) {
    const number = Math.floor(file / filesPerFolder);
    const directory = join(root, `part-${number % 100}`, `package-${number}`, "lib");
    if (file % filesPerFolder === 0) mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, `module-${file}.js`), content.subarray(0, (file * 7919) % largestFile));
  }
}

/** The command that plans, as JavaScript: nobody's time goes into compiling. */
function bundle(outfile: string): string[] {
  const esbuild = fileURLToPath(new URL("../node_modules/.bin/esbuild", import.meta.url));
  const flags = ["--bundle", "--platform=node", "--format=cjs", "--log-level=error"];
  execFileSync(esbuild, [planScript, ...flags, `--outfile=${outfile}`]);
  return [process.execPath, outfile];
}

/** The quickest of some runs, under GNU time. */
function measure(name: string, [program = "", ...args]: readonly string[]): string {
  const runs = Array.from({ length: rounds }, () => {
    const { stderr, status, error } = spawnSync("/usr/bin/time", ["-f", "%U %S %e %M", program, ...args], {
      encoding: "utf8",
    });
    if (error) throw new Error(`GNU time cannot be started: ${error.message}`);
    if (status !== 0) throw new Error(`${name} failed: ${stderr}`);
    const [user = 0, system = 0, wall = 0, kilobytes = 0] = (stderr.trim().split("\n").at(-1) ?? "")
      .split(" ")
      .map(Number);
    return { cpu: user + system, wall, megabytes: kilobytes / 1024 };
  });
  const best = runs.reduce((one, other) => (other.cpu < one.cpu ? other : one));
  const least = Math.min(...runs.map(({ wall }) => wall));
  const seconds = (value: number): string => `${value.toFixed(2).padStart(7)} s`;
  return `${name.padEnd(nameWidth)} ${seconds(best.cpu)} ${seconds(least)} ${best.megabytes.toFixed(0).padStart(9)} MB`;
}
