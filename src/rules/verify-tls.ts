import type { Flag } from "../shell/flags.ts";
import type { ShellCommand, ShellWord } from "../shell/nodes.ts";
import type { PackageCall } from "../shell/package-call.ts";
import type { Arg, Env, Range, Run } from "../syntax/nodes.ts";
import { defineRule } from "./define-rule.ts";
import { flagText, readCommandLine } from "./shared/command-flags.ts";
import { packageCalls } from "./shared/package-calls.ts";
import { isHeldToSum } from "./shared/verified-downloads.ts";

/** Variables that switch the check off when they have such a value, in upper case or, as npm and pip have it, in lower. */
const offValues = new Map<string, RegExp>();
for (const [name, off] of Object.entries({
  NODE_TLS_REJECT_UNAUTHORIZED: /^0$/,
  PYTHONHTTPSVERIFY: /^0$/,
  GIT_SSL_NO_VERIFY: /^(?:1|true|yes|on)$/i,
  NPM_CONFIG_STRICT_SSL: /^(?:false|0|off)$/i,
  YARN_STRICT_SSL: /^(?:false|0|off)$/i,
  PIP_TRUSTED_HOST: /./,
  UV_INSECURE_HOST: /./,
  PERL_LWP_SSL_VERIFY_HOSTNAME: /^0$/,
  GOINSECURE: /./,
})) {
  offValues.set(name, off).set(name.toLowerCase(), off);
}

/** Flags of curl that take the next word. */
const curlValues =
  "-A -b -c -C -d -D -e -E -F -H -K -m -o -P -Q -r -t -T -u -U -w -x -X -y -Y -z --output --header --data --user --proxy --retry --retry-delay --cacert --cert --key --url --request --user-agent --max-time --connect-timeout --form --write-out --resolve --output-dir";

export default defineRule({
  id: "verify-tls",
  type: "problem",
  docs: {
    description: "Let downloads check whom they talk to",
    category: "security",
    severity: "warning",
    recommended: true,
    since: "0.1.0",
    checkov: [
      "CKV2_DOCKER_2",
      "CKV2_DOCKER_3",
      "CKV2_DOCKER_4",
      "CKV2_DOCKER_5",
      "CKV2_DOCKER_6",
      "CKV2_DOCKER_12",
      "CKV2_DOCKER_13",
      "CKV2_DOCKER_14",
      "CKV2_DOCKER_15",
      "CKV2_DOCKER_16",
    ],
    why: `With the check of certificates off, whoever stands between the build and the server decides what ends up in the image. An ENV
that switches it off does so in every container too. Where a certificate is refused, the image usually lacks the package
\`ca-certificates\` or the certificate of a company's proxy: both can be added.`,
    examples: [
      {
        bad: "FROM debian:12\nRUN curl -fsSLk https://example.com/app.tar.gz | tar -xz\n",
        good: "FROM debian:12\nRUN apt-get update && apt-get install -y ca-certificates curl && curl -fsSL https://example.com/app.tar.gz | tar -xz\n",
      },
      {
        bad: "FROM node:22\nENV NODE_TLS_REJECT_UNAUTHORIZED=0\n",
        good: "FROM node:22\nCOPY company-ca.pem /usr/local/share/ca-certificates/\nENV NODE_EXTRA_CA_CERTS=/usr/local/share/ca-certificates/company-ca.pem\n",
      },
    ],
    whenNot: `A download whose checksum is compared right after it, with the sum in the file, is safe without TLS, and is not reported when
\`sha256sum\`, \`gpg --verify\` or the like stands in the same RUN. Calls to \`localhost\` are not reported either.`,
    securitySeverity: 7.4,
  },
  messages: {
    flag: {
      what: '"{{flag}}" keeps "{{program}}" from checking whom it talks to',
      why: "Whoever stands in between decides what ends up in the image",
      how: 'Drop it; where a certificate is refused, install "ca-certificates" or add the one that is missing',
    },
    variable: {
      what: '"{{name}}={{value}}" switches the check of certificates off',
      why: "{{reach}}",
      how: 'Drop it; where a certificate is refused, install "ca-certificates" or add the one that is missing',
    },
  },
  create(context) {
    const { sourceCode } = context;

    function reportVariable(name: string, value: string, range: Range, reach: string): void {
      if (offValues.get(name)?.test(value)) {
        context.report({ node: { range }, messageId: "variable", data: { name, value, reach } });
      }
    }

    function reportFlag(run: Run, command: ShellCommand, off: Switch | null): void {
      if (!off || isHeldToSum(run, command) || isLocal(command)) return;
      const data = { flag: off.text, program: command.name ?? "" };
      context.report({ node: off, messageId: "flag", data });
    }

    function checkPairs(node: Env | Arg): void {
      const reach =
        node.type === "Env"
          ? "Every later step and every container then takes anybody for the server"
          : "Every later step of the stage then takes anybody for the server";
      for (const { key, value, range } of node.pairs) {
        // Few variables are of interest: the others need not be expanded.
        if (value === null || !offValues.has(key.value)) continue;
        reportVariable(key.value, sourceCode.model.expand(node, value).value, range, reach);
      }
    }

    return {
      Env: checkPairs,
      Arg: checkPairs,
      Run(run) {
        for (const command of run.commands) {
          for (const { name, value, range } of assignmentsOf(command)) {
            reportVariable(name, value, range, "The command then takes anybody for the server");
          }
          reportFlag(run, command, switchedOff(command));
        }
        for (const call of packageCalls(run)) reportFlag(run, call.command, packageManagerFlag(call));
      },
    };
  },
});

interface Assignment {
  readonly name: string;
  readonly value: string;
  readonly range: Range;
}

const noAssignments: readonly Assignment[] = [];

/** `A=0 cmd`, `A=0`, `export A=0`. */
function assignmentsOf({ name, args, assignments }: ShellCommand): readonly Assignment[] {
  if (assignments.length === 0 && name !== "export") return noAssignments;
  const exported = name === "export" ? args : [];
  return [
    ...assignments.map(({ name: variable, value, range }) => ({ name: variable, value: value?.value ?? "", range })),
    ...exported.flatMap(({ value, range }) => {
      const equals = value.indexOf("=");
      return equals < 0 ? [] : [{ name: value.slice(0, equals), value: value.slice(equals + 1), range }];
    }),
  ];
}

/** What tells the command not to check. */
interface Switch {
  readonly range: Range;
  readonly text: string;
}

function switchOf(first: ShellWord, last: ShellWord | null = null): Switch {
  const text = last ? `${first.value} ${last.value}` : first.value;
  return { range: [first.range[0], (last ?? first).range[1]], text };
}

function switchedOff(command: ShellCommand): Switch | null {
  const { name, args } = command;
  switch (name) {
    case "curl": {
      if (!args.some(({ value }) => mayBeInsecure(value))) return null;
      const found = readCommandLine(command, curlValues).flags.find(({ name: flag }) => insecureFlags.has(flag));
      return found ? switchOf(found.word) : null;
    }
    case "wget": {
      const found = args.find(({ value }) => value === "--no-check-certificate");
      return found ? switchOf(found) : null;
    }
    case "git":
      return args.some(speaksOfSsl) ? gitSetting(args) : null;
    case "npm":
    case "pnpm":
    case "yarn":
      return args.some(speaksOfSsl) ? nodeSetting(args) : null;
    default:
      return null;
  }
}

const insecureFlags = new Set(["-k", "--insecure", "--proxy-insecure", "--doh-insecure"]);

/** A word in which one of these flags may stand, `-sSk` too. */
function mayBeInsecure(word: string): boolean {
  return word.startsWith("-") && (word.includes("k") || word.endsWith("-insecure"));
}

function speaksOfSsl({ value }: ShellWord): boolean {
  return /ssl/i.test(value);
}

/** `git config http.sslVerify false`, `git -c http.sslVerify=false`. */
function gitSetting(args: readonly ShellWord[]): Switch | null {
  for (const [index, word] of args.entries()) {
    const { value } = word;
    if (/^http\.(?:.+\.)?sslverify=(?:false|0|no|off)$/i.test(value)) return switchOf(word);
    const next = args[index + 1];
    if (next && /^http\.(?:.+\.)?sslverify$/i.test(value) && /^(?:false|0|no|off)$/i.test(next.value)) {
      return switchOf(word, next);
    }
  }
  return null;
}

/** `npm config set strict-ssl false`, `--strict-ssl=false`, `--no-strict-ssl`. */
function nodeSetting(args: readonly ShellWord[]): Switch | null {
  for (const [index, word] of args.entries()) {
    const { value } = word;
    if (/^(?:--no-strict-ssl|(?:--)?strict-ssl=false)$/i.test(value)) return switchOf(word);
    const next = args[index + 1];
    if (next && /^(?:--)?(?:strict-ssl|enableStrictSsl)$/i.test(value) && /^"?false"?$/i.test(next.value)) {
      return switchOf(word, next);
    }
  }
  return null;
}

function packageManagerFlag(call: PackageCall): Switch | null {
  const found = call.flags.find((flag) => isSwitch(flag, call.manager === "pip"));
  if (!found) return null;
  const { word, value } = found;
  return switchOf(word, typeof value === "object" ? value : null);
}

function isSwitch(flag: Flag, isPip: boolean): boolean {
  switch (flag.name) {
    case "--trusted-host":
    case "--allow-insecure-host":
      return isPip;
    case "--setopt":
      return !isPip && /^sslverify=(?:0|false|no|off)$/i.test(flagText(flag));
    case "-o":
    case "--option":
      return !isPip && /^Acquire::https::.*Verify-Peer=(?:0|false|no)$/i.test(flagText(flag));
    default:
      return false;
  }
}

function isLocal({ args }: ShellCommand): boolean {
  return args.some(({ value }) => /^https?:\/\/(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])(?:[:/]|$)/.test(value));
}
