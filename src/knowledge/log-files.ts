/**
 * Servers that, as their distribution packages configure them, log to files and not to the container's output.
 *
 * Written from general knowledge of the packages of Debian, Alpine, Fedora and openSUSE and of the official images, 2026-11; a
 * server whose defaults were not certain is left out. Correct an entry together with a case of `log-to-stdout`.
 */

/** One of these stands in the name of every package below: most packages hold none. */
export const serverWords = /nginx|apache|httpd|squid|mysql|redis|vsftpd/;

export interface ServerLog {
  readonly stream: "stdout" | "stderr";
  /** Absolute path by default. */
  readonly path: string;
  /** Other names of the same log in some distributions. */
  readonly aliases?: readonly string[];
}

export interface LoggingServer {
  readonly name: string;
  /** Matches package names, versions cut off. */
  readonly packages: RegExp;
  /** Programs that start it, by base name. */
  readonly programs: RegExp;
  /** Only with an argument like this does it log to files (a configuration file of the package). */
  readonly onlyWith?: RegExp;
  /** Arguments with which it logs to standard error or output itself. */
  readonly consoleFlags?: RegExp;
  /** Where its configuration lives: a file copied there may say anything about logs. */
  readonly configuration: readonly string[];
  /** By OS family; `default` for the others. */
  readonly logs: Readonly<Partial<Record<string, readonly ServerLog[]>>> & { readonly default: readonly ServerLog[] };
  /** What to write into the configuration where links do not serve. */
  readonly hint?: string;
}

export const loggingServers: readonly LoggingServer[] = [
  {
    name: "nginx",
    packages: /^nginx(?:-(?:full|light|extras|core|mainline|stable|all-modules))?$/,
    programs: /^nginx$/,
    configuration: ["/etc/nginx"],
    logs: {
      default: [
        { stream: "stdout", path: "/var/log/nginx/access.log" },
        { stream: "stderr", path: "/var/log/nginx/error.log" },
      ],
    },
  },
  {
    name: "Apache httpd",
    packages: /^(?:apache2|httpd|libapache2-mod-php[\d.]*|apache2-prefork)$/,
    programs: /^(?:apache2|httpd|apachectl|apache2ctl|apache2-foreground|httpd-foreground)$/,
    consoleFlags: /^-E$|ErrorLog|CustomLog/,
    configuration: ["/etc/apache2", "/etc/httpd"],
    logs: {
      default: [
        { stream: "stdout", path: "/var/log/apache2/access.log" },
        { stream: "stderr", path: "/var/log/apache2/error.log" },
      ],
      rhel: [
        { stream: "stdout", path: "/var/log/httpd/access_log", aliases: ["/etc/httpd/logs/access_log"] },
        { stream: "stderr", path: "/var/log/httpd/error_log", aliases: ["/etc/httpd/logs/error_log"] },
      ],
      suse: [
        { stream: "stdout", path: "/var/log/apache2/access_log" },
        { stream: "stderr", path: "/var/log/apache2/error_log" },
      ],
    },
  },
  {
    name: "lighttpd",
    packages: /^lighttpd$/,
    programs: /^lighttpd(?:-angel)?$/,
    configuration: ["/etc/lighttpd"],
    logs: {
      default: [{ stream: "stderr", path: "/var/log/lighttpd/error.log" }],
      alpine: [
        { stream: "stdout", path: "/var/log/lighttpd/access.log" },
        { stream: "stderr", path: "/var/log/lighttpd/error.log" },
      ],
    },
    // lighttpd drops its rights before it opens the log, so links to /dev/stdout need a tty.
    hint: "set server.errorlog and accesslog.filename to /dev/fd/2 and /dev/fd/1",
  },
  {
    name: "Squid",
    packages: /^squid$/,
    programs: /^squid$/,
    configuration: ["/etc/squid"],
    logs: {
      default: [
        { stream: "stdout", path: "/var/log/squid/access.log" },
        { stream: "stderr", path: "/var/log/squid/cache.log" },
      ],
    },
    hint: 'set "access_log stdio:/dev/stdout" and "cache_log /dev/stderr"',
  },
  {
    name: "MySQL",
    packages: /^(?:mysql-server|mysql-community-server|default-mysql-server)(?:-[\d.]+)?$/,
    programs: /^(?:mysqld|mysqld_safe)$/,
    consoleFlags: /^--(?:console|log-error=?$)|^--log-error=\/dev\//,
    configuration: ["/etc/mysql", "/etc/my.cnf", "/etc/my.cnf.d"],
    logs: {
      default: [{ stream: "stderr", path: "/var/log/mysql/error.log" }],
      rhel: [{ stream: "stderr", path: "/var/log/mysqld.log" }],
    },
    hint: 'start it with "--console", or set log-error to /dev/stderr',
  },
  {
    name: "Redis",
    packages: /^(?:redis|redis-server)$/,
    programs: /^redis-server$/,
    onlyWith: /^\/etc\/redis/,
    consoleFlags: /^--logfile$/,
    configuration: ["/etc/redis", "/etc/redis.conf"],
    logs: {
      default: [{ stream: "stdout", path: "/var/log/redis/redis-server.log" }],
      alpine: [{ stream: "stdout", path: "/var/log/redis/redis.log" }],
      rhel: [{ stream: "stdout", path: "/var/log/redis/redis.log" }],
    },
    hint: 'start it with "--logfile" and an empty value',
  },
  {
    name: "vsftpd",
    packages: /^vsftpd$/,
    programs: /^vsftpd$/,
    configuration: ["/etc/vsftpd", "/etc/vsftpd.conf"],
    logs: { default: [{ stream: "stdout", path: "/var/log/vsftpd.log" }] },
  },
];
