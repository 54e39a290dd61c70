import { cases } from "../rule-cases.ts";

export default cases("no-pip-cache", {
  valid: [
    "FROM python:3.13\nRUN pip install --no-cache-dir flask\n",
    { name: "ENV", code: "FROM python:3.13\nENV PIP_NO_CACHE_DIR=1\nRUN pip install flask\n" },
    {
      name: "any value of the variable switches it off",
      code: "FROM python:3.13\nENV PIP_NO_CACHE_DIR=off\nRUN pip install flask\n",
    },
    {
      name: "ENV of the parent stage",
      code: "FROM python:3.13 AS base\nENV PIP_NO_CACHE_DIR=1\nFROM base\nRUN pip install flask\n",
    },
    { name: "in front of the command", code: "FROM python:3.13\nRUN PIP_NO_CACHE_DIR=1 pip install flask\n" },
    { name: "export", code: "FROM python:3.13\nRUN export PIP_NO_CACHE_DIR=1 && pip install flask\n" },
    {
      name: "a cache mount for another home",
      code: "FROM python:3.13\nRUN --mount=type=cache,target=/home/app/.cache/pip pip install flask\n",
    },
    { name: "deleted in the same RUN", code: "FROM python:3.13\nRUN pip install flask && rm -rf ~/.cache\n" },
    { name: "purged", code: "FROM python:3.13\nRUN pip3 install flask && pip3 cache purge\n" },
    { name: "uv has another cache", code: "FROM python:3.13\nRUN uv pip install --system flask\n" },
    { name: "a configuration is copied", code: "FROM python:3.13\nCOPY pip.conf /etc/\nRUN pip install flask\n" },
    {
      name: "a builder stage",
      code: "FROM python:3.13 AS b\nRUN pip install flask\nFROM scratch\nCOPY --from=b /a /a\n",
    },
  ],
  invalid: [
    {
      name: "a package",
      code: "FROM python:3.13\nRUN pip install flask\n",
      findings: [{ messageId: "kept", line: 2, column: 5, text: "pip install" }],
      output: "FROM python:3.13\nRUN pip install --no-cache-dir flask\n",
    },
    {
      name: "python -m, lower case, CRLF, continued with a comment, twice",
      code: "from python:3.13\r\nrun python3 -m pip install -U pip \\\r\n    # all\r\n    && pip3 install -r requirements.txt\r\n",
      findings: [{ messageId: "kept", line: 2, column: 5, text: "python3 -m pip install" }],
      output:
        "from python:3.13\r\nrun python3 -m pip install --no-cache-dir -U pip \\\r\n    # all\r\n    && pip3 install --no-cache-dir -r requirements.txt\r\n",
    },
    {
      name: "deleted in another layer",
      code: "FROM python:3.13\nRUN pip install flask\nRUN rm -rf /root/.cache/pip\n",
      findings: [{ messageId: "kept", line: 2, column: 5, text: "pip install" }],
      output: "FROM python:3.13\nRUN pip install --no-cache-dir flask\nRUN rm -rf /root/.cache/pip\n",
    },
    {
      name: "a here-document",
      code: "FROM python:3.13\nRUN <<EOF\npip install flask\nEOF\n",
      findings: [{ messageId: "kept", line: 3, column: 1, text: "pip install" }],
      output: "FROM python:3.13\nRUN <<EOF\npip install --no-cache-dir flask\nEOF\n",
    },
    {
      name: "JSON form, and a script in it",
      code: 'FROM python:3.13\nRUN ["pip", "install", "flask"]\nRUN ["sh", "-c", "pip install click"]\n',
      findings: [
        { messageId: "kept", line: 2, column: 6, text: '"pip", "install"' },
        { messageId: "kept", line: 3, column: 19, text: "pip install" },
      ],
      output:
        'FROM python:3.13\nRUN ["pip", "install", "--no-cache-dir", "flask"]\nRUN ["sh", "-c", "pip install --no-cache-dir click"]\n',
    },
    {
      name: "a mount over something else",
      code: "FROM python:3.13\nRUN --mount=type=cache,target=/root/.npm pip install flask\n",
      findings: [{ messageId: "kept", line: 2, column: 42, text: "pip install" }],
      output: "FROM python:3.13\nRUN --mount=type=cache,target=/root/.npm pip install --no-cache-dir flask\n",
    },
  ],
});
