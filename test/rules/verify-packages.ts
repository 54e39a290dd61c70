import { cases } from "../rule-cases.ts";

export default cases("verify-packages", {
  valid: [
    "FROM a:1\nRUN apt-get install -y x && apk add y && yum install -y z && rpm -i w.rpm\n",
    { name: "other commands", code: "FROM a:1\nRUN echo --allow-untrusted && mytool --force-yes --nogpgcheck\n" },
    {
      name: "settings that leave the check on",
      code: "FROM a:1\nRUN dnf install -y --setopt=gpgcheck=1 x && apt-get -o APT::Get::AllowUnauthenticated=false install y\n",
    },
    {
      name: "a checksum in the same RUN",
      code: 'FROM a:1\nRUN wget https://x/a.apk && echo "abc  a.apk" | sha256sum -c && apk add --allow-untrusted a.apk\n',
    },
    { name: "a comment", code: "FROM a:1\nRUN apk add x \\\n  # --allow-untrusted\n  y\n" },
  ],
  invalid: [
    {
      name: "apt and apk, over continuations",
      code: "FROM a:1\nRUN apt-get install -y --allow-unauthenticated x && \\\n  apk --allow-untrusted add y\n",
      findings: [
        { line: 2, column: 24, text: "--allow-unauthenticated", message: /"apt-get" install/ },
        { line: 3, column: 7, text: "--allow-untrusted", message: /"apk"/ },
      ],
    },
    {
      name: "the yum family, zypper and rpm, CRLF",
      code: "from a:1\r\nrun yum -y --nogpgcheck install x; dnf install --setopt=*.gpgcheck=0 y\r\nrun zypper --no-gpg-checks install z && rpm -ivh --nosignature w.rpm\r\n",
      findings: [
        { line: 2, column: 12, text: "--nogpgcheck" },
        { line: 2, column: 48, text: "--setopt=*.gpgcheck=0" },
        { line: 3, column: 12, text: "--no-gpg-checks" },
        { line: 3, column: 50, text: "--nosignature" },
      ],
    },
    {
      name: "an option with its value in the next word, behind sudo",
      code: "FROM a:1\nRUN sudo apt-get -o APT::Get::AllowUnauthenticated=true install -y x\n",
      findings: [{ line: 2, column: 18, text: "-o APT::Get::AllowUnauthenticated=true" }],
    },
    {
      name: "--force-yes",
      code: "FROM a:1\nONBUILD RUN apt-get install -y --force-yes x\n",
      findings: [{ line: 2, column: 32, text: "--force-yes" }],
    },
  ],
});
