/** Who may import whom: read from the import statements. ARCHITECTURE.md has the reasons. */
import { readFileSync, readdirSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

const source = fileURLToPath(new URL("../src", import.meta.url));

/** The rooms that a room may import from, besides itself. */
const floors: Readonly<Record<string, readonly string[]>> = {
  shell: [],
  syntax: ["shell"],
  model: ["syntax", "shell"],
  context: ["syntax", "model"],
  knowledge: ["syntax", "shell", "model"],
  layers: ["syntax", "shell", "model", "context", "knowledge"],
  language: ["syntax", "shell", "model", "context", "knowledge", "layers"],
  rules: ["syntax", "shell", "model", "context", "knowledge", "layers", "language"],
  engine: ["syntax", "shell", "model", "context", "knowledge", "layers", "language", "rules"],
  config: ["syntax", "model", "layers", "language", "rules", "engine"],
  reporters: ["syntax", "layers", "engine"],
  "layer-reports": ["syntax", "model", "knowledge", "layers", "reporters"],
  embedded: ["syntax", "engine"],
  shellcheck: ["syntax", "model", "language", "engine", "config"],
  "base-images": ["syntax", "model", "context", "knowledge", "config"],
  project: [
    "base-images",
    "shellcheck",
    "knowledge",
    "syntax",
    "context",
    "embedded",
    "layers",
    "language",
    "rules",
    "engine",
    "config",
  ],
  cli: [
    "syntax",
    "model",
    "context",
    "knowledge",
    "embedded",
    "base-images",
    "layers",
    "language",
    "rules",
    "engine",
    "config",
    "reporters",
    "layer-reports",
    "project",
  ],
};

/** A package that only these files may import. */
const packages: Readonly<Record<string, readonly string[]>> = {
  unbash: ["shell/bash-tree.ts"],
  "dockerfile-ast": ["syntax/dockerfile-ast.ts"],
  "@eslint/plugin-kit": ["language/eslint-source-code.ts"],
  esquery: ["engine/selectors.ts"],
  "codemirror-lang-hcl": ["embedded/hcl-data.ts"],
};

const touchesFiles = new Set(["base-images", "cli", "config", "project", "shellcheck"]);

interface Import {
  readonly file: string;
  readonly room: string;
  readonly target: string;
  readonly typeOnly: boolean;
}

const imports: Import[] = readdirSync(source, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts"))
  .flatMap((name) => {
    const file = name.split(sep).join("/");
    const text = readFileSync(join(source, name), "utf8");
    const found = [...text.matchAll(/^(?:import|export)\s+(type\s)?[^;]*?from\s+"([^"]+)"|import\("([^"]+)"\)/gm)];
    return found.map((match) => {
      const target = match[2] ?? match[3] ?? "";
      const path = target.startsWith(".")
        ? relative(source, join(source, dirname(file), target))
            .split(sep)
            .join("/")
        : target;
      return {
        file,
        room: file.includes("/") ? (file.split("/")[0] ?? "") : "",
        target: path,
        typeOnly: Boolean(match[1]),
      };
    });
  });

test("there is something to check", () => {
  expect(imports.length).toBeGreaterThan(200);
});

test("a room imports only rooms below it", () => {
  const wrong = imports.filter(({ room, target }) => {
    const other = /^([a-z-]+)\//.exec(target)?.[1];
    if (room === "" || other === undefined || other === room || !(other in floors)) return false;
    return !(floors[room] ?? []).includes(other);
  });
  // A rule's type is named by the language room and by nobody else below: the two define each other.
  const allowed = new Set(["rules/define-rule.ts"]);
  expect(wrong.filter(({ target, typeOnly }) => !(typeOnly && allowed.has(target)))).toEqual([]);
});

test("only base-images, cli, config, project and shellcheck touch the file system", () => {
  const system = /^node:(?:fs|child_process|os|net|http|https)/;
  expect(imports.filter(({ room, target }) => system.test(target) && !touchesFiles.has(room))).toEqual([]);
});

test.each(Object.entries(packages))("%s has one importer", (name, files) => {
  const importers = imports.filter(({ target, typeOnly }) => target === name && !typeOnly).map(({ file }) => file);
  expect([...new Set(importers)]).toEqual(files);
});
