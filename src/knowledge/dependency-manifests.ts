/**
 * Which command of which package manager installs what the project's own manifest files list, and which files it reads.
 *
 * Written from general knowledge of the managers (npm, yarn, pnpm, bun, pip, poetry, uv, pipenv, pdm, conda, go, cargo,
 * maven, gradle, sbt, bundler, composer, dotnet, mix, swift, dart, cabal, stack, cpanm, leiningen, shards), 2026-11. Correct an
 * entry together with a case of `order-for-cache`.
 */

export interface DependencyInstaller {
  readonly manager: string;
  readonly language: string;
  /** Base names of the programs, wrapper scripts included. */
  readonly programs: readonly string[];
  /** Verbs that only fetch and install the dependencies; `""` stands for a call without a verb. */
  readonly fetchVerbs: readonly string[];
  /** Verbs that fetch the dependencies and then read the sources. `"*"`: every verb that is not listed elsewhere. */
  readonly buildVerbs: readonly string[];
  /** Verbs that have nothing to do with dependencies, for managers with `"*"`. */
  readonly otherVerbs?: readonly string[];
  /** True when words after the verb name packages to add: then the manifests are not what is installed. */
  readonly operandsArePackages: boolean;
  /** Flags whose value stands in the next word. */
  readonly valueFlags: readonly string[];
  /** Flags that name the directory of the manifests. */
  readonly directoryFlags: readonly string[];
  /** Flags that name the manifest itself. */
  readonly manifestFlags: readonly string[];
  /** Flags with which the call needs no manifest or fetches nothing. */
  readonly exemptFlags: readonly string[];
  /** The flag without which the call does something else. */
  readonly onlyWith?: string;
  /** What to COPY first, as the words of a COPY; the first is the manifest, lock files follow. */
  readonly manifests: readonly string[];
  /** The command that only fetches, for managers whose builds fetch; null when there is none worth advising. */
  readonly fetchCommand: string | null;
  /** Added to the install command when only the manifests are there yet. */
  readonly withoutSources?: string;
  /** Where downloads are kept: a cache mount there makes fetching again cheap. `~` is any home directory. */
  readonly caches: readonly string[];
}

const none: readonly string[] = [];

function installer(
  entry: Pick<DependencyInstaller, "manager" | "language" | "programs" | "manifests"> & Partial<DependencyInstaller>,
): DependencyInstaller {
  return {
    fetchVerbs: none,
    buildVerbs: none,
    operandsArePackages: false,
    valueFlags: none,
    directoryFlags: none,
    manifestFlags: none,
    exemptFlags: none,
    fetchCommand: null,
    caches: none,
    ...entry,
  };
}

export const dependencyInstallers: readonly DependencyInstaller[] = [
  installer({
    manager: "npm",
    language: "JavaScript",
    programs: ["npm"],
    fetchVerbs: ["ci", "clean-install", "install-clean", "install", "i", "isntall", "add"],
    operandsArePackages: true,
    valueFlags: ["--registry", "--loglevel", "--cache", "--userconfig", "--omit", "--include", "-w", "--workspace"],
    directoryFlags: ["--prefix", "-C"],
    exemptFlags: ["-g", "--global", "--location=global"],
    manifests: ["package*.json"],
    caches: ["~/.npm"],
  }),
  installer({
    manager: "yarn",
    language: "JavaScript",
    programs: ["yarn", "yarnpkg"],
    fetchVerbs: ["", "install"],
    valueFlags: ["--network-timeout", "--registry", "--cache-folder", "--modules-folder", "--network-concurrency"],
    directoryFlags: ["--cwd"],
    exemptFlags: ["--version", "-v", "--help"],
    manifests: ["package.json", "yarn.lock"],
    caches: ["/usr/local/share/.cache/yarn", "~/.cache/yarn", "~/.yarn"],
  }),
  installer({
    manager: "pnpm",
    language: "JavaScript",
    programs: ["pnpm"],
    fetchVerbs: ["install", "i", "ci", "fetch"],
    operandsArePackages: true,
    valueFlags: ["--registry", "--filter", "-F", "--store-dir", "--loglevel", "--network-concurrency"],
    directoryFlags: ["-C", "--dir"],
    exemptFlags: ["-g", "--global"],
    manifests: ["package.json", "pnpm-lock.yaml"],
    caches: ["~/.local/share/pnpm/store", "/pnpm/store"],
  }),
  installer({
    manager: "bun",
    language: "JavaScript",
    programs: ["bun"],
    fetchVerbs: ["install", "i"],
    operandsArePackages: true,
    directoryFlags: ["--cwd"],
    exemptFlags: ["-g", "--global"],
    manifests: ["package.json", "bun.lock*"],
    caches: ["~/.bun/install/cache"],
  }),
  installer({
    manager: "pip",
    language: "Python",
    programs: ["pip", "pip2", "pip3"],
    fetchVerbs: ["install"],
    operandsArePackages: true,
    valueFlags: [
      "-c",
      "--constraint",
      "-i",
      "--index-url",
      "--extra-index-url",
      "-f",
      "--find-links",
      "-t",
      "--target",
      "--prefix",
      "--root",
      "--timeout",
      "--default-timeout",
      "--retries",
      "--trusted-host",
      "--cache-dir",
      "--platform",
      "--python-version",
      "--progress-bar",
      "--upgrade-strategy",
      "--use-feature",
      "--no-binary",
      "--only-binary",
      "--proxy",
      "--src",
    ],
    manifestFlags: ["-r", "--requirement"],
    manifests: ["requirements.txt"],
    caches: ["~/.cache/pip"],
  }),
  installer({
    manager: "poetry",
    language: "Python",
    programs: ["poetry"],
    fetchVerbs: ["install"],
    valueFlags: ["--only", "--with", "--without", "-E", "--extras"],
    directoryFlags: ["-C", "--directory", "-P", "--project"],
    manifests: ["pyproject.toml", "poetry.lock"],
    withoutSources: "--no-root",
    caches: ["~/.cache/pypoetry"],
  }),
  installer({
    manager: "uv",
    language: "Python",
    programs: ["uv"],
    fetchVerbs: ["sync"],
    valueFlags: ["--extra", "--group", "--no-group", "-p", "--python", "--package"],
    directoryFlags: ["--directory", "--project"],
    manifests: ["pyproject.toml", "uv.lock"],
    withoutSources: "--no-install-project",
    caches: ["~/.cache/uv"],
  }),
  installer({
    manager: "pipenv",
    language: "Python",
    programs: ["pipenv"],
    fetchVerbs: ["install", "sync"],
    operandsArePackages: true,
    valueFlags: ["--python", "--extra-pip-args", "--categories"],
    manifestFlags: ["-r", "--requirements"],
    manifests: ["Pipfile", "Pipfile.lock"],
    caches: ["~/.cache/pipenv", "~/.cache/pip"],
  }),
  installer({
    manager: "pdm",
    language: "Python",
    programs: ["pdm"],
    fetchVerbs: ["install", "sync"],
    valueFlags: ["-G", "--group", "-L", "--lockfile"],
    directoryFlags: ["-p", "--project"],
    manifests: ["pyproject.toml", "pdm.lock"],
    withoutSources: "--no-self",
    caches: ["~/.cache/pdm"],
  }),
  installer({
    manager: "conda",
    language: "Python",
    programs: ["conda", "mamba", "micromamba"],
    fetchVerbs: ["env", "create", "install"],
    operandsArePackages: true,
    valueFlags: ["-n", "--name", "-p", "--prefix", "-c", "--channel"],
    manifestFlags: ["-f", "--file"],
    manifests: ["environment.yml"],
    caches: ["/opt/conda/pkgs"],
  }),
  installer({
    manager: "go",
    language: "Go",
    programs: ["go"],
    fetchVerbs: ["mod"],
    buildVerbs: ["build", "install", "get"],
    valueFlags: ["-o", "-ldflags", "-tags", "-gcflags", "-asmflags", "-p", "-trimpath", "-installsuffix", "-buildmode"],
    directoryFlags: ["-C"],
    exemptFlags: ["-mod=vendor"],
    manifests: ["go.mod", "go.sum"],
    fetchCommand: "go mod download",
    caches: ["/go/pkg/mod", "/go/pkg", "/go", "~/go/pkg/mod"],
  }),
  installer({
    manager: "cargo",
    language: "Rust",
    programs: ["cargo"],
    fetchVerbs: ["fetch", "chef"],
    buildVerbs: ["build", "b", "rustc", "install"],
    valueFlags: [
      "--target",
      "--target-dir",
      "--features",
      "-F",
      "--bin",
      "-p",
      "--package",
      "--profile",
      "--root",
      "-j",
    ],
    directoryFlags: ["--path"],
    manifestFlags: ["--manifest-path"],
    exemptFlags: ["--offline", "--frozen"],
    manifests: ["Cargo.toml", "Cargo.lock"],
    caches: ["/usr/local/cargo/registry", "/usr/local/cargo", "~/.cargo/registry"],
  }),
  installer({
    manager: "maven",
    language: "Java",
    programs: ["mvn", "mvnw", "mvnd"],
    fetchVerbs: ["dependency:go-offline", "dependency:resolve", "dependency:resolve-plugins"],
    buildVerbs: ["package", "install", "verify", "compile", "test", "deploy", "clean", "spring-boot:build-image"],
    valueFlags: ["-s", "--settings", "-P", "--activate-profiles", "-pl", "--projects", "-T", "--threads", "-gs"],
    manifestFlags: ["-f", "--file"],
    exemptFlags: ["-o", "--offline", "--version", "-v"],
    manifests: ["pom.xml"],
    fetchCommand: "mvn -B dependency:go-offline",
    caches: ["~/.m2", "~/.m2/repository"],
  }),
  installer({
    manager: "gradle",
    language: "Java",
    programs: ["gradle", "gradlew"],
    fetchVerbs: ["dependencies"],
    buildVerbs: [
      "build",
      "assemble",
      "bootJar",
      "jar",
      "shadowJar",
      "installDist",
      "clean",
      "war",
      "bootWar",
      "distTar",
    ],
    directoryFlags: ["-p", "--project-dir"],
    manifestFlags: ["-b", "--build-file"],
    exemptFlags: ["--offline", "--version", "-v"],
    manifests: ["*.gradle*", "gradle.properties*"],
    caches: ["~/.gradle", "/home/gradle/.gradle"],
  }),
  installer({
    manager: "sbt",
    language: "Scala",
    programs: ["sbt"],
    fetchVerbs: ["update"],
    buildVerbs: ["compile", "assembly", "stage", "dist", "package", "universal:packageBin"],
    manifests: ["build.sbt", "project/"],
    fetchCommand: "sbt update",
    caches: ["~/.ivy2", "~/.cache/coursier", "~/.sbt"],
  }),
  installer({
    manager: "bundler",
    language: "Ruby",
    programs: ["bundle", "bundler"],
    fetchVerbs: ["", "install"],
    valueFlags: ["-j", "--jobs", "--retry", "--without", "--with", "--path"],
    manifestFlags: ["--gemfile"],
    exemptFlags: ["--version", "-v", "--local"],
    manifests: ["Gemfile", "Gemfile.lock"],
    caches: ["/usr/local/bundle/cache", "/usr/local/bundle"],
  }),
  installer({
    manager: "composer",
    language: "PHP",
    programs: ["composer", "composer.phar"],
    fetchVerbs: ["install", "i"],
    directoryFlags: ["-d", "--working-dir"],
    manifests: ["composer.json", "composer.lock"],
    withoutSources: "--no-scripts --no-autoloader",
    caches: ["~/.composer/cache", "~/.cache/composer", "/tmp/cache"],
  }),
  installer({
    manager: "dotnet",
    language: ".NET",
    programs: ["dotnet"],
    fetchVerbs: ["restore"],
    buildVerbs: ["build", "publish", "pack"],
    valueFlags: [
      "-c",
      "--configuration",
      "-o",
      "--output",
      "-r",
      "--runtime",
      "-a",
      "--arch",
      "-f",
      "--framework",
      "-v",
    ],
    exemptFlags: ["--no-restore", "--no-build"],
    manifests: ["*.csproj"],
    fetchCommand: "dotnet restore",
    caches: ["~/.nuget/packages", "~/.nuget"],
  }),
  installer({
    manager: "mix",
    language: "Elixir",
    programs: ["mix"],
    fetchVerbs: ["deps.get"],
    valueFlags: ["--only"],
    manifests: ["mix.exs", "mix.lock"],
    caches: ["~/.hex", "~/.cache/mix"],
  }),
  installer({
    manager: "swift",
    language: "Swift",
    programs: ["swift"],
    fetchVerbs: ["package"],
    buildVerbs: ["build"],
    valueFlags: ["-c", "--configuration", "--product", "-Xswiftc", "--build-path"],
    directoryFlags: ["--package-path"],
    manifests: ["Package.swift", "Package.resolved"],
    fetchCommand: "swift package resolve",
    caches: ["~/.cache/org.swift.swiftpm"],
  }),
  installer({
    manager: "pub",
    language: "Dart",
    programs: ["dart", "flutter"],
    fetchVerbs: ["pub"],
    manifests: ["pubspec.yaml", "pubspec.lock"],
    caches: ["~/.pub-cache"],
  }),
  installer({
    manager: "cpanm",
    language: "Perl",
    programs: ["cpanm"],
    fetchVerbs: ["."],
    onlyWith: "--installdeps",
    manifests: ["cpanfile"],
    caches: ["~/.cpanm"],
  }),
  installer({
    manager: "leiningen",
    language: "Clojure",
    programs: ["lein"],
    fetchVerbs: ["deps"],
    buildVerbs: ["uberjar", "jar", "compile"],
    manifests: ["project.clj"],
    fetchCommand: "lein deps",
    caches: ["~/.m2"],
  }),
  installer({
    manager: "shards",
    language: "Crystal",
    programs: ["shards"],
    fetchVerbs: ["", "install"],
    buildVerbs: ["build"],
    manifests: ["shard.yml", "shard.lock"],
    fetchCommand: "shards install",
    caches: ["~/.cache/shards"],
  }),
];
