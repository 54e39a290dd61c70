import { cases } from "../rule-cases.ts";

export default cases("prefer-add-archive", {
  valid: [
    "FROM debian:12\nADD app.tar.gz /opt/\n",
    {
      name: "an archive that ADD does not unpack",
      code: "FROM debian:12\nCOPY app.zip /tmp/\nRUN unzip /tmp/app.zip -d /opt\n",
    },
    {
      name: "from another stage",
      code: "FROM debian:12 AS a\nFROM debian:12\nCOPY --from=a /x.tar.gz /tmp/\nRUN tar xzf /tmp/x.tar.gz\n",
    },
    { name: "packed, not unpacked", code: "FROM debian:12\nCOPY a.tar.gz /tmp/\nRUN tar -czf /tmp/a.tar.gz /opt\n" },
    {
      name: "in a builder stage",
      code: "FROM debian:12 AS b\nCOPY a.tar /\nRUN tar xf /a.tar\nFROM scratch\nCOPY --from=b /opt /opt\n",
    },
    {
      name: "mounted",
      code: "FROM debian:12\nRUN --mount=type=bind,source=a.tar.gz,target=/a.tar.gz tar xzf /a.tar.gz -C /opt\n",
    },
  ],
  invalid: [
    {
      name: "old style letters",
      code: "FROM debian:12\nCOPY app.tar.gz /tmp/\nRUN tar xzf /tmp/app.tar.gz -C /opt\n",
      findings: [{ messageId: "copied", line: 2, column: 6, text: "app.tar.gz", message: /unpacked in line 3/ }],
    },
    {
      name: "another name, lower case, CRLF, continued",
      code: "from debian:12\r\ncopy dist/app.tgz /x.tgz\r\nrun cd /opt \\\r\n # here\r\n && tar --extract --file=/x.tgz\r\n",
      findings: [{ messageId: "copied", line: 2, column: 6, text: "dist/app.tgz", message: /line 5/ }],
    },
    {
      name: "a part only",
      code: "FROM debian:12\nCOPY app.tar.xz /tmp/\nRUN tar -xf /tmp/app.tar.xz --strip-components=1 -C /opt\n",
      findings: [{ messageId: "copied", line: 2, column: 6, text: "app.tar.xz", message: /--mount=type=bind/ }],
    },
    {
      name: "JSON form and a here-document",
      code: 'FROM debian:12\nCOPY ["a.tar", "/tmp/"]\nRUN <<EOF\ntar -xf /tmp/a.tar -C /\nEOF\n',
      findings: [{ messageId: "copied", line: 2, column: 7, text: '"a.tar"' }],
    },
  ],
});
