import { gzipSync } from "node:zlib";
import { pack } from "tar-stream";
import { planLayers, type LayerPlanOptions } from "../../src/layers/layer-plan.ts";
import type { LayerPlan, Size } from "../../src/layers/types.ts";
import { createModel } from "../../src/model/build-model.ts";
import { parseDockerfile } from "../../src/syntax/parse.ts";
import { memoryFiles, type MemoryTree } from "../memory-files.ts";

type Options = LayerPlanOptions & { readonly buildArgs?: Readonly<Record<string, string>> };

function planOf(dockerfile: string, tree: MemoryTree | null, { buildArgs, ...options }: Options = {}): LayerPlan {
  const text = dockerfile.startsWith("FROM") ? dockerfile : `FROM scratch\n${dockerfile}`;
  const model = createModel(parseDockerfile(text), { buildArgs });
  const files = tree === null ? undefined : memoryFiles(tree);
  const plan = planLayers(model, { files, ...options });
  if (plan === null) throw new Error("no target");
  return plan;
}

/** `12/2048`: bytes of files and of the tar; `0..12` when bounded, `?` when unknown. */
function sizesOf(dockerfile: string, tree: MemoryTree | null, options?: Options): string[] {
  return planOf(dockerfile, tree, options).image.history.flatMap(({ layer }) =>
    layer ? `${show(layer.bytes)}/${show(layer.tarBytes)}` : [],
  );
}

function show(size: Size): string {
  if (size.kind === "unknown") return "?";
  return size.kind === "exact" ? String(size.bytes) : `${size.lo}..${size.hi}`;
}

const head = 512;
const end = 1024;
/** The length of a tar with entries of these contents; `d` is a directory or link. */
function tar(...contents: (number | "d")[]): number {
  return contents.reduce<number>((sum, one) => sum + head + (one === "d" ? 0 : Math.ceil(one / 512) * 512), end);
}

const app: MemoryTree = { "package.json": 300, "src/a.js": 1000, "src/b.js": 513, "src/deep/c.js": 1, "README.md": 5 };

describe("where files go", () => {
  test.each<[string, string, MemoryTree, string[]]>([
    ["a file to a name", "COPY f /x", { f: 12 }, [`12/${tar(12)}`]],
    ["a file into a directory", "COPY f /x/", { f: 12 }, [`12/${tar("d", 12)}`]],
    ["every directory above is named", "COPY f /a/b/c/f", { f: 1 }, [`1/${tar("d", "d", "d", 1)}`]],
    ["an empty file", "COPY f /f", { f: 0 }, [`0/${tar(0)}`]],
    ["the content of a directory", "COPY src /app", app, [`1514/${tar("d", 1000, 513, "d", 1)}`]],
    ["an empty directory", "COPY e /app", { "e/": {} }, [`0/${tar("d")}`]],
    ["into the root", "COPY src /", app, [`1514/${tar(1000, 513, "d", 1)}`]],
    ["two sources", "COPY package.json README.md /x/", app, [`305/${tar("d", 300, 5)}`]],
    [
      "a destination from the working directory",
      "WORKDIR /w\nCOPY f .",
      { f: 1 },
      [`0/${tar("d")}`, `1/${tar("d", 1)}`],
    ],
    ["a directory that is there", "WORKDIR /w\nCOPY f /w", { f: 1 }, [`0/${tar("d")}`, `1/${tar("d", 1)}`]],
    ["a leading slash counts from the context", "COPY /src/a.js /a", app, [`1000/${tar(1000)}`]],
    ["two dots stop at the top", "COPY ../../src/a.js /a", app, [`1000/${tar(1000)}`]],
    ["a pattern", "COPY *.json src/*.js /x/", app, [`1813/${tar("d", 300, 1000, 513)}`]],
    ["a pattern for directories takes their content", "COPY s* /x/", app, [`1514/${tar("d", 1000, 513, "d", 1)}`]],
    ["a pattern that fits nothing", "COPY *.nope /x/", app, [`0/${end}`]],
    [
      "files before and behind a directory with the same names",
      "COPY * /x/",
      { a: 1, "b/a": 20, "b/c": 300, c: 4000 },
      [`4020/${tar("d", 20, 4000)}`],
    ],
    [
      "a link among the files of a pattern",
      "COPY l* /x/",
      { l1: 1, l2: { link: "f" }, l3: { link: "d" }, f: 20, "d/l1": 300 },
      [`320/${tar("d", 300, 20)}`],
    ],
    [
      "a file that comes behind those of a pattern",
      "COPY *.js a/1.js /x/",
      { "1.js": 1, "2.js": 2, "a/1.js": 30 },
      [`32/${tar("d", 2, 30)}`],
    ],
    [
      "files of a pattern over those of an earlier step",
      "COPY 1.js /x/\nCOPY *.js /x/",
      { "1.js": 1, "2.js": 20 },
      [`1/${tar("d", 1)}`, `20/${tar("d", 20)}`],
    ],
    [
      "files of a pattern that a stage passes on",
      "COPY *.js /x/\nFROM scratch\nCOPY --from=0 /x/2* /x /y/",
      { "1.js": 1, "2.js": 20, "x.md": 300 },
      [`21/${tar("d", 1, 20)}`],
    ],
    [
      "a pattern that fits a folder of which nothing is left",
      "COPY * /x/",
      { ".dockerignore": "a\n!a/keep\n.dockerignore", "a/b": 1, c: 20 },
      [`20/${tar("d", 20)}`],
    ],
    ["a pattern between folders", "COPY */deep /x/", app, [`1/${tar("d", 1)}`]],
    ["the same file from two sources is one entry", "COPY f f /x/", { f: 700 }, [`700/${tar("d", 700)}`]],
    ["directories that share a folder", "COPY a b /x/", { "a/s/1": 1, "b/s/2": 2 }, [`3/${tar("d", "d", 1, 2)}`]],
    ["the later of two files with one name", "COPY a/f b/f /x/", { "a/f": 700, "b/f": 5 }, [`5/${tar("d", 5)}`]],
    ["a file over one of a directory", "COPY a b/f /x/", { "a/f": 700, "b/f": 5 }, [`5/${tar("d", 5)}`]],
    ["variables", "ARG D=src\nCOPY $D/a.js /a", app, [`1000/${tar(1000)}`]],
    ["JSON form", 'COPY ["a b", "/x/"]', { "a b": 3 }, [`3/${tar("d", 3)}`]],
    ["a heredoc", "COPY <<EOF /x\nhello\nEOF", {}, [`6/${tar(6)}`]],
    ["an expanded heredoc", "ARG A=abc\nCOPY <<EOF /x\n$A\nEOF", {}, [`4/${tar(4)}`]],
    ["a quoted heredoc", "ARG A=abc\nCOPY <<'EOF' /x\n$A\nEOF", {}, [`3/${tar(3)}`]],
    ["a heredoc without its tabs", "COPY <<-EOF /x\n\thi\n\tEOF", {}, [`3/${tar(3)}`]],
    ["two heredocs", "COPY <<a <<b /x/\n1\na\n22\nb", {}, [`5/${tar("d", 2, 3)}`]],
    [
      "a link in the working directory's place",
      "COPY l /x\nCOPY f /x/l/",
      { "l/l": { link: "/y" }, f: 4 },
      [`0/${tar("d", "d")}`, `4/${tar("d", 4)}`],
    ],
  ])("%s", (_, dockerfile, tree, expected) => {
    expect(sizesOf(dockerfile, tree)).toEqual(expected);
  });
});

describe("flags", () => {
  test.each<[string, string, MemoryTree, string[]]>([
    [
      "--exclude",
      "COPY --exclude=*.md --exclude=deep src /x/",
      { "src/a.md": 9, "src/b": 1, "src/deep/c": 1 },
      [`1/${tar("d", 1)}`],
    ],
    [
      "--exclude counts from the copied directory",
      "COPY --exclude=src/a . /x/",
      { "src/a": 9, "src/b": 1 },
      [`1/${tar("d", "d", 1)}`],
    ],
    [
      "--exclude with an exception",
      "COPY --exclude=* --exclude=!keep . /x/",
      { keep: 3, drop: 4 },
      [`3/${tar("d", 3)}`],
    ],
    [
      "--exclude leaves a file alone that is named itself",
      "COPY --exclude=*.md a.md /x/",
      { "a.md": 9 },
      [`9/${tar("d", 9)}`],
    ],
    ["--parents", "COPY --parents a/b/c /x/", { "a/b/c": 7, "a/d": 1 }, [`7/${tar("d", "d", "d", 7)}`]],
    [
      "--parents with a pattern",
      "COPY --parents a/*/c /x/",
      { "a/b/c": 7, "a/e/c": 8 },
      [`15/${tar("d", "d", "d", 7, "d", 8)}`],
    ],
    ["--parents behind a pivot", "COPY --parents a/./b/c /x/", { "a/b/c": 7 }, [`7/${tar("d", "d", 7)}`]],
    ["--link stores what is there already", "COPY f /f\nCOPY --link f /f", { f: 9 }, [`9/${tar(9)}`, `9/${tar(9)}`]],
    ["--chown stores again", "COPY f /f\nCOPY --chown=1 f /f", { f: 9 }, [`9/${tar(9)}`, `9/${tar(9)}`]],
    ["--chown that changes nothing", "COPY f /f\nCOPY --chown=root f /f", { f: 9 }, [`9/${tar(9)}`, `0/${end}`]],
    [
      "--chown by name after a number",
      "COPY --chown=1000 f /f\nCOPY --chown=app f /f",
      { f: 9 },
      [`9/${tar(9)}`, `0..9/${end}..${tar(9)}`],
    ],
    ["--chmod stores again", "COPY f /f\nCOPY --chmod=600 f /f", { f: 9 }, [`9/${tar(9)}`, `9/${tar(9)}`]],
    ["--chmod that changes nothing", "COPY f /f\nCOPY --chmod=u=rw,go=r f /f", { f: 9 }, [`9/${tar(9)}`, `0/${end}`]],
  ])("%s", (_, dockerfile, tree, expected) => {
    expect(sizesOf(dockerfile, tree)).toEqual(expected);
  });
});

describe("what --exclude compares with, by version of Buildah", () => {
  const tree: MemoryTree = { "d/a": 1, "d/b.md": 20, "d/s/c.md": 300, "e.md": 4000 };
  test.each<[string, string, [before38: string, before44: string, newest: string]]>([
    ["a pattern for names in a source", "COPY --exclude=*.md d /x/", ["?", "321", "301"]],
    ["a pattern from the top of the context", "COPY --exclude=d/*.md d /x/", ["?", "301", "301"]],
    ["a pattern for any depth", "COPY --exclude=**/*.md d /x/", ["?", "1", "1"]],
    ["a folder in a source", "COPY --exclude=s d /x/", ["?", "321", "21"]],
    ["the whole context", "COPY --exclude=*.md . /x/", ["?", "321", "321"]],
    ["a source with a slash in front", "COPY --exclude=*.md /d /x/", ["?", "321", "321"]],
    ["a file that is left out of two", "COPY --exclude=e.md d/a e.* d /x/", ["?", "?", "?"]],
    ["a file of those that a wildcard names", "COPY --exclude=d/b.md d/* /x/", ["?", "301", "301"]],
    ["a source of which nothing is left", "COPY --exclude=d d /x/", ["?", "?", "?"]],
    ["patterns that take back in", "COPY --exclude=d/* --exclude=!d/a d /x/", ["?", "?", "?"]],
    ["from a stage", "COPY d /d/\nFROM scratch\nCOPY --exclude=b.md --from=0 /d /x/", ["?", "321", "321"]],
    [
      "from a stage, without a slash",
      "COPY d /d/\nFROM scratch\nCOPY --exclude=b.md --from=0 d /x/",
      ["?", "321", "301"],
    ],
    ["no pattern", "COPY d /x/", ["321", "321", "321"]],
  ])("%s", (_, instruction, expected) => {
    const bytes = ["1.37.5", "1.39", undefined].map((builderVersion) =>
      sizesOf(instruction, tree, { builder: "buildah", builderVersion })[0]?.replace(/\/.*/, ""),
    );
    expect(bytes).toEqual(expected);
  });

  test.each([
    ["1.37", "the builder refuses --exclude"],
    ["1.38", "--exclude leaves nothing of d to Buildah, which stops there"],
    ["2.0", "--exclude leaves nothing of d to Buildah, which stops there"],
    ["0.9", "the builder refuses --exclude"],
  ])("why it is not known in %s", (builderVersion, why) => {
    const [entry] = planOf("COPY --exclude=d d /x/", tree, { builder: "buildah", builderVersion }).image.history;
    expect(entry?.layer?.bytes).toEqual({ kind: "unknown", why });
  });

  test.each([
    ["buildkit", "0"],
    ["docker-classic", "321"],
    ["buildah", "321"],
  ] as const)("where %s keeps its layers decides what a second copy costs", (builder, second) => {
    expect(sizesOf("COPY d /x/\nCOPY d /x/", tree, { builder })[1]).toMatch(new RegExp(`^${second}/`));
  });
});

describe("links and names", () => {
  const long = `${"n".repeat(99)}/${"m".repeat(99)}`;
  test.each<[string, string, MemoryTree, string[]]>([
    ["a link in a directory stays", "COPY d /d", { "d/l": { link: "f" }, "d/f": 100 }, [`100/${tar("d", 100, "d")}`]],
    ["a link as source is followed", "COPY l /x/", { l: { link: "f" }, f: 100 }, [`100/${tar("d", 100)}`]],
    ["a link to a directory too", "COPY l /x/", { l: { link: "d" }, "d/f": 100 }, [`100/${tar("d", 100)}`]],
    ["a link on the way too", "COPY l/f /x", { l: { link: "d" }, "d/f": 100 }, [`100/${tar(100)}`]],
    ["never out of the context", "COPY l /x", { l: { link: "../../f" }, f: 100 }, [`100/${tar(100)}`]],
    [
      "hard links in a directory once",
      "COPY d /d",
      { "d/a": 900, "d/b": { hardLink: "d/a" } },
      [`900/${tar("d", 900, "d")}`],
    ],
    [
      "hard links of two sources twice",
      "COPY d/a d/b /d/",
      { "d/a": 900, "d/b": { hardLink: "d/a" } },
      [`1800/${tar("d", 900, 900)}`],
    ],
    ["a name that is not ASCII", "COPY d /d", { "d/é": 1 }, [`1/${tar("d", 1) + 1024}`]],
    ["a long path that can be split", `COPY d /d`, { [`d/${long}`]: 1 }, [`1/${tar("d", "d", 1)}`]],
    ["a long name that cannot", `COPY d /d`, { [`d/${"n".repeat(101)}`]: 1 }, [`1/${tar("d", 1) + 1024}`]],
    ["a long link target", "COPY d /d", { "d/l": { link: "t".repeat(101) } }, [`0/${tar("d", "d") + 1024}`]],
    ["an owner with a large number", "COPY --chown=3000000 f /f", { f: 1 }, [`1/${tar(1) + 1024}`]],
  ])("%s", (_, dockerfile, tree, expected) => {
    expect(sizesOf(dockerfile, tree)).toEqual(expected);
  });
});

describe("the ignore file", () => {
  test.each<[string, string, MemoryTree, string]>([
    ["leaves files out", "*.md\nsub", { "a.md": 9, "sub/x": 9, b: 1 }, `9/${tar("d", 8, 1)}`],
    ["takes back in", "*\n!keep/me", { a: 9, "keep/me": 4, "keep/not": 9 }, `4/${tar("d", "d", 4)}`],
    ["does not keep folders for nothing", "*\n!keep/me", { "keep/not": 9 }, `0/${tar("d")}`],
    ["takes back in from a wildcard", "**\n!**/*.js", { "a/b/c.js": 4, "a/d.css": 9 }, `4/${tar("d", "d", "d", 4)}`],
    ["does without itself", ".dockerignore\nDockerfile", { Dockerfile: 9, x: 1 }, `1/${tar("d", 1)}`],
    ["a broken one is none", "[\nx", { x: 1 }, `4/${tar("d", 3, 1)}`],
  ])("%s", (_, dockerignore, tree, expected) => {
    expect(sizesOf("COPY . /x", { ".dockerignore": dockerignore, ...tree })).toEqual([expected]);
  });
});

describe("what is there already", () => {
  const twice = "COPY package.json /app/\nCOPY . /app/";
  const all = 1819;
  test.each<[string, string, MemoryTree, Options, string]>([
    ["is left out by the containerd store", twice, app, {}, `${all - 300}/${tar("d", "d", 1000, 513, "d", 1, 5)}`],
    [
      "is stored again on overlay2",
      twice,
      app,
      { store: "overlay2" },
      `${all}/${tar("d", 300, "d", 1000, 513, "d", 1, 5)}`,
    ],
    ["a second copy of all is nothing", "COPY . /app\nCOPY . /app", app, {}, `0/${end}`],
    [
      "the same content with another time is stored",
      "COPY a/f /f\nCOPY b/f /f",
      { "a/f": 9, "b/f": { content: 9, mtime: 5000 } },
      {},
      `9/${tar(9)}`,
    ],
    ["the same content with the same time is not", "COPY a/f /f\nCOPY b/f /f", { "a/f": 9, "b/f": 9 }, {}, `0/${end}`],
    [
      "other content of the same size and time is",
      "COPY a/f /f\nCOPY b/f /f",
      { "a/f": "1", "b/f": "2" },
      {},
      `1/${tar(1)}`,
    ],
    ["a command in between leaves it open", "COPY f /f\nRUN make\nCOPY f /f", { f: 9 }, {}, `0..9/${end}..${tar(9)}`],
    ["a command that changes nothing does not", "COPY f /f\nRUN true\nCOPY f /f", { f: 9 }, {}, `0/${end}`],
    ["a file that was removed is stored", "COPY f /f\nRUN rm /f\nCOPY f /f", { f: 9 }, {}, `9/${tar(9)}`],
    ["a heredoc written again", "COPY <<E /x\na\nE\nCOPY <<E /x\na\nE", {}, {}, `0/${end}`],
    [
      "SOURCE_DATE_EPOCH makes times equal",
      "COPY a/f /f\nCOPY b/f /f",
      { "a/f": 9, "b/f": { content: 9, mtime: 5000 } },
      { buildArgs: { SOURCE_DATE_EPOCH: "7" } },
      `0/${end}`,
    ],
    [
      "mode decides too",
      "COPY a/f /f\nCOPY b/f /f",
      { "a/f": 9, "b/f": { content: 9, mode: 0o755 } },
      {},
      `9/${tar(9)}`,
    ],
  ])("%s", (_, dockerfile, tree, options, expected) => {
    expect(sizesOf(dockerfile, tree, options).at(-1)).toBe(expected);
  });
});

describe("copies from stages", () => {
  const from = "FROM scratch\nCOPY --from=a";
  test.each<[string, string, string]>([
    ["a file that was copied there", `FROM scratch AS a\nCOPY f /f\n${from} /f /x`, `9/${tar(9)}`],
    ["a directory", `FROM scratch AS a\nCOPY . /app\n${from} /app /x`, `19/${tar("d", 10, 9)}`],
    ["a WORKDIR", `FROM scratch AS a\nWORKDIR /a/b\n${from} /a /x`, `0/${tar("d", "d")}`],
    ["a file from an image, copied by hand", `FROM debian AS a\nCOPY f /f\n${from} /f /x`, `9/${tar(9)}`],
    ["what the image has", `FROM debian AS a\nCOPY f /f\n${from} /etc/passwd /x`, "?/?"],
    ["what a command wrote", `FROM debian AS a\nRUN make\n${from} /f /x`, "?/?"],
    ["what a command may have changed", `FROM debian AS a\nCOPY f /f\nRUN make\n${from} /f /x`, "?/?"],
    ["another image", "FROM scratch\nCOPY --from=nginx /f /x", "?/?"],
    ["what is not there", `FROM scratch AS a\n${from} /f /x`, "?/?"],
  ])("%s", (_, dockerfile, expected) => {
    expect(sizesOf(dockerfile, { f: 9, ".dockerignore": "Dockerfile" }).at(-1)).toBe(expected);
  });
});

describe("commands", () => {
  const start = "FROM debian\nCOPY d /d/\n";
  const tree: MemoryTree = { "d/a": 900, "d/b": 100 };
  test.each<[string, string, Options, string]>([
    ["true", "RUN true", {}, `0/${end}`],
    ["true on a graph driver", "RUN true", { store: "overlay2" }, `0/${tar("d")}`],
    ["echo", "RUN echo hi >&2", {}, `0/${end}`],
    ["a program", "RUN make", {}, "?/?"],
    ["a substitution", "RUN echo $(make)", {}, "?/?"],
    ["chmod of a file", "RUN chmod 600 /d/a", {}, `900/${tar("d", 900)}`],
    ["chmod that changes nothing", "RUN chmod 644 /d/a", {}, `0/${end}`],
    [
      "chmod that changes nothing on overlay2",
      "RUN chmod 644 /d/a",
      { store: "overlay2" },
      `900/${tar("d", 900, "d")}`,
    ],
    ["chmod by letters", "RUN chmod u+x /d/a", {}, `900/${tar("d", 900)}`],
    ["two that meet", "RUN chmod 600 /d/a && chown 5 /d/a", {}, `900/${tar("d", 900)}`],
    ["chown of a file of the image", "RUN chown 5 /etc/passwd", {}, "?/?"],
    ["rm of a copied file", "RUN rm -f /d/a", {}, `0/${tar("d", 0)}`],
    ["rm of what the image may have", "RUN rm -rf /var/lib/x", {}, `0/${end}..${tar("d", "d", 0)}`],
    ["rm of a pattern", "RUN rm -rf /var/cache/*", {}, "0/?"],
    ["mkdir", "RUN mkdir -p /d/x/y", {}, `0/${tar("d", "d", "d")}`],
    ["something else beside it", "RUN chmod 600 /d/a && make", {}, "?/?"],
    ["in a condition", "RUN if true; then chmod 600 /d/a; fi", {}, "?/?"],
    ["a relative path", "WORKDIR /d\nRUN chmod 600 a", {}, `900/${tar("d", 900)}`],
  ])("%s", (_, run, options, expected) => {
    expect(sizesOf(start + run, tree, options).at(-1)).toBe(expected);
  });

  test.each<[string, string, string]>([
    ["echo", "RUN echo hi there > /x", `9/${tar(9)}`],
    ["echo without a line end", "RUN echo -n hi > /etc/x", `2/${tar("d", 2)}`],
    ["printf", "RUN printf 'a b' > /x", `3/${tar(3)}`],
    ["printf with what it replaces", "RUN printf '%s' a > /x", "?/?"],
    ["a backslash", "RUN echo 'a\\nb' > /x", "?/?"],
    ["a variable", "RUN echo $HOME > /x", "?/?"],
    ["a variable in the name", "RUN echo a > $HOME/x", "?/?"],
    ["flags of some shells", "RUN echo -e a > /x", "?/?"],
    ["an emptied file", "RUN : > /d/a", `0/${tar("d", 0)}`],
    ["a file that is written over", "RUN echo hi > /d/a", `3/${tar("d", 3)}`],
    ["more at the end of a copied file", "RUN echo hi >> /d/a", `903/${tar("d", 903)}`],
    ["more at the end of what the image may have", "RUN echo hi >> /etc/x", "?/?"],
    ["two lines", "RUN echo a > /x && echo b >> /x", `4/${tar(4)}`],
    ["and its mode", "RUN echo a > /x && chmod 755 /x", `2/${tar(2)}`],
    ["to the terminal and to nowhere", "RUN echo a >&2 && echo b > /dev/stdout", "?/?"],
    ["what the builder mounts", "RUN echo a > /etc/hosts", "?/?"],
    ["messages to nowhere", "RUN rm /d/a 2> /dev/null", `0/${tar("d", 0)}`],
    ["more than one redirection", "RUN echo a > /x 2>&1", "?/?"],
    ["the output of a program", "RUN make > /x", "?/?"],
    ["a pipe", "RUN echo a | tee /x", "?/?"],
    ["behind a link of the image, maybe", "RUN echo a > /lib/x", `2/${tar("d", 2)}..${tar("d", "d", 2)}`],
    ["touch of a copied file", "RUN touch /d/a", `900/${tar("d", 900)}`],
    ["touch of what the image may have", "RUN touch /var/log/x", "?/?"],
    ["touch with a time", "RUN touch -t 1485449953 /d/a", "?/?"],
    ["a link", "RUN ln -s /a /usr/bin/b", `0/${tar("d", "d", "d")}`],
    ["a link into a directory", "RUN ln -sf /a/b /d", `0/${tar("d", "d")}`],
    ["a link in the place of a file", "RUN ln -sf /e /d/a", `0/${tar("d", "d")}`],
    ["a link where a directory may be", "RUN ln -s /a /opt/b", "0/?"],
    ["a hard link", "RUN ln /d/a /e", "?/?"],
    ["cp", "RUN cp /d/a /usr/bin/", `900/${tar("d", "d", 900)}`],
    ["cp to a name in a directory", "RUN cp -p /d/a /d/c", `900/${tar("d", 900)}`],
    ["cp of what the image has", "RUN cp /etc/passwd /x", "?/?"],
    ["cp of a directory", "RUN cp -r /d /usr/bin/e", "?/?"],
    ["mv stores the file again and marks its old place", "RUN mv /d/a /d/c", `900/${tar("d", 900, 0)}`],
    ["written and removed again", "RUN echo a > /tmp/x && rm /tmp/x", "?/?"],
    ["removed and written again", "RUN rm /d/a && echo a > /d/a", `2/${tar("d", 2)}`],
    ["removed and made again", "RUN rm -r /d && mkdir /d", "0/?"],
  ])("a RUN that writes: %s", (_, run, expected) => {
    expect(sizesOf(start + run, tree).at(-1)).toBe(expected);
  });

  test.each<[string, string, string]>([
    ["it is stored again", "RUN echo a > /x\nRUN echo a > /x", `2/${tar(2)}`],
    ["it can be changed", "RUN echo a > /x\nRUN chmod 600 /x", `2/${tar(2)}`],
    ["a change that is none", "RUN echo a > /x\nRUN chmod 644 /x", `0/${end}`],
    ["it can be touched", "RUN echo a > /x\nRUN touch /x", `2/${tar(2)}`],
    ["it can be removed", "RUN echo a > /x\nRUN rm /x", `0/${tar(0)}`],
    ["a copy over it", "RUN echo a > /d/a\nCOPY d/a /d/a", `900/${tar("d", 900)}`],
    ["a copy to a directory of its name", "RUN echo a > /x\nCOPY d /x", "?/?"],
    ["it can be copied on", "RUN echo a > /d/z\nFROM scratch\nCOPY --from=0 /d/z /", `2/${tar(2)}`],
  ])("a file that a RUN wrote: %s", (_, steps, expected) => {
    expect(sizesOf(start + steps, tree).at(-1)).toBe(expected);
  });

  test.each(["docker-classic", "buildah"] as const)("what RUN writes with %s is not told", (builder) => {
    expect(sizesOf(`${start}RUN echo a > /x`, tree, { builder }).at(-1)).toBe("?/?");
  });

  test("chown -R stores a whole directory again where its content is known", () => {
    const dockerfile = "FROM node:22-alpine\nCOPY --from=s /d /d\nRUN chown -R node:node /d";
    const sizes = sizesOf(`FROM scratch AS s\nCOPY d /d\n${dockerfile}`, tree, { baseImages: somePlainImage() });
    expect(sizes.at(-1)).toBe(`1000/${tar("d", 900, 100)}`);
  });
});

function somePlainImage(): NonNullable<LayerPlanOptions["baseImages"]> {
  const lists = { exposedPorts: [], volumes: [], onbuild: [] };
  const nulls = {
    digest: null,
    derivedFrom: null,
    compressedBytes: null,
    unpackedBytes: null,
    user: null,
    workdir: null,
  };
  const config = { entrypoint: null, cmd: null, stopSignal: null, shell: null, healthcheck: null, labels: new Map() };
  const facts = { name: "x", source: "file", asOf: "2026-01-01", layers: 1, os: "linux", env: new Map() } as const;
  return { find: () => ({ ...facts, ...lists, ...nulls, ...config, configKnown: true }) };
}

describe("on a base image", () => {
  test.each<[string, string, string]>([
    [
      "a destination that the image may have as a directory",
      "FROM debian\nCOPY f /opt/thing",
      `9/${tar("d", 9)}..${tar("d", "d", 9)}`,
    ],
    ["a directory of every distribution", "FROM debian:12\nCOPY f /usr/local/bin", `9/${tar("d", "d", "d", 9)}`],
    ["a directory that is a link in some", "FROM debian:12\nCOPY f /bin/f", `9/${tar("d", 9)}..${tar("d", "d", 9)}`],
    ["a folder into one of them", "FROM debian:12\nCOPY d /lib/", `9/${tar("d", 9)}..${tar("d", "d", 9)}`],
    ["files of a pattern into one of them", "FROM debian:12\nCOPY f* /lib/", `9/${tar("d", 9)}..${tar("d", "d", 9)}`],
    ["the same files into one of them again", "FROM debian:12\nCOPY d /lib/\nCOPY d /lib/", `0/${end}`],
    ["one outside of the standard", "FROM example.org/base\nCOPY f /app/f", `9/${tar("d", 9)}`],
    ["WORKDIR of a directory that every image has", "FROM debian:12\nWORKDIR /tmp", `0/${end}`],
    ["WORKDIR of one that an unknown image may have", "FROM example.org/base\nWORKDIR /app", `0/${end}..${tar("d")}`],
    ["WORKDIR with dots", "FROM scratch\nWORKDIR /a//b/../c", `0/${tar("d", "d")}`],
    ["WORKDIR of what COPY made", "FROM debian\nCOPY f /x/\nWORKDIR /x", `0/${end}`],
    ["a directory that a command names", "FROM debian:12\nRUN install -d /x\nCOPY f /x", `9/${tar(9)}..${tar("d", 9)}`],
    ["Windows", "FROM mcr.microsoft.com/windows/nanoserver:ltsc2022\nCOPY f /x", "?/?"],
  ])("%s", (_, dockerfile, expected) => {
    expect(sizesOf(dockerfile, { f: 9, "d/f": 9 }).at(-1)).toBe(expected);
  });
});

const archive = await makeTar([
  { name: "./", type: "directory" },
  { name: "d/one", size: 700 },
  { name: "d/two", type: "link", linkname: "d/one" },
  { name: "d/three", type: "symlink", linkname: "one" },
  { name: "four", size: 20 },
]);

describe("ADD of archives", () => {
  const unpacked = `720/${tar("d", "d", 700, "d", "d", 20)}`;
  test.each<[string, string, MemoryTree, string[]]>([
    ["a tar is unpacked", "ADD a.tar /opt/", { "a.tar": archive }, [unpacked]],
    ["whatever its name is", "ADD a.txt /opt/", { "a.txt": archive }, [unpacked]],
    ["also without a slash", "ADD a.tar /opt", { "a.tar": archive }, [unpacked]],
    ["gzip", "ADD a.tgz /opt/", { "a.tgz": gzipSync(archive) }, [unpacked]],
    ["unpacked twice", "ADD a.tar /opt/\nADD a.tar /opt/", { "a.tar": archive }, [unpacked, `0/${end}`]],
    [
      "another archive of the same",
      "ADD a.tar /opt/\nADD b.tar /opt/",
      { "a.tar": archive, "b.tar": gzipSync(archive) },
      [unpacked, `0/${end}`],
    ],
    ["not by COPY", "COPY a.tar /opt/", { "a.tar": archive }, [`${archive.length}/${tar("d", archive.length)}`]],
    [
      "not with --unpack=false",
      "ADD --unpack=false a.tar /opt/",
      { "a.tar": archive },
      [`${archive.length}/${tar("d", archive.length)}`],
    ],
    ["text that is called so", "ADD a.tar /opt/", { "a.tar": "hello" }, [`5/${tar("d", 5)}`]],
    ["compressed text", "ADD a.gz /opt/", { "a.gz": gzipSync("hello") }, [`25/${tar("d", 25)}`]],
    ["an empty file", "ADD a.tar /opt/", { "a.tar": 0 }, [`0/${tar("d", 0)}`]],
    ["a damaged one", "ADD a.tgz /opt/", { "a.tgz": gzipSync(archive).subarray(0, 60) }, ["?/?"]],
    ["an address", "ADD https://example.org/a.tar /opt/", {}, ["?/?"]],
    ["a repository", "ADD https://example.org/a.git /opt/", {}, ["?/?"]],
  ])("%s", (_, dockerfile, tree, expected) => {
    expect(sizesOf(dockerfile, tree)).toEqual(expected);
  });
});

interface Member {
  readonly name: string;
  readonly type?: "directory" | "link" | "symlink";
  readonly linkname?: string;
  readonly size?: number;
}

async function makeTar(members: readonly Member[]): Promise<Buffer> {
  const archive = pack();
  const mtime = new Date(1_700_000_000_000);
  for (const { name, type, linkname, size = 0 } of members) {
    const header = { name, mtime, ...(type ? { type } : {}), ...(linkname === undefined ? {} : { linkname }) };
    if (type === undefined) archive.entry(header, Buffer.alloc(size, name));
    else archive.entry(header);
  }
  archive.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of archive) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

describe("without a context", () => {
  test("what the file itself tells is known", () => {
    const sizes = sizesOf("COPY f /f\nCOPY <<EOF /g\nhi\nEOF\nWORKDIR /w", null);
    expect(sizes).toEqual(["?/?", `3/${tar(3)}`, `0/${tar("d")}`]);
  });

  test("nothing is looked for", () => {
    expect(planOf("COPY f /f", null).contextProblems).toEqual([]);
  });
});

test("the sizes of an image are those of its layers together", () => {
  const { bytes, tarBytes } = planOf("COPY f /f\nWORKDIR /w\nCOPY g /w/", { f: 9, g: 1 }).image;
  expect([bytes, tarBytes]).toEqual([
    { kind: "exact", bytes: 10 },
    { kind: "exact", bytes: tar(9) + tar("d") + tar("d", 1) },
  ]);
});

describe("a file where there is a directory", () => {
  const tree: MemoryTree = { f: 7, "g/h": 1, "d/f": 1, "e/f/g": 1 };
  test.each([
    ["a directory to a file", "COPY f /x\nCOPY d /x", "x"],
    ["a file and a directory to one name", "COPY [fg] /x", "x"],
    ["into a file", "COPY f /x\nCOPY f /x/y/", "x"],
    ["a file over a directory inside of a copied one", "COPY e /x/\nCOPY d /x/", "x/f"],
    ["a directory over a file inside of a copied one", "COPY d /x/\nCOPY e /x/", "x/f"],
  ])("%s", (_, instructions, path) => {
    for (const store of ["containerd", "overlay2"] as const) {
      const { layer } = planOf(instructions, tree, { store }).image.history.at(-1) ?? {};
      const why = `a file and a directory are copied to /${path}, where BuildKit stops`;
      expect(layer?.bytes).toEqual({ kind: "unknown", why });
    }
  });

  test("a removed file makes room", () => {
    expect(sizesOf("COPY f /x\nRUN rm /x\nCOPY d /x", tree).at(-1)).toBe(`1/${tar("d", 1)}`);
  });
});

describe("sources that are not found", () => {
  test.each<[string, string, string[]]>([
    ["not there", "COPY nope /x", ['missing: "nope" is not in the build context']],
    ["below a file", "COPY f/nope /x", ['missing: "f/nope" is not in the build context']],
    ["outside", "COPY ../nope /x", ['outside: "../nope" leads out of the build context, and "nope" is not in it']],
    ["outside, but found inside", "COPY ../f /x", []],
    ["ignored", "COPY secret /x", ['ignored: "secret" is left out by the ignore file']],
    [
      "a link to nothing",
      "COPY dangling /x",
      ['unreadable: "dangling" is a link that leads to nothing in the build context'],
    ],
    ["round in circles", "COPY round /x", ['unreadable: "round" is a link that leads to nothing in the build context']],
    ["a pattern", "COPY *.nope /x/", ['no-match: Nothing in the build context fits "*.nope"']],
    ["a pattern in a folder that is not there", "COPY nope/* /x/", ['missing: "nope" is not in the build context']],
    [
      "a pattern in a folder that nobody brings",
      "COPY d/*.nope /x/",
      ['missing: Nothing in the build context fits "d/*.nope", and no source brings the folder "d" to the builder'],
    ],
    [
      "a pattern in a folder that another source brings",
      "COPY d/*.nope /x/\nCOPY . /",
      ['no-match: Nothing in the build context fits "d/*.nope"'],
    ],
    [
      "a stage",
      "FROM scratch AS s\nCOPY f /f\nFROM scratch\nCOPY --from=s /g /",
      ['missing: "/g" is not in the stage s'],
    ],
    ["a stage that only the build knows", "FROM debian AS s\nFROM scratch\nCOPY --from=s /g /", []],
    ["an address", "ADD https://example.org/f /x", []],
    ["in a stage that is not built", "FROM scratch AS s\nCOPY nope /\nFROM scratch\nCOPY f /", []],
  ])("%s", (_, dockerfile, expected) => {
    const tree: MemoryTree = {
      f: 1,
      "d/f": 1,
      secret: 1,
      dangling: { link: "nowhere" },
      round: { link: "round" },
      ".dockerignore": "secret",
    };
    const { contextProblems } = planOf(dockerfile, tree);
    expect(contextProblems.map(({ kind, message }) => `${kind}: ${message}`)).toEqual(expected);
  });
});
