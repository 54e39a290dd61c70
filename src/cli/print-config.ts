/** `stratalint --print-config FILE`: everything that is settled for a file, as JSON. */
import { createConfigResolver } from "../config/config-resolver.ts";
import { displayPath } from "../project/discover.ts";
import { rules } from "../rules/index.ts";
import type { CliIo } from "./io.ts";
import { settingsOf } from "./lint-options.ts";
import type { LintOptions } from "./lint-options.ts";

/** @returns the exit code */
export async function printConfig(file: string, options: LintOptions, io: CliIo): Promise<number> {
  const { cwd, env } = io;
  const resolver = createConfigResolver({ rules, cwd, config: options.config, settings: settingsOf(options, env) });
  const config = await resolver.resolve(file);
  const printed = {
    file,
    sources: config.sources.map((source) => displayPath(source, cwd)),
    ignored: config.ignored,
    preset: config.preset,
    failLevel: config.failLevel,
    shellcheck: config.shellcheck?.program ?? "off",
    ...config.languageOptions,
    rules: Object.fromEntries<readonly unknown[]>([
      ...config.rules.map(({ rule, severity, options }) => [rule.id, [severity, ...options]] as const),
      ...[...(config.shellcheck?.rules ?? [])].map(([code, setting]) => [code, [setting]] as const),
    ]),
  };
  await io.stdout.write(`${JSON.stringify(printed, null, 2)}\n`);
  return 0;
}
