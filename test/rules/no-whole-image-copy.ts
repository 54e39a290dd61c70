import { cases } from "../rule-cases.ts";

export default cases("no-whole-image-copy", {
  valid: [
    "FROM a:1 AS b\nFROM debian:12\nCOPY --from=b /app /\n",
    { name: "from the build context", code: "FROM debian:12\nCOPY / /\n" },
    { name: "flattened on purpose", code: "FROM a:1 AS b\nFROM scratch\nCOPY --from=b / /\n" },
    {
      name: "an image that is made for it",
      code: "FROM tonistiigi/xx:1 AS xx\nFROM debian:12\nCOPY --from=xx / /\nCOPY --from=tonistiigi/xx:1 / /\n",
    },
    { name: "into a directory", code: "FROM a:1 AS b\nFROM debian:12\nCOPY --from=b / /rootfs/\n" },
  ],
  invalid: [
    {
      name: "a stage",
      code: "FROM a:1 AS b\nFROM debian:12 AS c\nCOPY --from=b / /\n",
      findings: [{ line: 3, column: 15, text: "/ /", message: /^Stage "c" gets the whole file system of "b"/ }],
    },
    {
      name: "an image, lower case, CRLF, continued, quoted",
      code: 'from debian:12\r\ncopy --from=a:1 \\\r\n  "/" "/"\r\n',
      findings: [{ line: 3, column: 3, text: '"/" "/"' }],
    },
    {
      name: "JSON form, a glob, a fragment",
      code: 'COPY --from=a:1 ["/", "/"]\nCOPY --from=a:1 /* /./\n',
      findings: [
        { line: 1, column: 18, text: '"/", "/"' },
        { line: 2, column: 17, text: "/* /./" },
      ],
    },
  ],
});
