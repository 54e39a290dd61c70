import type { DockerfileSourceCode } from "../language/dockerfile-source-code.ts";
import { loggingServers, serverWords, type LoggingServer, type ServerLog } from "../knowledge/log-files.ts";
import type { StageModel } from "../model/types.ts";
import type { ShellCommand, ShellWord } from "../shell/nodes.ts";
import type { Cmd, Entrypoint, Instruction, Range, Run } from "../syntax/nodes.ts";
import { defineRule } from "./define-rule.ts";
import { appendToRun } from "./shared/append-to-run.ts";
import { destinationOf } from "./shared/context-copies.ts";
import { listWords } from "./shared/listing.ts";
import { packageCalls } from "./shared/package-calls.ts";
import { baseName, isInside, trimSlash } from "./shared/paths.ts";
import { calledManagers, callsAny } from "./shared/programs.ts";
import { shellValues } from "./shared/shell-values.ts";
import { instructionsOf, isRun, runsOf } from "./shared/stage-steps.ts";

const console_ = /\/dev\/(?:stdout|stderr|fd\/[12]|tty|console)|\/proc\/(?:self|1)\/fd\/[12]|\bstderr\b|\bsyslog:/;

interface Installed {
  readonly server: LoggingServer;
  readonly run: Run;
  readonly word: ShellWord;
}

/** One symbolic link that a RUN makes. */
interface Link {
  readonly command: ShellCommand;
  readonly target: string;
  readonly path: string;
}

export default defineRule({
  id: "log-to-stdout",
  type: "suggestion",
  docs: {
    description: "Send the logs of a server to standard output and error",
    category: "runtime",
    severity: "warning",
    recommended: true,
    since: "0.1.0",
    why: `\`docker logs\`, Kubernetes and every log collector read what a container writes to standard output and standard error. A server that
a distribution package set up logs to files instead: the logs are invisible outside, vanish with the container and fill its
writable layer until the disk is full. The official images of nginx and httpd link their log files to \`/dev/stdout\` and
\`/dev/stderr\`; an image that installs the server itself has to do the same, for the access log and for the error log.`,
    examples: [
      {
        bad: 'FROM debian:12\nRUN apt-get update && apt-get install -y nginx\nCMD ["nginx", "-g", "daemon off;"]\n',
        good: 'FROM debian:12\nRUN apt-get update && apt-get install -y nginx && ln -sf /dev/stdout /var/log/nginx/access.log && ln -sf /dev/stderr /var/log/nginx/error.log\nCMD ["nginx", "-g", "daemon off;"]\n',
      },
      {
        bad: 'FROM debian:12\nRUN apt-get update && apt-get install -y nginx && ln -sf /var/log/nginx/access.log /dev/stdout\nCMD ["nginx", "-g", "daemon off;"]\n',
        good: 'FROM nginx:1.27\nCOPY site.conf /etc/nginx/conf.d/\nCMD ["nginx", "-g", "daemon off;"]\n',
        note: "The first operand of `ln -s` is what the link points to. The official image does all this already.",
      },
    ],
    whenNot: `Silent where the file cannot tell: when a configuration of the server is copied in or rewritten, when a script of the project starts
the server or runs during the build, when \`CMD\` follows the logs with \`tail\`, and for base images that bring the server.`,
  },
  messages: {
    files: {
      what: "{{server}} is installed and started in line {{line}}, and it logs to {{files}}",
      why: "Nobody reads files inside a container: docker logs shows nothing, and they grow until the disk is full",
      how: "{{advice}}",
    },
    half: {
      what: "{{server}} still logs to {{files}}, although its other log is sent to the container's output",
      why: "Half of what it has to say stays inside the container",
      how: "{{advice}}",
    },
    reversed: {
      what: '"{{link}}" makes {{path}} point to {{target}}, the wrong way round',
      why: "It replaces the device by a link, and the log still goes to its file",
      how: 'Write "ln -sf {{path}} {{target}}"',
    },
    link: "Link {{files}} to the container's output in this RUN. Check that the server opens its logs as root, or that its user may write to them",
  },
  hasSuggestions: true,
  create(context) {
    const { sourceCode } = context;
    const makesLinks = callsAny(sourceCode.ast, ["ln"]);
    if (!makesLinks && calledManagers(sourceCode.ast).size === 0) return {};

    function checkReversed(runs: readonly Run[]): boolean {
      const wrong = runs.flatMap((run) =>
        linksOf(sourceCode, run).filter(
          ({ path, target }) => /^\/dev\/std(?:out|err)$/.test(path) && target.startsWith("/var/log"),
        ),
      );
      for (const { command, path, target } of wrong) {
        const link = sourceCode.getText(command).replace(/\s+/g, " ");
        context.report({ node: command, messageId: "reversed", data: { link, path, target } });
      }
      return wrong.length > 0;
    }

    function checkServer(stage: StageModel, installed: Installed, instructions: readonly Instruction[]): void {
      const { server, run, word } = installed;
      const start = startOf(server, instructions);
      if (!start || isConfigured(sourceCode, server, instructions)) return;
      const logs = server.logs[stage.os ?? "default"] ?? server.logs.default;
      const linked = runsOf(stage).flatMap((one) => linksOf(sourceCode, one));
      const missing = logs.filter((log) => !linked.some((link) => isLinkOf(link, log)));
      if (missing.length === 0) return;
      const files = listWords(missing.map(({ path }) => path));
      const links = missing.map(({ path, stream }) => `ln -sf /dev/${stream} ${path}`).join(" && ");
      const edit = server.hint ? null : appendToRun(sourceCode, run, links);
      context.report({
        node: word,
        messageId: missing.length < logs.length ? "half" : "files",
        data: {
          server: server.name,
          line: sourceCode.getLoc({ range: start }).start.line,
          files,
          advice: server.hint ? `In its configuration, ${server.hint}` : `Add "${links}" to this RUN`,
        },
        related: [{ message: "Started here", range: start }],
        ...(edit ? { suggest: [{ messageId: "link", data: { files }, fix: () => edit }] } : {}),
      });
    }

    return {
      Dockerfile() {
        const { target } = sourceCode.model;
        if (!target) return;
        const runs = runsOf(target);
        if (makesLinks && checkReversed(runs)) return;
        for (const installed of installedServers(runs)) checkServer(target, installed, instructionsOf(target));
      },
    };
  },
});

/** Each server once, where it is installed last. */
function installedServers(runs: readonly Run[]): Iterable<Installed> {
  const installed = new Map<LoggingServer, Installed>();
  for (const run of runs) {
    for (const { action, packages } of packageCalls(run)) {
      if (action !== "install") continue;
      for (const word of packages) {
        const server = serverIn(word.value);
        if (server) installed.set(server, { server, run, word });
      }
    }
  }
  return installed.values();
}

function serverIn(packageWord: string): LoggingServer | undefined {
  if (!serverWords.test(packageWord)) return undefined;
  const name = packageWord.replace(/[=<>~:@].*$/, "");
  return loggingServers.find(({ packages }) => packages.test(name));
}

/** The word of CMD or ENTRYPOINT that starts the server; null when it is something else, or a script, that runs. */
function startOf(server: LoggingServer, instructions: readonly Instruction[]): Range | null {
  const command = instructions.findLast((one): one is Cmd => one.type === "Cmd");
  const entrypoint = instructions.findLast((one): one is Entrypoint => one.type === "Entrypoint");
  // An ENTRYPOINT in shell form ignores CMD.
  const parts = entrypoint?.form === "shell" ? [entrypoint] : [entrypoint, command].filter((one) => one !== undefined);
  const texts = parts.flatMap((one) => one.commands);
  if (texts.some(({ name }) => name === "tail" || name === "multitail")) return null;
  if (
    texts.some(({ args, redirections }) =>
      [...args, ...redirections.flatMap(({ target }) => target ?? [])].some(({ value }) => console_.test(value)),
    )
  ) {
    return null;
  }
  const starter = entrypoint && entrypoint.commands.length > 0 ? entrypoint.commands : (command?.commands ?? []);
  if (entrypoint && isScript(starter)) return null;
  for (const one of texts) {
    const word = startWord(server, one);
    if (!word) continue;
    if (server.consoleFlags && one.args.some(({ value }) => server.consoleFlags?.test(value))) return null;
    if (server.onlyWith && !one.args.some(({ value }) => server.onlyWith?.test(value))) return null;
    return word.range;
  }
  return null;
}

/** `nginx`, `service nginx start`, `/etc/init.d/nginx start`. */
function startWord(server: LoggingServer, { name, nameWord, args }: ShellCommand): ShellWord | null {
  if (name === "service" && args[0] && server.programs.test(args[0].value)) return args[0];
  return name !== null && server.programs.test(name) ? nameWord : null;
}

/** True when what starts is neither a server nor a plain init: what it does is not to be seen. */
function isScript(commands: readonly ShellCommand[]): boolean {
  const [first] = commands;
  if (!first || first.name === null) return true;
  if (/^(?:tini|dumb-init|catatonit|docker-init|s6-svscan)$/.test(first.name)) return false;
  return !loggingServers.some((server) => startWord(server, first) !== null);
}

/** True when something might have told the server where to log: a configuration copied or rewritten, or a script that ran. */
function isConfigured(
  { model }: DockerfileSourceCode,
  server: LoggingServer,
  instructions: readonly Instruction[],
): boolean {
  return instructions.some((instruction) => {
    if (instruction.type === "Copy" || instruction.type === "Add") {
      const destination = destinationOf(model, instruction);
      if (destination === null) return true;
      const overlaps = server.configuration.some(
        (place) => isInside(place, trimSlash(destination)) || isInside(destination, place),
      );
      return (
        overlaps ||
        instruction.sources.some(
          ({ value }) => /\.(?:conf|cnf|cfg)(?:\.|$)/.test(value) || server.programs.test(baseName(value)),
        )
      );
    }
    if (instruction.type === "Volume") {
      return instruction.args.some(({ value }) => server.configuration.some((place) => isInside(value, place)));
    }
    if (instruction.type === "Cmd" || instruction.type === "Entrypoint") {
      return instruction.commands.some(({ redirections }) => writesConfiguration(redirections, server));
    }
    if (!isRun(instruction)) return false;
    const texts = [instruction.logical.text, ...instruction.heredocs.map(({ content }) => content)];
    if (instruction.commands.some((command) => command.name !== "ln" && mayConfigure(command, server))) return true;
    const withoutLinks = texts.join("\n").replace(/\bln\s+-\S*\s+\S+\s+\S+/g, "");
    return /\b(?:access_?log|error_?log|ErrorLog|CustomLog|TransferLog|logfile|log-error)\b/i.test(
      withoutLinks.replaceAll(/\/var\/log\/\S*/g, ""),
    );
  });
}

/** Programs that only take away, or change a word or a right; what they do to a configuration shows in the text. */
const harmless = new Set("rm mkdir chown chmod touch sed echo printf test ls cat grep find unlink".split(" "));

function mayConfigure(command: ShellCommand, server: LoggingServer): boolean {
  const { name, nameWord, args, redirections } = command;
  // A script of the project.
  if (nameWord && /^\.{0,2}\/(?!usr\/|bin\/|sbin\/)/.test(nameWord.value)) return true;
  if (name === "sh" || name === "bash" || name === "ansible-playbook" || name === "make") return true;
  const words = [...args, ...redirections.flatMap(({ target }) => target ?? [])];
  if (words.some(({ value }) => console_.test(value))) return true;
  if (writesConfiguration(redirections, server)) return true;
  if (name === null || harmless.has(name)) return false;
  return args.some(({ value }) => server.configuration.some((place) => value.startsWith(place)));
}

function writesConfiguration(redirections: ShellCommand["redirections"], server: LoggingServer): boolean {
  return redirections.some(
    ({ operator, target }) =>
      operator.startsWith(">") && target && server.configuration.some((place) => target.value.startsWith(place)),
  );
}

function linksOf({ model }: DockerfileSourceCode, run: Run): Link[] {
  const commands = run.commands.filter(({ name }) => name === "ln");
  if (commands.length === 0) return [];
  const values = shellValues(model, run);
  return commands.flatMap((command) => {
    const [target, ...paths] = command.args.filter(({ value }) => !value.startsWith("-"));
    const to = target ? values.path(command, target) : null;
    return to === null
      ? []
      : paths.flatMap((word) => ({ command, target: to, path: values.path(command, word) ?? "" }));
  });
}

function isLinkOf({ target, path }: Link, log: ServerLog): boolean {
  const places = [log.path, ...(log.aliases ?? [])];
  // A link of the whole directory, or a link to another place, is somebody's decision too.
  return places.some((place) => isInside(place, trimSlash(path))) && target !== "";
}
