import { cases } from "../rule-cases.ts";

export default cases("shell-in-image", {
  valid: [
    'FROM scratch\nCOPY a /a\nRUN ["/a"]\nCMD ["/a"]\nHEALTHCHECK CMD ["/a"]\n',
    { name: "a root file system", code: "FROM scratch\nADD rootfs.tar.xz /\nRUN x\nCMD y\n" },
    {
      name: "a shell that is copied",
      code: "FROM scratch\nCOPY --from=busybox:1 /bin /bin\nRUN x\nFROM scratch\nCOPY --from=b:1 /x /usr/bin/\nCMD y\n",
    },
    { name: "a mount brings it", code: "FROM scratch\nRUN --mount=from=busybox:1,target=/bin x\n" },
    {
      name: "debug, other registries, other bases",
      code: "FROM gcr.io/distroless/base:debug\nRUN x\nFROM a:1\nRUN x\nFROM acme/distroless\nRUN x\n",
    },
    { name: "another shell", code: 'FROM scratch\nCOPY sh /opt/sh\nSHELL ["/opt/sh", "-c"]\nRUN x\n' },
    {
      name: "HEALTHCHECK NONE, and an ONBUILD for somebody else",
      code: "FROM scratch\nHEALTHCHECK NONE\nONBUILD RUN x\n",
    },
  ],
  invalid: [
    {
      name: "RUN in scratch, CRLF",
      code: "from scratch\r\ncopy a /app/\r\nrun /app/a\r\n",
      findings: [{ messageId: "run", line: 3, column: 1, text: "run", message: /stage 0 is built on scratch/ }],
    },
    {
      name: "what a container starts",
      code: "FROM scratch AS s\nCOPY a /a\nENTRYPOINT /a\nCMD b\nHEALTHCHECK --interval=5s CMD c\n",
      findings: [
        { messageId: "start", line: 3, column: 1, text: "ENTRYPOINT", message: /does not start/ },
        { line: 4, column: 1, text: "CMD" },
        { line: 5, column: 1, text: "HEALTHCHECK", message: /never healthy/ },
      ],
    },
    {
      name: "distroless, through a stage",
      code: "FROM gcr.io/distroless/static-debian12:nonroot AS base\nFROM base\nCOPY a /a\nRUN x\n",
      findings: [{ line: 4, column: 1, text: "RUN", message: /gcr\.io\/distroless\/static-debian12/ }],
    },
    {
      name: "a heredoc",
      code: "FROM scratch\nRUN <<EOF\nx\nEOF\n",
      findings: [{ line: 2, column: 1, text: "RUN" }],
    },
  ],
});
