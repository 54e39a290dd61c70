import { cases } from "../rule-cases.ts";

export default cases("verify-tls", {
  valid: [
    "FROM a:1\nENV NODE_TLS_REJECT_UNAUTHORIZED=1 GIT_SSL_NO_VERIFY=false PYTHONHTTPSVERIFY=1\nARG NPM_CONFIG_STRICT_SSL=true\n",
    {
      name: "other flags of curl",
      code: "FROM a:1\nRUN curl -fsSL -o k -H -k --cacert x https://x && curl -o -k https://y\n",
    },
    {
      name: "a checksum right after it",
      code: 'FROM a:1\nRUN curl -k -o x https://x && echo "abc  x" | sha256sum -c - && wget --no-check-certificate y && gpg --verify y.asc\n',
    },
    {
      name: "this machine",
      code: "FROM a:1\nRUN curl -k https://localhost:8443/health || curl -k https://127.0.0.1/\n",
    },
    {
      name: "settings that leave the check on",
      code: "FROM a:1\nRUN git config --global http.sslVerify true && npm config set strict-ssl true\n",
    },
    { name: "a word that is no command", code: "FROM a:1\nRUN echo curl -k wget --no-check-certificate\n" },
    { name: "a check when the container runs", code: "FROM a:1\nHEALTHCHECK CMD curl -k https://localhost/\n" },
  ],
  invalid: [
    {
      name: "curl and wget, behind wrappers and in a cluster of flags",
      code: "FROM a:1\nRUN sudo curl -fsSLk https://x | sh && \\\n  # why\n  wget -q --no-check-certificate https://y; curl --insecure https://z\n",
      findings: [
        { messageId: "flag", line: 2, column: 15, text: "-fsSLk", message: /"curl" from checking/ },
        { line: 4, column: 11, text: "--no-check-certificate", message: /"wget"/ },
        { line: 4, column: 50, text: "--insecure" },
      ],
    },
    {
      name: "settings of git, npm and yarn",
      code: "FROM a:1\nRUN git config --global http.sslVerify false && git -c http.sslVerify=false clone x\nRUN npm config set strict-ssl false && yarn config set strict-ssl=false && npm ci --strict-ssl=false\n",
      findings: [
        { line: 2, column: 25, text: "http.sslVerify false" },
        { line: 2, column: 56, text: "http.sslVerify=false" },
        { line: 3, column: 20, text: "strict-ssl false" },
        { line: 3, column: 56, text: "strict-ssl=false" },
        { line: 3, column: 83, text: "--strict-ssl=false" },
      ],
    },
    {
      name: "package managers",
      code: "FROM a:1\nRUN python3 -m pip install --trusted-host pypi.org x && yum install -y --setopt=sslverify=0 y\nRUN apt-get -o Acquire::https::Verify-Peer=false update\n",
      findings: [
        { line: 2, column: 28, text: "--trusted-host pypi.org", message: /from checking/ },
        { line: 2, column: 72, text: "--setopt=sslverify=0" },
        { line: 3, column: 13, text: "-o Acquire::https::Verify-Peer=false" },
      ],
    },
    {
      name: "variables, of the image, of the build and of one command, CRLF",
      code: "from a:1\r\nenv A=1 NODE_TLS_REJECT_UNAUTHORIZED=0\r\narg GIT_SSL_NO_VERIFY=true\r\nrun npm_config_strict_ssl=false npm ci && export PYTHONHTTPSVERIFY=0\r\n",
      findings: [
        {
          messageId: "variable",
          line: 2,
          column: 9,
          text: "NODE_TLS_REJECT_UNAUTHORIZED=0",
          message: /every container/,
        },
        { line: 3, column: 5, text: "GIT_SSL_NO_VERIFY=true", message: /later step of the stage/ },
        { line: 4, column: 5, text: "npm_config_strict_ssl=false", message: /The command then/ },
        { line: 4, column: 50, text: "PYTHONHTTPSVERIFY=0" },
      ],
    },
    {
      name: "a setting of yarn, and one of pip in a variable of a lower-case name",
      code: "FROM a:1\nARG pip_trusted_host=pypi.org\nRUN yarn config set enableStrictSsl false\n",
      findings: [
        { messageId: "variable", line: 2, column: 5, text: "pip_trusted_host=pypi.org" },
        { messageId: "flag", line: 3, column: 21, text: "enableStrictSsl false" },
      ],
    },
  ],
});
