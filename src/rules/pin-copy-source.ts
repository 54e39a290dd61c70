import { referencesOf, type Reference } from "../model/build-graph.ts";
import { parseImageReference } from "../model/image-reference.ts";
import type { Instruction } from "../syntax/nodes.ts";
import { probablyMeant } from "../syntax/suggest.ts";
import { defineRule } from "./define-rule.ts";
import { sourceText } from "./shared/source-ranges.ts";

interface CopySourceOptions {
  /** Names given to the builder with `--build-context NAME=...`. */
  readonly contexts?: readonly string[];
  /** What a single word means that is no stage, no known context and no image that everybody knows. */
  readonly unknownNames?: "accept" | "report";
}

/** Official images, those from which files are often copied among them. */
const officialImages = new Set(
  `alpine amazoncorretto amazonlinux archlinux bash buildpack-deps busybox caddy clojure composer couchdb dart debian docker
  eclipse-temurin elasticsearch elixir erlang fedora gcc golang gradle haproxy haskell httpd influxdb julia kibana kong logstash
  mariadb maven memcached mongo mysql nats nginx node openjdk oraclelinux perl php postgres pypy python r-base rabbitmq redis
  registry rockylinux ruby rust sonarqube swift telegraf tomcat traefik ubuntu vault wordpress zookeeper`.split(/\s+/),
);

export default defineRule({
  id: "pin-copy-source",
  type: "problem",
  docs: {
    description: "Copy from a stage, or from an image with a tag",
    category: "reproducibility",
    severity: "warning",
    recommended: true,
    since: "0.1.0",
    hadolint: ["DL3022"],
    droast: ["DF049"],
    why: `What \`COPY --from\` and \`RUN --mount=from=\` name is a stage, a number, a named build context, or else an image that the
builder pulls. A misspelt stage is therefore no mistake to the builder: it asks Docker Hub for an image of that name, which fails
or, worse, finds one. An image without a tag is \`latest\`, so the same Dockerfile copies other files tomorrow.`,
    examples: [
      {
        bad: "FROM golang:1.24 AS build\nRUN go install example.com/x@v1\nFROM debian:12\nCOPY --from=biuld /go/bin/x /x\n",
        good: "FROM golang:1.24 AS build\nRUN go install example.com/x@v1\nFROM debian:12\nCOPY --from=build /go/bin/x /x\n",
      },
      {
        bad: "FROM php:8.4\nCOPY --from=composer /usr/bin/composer /usr/bin/\n",
        good: "FROM php:8.4\nCOPY --from=composer:2.8 /usr/bin/composer /usr/bin/\n",
      },
      {
        bad: "FROM debian:12\nCOPY --from=tools /x /x\n",
        good: "FROM debian:12\nCOPY --from=sources /x /x\n",
        options: [{ contexts: ["sources"], unknownNames: "report" }],
      },
    ],
    options: `\`contexts\`: the names that the build gives with \`docker build --build-context NAME=...\`, or \`contexts\` in Bake.

\`unknownNames\` (default \`"accept"\`): a single word that is no stage and no official image is probably a build context of the
user's. \`"report"\` reports it unless \`contexts\` has it.`,
    presetOptions: { hadolint: [{ unknownNames: "report" }] },
    whenNot: "Images that the pipeline builds under a name without a tag right before.",
  },
  messages: {
    misspelt: {
      what: 'No stage is called "{{name}}"',
      why: "The builder takes it for an image, and pulls it",
      how: 'Did you mean the stage "{{near}}"?',
    },
    untagged: {
      what: '"{{name}}" is no stage of this file, but an image without a tag',
      why: "The builder pulls its latest release, which changes",
      how: 'Give it a tag, as in "{{name}}:<version>"; when it is a build context, name it in the option "contexts"',
    },
    useStage: 'Write "{{near}}"',
  },
  schema: [
    {
      type: "object",
      properties: {
        contexts: { type: "array", items: { type: "string" }, uniqueItems: true },
        unknownNames: { enum: ["accept", "report"] },
      },
      additionalProperties: false,
    },
  ],
  defaultOptions: [{ contexts: [], unknownNames: "accept" }] as [CopySourceOptions],
  hasSuggestions: true,
  create(context) {
    const { sourceCode } = context;
    const [{ contexts = [], unknownNames = "accept" }] = context.options;

    function check({ name, word }: Reference): void {
      const stages = sourceCode.ast.stages.flatMap((stage) => stage.name ?? []);
      const known = new Set([...stages, ...contexts, "scratch"]);
      if (/^[+-]?\d+$/.test(name) || known.has(name) || known.has(name.toLowerCase()) || name.includes("$")) return;
      const image = parseImageReference(name);
      if ("error" in image || image.tag !== null || image.digest !== null) return;
      const near = image.explicitRegistry ? null : probablyMeant(name.toLowerCase(), stages);
      if (near === null && unknownNames === "accept" && !name.includes("/") && !officialImages.has(name)) return;
      const replaceable = near !== null && sourceText(sourceCode, word.range) === name;
      context.report({
        node: word,
        messageId: near === null ? "untagged" : "misspelt",
        data: { name, near: near ?? "" },
        suggest: replaceable
          ? [{ messageId: "useStage", data: { near }, fix: (fixer) => fixer.replaceTextRange(word.range, near) }]
          : [],
      });
    }

    function checkAll(node: Instruction): void {
      // What an ONBUILD names may be a stage of the file that builds on this image.
      if (node.flags.length > 0 && !node.inOnbuild) for (const reference of referencesOf(node)) check(reference);
    }

    return { Copy: checkAll, Run: checkAll };
  },
});
