/** Dockerfiles in Compose and Bake files: what is found, where, and what the files around say about others. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isBuildFileName, readBuildFile } from "../../src/embedded/build-file.ts";
import { applyEdits } from "../../src/engine/text-edits.ts";
import { lintFiles } from "../../src/project/lint-files.ts";
import type { LintFilesOptions } from "../../src/project/lint-files.ts";
import { createProject } from "../temporary-project.ts";

const compose = (scalar: string): string => `services:\n  web:\n    build:\n      dockerfile_inline: ${scalar}\n`;
const indented = (text: string, by = 8): string => text.replace(/^(?=.)/gm, " ".repeat(by));
const crlf = (text: string): string => text.replaceAll("\n", "\r\n");
const heredoc = (text: string, start = "<<EOT", end = "EOT"): string =>
  `target "app" {\n  dockerfile-inline = ${start}\n${text}${end}\n}\n`;

describe("names", () => {
  test.each([
    ["compose.yaml", true],
    ["compose.yml", true],
    ["docker-compose.yml", true],
    ["docker-compose.dev.yaml", true],
    ["compose.override.yaml", true],
    ["docker-bake.hcl", true],
    ["docker-bake.json", true],
    ["docker-bake.override.hcl", true],
    ["bake.hcl", false],
    ["compose.yaml.j2", false],
    ["my-compose.yml", false],
    ["docker-bake.yaml", false],
  ])("%s: %p", (name, expected) => {
    expect(isBuildFileName(name)).toBe(expected);
  });
});

const plain = 'FROM alpine:latest\nRUN echo "a\tb" && curl x\n';

describe("texts", () => {
  test.each<[string, string, string, string]>([
    ["literal block", "compose.yaml", compose(`|\n${indented(plain)}`), plain],
    ["literal block, CRLF", "compose.yaml", crlf(compose(`|\n${indented(plain)}`)), plain],
    ["block without last line end", "compose.yaml", compose(`|-\n${indented(plain)}`), plain.trimEnd()],
    ["block with all line ends", "compose.yaml", compose(`|+\n${indented(plain)}`), `${plain}\n`],
    ["block with an indentation of its own", "compose.yaml", compose(`|2\n${indented(`  ${plain}`)}`), `  ${plain}`],
    ["block with a comment in its header", "compose.yaml", compose(`| # here\n${indented(plain)}`), plain],
    ["block at the end of the file", "compose.yaml", compose(`|\n${indented(plain).trimEnd()}`).trimEnd(), plain],
    [
      "folded block",
      "compose.yaml",
      compose(`>\n${indented("FROM alpine:latest\n\nRUN a\nb\n\n\nRUN c\n  d\nRUN curl\n")}`),
      "FROM alpine:latest\nRUN a b\n\nRUN c\n  d\nRUN curl\n",
    ],
    ["double quotes", "compose.yaml", compose(JSON.stringify(plain)), plain],
    [
      "double quotes over lines",
      "compose.yaml",
      compose('"FROM alpine:latest\\n\\\n        RUN \\x65cho\n          curl\\u0021"'),
      "FROM alpine:latest\nRUN echo curl!",
    ],
    [
      "single quotes",
      "compose.yaml",
      compose("'FROM alpine:latest\n\n        RUN ''x'' curl'"),
      "FROM alpine:latest\nRUN 'x' curl",
    ],
    [
      "plain text",
      "compose.yaml",
      compose("FROM alpine:latest\n\n        RUN curl\n          x"),
      "FROM alpine:latest\nRUN curl x",
    ],
    [
      "defaults",
      "compose.yaml",
      compose("|\n        FROM ${I:-alpine}:${T-latest}\n        RUN $$curl $X\n"),
      "FROM alpine:latest\nRUN $curl ${X}\n",
    ],
    ["JSON", "docker-bake.json", JSON.stringify({ target: { app: { "dockerfile-inline": plain } } }), plain],
    [
      "JSON in lists, with a variable",
      "docker-bake.json",
      JSON.stringify({
        variable: { T: { default: "latest" } },
        target: { app: [{ "dockerfile-inline": "FROM alpine:${T}\nRUN $${curl}" }] },
      }),
      "FROM alpine:latest\nRUN ${curl}",
    ],
    ["HCL heredoc", "docker-bake.hcl", heredoc(plain), plain],
    ["HCL heredoc, CRLF", "docker-bake.hcl", crlf(heredoc(plain)), crlf(plain)],
    [
      "HCL heredoc, indented",
      "docker-bake.hcl",
      heredoc(`    FROM alpine:latest\n\n      RUN curl\n`, "<<-X", "  X"),
      "FROM alpine:latest\n\n  RUN curl\n",
    ],
    [
      "HCL string",
      "docker-bake.hcl",
      `target "app" { dockerfile-inline = "FROM alpine:latest\\nRUN \\"curl\\" $\${x}" }`,
      'FROM alpine:latest\nRUN "curl" ${x}',
    ],
    [
      "HCL values",
      "docker-bake.hcl",
      `variable "T" { default = "latest" }\n${heredoc('FROM alpine:${T}\nRUN curl ${upper("x")} %%{y}\n')}`,
      "FROM alpine:latest\nRUN curl ${upper_x_} %{y}\n",
    ],
  ])("%s", async (_, name, text, expected) => {
    const { dockerfiles, problems } = await readBuildFile(name, text);
    expect(problems).toEqual([]);
    expect(dockerfiles.map(({ source }) => source.text)).toEqual([expected]);
    const source = dockerfiles[0]?.source;
    for (const word of ["alpine", "curl"]) {
      const at = expected.indexOf(word);
      const [start, end] = source?.outerRange([at, at + word.length]) ?? [0, 0];
      expect(text.slice(start, end)).toBe(word);
    }
  });

  test.each([
    [
      "an alias",
      "x: &x\n  dockerfile_inline: FROM a\nservices:\n  a:\n    build: *x\n  b:\n    build:\n      <<: *x\n",
      ["service a, service b"],
    ],
    [
      "several documents",
      "services: {a: {build: {dockerfile_inline: FROM a}}}\n---\nservices: {b: {build: {dockerfile_inline: FROM b}}}\n",
      ["service a", "service b"],
    ],
    [
      "an alias of itself",
      "a: &a [*a]\nservices: {a: {build: *a}, b: {build: {dockerfile_inline: FROM b}}}\n",
      ["service b"],
    ],
    ["no text", "services: {a: {build: {dockerfile_inline: 5}}}\n", []],
  ])("%s", async (_, text, labels) => {
    const { dockerfiles } = await readBuildFile("compose.yaml", text);
    expect(dockerfiles.map(({ label }) => label)).toEqual(labels);
  });
});

/** What makes a text in each form, as it stands in the outer file. */
const forms: readonly [string, string, (text: string) => string][] = [
  ["literal block", "compose.yaml", (text) => compose(`|\n${indented(text)}`)],
  ["literal block, CRLF", "compose.yaml", (text) => crlf(compose(`|\n${indented(text)}`))],
  ["literal block without last line end", "compose.yaml", (text) => compose(`|-\n${indented(text)}`)],
  ["double quotes", "compose.yaml", (text) => compose(JSON.stringify(text))],
  ["JSON", "docker-bake.json", (text) => JSON.stringify({ target: { a: { "dockerfile-inline": text } } })],
  ["HCL heredoc", "docker-bake.hcl", (text) => heredoc(text)],
  ["HCL heredoc, indented", "docker-bake.hcl", (text) => heredoc(indented(text), "<<-EOT", "    EOT")],
  ["HCL string", "docker-bake.hcl", (text) => `target "a" {\n  dockerfile-inline = ${JSON.stringify(text)}\n}\n`],
];

describe.each(forms)("edits in a %s", (_, name, write) => {
  test.each<[string, [number, number], string]>([
    ["a word", [5, 11], "debian"],
    ["a whole line away", [12, 18], ""],
    ["a new line", [12, 12], "USER a\n"],
    ["lines within a line", [17, 17], " \\\n    c"],
    ["a new line at the end", [25, 25], "USER a\n"],
    ["quotes and dollars", [16, 17], '"$x" ${y} \\'],
    ["an empty line", [12, 12], "\n"],
    ["an empty line away", [18, 19], ""],
    ["a new line before an empty one", [18, 18], "USER a\n"],
    ["a line in place of an empty one", [18, 19], "USER a\n"],
    ["the last line away", [19, 25], ""],
  ])("%s", async (_, range, text) => {
    const outer = write("FROM alpine\nRUN b\n\nCMD c\n");
    const inner = (await readBuildFile(name, outer)).dockerfiles[0];
    const edit = inner?.source.outerEdit({
      range: [Math.min(range[0], inner.source.text.length), Math.min(range[1], inner.source.text.length)],
      text,
    });
    expect(edit).toBeTruthy();
    if (!inner || !edit) return;
    const again = await readBuildFile(name, applyEdits(outer, [edit]));
    const at = Math.min(range[0], inner.source.text.length);
    const expected = inner.source.text.slice(0, at) + text + inner.source.text.slice(range[1]);
    expect(again.dockerfiles[0]?.source.text.replaceAll("\r", "").trimEnd()).toBe(expected.trimEnd());
  });
});

test.each([
  ["a default of a variable", compose("|\n        FROM ${I:-alpine}\n"), [5, 11]],
  ["a folded block", compose(">\n        FROM alpine\n"), [5, 11]],
  ["plain text", compose("FROM alpine\n"), [5, 11]],
] as const)("%s is not edited", async (_, text, range) => {
  const { dockerfiles } = await readBuildFile("compose.yaml", text);
  expect(dockerfiles[0]?.source.outerEdit({ range, text: "b" })).toBeNull();
});

describe("references", () => {
  test.each<[string, string, string, unknown[]]>([
    [
      "a short build",
      "compose.yaml",
      "services: {a: {build: ./dir}}",
      [["dir/Dockerfile", { args: {}, context: "./dir" }]],
    ],
    [
      "a long build",
      "compose.yaml",
      "services:\n  a:\n    build: {context: d, dockerfile: ../Odd, target: t, args: {A: 1, B: null}}",
      [["Odd", { args: { A: "1" }, context: "d", target: "t" }]],
    ],
    [
      "arguments in a list",
      "compose.yaml",
      "services: {a: {build: {args: [A=b=c, D]}}}",
      [["Dockerfile", { args: { A: "b=c" }, context: "." }]],
    ],
    [
      "a default",
      "compose.yaml",
      "services: {a: {build: {dockerfile: '${F:-Odd}', target: $T}}}",
      [["Odd", { args: {}, context: "." }]],
    ],
    ["an unknown path", "compose.yaml", "services: {a: {build: {dockerfile: '${F}'}}}", []],
    ["a repository", "compose.yaml", "services: {a: {build: 'https://host/x.git'}, b: {build: 'git@host:x'}}", []],
    ["no build", "compose.yaml", "services: {build: {image: x}}", []],
    [
      "what is inherited",
      "docker-bake.hcl",
      'target "base" {\n context = "src"\n args = { A = "1", B = "2" }\n}\ntarget "app" {\n inherits = ["base"]\n target = "t"\n args = { B = "3" }\n}\n',
      [["src/Dockerfile", { args: { A: "1", B: "3" }, context: "src", target: "t" }]],
    ],
    [
      "values of variables, and calls that nobody knows",
      "docker-bake.hcl",
      'variable "V" { default = "odd" }\ntarget "a" {\n dockerfile = "${V}.df"\n args = {\n  A = upper("x")\n  B = V\n }\n}\ntarget "b" { dockerfile = lower("X") }\n',
      [["odd.df", { args: { B: "odd" }, context: "." }]],
    ],
    [
      "JSON",
      "docker-bake.json",
      '{"target": {"a": {"dockerfile": "cwd://Odd", "target": "t"}}}',
      [["Odd", { args: {}, context: ".", target: "t" }]],
    ],
  ])("%s", async (_, name, text, expected) => {
    const { references, problems } = await readBuildFile(name, text);
    expect(problems).toEqual([]);
    expect(references.map(({ path, settings }) => [path, settings])).toEqual(expected);
  });
});

async function run(files: Parameters<typeof createProject>[0], inputs: string[], options: LintFilesOptions = {}) {
  const root = createProject({ ".git/": "", ...files });
  const result = await lintFiles(inputs, { cwd: root, ...options });
  const places = result.files.flatMap(({ path, findings }) =>
    findings.map(({ ruleId, loc: { start } }) => `${path}:${start.line}:${start.column} ${ruleId}`),
  );
  return { root, result, places, files: result.files.map(({ path }) => path) };
}

const onlyLatest = { preset: "none", rules: { "no-latest-tag": "warning", "valid-syntax": "error" } };
const latest = "FROM alpine:latest\n";

describe("linting", () => {
  test.each<[string, string, string, string[]]>([
    ["YAML with CRLF", "compose.yaml", crlf(compose(`|\n${indented(latest)}`)), ["compose.yaml:5:14 no-latest-tag"]],
    [
      "after a byte order mark",
      "compose.yaml",
      `\uFEFF${compose(`|\n${indented(latest)}`)}`,
      ["compose.yaml:5:14 no-latest-tag"],
    ],
    ["a quoted scalar", "compose.yaml", compose(JSON.stringify(`# a\n${latest}`)), ["compose.yaml:4:37 no-latest-tag"]],
    [
      "an HCL heredoc",
      "docker-bake.hcl",
      heredoc(`    ${latest}`, "<<-EOT", "    EOT"),
      ["docker-bake.hcl:3:10 no-latest-tag"],
    ],
    [
      "JSON",
      "docker-bake.json",
      `{"target": {"a": {\n"dockerfile-inline": "FROM alpine:latest"}}}`,
      ["docker-bake.json:2:28 no-latest-tag"],
    ],
    ["a value that nobody knows", "compose.yaml", compose("FROM alpine:$TAG"), []],
    ["a default", "compose.yaml", compose("FROM alpine:${TAG:-latest}"), ["compose.yaml:4:31 no-latest-tag"]],
    [
      "a mistake in the Dockerfile",
      "compose.yaml",
      compose(`|\n${indented("FROM a:1\nRUM x\n")}`),
      ["compose.yaml:6:9 valid-syntax"],
    ],
    ["broken YAML", "compose.yaml", `a: [\n${compose("FROM a")}`, ["compose.yaml:2:1 syntax"]],
    ["broken HCL", "docker-bake.hcl", 'target "a" {\n  dockerfile-inline = "FROM a"\n', ["docker-bake.hcl:3:1 syntax"]],
    [
      "broken JSON",
      "docker-bake.json",
      '{"target": {"a": {"dockerfile-inline": x}}}',
      ["docker-bake.json:1:40 syntax"],
    ],
    ["broken YAML without a Dockerfile", "compose.yaml", "build: [\n", []],
  ])("%s", async (_, name, text, expected) => {
    const { places, result } = await run({ [name]: text, ".lintrc": onlyLatest }, [name]);
    expect(places).toEqual(expected);
    expect(result.errors).toEqual([]);
  });

  test("all Dockerfiles of a file make one result, and an image each", async () => {
    const text = `services:\n  a: {build: {dockerfile_inline: "FROM alpine:latest\\nRUN a"}}\n  b: {build: {dockerfile_inline: "FROM alpine:latest"}}\n`;
    const { result, places } = await run({ "compose.yaml": text, ".lintrc": onlyLatest }, ["."]);
    expect(places).toEqual(["compose.yaml:2:40 no-latest-tag", "compose.yaml:3:40 no-latest-tag"]);
    expect(result.files[0]?.images.map(({ source, layers }) => [source, layers])).toEqual([
      ["service a", 1],
      ["service b", 0],
    ]);
    expect(result.files[0]?.images[0]?.history.map(({ line }) => line)).toEqual([2]);
  });

  test("a stage that a build names and its Dockerfile does not have", async () => {
    const text = 'services: {a: {build: {target: x, dockerfile_inline: "FROM alpine:3"}}}';
    const { result } = await run({ "compose.yaml": text }, ["."]);
    expect(result.notes).toEqual([
      'compose.yaml (service a) has no stage "x", or does not build: no image is predicted',
    ]);
  });

  test.each(forms)("--fix in a %s is that of a Dockerfile", async (_, name, write) => {
    const config = { preset: "strict" };
    const before =
      'from alpine:3.20\nMAINTAINER me\nENV A "b\\c"\nRUN apt-get install a\n\nRUN echo a\nRUN echo b \\\n\n  c\nEXPOSE 80/TCP\n';
    const files = { [name]: write(before), Dockerfile: before, ".lintrc": config };
    const { root, result } = await run(files, ["."], { fix: true });
    const after = readFileSync(join(root, "Dockerfile"), "utf8");
    expect(after).not.toBe(before);
    expect(readFileSync(join(root, name), "utf8")).toBe(write(after));
    expect(result.errors).toEqual([]);
  });
});

describe("discovery", () => {
  const tree = {
    "compose.yaml":
      "services:\n  a: {build: {dockerfile: odd.df, target: one, args: {TAG: latest}}}\n  b: {build: {dockerfile: ignored.df}}\n",
    "odd.df": "ARG TAG=1\nFROM alpine:1 AS one\nRUN a\nFROM one\nRUN b\n",
    "ignored.df": latest,
    ".gitignore": "ignored.df",
    "other.df": latest,
    ".lintrc": onlyLatest,
  };

  test.each<[string, Parameters<typeof createProject>[0], string[], LintFilesOptions, string[]]>([
    ["a Dockerfile that a build names", tree, ["."], {}, ["odd.df"]],
    ["not with --no-compose", { ...tree, Dockerfile: latest }, ["."], { compose: false }, ["Dockerfile"]],
    [
      "not with compose: false",
      { ...tree, Dockerfile: latest, ".lintrc": { ...onlyLatest, compose: false } },
      ["."],
      {},
      ["Dockerfile"],
    ],
    ["a build file by its name", tree, ["compose.yaml"], {}, ["compose.yaml"]],
    ["a build file by a glob", { "a/compose.yaml": compose("FROM a") }, ["**/*.yaml"], {}, ["a/compose.yaml"]],
    [
      "a build file that holds one",
      { "a/compose.yaml": compose("FROM a"), Dockerfile: latest },
      ["."],
      {},
      ["Dockerfile", "a/compose.yaml"],
    ],
  ])("%s", async (_, files, inputs, options, expected) => {
    const { files: found, result } = await run(files, inputs, options);
    expect(found).toEqual(expected);
    expect(result.unmatched).toEqual([]);
  });

  test("a folder with a build file and no Dockerfile holds nothing", async () => {
    const { result } = await run({ "compose.yaml": "services: {a: {build: .}}" }, ["."]);
    expect(result.unmatched).toEqual(["no Dockerfile found in the folder ."]);
  });

  test("a build file left out by name is mentioned", async () => {
    const { result } = await run(tree, ["compose.yaml"], { compose: false });
    expect(result.notes).toEqual(["skipped compose.yaml, because of --no-compose"]);
  });

  test.each<[string, string, LintFilesOptions, string]>([
    ["the only build", "services: {a: {build: {target: one}}}", {}, "one"],
    ["builds that agree", "services: {a: {build: {target: one}}, b: {build: {target: one}}}", {}, "one"],
    ["builds that do not agree", "services: {a: {build: {target: one}}, b: {build: {target: two}}}", {}, "two"],
    ["the command line", "services: {a: {build: {target: one}}}", { settings: { target: "two" } }, "two"],
  ])("the target of %s", async (_, text, options, target) => {
    const { result } = await run(
      { "compose.yaml": text, Dockerfile: "FROM a AS one\nFROM b AS two\n" },
      ["."],
      options,
    );
    expect(result.files.map(({ images }) => images[0]?.target)).toEqual([target]);
  });

  test("arguments of a build, under those of the configuration", async () => {
    const files = {
      "compose.yaml": "services: {a: {build: {args: {A: a, B: a}}}}",
      ".lintrc": { buildArgs: { B: "b" } },
      Dockerfile: "ARG A\nARG B\nFROM $A:$B\n",
    };
    const { result } = await run(files, ["."]);
    expect(result.files[0]?.images[0]?.baseImage).toBe("a:b");
  });
});
