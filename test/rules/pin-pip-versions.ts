import { cases } from "../rule-cases.ts";

export default cases("pin-pip-versions", {
  valid: [
    "FROM python:3.13\nRUN pip install flask==3.1.0\n",
    { name: "a requirements file", code: "FROM python:3.13\nRUN pip install -r requirements.txt\n" },
    { name: "the project itself", code: "FROM python:3.13\nRUN pip install . && pip install -e '.[dev]'\n" },
    { name: "a constraints file", code: "FROM python:3.13\nRUN pip install -c constraints.txt flask\n" },
    { name: "a variable", code: "FROM python:3.13\nARG FLASK\nRUN pip install flask==$FLASK ${MORE}\n" },
    { name: "what a file lists", code: "FROM python:3.13\nRUN uv pip sync requirements.txt && uv sync\n" },
    { name: "the installer itself", code: "FROM python:3.13\nRUN pip install --upgrade pip setuptools\n" },
    {
      name: "a wheel and a repository at a tag",
      code: "FROM python:3.13\nRUN pip install x-1.0-py3-none-any.whl git+https://example.org/x@v1\n",
    },
  ],
  invalid: [
    {
      code: "FROM python:3.13\nRUN pip install --no-cache-dir --timeout 60 flask gunicorn==23.0.0\n",
      findings: [
        { messageId: "unpinned", line: 2, column: 45, text: "flask", message: /pip installs "flask" in stage 0/ },
      ],
    },
    {
      name: "as a module, in quotes",
      code: "from python:3.13\r\nrun python3 -m pip install 'uvicorn[standard]'\r\n",
      findings: [{ line: 2, column: 28, text: "'uvicorn[standard]'" }],
    },
    {
      name: "other tools, and the installer when it is asked for",
      code: "FROM python:3.13\nRUN pip install uv && uv tool install ruff && pipx install black pip\n",
      options: [{ ignore: [] }],
      findings: [
        { line: 2, column: 17, text: "uv" },
        { line: 2, column: 39, text: "ruff", message: /^uv/ },
        { line: 2, column: 60, text: "black", message: /"black" and "pip"/ },
      ],
    },
    {
      name: "in a builder stage too",
      code: "FROM python:3.13 AS build\nRUN pip3 install \\\n  # to build\n  poetry\nFROM scratch\nCOPY --from=build /x /x\n",
      findings: [{ line: 4, column: 3, text: "poetry", message: /stage "build"/ }],
    },
  ],
});
