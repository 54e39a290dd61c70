import { cases } from "../rule-cases.ts";

const everything = [{ unknownBase: "report", fallbacks: "report", scope: "build" }];

export default cases("no-undefined-var", {
  valid: [
    "FROM scratch\nARG A=1\nENV B=$A\nCOPY $A $B /\n",
    { name: "PATH is always set", code: "FROM scratch\nENV PATH=/x:$PATH\n" },
    { name: "a base image that may set it", code: "FROM a:1\nCOPY x $APP_HOME/\n" },
    {
      name: "what other tags of an official image set, where nothing is known of this one",
      code: "FROM golang:1.12\nWORKDIR $GOPATH/src\n",
      options: [{ unknownBase: "report" }],
    },
    { name: "a base image that sets it", code: "FROM node:22\nLABEL node=$NODE_VERSION\n" },
    { name: "set by the stage that it is FROM", code: "FROM scratch AS a\nARG A\nENV B=1\nFROM a\nLABEL c=$A$B\n" },
    { name: "a meaning of its own", code: "FROM scratch\nENV L=/x${L:+:$L} M=${M:-1} N=${N-} O=${O+1}\n" },
    { name: "what the shell expands", code: "FROM scratch\nRUN echo $A\nCMD echo $A\nENTRYPOINT echo $A\n" },
    { name: "what nothing expands", code: 'FROM scratch\nCOPY --exclude=$A x /\nEXPOSE $A\nSHELL ["$A"]\n' },
    { name: "quoted or escaped", code: "FROM scratch\nENV A='$B' C=\\$B\n" },
    { name: "a quoted heredoc", code: 'FROM scratch\nCOPY <<"EOF" /x\n$A\nEOF\n' },
    { name: "behind ONBUILD", code: "FROM scratch\nONBUILD COPY $A /\n" },
    { name: "an ARG to its left", code: "FROM scratch\nARG A=1 B=$A\n" },
    {
      name: "a default that is replaced",
      code: "FROM scratch\nARG A=$B\n",
      languageOptions: { buildArgs: { A: "1" } },
    },
    { name: "switches of the builder", code: "FROM scratch\nLABEL a=$BUILDKIT_SBOM_SCAN_STAGE\n" },
    {
      name: "scope build: a stage that the target does not need",
      code: "FROM scratch\nLABEL a=$A\nFROM scratch\n",
      options: everything,
      languageOptions: { target: "1" },
    },
  ],
  invalid: [
    {
      code: "FROM scratch\nARG VERSION=1\nCOPY app-$VERSOIN.jar /\n",
      findings: [{ messageId: "undefined", line: 3, column: 10, text: "$VERSOIN", message: /did you mean "VERSION"/ }],
      suggestions: ["FROM scratch\nARG VERSION=1\nCOPY app-$VERSION.jar /\n"],
    },
    {
      name: "an argument of FROM, and one of the platform, CRLF",
      code: "arg tag=1\r\nfrom scratch\r\nlabel v=$tag\r\nfrom a:1\r\ncopy x-${TARGETARCH} /x\r\n",
      findings: [
        { messageId: "notInStage", line: 3, column: 9, text: "$tag" },
        { messageId: "notInStage", line: 5, column: 8, text: "${TARGETARCH}", message: /stage 1 has no ARG/ },
      ],
      suggestions: [
        "arg tag=1\r\nfrom scratch\r\narg tag\r\nlabel v=$tag\r\nfrom a:1\r\ncopy x-${TARGETARCH} /x\r\n",
        "arg tag=1\r\nfrom scratch\r\nlabel v=$tag\r\nfrom a:1\r\narg TARGETARCH\r\ncopy x-${TARGETARCH} /x\r\n",
      ],
    },
    {
      name: "everywhere variables are expanded",
      code: [
        "FROM scratch",
        "ADD --chown=$a --checksum=$b x $c/",
        "COPY --chmod=$d x /",
        "ENV e=$e f$f=1",
        "LABEL $g=1",
        "USER $h",
        "WORKDIR /$i",
        'VOLUME ["/$j"]',
        "STOPSIGNAL 1$k",
        "ARG l=$l",
        "RUN --mount=type=cache,target=/m$m,id=$n x",
        "",
      ].join("\n"),
      findings: [
        { line: 2, column: 13, text: "$a" },
        { line: 2, column: 27, text: "$b" },
        { line: 2, column: 32, text: "$c" },
        { line: 3, column: 14, text: "$d" },
        { line: 4, column: 7, text: "$e" },
        { line: 4, column: 11, text: "$f" },
        { line: 5, column: 7, text: "$g" },
        { line: 6, column: 6, text: "$h" },
        { line: 7, column: 10, text: "$i" },
        { line: 8, column: 11, text: "$j" },
        { line: 9, column: 13, text: "$k" },
        { line: 10, column: 7, text: "$l" },
        { line: 11, column: 33, text: "$m" },
        { line: 11, column: 39, text: "$n" },
      ],
    },
    {
      name: "in the body of a heredoc, quotes or not",
      code: "FROM scratch\nCOPY <<EOF /x\n\\$A '$B'\n\"$@\"\nEOF\n",
      findings: [
        { line: 3, column: 6, text: "$B" },
        { line: 4, column: 2, text: "$@" },
      ],
    },
    {
      name: "no tag of a bare system sets a variable",
      code: "ARG A\nFROM ubuntu:16.04 AS a\nFROM a\nENV GNUPGHOME=$HOME/.gnupg\n",
      findings: [{ line: 4, column: 15, text: "$HOME" }],
    },
    {
      name: "what no known tag sets, and another image of that name",
      options: [{ unknownBase: "report" }],
      code: "FROM golang:1.12\nWORKDIR $GOHOME\nFROM example.com/golang:1.12\nWORKDIR $GOPATH/src\n",
      findings: [
        { line: 2, column: 9, text: "$GOHOME" },
        { line: 4, column: 9, text: "$GOPATH" },
      ],
    },
    {
      name: "all of an ENV sees what was in force before it, as docker build --check says",
      options: [{ unknownBase: "report" }],
      code: "FROM scratch\nENV A=1 B=$A\n",
      findings: [{ line: 2, column: 11, text: "$A" }],
    },
    {
      name: "over several lines: the whole word",
      code: "FROM scratch\nCOPY $AB\\\nC /\n",
      findings: [{ line: 2, column: 6, endLine: 3, endColumn: 2, text: "$AB\\\nC", message: /"ABC"/ }],
    },
    {
      name: "as BuildKit: unknown bases, own meanings, and each word for itself",
      code: "FROM a:1\nCOPY $A ${A:-1} /\n",
      options: everything,
      findings: [
        { line: 2, column: 6, text: "$A" },
        { line: 2, column: 9, text: "${A:-1}" },
      ],
    },
    {
      name: "scope build: an ONBUILD where it runs",
      code: "FROM a:1 AS b\nONBUILD COPY $A $B /\nENV B=1\nFROM b\n",
      options: everything,
      findings: [{ line: 4, column: 1, text: "FROM b", message: /"A"/ }],
    },
  ],
});
