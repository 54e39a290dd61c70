import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";
import { stripVTControlCharacters } from "node:util";
import { Ajv2020 } from "ajv/dist/2020.js";
import { bar } from "../../src/layer-reports/bar.ts";
import { humanBytes, rangeText, sizeText, wholeBytes } from "../../src/layer-reports/byte-text.ts";
import { layerReporters, type LayerReporterName } from "../../src/layer-reports/index.ts";
import type { ReportedBuild } from "../../src/layer-reports/image-report.ts";
import type { JsonLayerReport } from "../../src/layer-reports/json.ts";
import { createLayerReport, type LayerReport, type LayerReportOptions } from "../../src/layer-reports/layer-report.ts";
import { markup } from "../../src/layer-reports/markup.ts";
import { storedSentence } from "../../src/layer-reports/sentences.ts";
import { shortened } from "../../src/layer-reports/text-table.ts";
import { between, exactly, unknownSize } from "../../src/layers/size.ts";
import type { Size } from "../../src/layers/types.ts";
import { textWidth } from "../../src/reporters/cells.ts";
import { plannedBuild } from "./planned-build.ts";
import { pngPixels } from "./png-pixels.ts";

const root = new URL("../../", import.meta.url);
const pipe: LayerReportOptions = { color: false, width: 80, bars: false, human: true, truncate: true };
const terminal: LayerReportOptions = { ...pipe, color: true, bars: true };

const application = `FROM node:24.19.0-bookworm AS build
WORKDIR /app
COPY . .
RUN npm ci && npm run build

FROM node:24.19.0-bookworm AS test
RUN npm test

FROM node:24.19.0-bookworm AS runtime
WORKDIR /srv/app
ENV NODE_ENV=production
COPY package.json package-lock.json ./
RUN npm ci --omit=dev && npm cache clean --force
COPY --from=build /app/dist ./dist
COPY assets ./assets
RUN chown -R node:node assets
COPY <<EOF /etc/motd
welcome
EOF
EXPOSE 8080
CMD ["node", "dist/server.js"]
`;
const runs = unknownSize("depends on what the command writes");
const sizes: Record<number, Size> = {
  10: exactly(0),
  12: exactly(412_345),
  13: runs,
  14: unknownSize("depends on what stage build writes"),
  15: exactly(3_456_789),
  16: between(3_400_000, 3_456_789, "the owner of some files is not known"),
  17: exactly(8),
};

/** With the bytes of compressed layers, by the line of the instruction. */
function compressedBuild(build: ReportedBuild, bytes: Readonly<Record<number, number>>): ReportedBuild {
  const known = build.plan.image.history.flatMap((entry) => {
    const about = bytes[entry.line];
    return about === undefined ? [] : [[entry, about] as const];
  });
  return { ...build, compressed: new Map(known) };
}

const small = plannedBuild('FROM scratch\nCOPY a /\nENV A=1\nCOPY b /b/\nRUN ["/a"]\n', {
  sizes: { 2: exactly(999), 4: exactly(1_000_000) },
});
const whole = plannedBuild("FROM scratch\nCOPY a /\n", { path: "b.Dockerfile", sizes: { 2: exactly(999) } });

const reports: Readonly<Record<string, LayerReport>> = {
  application: createLayerReport(plannedBuild(application, { path: "services/api/Dockerfile", sizes })),
  scratch: createLayerReport(
    plannedBuild("FROM scratch\nCOPY a /\nCOPY b /b/\n", { sizes: { 2: exactly(999), 3: exactly(1_000_000) } }),
  ),
  "unknown-base": createLayerReport(
    plannedBuild("ARG BASE\nFROM $BASE\nRUN a | b\n", { path: "weird|name`<b>.Dockerfile" }),
  ),
  nothing: createLayerReport(plannedBuild("FROM scratch\n")),
  "metadata-only": createLayerReport(plannedBuild("FROM example.org/a:1\nENV A=1\n")),
  compressed: createLayerReport(compressedBuild(small, { 2: 345, 4: 234_567 })),
  "compressed-two": createLayerReport(compressedBuild(small, { 2: 345 }), compressedBuild(whole, { 2: 345 })),
  "two-images": createLayerReport(
    plannedBuild(application, { path: "services/api/Dockerfile", sizes }),
    plannedBuild(application.replace(" --omit=dev", ""), { path: "services/worker/Dockerfile", sizes }),
  ),
};

const extensions: Readonly<Record<LayerReporterName, string>> = {
  text: "txt",
  json: "json",
  markdown: "md",
  html: "html",
};
const names = Object.keys(layerReporters) as LayerReporterName[];

function json(document: string): JsonLayerReport {
  return JSON.parse(document) as JsonLayerReport;
}

async function write(name: LayerReporterName, report: LayerReport, options = pipe): Promise<string> {
  return (await layerReporters[name]())(report, options);
}

/** UPDATE_GOLDEN=1 writes the files anew. */
function compareWithGolden(file: string, text: string): void {
  const url = new URL(`fixtures/layer-reports/${file}`, root);
  if (process.env["UPDATE_GOLDEN"]) writeFileSync(url, text);
  expect(text).toBe(readFileSync(url, "utf8"));
}

/** All pages have the same style: it is a golden file of its own. */
function withoutStyle(page: string): string {
  return page.replace(/(?<=<style>\n).*(?=<\/style>)/s, "");
}

test("golden style of the pages", async () => {
  const [style] = /(?<=<style>\n).*(?=<\/style>)/s.exec(await write("html", reports["scratch"]!))!;
  compareWithGolden("style.css", style);
});

test.each(Object.keys(reports).flatMap((report) => names.map((name) => [report, name] as const)))(
  "golden report: %s as %s",
  async (report, name) => {
    const document = await write(name, reports[report]!);
    compareWithGolden(`${report}.${extensions[name]}`, withoutStyle(document));
    expect(document).toMatch(/[^\n]\n$/);
  },
);

describe("text", () => {
  test.each(Object.keys(reports).flatMap((name) => [60, 80, 132].map((width) => [name, width] as const)))(
    "%s fits in %i columns, but for words that are longer",
    async (name, width) => {
      for (const truncate of [true, false]) {
        const text = await write("text", reports[name]!, { ...terminal, width, truncate });
        for (const line of stripVTControlCharacters(text).split("\n")) {
          if (line.trimStart().includes(" ")) expect(textWidth(line)).toBeLessThanOrEqual(width);
        }
      }
    },
  );

  test("a pipe gets neither colours nor bars; a terminal gets both", async () => {
    const plain = await write("text", reports["application"]!);
    expect(plain).not.toMatch(/[\u001b█▏▎▍▌▋▊▉░]/);
    const shown = await write("text", reports["application"]!, terminal);
    const [assets, chown, motd] = [/COPY assets/, /RUN chown/, /COPY <<EOF/].map(
      (wanted) =>
        stripVTControlCharacters(shown)
          .split("\n")
          .find((line) => wanted.test(line)) ?? "",
    );
    expect(assets).toMatch(/ █{10}$/);
    expect(chown).toMatch(/ █{9}[▉▊]?░?$/);
    expect(motd).toMatch(/ ▏$/);
    expect(shown).toContain("\u001b[36m█");
  });

  test("no bars where no byte is known", async () => {
    const text = await write("text", createLayerReport(plannedBuild("FROM scratch\nRUN a\n")), terminal);
    expect(text).not.toMatch(/[█░]/);
  });

  test("--no-trunc shows the history texts in full", async () => {
    const long = `FROM scratch\nRUN ${"make && ".repeat(30)}true\n`;
    const text = await write("text", createLayerReport(plannedBuild(long)), { ...pipe, truncate: false });
    expect(text.match(/make/g)).toHaveLength(30);
    expect(text).toMatch(/RUN \/bin\/sh -c make[^]*true\s+# buildkit/);
  });

  test.each<[string, string, string]>([
    ["without the marks of the builder", "RUN make", "RUN make"],
    ["without shell and build arguments", 'ARG A=1\nSHELL ["/bin/bash", "-ec"]\nRUN make  $A', "RUN make $A"],
    ["the script of a here-document", "RUN <<EOF\nmake\nmake install\nEOF", "RUN make make install"],
    ["the input of a command", "RUN cat <<EOF > /f\nmake\nEOF", "RUN cat <<EOF > /f"],
    ["the exec form", 'RUN ["make", "all"]', "RUN make all"],
    ["a value with a line end", 'ENV A="1\\\n2"', "ENV A=12"],
  ])("an instruction is shown %s", (_name, body, expected) => {
    const [image] = createLayerReport(plannedBuild(`FROM scratch\n${body}\n`)).images;
    expect(image!.rows.at(-1)!.text).toBe(expected);
  });

  test.each(["docker-classic", "buildah"] as const)("the texts of %s are shown without `#(nop)`", (builder) => {
    const [image] = createLayerReport(plannedBuild("FROM scratch\nENV A=1\nRUN make\n", { builder })).images;
    expect(image!.rows.map(({ text }) => text)).toEqual(["ENV A=1", "RUN make"]);
  });

  test("control characters do not reach the terminal", async () => {
    const build = plannedBuild("FROM scratch\nENV A=\u001b[31m\nCOPY \u202ea /\n", { path: "a\u0007/Dockerfile" });
    expect(await write("text", createLayerReport(build))).not.toMatch(/[\u0007\u001b\u202e]/);
  });

  test("a source that the context lacks is named with file and line", async () => {
    const build = plannedBuild("FROM scratch\nCOPY nope /\n");
    const [instruction] = build.model.dockerfile.stages[0]!.body;
    const [word] = instruction!.args;
    const problem = { instruction: instruction!, word: word!, kind: "missing", message: "nope is not there." } as const;
    const report = createLayerReport({ ...build, plan: { ...build.plan, contextProblems: [problem] } });
    expect(await write("text", report)).toMatch(/^Dockerfile:2:6: nope is not there\.$/m);
    expect(await write("markdown", report)).toMatch(/^- line 2: nope is not there\.$/m);
    expect(await write("html", report)).toContain('<li class="fails">Dockerfile:2:6: nope is not there.</li>');
    expect(json(await write("json", report)).images[0]!.problems).toEqual([
      { line: 2, column: 6, message: "nope is not there.", fails: true },
    ]);
  });
});

describe("bytes", () => {
  test.each<[number, string]>([
    [0, "0 B"],
    [999, "999 B"],
    [1000, "1 kB"],
    [1234, "1.23 kB"],
    [12_345, "12.3 kB"],
    [999_499, "999 kB"],
    [999_500, "1 MB"],
    [9_994_999, "9.99 MB"],
    [9_995_000, "10 MB"],
    [76_400_000, "76.4 MB"],
    [1_500_000_000, "1.5 GB"],
    [2 ** 53, "9.01 PB"],
  ])("%i is %s", (bytes, text) => {
    expect(humanBytes(bytes)).toBe(text);
  });

  test.each<[Size, string, string]>([
    [exactly(12_345), "12.3 kB", "12345 B"],
    [between(1200, 3400, ""), "1.2..3.4 kB", "1200..3400 B"],
    [between(0, 3400, ""), "0 B..3.4 kB", "0..3400 B"],
    [between(12_341, 12_342, ""), "~ 12.3 kB", "12341..12342 B"],
    [unknownSize(""), "?", "?"],
  ])("%j", (size, human, whole) => {
    expect([sizeText(size, humanBytes), sizeText(size, wholeBytes)]).toEqual([human, whole]);
  });

  test.each<[string, readonly [string, string], Record<number, Size>, string]>([
    ["nothing shared", ["COPY a /", "COPY b /"], { 2: exactly(1000) }, "2 kB, however they are built."],
    ["nothing shared, a layer unknown", ["COPY a /", "RUN b"], { 2: runs }, "is not known."],
    [
      "all shared",
      ["COPY a /", "COPY a /"],
      { 2: exactly(1000) },
      "1 kB when one build cache makes both, 2 kB when they are built apart.",
    ],
    ["a layer without bytes shared", ["RUN a", "RUN a"], { 2: exactly(0) }, "0 B, however they are built."],
  ])("stored of two images: %s", (_name, [first, second], sizes, expected) => {
    const builds = [first, second].map((line) => plannedBuild(`FROM scratch\n${line}\n`, { sizes }));
    const { comparison } = createLayerReport(builds[0]!, builds[1]);
    const sentence = storedSentence(comparison!, humanBytes);
    expect(sentence.slice(-expected.length)).toBe(expected);
  });

  test("what is certain of a sum shows", () => {
    expect(rangeText({ lo: 5000, hi: null }, humanBytes)).toBe("≥ 5 kB");
    expect(rangeText({ lo: 0, hi: null }, humanBytes)).toBe("?");
  });

  test.each<[Size, string]>([
    [exactly(100), "██████████"],
    [exactly(50), "█████"],
    [exactly(1), "▏"],
    [exactly(0), ""],
    [between(50, 100, ""), "█████░░░░░"],
    [between(0, 5, ""), "░"],
    [unknownSize(""), ""],
  ])("the bar of %j is %j", (size, expected) => {
    expect(bar(size, 100, 10)).toBe(expected);
  });
});

describe("json", () => {
  const schema = JSON.parse(readFileSync(new URL("schema/layers.schema.json", root), "utf8")) as object;
  const validate = new Ajv2020({ allErrors: true }).compile(schema);

  test.each(Object.entries(reports))("%s obeys the schema", async (_name, report) => {
    validate(json(await write("json", report)));
    expect(validate.errors).toBeNull();
  });

  test.each<[name: string, change: (document: JsonLayerReport) => void]>([
    ["an unknown key", (document) => Object.assign(document.images[0]!, { extra: 1 })],
    ["a size without its certainty", (document) => Object.assign(document.images[0]!, { bytes: 12 })],
    ["no image", (document) => Object.assign(document, { images: [] })],
    ["a missing history", (document) => Reflect.deleteProperty(document.images[0]!, "history")],
  ])("the schema refuses %s", async (_name, change) => {
    const document = json(await write("json", reports["two-images"]!));
    change(document);
    expect(validate(document)).toBe(false);
  });

  test("the compressed bytes of an image are there when those of every layer are", async () => {
    const { images } = json(await write("json", reports["compressed-two"]!));
    expect(images.map(({ compressedBytes }) => compressedBytes)).toEqual([undefined, 345]);
  });

  test("totals say what is certain where a layer is unknown", async () => {
    const [image] = json(await write("json", reports["application"]!)).images;
    expect(image!.total).toEqual({ atLeast: 412_345 + 3_456_789 + 3_400_000 + 8, atMost: null });
  });
});

describe("markdown", () => {
  test("characters that turn the order of others are not handed on", async () => {
    const document = await write("markdown", createLayerReport(plannedBuild("FROM scratch\nCOPY \u202ea\u2066 /\n")));
    expect(document).not.toMatch(/[\u202e\u2066]/);
  });

  test("nothing in it is read as markup", async () => {
    const build = plannedBuild("FROM scratch\nRUN a | b `c` ``d``\n", { path: "a|b_*<i>.Dockerfile" });
    const document = await write("markdown", createLayerReport(build));
    expect(document).toContain("## a\\|b\\_\\*&#60;i&#62;.Dockerfile");
    expect(document).toContain("| ``` RUN a \\| b `c` ``d`` ``` |");
  });

  test("every row of a table has as many cells as its head", async () => {
    for (const line of (await write("markdown", reports["two-images"]!))
      .split("\n\n")
      .filter((block) => block.startsWith("|"))) {
      const counts = line.split("\n").map((row) => row.replaceAll("\\|", "").split("|").length);
      expect(new Set(counts).size).toBe(1);
    }
  });
});

describe("html", () => {
  test("of two images, the reason of each size that is not exact stands below", async () => {
    const page = await write("html", reports["two-images"]!);
    expect(page).toMatch(/>\? \[1\]<\/td>[^]*<li>depends on what the command writes<\/li>/);
  });

  const hostile = `FROM scratch\nLABEL a="</style><script>alert(1)</script>" b='"&'\nRUN <x onclick="y">\n`;

  test("everything from the file is escaped, also in attributes", async () => {
    const page = await write("html", createLayerReport(plannedBuild(hostile, { path: '"><img src=x>' })));
    expect(page).not.toMatch(/<script|<img|<x |onclick="/);
    expect(page).toContain("&#60;/style&#62;&#60;script&#62;alert(1)");
    expect(page.match(/<\/style>/g)).toHaveLength(1);
  });

  test.each(Object.entries(reports))("%s loads nothing and closes what it opens", async (_name, report) => {
    const page = await write("html", report);
    expect(page).not.toMatch(/<(?:script|link|img|iframe|base)|\b(?:src|href)=|@import|url\((?!#hatch\))/);
    expect(unclosed(page)).toEqual([]);
  });

  test("markup escapes texts and keeps markup", () => {
    const inner = markup`<b title="${`"'`}">${"<&>"}</b>`;
    expect(markup`${inner}${[inner, null, 1]}`.text).toBe(`${inner.text}${inner.text}1`);
    expect(inner.text).toBe('<b title="&#34;&#39;">&#60;&#38;&#62;</b>');
  });
});

/** Elements without an end tag, in their order; void ones need none. */
function unclosed(page: string): string[] {
  const open: string[] = [];
  for (const [, end, name = "", rest = ""] of page.matchAll(/<(\/?)([a-z][a-z0-9]*)([^>]*)>/g)) {
    if (/^(?:meta|br)$/.test(name) || rest.endsWith("/")) continue;
    if (end === "") open.push(name);
    else if (open.pop() !== name) return [`</${name}>`];
  }
  return open;
}

describe("a shortened text", () => {
  test.each([
    ["fits", 4, "fits"],
    ["too long", 4, "too…"],
    ["日本語", 5, "日本…"],
    ["日本語", 4, "日…"],
  ])("%j in %i cells", (text, width, expected) => {
    expect(shortened(text, width)).toBe(expected);
  });
});

const browser = ["chromium", "chromium-headless-shell", "chromium-browser", "google-chrome"]
  .flatMap((name) => (process.env["PATH"] ?? "").split(delimiter).map((folder) => join(folder, name)))
  .find((path) => existsSync(path));

describe(browser ? "in a browser" : "in a browser (skipped: no chromium or google-chrome on the PATH)", () => {
  const folder = mkdtempSync(join(tmpdir(), "stratalint-page-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const inBrowser = browser ? test : test.skip;

  /** The picture of a report in a window. */
  async function screenshot(
    name: string,
    width: number,
    height: number,
    more: readonly string[] = [],
  ): Promise<ReturnType<typeof pngPixels>> {
    const [page, picture] = [join(folder, `${name}.html`), join(folder, `${name}-${width}.png`)];
    writeFileSync(page, await write("html", reports[name]!));
    const flags = [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--hide-scrollbars",
      `--user-data-dir=${folder}/profile`,
      ...more,
    ];
    const shot = [`--window-size=${width},${height}`, `--screenshot=${picture}`, pathToFileURL(page).href];
    execFileSync(browser!, [...flags, ...shot], { stdio: "ignore", timeout: 60_000 });
    return pngPixels(readFileSync(picture));
  }

  inBrowser.each([
    ["application", 1200, 1000],
    ["application", 420, 1400],
    ["two-images", 1200, 1400],
  ])(
    "%s in a window of %i by %i: the chart has the colours of its layers",
    async (name, width, height) => {
      const pixels = await screenshot(name, width, height);
      expect([pixels.width, pixels.height]).toEqual([width, height]);
      // WORKDIR, package files, assets, chown: wide in proportion to their bytes, and never too thin to be seen.
      const [workdir = 0, manifests = 0, assets = 0, chown = 0] = ["33658a", "c8703a", "c39b2f", "557a95"].map(
        (colour) => pixels.colours.get(colour),
      );
      expect(workdir).toBeGreaterThan(20);
      expect(manifests).toBeGreaterThan(2 * workdir);
      expect(assets).toBeGreaterThan(5 * manifests);
      expect(chown / assets).toBeGreaterThan(0.9);
      expect(pixels.colours.get("fbfaf8")).toBeGreaterThan((width * height) / 5);
    },
    90_000,
  );

  inBrowser(
    "whoever reads on dark gets dark",
    async () => {
      const { colours } = await screenshot("application", 1200, 1000, ["--blink-settings=preferredColorScheme=0"]);
      expect(colours.get("14171a")).toBeGreaterThan(240_000);
      expect(colours.get("dcb954")).toBeGreaterThan(10 * (colours.get("6ba3cf") ?? Infinity));
      expect(colours.get("fbfaf8")).toBeUndefined();
    },
    90_000,
  );
});
