import type { BuildContext } from "../context/build-context.ts";
import type { Add, Copy } from "../syntax/nodes.ts";
import { nearest } from "../syntax/suggest.ts";
import { defineRule } from "./define-rule.ts";
import { contextSources } from "./shared/context-sources.ts";
import { hasGlob } from "./shared/paths.ts";
import { sourceText } from "./shared/source-ranges.ts";

export default defineRule({
  id: "copy-existing-path",
  type: "problem",
  docs: {
    description: "Copy only what the build context has",
    category: "correctness",
    severity: "warning",
    recommended: true,
    since: "0.1.0",
    why: `Paths in COPY and ADD count from the build context, the folder given to \`docker build\`, wherever the Dockerfile lies. A path that
is not there, misspelt or counted from another folder, fails the build, and often only after the costly steps above it have run.
The rule looks into the context when it is configured (\`context\`, or \`--context\` on the command line).`,
    examples: [
      {
        bad: "FROM node:22\nCOPY pakage.json /app/\n",
        good: "FROM node:22\nCOPY package.json /app/\n",
        context: { files: ["package.json", "src/index.js"] },
      },
      {
        bad: "FROM node:22\nCOPY ../shared /shared\n",
        good: "FROM node:22\nCOPY app /app\n",
        context: { files: ["app/index.js"] },
        note: "A path cannot leave the context.",
      },
    ],
    whenNot: `Switch it off where files are made between linting and building, as \`COPY dist/\` after a build outside of the image. Paths with a
build argument are not looked up. Under ESLint, rules see no files, and this one is silent.`,
  },
  messages: {
    missing: {
      what: 'The build context has no "{{source}}"',
      why: "{{keyword}} fails here, as paths count from the context, not from the Dockerfile",
      how: "{{advice}}",
    },
    outside: {
      what: '"{{source}}" leads out of the build context, and "{{path}}" inside of it does not exist',
      why: "The builder has only the context, so it drops the way up, and {{keyword}} fails",
      how: "Build with a folder that holds both as the context",
    },
    useNearest: 'Write "{{near}}"',
  },
  hasSuggestions: true,
  create(context) {
    const { sourceCode } = context;
    const build = sourceCode.context;
    if (!build?.configured) return {};

    function report(node: Copy | Add, word: { range: readonly [number, number] }, path: string): void {
      if (!build) return;
      const { keyword } = node;
      if (/^\/?(?:\.\/)*\.\.\//.test(path)) {
        const inContext = path.replace(/^(?:\.{0,2}\/)+/, "");
        context.report({ node: word, messageId: "outside", data: { keyword, source: path, path: inContext } });
        return;
      }
      const near = nearestPath(build, path);
      const replaceable = near !== null && sourceText(sourceCode, word.range) === path;
      context.report({
        node: word,
        messageId: "missing",
        data: { keyword, source: path, advice: near === null ? "Correct the path" : `Did you mean "${near}"?` },
        suggest: replaceable
          ? [{ messageId: "useNearest", data: { near }, fix: (fixer) => fixer.replaceTextRange(word.range, near) }]
          : [],
      });
    }

    function check(node: Copy | Add): void {
      for (const { word, path, exact } of contextSources(sourceCode.model, node)) {
        if (exact && !build?.has(path)) report(node, word, path);
      }
    }

    return { Copy: check, Add: check };
  },
});

/** What the user probably meant: the path with its slips corrected, or without folders in front that lead to the context. */
function nearestPath(build: BuildContext, path: string): string | null {
  if (hasGlob(path)) return null;
  const parts = path.split("/").filter((part) => part !== "" && part !== ".");
  return withoutSlips(build, parts) ?? withoutFront(build, parts);
}

function withoutSlips(build: BuildContext, parts: readonly string[]): string | null {
  let corrected = "";
  for (const part of parts) {
    const names = build.list(corrected === "" ? "." : corrected);
    const name = names.includes(part) ? part : nearestName(part, names);
    if (name === null) return null;
    corrected = corrected === "" ? name : `${corrected}/${name}`;
  }
  return build.isIgnored(corrected) ? null : corrected;
}

/** Two letters may be wrong, or about a third of a long name; case is ignored. */
function nearestName(part: string, names: readonly string[]): string | null {
  const byLower = new Map(names.map((name) => [name.toLowerCase(), name]));
  const found = nearest(
    part.toLowerCase(),
    byLower.keys(),
    part.length < 3 ? 2 : Math.max(3, Math.floor(part.length / 3) + 1),
  );
  return found === null ? null : (byLower.get(found) ?? null);
}

function withoutFront(build: BuildContext, parts: readonly string[]): string | null {
  for (let start = 1; start < parts.length; start++) {
    const rest = parts.slice(start).join("/");
    if (build.has(rest) && !build.isIgnored(rest)) return rest;
  }
  return null;
}
