import { createModel } from "../../src/model/build-model.ts";
import type { ModelOptions } from "../../src/model/types.ts";
import { parseDockerfile } from "../../src/syntax/parse.ts";

/** Base images that set nothing, as far as these tables go. */
const known: ModelOptions = { baseEnvironment: () => new Map(), baseWorkdir: () => "/", platform: "linux/amd64" };

function problemsOf(lines: readonly string[], options: ModelOptions = known) {
  const text = lines.join("\n");
  const { problems } = createModel(parseDockerfile(text), options);
  return problems.map(({ message, hint, range }) => ({ message, hint, text: text.slice(...range) }));
}

/** `text at fault: message` of each problem. */
function told(lines: readonly string[], options?: ModelOptions): string[] {
  return problemsOf(lines, options).map(({ message, text }) => `${text}: ${message}`);
}

const image = (name: string, error: string): string => `failed to parse stage name "${name}": ${error}`;
const reference = "invalid reference format";
const modifier = (word: string, char: string): string =>
  `failed to process "${word}": unsupported modifier (${char}) in substitution`;

describe("FROM", () => {
  test.each<[string, readonly string[], readonly string[]]>([
    ["blank", ["FROM $BASE"], ["$BASE: base name ($BASE) should not be blank"]],
    ["tag that is blank", ["FROM a:$TAG"], [`a:$TAG: ${image("a:", reference)}`]],
    [
      "upper case",
      ["FROM Ubuntu"],
      [`Ubuntu: ${image("Ubuntu", `${reference}: repository name (library/Ubuntu) must be lowercase`)}`],
    ],
    ["a stage under its name", ["FROM a AS Build", "FROM build"], []],
    [
      "a stage under another case",
      ["FROM a AS Build", "FROM BUILD"],
      [`BUILD: ${image("BUILD", `${reference}: repository name (library/BUILD) must be lowercase`)}`],
    ],
    ["scratch", ["FROM scratch"], []],
    ["what cannot be expanded", ["FROM a:${x^}-b"], [`\${x^: ${modifier("a:${x^}-b", "^")}`]],
    ["a message for whoever builds", ["FROM ${x:?give}"], ['${x:?give}: failed to process "${x:?give}": x: give']],
    [
      "platforms",
      [
        "FROM --platform=linux/arm/v7 a",
        "FROM --platform=arm64 a",
        "FROM --platform=macos a",
        "FROM --platform=windows(10.0)/amd64 a",
      ],
      [],
    ],
    ["platform that is blank", ["FROM --platform=$P a"], ["$P: empty platform value from expression $P"]],
    [
      "platform with a slip of the pen",
      ["FROM --platform=$TARGETPLATFOM a"],
      ["$TARGETPLATFOM: empty platform value from expression $TARGETPLATFOM (did you mean TARGETPLATFORM?)"],
    ],
    [
      "no platform",
      ["FROM --platform=foo a"],
      ['foo: failed to parse platform foo: "foo": unknown operating system or architecture: invalid argument'],
    ],
    [
      "platform in four parts",
      ["FROM --platform=a/b/c/d a"],
      ['a/b/c/d: failed to parse platform a/b/c/d: "a/b/c/d": cannot parse platform specifier: invalid argument'],
    ],
    [
      "platform with a wildcard",
      ["FROM --platform=* a"],
      ['*: failed to parse platform *: "*": wildcards not yet supported: invalid argument'],
    ],
    [
      "platform without architecture",
      ["FROM --platform=linux/ a"],
      [
        String.raw`linux/: failed to parse platform linux/: "" is an invalid component of "linux/": platform specifier component must match "^[A-Za-z0-9_.-]+$": invalid argument`,
      ],
    ],
    [
      "platform without system",
      ["FROM --platform=/x a"],
      [
        String.raw`/x: failed to parse platform /x: "" is an invalid OS component of "/x": OSAndVersion specifier component must match "^([A-Za-z0-9_-]+)(?:\\(([A-Za-z0-9_.%-]*)((?:\\+[A-Za-z0-9_.%-]+)*)\\))?$": invalid argument`,
      ],
    ],
    [
      "platform with a bad version",
      ["FROM --platform=linux(%q) a"],
      [
        'linux(%q): failed to parse platform linux(%q): "linux(%q)" has an invalid OS version "%q": invalid URL escape "%q"',
      ],
    ],
    [
      "platform that cannot be expanded",
      ["FROM --platform=${x^} a"],
      [`\${x^: failed to process arguments for platform : ${modifier("${x^}", "^")}`],
    ],
    ["a default above that cannot be expanded, once", ["ARG X=${y^}", "FROM $X"], [`\${y^: ${modifier("${y^}", "^")}`]],
    [
      "each for itself",
      ["FROM A", "FROM $B"],
      [
        `A: ${image("A", `${reference}: repository name (library/A) must be lowercase`)}`,
        "$B: base name ($B) should not be blank",
      ],
    ],
  ])("%s", (_, lines, expected) => {
    expect(told(lines)).toEqual(expected);
  });
});

describe("other stages", () => {
  const later = (name: string, by: string): string =>
    `${name}: cannot copy from stage "${name}", it needs to be defined before current stage "${by}"`;
  const circle = (text: string, name: string): string => `${text}: circular dependency detected on stage: ${name}`;
  test.each<[string, readonly string[], readonly string[]]>([
    ["from itself by name", ["FROM a AS s", "COPY --from=S x y"], [circle("S", "s")]],
    [
      "from itself by number, twice",
      ["FROM a", "COPY --from=0 x y", "COPY --from=0 y z"],
      [circle("0", "stage-0"), circle("0", "stage-0")],
    ],
    ["a mount of itself", ["FROM a AS s", "RUN --mount=from=s,target=/x y"], [circle("s", "s")]],
    [
      "two that need each other, once",
      ["FROM a AS x", "COPY --from=y f g", "FROM a AS y", "COPY --from=x f g"],
      [circle("y", "x")],
    ],
    [
      "three, told by the first that leads there",
      [
        "FROM a AS w",
        "COPY --from=x f g",
        "FROM a AS x",
        "COPY --from=y f g",
        "FROM a AS y",
        "COPY --from=z f g",
        "FROM a AS z",
        "COPY --from=x f g",
      ],
      [later("x", "w"), circle("y", "w")],
    ],
    [
      "two circles",
      ["FROM a AS p", "COPY --from=p f g", "FROM a AS q", "COPY --from=q f g"],
      [circle("p", "p"), circle("q", "q")],
    ],
    ["a stage below, also through FROM", ["FROM a AS x", "COPY --from=y f g", "FROM x AS y"], [later("y", "x")]],
    ["a stage below by number", ["FROM a", "COPY --from=1 f g", "FROM a"], [later("1", "stage-0")]],
    [
      "a mount of a stage below",
      ["FROM a", "RUN --mount=from=y,dst=/x z", "FROM a AS y"],
      ['y: cannot mount from stage "y" to "/x", stage needs to be defined before current command'],
    ],
    ["no such number", ["FROM a", "COPY --from=5 x y"], ["5: invalid stage index 5"]],
    ["a number below zero", ["FROM a", "COPY --from=-1 x y"], ["-1: invalid stage index -1"]],
    ["a number counts images as well", ["FROM a", "COPY --from=b x y", "COPY --from=1 x y"], []],
    [
      "a variable",
      ["ARG F=a", "FROM a", "COPY --from=$F x y"],
      [
        "$F: variable expansion is not supported for --from, define a new stage with FROM using ARG from global scope as a workaround",
      ],
    ],
    [
      "an image that is none",
      ["FROM a AS build", "FROM a", "COPY --from=Biuld x y"],
      [`Biuld: ${image("Biuld", `${reference}: repository name (library/Biuld) must be lowercase`)}`],
    ],
    [
      "a mount of an image that is none",
      ["FROM a", "RUN --mount=type=bind,from=A:,target=/x y"],
      [`A:: ${image("A:", `${reference}: repository name (library/A) must be lowercase`)}`],
    ],
    [
      "a stage called scratch is what a mount stands on",
      ["FROM a AS scratch", "RUN --mount=type=cache,target=/x y"],
      [circle("type=cache,target=/x", "scratch")],
    ],
    [
      "a line that may have been a FROM makes numbers and circles doubtful",
      ["FROM a AS x", "FORM a AS y", "COPY --from=x f g", "COPY --from=1 f g"],
      [],
    ],
  ])("%s", (_, lines, expected) => {
    expect(told(lines)).toEqual(expected);
  });

  test("a near stage is offered", () => {
    expect(problemsOf(["FROM a AS build", "FROM a", "COPY --from=Biuld x y"])[0]?.hint).toBe(
      "Did you mean the stage build?",
    );
  });
});

describe("COPY and ADD", () => {
  const octal = (mode: string): string =>
    `${mode}: invalid chmod parameter: '${mode}'. it should be octal string and between 0 and 07777`;
  const source = (text: string, error: string): string => `${text}: ${error}`;
  test.each<[string, readonly string[]]>([
    ["COPY --chmod=0755 a b", []],
    ["COPY --chmod=u=rwX,go+r-w a b", []],
    ["COPY --chmod=10000 a b", [octal("10000")]],
    ["COPY --chmod=0o755 a b", [octal("0o755")]],
    ["COPY --chmod=zz a b", ["zz: invalid syntax"]],
    ["COPY --chmod=u+x, a b", ["u+x,: invalid syntax"]],
    ["COPY http://h/f b", [source("http://h/f", "source can't be a URL for COPY")]],
    ["COPY ftp://h/f a@b b", []],
    [
      "COPY git@h:o/r https://h/r.git#v1 b",
      [
        source("git@h:o/r", "source can't be a git ref for COPY"),
        source("https://h/r.git#v1", "source can't be a git ref for COPY"),
      ],
    ],
    ["ADD git@h:o/r https://h/r.git?tag=v1 ssh://h/r http://h/f b", []],
    ["ADD https://h/r.git?x=1 b", [source("https://h/r.git?x=1", 'unexpected query "x"')]],
    ["ADD https://h/r.git?tag= b", [source("https://h/r.git?tag=", 'query "tag" has no value')]],
    ["ADD https://h/r.git?ref=a&ref=b b", [source("https://h/r.git?ref=a&ref=b", 'query "ref" has multiple values')]],
    ["ADD https://h/r.git?tag=a&branch=b b", [source("https://h/r.git?tag=a&branch=b", "branch conflicts with tag")]],
    [
      "ADD https://h/r.git?branch=a#b b",
      [source("https://h/r.git?branch=a#b", 'ref conflicts: "b" vs "refs/heads/a"')],
    ],
    ["ADD https://h/r.git?subdir=a#:b b", [source("https://h/r.git?subdir=a#:b", 'subdir conflicts: "b" vs "a"')]],
    [
      "ADD https://h/r.git?submodules=maybe b",
      [source("https://h/r.git?submodules=maybe", 'invalid submodules value: "maybe"')],
    ],
    [
      "ADD https://h/r.git?mtime=x b",
      [source("https://h/r.git?mtime=x", 'invalid mtime value: "x" (must be "checkout" or "commit")')],
    ],
    [
      "ADD --keep-git-dir=false https://h/r.git?keep-git-dir b",
      [source("https://h/r.git?keep-git-dir", "inconsistent keep-git-dir configuration")],
    ],
    [
      "ADD --checksum=a https://h/r.git?commit=b b",
      [source("https://h/r.git?commit=b", 'checksum mismatch "a" != "b"')],
    ],
    ["ADD --checksum=foo https://h/f b", ["foo: invalid checksum digest format"]],
    ["ADD --checksum=md5:aa https://h/f b", ["md5:aa: unsupported digest algorithm"]],
    ["ADD --checksum=sha256:aa https://h/f b", ["sha256:aa: invalid checksum digest length"]],
    [
      "ADD --checksum=sha256:aa https://h/f https://h/g b",
      ["sha256:aa: checksum can't be specified for multiple sources"],
    ],
    ["ADD --checksum=sha256:aa f b", ["sha256:aa: checksum requires HTTP(S) or Git sources"]],
    ["ADD --checksum=abc github.com/o/r b", []],
    ['COPY ["a", "${x^}"]', [`\${x^: ${modifier("${x^}", "^")}`]],
    [
      "COPY --chown=${x^} 'a b",
      [
        `\${x^: ${modifier("${x^}", "^")}`,
        `'a: failed to process "'a": unexpected end of statement while looking for matching single-quote`,
      ],
    ],
    ["COPY <<EOF /x\na 'b\n${x^}\nEOF", [`\${x^: ${modifier(String.raw`a 'b\n\${x^}\n`.replace("\\$", "$"), "^")}`]],
    ["COPY <<'EOF' /x\n${x^}\nEOF", []],
  ])("%s", (line, expected) => {
    expect(told(["FROM a", line])).toEqual(expected);
  });
});

describe("RUN --mount", () => {
  test.each<[string, string | null]>([
    ["type=cache,target=/x,sharing=Locked,mode=0755,uid=1", null],
    ["type=tmpfs,target=/x,size=1.5GiB", null],
    ["type=secret,id=s,required", null],
    ["type=ssh", null],
    ["bind", "bind: invalid field 'bind' must be a key=value pair"],
    ["type=bind,", "type=bind,: invalid field '' must be a key=value pair"],
    ["typ=cache", "typ: unexpected key 'typ' in 'typ=cache' (did you mean type?)"],
    ["type=cahce,target=/x", 'cahce: unsupported mount type "cahce" (did you mean cache?)'],
    ["required,type=secret", "required: unexpected key 'required' for mount type 'bind'"],
    ["type=cache,target=/x,size=1", "size: unexpected key 'size' for mount type 'cache'"],
    ["type=tmpfs,target=/x,size=big", "big: invalid value for size: big"],
    ["target=/x,ro=maybe", "maybe: invalid value for ro: maybe"],
    ["type=cache,target=/x,sharing=all", 'all: unsupported sharing value "all"'],
    ["type=cache,target=/x,mode=9", "9: invalid value 9 for mode"],
    ["type=cache,target=/x,uid=me", "me: invalid value me for uid"],
    ["target=/x,gid=1", '1: gid not allowed for "bind" type mounts'],
    ["type=tmpfs,target=/x,sharing=shared", "shared: invalid cache sharing set for tmpfs mount"],
    ["type=secret", "type=secret: invalid secret mount. one of source, target required"],
    ["type=secret,id=a,from=b", "b: secret mount should not have a from"],
    ["type=secret,id=a,sharing=private", "private: secret mount should not define sharing"],
    ["type=secret,id=a,src=b", "a: both source and id can't be set"],
    ["type=ssh,src=b", "b: ssh does not support source"],
    ["type=cache,target=/", '/: invalid mount target "/"'],
    ["type=cache", 'type=cache: invalid mount target "/"'],
    ["target=${x^}", `\${x^: ${modifier("${x^}", "^")}`],
    ['a\\"b', 'a\\"b: failed to parse csv mounts: parse error on line 1, column 2: bare " in non-quoted-field'],
  ])("%s", (mount, expected) => {
    expect(told(["FROM a", `RUN --mount=${mount} y`])).toEqual(expected === null ? [] : [expected]);
  });

  test("the directory of the stage is the target of a mount that names none", () => {
    expect(told(["FROM a", "WORKDIR /w", "RUN --mount=type=cache y"])).toEqual([]);
  });
});

describe("EXPOSE, STOPSIGNAL and VOLUME", () => {
  test.each<[string, readonly string[]]>([
    ["EXPOSE 0 65535 080 +80 8000-8010/tcp 53/UDP 9/sctp 1:2 1-2:3 127.0.0.1:1:2 [::1]:1:2 ::1.2.3.4:1:2", []],
    [
      "EXPOSE 65536 a 90-80",
      ["65536: invalid containerPort: 65536", "a: invalid containerPort: a", "90-80: invalid containerPort: 90-80"],
    ],
    [
      "EXPOSE 80 # don't",
      ['#: failed to process "don\'t": unexpected end of statement while looking for matching single-quote'],
    ],
    ["EXPOSE 80 #web 1 and 2", ["#web: invalid containerPort: #web"]],
    ["EXPOSE 80, 443, 90-80", ["80,: invalid containerPort: 80,", "90-80: invalid containerPort: 90-80"]],
    ["EXPOSE http and https", ["http: invalid containerPort: http"]],
    ["EXPOSE x:80", ["x: invalid hostPort: x"]],
    ["EXPOSE 1-2:3-5", ["1-2:3-5: invalid ranges specified for container and host Ports: 3-5 and 1-2"]],
    ["EXPOSE 80/http", ['http: invalid port: "80/http": invalid proto: http']],
    ["EXPOSE 80:", ['80:: invalid port: "80:": no port specified']],
    ["EXPOSE localhost:1:2", ["localhost: invalid IP address: localhost"]],
    ["EXPOSE [::1:1:2", ["[::1: invalid IP address [::1: address [::1:: missing ']' in address"]],
    ["ENV P=70000\nEXPOSE ${P}", ["${P}: invalid containerPort: 70000"]],
    ['ARG P="80 x"\nEXPOSE $P', ["$P: invalid containerPort: x"]],
    ["STOPSIGNAL SIGRTMIN+15", []],
    ["STOPSIGNAL -1", []],
    ["STOPSIGNAL 0", ["0: invalid signal: 0"]],
    ["STOPSIGNAL SIGFOO", ["SIGFOO: invalid signal: SIGFOO"]],
    ["VOLUME /a $x", ["$x: VOLUME specified can not be an empty string"]],
    ["WORKDIR /${x/a", ["${x/a: failed to process \"/${x/a\": syntax error: missing '/' in ${}"]],
    ['USER "a', ['"a: failed to process "\\"a": unexpected end of statement while looking for matching double-quote']],
    ["LABEL a=${b!} ${c!}=d", [`\${b!: ${modifier("${b!}", "!")}`, `\${c!: ${modifier("${c!}", "!")}`]],
    ["EXPOSE --x=1 abc", []],
  ])("%s", (line, expected) => {
    expect(told(["FROM a", line])).toEqual(expected);
  });
});

describe("ONBUILD", () => {
  test.each<[string, readonly string[], readonly string[]]>([
    ["that nothing sets off", ["FROM a AS p", "ONBUILD FOO x", "ONBUILD EXPOSE abc", "FROM a"], []],
    ["in a stage that the target does not need", ["FROM a AS p", "ONBUILD FOO x", "FROM p", "FROM a"], []],
    [
      "an instruction that is none",
      ["FROM a AS p", "ONBUILD FOO x", "FROM p"],
      ["p: unknown instruction: FOO (did you mean FROM?)"],
    ],
    ["a comment", ["FROM a AS p", "ONBUILD # x", "FROM p"], ["p: file with no instructions"]],
    ["where it runs, once", ["FROM a AS p", "ONBUILD EXPOSE $P", "FROM p AS q", "FROM p", "COPY --from=q x y"], []],
    [
      "a port",
      ["FROM a AS p", "ONBUILD EXPOSE abc", "FROM p AS q", "FROM p", "COPY --from=q x y"],
      ["p: invalid containerPort: abc"],
    ],
    [
      "a stage below",
      ["FROM a AS p", "ONBUILD COPY --from=z x y", "FROM p AS q", "FROM a AS z", "COPY --from=q x y"],
      ['p: cannot copy from stage "z", it needs to be defined before current stage "q"'],
    ],
    ["a number", ["FROM a AS p", "ONBUILD COPY --from=9 x y", "FROM p"], ["p: invalid stage index 9"]],
  ])("%s", (_, lines, expected) => {
    expect(told(lines)).toEqual(expected);
  });

  test("its line is named", () => {
    const [problem] = problemsOf(["FROM a AS p", "ONBUILD EXPOSE abc", "FROM p"]);
    expect(problem?.hint).toBe("It comes from ONBUILD on line 2, which runs here");
  });
});

describe("what is certain", () => {
  test.each<[string, readonly string[], ModelOptions, number]>([
    ["a name that an unknown base image may set", ["FROM a", "VOLUME $x"], {}, 0],
    ["one that is not known to be set by a known one", ["FROM a", "VOLUME $x"], known, 1],
    ["a word that no value makes right", ["FROM a", "VOLUME ${x^}"], {}, 1],
    ["a message for an unset name", ["FROM a", "USER ${x:?no}"], {}, 0],
    ["the directory of an unknown base image", ["FROM a", "RUN --mount=type=cache x"], {}, 0],
    ["scratch sets nothing", ["FROM scratch", "VOLUME $x", "RUN --mount=type=cache x"], {}, 2],
    ["an argument without default", ["FROM a", "ARG x", "VOLUME $x"], {}, 1],
    ["an argument that is given", ["FROM a", "ARG x", "VOLUME $x"], { buildArgs: { x: "/v" } }, 0],
    ["a default that is not used", ["ARG A=${b^}", "FROM $A", "ARG A=${c^}"], { buildArgs: { A: "a" } }, 0],
    ["the platform of another build", ["FROM --platform=linux/arm/$TARGETVARIANT a"], {}, 0],
    ["the platform of this build", ["FROM --platform=linux/arm/$TARGETVARIANT a"], known, 1],
    ["the platform, taken into a stage", ["FROM scratch", "ARG TARGETVARIANT", "VOLUME $TARGETVARIANT"], {}, 0],
    ["what follows from a mistake", ["FROM scratch", "ENV A=${b^}", "VOLUME $A", "ENV C=x$A", "EXPOSE $C"], known, 1],
    [
      "also in the next stage",
      ["ARG A=${b^}", "FROM scratch AS s", "ARG A", "FROM s", "ARG C=$A", "EXPOSE $C"],
      known,
      1,
    ],
    ["a line that may have set the name", ["AGR A=1", "FROM a$A", "AGR B=1", "VOLUME $A$B"], known, 0],
    ["an instruction that is rejected already", ["FROM a", "EXPOSE --x=1 abc", "ADD --foo=1 ${x^} b"], known, 0],
    ["stages that the target does not need", ["FROM a AS x", "EXPOSE abc", "FROM a AS y"], { target: "y" }, 0],
    ["all of them without a target", ["FROM a AS x", "EXPOSE abc", "FROM a AS y"], {}, 1],
    ["names of all stages, whatever the target", ["FROM A AS x", "FROM a AS y"], { target: "y" }, 1],
  ])("%s", (_, lines, options, count) => {
    expect(told(lines, options)).toHaveLength(count);
  });

  test.each<[string, readonly string[], string | null]>([
    ["an argument without default", ["ARG X", "FROM $X"], "Give X a default, or build with --build-arg X=..."],
    [
      "an argument with one",
      ["FROM a", "ARG P=99999", "EXPOSE $P"],
      "Change the default of P, or build with --build-arg P=...",
    ],
    ["a name that nothing sets", ["FROM $X"], "Declare X with ARG above the first FROM"],
    ["a name like another", ["ARG VERSION=1", "FROM a:$VERSOIN"], "Did you mean VERSION?"],
    ["an argument of FROM", ["ARG DATA=/d", "FROM a", "VOLUME $DATA"], 'Repeat "ARG DATA" in this stage'],
    ["a name that nothing sets in the stage", ["FROM a", "VOLUME $DATA"], "Set DATA above with ARG or ENV"],
    ["a word as it stands", ["FROM a", "EXPOSE 99999"], null],
    ["ports in a list", ["FROM a", "EXPOSE 80,443"], "Only blanks separate ports"],
    [
      "a comment behind a port",
      ["FROM a", "EXPOSE 80 # web"],
      "Inside an instruction # starts no comment: give the comment a line of its own",
    ],
    ["a signal with a slip", ["FROM a", "STOPSIGNAL SIGTREM"], "Did you mean SIGTERM?"],
    ["a long one with two", ["FROM a", "STOPSIGNAL SIGVTALARN"], "Did you mean SIGVTALRM?"],
    ["a short one that is like none", ["FROM a", "STOPSIGNAL FOO"], "Write a name such as SIGTERM, or its number"],
  ])("what to do: %s", (_, lines, hint) => {
    expect(problemsOf(lines).map((problem) => problem.hint)).toEqual([hint]);
  });
});

describe("what is asked for", () => {
  test.each<[string, readonly string[], ModelOptions, readonly string[]]>([
    ["a target", ["FROM a AS build"], { target: "BUILD" }, []],
    [
      "no target",
      ["FROM a AS build"],
      { target: "buld" },
      ['target stage "buld" could not be found (did you mean build?)'],
    ],
    [
      "options of check",
      ["# check=skip=A;error=x;foo=1", "FROM a"],
      {},
      [
        'failed to parse check options: failed to parse check option "error=x": strconv.ParseBool: parsing "x": invalid syntax',
        'failed to parse check options: invalid check option "foo"',
      ],
    ],
    [
      "options behind a blank",
      ["# check=skip=A; error=true", "FROM a"],
      {},
      ['failed to parse check options: invalid check option ""'],
    ],
    [
      "options as a build argument replace them",
      ["# check=foo", "FROM a"],
      { buildArgs: { BUILDKIT_DOCKERFILE_CHECK: "x=1" } },
      ['failed to parse build-arg:BUILDKIT_DOCKERFILE_CHECK: invalid check option "x"'],
    ],
  ])("%s", (_, lines, options, messages) => {
    expect(problemsOf(lines, options).map(({ message }) => message)).toEqual(messages);
  });
});

test("a long file takes linear time", () => {
  const stages = Array.from({ length: 3000 }, (_, index) => [`FROM a AS s${index}`, `COPY --from=s${index + 1} x y`]);
  const start = performance.now();
  expect(problemsOf([...stages.flat(), "FROM a AS s3000", "COPY --from=s0 x y"])).toHaveLength(1);
  expect(performance.now() - start).toBeLessThan(5000);
});
