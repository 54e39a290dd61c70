/** The package managers and build tools of languages but Python; see `package-managers.ts`. */
import type { PackageManager, PinSyntax } from "./package-facts.ts";

const npmPins: PinSyntax = {
  operators: ["@"],
  versions: "range",
  files: [".tgz", ".tar.gz", ".tar"],
  revision: "#",
  shorthand: true,
};

export const languagePackageManagers: readonly PackageManager[] = [
  {
    family: "npm",
    programs: ["npm"],
    verbs: {
      install: ["install", "i", "in", "add", "ci", "clean-install", "ic", "install-test", "it", "cit"],
      download: ["pack"],
      upgrade: ["update", "up", "upgrade"],
      remove: ["uninstall", "un", "rm", "r", "remove", "unlink"],
      clean: ["cache clean", "cache clear", "cache rm"],
    },
    valueFlags:
      "-C -w --prefix --registry --loglevel --cache --userconfig --globalconfig --omit --include " +
      "--only --tag --workspace --depth --install-strategy --script-shell --node-options --cpu --os " +
      "--libc --before --location --fetch-retries --fetch-timeout --fetch-retry-mintimeout " +
      "--fetch-retry-maxtimeout --maxsockets --auth-type --otp --scope --access --audit-level " +
      "--proxy --https-proxy --noproxy --cafile --ca --python --save-prefix --network-timeout",
    assumeYes: ["-y", "--yes"],
    quiet: ["-q", "-s", "--quiet", "--silent"],
    cacheDirectories: ["~/.npm"],
    pins: npmPins,
  },
  {
    family: "pnpm",
    programs: ["pnpm"],
    verbs: {
      install: ["install", "i", "add"],
      download: ["fetch", "dlx"],
      upgrade: ["update", "up", "upgrade"],
      remove: ["remove", "rm", "un", "uninstall"],
      clean: ["store prune", "cache delete"],
    },
    oneOperand: ["dlx"],
    valueFlags:
      "-C -F --dir --filter --filter-prod --store-dir --registry --loglevel --reporter --prefix " +
      "--virtual-store-dir --modules-dir --lockfile-dir --global-dir --global-bin-dir --node-linker " +
      "--workspace-concurrency --network-concurrency --child-concurrency --package-import-method",
    quiet: ["-s", "--silent"],
    cacheDirectories: ["~/.local/share/pnpm/store", "~/.cache/pnpm", "~/.pnpm-store"],
    pins: npmPins,
  },
  {
    family: "yarn",
    programs: ["yarn", "yarnpkg"],
    verbs: {
      install: ["install", "add", "global add", "workspaces focus"],
      download: ["dlx"],
      upgrade: ["upgrade", "up"],
      remove: ["remove", "global remove"],
      clean: ["cache clean", "cache clear"],
    },
    bare: "install",
    oneOperand: ["dlx"],
    valueFlags:
      "--cwd --registry --cache-folder --modules-folder --global-folder --network-timeout --mutex " +
      "--network-concurrency --proxy --https-proxy --use-yarnrc --preferred-cache-folder --prefix",
    quiet: ["-s", "--silent"],
    cacheDirectories: ["~/.cache/yarn", "/usr/local/share/.cache/yarn", "~/.yarn/berry/cache"],
    pins: npmPins,
  },
  {
    family: "bun",
    programs: ["bun"],
    verbs: {
      install: ["install", "i", "add", "a"],
      download: ["x"],
      upgrade: ["update"],
      remove: ["remove", "rm"],
      clean: ["pm cache rm"],
    },
    oneOperand: ["x"],
    valueFlags: "-c --config --cwd --registry --backend --cache-dir --filter --network-concurrency",
    quiet: ["--silent"],
    noCache: ["--no-cache"],
    cacheDirectories: ["~/.bun/install/cache"],
    pins: npmPins,
  },
  {
    family: "corepack",
    programs: ["corepack"],
    verbs: { download: ["prepare", "install"] },
    valueFlags: "--install-directory",
    cacheDirectories: ["~/.cache/node/corepack"],
    pins: npmPins,
  },
  {
    family: "gem",
    programs: ["gem"],
    verbs: {
      install: ["install", "i"],
      download: ["fetch"],
      upgrade: ["update"],
      remove: ["uninstall"],
      clean: ["cleanup"],
    },
    foreignAfterDashes: true,
    valueFlags:
      "-v -i -n -P -s -p -B --version --install-dir --bindir --build-root --trust-policy --source " +
      "--http-proxy --bulk-threshold --platform --without --config-file",
    quiet: ["-q", "--quiet", "--silent"],
    cacheDirectories: ["/usr/local/bundle/cache", "~/.gem", "~/.local/share/gem"],
    pins: { operators: [":"], files: [".gem"], flags: ["-v", "--version"] },
  },
  {
    family: "bundle",
    programs: ["bundle", "bundler"],
    verbs: {
      install: ["install", "add"],
      download: ["package", "cache"],
      upgrade: ["update"],
      remove: ["remove"],
      clean: ["clean"],
    },
    bare: "install",
    valueFlags:
      "-j -v -g -s --jobs --path --without --with --gemfile --retry --trust-policy --version " + "--group --source",
    quiet: ["--quiet"],
    cacheDirectories: ["/usr/local/bundle/cache"],
    pins: { operators: [], flags: ["-v", "--version"] },
  },
  {
    family: "go",
    programs: ["go"],
    verbs: {
      install: ["get", "install"],
      download: ["mod download", "mod tidy", "mod vendor", "run"],
      clean: ["clean"],
    },
    builds: ["build", "test", "vet", "generate", "list"],
    oneOperand: ["run"],
    singleDash: true,
    valueFlags:
      "-C -o -p -tags -ldflags -gcflags -asmflags -mod -modfile -overlay -pgo -buildmode -compiler " +
      "-covermode -coverpkg -exec -installsuffix -pkgdir -toolexec -run -timeout -count -cpu -bench",
    cacheDirectories: ["/go/pkg/mod", "~/go/pkg/mod", "~/.cache/go-build"],
    pins: {
      operators: ["@"],
      floating: ["latest", "upgrade", "patch", "none", "master", "main", "HEAD", "develop", "trunk"],
      notFor: ["mod download", "mod tidy", "mod vendor"],
    },
  },
  {
    family: "cargo",
    programs: ["cargo"],
    verbs: {
      install: ["install", "binstall", "add"],
      download: ["fetch", "vendor"],
      update: ["update"],
      remove: ["uninstall", "remove", "rm"],
    },
    builds: ["build", "b", "check", "c", "test", "t", "run", "r", "bench", "doc", "rustc", "clippy", "chef"],
    valueFlags:
      "-F -j -p -Z -C --version --vers --git --branch --tag --rev --path --root --registry --index " +
      "--features --target --target-dir --profile --jobs --package --bin --example --manifest-path " +
      "--config --color --message-format --recipe-path --exclude",
    assumeYes: ["-y", "--no-confirm"],
    quiet: ["-q", "--quiet"],
    cacheDirectories: ["~/.cargo/registry", "~/.cargo/git", "/usr/local/cargo/registry", "/usr/local/cargo/git"],
    pins: { operators: ["@"], floating: ["*"], flags: ["--version", "--vers", "--rev", "--tag", "--path"] },
  },
  {
    family: "composer",
    programs: ["composer", "composer.phar"],
    verbs: {
      install: ["install", "i", "require", "r", "global require", "global install", "create-project"],
      upgrade: ["update", "u", "upgrade"],
      remove: ["remove"],
      clean: ["clear-cache", "clearcache", "cc"],
    },
    valueFlags:
      "-d -s --working-dir --prefer-install --ignore-platform-req --apcu-autoloader-prefix " +
      "--repository --repository-url --stability",
    assumeYes: ["-n", "--no-interaction"],
    quiet: ["-q", "--quiet"],
    noCache: ["--no-cache"],
    cacheDirectories: ["~/.composer/cache", "~/.cache/composer"],
    pins: { operators: [":", "=", "@"], floating: ["dev-master", "dev-main", "*"] },
  },
  {
    family: "maven",
    programs: ["mvn", "mvnw", "mvnd"],
    verbs: {},
    verbPatterns: [[/(^|:)(go-offline|resolve(-\w+)?|copy-dependencies|dependency:get)$/, "download"]],
    builds: ["validate", "compile", "test-compile", "test", "package", "verify", "install", "deploy", "clean"],
    singleDash: true,
    valueFlags:
      "-f -s -gs -t -gt -pl -rf -P -l -T -D -b --file --settings --global-settings --toolchains " +
      "--projects --resume-from --activate-profiles --log-file --threads --define --builder",
    assumeYes: ["-B", "--batch-mode"],
    quiet: ["-q", "--quiet"],
    cacheDirectories: ["~/.m2/repository"],
  },
  {
    family: "gradle",
    programs: ["gradle", "gradlew"],
    verbs: { download: ["dependencies", "resolveDependencies", "downloadDependencies"] },
    builds: [
      "build",
      "assemble",
      "bootJar",
      "bootWar",
      "jar",
      "war",
      "shadowJar",
      "installDist",
      "distTar",
      "distZip",
      "classes",
      "compileJava",
      "compileKotlin",
      "check",
      "test",
      "publish",
      "clean",
    ],
    valueFlags:
      "-p -b -c -g -x -I -D -P --project-dir --build-file --settings-file --gradle-user-home " +
      "--exclude-task --init-script --include-build --max-workers --console --system-prop " +
      "--project-prop",
    quiet: ["-q", "--quiet"],
    cacheDirectories: ["~/.gradle"],
  },
  {
    family: "dotnet",
    programs: ["dotnet"],
    verbs: {
      install: ["restore", "add", "tool install", "tool restore", "workload install", "workload restore"],
      upgrade: ["tool update"],
      clean: ["nuget locals"],
    },
    builds: ["build", "publish", "run", "test", "pack"],
    singleDash: true,
    valueFlags:
      "-c -o -r -f -v -s -a --configuration --output --runtime --framework --verbosity --source " +
      "--configfile --packages --arch --os --version --tool-path --add-source --version-suffix " +
      "--tool-manifest",
    cacheDirectories: ["~/.nuget/packages", "~/.local/share/NuGet"],
    pins: { operators: ["@"], flags: ["--version", "-v"], notFor: ["restore", "tool restore", "workload restore"] },
  },
  {
    family: "nuget",
    programs: ["nuget", "nuget.exe"],
    verbs: { install: ["install", "restore"], upgrade: ["update"], clean: ["locals"] },
    singleDash: true,
    valueFlags:
      "-Version -OutputDirectory -Source -FallbackSource -ConfigFile -Verbosity -PackagesDirectory " +
      "-SolutionDirectory -MSBuildPath -MSBuildVersion -Framework -DependencyVersion",
    assumeYes: ["-NonInteractive"],
    cacheDirectories: ["~/.nuget/packages", "~/.local/share/NuGet"],
    pins: { operators: [], flags: ["-Version"], notFor: ["restore"] },
  },
  {
    family: "rustup",
    programs: ["rustup"],
    verbs: {
      install: ["install", "default", "toolchain install", "toolchain add", "component add", "target add"],
      upgrade: ["update", "upgrade"],
    },
    valueFlags: "-c -t --toolchain --profile --component --target",
    quiet: ["-q", "--quiet"],
  },
];
