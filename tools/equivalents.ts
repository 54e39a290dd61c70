/** docs/equivalents.md: which rule of ours does what a rule of another tool does, from the rules' metadata. */
import type { Rule, RuleDocs } from "../src/rules/define-rule.ts";

type Tool = "hadolint" | "buildkit" | "trivy" | "checkov" | "droast";

interface ToolFacts {
  readonly key: Tool;
  readonly title: string;
  readonly intro: string;
  /** Every rule of the tool. */
  readonly codes: readonly string[];
  /** Why some of them have no equal. */
  readonly without: Readonly<Record<string, string>>;
}

/** `DL3000` for `DL` and `3000`; numbers as they are written, with leading zeros. */
function numbered(prefix: string, numbers: string): string[] {
  return numbers.split(/\s+/).flatMap((part) => {
    const [first = "", last = first] = part.split("..");
    const count = Number(last) - Number(first) + 1;
    return Array.from(
      { length: count },
      (_, index) => `${prefix}${String(Number(first) + index).padStart(first.length, "0")}`,
    );
  });
}

const tools: readonly ToolFacts[] = [
  {
    key: "hadolint",
    title: "hadolint",
    intro:
      "Rules of hadolint 2.15. Its codes of ShellCheck (`SC2086`) are those of an installed ShellCheck here, too. [Migrating from hadolint](migrating-from-hadolint.md) tells how to switch.",
    codes: numbered("DL", "1001 3000..3004 3006..3016 3018..3030 3032..3038 3040..3067 4000 4001 4003..4006"),
    without: {},
  },
  {
    key: "buildkit",
    title: "docker build --check",
    intro: "The checks of BuildKit, under the preset `buildkit` with its verdicts, warning by warning.",
    codes:
      `ConsistentInstructionCasing CopyIgnoredFile DuplicateStageName ExposeInvalidFormat ExposeProtoCasing FromAsCasing
      FromPlatformFlagConstDisallowed InvalidBaseImagePlatform InvalidDefaultArgInFrom InvalidDefinitionDescription JSONArgsRecommended
      LegacyKeyValueFormat MaintainerDeprecated MultipleInstructionsDisallowed NoEmptyContinuation RedundantTargetPlatform
      ReservedStageName SecretsUsedInArgOrEnv StageNameCasing UndefinedArgInFrom UndefinedVar WorkdirRelativePath`.split(
        /\s+/,
      ),
    without: { InvalidBaseImagePlatform: "only the builder knows for which platforms the registry has the image" },
  },
  {
    key: "trivy",
    title: "Trivy",
    intro: "The Dockerfile checks of Trivy (`trivy config`).",
    codes: numbered("DS-", "0001 0002 0004..0017 0019..0027 0029..0031"),
    without: {},
  },
  {
    key: "checkov",
    title: "Checkov",
    intro: "The Dockerfile policies of Checkov.",
    codes: [...numbered("CKV_DOCKER_", "1..11"), ...numbered("CKV2_DOCKER_", "1..17")],
    without: {},
  },
  {
    key: "droast",
    title: "droast",
    intro: "The rules of droast 1.4.",
    codes: numbered("DF", "001..079 082..087"),
    without: {
      DF007:
        "`COPY . .` is fine with a `.dockerignore`; what it copies for nothing and what it makes run again is told instead",
      DF011: "one stage is right for many images",
      DF017: "either is right, depending on the image",
      DF022: "EXPOSE is a comment to Docker",
      DF023: "stages by number are wrong only when somebody counts wrong, which `valid-syntax` sees",
      DF031: "`npm install` with a lock file is no mistake",
      DF032: "a matter of the program",
      DF033: "what is copied for nothing, and what the ignore file keeps out, is told of each COPY instead",
      DF035: "a matter of the call",
      DF036: "the base image may bring one",
      DF066: "an installed ShellCheck tells it, as SC2039 and SC3000 to SC3060",
      DF072: "`unused-directive` reports directives that do nothing; reasons stand behind `--`",
      DF073: "`trusted-registry` takes patterns of repositories",
      DF075: "the output of the preprocessor is a Dockerfile like any other",
    },
  },
];

/** @param rules every rule */
export function equivalentsPage(rules: readonly Rule[]): string {
  const sections = tools.map((tool) => section(tool, rules));
  return `# Equivalents\n\nGenerated from the rules' metadata. Each of these names works wherever a rule is named: in a configuration, with \`--rule\`, with
\`stratalint explain\` and in directives.\n\n${sections.join("\n")}`;
}

function section({ key, title, intro, codes, without }: ToolFacts, rules: readonly Rule[]): string {
  const rows = codes.map((code) => {
    const same = rules.filter(({ meta }) => codesOf(meta.docs, key).includes(code)).map(link);
    const reason = without[code];
    return `| ${code} | ${same.length > 0 ? same.join(", ") : `none${reason === undefined ? "" : `: ${reason}`}`} |`;
  });
  return `## ${title}\n\n${intro}\n\n| ${title} | stratalint |\n| --- | --- |\n${rows.join("\n")}\n`;
}

function codesOf(docs: RuleDocs, tool: Tool): readonly string[] {
  return docs[tool] ?? [];
}

function link({ id }: Rule): string {
  return `[${id}](rules/${id}.md)`;
}
