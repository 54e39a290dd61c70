import { parseImageReference } from "../model/image-reference.ts";
import type { ImageReference } from "../model/types.ts";
import type { From } from "../syntax/nodes.ts";
import { defineRule } from "./define-rule.ts";
import { argumentsBehind, isSettledByDefault } from "./shared/base-image.ts";
import { baseImageOf, sourceImagesOf } from "./shared/pulled-images.ts";
import type { PulledImage } from "./shared/pulled-images.ts";

interface TrustOptions {
  /** Names of `docker build --build-context`, which are no images. */
  readonly contexts?: readonly string[];
}

export default defineRule({
  id: "trusted-registry",
  type: "problem",
  docs: {
    description: "Take images from trusted registries only",
    category: "security",
    severity: "error",
    recommended: true,
    since: "0.1.0",
    hadolint: ["DL3026"],
    droast: ["DF065"],
    why: `What a base image holds runs in the build and ships with the result, so where images come from is a matter of policy.
The key \`trustedRegistries\` of the configuration names the registries that may be used; without it the rule says nothing. All
images count: those of FROM, of \`COPY --from\` and of \`RUN --mount=from=\`. A reference without a registry means Docker Hub, which
is \`docker.io\`. In an entry \`*\` stands for any characters; an entry with a \`/\` is compared with registry and repository, as in
\`ghcr.io/acme/*\` or \`docker.io/library/*\`.`,
    examples: [
      {
        bad: "FROM quay.io/acme/base:1\n",
        good: "FROM ghcr.io/acme/base:1\n",
        note: 'With `trustedRegistries: ["ghcr.io"]`:',
        languageOptions: { trustedRegistries: ["ghcr.io"] },
      },
      {
        bad: "FROM someone/node:22\nCOPY --from=ghcr.io/astral-sh/uv:0.6.2 /uv /bin/\n",
        good: "FROM node:22\nCOPY --from=ghcr.io/astral-sh/uv:0.6.2 /uv /bin/\n",
        note: 'With `trustedRegistries: ["docker.io/library/*", "ghcr.io"]`:',
        languageOptions: { trustedRegistries: ["docker.io/library/*", "ghcr.io"] },
      },
    ],
    options: '`contexts`: names given to `docker build --build-context`, which are no images: `["assets"]`.',
    whenNot: `A reference whose registry only a build argument without a default tells is not judged: let the pipeline check what it
passes.`,
    securitySeverity: 6.5,
  },
  messages: {
    untrusted: {
      what: 'The image "{{image}}" comes from {{registry}}',
      why: "The trusted registries are {{trusted}}",
      how: "Take an image from one of those, or add this one to trustedRegistries",
    },
  },
  schema: [
    {
      type: "object",
      properties: { contexts: { type: "array", items: { type: "string" }, uniqueItems: true } },
      additionalProperties: false,
    },
  ],
  defaultOptions: [{ contexts: [] }] as [TrustOptions],
  create(context) {
    const { trustedRegistries = [] } = context.languageOptions;
    if (trustedRegistries.length === 0) return {};
    const isTrusted = trustTest(trustedRegistries);
    const contexts = new Set(context.options[0]?.contexts);
    const { sourceCode } = context;

    function check({ reference, range, text }: PulledImage): void {
      if (isTrusted(reference) || contexts.has(reference.raw)) return;
      context.report({
        node: { range },
        messageId: "untrusted",
        data: {
          image: reference.familiarName,
          registry: reference.registry === "docker.io" ? "Docker Hub (docker.io)" : reference.registry,
          trusted: trustedRegistries.join(", "),
        },
        related: text ? argumentsBehind(sourceCode.model, text.names) : [],
      });
    }

    return {
      From(node) {
        const image = writtenOut(node) ?? baseImageOf(sourceCode.model, node);
        if (!image || !node.image) return;
        if (!image.text || isSettledByDefault(sourceCode.model, node.image.value, image.text)) check(image);
      },
      Copy: (node) => sourceImagesOf(sourceCode.model, node).forEach(check),
      Run: (node) => sourceImagesOf(sourceCode.model, node).forEach(check),
    };
  },
});

/** A registry that is written out is known, whatever the variables behind it come to. */
function writtenOut({ image, inOnbuild }: From): PulledImage | null {
  if (!image?.value.includes("$") || inOnbuild || !writtenRegistry.test(image.value)) return null;
  const reference = parseImageReference(image.value.replace(/\$(?:\{[^}]*\}|\w+)/g, "x"));
  return "error" in reference
    ? null
    : { reference: { ...reference, familiarName: image.value }, range: image.range, text: null };
}

const writtenRegistry = /^(?:[a-z\d-]+(?:\.[a-z\d-]+)+(?::\d+)?|localhost(?::\d+)?|[a-z\d-]+:\d+)\//i;

/** A test by all entries. */
function trustTest(entries: readonly string[]): (reference: ImageReference) => boolean {
  const tests = entries.map((entry) => {
    const pattern = new RegExp(`^${entry.toLowerCase().split("*").map(escapePattern).join(".*")}$`);
    const byRepository = entry.includes("/");
    return ({ registry, repository }: ImageReference): boolean =>
      pattern.test(byRepository ? `${registry.toLowerCase()}/${repository}` : registry.toLowerCase());
  });
  return (reference) => tests.some((fits) => fits(reference));
}

function escapePattern(text: string): string {
  return text.replace(/[\\^$.|?+()[\]{}]/g, "\\$&");
}
