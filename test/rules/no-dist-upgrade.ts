import { cases } from "../rule-cases.ts";

export default cases("no-dist-upgrade", {
  valid: [
    "FROM debian:12\nRUN apt-get update && apt-get -y upgrade\n",
    "FROM opensuse/leap:15.6\nRUN zypper -n update && zypper -n patch\n",
    { name: "another program's words", code: "FROM debian:12\nRUN echo apt-get dist-upgrade\n" },
  ],
  invalid: [
    {
      name: "zypper, both spellings, flags in between",
      code: "FROM opensuse/leap:15.6\nRUN zypper --non-interactive dist-upgrade \\\n  # and\n  && zypper dup -y\n",
      findings: [
        { line: 2, column: 5, text: "zypper --non-interactive dist-upgrade" },
        { line: 4, column: 6, text: "zypper dup" },
      ],
    },
    {
      name: "apt-get behind sudo, CRLF",
      code: "from debian:12\r\nrun sudo apt-get -y dist-upgrade\r\n",
      findings: [{ line: 2, column: 10, text: "apt-get -y dist-upgrade", message: /"apt-get dist-upgrade"/ }],
    },
    {
      name: "in ONBUILD, JSON form and a here-document",
      code: 'FROM a:1\nONBUILD RUN zypper dup\nRUN ["dnf", "distro-sync"]\nRUN <<EOF\napt full-upgrade\nEOF\n',
      findings: [
        { line: 2, column: 13, text: "zypper dup" },
        { line: 3, column: 6, text: '"dnf", "distro-sync"' },
        { line: 5, column: 1, text: "apt full-upgrade" },
      ],
    },
  ],
});
