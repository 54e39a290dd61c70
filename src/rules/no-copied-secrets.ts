import type { Add, Copy, Word } from "../syntax/nodes.ts";
import { defineRule } from "./define-rule.ts";
import { destinationOf } from "./shared/context-copies.ts";
import { baseName } from "./shared/paths.ts";

interface CopiedOptions {
  /** Base names that hold no secret. */
  readonly ignore?: readonly string[];
}

/** Names of files that hold a key or a password by custom, and what they are. */
const secretFiles: readonly (readonly [name: RegExp, kind: string])[] = [
  [/^id_(?:rsa|dsa|ecdsa|ed25519)(?:_sk)?$/, "a private SSH key"],
  [/^\.ssh$/, "the folder of SSH keys"],
  [/^\.gnupg$/, "the folder of GnuPG keys"],
  [/^\.(?:netrc|git-credentials|pgpass|my\.cnf|htpasswd|vault-token)$/, "a file of passwords"],
  [
    /^\.env(?:\.(?:local|prod|production|staging|dev|development))?$/,
    "a file of settings that usually holds passwords",
  ],
  [/^\.(?:aws|azure|kube)$/, "a folder of credentials"],
  [
    /^(?:gcp-|google-)?(?:service[-_]account|application_default_credentials|credentials)(?:[-_.]\w+)*\.json$/,
    "a file of credentials",
  ],
  [
    /^(?!.*(?:pub|gpg|apt|repo|sign|release|cert)).*(?:private|secret|server|ssl|tls|client|ca)[-_.]?\w*\.key$/i,
    "a private key",
  ],
  [/^(?:private|priv)[-_]?key(?:\.pem)?$|[-_.](?:key|private)\.pem$/i, "a private key"],
  [/\.(?:p12|pfx|ppk|kdbx)$/i, "a store of keys"],
  [/^(?:terraform\.tfstate|\.vault_pass(?:\.txt)?)$/, "a file that holds passwords"],
];

/** Every source that ends in one of these names matches it: a first look, as most sources do not. */
const telling = /(?:^|["'/])(?:\.[a-z]|id_|terraform)|key|service|credentials|\.(?:pem|p12|pfx|ppk|kdbx)["'/]*$/i;

/** Keys of package repositories are public. */
const keyRings = /^\/(?:etc\/(?:apt|apk\/keys|pki\/rpm-gpg)|usr\/share\/keyrings)(?:\/|$)/;

export default defineRule({
  id: "no-copied-secrets",
  type: "problem",
  docs: {
    description: "Do not copy keys and credentials into the image",
    category: "security",
    severity: "warning",
    recommended: true,
    since: "0.1.0",
    why: `What COPY writes stays in its layer for whoever can pull the image, also when a later RUN deletes it. A key that a step of the build needs
comes in with \`RUN --mount=type=secret\` or \`--mount=type=ssh\` and leaves nothing; one that the program needs is for the container. Files are
told by the names that they have by custom (\`id_rsa\`, \`.env\`, \`.netrc\`, \`server.key\`, \`.git\`); \`.env.example\`, public keys and keys of package
repositories are none.`,
    examples: [
      {
        bad: "FROM debian:12\nCOPY id_rsa /root/.ssh/id_rsa\nRUN git clone git@github.com:acme/app.git && rm /root/.ssh/id_rsa\n",
        good: "FROM debian:12\nRUN --mount=type=ssh git clone git@github.com:acme/app.git\n",
      },
      {
        bad: "FROM node:22\nCOPY .env server.js /app/\n",
        good: "FROM node:22\nCOPY server.js /app/\n",
      },
    ],
    options: '`ignore`: names that hold no secret in this project, for example `[".env"]`.',
    whenNot:
      "A key that opens nothing, for tests, or an `.env` without passwords. What `COPY . .` brings along is a matter of the `.dockerignore`.",
    securitySeverity: 7.5,
  },
  messages: {
    copied: {
      what: '"{{source}}" is {{kind}}',
      why: "{{where}}",
      how: "Give it to the step that needs it with RUN --mount=type=secret or --mount=type=ssh, or to the container when it starts",
    },
  },
  schema: [
    {
      type: "object",
      properties: { ignore: { type: "array", items: { type: "string" }, uniqueItems: true } },
      additionalProperties: false,
    },
  ],
  defaultOptions: [{ ignore: [] }] as [CopiedOptions],
  create(context) {
    const { model } = context.sourceCode;
    const ignored = context.options[0]?.ignore ?? [];

    function check(node: Copy | Add): void {
      const suspects = node.sources.filter(({ value }) => telling.test(value));
      if (suspects.length === 0 || node.flags.some(({ name }) => name === "from")) return;
      const ships = model.stageOf(node)?.ships ?? false;
      for (const source of suspects) {
        const kind = kindOf(source, ships);
        if (kind === null || ignored.includes(baseName(source.value))) continue;
        if (keyRings.test(destinationOf(model, node) ?? "")) continue;
        const where = ships
          ? "It stays in a layer of the image, also when a later step deletes it"
          : "It stays in the build cache, though this stage does not ship";
        context.report({ node: source, messageId: "copied", data: { source: source.value, kind, where } });
      }
    }

    return { Copy: check, Add: check };
  },
});

function kindOf({ value }: Word, ships: boolean): string | null {
  if (/^(?:https?|ftp|git):|^git@|\$/.test(value)) return null;
  const name = baseName(value.replace(/^["']|["']$/g, ""));
  // A build may ask git for its version; what ships has no use for the repository.
  if (name === ".git") return ships ? "the history of the repository, with everything that was ever in it" : null;
  return secretFiles.find(([pattern]) => pattern.test(name))?.[1] ?? null;
}
