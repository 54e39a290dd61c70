import { cases } from "../rule-cases.ts";

export default cases("pin-zypper-versions", {
  valid: [
    "FROM opensuse/leap:15.6\nRUN zypper -n install nginx=1.21.5 'git>=2.43'\n",
    { name: "a file", code: "FROM opensuse/leap:15.6\nRUN zypper -n in ./x.rpm\n" },
    { name: "a variable", code: "FROM opensuse/leap:15.6\nRUN zypper -n in $PKGS\n" },
    { name: "no install", code: "FROM opensuse/leap:15.6\nRUN zypper -n refresh && zypper clean\n" },
  ],
  invalid: [
    {
      code: "FROM opensuse/leap:15.6\nRUN zypper --non-interactive install nginx\n",
      findings: [{ messageId: "unpinned", line: 2, column: 38, text: "nginx", message: /"nginx=<version>"/ }],
    },
    {
      name: "short verb, lower case, CRLF",
      code: "from opensuse/leap:15.6\r\nrun zypper -n in git vim\r\n",
      findings: [{ line: 2, column: 18, text: "git", message: /"git" and "vim"/ }],
    },
    {
      name: "in a heredoc",
      code: "FROM opensuse/leap:15.6\nRUN <<-EOF\n\tzypper -n in git\n\tEOF\n",
      findings: [{ line: 3, column: 15, text: "git" }],
    },
  ],
});
