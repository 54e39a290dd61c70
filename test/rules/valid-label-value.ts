import { cases } from "../rule-cases.ts";

const prefix = "org.opencontainers.image";

/** One case of each form, as a whole file. */
function withForm(form: "text" | "url" | "email" | "rfc3339" | "semver" | "hash" | "spdx", values: readonly string[]) {
  const code = ["FROM a:1", ...values.map((value) => `LABEL k="${value}"`), ""].join("\n");
  const findings = values.map((value, index) => ({ line: index + 2, column: 9, text: `"${value}"` }));
  return { name: `${form}: ${values.join(" | ")}`, code, languageOptions: { labelSchema: { k: form } }, findings };
}

export default cases("valid-label-value", {
  valid: [
    { name: "a label without a form", code: 'FROM a:1\nLABEL version="" a=b\n' },
    {
      name: "those of the OCI specification",
      code: `FROM a:1\nLABEL ${prefix}.created=2026-02-28T23:59:60Z ${prefix}.source=https://x.dev ${prefix}.licenses="MIT OR Apache-2.0" ${prefix}.version=next\n`,
    },
    { name: "nothing takes back what the base image says", code: `FROM a:1\nLABEL ${prefix}.url=""\n` },
    {
      name: "a build argument may change it",
      code: `FROM a:1\nARG D\nARG E=x\nLABEL ${prefix}.created=$D ${prefix}.url=\${E}\n`,
    },
    { name: "the option oci off", code: `FROM a:1\nLABEL ${prefix}.url=x\n`, options: [{ oci: false }] },
    withForm("text", ["anything"]),
    withForm("url", ["https://x.dev/a?b=%20#c", "mailto:me@x.dev", "git+ssh://git@x.dev/a.git"]),
    withForm("email", ["a@b", "a.b+c@d-e.example", "o'neil@x.dev"]),
    withForm("rfc3339", ["2024-02-29T00:00:00.5+01:00", "2026-01-01t00:00:00z"]),
    withForm("semver", ["0.0.0", "1.2.3-rc.1+build.5", "1.0.0-0a"]),
    withForm("hash", ["0123abc", "0123456789".repeat(4), "0123456789abcdef".repeat(4)]),
    withForm("spdx", ["GPL-2.0-or-later WITH Classpath-exception-2.0", "LicenseRef-ours", "(MIT AND ISC)"]),
  ],
  invalid: [
    withForm("text", [""]),
    withForm("url", ["x.dev/a", "https://x y", "%zz:"]),
    withForm("email", ["a", "a@", "a b@c", "a@-b"]),
    withForm("rfc3339", ["2026-02-29T00:00:00Z", "2026-01-01", "2026-01-01T24:00:00Z", "2026-13-01T00:00:00Z"]),
    withForm("semver", ["v1.2.3", "1.2", "1.02.3", "1.2.3-01"]),
    withForm("hash", ["0123ab", "0123ABC", "g123456", "0".repeat(41)]),
    withForm("spdx", ["Apache 2", "mit", "MIT/Apache-2.0", "MIT AND"]),
    {
      name: "the specification's own, over continuations, CRLF",
      code: `FROM a:1\r\nLABEL a=b \\\r\n  ${prefix}.source=github.com/a/b\r\n`,
      findings: [
        {
          messageId: "form",
          line: 3,
          column: 35,
          text: "github.com/a/b",
          message: /is not an absolute URL.*OCI image specification.*instead of "github.com\/a\/b"/,
        },
      ],
    },
    {
      name: "a schema wins over the specification, and asks for a value",
      code: `FROM a:1\nLABEL ${prefix}.url= ${prefix}.created=today\n`,
      languageOptions: { labelSchema: { [`${prefix}.created`]: "text", [`${prefix}.url`]: "text" } },
      findings: [{ messageId: "empty", line: 2, column: 7, text: `${prefix}.url` }],
    },
    {
      name: "a variable that the file sets, and the old form in an ONBUILD",
      code: `FROM a:1\nENV V=1.2\nLABEL v=$V\nONBUILD LABEL v one two\n`,
      languageOptions: { labelSchema: { v: "semver" } },
      findings: [
        { line: 3, column: 9, text: "$V", message: /instead of "1.2"/ },
        { line: 4, column: 17, text: "one two" },
      ],
    },
  ],
});
