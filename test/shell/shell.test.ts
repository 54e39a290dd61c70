/** The shell room: commands with their place, wrappers, package calls, pins, caches. */
import { readFileSync } from "node:fs";
import type { ShellCommand, ShellWord } from "../../src/shell/nodes.ts";
import { cachesRemovedBy } from "../../src/shell/package-caches.ts";
import { assumesYes, isQuiet, readPackageCall, skipsCache, skipsRecommends } from "../../src/shell/package-call.ts";
import type { PackageCall } from "../../src/shell/package-call.ts";
import { packageManagers } from "../../src/shell/package-managers.ts";
import { isPinned } from "../../src/shell/package-pins.ts";
import { commandFromWords, parseShell } from "../../src/shell/parse-shell.ts";

const same = (start: number, end: number): readonly [number, number] => [start, end];

function commandsOf(text: string, dialect: "sh" | "bash" = "sh"): readonly ShellCommand[] {
  const parsed = parseShell(text, same, { dialect });
  expect(parsed.error).toBeNull();
  expect(parsed.skipped).toBeNull();
  return parsed.commands;
}

function only(text: string): ShellCommand {
  const [command, ...others] = commandsOf(text);
  expect(others).toEqual([]);
  if (!command) throw new Error(`no command in ${text}`);
  return command;
}

function callOf(text: string): PackageCall {
  const call = readPackageCall(only(text));
  if (!call) throw new Error(`no package call in ${text}`);
  return call;
}

const wordsOf = (command: ShellCommand): string =>
  [command.nameWord, ...command.args].map((word) => word?.text ?? "").join(" ");
const textsOf = (words: readonly ShellWord[]): string => words.map((word) => word.text).join(" ");

describe("commands of real-world snippets", () => {
  const url = new URL("../../fixtures/shell/snippets.json", import.meta.url);
  const snippets = JSON.parse(readFileSync(url, "utf8")) as { text: string; commands: string[] | null }[];

  test.each(snippets)("$text", ({ text, commands }) => {
    const parsed = parseShell(text, same, { dialect: "bash" });
    if (commands === null) {
      expect(parsed.commands).toEqual([]);
      expect(parsed.error).not.toBeNull();
    } else {
      expect(parsed.error).toBeNull();
      expect(parsed.commands.filter((command) => command.nameWord).map(wordsOf)).toEqual(commands);
    }
  });
});

describe("positions", () => {
  test("every word, assignment, redirection and command is where its text says", () => {
    const text =
      "A=1 B='é 🎉' make -j\"$(nproc)\" x\\ y >>log 2>&1 && sudo -u me env C=d ls \"日本\" | cat <<-'E'\n\tz\n\tE\n";
    for (const command of commandsOf(text)) {
      for (const word of [command.nameWord, ...command.args])
        expect(text.slice(...(word?.range ?? []))).toBe(word?.text);
      for (const { target } of command.redirections) expect(text.slice(...(target?.range ?? []))).toBe(target?.text);
      for (const { value } of command.assignments) expect(text.slice(...(value?.range ?? []))).toBe(value?.text);
    }
    expect(commandsOf(text).map((command) => text.slice(...command.range))).toEqual([
      "A=1 B='é 🎉' make -j\"$(nproc)\" x\\ y >>log 2>&1",
      "nproc",
      'ls "日本"',
      "cat <<-'E'",
    ]);
  });

  test("the caller's map is applied to every range", () => {
    const { commands } = parseShell("A=b echo $(x) >f", (start, end) => [start + 100, end + 200]);
    expect(commands[0]).toMatchObject({ range: [100, 216], outerStart: 100, nameWord: { range: [104, 208] } });
    expect(commands[0]?.assignments[0]).toMatchObject({ range: [100, 203], value: { range: [102, 203] } });
    expect(commands[0]?.redirections[0]).toMatchObject({ range: [114, 216], target: { range: [115, 216] } });
    expect(commands[1]).toMatchObject({ range: [111, 212] });
  });

  test.each([
    ["single quotes", "sh -c 'a && bb c'", "bb c"],
    ["double quotes without escapes", 'bash -ec "a && bb $X"', "bb $X"],
    ["quotes put together", `sh -c 'a; bb '"$X"' c'`, `bb '"$X"' c`],
    ["double quotes with escapes: the whole word", 'sh -c "a; bb \\"x\\""', '"a; bb \\"x\\""'],
    ["value of a long flag", "su --command='a; bb c' me", "bb c"],
    ["eval of several words", "eval a';' bb c", "bb c"],
    ["backquotes", "echo `a; bb c`", "bb c"],
    ["backquotes with escapes: the whole word", "echo x`a; bb \\`c\\``", "x`a; bb \\`c\\``"],
  ])("a script inside: %s", (_, text, place) => {
    const command = commandsOf(text).find(({ name }) => name === "bb");
    expect(text.slice(...(command?.range ?? []))).toBe(place);
  });
});

describe("words", () => {
  test.each([
    ["plain", "plain", true, []],
    ["'a b'\"c\"d\\ e", "a bcd e", true, []],
    ['"\\$X"', "$X", true, []],
    ["$X", "$X", false, ["X"]],
    ['"a${X:-$Y}b"', "a${X:-$Y}b", false, ["X", "Y"]],
    ["$((N + ${M}))", "$((N + ${M}))", false, ["N", "M"]],
    ["$(cat $X)", "$(cat $X)", false, []],
    ["$1$@$?", "$1$@$?", false, []],
    ["*.deb", "*.deb", false, []],
    ["'*.deb'", "*.deb", true, []],
    ["~/x", "~/x", false, []],
    ["{a,b}", "{a,b}", false, []],
    ["{}", "{}", true, []],
    ['"a\\nb"\\*', "a\\nb*", true, []],
    ["${X}y$Y'$Z'\"$X\"", "${X}y$Y$Z$X", false, ["X", "Y"]],
    ["a~/x", "a~/x", true, []],
  ])("%s", (text, value, literal, variables) => {
    expect(commandsOf(`echo ${text}`)[0]?.args[0]).toMatchObject({ text, value, literal, variables });
  });

  test("$'...' is a quote in bash only", () => {
    expect(commandsOf("echo $'a\\tb'", "bash")[0]?.args[0]).toMatchObject({ value: "a\tb", literal: true });
    expect(commandsOf("echo $'a\\tb'", "sh")[0]?.args[0]).toMatchObject({ literal: false });
  });

  test("what an outer shell fills in is not literal, whatever the inner quotes", () => {
    expect(only(`sh -c "echo '$X' 'y'"`).args).toMatchObject([
      { value: "$X", literal: false, variables: ["X"] },
      { value: "y", literal: true, variables: [] },
    ]);
  });

  test("what stands in a substitution of the outer shell is the outer shell's own", () => {
    const commands = commandsOf('sh -c "a $(b c)"');
    expect(commands.map(({ name, args }) => [name, args[0]?.literal])).toEqual([
      ["a", false],
      ["b", true],
    ]);
  });

  test.each([
    ["/usr/bin/apt-get update", "apt-get"],
    ["./mvnw package", "mvnw"],
    ["$HOME/.cargo/bin/cargo build", "cargo"],
    ['"${VENV}/bin/pip" install', "pip"],
    ["$CMD install", null],
    ["${X:-/usr/bin/pip} install", null],
    ["A=b", null],
  ])("name of %s", (text, name) => {
    expect(only(text).name).toBe(name);
  });

  test("arguments of export are words; assignments and redirections are apart", () => {
    const [command] = commandsOf("A= B=x >out export C=d E 2>&1 <<<word");
    expect(command?.args.map((word) => word.value)).toEqual(["C=d", "E"]);
    expect(command?.assignments.map(({ name, value }) => [name, value?.value ?? null])).toEqual([
      ["A", null],
      ["B", "x"],
    ]);
    expect(command?.redirections.map(({ fd, operator, target }) => [fd, operator, target?.value])).toEqual([
      [null, ">", "out"],
      [2, ">&", "1"],
      [null, "<<<", "word"],
    ]);
  });
});

describe("wrappers", () => {
  test.each([
    ["sudo -E -u root apt-get update", "sudo", "apt-get update"],
    ["sudo A=b -- apt-get update", "sudo", "apt-get update"],
    ["doas -u me ls", "doas", "ls"],
    ["env -i -u X A=b apt-get update", "env", "apt-get update"],
    ["/usr/bin/env ls", "env", "ls"],
    ["env -S 'a b'", "env", "a b"],
    ["time -p make all", "time", "make all"],
    ["/usr/bin/time -f %e make", "time", "make"],
    ["nice -n 10 make", "nice", "make"],
    ["nice -10 make", "nice", "make"],
    ["ionice -c3 tar x", "ionice", "tar x"],
    ["nohup node x &", "nohup", "node x"],
    ["timeout -s KILL 5m curl x", "timeout", "curl x"],
    ["xargs -0 -n1 -I {} rm -f {}", "xargs", "rm -f {}"],
    ["exec -a x nginx", "exec", "nginx"],
    ["command -p ls", "command", "ls"],
    ["builtin cd /x", "builtin", "cd /x"],
    ["chroot --userspec=a:b /mnt ls", "chroot", "ls"],
    ["stdbuf -oL -e 0 app", "stdbuf", "app"],
    ["setarch i386 make", "setarch", "make"],
    ["linux32 make", "linux32", "make"],
    ["gosu me ls -l", "gosu", "ls -l"],
    ["su-exec me:me ls", "su-exec", "ls"],
    ["setpriv --reuid=1 --regid 1 --clear-groups ls", "setpriv", "ls"],
    ["runuser -u me -- ls -l", "runuser", "ls -l"],
    ["runuser -l me -c 'ls -l'", "runuser", "ls -l"],
    ["su - me -s /bin/sh -c 'ls -l'", "su", "ls -l"],
    ["su -c 'ls -l' me", "su", "ls -l"],
    ["eval 'ls -l'", "eval", "ls -l"],
    ["sh -c 'ls -l'", "sh", "ls -l"],
    ["bash -euxo pipefail -c 'ls -l' x y", "bash", "ls -l"],
    ["bash --login -c 'ls -l'", "bash", "ls -l"],
    ["/bin/ash +o history -c 'ls -l'", "ash", "ls -l"],
    ["busybox sh -c 'ls -l'", "busybox,sh", "ls -l"],
    ["conda run -n x pip install y", "conda", "pip install y"],
    ["bundle exec rake", "bundle", "rake"],
    ["corepack pnpm install", "corepack", "pnpm install"],
    ["tini -g -- nginx", "tini", "nginx"],
    ["time sudo -H env A=b nice xargs sh -c 'eval \"ls -l\"'", "time,sudo,env,nice,xargs,sh,eval", "ls -l"],
  ])("%s", (text, wrappers, words) => {
    const command = only(text);
    expect(command.wrappers.join()).toBe(wrappers);
    expect(wordsOf(command)).toBe(words);
    expect(command.outerStart).toBe(0);
  });

  test.each([
    "env",
    "env A=b",
    "sudo -v",
    "sudo -l -U me",
    "command -v apt-get",
    "exec >log",
    "xargs -0",
    "timeout 5",
    "sh script.sh",
    "sh -s arg",
    "bash --version",
    "su me",
    "corepack enable",
    "conda install x",
    "poetry install",
    'sh -c "$CMD"',
    "sh -c 'if'",
    "constructor x",
  ])("%s is the command itself", (text) => {
    expect(only(text)).toMatchObject({
      name: text.split(" ")[0],
      wrappers: [],
      outerStart: 0,
      range: [0, text.length],
    });
  });

  test("assignments of the wrappers are the command's", () => {
    const { assignments } = only('A=1 sudo B=2 env C="$X" D= apt-get update');
    expect(assignments.map(({ name, value }) => [name, value?.value ?? null])).toEqual([
      ["A", "1"],
      ["B", "2"],
      ["C", "$X"],
      ["D", null],
    ]);
  });

  test("a substitution beside a script is not run by its wrappers", () => {
    const commands = commandsOf("sudo -u $(id) sh -c 'a $(b)' \"$(c)\"");
    expect(commands.map(({ name, wrappers }) => [name, wrappers.join()])).toEqual([
      ["id", ""],
      ["a", "sudo,sh"],
      ["b", "sudo,sh"],
      ["c", ""],
    ]);
  });
});

describe("where a command stands", () => {
  const flags = (command: ShellCommand): string =>
    (["conditional", "subshell", "substitution", "negated"] as const).filter((flag) => command[flag]).join();

  test.each([
    ["a || b && c", ":, b:conditional, c:"],
    ["a || { b; c; }", ":, b:conditional, c:conditional"],
    ["if a; then b; elif c; then d; else e; fi", ":, b:conditional, c:conditional, d:conditional, e:conditional"],
    ["while a; do b; done", ":, b:conditional"],
    ["for i in $(a); do b; done", ":subshell,substitution, b:conditional"],
    ["case $(a) in x) b;; esac", ":subshell,substitution, b:conditional"],
    ["a; f() { b; }", ":, b:conditional"],
    ["a; (b)", ":, b:subshell"],
    ["a `b` $(c)", ":, b:subshell,substitution, c:subshell,substitution"],
    ["a <(b)", ":, b:subshell,substitution"],
    ["a; sh -c b", ":, b:subshell"],
    ["a; eval b", ":, b:"],
    ["a; ! b | c", ":, b:negated, c:negated"],
    ["a; cat <<E\n$(b)\nE\n", ":, cat:, b:subshell,substitution"],
    ["a; { cat; } <<E\n$(b)\nE\n", ":, cat:, b:subshell,substitution"],
    ["a; [[ $(b) ]]", ":, b:subshell,substitution"],
    ["a; (( $(b) ))", ":, b:subshell,substitution"],
  ])("%s", (text, expected) => {
    expect(
      commandsOf(text)
        .map((command) => `${command.name === "a" ? "" : command.name}:${flags(command)}`)
        .join(", "),
    ).toBe(expected);
  });

  test("the operator in front, in its own list", () => {
    const commands = commandsOf("a && b | c || d; e & f\ng; (h; i)");
    expect(commands.map(({ name, precededBy }) => `${name}${precededBy ?? ""}`)).toEqual([
      "a",
      "b&&",
      "c&&",
      "d||",
      "e;",
      "f&",
      "g;",
      "h",
      "i;",
    ]);
  });

  test("position in the pipeline", () => {
    const commands = commandsOf("a | b $(c | d) | sudo e; f");
    expect(commands.map(({ name, pipeline }) => [name, pipeline.index, pipeline.length])).toEqual([
      ["a", 0, 3],
      ["b", 1, 3],
      ["c", 0, 2],
      ["d", 1, 2],
      ["e", 2, 3],
      ["f", 0, 1],
    ]);
    const ids = commands.map(({ pipeline }) => pipeline.id);
    expect([ids[0] === ids[1], ids[2] === ids[3], ids[0] === ids[4], new Set(ids).size]).toEqual([true, true, true, 3]);
  });
});

describe("texts that do not parse", () => {
  test.each([
    ["if true; then a", "a"],
    ["a && && b", "&&"],
    ["a (b)", "("],
    ["echo $(if)", ")"],
    ["echo $(a (b))", "("],
    ["a <<E\nb\n", "<<"],
    ['echo "a', '"a'],
    ["a; fi; b", "fi"],
    ["echo `a \\`b (\\``", "`a"],
  ])("%s", (text, place) => {
    const { commands, error } = parseShell(text, same);
    expect(commands).toEqual([]);
    expect(text.slice(...(error?.range ?? []))).toBe(place);
    expect(error?.message).not.toBe("");
  });

  test.each([
    ["100,000 lists", Array(100_000).fill("a").join(" && "), "longer than 64 kB"],
    ["deep subshells", "(".repeat(5_000) + "a" + ")".repeat(5_000), "nested too deep"],
    ["deep quoted substitutions", 'echo "$('.repeat(1_000) + "a" + ')"'.repeat(1_000), "nested too deep"],
    ["deep open substitutions", "echo $(".repeat(1_000), "nested too deep"],
    ["deep eval", "eval ".repeat(2_000) + "a", null],
    ["many heredocs", "a <<E\nE\n".repeat(5_000), null],
    ["lone surrogates and NUL", "echo \ud800 \0 'x", null],
  ])("%s: no throw", (_, text, skipped) => {
    const parsed = parseShell(text, same);
    if (skipped !== null) expect(parsed).toEqual({ commands: [], error: null, skipped });
    else expect(parsed.error !== null || parsed.skipped !== null || parsed.commands.length > 0).toBe(true);
  });

  test("every cut of a script is read or refused, never a throw", () => {
    const script = `set -e; if [ "$A" = b ]; then sudo sh -c "x \`y\` $(z "\${Q:-'r'}")" <<E && eval 'w|v'\n$(u)\nE\nfi`;
    for (let end = 0; end <= script.length; end++) {
      const { commands, error } = parseShell(script.slice(0, end), same);
      expect(error === null || commands.length === 0).toBe(true);
    }
  });

  test("an empty text has no commands and no error", () => {
    expect(parseShell(" \n", same)).toEqual({ commands: [], error: null, skipped: null });
  });
});

describe("exec form", () => {
  const exec = (...words: string[]) => {
    let at = 0;
    return commandFromWords(
      words.map((text) => {
        const range = [at, at + text.length + 2] as const;
        at = range[1] + 1;
        return { text, range };
      }),
    );
  };

  test("words are literal", () => {
    const [command] = exec("/usr/sbin/nginx", "-g", "daemon off; $X");
    expect(command).toMatchObject({ name: "nginx", range: [0, 39], wrappers: [], args: [{}, { literal: true }] });
  });

  test("wrappers are seen through", () => {
    const [command] = exec("env", "A=b", "tini", "--", "node", "x");
    expect(command).toMatchObject({ name: "node", wrappers: ["env", "tini"], outerStart: 0, range: [24, 34] });
    expect(command?.assignments).toMatchObject([{ name: "A", value: { value: "b" } }]);
  });

  test("a script is parsed, its words in place", () => {
    const commands = exec("/bin/sh", "-c", "a && exec bb c");
    expect(commands.map(({ name, wrappers, range }) => [name, wrappers.join(), ...range])).toEqual([
      ["a", "sh", 16, 17],
      ["bb", "sh,exec", 26, 30],
    ]);
    expect(commands.every(({ subshell }) => subshell)).toBe(true);
  });

  test("no words, no command", () => {
    expect(commandFromWords([])).toEqual([]);
  });
});

describe("package calls", () => {
  test.each([
    ["apt-get update", "apt", "update", ""],
    ["apt-get install -y -t bookworm-backports curl wget=1", "apt", "install", "curl wget=1"],
    ["apt-get -o Dpkg::Options::=--force-confdef -qqy install curl", "apt", "install", "curl"],
    ["aptitude safe-upgrade -y", "apt", "upgrade", ""],
    ["apt-get clean", "apt", "clean", ""],
    ["apt-cache policy curl", null, null, null],
    ["apk add --no-cache --virtual .deps -X http://x gcc", "apk", "install", "gcc"],
    ["apk --update add curl", "apk", "install", "curl"],
    ["yum -y --enablerepo epel install a b", "yum", "install", "a b"],
    ["yum update -y", "yum", "upgrade", ""],
    ["dnf5 group install -y 'Dev Tools'", "dnf", "install", "'Dev Tools'"],
    ["microdnf clean all", "dnf", "clean", "all"],
    ["zypper -n in --no-recommends -r repo a", "zypper", "install", "a"],
    ["zypper ref", "zypper", "update", ""],
    ["pacman -Syu --noconfirm", "pacman", "upgrade", ""],
    ["pacman -Sy --noconfirm git", "pacman", "install", "git"],
    ["pacman --sync --clean", "pacman", "clean", ""],
    ["pip install --no-cache-dir -r requirements.txt -c c.txt flask", "pip", "install", "flask"],
    ["pip3.11 install -U pip", "pip", "install", "pip"],
    ["python3 -u -m pip install --timeout 60 flask", "pip", "install", "flask"],
    ["/opt/bin/python${V} -m pip install flask", "pip", "install", "flask"],
    ["python -mpip install flask", "pip", "install", "flask"],
    ["python -m http.server", null, null, null],
    ["$VENV/bin/pip install flask", "pip", "install", "flask"],
    ["uv pip install --system -p 3.11 flask", "pip", "install", "flask"],
    ["uv sync --frozen", "uv", "install", ""],
    ["uv tool install ruff", "uv", "install", "ruff"],
    ["pipx install poetry", "pipx", "install", "poetry"],
    ["pipenv install --deploy", "pipenv", "install", ""],
    ["poetry install --without dev", "poetry", "install", ""],
    ["poetry cache clear pypi --all", "poetry", "clean", "pypi"],
    ["conda install -c conda-forge -yn base python=3.9", "conda", "install", "python=3.9"],
    ["conda env create -f env.yml", "conda", "install", ""],
    ["conda clean -afy", "conda", "clean", ""],
    ["npm --prefix x i -g typescript", "npm", "install", "typescript"],
    ["npm ci --omit dev", "npm", "install", ""],
    ["npm cache clean --force", "npm", "clean", ""],
    ["npm run build", "npm", "other", "build"],
    ["pnpm fetch", "pnpm", "download", ""],
    ["pnpm -C web add x", "pnpm", "install", "x"],
    ["yarn", "yarn", "install", ""],
    ["yarn --frozen-lockfile", "yarn", "install", ""],
    ["yarn --version", "yarn", "other", ""],
    ["yarn global add x", "yarn", "install", "x"],
    ["yarn cache clean", "yarn", "clean", ""],
    ["bun install", "bun", "install", ""],
    ["bun pm cache rm", "bun", "clean", ""],
    ["corepack prepare pnpm@8 --activate", "corepack", "download", "pnpm@8"],
    ["gem install -v 1.2 --no-document rails", "gem", "install", "rails"],
    ["gem install nokogiri -- --use-system-libraries x", "gem", "install", "nokogiri"],
    ["bundle", "bundle", "install", ""],
    ["bundle install --jobs 4", "bundle", "install", ""],
    ["go mod download", "go", "download", ""],
    ["go install -tags x example.com/a@v1", "go", "install", "example.com/a@v1"],
    ["go run -mod=mod example.com/a@v1 --flag arg", "go", "download", "example.com/a@v1"],
    ["go clean -modcache", "go", "clean", ""],
    ["cargo +nightly install --locked ripgrep", "cargo", "install", "ripgrep"],
    ["cargo fetch", "cargo", "download", ""],
    ["composer install --no-dev -d app", "composer", "install", ""],
    ["mvn -B -f app/pom.xml dependency:go-offline", "maven", "download", ""],
    ["./gradlew dependencies --no-daemon", "gradle", "download", ""],
    ["dotnet restore app.csproj -r linux-x64", "dotnet", "install", "app.csproj"],
    ["dotnet nuget locals all --clear", "dotnet", "clean", "all"],
    ["nuget restore", "nuget", "install", ""],
    ["rustup toolchain install stable", "rustup", "install", "stable"],
    ["opkg install x", "opkg", "install", "x"],
    ["brew install x", "brew", "install", "x"],
    ["sudo apt-get -- install -y", "apt", "install", "-y"],
    ["$PKG install x", null, null, null],
  ])("%s", (text, manager, action, packages) => {
    const call = readPackageCall(only(text));
    expect(call && [call.manager, call.action, textsOf(call.packages)]).toEqual(
      manager === null ? null : [manager, action, packages],
    );
  });

  test.each([
    ["apt-get install x", "apt-get"],
    ["/usr/bin/pip3 install x", "pip3"],
    ["python3 -m pip install x", "python3 -m pip"],
    ["uv pip install x", "uv pip"],
  ])("%s is called as %s", (text, program) => {
    expect(callOf(text).program).toBe(program);
  });

  test.each([
    ["apt-get install -y x", true],
    ["apt-get -yqq install x", true],
    ["apt-get install -qq x", true],
    ["apt-get install -q=2 x", true],
    ["apt-get -o APT::Get::Assume-Yes=true install x", true],
    ["apt-get install -q x", false],
    ["dnf install --assumeyes x", true],
    ["yum install -q -q x", false],
    ["zypper --non-interactive in x", true],
    ["pacman -S --noconfirm x", true],
  ])("assumes yes: %s", (text, yes) => {
    expect(assumesYes(callOf(text))).toBe(yes);
  });

  test.each([
    ["apt-get install --no-install-recommends x", true],
    ["apt-get -oAPT::Install-Recommends=false install x", true],
    ["apt-get --option=APT::Install-Recommends=0 install x", true],
    ["apt-get -o APT::Install-Recommends=1 install x", false],
    ["dnf install --setopt=install_weak_deps=False x", true],
    ["dnf install --setopt install_weak_deps=0 x", true],
    ["zypper in --no-recommends x", true],
  ])("skips recommends: %s", (text, skips) => {
    expect(skipsRecommends(callOf(text))).toBe(skips);
  });

  test.each([
    ["apk add --no-cache x", true],
    ["pip install --no-cache-dir x", true],
    ["PIP_NO_CACHE_DIR=1 pip install x", true],
    ["PIP_NO_CACHE_DIR=0 pip install x", false],
    ["env UV_NO_CACHE=true uv pip install x", true],
    ["pip install x", false],
  ])("skips the cache: %s", (text, skips) => {
    expect(skipsCache(callOf(text))).toBe(skips);
  });

  test("flags with and without values", () => {
    const call = callOf("apt-get -qy --target-release=sid -t bookworm -oA=b install x");
    const values = call.flags.map(({ name, value }) => [
      name,
      typeof value === "object" ? (value?.value ?? null) : value,
    ]);
    expect(values).toEqual([
      ["-q", null],
      ["-y", null],
      ["--target-release", "sid"],
      ["-t", "bookworm"],
      ["-o", "A=b"],
    ]);
    expect([call.hasFlag("-y"), call.hasFlag("-x", "-t"), call.hasFlag("-t=Bookworm"), call.hasFlag("-t=sid")]).toEqual(
      [true, true, true, false],
    );
    expect([isQuiet(call), isQuiet(callOf("apt-get install x"))]).toEqual([true, false]);
  });

  test.each([
    ["cargo build --release", true],
    ["mvn clean package", true],
    ["mvn help:effective-pom", false],
    ["go mod download", true],
    ["npm run build", false],
  ])("fetches packages: %s", (text, fetches) => {
    expect(callOf(text).fetches).toBe(fetches);
  });

  test("no program stands in the table twice", () => {
    const programs = packageManagers.flatMap((facts) => facts.programs);
    expect(programs).toEqual([...new Set(programs)]);
  });
});

describe("pins", () => {
  const install: Record<string, string> = {
    apt: "apt-get install",
    apk: "apk add",
    yum: "yum install",
    dnf: "dnf install",
    zypper: "zypper in",
    pip: "pip install",
    uv: "uv add",
    npm: "npm install",
    yarn: "yarn add",
    gem: "gem install",
    go: "go install",
    cargo: "cargo install",
    conda: "conda install",
    composer: "composer require",
    pacman: "pacman -S",
  };

  test.each([
    ["apt", "pinned", "curl=7.* curl=$V curl=${V:-1}-r0 $PKG=1 curl/stable ./x.deb /tmp/x.deb $DIR/x.deb"],
    ["apt", "unpinned", "curl libc6-dev curl= php-{a,b}"],
    ["apt", "unknown", "$PKGS php$V-cli $(cat list) `list`"],
    ["apk", "pinned", "a=1 a~1 a=~1 'a>1' 'a>=1' 'a<2' x.apk"],
    ["apk", "unpinned", "a py3-pip a@edge"],
    ["apk", "unknown", "!a $X"],
    [
      "yum",
      "pinned",
      "tomcat-9.2 openssl-1:1.1.1k rpm-sign-4.16.1.3 gcc-c++-1.1 git-$V a-1-2.el9.x86_64 x.rpm https://x/y.rpm",
    ],
    ["dnf", "unpinned", "tomcat rpm-sign java-11-openjdk python3-devel"],
    ["dnf", "unknown", "$X python$V @group 'perl(A::B)'"],
    ["zypper", "pinned", "'a=1' 'a>=1' 'a<2' x.rpm"],
    ["zypper", "unpinned", "a"],
    ["pip", "pinned", "a==1 'a>=1,<2' a~=1 a!=1 a===1 'a[b]==1' a==$V . .[dev] ./a dist/a x.whl https://x/y.tar.gz"],
    ["pip", "pinned", "git+https://h/r.git@v1#egg=x git+ssh://git@h/r@$V 'a @ https://x/y.zip' 'a@git+https://h/r@v1'"],
    ["pip", "unpinned", "a a[b] 'a; python_version>\"3\"' git+https://h/r git+ssh://git@h/r.git#egg=x"],
    ["pip", "unknown", "$X git+https://$X"],
    ["uv", "pinned", "a==1 a@1"],
    ["uv", "unpinned", "a a@latest"],
    [
      "npm",
      "pinned",
      "a@1 a@^1 a@~1.2 'a@>=1' a@1.x a@v1 @s/a@1 a@$V @s/a@$V x.tgz ./a ../a /a . a@npm:b@1 a@file:b u/r#abc",
    ],
    [
      "npm",
      "pinned",
      "git+https://h/r.git#v1 https://h/r.git#v1 git://h/r#semver:^1 https://x/y/archive github:u/r#v1",
    ],
    ["npm", "unpinned", "a @s/a a@latest a@next a@* a@ a@npm:b u/r github:u/r git+ssh://git@h/r.git https://h/r.git"],
    ["npm", "unknown", "$X @s/$X $U/r"],
    ["yarn", "pinned", "a@1"],
    ["gem", "pinned", "a:1 a:$V x.gem"],
    ["gem", "unpinned", "a"],
    ["go", "pinned", "h/m@v1 h/m@$V h/m@1a2b3c4 ./... . /a"],
    ["go", "unpinned", "h/m h/m@latest h/m@master"],
    ["cargo", "pinned", "a@1"],
    ["cargo", "unpinned", "a"],
    ["conda", "pinned", "a=1 a==1 'a>1' c::a=1"],
    ["conda", "unpinned", "a c::a"],
    ["composer", "pinned", "v/p:^1 v/p=1"],
    ["composer", "unpinned", "v/p v/p:dev-main"],
    ["pacman", "unknown", "a"],
  ])("%s: %s %s", (manager, pin, words) => {
    const [command] = commandsOf(`${install[manager]} ${words}`);
    const call = command && readPackageCall(command);
    expect(call?.packages.map((word) => [word.text, isPinned(call, word)])).toEqual(
      call?.packages.map((word) => [word.text, pin]),
    );
    expect(call?.packages.length).toBeGreaterThan(0);
  });

  test.each([
    ["gem install -v 2.0 rails", "pinned"],
    ["gem install rails --version='~> 2'", "pinned"],
    ["cargo install --version 1.0 x", "pinned"],
    ["cargo install --git https://h/r --tag v1 x", "pinned"],
    ["cargo install --git https://h/r x", "unpinned"],
    ["cargo install --path . x", "pinned"],
    ["dnf module install nodejs:18", "pinned"],
    ["dnf module install nodejs", "unpinned"],
    ["dnf group install x", "unknown"],
    ["apt-get build-dep x", "unknown"],
  ])("%s: %s", (text, pin) => {
    const call = callOf(text);
    expect(call.packages.map((word) => isPinned(call, word))).toEqual([pin]);
  });
});

describe("caches", () => {
  test.each([
    ["rm -rf /var/lib/apt/lists/*", "/var/lib/apt/lists"],
    ["rm -rf /var/lib/apt/lists", "/var/lib/apt/lists"],
    ["rm -rf /var/lib/apt/", "/var/lib/apt/lists"],
    ["rm -rf /var/{lib/apt/lists,cache/apk}/*", "/var/cache/apk /var/lib/apt/lists"],
    ["rm -rf /root/.npm ~/.gem $HOME/.cache/uv", "~/.cache/uv ~/.gem ~/.npm"],
    ["rm -rf /var/lib/apt/lists/partial /tmp/*", ""],
    ["rm -rf /var/cache/libdnf5*", "/var/cache/libdnf5"],
    ["find /var/lib/apt/lists -mindepth 1 -delete", "/var/lib/apt/lists"],
    ["find /var/lib/apt/lists -name '*.x' -delete", ""],
    ["apt-get clean", "/var/cache/apt/archives"],
    ["apt-get distclean", "/var/cache/apt/archives /var/lib/apt/lists"],
    ["npm cache clean --force", "~/.npm"],
    ["apt-get update", ""],
  ])("%s", (text, directories) => {
    const removed = new Set(cachesRemovedBy(only(text)).map(({ directory }) => directory));
    expect([...removed].sort().join(" ")).toBe(directories);
  });
});
