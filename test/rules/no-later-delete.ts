import { cases } from "../rule-cases.ts";

export default cases("no-later-delete", {
  valid: [
    "FROM debian:12\nRUN curl -fsSLo /tmp/a.bin https://example.com/a && install /tmp/a.bin /bin/a && rm /tmp/a.bin\n",
    {
      name: "in a builder stage",
      code: "FROM debian:12 AS build\nCOPY big.bin /tmp/\nRUN rm /tmp/big.bin\nFROM scratch\nCOPY --from=build / /\n",
    },
    {
      name: "a small text file",
      code: "FROM python:3.13\nCOPY requirements.txt /tmp/\nRUN pip install -r /tmp/requirements.txt && rm /tmp/requirements.txt\n",
    },
    { name: "what the base image brought", code: "FROM debian:12\nRUN rm -rf /usr/share/doc\n" },
    {
      name: "written into a mount",
      code: "FROM debian:12\nRUN --mount=type=cache,target=/dl curl -fsSLo /dl/a.bin https://example.com/a\nRUN rm -rf /dl\n",
    },
    {
      name: "package lists are another rule's",
      code: "FROM debian:12\nRUN apt-get update && apt-get install -y curl\nRUN rm -rf /var/lib/apt/lists/*\n",
    },
    {
      name: "an archive that the same RUN unpacks is another rule's",
      code: "FROM debian:12\nCOPY app.tar.gz /tmp/\nRUN tar -xzf /tmp/app.tar.gz -C /opt && rm /tmp/app.tar.gz\n",
    },
    {
      name: "packages removed where they were installed",
      code: "FROM alpine:3.21\nRUN apk add --no-cache --virtual .build gcc && make && apk del .build\n",
    },
    {
      name: "another directory of the same name",
      code: "FROM debian:12\nWORKDIR /a\nCOPY data.bin .\nWORKDIR /b\nRUN rm -f data.bin\n",
    },
  ],
  invalid: [
    {
      name: "a copied package",
      code: "FROM debian:12\nCOPY tool.deb /tmp/\nRUN dpkg -i /tmp/tool.deb && rm /tmp/tool.deb\n",
      findings: [
        {
          messageId: "deleted",
          line: 3,
          column: 33,
          text: "/tmp/tool.deb",
          message: /"rm \/tmp\/tool\.deb" deletes what "COPY tool\.deb \/tmp\/" in line 2 wrote/,
        },
      ],
    },
    {
      name: "lower case, CRLF, continued, relative to WORKDIR",
      code: "from debian:12\r\nworkdir /data\r\nadd dump.bin ./\r\nrun load dump.bin \\\r\n # done\r\n && rm -f dump.bin\r\n",
      findings: [{ messageId: "deleted", line: 6, column: 11, text: "dump.bin" }],
    },
    {
      name: "a download of an earlier RUN",
      code: "FROM debian:12\nRUN curl -fsSLO https://example.com/big.tgz --output-dir /tmp\nRUN wget -O /tmp/x.bin https://example.com/x\nRUN rm -rf /tmp/*\n",
      findings: [{ messageId: "deleted", line: 4, column: 12, text: "/tmp/*", message: /the RUN in line 3/ }],
    },
    {
      name: "a clone, through cd and a variable",
      code: "FROM debian:12\nENV SRC=/usr/src/app\nRUN git clone https://example.com/app.git $SRC\nRUN cd $SRC && make install && cd / && rm -rf ${SRC}\n",
      findings: [{ messageId: "deleted", line: 4, column: 47, text: "${SRC}" }],
    },
    {
      name: "several operands of one rm",
      code: "FROM debian:12\nCOPY a.bin b.bin /tmp/\nRUN use && rm /tmp/a.bin /tmp/b.bin\n",
      findings: [{ messageId: "deleted", line: 3, column: 15, text: "/tmp/a.bin", message: /and 1 more/ }],
    },
    {
      name: "in the parent stage, JSON form",
      code: 'FROM debian:12 AS base\nCOPY ["model.bin", "/model/"]\nFROM base\nRUN ["rm", "-rf", "/model"]\n',
      findings: [{ messageId: "deleted", line: 4, column: 19, text: '"/model"' }],
    },
    {
      name: "moved",
      code: "FROM debian:12\nCOPY server.jar /tmp/server.jar\nRUN mv /tmp/server.jar /opt/server.jar\n",
      findings: [{ messageId: "moved", line: 3, column: 8, text: "/tmp/server.jar" }],
    },
    {
      name: "packages",
      code: "FROM alpine:3.21\nRUN apk add --no-cache --virtual .build gcc make\nCOPY . /src\nRUN make -C /src && apk del .build\n",
      findings: [{ messageId: "packages", line: 4, column: 29, text: ".build", message: /line 2 installed: \.build/ }],
    },
    {
      name: "in a here-document",
      code: "FROM debian:12\nCOPY big.bin /tmp/\nRUN <<EOF\nuse /tmp/big.bin\nrm /tmp/big.bin\nEOF\n",
      findings: [{ messageId: "deleted", line: 5, column: 4, text: "/tmp/big.bin" }],
    },
    {
      name: "with a context, the bytes that stay",
      code: "FROM debian:12\nCOPY tool.deb /tmp/\nRUN dpkg -i /tmp/tool.deb && rm /tmp/tool.deb\n",
      context: { files: ["tool.deb"], bytes: { "tool.deb": 3_456_789 } },
      findings: [{ line: 3, column: 33, text: "/tmp/tool.deb", message: /their 3\.46 MB stay in the image/ }],
    },
  ],
});
