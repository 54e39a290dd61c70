import { defineRule } from "./define-rule.ts";
import { describeStage } from "./shared/describe-stage.ts";
import { callsAny } from "./shared/programs.ts";
import { instructionsOf } from "./shared/stage-steps.ts";
import type { StageModel } from "../model/types.ts";
import type { Instruction, Range } from "../syntax/nodes.ts";

/** Servers with the folder in which they keep their data by default. */
const dataFolders: Readonly<Record<string, string>> = {
  mysqld: "/var/lib/mysql",
  mysqld_safe: "/var/lib/mysql",
  mariadbd: "/var/lib/mysql",
  "mariadbd-safe": "/var/lib/mysql",
  postgres: "/var/lib/postgresql",
  mongod: "/data/db",
  "redis-server": "/var/lib/redis",
  "valkey-server": "/var/lib/valkey",
  slapd: "/var/lib/ldap",
  "rabbitmq-server": "/var/lib/rabbitmq",
  influxd: "/var/lib/influxdb",
  "clickhouse-server": "/var/lib/clickhouse",
  couchdb: "/opt/couchdb/data",
  prometheus: "/prometheus",
};

const servers = Object.keys(dataFolders);

/** Base images that declare the volume themselves. */
const databaseImages =
  /(?:^|\/)(?:mysql|mariadb|percona|postgres|postgis|timescaledb|mongo|redis|valkey|couchdb|rabbitmq|influxdb|clickhouse|clickhouse-server|prometheus|cassandra|elasticsearch|openldap)[\w.-]*$/;

export default defineRule({
  id: "declare-data-volume",
  type: "suggestion",
  docs: {
    description: "Declare the folder in which a database keeps its data a volume",
    category: "runtime",
    severity: "info",
    recommended: false,
    since: "0.1.0",
    why: `Without a VOLUME the data lie in the writable layer of the container: they go when it is removed, and every write passes the copy-on-write of the
storage driver, which databases feel. A VOLUME makes them outlive the process and tells users of the image what to mount.`,
    examples: [
      {
        bad: 'FROM debian:12\nRUN apt-get update && apt-get install -y mariadb-server\nCMD ["mariadbd"]\n',
        good: 'FROM debian:12\nRUN apt-get update && apt-get install -y mariadb-server\nVOLUME /var/lib/mysql\nCMD ["mariadbd"]\n',
      },
    ],
    whenNot:
      "Throw-away databases for tests, and caches that are meant to be empty after each start. Nothing is said of official database images, which declare it.",
  },
  messages: {
    missing: {
      what: '{{stage}} starts "{{server}}", and nothing declares a volume for its data',
      why: "They lie in the container's writable layer: slow to write, and gone with the container",
      how: "Write VOLUME {{folder}}, or the folder that the server is configured to use",
    },
  },
  create(context) {
    if (!callsAny(context.sourceCode.ast, servers)) return {};
    return {
      Dockerfile() {
        const { target } = context.sourceCode.model;
        const started = target && startedServer(target);
        if (!target || !started || hasVolume(target)) return;
        const stage = describeStage(target);
        context.report({
          node: { range: started.range },
          messageId: "missing",
          data: {
            stage: `${stage.charAt(0).toUpperCase()}${stage.slice(1)}`,
            server: started.server,
            folder: dataFolders[started.server] ?? "",
          },
        });
      },
    };
  },
});

interface StartedServer {
  readonly server: string;
  readonly range: Range;
}

/** The server that the last CMD or ENTRYPOINT starts. */
function startedServer(target: StageModel): StartedServer | null {
  const { rootBase } = target;
  if (rootBase.kind === "image" && databaseImages.test(rootBase.reference?.repository ?? "")) return null;
  const steps = instructionsOf(target);
  for (const type of ["Entrypoint", "Cmd"] as const) {
    const step = steps.findLast((one) => one.type === type);
    const started = step && serverOf(step);
    if (started) return started;
  }
  return null;
}

function serverOf(step: Instruction): StartedServer | null {
  if (step.type !== "Cmd" && step.type !== "Entrypoint") return null;
  for (const { name, nameWord } of step.commands) {
    if (name !== null && Object.hasOwn(dataFolders, name) && nameWord) return { server: name, range: nameWord.range };
  }
  return null;
}

/** Any volume will do: where the data lie is a matter of configuration. */
function hasVolume(target: StageModel): boolean {
  return instructionsOf(target).some(({ type }) => type === "Volume");
}
