import { cases } from "../rule-cases.ts";

export default cases("declare-data-volume", {
  valid: [
    'FROM a:1\nVOLUME /data\nCMD ["mongod"]\n',
    { name: "images that declare it", code: 'FROM mysql:8.4\nCMD ["mysqld", "--x"]\n' },
    {
      name: "other programs",
      code: 'FROM a:1\nCMD ["mysql"]\nFROM b:1\nENTRYPOINT ["/entrypoint.sh"]\nCMD ["constructor"]\n',
    },
    { name: "in the stage below", code: 'FROM a:1 AS base\nVOLUME /data\nFROM base\nCMD ["redis-server"]\n' },
    { name: "a stage that does not ship", code: 'FROM a:1 AS b\nCMD ["mongod"]\nFROM c:1\nCOPY --from=b /x /x\n' },
  ],
  invalid: [
    {
      code: 'FROM a:1\nCMD ["mysqld", "--user=mysql"]\n',
      findings: [
        { line: 2, column: 6, text: '"mysqld"', message: /^Stage 0 starts "mysqld".*VOLUME \/var\/lib\/mysql/ },
      ],
    },
    {
      name: "in shell form, CRLF",
      code: "from a:1 as db\r\ncmd exec redis-server /etc/redis.conf\r\n",
      findings: [{ line: 2, column: 10, text: "redis-server", message: /Stage "db"/ }],
    },
    {
      name: "by its path, in ENTRYPOINT",
      code: 'FROM a:1\nENTRYPOINT ["/usr/bin/mongod", "--bind_ip_all"]\nCMD ["--quiet"]\n',
      findings: [{ line: 2, column: 13, text: '"/usr/bin/mongod"', message: /\/data\/db/ }],
    },
  ],
});
