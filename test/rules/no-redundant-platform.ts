import { cases } from "../rule-cases.ts";

export default cases("no-redundant-platform", {
  valid: [
    "FROM a:1\n",
    "FROM --platform=$BUILDPLATFORM a:1\n",
    { name: "only a part of it", code: "FROM --platform=linux/$TARGETARCH a:1\n" },
    {
      name: "with a default of the file's own",
      code: "ARG TARGETPLATFORM=linux/amd64\nFROM --platform=$TARGETPLATFORM a:1\n",
    },
  ],
  invalid: [
    {
      code: "FROM --platform=$TARGETPLATFORM a:1\n",
      findings: [{ messageId: "redundant", line: 1, column: 17, text: "$TARGETPLATFORM" }],
      output: "FROM a:1\n",
    },
    {
      code: "from --platform=${TARGETPLATFORM}   a:1 as b\r\n",
      findings: [{ line: 1, column: 17, text: "${TARGETPLATFORM}" }],
      output: "from a:1 as b\r\n",
    },
    {
      name: "with a fallback that is never used, over a continuation",
      code: "FROM --platform=${TARGETPLATFORM:-linux/amd64} \\\n  a:1\n",
      findings: [{ line: 1, column: 17, text: "${TARGETPLATFORM:-linux/amd64}" }],
      output: "FROM \\\n  a:1\n",
    },
    {
      name: "redefined, reported when asked: without a fix, as it would change the build",
      code: "ARG TARGETPLATFORM=linux/arm64\nFROM --platform=$TARGETPLATFORM a:1\nFROM --platform=linux/$TARGETARCH b:1\n",
      options: [{ redefined: "report" }],
      findings: [{ line: 2, column: 17, text: "$TARGETPLATFORM" }],
    },
  ],
});
