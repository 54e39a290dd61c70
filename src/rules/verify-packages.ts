import type { ShellCommand } from "../shell/nodes.ts";
import type { Range } from "../syntax/nodes.ts";
import { defineRule } from "./define-rule.ts";
import { flagText, readCommandLine } from "./shared/command-flags.ts";
import { packageCall } from "./shared/package-calls.ts";
import { calledManagers, callsAny } from "./shared/programs.ts";
import { isHeldToSum } from "./shared/verified-downloads.ts";

/** Anything that the rule could report has one of these in its text, and in one of its words. */
const telltales = ["llow", "force-yes", "gpg", "nosignature", "nodigest", "noverify"];

interface Unchecked {
  readonly flags: readonly string[];
  /** `-o` and `--setopt` with such a value. */
  readonly setting?: RegExp;
}

const unchecked: Readonly<Record<string, Unchecked>> = {
  apt: {
    flags: ["--allow-unauthenticated", "--force-yes", "--allow-insecure-repositories"],
    setting:
      /^(?:APT::Get::AllowUnauthenticated|Acquire::AllowInsecureRepositories|APT::Get::force-yes)=(?:1|true|yes)$/i,
  },
  apk: { flags: ["--allow-untrusted"] },
  yum: {
    flags: ["--nogpgcheck", "--no-gpgchecks", "--nogpg"],
    setting: /^(?:\*\.|\w+\.)?(?:gpgcheck|pkg_gpgcheck|localpkg_gpgcheck)=(?:0|false|no)$/i,
  },
  zypper: { flags: ["--no-gpg-checks", "--allow-unsigned-rpm"] },
  rpm: { flags: ["--nosignature", "--nodigest", "--noverify"] },
};

const families: Readonly<Record<string, string>> = { dnf: "yum", microdnf: "yum", tdnf: "yum" };

export default defineRule({
  id: "verify-packages",
  type: "problem",
  docs: {
    description: "Let package managers check the signatures of packages",
    category: "security",
    severity: "warning",
    recommended: true,
    since: "0.1.0",
    checkov: ["CKV2_DOCKER_7", "CKV2_DOCKER_8", "CKV2_DOCKER_9", "CKV2_DOCKER_10", "CKV2_DOCKER_11"],
    why: `Packages are signed, so that a mirror or a proxy cannot slip in another one; TLS alone only tells which mirror it was.
\`--allow-unauthenticated\`, \`--allow-untrusted\`, \`--nogpgcheck\` and their kind take whatever comes. A refused signature
means that the key of the repository is missing: add the key.`,
    examples: [
      {
        bad: "FROM debian:12\nRUN apt-get update && apt-get install -y --allow-unauthenticated tool\n",
        good: "FROM debian:12\nCOPY vendor.gpg /etc/apt/keyrings/\nRUN apt-get update && apt-get install -y tool\n",
      },
      {
        bad: "FROM alpine:3.21\nRUN apk add --no-cache --allow-untrusted tool.apk\n",
        good: "FROM alpine:3.21\nCOPY vendor.rsa.pub /etc/apk/keys/\nRUN apk add --no-cache tool.apk\n",
      },
    ],
    whenNot:
      "A package file that was built in an earlier stage, or whose checksum the same RUN compares, needs no signature: the latter is not reported.",
    securitySeverity: 7.4,
  },
  messages: {
    unsigned: {
      what: '"{{flag}}" lets "{{program}}" install packages that nobody signed',
      why: "A mirror, a proxy or whoever else stands in between can then slip in another package",
      how: "Drop it, and add the key of the repository where a signature is refused",
    },
  },
  create(context) {
    const { sourceCode } = context;
    if (calledManagers(sourceCode.ast).size === 0 && !callsAny(sourceCode.ast, Object.keys(unchecked))) return {};
    if (!isTelling(sourceCode.text)) return {};
    return {
      Run(run) {
        for (const command of run.commands) {
          const found = command.args.some(({ value }) => isTelling(value)) ? uncheckedFlag(command) : null;
          if (!found || isHeldToSum(run, command)) continue;
          const data = { flag: found.text, program: command.name ?? "" };
          context.report({ node: found, messageId: "unsigned", data });
        }
      },
    };
  },
});

function isTelling(text: string): boolean {
  return telltales.some((word) => text.includes(word));
}

function uncheckedFlag(command: ShellCommand): { readonly range: Range; readonly text: string } | null {
  const call = packageCall(command);
  // An index is made of packages that were just built.
  if (call?.verbs === "index") return null;
  const manager = call?.manager ?? command.name ?? "";
  const facts = unchecked[families[manager] ?? manager];
  if (!facts) return null;
  const flags = call?.flags ?? readCommandLine(command).flags;
  const found = flags.find(
    (flag) =>
      facts.flags.includes(flag.name) ||
      (/^(?:-o|--option|--setopt)$/.test(flag.name) && facts.setting?.test(flagText(flag))),
  );
  if (!found) return null;
  const { word, value } = found;
  const next = typeof value === "object" ? value : null;
  return { range: [word.range[0], (next ?? word).range[1]], text: next ? `${word.value} ${next.value}` : word.value };
}
