import { cases } from "../rule-cases.ts";

export default cases("no-sudo", {
  valid: [
    "FROM debian:12\nRUN apt-get update\n",
    {
      name: "installed, not called",
      code: "FROM debian:12\nRUN apt-get update && apt-get install -y sudo && echo 'app ALL=NOPASSWD: ALL' > /etc/sudoers.d/app\n",
    },
    { name: "another way to change the user", code: "FROM debian:12\nRUN su app -c 'touch /x'\n" },
  ],
  invalid: [
    {
      name: "root",
      code: "FROM debian:12\nRUN sudo apt-get update\n",
      findings: [{ messageId: "asRoot", line: 2, column: 5, text: "sudo" }],
      suggestions: ["FROM debian:12\nRUN apt-get update\n"],
    },
    {
      name: "one finding a stage; lower case, CRLF, continued with a comment",
      code: "from debian:12\r\nuser root\r\nrun true \\\r\n    # lists\r\n    && sudo apt-get update\r\nrun sudo touch /a\r\n",
      findings: [{ messageId: "asRoot", line: 5, column: 8, text: "sudo" }],
      suggestions: [
        "from debian:12\r\nuser root\r\nrun true \\\r\n    # lists\r\n    && apt-get update\r\nrun touch /a\r\n",
      ],
    },
    {
      name: "another user",
      code: "FROM debian:12\nUSER app\nRUN sudo chown app /srv\n",
      findings: [{ messageId: "asUser", line: 3, column: 5, text: "sudo", message: /by user "app"/ }],
    },
    {
      name: "the base image decides",
      code: "FROM jenkins/agent:latest\nRUN sudo apt-get update\n",
      findings: [{ messageId: "asUnknown", line: 2, column: 5, text: "sudo" }],
    },
    {
      name: "to become another user",
      code: "FROM debian:12\nRUN sudo -u postgres psql\n",
      findings: [{ messageId: "toUser", line: 2, column: 5, text: "sudo" }],
    },
    {
      name: "in a here-document",
      code: "FROM debian:12\nRUN <<EOF\nsudo -E make install\nEOF\n",
      findings: [{ messageId: "asRoot", line: 3, column: 1, text: "sudo" }],
    },
    {
      name: "JSON form",
      code: 'FROM debian:12\nRUN ["sudo", "make"]\n',
      findings: [{ messageId: "asRoot", line: 2, column: 7, text: "sudo" }],
    },
    {
      name: "in two stages",
      code: "FROM debian:12 AS a\nRUN sudo make\nFROM alpine:3.21\nRUN sudo make\n",
      findings: [
        { messageId: "asRoot", line: 2, column: 5, text: "sudo" },
        { messageId: "asRoot", line: 4, column: 5, text: "sudo" },
      ],
      suggestions: [
        "FROM debian:12 AS a\nRUN make\nFROM alpine:3.21\nRUN sudo make\n",
        "FROM debian:12 AS a\nRUN sudo make\nFROM alpine:3.21\nRUN make\n",
      ],
    },
    {
      name: "behind ONBUILD, and with the end of a line inside the word",
      code: "FROM debian:12 AS a\nRUN su\\\ndo make\nFROM debian:12\nONBUILD RUN sudo make\nRUN sudo make\n",
      findings: [
        { messageId: "asRoot", line: 3, column: 4, text: "make" },
        { messageId: "asRoot", line: 6, column: 5, text: "sudo" },
      ],
    },
  ],
});
