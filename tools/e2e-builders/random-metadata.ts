/** Random instructions that change nothing but the configuration of the image. */
import type { Random } from "./random.ts";
import type { RandomStage } from "./random-stage.ts";

export function randomMetadata(random: Random, stage: RandomStage): string {
  return random.pick(kinds)(random, stage);
}

export function randomWorkdir(random: Random, stage: RandomStage): string {
  const path = random.pick([
    ...[
      "/",
      "/project",
      "/project/deep/er",
      "relative",
      "../up",
      ".",
      "./",
      "/trailing/",
      "/with//two/../dots",
      "/etc",
    ],
    ...(stage.variables.length > 0 ? [`/in-\${${random.pick(stage.variables)}}`] : []),
    ...(stage.folders.length > 0 ? [random.pick(stage.folders)] : []),
  ]);
  stage.workdir = stage.resolve(path.includes("$") ? "/in-unknown" : path);
  // What is mounted into /etc while a command runs cannot be taken away.
  if (!path.includes("$") && stage.workdir !== "/etc") stage.addFolder(stage.workdir);
  return `WORKDIR ${path}`;
}

type Maker = (random: Random, stage: RandomStage) => string;

const kinds: readonly Maker[] = [
  env,
  env,
  arg,
  (random) =>
    `LABEL ${random.pick(["a=1", 'org.example.b="two words"', "x=1 y=2", "old style label", 'quote="a\\"b"', "empty="])}`,
  (random) => `EXPOSE ${random.pick(["80", "443/tcp 53/udp", "8000-8002", "80 80/tcp", "9/sctp"])}`,
  (random) => `VOLUME ${random.pick(["/data", "/data /more", '["/json", "/list"]'])}`,
  (random) => `STOPSIGNAL ${random.pick(["SIGTERM", "9", "SIGRTMIN+3"])}`,
  (random) => `CMD ${commandLine(random)}`,
  (random) => `ENTRYPOINT ${commandLine(random)}`,
  healthcheck,
  (random) => `MAINTAINER ${random.pick(["Someone <someone@example.org>", "two  spaces"])}`,
  shell,
  user,
  onbuild,
];

function env(random: Random, stage: RandomStage): string {
  const name = random.pick(["A", "B", "C", "APP_HOME"]);
  if (!stage.variables.includes(name)) stage.variables.push(name);
  const before = random.pick(stage.variables);
  return `ENV ${random.pick([
    `${name}=word`,
    `${name} legacy`,
    `${name}=x-\${${before}}-y`,
    `${name}=v OTHER="two words" THIRD=`,
    `${name}=\${UNSET:-fallback}`,
    `${name}=a\\ b`.replace("a\\ b", "plain"),
  ])}`;
}

function arg(random: Random, stage: RandomStage): string {
  const name = random.pick(["ONE", "TWO", "A"]);
  const text = random.pick([`${name}=default`, `${name}=default`, `${name}="in-quotes"`, name, `${name}=1 LAST=2`]);
  if (text.includes("=") && !stage.variables.includes(name)) stage.variables.push(name);
  return `ARG ${text}`;
}

function commandLine(random: Random): string {
  return random.pick([
    '["/bin/echo", "a b", "c\\\\d"]',
    '["/bin/sh"]',
    "echo $HOME && exec sleep 1",
    "echo \"quotes\" 'and more'",
    "[]",
    '["/größe", "<&>"]',
  ]);
}

function healthcheck(random: Random): string {
  return `HEALTHCHECK ${random.pick([
    "NONE",
    "CMD true",
    '--interval=5s --timeout=1m30s --retries=3 CMD ["/bin/true", "x"]',
    "--start-period=2s CMD echo hi || exit 1",
  ])}`;
}

function shell(random: Random): string {
  return `SHELL ${random.pick(['["/bin/sh", "-ec"]', '["/bin/busybox", "sh", "-c"]', '["/bin/sh", "-c"]'])}`;
}

function user(random: Random, stage: RandomStage): string {
  const name = random.pick(stage.hasShell ? ["app", "root", "1000:1000", "0", "app:app"] : ["1000", "0:0", "root"]);
  stage.isRoot = name.startsWith("root") || name.startsWith("0");
  return `USER ${name}`;
}

function onbuild(random: Random, stage: RandomStage): string {
  const always = ["ENV TRIGGERED=1", "LABEL triggered=yes", "WORKDIR /triggered", "EXPOSE 81"];
  return `ONBUILD ${random.pick(stage.hasShell ? [...always, "RUN echo triggered > /tmp/triggered"] : always)}`;
}
