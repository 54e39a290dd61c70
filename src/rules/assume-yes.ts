import type { DockerfileSourceCode } from "../language/dockerfile-source-code.ts";
import type { RuleTextEdit } from "../language/rule-types.ts";
import { assumesYes } from "../shell/package-call.ts";
import type { PackageCall } from "../shell/package-call.ts";
import type { Run } from "../syntax/nodes.ts";
import { defineRule } from "./define-rule.ts";
import { insertWord } from "./shared/flag-edits.ts";
import { afterVerb, callName, callRange, packageCalls } from "./shared/package-calls.ts";
import { callsAny } from "./shared/programs.ts";
import { instructionsOf } from "./shared/stage-steps.ts";

interface Prompting {
  /** The programs that ask. */
  readonly programs: readonly string[];
  /** What other tools call the finding. */
  readonly codes: readonly string[];
  readonly add: string;
  /** Where the flag goes: zypper takes it in front of the verb for every verb. */
  readonly place: "verb" | "program";
  /** Flags beside `assumeYes` with which nothing is asked. */
  readonly noQuestion: readonly string[];
  /** Text of a configuration file, option or variable that switches the question off. */
  readonly configured: RegExp;
}

const dnf = {
  add: "-y",
  place: "verb",
  noQuestion: ["--assumeno"],
  configured: /assumeyes\W+(?:true|1|yes)/i,
} as const;

const prompting: readonly Prompting[] = [
  {
    programs: ["apt-get", "apt", "aptitude"],
    codes: ["DL3014", "DS-0021"],
    add: "-y",
    place: "verb",
    noQuestion: ["--force-yes", "-s", "--simulate", "--dry-run", "--just-print", "--print-uris"],
    configured: /assume-yes\W+(?:true|1|yes)/i,
  },
  {
    programs: ["yum"],
    codes: ["DL3030"],
    ...dnf,
  },
  {
    programs: ["dnf", "dnf5", "tdnf"],
    codes: ["DL3038"],
    ...dnf,
  },
  {
    programs: ["zypper"],
    codes: ["DL3034"],
    add: "--non-interactive",
    place: "program",
    noQuestion: ["--dry-run", "-D"],
    configured: /ZYPP_NON_INTERACTIVE/,
  },
];

export default defineRule({
  id: "assume-yes",
  type: "problem",
  docs: {
    description: "Let package managers install without asking",
    category: "correctness",
    severity: "warning",
    recommended: true,
    since: "0.1.0",
    hadolint: ["DL3014", "DL3030", "DL3034", "DL3038"],
    trivy: ["DS-0021"],
    droast: ["DF015", "DF027", "DF043"],
    why: `\`apt-get install\`, \`yum install\`, \`dnf install\` and \`zypper install\` ask before they change the system. Nobody answers
during a build: standard input is empty, which they take for no, and the build fails. apt-get does not ask when it has nothing to
add to the packages named, so such a build can work for years and break when a package gets a new dependency.`,
    examples: [
      {
        bad: "FROM debian:12\nRUN apt-get update && apt-get install curl\n",
        good: "FROM debian:12\nRUN apt-get update && apt-get install -y curl\n",
      },
      { bad: "FROM fedora:41\nRUN dnf install nginx\n", good: "FROM fedora:41\nRUN dnf install -y nginx\n" },
      {
        bad: "FROM opensuse/leap:15.6\nRUN zypper install nginx\n",
        good: "FROM opensuse/leap:15.6\nRUN zypper --non-interactive install nginx\n",
      },
    ],
    whenNot:
      "microdnf assumes yes by itself. Nothing is reported where a pipe or a redirection answers, or where an earlier step configures the manager to assume yes.",
    fixSafety: "The flag only answers the question that would otherwise end the build.",
  },
  messages: {
    asks: {
      what: '"{{call}}" asks before it goes ahead',
      why: "Nobody answers during a build: when there is something to confirm, it gives up and the build fails",
      how: 'Add "{{flag}}"',
    },
  },
  fixable: true,
  create(context) {
    const { sourceCode } = context;
    const called = prompting.filter(({ programs }) => callsAny(sourceCode.ast, programs));
    if (called.length === 0) return {};
    return {
      Run(run) {
        for (const manager of called) {
          const asking = packageCalls(run).filter((call) => asks(call, manager));
          const [first] = asking;
          if (!first || isConfigured(sourceCode, run, manager)) continue;
          context.report({
            node: { range: callRange(first) },
            messageId: "asks",
            codes: manager.codes,
            data: { call: callName(first), flag: manager.add },
            related: asking.slice(1).map((call) => ({ message: "This one asks too", range: callRange(call) })),
            fix: () => asking.map((call) => addFlag(sourceCode, run, call, manager)),
          });
        }
      },
    };
  },
});

function asks(call: PackageCall, manager: Prompting): boolean {
  if (!manager.programs.includes(call.program) || !changesTheSystem(call)) return false;
  if (assumesYes(call) || call.hasFlag(...manager.noQuestion)) return false;
  if (call.command.args.some(({ value }) => manager.configured.test(value))) return false;
  // A variable in front of the packages may hold the flag.
  if (call.command.args.some((word) => word.variables.length > 0 && /(?:opt|arg|flag|yes)/i.test(word.value)))
    return false;
  return !isAnswered(call);
}

/** Without a name, `remove` has nothing to ask about. */
function changesTheSystem({ action, verb, packages }: PackageCall): boolean {
  if (action === "remove") return packages.length > 0 || /^auto/.test(verb?.value ?? "");
  return action === "install" || action === "upgrade";
}

/** `yes | apt-get install x` and `apt-get install x < answers`; under xargs standard input is empty again. */
function isAnswered({ command }: PackageCall): boolean {
  if (command.redirections.some(({ operator }) => operator.startsWith("<"))) return true;
  return command.pipeline.index > 0 && !command.wrappers.includes("xargs");
}

/** An earlier step, or this one, writes `APT::Get::Assume-Yes "true"` or `assumeyes=1` into a configuration. */
function isConfigured(sourceCode: DockerfileSourceCode, run: Run, manager: Prompting): boolean {
  const stage = sourceCode.model.stageOf(run);
  if (!stage) return false;
  return instructionsOf(stage).some(
    (instruction) =>
      instruction.range[0] <= run.range[0] &&
      (manager.configured.test(instruction.logical.text) ||
        instruction.heredocs.some(({ content }) => manager.configured.test(content))),
  );
}

function addFlag(sourceCode: DockerfileSourceCode, run: Run, call: PackageCall, manager: Prompting): RuleTextEdit {
  const program = call.command.nameWord?.range[1] ?? afterVerb(call);
  return insertWord(sourceCode, run, manager.place === "program" ? program : afterVerb(call), manager.add);
}
