/**
 * TEXT -> THE KEYS, TOKENS AND PASSWORDS IN IT, by the patterns of secretlint. They are loaded for texts in which
 * something is long and random enough, or looks like a URL with a password: few are.
 */
import { rules as patternRules } from "@secretlint/secretlint-rule-preset-recommend";
import type { Range } from "../../syntax/nodes.ts";

export interface SecretValue {
  readonly range: Range;
  /** What it is, as a message names it: `a GitHub token`. */
  readonly kind: string;
}

/**
 * Real ones only: stand-ins such as `user:password@` and the keys of documentation are left out.
 *
 * @param isOfNoInterest tells of an offset that what stands there need not be found
 * @returns in the order of the text, none inside another
 */
export function findSecretValues(text: string, isOfNoInterest: (offset: number) => boolean): readonly SecretValue[] {
  const parts = suspects(text, isOfNoInterest);
  if (parts.length === 0) return [];
  const found: SecretValue[] = [];
  for (const [start, end] of parts) {
    const part = text.slice(start, end);
    for (const { id, scan } of scanners()) {
      for (const [from, to] of scan(part)) {
        if (isStandIn(part.slice(from, to))) continue;
        found.push({ range: [start + from, start + to], kind: kinds[id] ?? "a key or password" });
      }
    }
  }
  found.sort((a, b) => a.range[0] - b.range[0] || b.range[1] - a.range[1]);
  return found.filter(({ range }, index) => range[0] >= (found[index - 1]?.range[1] ?? 0));
}

/** Shorter than the shortest token with a form of its own. */
const shortestToken = 20;

/** User and password in front of the host of a URL. */
const userInfo = /[^\s/:@]*:[^\s/@]+@/y;

/** The parts of the text that a pattern could fit: single lines; all of it when a key over several lines begins in it. */
function suspects(text: string, isOfNoInterest: (offset: number) => boolean): Range[] {
  if (text.includes("-----BEGIN ")) return [[0, text.length]];
  const lines = new Map<number, Range>();
  const add = (at: number): void => {
    if (isOfNoInterest(at)) return;
    const start = text.lastIndexOf("\n", at) + 1;
    const end = text.indexOf("\n", at);
    lines.set(start, [start, end < 0 ? text.length : end]);
  };
  for (const at of randomWords(text)) add(at);
  for (let at = text.indexOf("://"); at >= 0; at = text.indexOf("://", at + 3)) {
    userInfo.lastIndex = at + 3;
    if (userInfo.test(text)) add(at);
  }
  return [...lines.values()];
}

/**
 * Where words stand that have upper and lower case and digits, or many digits, and are no hexadecimal numbers. A word
 * that is long enough covers one of the places that are looked at.
 */
function randomWords(text: string): number[] {
  const found: number[] = [];
  for (let at = shortestToken - 1; at < text.length; at += shortestToken) {
    if (!isTokenCharacter(text.charCodeAt(at))) continue;
    let start = at;
    while (isTokenCharacter(text.charCodeAt(start - 1))) start--;
    let end = at + 1;
    while (isTokenCharacter(text.charCodeAt(end))) end++;
    if (end - start >= shortestToken && isRandom(text, start, end)) found.push(start);
    // The next place that is looked at lies behind this word.
    at += Math.floor((end - 1 - at) / shortestToken) * shortestToken;
  }
  return found;
}

/** Letters, digits, `_` and `-`; false for NaN, outside of the text. */
function isTokenCharacter(code: number): boolean {
  return isLower(code) || isDigit(code) || isUpper(code) || code === underscore || code === hyphen;
}

const underscore = 95;
const hyphen = 45;

/** @param start where a word of token characters starts, which ends before `end` */
function isRandom(text: string, start: number, end: number): boolean {
  let digits = 0;
  let hasLower = false;
  let hasUpper = false;
  let isHexadecimal = true;
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (isDigit(code)) digits++;
    else if (isLower(code)) hasLower = true;
    else if (isUpper(code)) hasUpper = true;
    // `a` to `f`, in upper case too.
    isHexadecimal &&= isDigit(code) || code === hyphen || (code | 0x20) <= 102;
  }
  return !isHexadecimal && (digits >= 8 || (digits >= 2 && hasLower && hasUpper));
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function isLower(code: number): boolean {
  return code >= 97 && code <= 122;
}

function isUpper(code: number): boolean {
  return code >= 65 && code <= 90;
}

const kinds: Readonly<Record<string, string>> = {
  aws: "a secret key of AWS",
  gcp: "a key of Google Cloud",
  privatekey: "a private key",
  npm: "an npm token",
  basicauth: "a URL with a password",
  slack: "a Slack token",
  sendgrid: "a SendGrid key",
  shopify: "a Shopify key",
  github: "a GitHub token",
  gitlab: "a GitLab token",
  grafana: "a Grafana token",
  openai: "an OpenAI key",
  anthropic: "an Anthropic key",
  groq: "a Groq key",
  huggingface: "a Hugging Face token",
  linear: "a Linear key",
  notion: "a Notion token",
  "1password": "a 1Password token",
  "database-connection-string": "a database address with a password",
  "hashicorp-vault": "a Vault token",
  vercel: "a Vercel token",
  databricks: "a Databricks token",
  docker: "a Docker Hub token",
  figma: "a Figma token",
};

interface Scanner {
  readonly id: string;
  readonly scan: (text: string) => Range[];
}

let known: readonly Scanner[] | undefined;

/** Made when they are first needed. */
function scanners(): readonly Scanner[] {
  known ??= (patternRules as unknown as readonly PatternRule[])
    .map((rule) => ({ id: rule.meta.id.replace("@secretlint/secretlint-rule-", ""), rule }))
    .filter(({ id }) => id !== "filter-comments")
    .map(({ id, rule }) => ({ id, scan: scannerOf(rule) }));
  return known;
}

/** The part of secretlint's rules that we use. Rules that look at binary files answer later; for a text they do not. */
interface PatternRule {
  readonly meta: { readonly id: string };
  create(
    context: {
      createTranslator(messages: unknown): () => unknown;
      report(descriptor: { readonly range: readonly [number, number] }): void;
      ignore(): void;
    },
    options: object,
  ): { file(source: { content: string; filePath: string; ext: string; contentType: "text" }): unknown };
}

function scannerOf(rule: PatternRule): Scanner["scan"] {
  let ranges: Range[] = [];
  const scanner = rule.create(
    { createTranslator: () => () => ({}), report: ({ range }) => ranges.push(range), ignore: () => undefined },
    {},
  );
  return (content) => {
    ranges = [];
    scanner.file({ content, filePath: "Dockerfile", ext: "", contentType: "text" });
    return ranges;
  };
}

/** Passwords that stand in every tutorial. */
const standIns = new Set(
  "admin changeme dummy example foo guest hunter2 mypassword mysecretpassword mysql pass passw0rd passwd password postgres root secret test user".split(
    " ",
  ),
);

function isStandIn(found: string): boolean {
  const [, user = "", password = ""] = /:\/\/([^\s/:@]*):([^\s/@]+)@/.exec(found) ?? [];
  if (password !== "") return password === user || standIns.has(password.toLowerCase()) || isFiller(password);
  return isFiller(found) || /example/i.test(found);
}

/** `xxxxxx`, or the same character over and over. */
function isFiller(text: string): boolean {
  return /x{5}|(.)\1{9}/i.test(text);
}
