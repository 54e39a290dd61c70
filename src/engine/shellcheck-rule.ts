/** The codes of ShellCheck as rules: for configurations, directives and the catalogue of reports. They look at nothing. */
import type { Rule } from "../rules/define-rule.ts";

const known = new Map<string, Rule>();

/** The page of a code in ShellCheck's wiki. */
export function shellcheckUrl(code: string): string {
  return `https://www.shellcheck.net/wiki/${code}`;
}

/** `SC2086`, in any case, as ShellCheck writes it; null for other names. */
export function shellcheckCode(name: string): string | null {
  return /^SC\d{4}$/i.test(name) ? name.toUpperCase() : null;
}

/** The same object for the same code, as configurations compare rules. */
export function shellcheckRule(code: string): Rule {
  const rule = known.get(code) ?? createRule(code);
  known.set(code, rule);
  return rule;
}

/** What `stratalint explain` and the help of a SARIF report say about a code, in Markdown. */
export function shellcheckPage(code: string): string {
  return `# ${code}

A check of ShellCheck, which looks at the shell code of RUN. Its wiki says what is wrong, why, and what to write instead:
<${shellcheckUrl(code)}>

Severity: the level that ShellCheck gives it, unless \`rules\` sets another one. The preset \`recommended\` shows errors and
warnings, \`strict\` and \`hadolint\` show all levels, \`buildkit\` and \`none\` only codes that \`rules\` names.

## How to silence it

\`\`\`dockerfile
# stratalint disable-next ${code} -- why it does not apply here
\`\`\`

\`# hadolint ignore=${code}\` and \`# shellcheck disable=${code}\` do the same; \`"rules": {"${code}": "off"}\` in the
configuration switches it off.
`;
}

function createRule(code: string): Rule {
  const url = shellcheckUrl(code);
  return {
    id: code,
    meta: {
      type: "problem",
      docs: {
        description: `Heed what ShellCheck reports as ${code}`,
        category: "correctness",
        severity: "warning",
        recommended: false,
        since: "0.1.0",
        why: `ShellCheck reads the shell code of RUN; ${code} is one of its checks. Its wiki says what is wrong, and shows code with and without it: <${url}>.`,
        examples: [],
        url,
      },
      messages: {},
      schema: [],
      defaultOptions: [],
      languages: ["dockerfile/dockerfile"],
    },
    create: () => ({}),
  };
}
