import { defineRule } from "./define-rule.ts";
import { announcesSecret, isHarmlessValue } from "./shared/secret-names.ts";
import { describeStage } from "./shared/describe-stage.ts";
import type { Arg, Env, KeyValue } from "../syntax/nodes.ts";

interface SecretOptions {
  /** Names that hold no secret. */
  readonly ignore?: readonly string[];
}

export default defineRule({
  id: "no-secrets-in-env",
  type: "problem",
  docs: {
    description: "Keep passwords, tokens and keys out of ARG and ENV",
    category: "security",
    severity: "warning",
    recommended: true,
    since: "0.1.0",
    hadolint: ["DL3064"],
    buildkit: ["SecretsUsedInArgOrEnv"],
    trivy: ["DS-0031"],
    why: `ENV values stand in the image's configuration for whoever pulls it, and in the environment of every
process of the container. Build arguments are written into the image's history next to each RUN, and into the
build's provenance. \`unset\` and a later \`ENV X=\` change nothing about that. \`RUN --mount=type=secret\` gives a
step the value and leaves no trace.`,
    examples: [
      {
        bad: "FROM node:22\nARG NPM_TOKEN\nRUN npm ci\n",
        good: "FROM node:22\nRUN --mount=type=secret,id=npm_token,env=NPM_TOKEN npm ci\n",
      },
      {
        bad: "FROM debian:12\nENV DB_PASSWORD=hunter2\n",
        good: "FROM debian:12\nENV DB_PASSWORD_FILE=/run/secrets/db_password\n",
      },
    ],
    options: '`ignore`: names that hold no secret, for example `["CSRF_TOKEN"]`.',
    whenNot: `Names are read word by word, values only to see that they are empty, a switch, a path or a stand-in. A
secret under an innocent name is not seen: let a scanner for secrets look at the values.`,
    securitySeverity: 7.5,
  },
  messages: {
    env: {
      what: 'The name of the environment variable "{{name}}" in {{stage}} announces a secret',
      why: "{{where}}",
      how: "Give the container the value when it starts, or a step of the build with RUN --mount=type=secret",
    },
    arg: {
      what: 'The name of the build argument "{{name}}" in {{stage}} announces a secret',
      why: "{{where}}",
      how: "Hand it to the step that needs it with RUN --mount=type=secret,id=<id>,env={{name}}",
    },
  },
  schema: [
    {
      type: "object",
      properties: { ignore: { type: "array", items: { type: "string" }, uniqueItems: true } },
      additionalProperties: false,
    },
  ],
  defaultOptions: [{ ignore: [] }] as [SecretOptions],
  create(context) {
    const { sourceCode } = context;
    const ignored = new Set(context.options[0]?.ignore);

    function check(node: Arg | Env, messageId: "arg" | "env"): void {
      const stage = sourceCode.model.stageOf(node);
      for (const pair of node.pairs) {
        const name = pair.key.value;
        if (ignored.has(name) || !announcesSecret(name, isHandedIn(pair)) || isHarmless(pair, node, stage !== null))
          continue;
        context.report({
          node: pair.key,
          messageId,
          data: {
            name,
            stage: stage ? describeStage(stage) : "the arguments of FROM",
            where: whereItStays(messageId, stage?.ships ?? false, node.inOnbuild),
          },
        });
      }
    }

    return {
      Arg: (node) => check(node, "arg"),
      Env: (node) => check(node, "env"),
    };
  },
});

/** An argument without a value is filled from outside; above the first FROM it then reaches no step by itself. */
function isHarmless({ value }: KeyValue, node: Arg | Env, inStage: boolean): boolean {
  const text = value?.value.replace(/^(["'])(.*)\1$/, "$2") ?? "";
  if (node.type === "Arg") return text === "" ? !inStage : isHarmlessValue(text);
  return isHarmlessValue(text);
}

/** True when the value is nothing but a variable, or comes with the build. */
function isHandedIn({ value }: KeyValue): boolean {
  return value === null || /^["']?\$(?:\w+|\{[^}]*\})["']?$/.test(value.value);
}

function whereItStays(kind: "arg" | "env", ships: boolean, inOnbuild: boolean): string {
  if (inOnbuild) return "It stays in the history of each image that is built on this one";
  if (!ships) return "It stays in the build cache and in the build's provenance, though this stage does not ship";
  return kind === "env"
    ? "Whoever pulls the image reads it from its configuration"
    : "Whoever pulls the image reads it from its history";
}
