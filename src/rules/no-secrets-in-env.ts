import { defineRule } from "./define-rule.ts";
import { announcesSecret, isHarmlessValue, isOnSecretList, mayAnnounceSecret } from "./shared/secret-names.ts";
import { describeStage } from "./shared/describe-stage.ts";
import { scopeOption, scopeSchema, visitSteps, type JudgingScope } from "./shared/judged-steps.ts";
import type { Arg, Env, From, KeyValue } from "../syntax/nodes.ts";

interface SecretOptions {
  /** Names that hold no secret. */
  readonly ignore?: readonly string[];
  readonly match?: "meaning" | "list";
  readonly scope?: JudgingScope;
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
    droast: ["DF013", "DF014"],
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
    options: `\`ignore\`: names that hold no secret, for example \`["CSRF_TOKEN"]\`.

\`match\` (default \`"meaning"\`): how names are read. \`"meaning"\` reads all words of the name and what the value looks
like: \`SIGNING_KEY\` announces a secret, \`GPG_KEY\` and \`TOKEN_URL\` do not. \`"list"\` goes by the words of
\`docker build --check\` alone, whatever the value: \`apikey\`, \`auth\`, \`credential\`, \`credentials\`, \`key\`,
\`password\`, \`pword\`, \`passwd\`, \`secret\` or \`token\` between underscores, unless \`public\`, \`file\` or
\`version\` stands there too, and not in ARGs above the first FROM.

${scopeOption}`,
    presetOptions: { buildkit: [{ match: "list", scope: "build" }] },
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
      properties: {
        ignore: { type: "array", items: { type: "string" }, uniqueItems: true },
        match: { enum: ["meaning", "list"] },
        scope: scopeSchema,
      },
      additionalProperties: false,
    },
  ],
  defaultOptions: [{ ignore: [], match: "meaning", scope: "file" }] as [SecretOptions],
  create(context) {
    const { sourceCode } = context;
    const [{ ignore = [], match = "meaning", scope = "file" }] = context.options;

    function check(node: Arg | Env, messageId: "arg" | "env", from: From | null): void {
      const suspects = node.pairs.filter(({ key }) => mayAnnounceSecret(key.value));
      if (suspects.length === 0) return;
      const stage = sourceCode.model.stageOf(from ?? node);
      for (const pair of suspects) {
        const name = node.type === "Env" && stage ? stage.expand(node, pair.key).value : pair.key.value;
        if (!isSecret(name, pair, node, stage !== null) || ignore.includes(name)) continue;
        context.report({
          node: from ?? pair.key,
          messageId,
          data: {
            name,
            stage: stage ? describeStage(stage) : "the arguments of FROM",
            where: whereItStays(messageId, stage?.ships ?? false, node.inOnbuild),
          },
        });
      }
    }

    function isSecret(name: string, pair: KeyValue, node: Arg | Env, inStage: boolean): boolean {
      if (match === "list") return inStage && isOnSecretList(name);
      return announcesSecret(name, isHandedIn(pair)) && !isHarmless(pair, node, inStage);
    }

    return visitSteps(context, scope, {
      Arg: (node, from) => check(node, "arg", from),
      Env: (node, from) => check(node, "env", from),
    });
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
