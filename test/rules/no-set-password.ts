import { cases } from "../rule-cases.ts";

export default cases("no-set-password", {
  valid: [
    "FROM a:1\nRUN useradd -m -s /bin/sh -u 1000 app && passwd -d app && usermod -L -p '!' app && useradd -p '*' b\n",
    { name: "from a secret", code: "FROM a:1\nRUN --mount=type=secret,id=p chpasswd < /run/secrets/p\n" },
    { name: "a word", code: "FROM a:1\nRUN echo chpasswd && apt-get install -y passwd && cat /etc/passwd\n" },
    { name: "a value of another flag", code: "FROM a:1\nRUN useradd -c -p x\n" },
  ],
  invalid: [
    {
      name: "chpasswd, in a pipe and from a here-string",
      code: "FROM a:1\nRUN echo 'root:x' | chpasswd && \\\n  # again\n  sudo chpasswd -e <<< \"a:$P\"\n",
      findings: [
        { line: 2, column: 21, text: "chpasswd" },
        { line: 4, column: 8, text: "chpasswd" },
      ],
    },
    {
      name: "passwd --stdin, CRLF",
      code: "from a:1\r\nrun echo x | passwd --stdin root\r\n",
      findings: [{ line: 2, column: 21, text: "--stdin" }],
    },
    {
      name: "useradd and usermod",
      code: "FROM a:1\nRUN useradd -m -p $(openssl passwd x) a && usermod --password=abc b\n",
      findings: [
        { line: 2, column: 16, text: "-p" },
        { line: 2, column: 52, text: "--password=abc" },
      ],
    },
    {
      name: "with the end of a line and quotes inside the name",
      code: "FROM a:1\nRUN echo a:x | chpas\\\nswd\nRUN echo a:x | 'chp'asswd\n",
      findings: [
        { line: 2, column: 16, text: "chpas\\\nswd" },
        { line: 4, column: 16, text: "'chp'asswd" },
      ],
    },
  ],
});
