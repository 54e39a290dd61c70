import { cases } from "../rule-cases.ts";

export default cases("no-shell-symlink", {
  valid: [
    'FROM debian:12\nSHELL ["/bin/bash", "-c"]\n',
    "FROM debian:12\nRUN ln -sf /bin/true /sbin/initctl\n",
    { name: "the shell is what the link leads to", code: "FROM debian:12\nRUN ln -s /bin/sh /usr/local/bin/mysh\n" },
    { name: "an image without a shell", code: 'FROM scratch\nRUN ["/busybox/ln", "-s", "/busybox/sh", "/bin/sh"]\n' },
    { name: "a variable", code: "FROM debian:12\nARG S\nRUN ln -sf $S /bin/sh\n" },
  ],
  invalid: [
    {
      name: "alone",
      code: "FROM debian:12\nRUN ln -sf /bin/bash /bin/sh\n",
      findings: [{ line: 2, column: 5, text: "ln -sf /bin/bash /bin/sh" }],
      suggestions: ['FROM debian:12\nSHELL ["/bin/bash", "-c"]\n'],
    },
    {
      name: "the old one removed first, lower case, CRLF",
      code: "from debian:12\r\nrun rm /bin/sh && ln -s bash /bin/sh\r\n",
      findings: [{ line: 2, column: 19, text: "ln -s bash /bin/sh", message: /link to "bash"/ }],
      suggestions: ['from debian:12\r\nshell ["/bin/bash", "-c"]\r\n'],
    },
    {
      name: "among other work, with sudo, and in ONBUILD",
      code: "FROM debian:12\nRUN apt-get update && sudo ln -snf /bin/bash /usr/bin/sh\nONBUILD RUN ln -s zsh /bin/sh\n",
      findings: [
        { line: 2, column: 28, text: "ln -snf /bin/bash /usr/bin/sh" },
        { line: 3, column: 13, text: "ln -s zsh /bin/sh" },
      ],
      suggestions: [],
    },
  ],
});
