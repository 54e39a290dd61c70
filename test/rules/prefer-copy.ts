import { cases } from "../rule-cases.ts";

export default cases("prefer-copy", {
  valid: [
    "FROM a:1\nCOPY x /y\n",
    { name: "an archive is unpacked", code: "FROM a:1\nADD rootfs.tar.xz /\nADD a.tgz b.txt /x/\n" },
    { name: "URLs", code: 'FROM a:1\nADD https://example.org/x.txt /x\nADD ["http://example.org/y", "/y"]\n' },
    {
      name: "repositories",
      code: "FROM a:1\nADD git@github.com:o/r.git /x\nADD https://github.com/o/r.git#v1 /y\nADD git://h/x /z\n",
    },
    {
      name: "flags of ADD",
      code: "FROM a:1\nADD --unpack=false x /y\nADD --keep-git-dir=true x /y\nADD --checksum=sha256:00 x /y\n",
    },
    { name: "a build argument may name anything", code: "FROM a:1\nARG SRC\nADD $SRC /x\nARG B=b.txt\nADD ${B} /x\n" },
    { name: "an ENV that names an archive", code: "FROM a:1\nENV F=x.tar.gz\nADD $F /x\n" },
    { name: "no destination", code: "FROM a:1\nADD x\n" },
  ],
  invalid: [
    {
      code: "FROM a:1\nADD app.py /app/\n",
      findings: [{ messageId: "copyDoes", line: 2, column: 1, text: "ADD", message: /stage 0/ }],
      output: "FROM a:1\nCOPY app.py /app/\n",
    },
    {
      name: "lower case, flags that both know, a folder, CRLF",
      code: "from a:1 as web\r\nadd --chown=1:1 --link ./ /app\r\n",
      findings: [{ line: 2, column: 1, text: "add", message: /stage "web"/ }],
      output: "from a:1 as web\r\ncopy --chown=1:1 --link ./ /app\r\n",
    },
    {
      name: "a file that may be an archive: only suggested",
      code: "FROM a:1\nADD rootfs /\n",
      findings: [{ line: 2, column: 1, text: "ADD" }],
      suggestions: ["FROM a:1\nCOPY rootfs /\n"],
    },
    {
      name: "JSON form, and .zip is not unpacked",
      code: 'FROM a:1\nADD ["my file.zip", "/x/"]\n',
      findings: [{ line: 2, column: 1, text: "ADD" }],
      output: 'FROM a:1\nCOPY ["my file.zip", "/x/"]\n',
    },
    {
      name: "in an ONBUILD",
      code: "FROM a:1\nONBUILD ADD . /app\n",
      findings: [{ line: 2, column: 9, text: "ADD" }],
      output: "FROM a:1\nONBUILD COPY . /app\n",
    },
    {
      name: "a heredoc",
      code: "FROM a:1\nADD <<EOF /x\nhello\nEOF\n",
      findings: [{ line: 2, column: 1, text: "ADD" }],
      output: "FROM a:1\nCOPY <<EOF /x\nhello\nEOF\n",
    },
    {
      name: "a variable with a fixed value",
      code: "FROM a:1\nENV F=x.txt\nADD \\\n # what\n $F /x\n",
      findings: [{ line: 3, column: 1, text: "ADD" }],
      output: "FROM a:1\nENV F=x.txt\nCOPY \\\n # what\n $F /x\n",
    },
  ],
});
