/** docs/equivalents.md leaves no rule of another tool without an answer. */
import { rules } from "../src/rules/index.ts";
import { equivalentsPage } from "../tools/equivalents.ts";

const sections = equivalentsPage(rules).split(/^## /m).slice(1);

test.each([
  ["hadolint", 71],
  ["docker build --check", 22],
  ["Trivy", 28],
  ["Checkov", 28],
  ["droast", 85],
])("%s: all its rules, each with ours or with a reason", (title, count) => {
  const section = sections.find((text) => text.startsWith(`${title}\n`)) ?? "";
  const rows = section.split("\n").filter((line) => /^\| [A-Z]\w+/.test(line) && line.split("|").length === 4);
  const codes = rows.filter((row) => !row.includes("| stratalint |"));
  expect(codes).toHaveLength(count);
  expect(codes.filter((row) => / none \|$/.test(row))).toEqual([]);
});
