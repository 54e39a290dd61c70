/** The Dockerfile language for ESLint (`language: "dockerfile/dockerfile"`). */
import { parseDockerfile } from "../syntax/parse.ts";
import type { Dockerfile, DockerfileNode } from "../syntax/nodes.ts";
import { visitorKeys } from "../syntax/visitor-keys.ts";
import type { RuleNames } from "./directives.ts";
import { EslintDockerfileSourceCode } from "./eslint-source-code.ts";
import type { DockerfileLanguageOptions } from "./rule-types.ts";

/** A file as ESLint hands it over: the byte order mark is already gone. */
interface EslintFile {
  readonly body: string | Uint8Array;
}

/** What each option must be; unknown ones are left to future versions. */
const optionTypes: Readonly<Record<string, "string" | "object" | "array" | "boolean">> = {
  namespace: "string",
  target: "string",
  platform: "string",
  builder: "string",
  builderVersion: "string",
  store: "string",
  context: "string",
  buildArgs: "object",
  trustedRegistries: "array",
  labelSchema: "object",
  strictLabels: "boolean",
};

export class DockerfileLanguage {
  readonly fileType = "text";
  readonly lineStart = 1;
  readonly columnStart = 1;
  readonly nodeTypeKey = "type";
  readonly visitorKeys: Record<string, string[]> = visitorKeys;
  readonly defaultLanguageOptions = { namespace: "dockerfile" };
  readonly #names: RuleNames;

  /** @param names rule ids by id or alias, for the directives in comments */
  constructor(names: RuleNames) {
    this.#names = names;
  }

  /** @throws TypeError for an option of the wrong type */
  validateLanguageOptions(options: DockerfileLanguageOptions): void {
    for (const [name, type] of Object.entries(optionTypes)) {
      const value = options[name];
      if (value === undefined) continue;
      const actual = Array.isArray(value) ? "array" : typeof value;
      if (actual !== type) throw new TypeError(`Expected '${name}' to be ${/^[ao]/.test(type) ? "an" : "a"} ${type}.`);
    }
  }

  /** `:instruction` matches every instruction. */
  matchesSelectorClass(className: string, node: DockerfileNode): boolean {
    return className === "instruction" && "keyword" in node;
  }

  /** Never fails: what BuildKit would reject is reported by the rule `valid-syntax`. */
  parse(file: EslintFile): { ok: true; ast: Dockerfile } {
    return { ok: true, ast: parseDockerfile(bodyText(file)) };
  }

  createSourceCode(
    file: EslintFile,
    { ast }: { ast: Dockerfile },
    { languageOptions }: { languageOptions: DockerfileLanguageOptions },
  ): EslintDockerfileSourceCode {
    return new EslintDockerfileSourceCode(bodyText(file), ast, languageOptions, this.#names);
  }
}

function bodyText(file: EslintFile): string {
  return typeof file.body === "string" ? file.body : new TextDecoder().decode(file.body);
}
