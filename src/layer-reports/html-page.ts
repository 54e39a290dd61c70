/** The page around an HTML report: one file, nothing loaded from anywhere, no script. */
import { hatching } from "./layer-chart.ts";
import { Markup, markup } from "./markup.ts";

/** A whole document that ends in one newline. */
export function htmlPage(title: string, body: readonly Markup[], footer: string): string {
  const page = markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${styles}</style>
</head>
<body>
${hatching}
<main>
${body}
</main>
<footer>${footer}</footer>
</body>
</html>
`;
  return page.text;
}

/** Colours are picked to be told apart, on light and dark, also without red and green. */
const styles = new Markup(`
:root {
  --paper: #fbfaf8; --card: #fff; --ink: #1f2328; --soft: #636b74; --line: #e4e1db; --track: #f0eee9;
  --s0: #33658a; --s1: #c8703a; --s2: #5b8e7d; --s3: #8a5a83; --s4: #c39b2f; --s5: #557a95; --s6: #a3474f;
  --warn: #8a5a00; --warn-ground: #fff4d6; --bad: #a1222f; --bad-ground: #fde8e8; --good: #1f6247; --good-ground: #e0f2e9; --hatch: #b9b4aa;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14171a; --card: #1c2024; --ink: #e6e8ea; --soft: #9aa3ad; --line: #2e343a; --track: #262b30;
    --s0: #6ba3cf; --s1: #e4935c; --s2: #7fb8a4; --s3: #b98bb3; --s4: #dcb954; --s5: #8fb0c8; --s6: #d0787f;
    --warn: #f0c96a; --warn-ground: #3a2f12; --bad: #ff9aa2; --bad-ground: #3d1d20; --good: #8fd6b5; --good-ground: #16352a; --hatch: #58606a;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", "Helvetica Neue", "DejaVu Sans", sans-serif; }
main { max-width: 1080px; margin: 0 auto; padding: 40px 24px 24px; }
h1 { margin: 0; font-size: 26px; line-height: 1.25; letter-spacing: -0.01em; overflow-wrap: anywhere; }
h1 .arrow { color: var(--soft); font-weight: 400; }
h2 { margin: 40px 0 12px; font-size: 17px; }
p { margin: 8px 0; max-width: 76ch; }
code, pre { font: 13px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; }
.meta { color: var(--soft); margin: 4px 0 0; overflow-wrap: anywhere; }
.facts { display: flex; flex-wrap: wrap; gap: 12px; margin: 24px 0; padding: 0; }
.facts div { flex: 1 1 180px; background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 12px 16px; }
.facts dt { color: var(--soft); font-size: 13px; }
.facts dd { margin: 0; font-size: 22px; font-weight: 600; font-variant-numeric: tabular-nums; }
.facts dd small { display: block; font-size: 13px; font-weight: 400; color: var(--soft); overflow-wrap: anywhere; }
.strip { display: block; width: 100%; height: 44px; border-radius: 8px; background: var(--track); }
.strip rect { stroke: var(--paper); stroke-width: 1.5; }
.bar { display: block; width: 100%; height: 10px; border-radius: 3px; background: var(--track); }
.maybe { opacity: 0.4; }
.hatched { fill: url(#hatch); }
.hatch-ground { fill: var(--track); } .hatch-line { fill: var(--hatch); }
.s0 { fill: var(--s0); } .s1 { fill: var(--s1); } .s2 { fill: var(--s2); } .s3 { fill: var(--s3); }
.s4 { fill: var(--s4); } .s5 { fill: var(--s5); } .s6 { fill: var(--s6); }
.caption { color: var(--soft); font-size: 13px; margin: 6px 0 0; max-width: none; }
.table { overflow-x: auto; background: var(--card); border: 1px solid var(--line); border-radius: 10px; margin: 24px 0; }
table { border-collapse: collapse; width: 100%; font-size: 14px; }
th { text-align: left; font-weight: 600; font-size: 12px; color: var(--soft); white-space: nowrap; }
th, td { padding: 8px 12px; border-bottom: 1px solid var(--line); vertical-align: top; }
th:nth-child(3) { padding-left: 24px; }
tbody tr:last-child td { border-bottom: 0; }
.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.bar-cell { width: 22%; min-width: 120px; }
td.bar-cell { padding-top: 14px; }
.instruction { width: 44%; min-width: 220px; padding-left: 24px; overflow-wrap: anywhere; }
.empty td { color: var(--soft); padding-top: 5px; padding-bottom: 5px; }
summary { cursor: pointer; list-style-position: outside; }
details pre { margin: 8px 0 0; white-space: pre-wrap; overflow-wrap: anywhere; color: var(--soft); }
.mark { display: inline-block; border-radius: 99px; padding: 0 8px; font-size: 12px; white-space: nowrap; }
.bounded, .unknown { background: var(--warn-ground); color: var(--warn); }
.shared { background: var(--good-ground); color: var(--good); }
.exact, .own { color: var(--soft); padding: 0; }
.tag { display: inline-block; border: 1px solid var(--line); border-radius: 99px; padding: 0 8px; font-size: 12px; color: var(--soft); }
.problems { list-style: none; padding: 0; margin: 24px 0; }
.problems li { border-radius: 10px; padding: 8px 16px; margin: 8px 0; overflow-wrap: anywhere; }
.fails { background: var(--bad-ground); color: var(--bad); } .note { background: var(--warn-ground); color: var(--warn); }
.notes { color: var(--soft); font-size: 13px; padding-left: 22px; }
footer { max-width: 1080px; margin: 0 auto; padding: 0 24px 40px; color: var(--soft); font-size: 13px; }
@media (max-width: 640px) {
  main { padding: 24px 14px; }
  footer { padding: 0 14px 24px; }
  th, td { padding: 7px 8px; }
  .instruction { min-width: 160px; }
  .bar-cell { display: none; }
}
@media print { body { background: #fff; } .table, .facts div { break-inside: avoid; } }
`);
