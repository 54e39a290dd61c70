import { cases } from "../rule-cases.ts";

export default cases("valid-label-key", {
  valid: [
    "FROM a:1\nLABEL a=1 com.example.a-b_c/d=2 org.opencontainers.image.title=x maintainer2=y\n",
    'FROM a:1\nLABEL "com.example.vendor"="ACME"\n',
    {
      name: "what Docker asks of extensions",
      code: "FROM a:1\nLABEL com.docker.desktop.extension.api.version=1 com.docker.extension.screenshots=x\n",
    },
    { name: "a key that a build argument decides", code: "FROM a:1\nARG K=Bad\nLABEL $K=1\n" },
    {
      name: "an allowed key",
      code: "FROM a:1\nLABEL io.k8s.displayName=x\n",
      options: [{ allow: ["io.k8s.displayName"] }],
    },
  ],
  invalid: [
    {
      name: "each key by itself",
      code: "FROM a:1\nLABEL Vendor=x ok=1 \\\n  # why\n  1st=x end.=x\n",
      findings: [
        { line: 2, column: 7, text: "Vendor", message: /upper-case letters/ },
        { line: 4, column: 3, text: "1st", message: /does not begin with a letter/ },
        { line: 4, column: 9, text: "end.", message: /ends with "\."/ },
      ],
    },
    {
      name: "odd characters",
      code: 'FROM a:1\r\nlabel a..b=1 a--b=1 "a b"=1 a%=1 ä=1\r\n',
      findings: [
        { line: 2, column: 7, text: "a..b", message: /has "\.\." in it/ },
        { line: 2, column: 14, text: "a--b", message: /has "--" in it/ },
        { line: 2, column: 21, text: '"a b"', message: /has a blank in it/ },
        { line: 2, column: 29, text: "a%", message: /has "%" in it/ },
        { line: 2, column: 34, text: "ä", message: /has "ä" in it/ },
      ],
    },
    {
      name: "Docker's own namespaces",
      code: "FROM a:1\nLABEL com.docker.x=1 io.docker.x=1 org.dockerproject.x=1\n",
      findings: [
        { messageId: "reserved", line: 2, column: 7, text: "com.docker.x" },
        { messageId: "reserved", line: 2, column: 22, text: "io.docker.x" },
        { messageId: "reserved", line: 2, column: 36, text: "org.dockerproject.x" },
      ],
    },
    {
      name: "a variable that the file sets, an ONBUILD, the old form",
      code: "FROM a:1\nENV K=Bad\nLABEL $K=1\nONBUILD LABEL Bad=1\nLABEL Old value\n",
      findings: [
        { line: 3, column: 7, text: "$K", message: /"Bad"/ },
        { line: 4, column: 15, text: "Bad" },
        { line: 5, column: 7, text: "Old" },
      ],
    },
  ],
});
