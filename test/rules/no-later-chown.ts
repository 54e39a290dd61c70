import { cases } from "../rule-cases.ts";

export default cases("no-later-chown", {
  valid: [
    "FROM node:22\nCOPY --chown=node . /app\n",
    {
      name: "the COPY sets the owner already",
      code: "FROM node:22\nCOPY --chown=node:node . /app\nRUN chown -R node /app\n",
    },
    {
      name: "the owner that every copy from the build context has",
      code: "FROM debian:12\nCOPY . /app\nRUN chown -R root:root /app\nRUN chown -R 0 /app\n",
    },
    {
      name: "a name and a number, which may be the same user",
      code: "FROM debian:12\nCOPY --chown=33:33 . /app\nRUN chown -R www-data:www-data /app\n",
    },
    {
      name: "a folder without its content, as the build context tells",
      code: "FROM debian:12\nCOPY app /app\nRUN chown www-data /app\n",
      context: { files: ["app/a.bin"], bytes: { "app/a.bin": 500_000 } },
    },
    {
      name: "in a builder stage",
      code: "FROM debian:12 AS build\nCOPY . /app\nRUN chown -R 1 /app\nFROM scratch\nCOPY --from=build /app /app\n",
    },
    {
      name: "a small script, in a RUN with other work",
      code: "FROM debian:12\nCOPY run.sh /\nRUN mkdir /data && chmod +x /run.sh\n",
    },
    { name: "another place", code: "FROM debian:12\nCOPY . /app\nRUN mkdir /data && chown -R 1 /data\n" },
    { name: "a directory without its content", code: "FROM debian:12\nCOPY . /app\nRUN chown 1 /app\n" },
    {
      name: "the classic builder has no --chmod",
      code: "FROM debian:12\nCOPY run.sh /\nRUN chmod +x /run.sh\n",
      languageOptions: { builder: "docker-classic" },
    },
    {
      name: "written in the same RUN",
      code: "FROM debian:12\nRUN curl -fsSLo /bin/a https://example.com/a && chmod +x /bin/a\n",
    },
  ],
  invalid: [
    {
      name: "the application",
      code: "FROM node:22\nWORKDIR /app\nCOPY . .\nRUN npm ci\nRUN chown -R node:node /app\n",
      findings: [
        {
          messageId: "again",
          line: 5,
          column: 24,
          text: "/app",
          message: /"chown -R node:node \/app" stores again what "COPY \. \." in line 3/,
        },
      ],
    },
    {
      name: "directly below the COPY",
      code: "FROM node:22\nCOPY . /app\nUSER root\nRUN chown -R node:node /app\n",
      findings: [{ messageId: "again", line: 4, column: 24, text: "/app" }],
      suggestions: ["FROM node:22\nCOPY --chown=node:node . /app\nUSER root\n"],
    },
    {
      name: "a script and nothing else",
      code: "FROM debian:12\nCOPY entrypoint.sh /\nRUN chmod +x /entrypoint.sh\n",
      findings: [{ messageId: "again", line: 3, column: 14, text: "/entrypoint.sh" }],
      suggestions: ["FROM debian:12\nCOPY --chmod=755 entrypoint.sh /\n"],
    },
    {
      name: "lower case, CRLF, JSON form",
      code: 'from debian:12\r\ncopy ["run.sh", "/usr/local/bin/"]\r\nrun chmod 0755 /usr/local/bin/run.sh\r\n',
      findings: [{ messageId: "again", line: 3, column: 16, text: "/usr/local/bin/run.sh" }],
      suggestions: ['from debian:12\r\ncopy --chmod=0755 ["run.sh", "/usr/local/bin/"]\r\n'],
    },
    {
      name: "a directory above, flag behind, continued",
      code: "FROM debian:12\nCOPY site /srv/www/site\nRUN useradd web \\\n # all of it\n && chown web: /srv -R\n",
      findings: [{ messageId: "again", line: 5, column: 16, text: "/srv" }],
    },
    {
      name: "a download of an earlier RUN",
      code: "FROM debian:12\nRUN curl -fsSL https://example.com/a > /bin/a\nRUN chmod +x /bin/a\n",
      findings: [{ messageId: "again", line: 3, column: 14, text: "/bin/a", message: /the RUN in line 2/ }],
    },
    {
      name: "a glob, by the classic builder",
      code: "FROM debian:12\nCOPY lib/ /lib/app/\nRUN chown -R app:app /lib/*\n",
      languageOptions: { builder: "docker-classic" },
      findings: [{ messageId: "again", line: 3, column: 22, text: "/lib/*" }],
      suggestions: [],
    },
    {
      name: "in a here-document, in the parent stage",
      code: "FROM debian:12 AS base\nCOPY . /app\nFROM base\nRUN <<EOF\nuseradd app\nchown --recursive app /app\nEOF\n",
      findings: [{ messageId: "again", line: 6, column: 23, text: "/app" }],
    },
    {
      name: "with a context, the bytes that are stored again",
      code: "FROM node:22\nCOPY assets index.js /app/\nRUN chown -R node /app\n",
      context: {
        files: ["assets/logo.svg", "index.js", "README.md"],
        bytes: { "assets/logo.svg": 3_000_000, "index.js": 456_789, "README.md": 10 },
      },
      findings: [{ line: 3, column: 19, text: "/app", message: /a new owner means their 3\.46 MB a second time/ }],
    },
    {
      name: "what another stage may have given to somebody else",
      code: "FROM debian:12 AS build\nFROM debian:12\nCOPY --from=build /srv /srv\nRUN chown -R root /srv\n",
      findings: [{ line: 4, column: 19, text: "/srv", message: /"COPY --from=build \/srv \/srv" in line 3/ }],
    },
    {
      name: "one of several sources",
      code: "FROM node:22\nCOPY server index.js /app/\nRUN chmod 600 /app/index.js\n",
      context: { files: ["server", "index.js"], bytes: { server: 3_000_000, "index.js": 456_789 } },
      findings: [
        { line: 3, column: 15, text: "/app/index.js", message: /a new mode means their 457 kB a second time/ },
      ],
    },
  ],
});
