/** Random RUN: commands that succeed whatever stands before them. */
import type { RandomContext } from "./random-context.ts";
import type { Random } from "./random.ts";
import type { RandomStage } from "./random-stage.ts";

/** @returns null in a stage without a shell */
export function randomRun(random: Random, stage: RandomStage, context: RandomContext): string | null {
  if (!stage.hasShell) return null;
  const form = random.weighted([
    [6, "shell"],
    [1, "exec"],
    [1, "heredoc"],
    [1, "mount"],
  ] as const);
  switch (form) {
    case "shell":
      return `RUN ${joined(random, commands(random, stage))}`;
    case "exec":
      return `RUN ${JSON.stringify(random.pick([["true"], ["/bin/sh", "-c", "echo $HOME"], ["/bin/echo", "a b", "c\\d"]]))}`;
    case "heredoc": {
      const shebang = random.chance(0.2) ? ["#!/bin/sh"] : [];
      return [`RUN <<${random.pick(["EOF", "-EOF", '"EOF"'])}`, ...shebang, ...commands(random, stage), "EOF"].join(
        "\n",
      );
    }
    case "mount":
      return `RUN ${mount(random, context)} ${joined(random, commands(random, stage))}`;
  }
}

function mount(random: Random, context: RandomContext): string {
  const [directory] = random.sample(
    context.directories.filter((path) => !/\s/.test(path)),
    1,
  );
  const kinds = [
    "--mount=type=cache,target=/cache",
    "--mount=type=tmpfs,target=/scratch",
    "--mount=type=bind,target=/context",
  ];
  if (directory !== undefined) kinds.push(`--mount=type=bind,source=${directory},target=/in`);
  return random.pick(kinds);
}

function joined(random: Random, list: readonly string[]): string {
  const comment = random.chance(0.3) ? "    # a comment in between\n" : "";
  return list.join(random.chance(0.5) ? " && " : ` \\\n${comment}    && `);
}

function commands(random: Random, stage: RandomStage): string[] {
  const made = random.times(random.pick([1, 1, 1, 2, 3]), () =>
    stage.isRoot ? asRoot(random, stage) : asUser(random),
  );
  return made;
}

function asUser(random: Random): string {
  return random.pick(["true", "id", "echo mine > /tmp/mine", "cat /etc/passwd > /dev/null"]);
}

/** Relative to the file system, never to the working directory, which may have been taken away. */
function asRoot(random: Random, stage: RandomStage): string {
  const file = pickPlain(random, stage.files);
  const folder = pickPlain(random, stage.folders);
  const some = file ?? folder;
  // A name twice would fail: a directory where a file is, a link that is there.
  const fresh = `/run-${stage.lines.length}-${random.between(0, 999_999)}`;
  return random.weighted<() => string>([
    [3, () => random.pick(["true", ":", "echo done", "ls / > /dev/null", "echo 'a  b' \"c\" $PATH"])],
    [3, () => writeFile(random, stage, fresh)],
    [1, () => `mkdir -p ${fresh}/deep/er`],
    [1, () => `echo x > /etc/${fresh.slice(1)} && rm /etc/${fresh.slice(1)}`],
    [
      some === undefined ? 0 : 2,
      () => `chmod ${random.pick(["600", "644", "755", "u+x", "-R go-w", "-R a+rX"])} ${some}`,
    ],
    [some === undefined ? 0 : 2, () => `chown ${random.pick(["-R 1000:1000", "app", "0:0", "-R app:app"])} ${some}`],
    [some === undefined ? 0 : 2, () => (stage.remove(some!), `rm -rf ${some}`)],
    [file === undefined ? 0 : 1, () => `touch ${file}`],
    [file === undefined ? 0 : 1, () => (stage.addFile(fresh), `cp ${file} ${fresh}`)],
    [file === undefined ? 0 : 1, () => (stage.remove(file!), stage.addFile(fresh), `mv ${file} ${fresh}`)],
    [file === undefined ? 0 : 1, () => `ln -s ${file} ${fresh}-link`],
    [file === undefined ? 0 : 1, () => `ln ${file} ${fresh}-hard || true`],
    [file === undefined ? 0 : 1, () => `echo more >> ${file}`],
  ])();
}

function writeFile(random: Random, stage: RandomStage, path: string): string {
  stage.addFile(path);
  return random.chance(0.5)
    ? `echo hello > ${path}`
    : `dd if=/dev/zero of=${path} bs=1024 count=${random.between(0, 64)}`;
}

/** A path that a shell takes as it is; files that a wildcard may not have brought are not asked for. */
function pickPlain(random: Random, paths: readonly string[]): string | undefined {
  const plain = paths.filter((path) => /^[\w./-]+$/.test(path));
  return random.sample(plain, 1)[0];
}
