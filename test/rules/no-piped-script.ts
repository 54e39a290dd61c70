import { cases } from "../rule-cases.ts";

export default cases("no-piped-script", {
  valid: [
    "FROM a:1\nRUN curl -fsSLO https://x/i.sh && sha256sum -c sums && sh i.sh\n",
    {
      name: "into something else",
      code: "FROM a:1\nRUN curl https://x | tar xz && wget -qO- https://y | gpg --dearmor > /k && curl https://z | jq .\n",
    },
    {
      name: "data for a program that is given",
      code: "FROM a:1\nRUN curl https://x | python3 -c 'import sys' && curl https://y | sh run.sh && wget -qO- z | perl -ne 'print'\n",
    },
    {
      name: "a value",
      code: 'FROM a:1\nRUN V="$(curl -s https://x)" && bash -c "echo $V" && sh -c "curl https://y -o z"\n',
    },
    { name: "another pipe", code: "FROM a:1\nRUN curl https://x -o y; cat y | sh\n" },
  ],
  invalid: [
    {
      name: "into a shell, at the end of a longer pipe too",
      code: "FROM a:1\nRUN curl -fsSL https://x \\\n  # installer\n  | tr -d '\\r' | sudo -E bash - && wget -qO- https://y | sh -s -- -y\n",
      findings: [
        { line: 2, column: 5, text: "curl", message: /"bash" runs what "curl" fetches/ },
        { line: 4, column: 36, text: "wget", message: /"sh" runs/ },
      ],
    },
    {
      name: "into an interpreter",
      code: "from a:1\r\nrun curl -sS https://x | php -- --install-dir=/bin && curl https://y | python3\r\n",
      findings: [
        { line: 2, column: 5, text: "curl" },
        { line: 2, column: 55, text: "curl" },
      ],
    },
    {
      name: "by substitution",
      code: 'FROM a:1\nRUN bash -c "$(curl -fsSL https://x)" \nSHELL ["/bin/bash", "-c"]\nRUN bash <(curl https://z) && eval "$(curl https://w)"\n',
      findings: [
        { line: 2, column: 16, text: "curl" },
        { line: 4, column: 12, text: "curl" },
        { line: 4, column: 39, text: "curl", message: /"eval" runs/ },
      ],
    },
  ],
});
