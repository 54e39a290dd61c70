import { cases } from "../rule-cases.ts";

export default cases("no-docker-socket", {
  valid: [
    "FROM a:1\nVOLUME /var/lib/docker /var/run /data/docker.sock\n",
    { name: "a flag of the program", code: 'FROM a:1\nCMD ["app", "-s", "/var/run/docker.sock"]\n' },
    { name: "a variable of the image", code: "FROM a:1\nENV DOCKER_HOST=unix:///var/run/docker.sock\n" },
  ],
  invalid: [
    {
      code: "FROM a:1\nVOLUME /data /var/run/docker.sock\n",
      findings: [{ line: 2, column: 14, text: "/var/run/docker.sock" }],
    },
    {
      name: "as JSON, CRLF",
      code: 'from a:1\r\nvolume ["/run/docker.sock"]\r\n',
      findings: [{ line: 2, column: 9, text: '"/run/docker.sock"' }],
    },
    {
      name: "a variable, an ONBUILD, another engine",
      code: "FROM a:1\nENV S=/run/podman/podman.sock\nONBUILD VOLUME $S\nVOLUME $S\n",
      findings: [
        { line: 3, column: 16, text: "$S" },
        { line: 4, column: 8, text: "$S", message: /podman/ },
      ],
    },
  ],
});
