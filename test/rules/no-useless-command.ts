import { cases } from "../rule-cases.ts";

export default cases("no-useless-command", {
  valid: [
    "FROM debian:12\nRUN service postgresql start && su postgres -c 'createdb app' && service postgresql stop\n",
    { name: "enabled for later", code: "FROM fedora:41\nRUN systemctl enable sshd && systemctl mask tmp.mount\n" },
    {
      name: "output that goes on",
      code: "FROM debian:12\nRUN free -m | awk '{print $2}' && test $(ps aux | wc -l) -gt 1 && ps aux > /procs\n",
    },
    { name: "an editor with commands", code: "FROM debian:12\nRUN vim +PluginInstall +qall && vim -es -c q\n" },
    { name: "kill of what the RUN started", code: "FROM debian:12\nRUN kill 1 & sleep 1; kill $!\n" },
    { name: "the right to mount", code: "FROM debian:12\nRUN --security=insecure mount -t tmpfs none /x\n" },
    {
      name: "a command on another machine, with a key",
      code: "FROM debian:12\nRUN --mount=type=ssh ssh -T git@github.com\n",
    },
    { name: "installed, not run", code: "FROM debian:12\nRUN apt-get install -y vim ssh procps\n" },
  ],
  invalid: [
    {
      name: "a service that is gone with the RUN; only the first is said",
      code: "FROM debian:12\nRUN apt-get install -y cron && service cron start && service ssh start\n",
      findings: [{ messageId: "service", line: 2, column: 32, text: "service cron start" }],
    },
    {
      name: "started and stopped for nothing, CRLF, continued",
      code: "from debian:12\r\nrun systemctl start x \\\r\n  && systemctl stop x\r\n",
      findings: [{ messageId: "service", line: 2, column: 5, text: "systemctl start x" }],
    },
    {
      name: "terminals",
      code: 'FROM debian:12\nRUN top\nRUN ["vim", "/etc/hosts"]\nONBUILD RUN sudo nano /x\n',
      findings: [
        { messageId: "interactive", line: 2, column: 5, text: "top" },
        { messageId: "interactive", line: 3, column: 6, text: '"vim", "/etc/hosts"' },
        { messageId: "interactive", line: 4, column: 18, text: "nano /x" },
      ],
    },
    {
      name: "the machine that builds, its power, its disks",
      code: "FROM debian:12\nRUN <<EOF\nps aux\nEOF\nRUN make && shutdown now\nRUN mount /dev/sda1 /x\nRUN kill 1\nRUN ssh host\n",
      findings: [
        { messageId: "builder", line: 3, column: 1, text: "ps aux" },
        { messageId: "power", line: 5, column: 13, text: "shutdown now" },
        { messageId: "mount", line: 6, column: 5, text: "mount /dev/sda1 /x" },
        { messageId: "kill", line: 7, column: 5, text: "kill 1" },
        { messageId: "ssh", line: 8, column: 5, text: "ssh host" },
      ],
    },
  ],
});
