import { cases } from "../rule-cases.ts";

export default cases("log-to-stdout", {
  valid: [
    { name: "the official image does it", code: 'FROM nginx:1.27\nCMD ["nginx", "-g", "daemon off;"]\n' },
    {
      name: "both linked",
      code: 'FROM debian:12\nRUN apt-get update && apt-get install -y nginx && ln -sf /dev/stdout /var/log/nginx/access.log && ln -sf /dev/stderr /var/log/nginx/error.log\nCMD ["nginx", "-g", "daemon off;"]\n',
    },
    {
      name: "linked in another RUN, with cd",
      code: "FROM alpine:3.21\nRUN apk add --no-cache nginx\nRUN cd /var/log/nginx && ln -sfT /proc/self/fd/1 access.log && ln -sfT /proc/self/fd/2 error.log\nCMD nginx -g 'daemon off;'\n",
    },
    {
      name: "a configuration is copied",
      code: 'FROM debian:12\nRUN apt-get update && apt-get install -y nginx\nCOPY nginx.conf /etc/nginx/nginx.conf\nCMD ["nginx"]\n',
    },
    {
      name: "a configuration is written",
      code: 'FROM debian:12\nRUN apt-get update && apt-get install -y apache2\nRUN printf \'ErrorLog /proc/self/fd/2\\nCustomLog /proc/self/fd/1 combined\\n\' > /etc/apache2/conf-enabled/logs.conf\nCMD ["apache2ctl", "-DFOREGROUND"]\n',
    },
    {
      name: "sed sets it",
      code: "FROM debian:12\nRUN apt-get update && apt-get install -y nginx && sed -i 's#access_log .*#access_log /dev/stdout;#' /etc/nginx/nginx.conf\nCMD [\"nginx\"]\n",
    },
    {
      name: "flags of the server",
      code: 'FROM fedora:41\nRUN dnf install -y httpd\nCMD ["httpd", "-DFOREGROUND", "-E", "/dev/stderr"]\n',
    },
    {
      name: "a script starts it",
      code: 'FROM debian:12\nRUN apt-get update && apt-get install -y nginx\nCOPY start.sh /\nENTRYPOINT ["/start.sh"]\nCMD ["nginx"]\n',
    },
    {
      name: "CMD follows the logs",
      code: "FROM debian:12\nRUN apt-get update && apt-get install -y nginx\nCMD service nginx start && tail -F /var/log/nginx/access.log\n",
    },
    {
      name: "installed but not what runs",
      code: 'FROM debian:12\nRUN apt-get update && apt-get install -y nginx\nCMD ["bash"]\n',
    },
    {
      name: "in a stage that does not ship",
      code: 'FROM debian:12 AS a\nRUN apt-get update && apt-get install -y nginx\nCMD ["nginx"]\nFROM debian:12\nCMD ["bash"]\n',
    },
    {
      name: "redis without the configuration of the package",
      code: 'FROM debian:12\nRUN apt-get update && apt-get install -y redis-server\nCMD ["redis-server"]\n',
    },
  ],
  invalid: [
    {
      name: "nginx of Debian",
      code: 'FROM debian:12\nRUN apt-get update && apt-get install -y nginx\nCMD ["nginx", "-g", "daemon off;"]\n',
      findings: [
        {
          messageId: "files",
          line: 2,
          column: 42,
          text: "nginx",
          message: /started in line 3.+access\.log" and "\/var\/log\/nginx\/error\.log/,
        },
      ],
      suggestions: [
        'FROM debian:12\nRUN apt-get update && apt-get install -y nginx && ln -sf /dev/stdout /var/log/nginx/access.log && ln -sf /dev/stderr /var/log/nginx/error.log\nCMD ["nginx", "-g", "daemon off;"]\n',
      ],
    },
    {
      name: "Apache of Fedora, lower case, CRLF, continued",
      code: 'from fedora:41\r\nrun dnf install -y \\\r\n    # the server\r\n    httpd \\\r\n    && dnf clean all\r\ncmd ["/usr/sbin/httpd", "-DFOREGROUND"]\r\n',
      findings: [{ messageId: "files", line: 4, column: 5, text: "httpd", message: /\/var\/log\/httpd\/access_log/ }],
      suggestions: [
        'from fedora:41\r\nrun dnf install -y \\\r\n    # the server\r\n    httpd \\\r\n    && dnf clean all \\\r\n    && ln -sf /dev/stdout /var/log/httpd/access_log && ln -sf /dev/stderr /var/log/httpd/error_log\r\ncmd ["/usr/sbin/httpd", "-DFOREGROUND"]\r\n',
      ],
    },
    {
      name: "shell form, through service, in a parent stage",
      code: "FROM debian:12 AS base\nRUN apt-get update && apt-get install -y apache2\nFROM base\nCMD service apache2 start && sleep infinity\n",
      findings: [{ messageId: "files", line: 2, column: 42, text: "apache2" }],
      suggestions: [
        "FROM debian:12 AS base\nRUN apt-get update && apt-get install -y apache2 && ln -sf /dev/stdout /var/log/apache2/access.log && ln -sf /dev/stderr /var/log/apache2/error.log\nFROM base\nCMD service apache2 start && sleep infinity\n",
      ],
    },
    {
      name: "only one of the two",
      code: 'FROM alpine:3.21\nRUN apk add --no-cache nginx && ln -s /dev/stdout /var/log/nginx/access.log\nENTRYPOINT ["nginx", "-g", "daemon off;"]\n',
      findings: [
        {
          messageId: "half",
          line: 2,
          column: 24,
          text: "nginx",
          message: /still logs to "\/var\/log\/nginx\/error\.log"/,
        },
      ],
      suggestions: [
        'FROM alpine:3.21\nRUN apk add --no-cache nginx && ln -s /dev/stdout /var/log/nginx/access.log && ln -sf /dev/stderr /var/log/nginx/error.log\nENTRYPOINT ["nginx", "-g", "daemon off;"]\n',
      ],
    },
    {
      name: "the wrong way round",
      code: 'FROM debian:12\nRUN apt-get update && apt-get install -y nginx && ln -sf /var/log/nginx/access.log /dev/stdout\nCMD ["nginx"]\n',
      findings: [
        {
          messageId: "reversed",
          line: 2,
          column: 51,
          text: "ln -sf /var/log/nginx/access.log /dev/stdout",
          message: /Write "ln -sf \/dev\/stdout \/var\/log\/nginx\/access\.log"/,
        },
      ],
    },
    {
      name: "a server that links do not serve",
      code: 'FROM debian:12\nRUN <<EOF\napt-get update\napt-get install -y squid\nEOF\nCMD ["squid", "-N"]\n',
      findings: [{ messageId: "files", line: 4, column: 20, text: "squid", message: /stdio:\/dev\/stdout/ }],
    },
    {
      name: "a volume for the logs changes nothing",
      code: 'FROM debian:12\nRUN apt-get update && apt-get install -y nginx\nVOLUME /var/log/nginx\nCMD ["nginx"]\n',
      findings: [{ messageId: "files", line: 2, column: 42, text: "nginx" }],
      suggestions: [
        'FROM debian:12\nRUN apt-get update && apt-get install -y nginx && ln -sf /dev/stdout /var/log/nginx/access.log && ln -sf /dev/stderr /var/log/nginx/error.log\nVOLUME /var/log/nginx\nCMD ["nginx"]\n',
      ],
    },
  ],
});
