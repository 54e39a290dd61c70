import { defineRule } from "./define-rule.ts";
import { callName, callRange, packageCalls } from "./shared/package-calls.ts";
import { calledManagers } from "./shared/programs.ts";

/** Verbs that move the whole distribution, by package manager. */
const upgrades: Readonly<Record<string, { readonly verbs: readonly string[]; readonly codes: readonly string[] }>> = {
  apt: { verbs: ["dist-upgrade", "full-upgrade"], codes: ["DS-0024"] },
  zypper: { verbs: ["dist-upgrade", "dup"], codes: ["DL3035"] },
  dnf: { verbs: ["system-upgrade", "distro-sync"], codes: [] },
  yum: { verbs: ["distro-sync"], codes: [] },
};

export default defineRule({
  id: "no-dist-upgrade",
  type: "suggestion",
  docs: {
    description: "Choose another base image instead of upgrading the distribution in it",
    category: "reproducibility",
    severity: "warning",
    recommended: false,
    since: "0.1.0",
    hadolint: ["DL3035"],
    trivy: ["DS-0024"],
    droast: ["DF044", "DF069"],
    why: `\`zypper dup\`, \`apt-get dist-upgrade\` and \`dnf distro-sync\` replace whatever differs from the repositories of the day, add and
remove packages on the way, and can leave a release that the tag of the base image no longer names. Every replaced file is in the
image twice, once in the base and once in this layer. A newer tag of the base image has the same packages, tested together, once.`,
    examples: [
      {
        bad: "FROM opensuse/leap:15.5\nRUN zypper --non-interactive dist-upgrade\n",
        good: "FROM opensuse/leap:15.6\nRUN zypper --non-interactive patch\n",
      },
      {
        bad: "FROM debian:12\nRUN apt-get update && apt-get dist-upgrade -y\n",
        good: "FROM debian:12\nRUN apt-get update && apt-get upgrade -y\n",
      },
    ],
    whenNot:
      "Rolling distributions have no other way to update (openSUSE Tumbleweed), when there is no newer image yet.",
  },
  messages: {
    upgrade: {
      what: '"{{call}}" changes the distribution below the name of the base image',
      why: "Packages are added and removed as of the day of the build, and replaced files stay in the base layers as well",
      how: "Use a newer tag of the base image",
    },
  },
  create(context) {
    const called = calledManagers(context.sourceCode.ast);
    if (!Object.keys(upgrades).some((manager) => called.has(manager))) return {};
    return {
      Run(run) {
        for (const call of packageCalls(run)) {
          const upgrade = upgrades[call.manager];
          if (!upgrade?.verbs.includes(call.verbs)) continue;
          context.report({
            node: { range: callRange(call) },
            messageId: "upgrade",
            codes: upgrade.codes,
            data: { call: callName(call) },
          });
        }
      },
    };
  },
});
