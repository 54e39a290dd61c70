import type { ShellCommand } from "../shell/nodes.ts";
import type { Range, Run } from "../syntax/nodes.ts";
import { defineRule } from "./define-rule.ts";
import { callsAny } from "./shared/programs.ts";

const downloads = ["curl", "wget"];
/** Programs that run what they are given. */
const runners = /^(?:sh|bash|ash|dash|zsh|ksh|python\d?(?:\.\d+)?|perl|ruby|node|php)$/;

export default defineRule({
  id: "no-piped-script",
  type: "suggestion",
  docs: {
    description: "Check a script before it is run, instead of piping it into a shell",
    category: "security",
    severity: "info",
    recommended: false,
    since: "0.1.0",
    droast: ["DF021"],
    why: `\`curl https://… | sh\` runs whatever the server sends that day, as root, and the cache keeps the outcome: nobody can tell afterwards
what was run. A connection that breaks runs half a script. With \`ADD --checksum=sha256:…\`, or \`sha256sum -c\` between download and start, a
changed script stops the build instead.`,
    examples: [
      {
        bad: "FROM debian:12\nRUN curl -fsSL https://example.com/install.sh | sh\n",
        good: "FROM debian:12\nADD --checksum=sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 https://example.com/install.sh /tmp/\nRUN sh /tmp/install.sh\n",
      },
      {
        bad: 'FROM debian:12\nRUN bash -c "$(wget -qO- https://example.com/install.sh)"\n',
        good: 'FROM debian:12\nRUN wget -q https://example.com/install.sh && echo "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08  install.sh" | sha256sum -c - && bash install.sh\n',
      },
    ],
    whenNot:
      "Installers whose publishers change them often and publish no checksum (rustup, uv, Homebrew): a pinned package or image is the way there.",
    securitySeverity: 6,
  },
  messages: {
    piped: {
      what: '"{{runner}}" runs what "{{download}}" fetches, unseen',
      why: "Whoever controls the server, or the way to it, runs commands in the build, and nothing tells what was run",
      how: "Download it first and compare its checksum, for example with ADD --checksum=sha256:…",
    },
  },
  create(context) {
    if (!callsAny(context.sourceCode.ast, downloads)) return {};
    return {
      Run(run) {
        for (const command of run.commands) {
          if (command.name === null || !downloads.includes(command.name)) continue;
          const runner = runnerOf(run, command);
          if (!runner) continue;
          context.report({
            node: command.nameWord ?? command,
            messageId: "piped",
            data: { download: command.name, runner: runner.name },
            related: [{ message: "Run here", range: runner.range }],
          });
        }
      },
    };
  },
});

interface Runner {
  readonly name: string;
  readonly range: Range;
}

/** The shell or interpreter that gets the download as its program. */
function runnerOf(run: Run, download: ShellCommand): Runner | null {
  const { pipeline } = download;
  const piped = run.commands.find(
    (one) => one.pipeline.id === pipeline.id && one.pipeline.index > pipeline.index && readsProgram(one),
  );
  if (piped) return asRunner(piped);
  if (!download.substitution) return null;
  // `bash -c "$(curl ...)"`, `bash <(curl ...)`, `eval "$(curl ...)"`, `. <(curl ...)`.
  const around = run.commands.find(
    (one) =>
      one !== download &&
      one.range[0] < download.range[0] &&
      download.range[1] <= one.range[1] &&
      one.args.some(
        ({ value, range }) =>
          /^\$\(|^<\(|^`/.test(value) && range[0] <= download.range[0] && download.range[1] <= range[1],
      ) &&
      one.name !== null &&
      (/^(?:eval|source|\.)$/.test(one.name) || runners.test(one.name)),
  );
  return around ? asRunner(around) : null;
}

function asRunner({ name, nameWord, range }: ShellCommand): Runner {
  return { name: name ?? "", range: nameWord?.range ?? range };
}

/** True when it takes its program from standard input: `sh`, `bash -s -- x`, `python3 -`; not `python3 -c '...'`. */
function readsProgram({ name, args }: ShellCommand): boolean {
  if (name === null || !runners.test(name)) return false;
  const shell = /sh$/.test(name);
  for (const { value } of args) {
    if (value === "-" || value === "/dev/stdin" || (shell && /^-\w*s/.test(value))) return true;
    if (value === "--") continue;
    if (!value.startsWith("-")) return false;
    if (/^-\w*[ceEmnrpl]/.test(value) && !(shell && !/^-\w*c/.test(value))) return false;
  }
  return true;
}
