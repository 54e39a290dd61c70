/** The effect of a finding in bytes: the changed text is planned with the files of the build context. */
import { lintText } from "../../src/engine/lint-text.ts";
import { createCatalogue } from "../../src/engine/rule-catalogue.ts";
import type { Impact } from "../../src/engine/types.ts";
import { rules } from "../../src/rules/index.ts";
import { memoryContext } from "../memory-context.ts";

const catalogue = createCatalogue(rules);
const context = memoryContext({ files: ["app.jar", "a/b"], bytes: { "app.jar": 1_000_000, "a/b": 500 } });

/** The effects that the findings of a rule have. */
function impacts(id: string, text: string, withContext = true): (Impact["bytes"] | null)[] {
  const rule = catalogue.get(id)!;
  const { findings } = lintText(text, {
    path: "Dockerfile",
    rules: [{ rule, severity: "warning", options: [] }],
    catalogue,
    context: withContext ? context : undefined,
  });
  return findings.map(({ impact }) => impact?.bytes ?? null);
}

const exact = (bytes: number): object => ({ kind: "exact", bytes });

test.each<[string, string, string, unknown[]]>([
  [
    "a file that is stored once instead of twice",
    "no-later-chown",
    "FROM scratch\nCOPY app.jar a /opt/\nRUN chown 1000 /opt/app.jar\n",
    [null],
  ],
  [
    "the same, where the COPY can say it",
    "no-later-chown",
    "FROM scratch\nCOPY app.jar /opt/\nRUN chown 1000 /opt/app.jar\n",
    [{ before: exact(2_000_000), after: exact(1_000_000) }],
  ],
  [
    "layers that are unknown before and after are left out",
    "no-later-chown",
    "FROM debian:12\nCOPY app.jar /opt/\nRUN chown 1000 /opt/app.jar\nRUN make\n",
    [{ before: exact(2_000_000), after: exact(1_000_000) }],
  ],
  ["a change that no file depends on", "json-form-command", "FROM scratch\nCOPY a /\nCMD run it\n", [null]],
  ["a layer less, and not a byte", "no-duplicate-copy", "FROM scratch\nCOPY a /a\nCOPY a /a\n", [null]],
])("%s", (_name, id, text, expected) => {
  expect(impacts(id, text)).toEqual(expected);
});

test("without a build context no bytes are told", () => {
  expect(impacts("no-later-chown", "FROM scratch\nCOPY app.jar /opt/\nRUN chown 1000 /opt/app.jar\n", false)).toEqual([
    null,
  ]);
});
