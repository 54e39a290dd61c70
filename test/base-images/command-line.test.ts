/** `--base-images` on the command line: notes, errors, exit codes. */
import type { OutputStream } from "../../src/cli/io.ts";
import { main } from "../../src/cli/main.ts";
import { createProject } from "../temporary-project.ts";
import { layoutFolder } from "./layout.ts";

async function run(args: readonly string[], env: Record<string, string> = {}) {
  const cwd = createProject({
    Dockerfile: 'FROM registry.example.com/base/app:1\nWORKDIR /a\nCMD ["a"]\n',
    "bases.json": { images: [{ name: "registry.example.com/base/app:1", layers: 9 }] },
  });
  const written = { out: "", err: "" };
  const stream = (name: "out" | "err"): OutputStream => ({
    write: (text) => Promise.resolve(void (written[name] += text)),
    isTTY: false,
    columns: 200,
  });
  const readStdin = () => Promise.resolve(Buffer.alloc(0));
  const io = { stdout: stream("out"), stderr: stream("err"), cwd, env: { DOCKER_CONFIG: cwd, ...env }, readStdin };
  return { code: await main(["--no-config", ...args, "Dockerfile"], io), ...written };
}

const unknown = "1 layer + base registry.example.com/base/app:1";
const noDaemon = { DOCKER_HOST: "unix:///no/such.sock" };

test.each<[what: string, args: string[], out: string, err: string]>([
  ["nobody is asked by default", [], unknown, ""],
  ["offline", ["--base-images=offline"], unknown, ""],
  ["a layout", ["--base-images", layoutFolder], "1 layer above registry.example.com/base/app:1 (2)", ""],
  ["a file", ["--base-images=bases.json"], "1 layer above registry.example.com/base/app:1 (9)", ""],
  ["no daemon", ["--base-images=docker"], unknown, "note: the Docker daemon cannot be reached at unix:///no/such.sock"],
  ["no daemon, and no notes", ["--base-images=docker", "--quiet"], unknown, ""],
  [
    "another platform",
    ["--base-images", layoutFolder, "--platform=linux/s390x"],
    unknown,
    "note: base image registry.example.com/base/app:1: the file has it, but not for linux/s390x; its layers are not known",
  ],
])("%s", async (_, args, out, err) => {
  const outcome = await run(args, noDaemon);
  expect(outcome).toMatchObject({ code: 0 });
  expect(outcome.out).toContain(out);
  expect(outcome.err).toContain(err);
  expect(outcome.err === "").toBe(err === "");
});

test.each([
  ["absent.json", "error: --base-images absent.json: no such file or directory\n"],
  ["Dockerfile", "error: --base-images Dockerfile: it is not an OCI layout folder"],
  ["", "error: --base-images names nothing: offline, docker, registry or a file\n"],
  ["dcoker", 'error: --base-images dcoker: no such file or directory; did you mean "docker"?\n'],
])("the source %s ends the run", async (source, message) => {
  const outcome = await run(["--base-images", source]);
  expect(outcome).toMatchObject({ code: 2, out: "" });
  expect(outcome.err).toContain(message);
});
