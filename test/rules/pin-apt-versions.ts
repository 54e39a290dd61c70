import { cases } from "../rule-cases.ts";

export default cases("pin-apt-versions", {
  valid: [
    "FROM debian:12\nRUN apt-get update && apt-get install -y nginx=1.22.*\n",
    {
      name: "a release instead of a version",
      code: "FROM debian:12\nRUN apt-get install -y nginx/bookworm-backports\n",
    },
    { name: "a file", code: "FROM debian:12\nRUN apt-get install -y ./nginx.deb\n" },
    { name: "a variable", code: "FROM debian:12\nARG PKGS\nRUN apt-get install -y $PKGS\n" },
    { name: "no install", code: "FROM debian:12\nRUN apt-get remove curl\nCMD apt-get install curl\n" },
    { name: "ignored", code: "FROM debian:12\nRUN apt-get install -y git\n", options: [{ ignore: ["git"] }] },
  ],
  invalid: [
    {
      name: "one finding a command, at the first",
      code: "FROM debian:12\nRUN apt-get update && apt-get install -y --no-install-recommends curl=8.* git \\\n    nginx\n",
      findings: [
        {
          messageId: "unpinned",
          line: 2,
          column: 75,
          text: "git",
          message: /^apt-get installs "git" and "nginx" in stage 0/,
        },
      ],
    },
    {
      name: "the value of a flag is no package; sudo and apt",
      code: "from debian:12 as base\r\nrun sudo apt -t bookworm install -y git\r\n",
      findings: [{ line: 2, column: 37, text: "git", message: /apt installs "git" in stage "base"/ }],
    },
    {
      name: "in a heredoc",
      code: "FROM debian:12\nRUN <<EOF\napt-get update\napt-get install -y git\nEOF\n",
      findings: [{ line: 4, column: 20, text: "git" }],
    },
    {
      name: "JSON form and ONBUILD",
      code: 'FROM debian:12\nONBUILD RUN ["apt-get", "install", "-y", "git"]\n',
      findings: [{ line: 2, column: 42, text: '"git"' }],
    },
    {
      name: "a comment between the packages",
      code: "FROM debian:12\nRUN apt-get install -y \\\n  # tools\n  git\n",
      findings: [{ line: 4, column: 3, text: "git" }],
    },
  ],
});
