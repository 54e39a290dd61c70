/** Made-up runs: what the reporters meet, and what has broken reporters of others. */
import type { FileResult, Finding, Fix, ImageSummary, RuleInfo, RunResult } from "../../src/engine/types.ts";
import type { Range } from "../../src/syntax/nodes.ts";
import { LineIndex } from "../../src/syntax/positions.ts";

type Place = string | Range;

type FindingParts = Partial<Omit<Finding, "fix" | "related">> & {
  at: Place;
  fix?: readonly (readonly [at: Place, text: string])[];
  related?: readonly (readonly [at: Place, message: string])[];
};

const ruleIds = ["merge-run", "no-latest-tag", "no-secret-in-env", "order-for-cache", "stage-name-case"] as const;

const rules: RuleInfo[] = ruleIds.map((id) => ({
  id,
  codes: codesOf(id),
  description: `Obey ${id}`,
  why: `Reason of ${id} with \`code\`.`,
  help: `# ${id}\n\nReason of ${id} with \`code\`.\n`,
  category: id === "no-secret-in-env" ? "security" : "cache",
  severity: id === "no-secret-in-env" ? "error" : id === "stage-name-case" ? "style" : "warning",
  docsUrl: `https://example.com/rules/${id}.md`,
  ...(id === "no-secret-in-env" ? { securitySeverity: 7.5 } : {}),
}));

function codesOf(id: string): string[] {
  return { "no-latest-tag": ["DL3007"], "stage-name-case": ["buildkit:StageNameCasing"] }[id] ?? [];
}

export function run(...files: FileResult[]): RunResult {
  return { tool: { name: "stratalint", version: "1.2.3" }, files, rules, notes: [] };
}

/** @param findings their places as a text that occurs once in the file, or as a range */
export function file(
  path: string,
  text: string,
  findings: FindingParts[] = [],
  more: Partial<FileResult> = {},
): FileResult {
  return {
    path,
    text,
    bom: false,
    findings: findings.map((parts) => finding(text, parts)),
    suppressed: [],
    images: [],
    ...more,
  };
}

function finding(text: string, { at, fix, related, ...parts }: FindingParts): Finding {
  const lines = new LineIndex(text);
  const place = (where: Place) => ({ range: rangeOf(text, where), loc: lines.locateRange(rangeOf(text, where)) });
  const ruleId = parts.ruleId ?? "no-latest-tag";
  return {
    ruleId,
    codes: codesOf(ruleId),
    severity: "warning",
    message:
      "The tag latest of this image moves. A build of next week may take another image than the one of today. Name the version that you mean.",
    suggestions: [],
    docsUrl: `https://example.com/rules/${ruleId}.md`,
    ...place(at),
    ...parts,
    ...(fix
      ? { fix: { edits: fix.map(([where, edit]) => ({ range: rangeOf(text, where), text: edit })) } satisfies Fix }
      : {}),
    related: (related ?? []).map(([where, message]) => ({ message, ...place(where) })),
  };
}

function rangeOf(text: string, place: Place): Range {
  if (typeof place !== "string") return place;
  const start = text.indexOf(place);
  if (start < 0 || text.includes(place, start + 1)) throw new Error(`"${place}" must occur once`);
  return [start, start + place.length];
}

export function image(parts: Partial<ImageSummary> = {}): ImageSummary {
  return { target: "0", builder: "buildkit", baseImage: "node:20", baseLayers: 8, layers: 2, history: [], ...parts };
}

const appText = `ARG VERSION=1
FROM node:latest AS App
COPY . .
RUN npm ci
RUN npm run build
ENV API_TOKEN=s3cret
`;

const app = file(
  "app/Dockerfile",
  appText,
  [
    {
      at: "node:latest",
      stage: "App",
      suggestions: [{ message: "Write node:22.", edits: [{ range: [19, 30], text: "node:22" }] }],
    },
    {
      at: "App",
      ruleId: "stage-name-case",
      severity: "style",
      message: "Stage App has upper case letters. BuildKit compares names in lower case. Write app.",
      stage: "App",
      impact: { layers: { before: 3, after: 3 } },
      fix: [["App", "app"]],
    },
    {
      at: "COPY . .",
      ruleId: "order-for-cache",
      message: "All files are copied before npm ci. Any change runs it again. Copy package.json first.",
      stage: "App",
      impact: { layers: { before: 3 }, layer: 0, reruns: { before: 2, after: 1 } },
      related: [["RUN npm ci", "this step runs again"]],
    },
    {
      at: "RUN npm run build",
      ruleId: "merge-run",
      severity: "info",
      message: "Two RUN make two layers. One is enough. Join them with &&.",
      stage: "App",
      impact: { layers: { before: 3, after: 2 } },
      fix: [["\nRUN npm run", " && \\\n    npm run"]],
      related: [["RUN npm ci", "the first [RUN]"]],
    },
    {
      at: "API_TOKEN",
      ruleId: "no-secret-in-env",
      severity: "error",
      message:
        'API_TOKEN looks like a secret ["a"](b). Everyone with the image can read it. Use RUN --mount=type=secret.',
      stage: "App",
      impact: { layers: { before: 3 } },
    },
  ],
  {
    images: [
      image({
        target: "App",
        baseImage: "node:latest",
        baseLayers: null,
        layers: 3,
        history: [
          {
            line: 3,
            instruction: "COPY",
            createdBy: "COPY . . # buildkit",
            empty: false,
            layer: 0,
            bytes: { kind: "exact", bytes: 1234 },
          },
          {
            line: 4,
            instruction: "RUN",
            createdBy: "RUN /bin/sh -c npm ci # buildkit",
            empty: false,
            layer: 1,
            bytes: { kind: "unknown", why: "RUN" },
          },
          { line: 5, instruction: "RUN", createdBy: "RUN /bin/sh -c npm run build # buildkit", empty: false, layer: 2 },
          { line: 6, instruction: "ENV", createdBy: "ENV API_TOKEN=s3cret", empty: true },
        ],
      }),
    ],
  },
);

const unicodeText = `FROM alpine:3.20
LABEL a="é😀" name="日本語" b=x
LABEL family="👩‍👩‍👧 e\u0301" c=y
`;

const longText = `FROM alpine:3.20\nRUN ${"echo step && ".repeat(40)}curl -k https://example.com/${"x".repeat(120)} ${"&& true ".repeat(40)}\n`;

const multilineText = "FROM alpine:3.20\nRUN apk add \\\n  curl \\\n  git\n";

export const scenarios: Readonly<Record<string, RunResult>> = {
  empty: run(),
  clean: run(
    file("Dockerfile", "FROM scratch\nCOPY a /\n", [], {
      images: [image({ baseImage: "scratch", baseLayers: 0, layers: 1 })],
    }),
  ),
  "clean-several": run(
    file("a/Dockerfile", "FROM node:20\n", [], { images: [image({ target: "app", layers: 9 })] }),
    file("b/Dockerfile", "FROM $BASE\n", [], {
      images: [image({ target: "2", baseImage: null, baseLayers: null, builder: "buildah" })],
    }),
    file("c/Dockerfile", "# nothing\n"),
  ),
  "one-finding": run(
    file("Dockerfile", "FROM node:latest\n", [{ at: "node:latest" }], { images: [image({ layers: 1 })] }),
  ),
  "several-files": run(
    app,
    file(
      "gone/Dockerfile",
      "",
      [
        {
          at: [0, 0],
          ruleId: "unreadable",
          severity: "error",
          message: "This file cannot be read: permission denied.",
        },
      ],
      {
        unreadable: "This file cannot be read: permission denied.",
      },
    ),
    file("ok/Dockerfile", "FROM node:20\n", [], { images: [image({ layers: 0 })] }),
  ),
  unicode: run(file("Dockerfile", unicodeText, [{ at: "b=x" }, { at: "日本語" }, { at: "😀" }, { at: "c=y" }])),
  "crlf-and-tabs": run(
    file(
      "Dockerfile",
      "FROM node:20\r\nRUN\techo a\t\tb\r\n\tUSER root\r\n",
      [{ at: "b" }, { at: "root", fix: [["\r\n\tUSER root", ""]] }],
      { bom: true },
    ),
  ),
  paths: run(
    file("a b/Dockerfile", "FROM node:latest\n", [{ at: "node:latest" }]),
    file("c:d/100%/é#?/Dockerfile", "FROM node:latest\n", [{ at: "node:latest" }]),
    file(
      "services/with/a/very/long/path/of/folders/that/does/not/fit/into/one/line/Dockerfile",
      "FROM node:latest\n",
      [{ at: "node:latest" }],
      {
        images: [image({ target: "production" })],
      },
    ),
  ),
  "syntax-error": run(
    file("a/Dockerfile", "FROM node:20\nRUNN echo\n", [
      { at: "RUNN", ruleId: "syntax", severity: "error", message: "unknown instruction: RUNN (did you mean RUN?)" },
    ]),
    file("b/Dockerfile", "FROM node:20\n", [], { images: [image({ layers: 0 })] }),
  ),
  "long-line": run(
    file("Dockerfile", longText, [
      { at: "-k" },
      { at: `https://example.com/${"x".repeat(120)}` },
      { at: "alpine:3.20" },
    ]),
  ),
  "several-lines": run(
    file("Dockerfile", multilineText, [{ at: multilineText.slice(17, -1) }, { at: multilineText.slice(0, 17) }]),
  ),
};

const suppressed = finding(appText, { at: "API_TOKEN", ruleId: "no-secret-in-env", severity: "error" });

/** One open finding and two silenced ones. */
export const withSuppressed = run({
  ...file("Dockerfile", appText, [{ at: "node:latest" }]),
  suppressed: [
    { ...suppressed, suppression: { kind: "directive", line: 5, justification: "a test key" } },
    { ...suppressed, suppression: { kind: "directive", line: 5, justification: "" } },
  ],
});
