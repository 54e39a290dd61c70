import type { DockerfileSourceCode } from "../language/dockerfile-source-code.ts";
import type { StageModel } from "../model/types.ts";
import type { ShellCommand } from "../shell/nodes.ts";
import type { Run } from "../syntax/nodes.ts";
import { defineRule } from "./define-rule.ts";
import { instructionsOf, isRun } from "./shared/stage-steps.ts";

/** Programs whose failure must end the build: what they fetch, unpack, check or build is missing or half there. */
const mustSucceed = new Set(
  `curl wget aria2c git svn ssh scp aws gsutil gcloud gpg openssl tar unzip gunzip zcat xzcat bzcat xz bzip2 make cmake npm
  npx yarn pnpm bun pip pip3 python python3 node go cargo rustup mvn gradle composer php bundle gem ruby perl apt-get apk
  yum dnf microdnf zypper dpkg rpm docker kubectl helm terraform mysql psql pg_dump`.split(/\s+/),
);

/** Programs that fail themselves when the left side gives them nothing, or half of it: the build stops anyway. */
const failsOnBadInput = new Set(
  "tar bsdtar gunzip gzip zcat xz unxz xzcat bzip2 bunzip2 bzcat unzip gpg apt-key sha1sum sha256sum sha512sum md5sum".split(
    " ",
  ),
);

/** Programs that end before they have read everything: with pipefail the left side then fails by SIGPIPE. */
const readsOnlyTheStart = new Set(["head", "true", ":"]);

const shells: Readonly<Record<string, string>> = {
  alpine: '["/bin/ash", "-eo", "pipefail", "-c"]',
  wolfi: '["/bin/ash", "-eo", "pipefail", "-c"]',
  busybox: '["/bin/ash", "-eo", "pipefail", "-c"]',
};
const bash = '["/bin/bash", "-o", "pipefail", "-c"]';

export default defineRule({
  id: "set-pipefail",
  type: "problem",
  docs: {
    description: "Let a RUN fail when the left side of a pipe fails",
    category: "correctness",
    severity: "warning",
    recommended: true,
    since: "0.1.0",
    hadolint: ["DL4006"],
    droast: ["DF057"],
    why: `A shell takes the status of a pipe from its last command. \`curl https://x | sh\` succeeds when curl fails, because \`sh\`
with nothing to do succeeds, and the broken step is cached as a good one. \`set -o pipefail\`, or a SHELL with that option, makes the
step fail. One SHELL instruction serves every RUN below it, so a stage gets one finding. Only pipes whose left side can
fail in a way that matters are reported (downloads, package managers and builds, not \`echo\` or \`yes\`), and only where the right side
does not fail with it: \`tar\`, \`gunzip\` and \`gpg\` do when they are given nothing.`,
    examples: [
      {
        bad: "FROM debian:12\nRUN curl -fsSL https://example.com/install.sh | sh\n",
        good: 'FROM debian:12\nSHELL ["/bin/bash", "-o", "pipefail", "-c"]\nRUN curl -fsSL https://example.com/install.sh | sh\n',
      },
      {
        bad: "FROM alpine:3.21\nRUN wget -qO- https://example.com/a.txt | sort > /a.txt\n",
        good: "FROM alpine:3.21\nRUN set -o pipefail && wget -qO- https://example.com/a.txt | sort > /a.txt\n",
      },
    ],
    whenNot:
      "The `sh` of Debian and Ubuntu is dash, which has known `pipefail` only since version 0.5.13: there a SHELL with bash is the way, and the image must have bash.",
  },
  messages: {
    hidden: {
      what: 'This RUN goes on when "{{left}}" fails',
      why: 'The shell only looks at the last command of a pipe, here "{{right}}", so a broken step is cached as a good one',
      how: "Write SHELL {{shell}} above it{{option}}",
    },
    addShell:
      "Write SHELL {{shell}} above this RUN. Check that the image has this shell, and that no later RUN relies on a failing left side",
  },
  hasSuggestions: true,
  create(context) {
    const { sourceCode } = context;
    return {
      Stage(node) {
        const stage = sourceCode.model.stageOf(node);
        if (!stage) return;
        const found: HiddenFailure[] = [];
        for (const step of node.body) {
          const failure = isRun(step) && hasPipe(step) ? hiddenFailure(sourceCode, step) : null;
          if (failure) found.push(failure);
        }
        const [first, ...others] = found;
        if (!first) return;
        const shell = shells[stage.os ?? ""] ?? bash;
        const usesBash = shell === bash;
        const knowsOption = stage.os !== "debian" && stage.os !== null;
        const above = first.run.range[0];
        context.report({
          node: first.left.nameWord ?? first.left,
          messageId: "hidden",
          data: {
            left: first.left.name ?? "",
            right: first.right.name ?? "the last one",
            shell,
            option: knowsOption || !usesBash ? ', or start the script with "set -o pipefail"' : "",
          },
          related: others.map(({ left }) => ({
            message: `A failure of "${left.name ?? ""}" is not noticed either`,
            range: left.nameWord?.range ?? left.range,
          })),
          ...(canSetShell(stage, first.run)
            ? {
                suggest: [
                  {
                    messageId: "addShell",
                    data: { shell },
                    fix: (fixer) =>
                      fixer.insertTextBeforeRange([above, above], shellLine(sourceCode, first.run, shell)),
                  },
                ],
              }
            : {}),
        });
      },
    };
  },
});

interface HiddenFailure {
  readonly run: Run;
  readonly left: ShellCommand;
  readonly right: ShellCommand;
}

function hasPipe({ commands }: Run): boolean {
  return commands.some(({ pipeline }) => pipeline.length > 1);
}

/** The first pipe of the RUN whose left side fails unnoticed. */
function hiddenFailure({ text }: DockerfileSourceCode, run: Run): HiddenFailure | null {
  if (!run.shellParsed || hasPipefail(run.shell.argv.join(" ")) || run.heredocs.some(startsWithPipefail)) return null;
  for (const left of run.commands) {
    const { pipeline } = left;
    if (pipeline.index === pipeline.length - 1 || left.name === null || !mustSucceed.has(left.name)) continue;
    if (left.conditional || left.negated || left.wrappers.includes("xargs")) continue;
    const right = run.commands.find(
      (one) => one.pipeline.id === pipeline.id && one.pipeline.index === pipeline.length - 1,
    );
    if (!right || right.name === null || failsOnBadInput.has(right.name)) continue;
    if (endsEarly(run, left) || isExcused(run, right) || isDropped(run, left)) continue;
    if (setsPipefail(run, left) || hasPipefail(text.slice(left.outerStart, left.range[0]))) continue;
    return { run, left, right };
  }
  return null;
}

function hasPipefail(text: string): boolean {
  return /\bpipefail\b/.test(text) || /\b(?:pwsh|powershell|cmd)\b/i.test(text);
}

/** `#!/bin/bash -o pipefail`. */
function startsWithPipefail({ content }: { readonly content: string }): boolean {
  return /^#!.*pipefail/.test(content);
}

/** `set -o pipefail`, `set -euxo pipefail` before the command. */
function setsPipefail(run: Run, left: ShellCommand): boolean {
  return run.commands.some(
    ({ name, args, range }) =>
      name === "set" && range[0] < left.range[0] && args.some(({ value }) => value === "pipefail"),
  );
}

function endsEarly(run: Run, left: ShellCommand): boolean {
  return run.commands.some(
    ({ name, args, pipeline }) =>
      pipeline.id === left.pipeline.id &&
      pipeline.index > left.pipeline.index &&
      name !== null &&
      (readsOnlyTheStart.has(name) ||
        (/grep$/.test(name) && args.some(({ value }) => /^-[a-zA-Z]*[qm]/.test(value))) ||
        (name === "sed" && args.some(({ value }) => /(?:^|[;\d])q$/.test(value)))),
  );
}

/** `a | b || true`: the author lets it fail. */
function isExcused(run: Run, right: ShellCommand): boolean {
  const next = run.commands.find(({ outerStart }) => outerStart > right.range[1]);
  return next?.precededBy === "||" || (right.conditional && right.precededBy === "||");
}

/** True inside a `$( )` whose status nobody sees: only a bare assignment, `X=$(a | b)`, takes it over. */
function isDropped(run: Run, left: ShellCommand): boolean {
  if (!left.substitution) return false;
  return !run.commands.some(
    ({ nameWord, assignments }) =>
      nameWord === null && assignments.some(({ range }) => range[0] < left.range[0] && left.range[1] <= range[1]),
  );
}

/** A new SHELL would also change the CMD, ENTRYPOINT and HEALTHCHECK in shell form of this stage and its children. */
function canSetShell(stage: StageModel, run: Run): boolean {
  const later = instructionsOf(stage).filter(({ range }) => range[0] > run.range[0]);
  return !later.some(
    (one) => (one.type === "Cmd" || one.type === "Entrypoint" || one.type === "Healthcheck") && one.form === "shell",
  );
}

function shellLine({ text }: DockerfileSourceCode, run: Run, shell: string): string {
  const keyword = run.keywordText === run.keywordText.toLowerCase() ? "shell" : "SHELL";
  return `${keyword} ${shell}${text.includes("\r\n") ? "\r\n" : "\n"}`;
}
