import type { DockerfileSourceCode } from "../language/dockerfile-source-code.ts";
import type { Instruction, Range } from "../syntax/nodes.ts";
import { defineRule } from "./define-rule.ts";
import { findSecretValues } from "./shared/secret-values.ts";

export default defineRule({
  id: "no-hardcoded-secrets",
  type: "problem",
  docs: {
    description: "Do not write keys, tokens and passwords into the file",
    category: "security",
    severity: "error",
    recommended: true,
    since: "0.1.0",
    trivy: ["DS-0031"],
    droast: ["DF013", "DF014"],
    why: `Whoever can read the Dockerfile has the key, and so has whoever can pull the image: values of ENV and LABEL stand in
its configuration, build arguments and the text of each RUN in its history, files in its layers. Removing the line later leaves
it in the history of the repository and in every image built so far, so the key has to be revoked. Values are recognised by the
forms that the issuers give their keys (private keys, tokens of AWS, GitHub, GitLab, Slack, npm and twenty others, URLs with a
password); stand-ins such as \`user:password@\` are left out.`,
    examples: [
      {
        bad: "FROM alpine:3.21\nRUN wget https://deploy:h7Kq2mZ9vT@files.acme.dev/app.tar.gz\n",
        good: "FROM alpine:3.21\nRUN --mount=type=secret,id=netrc,target=/root/.netrc wget https://files.acme.dev/app.tar.gz\n",
      },
      {
        bad: "FROM debian:12\nENV DATABASE_URL=postgres://app:h7Kq2mZ9vT@db.acme.dev/app\n",
        good: "FROM debian:12\nENV DATABASE_URL_FILE=/run/secrets/database_url\n",
      },
    ],
    whenNot:
      "A key that opens nothing, in a test: say so with a directive. A secret without a form of its own (a plain password) is not seen; `no-secrets-in-env` goes by the names of variables.",
    securitySeverity: 9.1,
  },
  messages: {
    secret: {
      what: "{{keyword}} holds {{kind}}",
      why: "{{where}}, and whoever reads this file has it already",
      how: "Revoke it, and hand the new one to the step with RUN --mount=type=secret or to the container when it starts",
    },
  },
  create(context) {
    const { sourceCode } = context;
    return {
      Dockerfile() {
        const isComment = (offset: number) => sourceCode.comments.some((one) => holds(one, offset));
        for (const { range, kind } of findSecretValues(sourceCode.text, isComment)) {
          const instruction = instructionAt(sourceCode, range);
          if (!instruction) continue;
          const data = { keyword: instruction.keyword, kind, where: whereItStays(sourceCode, instruction) };
          context.report({ node: { range }, messageId: "secret", data });
        }
      },
    };
  },
});

/** Null in a comment: that reaches no image. */
function instructionAt({ ast }: DockerfileSourceCode, [start]: Range): Instruction | null {
  const isHere = (one: Ranged): boolean => holds(one, start);
  if (ast.comments.some(isHere)) return null;
  const stage = ast.stages.find(isHere);
  return (stage ? [stage.from, ...stage.body] : ast.prologue).find(isHere) ?? null;
}

interface Ranged {
  readonly range: Range;
}

function holds({ range }: Ranged, offset: number): boolean {
  return range[0] <= offset && offset < range[1];
}

function whereItStays({ model }: DockerfileSourceCode, instruction: Instruction): string {
  if (instruction.type === "Onbuild") return "It stays in the configuration of the image";
  if (!model.stageOf(instruction)?.ships) return "It stays in the build cache, though this stage does not ship";
  switch (instruction.type) {
    case "Copy":
    case "Add":
      return "It stays in a layer of the image";
    case "Run":
    case "Arg":
      return "It stays in the history of the image";
    default:
      return "It stays in the configuration of the image";
  }
}
