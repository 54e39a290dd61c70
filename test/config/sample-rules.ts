/** Four small rules and the questions that the tests of this folder ask. */
import { ConfigError } from "../../src/config/config-error.ts";
import { createConfigResolver } from "../../src/config/config-resolver.ts";
import type { ConfigResolverOptions } from "../../src/config/config-resolver.ts";
import type { FileConfig } from "../../src/config/types.ts";
import { defineRule } from "../../src/rules/define-rule.ts";
import type { RuleDocs } from "../../src/rules/define-rule.ts";

function rule(id: string, docs: Partial<RuleDocs>, schema: object[] = []) {
  const base: RuleDocs = {
    description: `Rule ${id}`,
    category: "style",
    severity: "warning",
    recommended: true,
    since: "0.1.0",
    why: "",
    examples: [],
  };
  return defineRule({ id, type: "suggestion", docs: { ...base, ...docs }, messages: {}, schema, create: () => ({}) });
}

const depth = { type: "object", properties: { depth: { type: "integer" } }, additionalProperties: false };
export const rules = [
  rule("no-apple", { severity: "error", hadolint: ["DL1"] }),
  rule("no-banana", { hadolint: ["DL2"], buildkit: ["NoBanana"] }, [depth]),
  rule("no-cherry", { recommended: false, severity: "info", hadolint: ["DL2"] }, [depth]),
  rule("no-durian", { recommended: false, severity: "style", presetOptions: { hadolint: [{ depth: 1 }] } }, [depth]),
];

type Options = Partial<ConfigResolverOptions>;

export function resolveIn(cwd: string, path = "Dockerfile", options: Options = {}): Promise<FileConfig> {
  return createConfigResolver({ rules, cwd, homeDirectory: cwd, ...options }).resolve(path);
}

/** `id severity` of the rules that are on, with the options when there are any. */
export function switchedOn(config: FileConfig): string[] {
  return config.rules.map(({ rule, severity, options }) =>
    [rule.id, severity, ...options.map((option) => JSON.stringify(option))].join(" "),
  );
}

/** The messages of the ConfigError, the folder left out. */
export async function problemsOf(cwd: string, path?: string, options?: Options): Promise<string[]> {
  try {
    await resolveIn(cwd, path, options);
  } catch (error) {
    if (error instanceof ConfigError) return error.format(cwd).map((line) => line.replaceAll(`${cwd}/`, ""));
    throw error;
  }
  throw new Error("the configuration was accepted");
}
