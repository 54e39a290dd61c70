/**
 * What is known of package managers: how they are called and what their words mean. One entry each; nothing else has
 * to change for a new one. Written from knowledge of the programs; correct an entry with its test case.
 *
 * Flags are written with their dashes; `--setopt=install_weak_deps=false` means that flag with that value. Paths in
 * the home directory start with `~`.
 */

import type { PackageManager, PinSyntax } from "./package-facts.ts";

const rpmVerbs = {
  install: [
    "install",
    "localinstall",
    "groupinstall",
    "reinstall",
    "group install",
    "groups install",
    "module install",
    "builddep",
    "in",
    "rei",
  ],
  download: ["download"],
  update: ["check-update", "makecache"],
  upgrade: ["update", "upgrade", "update-minimal", "upgrade-minimal", "distro-sync", "downgrade", "up", "up-min"],
  remove: ["remove", "rm", "erase", "autoremove", "groupremove", "group remove"],
  clean: ["clean"],
} as const;

const rpm = {
  valueFlags:
    "-c -d -e -x -R --config --debuglevel --errorlevel --exclude --randomwait --installroot " +
    "--releasever --enablerepo --disablerepo --repo --repoid --repofrompath --setopt --setvar " +
    "--color --comment --enableplugin --disableplugin --downloaddir --destdir --forcearch " +
    "--advisory --disableexcludes",
  assumeYes: ["-y", "--assumeyes"],
  quiet: ["-q", "--quiet"],
  noRecommends: ["--setopt=install_weak_deps=false", "--setopt=install_weak_deps=0", "--setopt=install_weak_deps=no"],
  pins: {
    operators: ["=", ">", "<"],
    dashed: true,
    files: [".rpm"],
    notFor: ["groupinstall", "group install", "groups install", "builddep"],
  },
} as const;

const pipPins: PinSyntax = {
  operators: ["==", ">=", "<=", "~=", "!=", "<", ">", "@"],
  floating: ["latest", "*"],
  files: [".whl", ".tar.gz", ".zip", ".tar.bz2"],
  revision: "@",
};

const npmPins: PinSyntax = {
  operators: ["@"],
  versions: "range",
  files: [".tgz", ".tar.gz", ".tar"],
  revision: "#",
  shorthand: true,
};

const pip = {
  family: "pip",
  verbs: {
    install: ["install", "sync"],
    download: ["download", "wheel"],
    remove: ["uninstall"],
    clean: ["cache purge", "cache remove"],
  },
  valueFlags:
    "-r -c -e -t -b -C -i -f -w -d -P --requirement --constraint --editable --target --build " +
    "--config-settings --config-setting --index-url --extra-index-url --find-links --wheel-dir " +
    "--dest --platform --python --python-version --implementation --abi --root --prefix --src " +
    "--upgrade-strategy --global-option --install-option --build-option --no-binary --only-binary " +
    "--progress-bar --root-user-action --report --log --proxy --retries --resume-retries " +
    "--timeout --exists-action --trusted-host --cert --client-cert --cache-dir --use-feature " +
    "--use-deprecated --group --keyring-provider --exclude --path",
  assumeYes: ["-y", "--yes"],
  quiet: ["-q", "--quiet"],
  noCache: ["--no-cache-dir"],
  noCacheVariables: ["PIP_NO_CACHE_DIR"],
  cacheDirectories: ["~/.cache/pip"],
  pins: pipPins,
} as const;

const uvFlags =
  "-p -i -f -b -P --python --index --default-index --index-url --extra-index-url --find-links " +
  "--index-strategy --extra --overrides --override --constraints --build-constraints " +
  "--exclude-newer --link-mode --resolution --prerelease --color --directory --project " +
  "--config-file --python-platform --torch-backend --no-build-package --no-binary-package " +
  "--reinstall-package --refresh-package --upgrade-package --cache-dir --group --no-group " +
  "--only-group --package --with --allow-insecure-host";

export const packageManagers: readonly PackageManager[] = [
  {
    family: "apt",
    programs: ["apt-get", "apt", "aptitude"],
    verbs: {
      install: ["install", "reinstall", "build-dep", "satisfy"],
      download: ["download", "source"],
      update: ["update"],
      upgrade: ["upgrade", "dist-upgrade", "full-upgrade", "safe-upgrade"],
      remove: ["remove", "purge", "autoremove", "autopurge"],
      clean: ["clean", "dist-clean", "distclean"],
    },
    valueFlags:
      "-t -c -o -a -P --target-release --default-release --config-file --option --host-architecture " +
      "--build-profiles",
    assumeYes: ["-y", "--yes", "--assume-yes", "-o=APT::Get::Assume-Yes=true", "-o=APT::Get::Assume-Yes=1"],
    quiet: ["-q", "--quiet"],
    quietTwiceAssumesYes: true,
    noRecommends: [
      "--no-install-recommends",
      "--without-recommends",
      "-o=APT::Install-Recommends=false",
      "-o=APT::Install-Recommends=no",
      "-o=APT::Install-Recommends=0",
      "--option=APT::Install-Recommends=false",
      "--option=APT::Install-Recommends=no",
      "--option=APT::Install-Recommends=0",
    ],
    cacheDirectories: ["/var/cache/apt/archives"],
    indexDirectories: ["/var/lib/apt/lists"],
    pins: { operators: ["=", "/"], files: [".deb"], notFor: ["build-dep", "satisfy"] },
  },
  {
    family: "apk",
    programs: ["apk"],
    verbs: {
      install: ["add"],
      download: ["fetch"],
      update: ["update"],
      upgrade: ["upgrade"],
      remove: ["del"],
      clean: ["cache clean", "cache purge"],
    },
    valueFlags:
      "-p -X -t --root --repository --virtual --arch --keys-dir --repositories-file --wait " +
      "--cache-dir --cache-max-age --progress-fd --timeout",
    verbValueFlags: { fetch: "-o --output" },
    quiet: ["-q", "--quiet"],
    noCache: ["--no-cache"],
    cacheDirectories: ["/var/cache/apk"],
    pins: { operators: ["=", "~", "<", ">"], files: [".apk"] },
  },
  { family: "yum", programs: ["yum"], verbs: rpmVerbs, ...rpm, cacheDirectories: ["/var/cache/yum", "/var/cache/dnf"] },
  {
    family: "dnf",
    programs: ["dnf", "microdnf", "tdnf"],
    verbs: rpmVerbs,
    ...rpm,
    cacheDirectories: ["/var/cache/dnf", "/var/cache/libdnf5", "/var/cache/yum", "/var/cache/tdnf"],
  },
  {
    family: "zypper",
    programs: ["zypper"],
    verbs: {
      install: ["install", "in", "source-install", "si"],
      download: ["download"],
      update: ["refresh", "ref"],
      upgrade: ["update", "up", "patch", "dist-upgrade", "dup"],
      remove: ["remove", "rm"],
      clean: ["clean", "cc"],
    },
    valueFlags:
      "-c -R -p -t -r --config --root --installroot --reposd-dir --cache-dir --raw-cache-dir " +
      "--solv-cache-dir --pkg-cache-dir --plus-repo --plus-content --releasever --userdata --type " +
      "--repo --from --download",
    assumeYes: ["-n", "--non-interactive", "-y", "--no-confirm"],
    quiet: ["-q", "--quiet"],
    noRecommends: ["--no-recommends"],
    cacheDirectories: ["/var/cache/zypp"],
    pins: { operators: ["=", "<", ">"], files: [".rpm"], notFor: ["source-install", "si"] },
  },
  {
    family: "pacman",
    programs: ["pacman"],
    verbs: {},
    flagVerbs: [
      { flags: ["-S", "-c"], action: "clean" },
      { flags: ["-S"], operands: true, action: "install" },
      { flags: ["-S", "-u"], action: "upgrade" },
      { flags: ["-S", "-y"], action: "update" },
      { flags: ["-U"], action: "install" },
      { flags: ["-R"], action: "remove" },
    ],
    flagAliases: {
      "--sync": "-S",
      "--refresh": "-y",
      "--sysupgrade": "-u",
      "--clean": "-c",
      "--remove": "-R",
      "--upgrade": "-U",
    },
    valueFlags:
      "-b -r --dbpath --root --arch --cachedir --color --config --gpgdir --hookdir --logfile " +
      "--sysroot --ignore --ignoregroup --overwrite --assume-installed --print-format",
    assumeYes: ["--noconfirm"],
    quiet: ["-q", "--quiet"],
    cacheDirectories: ["/var/cache/pacman/pkg"],
    indexDirectories: ["/var/lib/pacman/sync"],
  },
  { ...pip, programs: ["pip"] },
  {
    ...pip,
    programs: ["uv pip"],
    valueFlags: `${pip.valueFlags} ${uvFlags}`,
    noCache: ["--no-cache", "--no-cache-dir", "-n"],
    noCacheVariables: ["UV_NO_CACHE"],
    cacheDirectories: ["~/.cache/uv"],
  },
  {
    family: "pipx",
    programs: ["pipx"],
    verbs: {
      install: ["install", "inject"],
      download: ["run"],
      upgrade: ["upgrade", "upgrade-all"],
      remove: ["uninstall"],
    },
    oneOperand: ["run"],
    valueFlags: "--python -i --index-url --pip-args --suffix --spec --preinstall",
    quiet: ["-q", "--quiet"],
    cacheDirectories: ["~/.cache/pip", "~/.cache/pipx"],
    pins: pipPins,
  },
  {
    family: "pipenv",
    programs: ["pipenv"],
    verbs: { install: ["install", "sync"], upgrade: ["update", "upgrade"], remove: ["uninstall"] },
    valueFlags: "-r -i --python --requirements --index --pypi-mirror --categories --extra-pip-args",
    quiet: ["-q", "--quiet"],
    cacheDirectories: ["~/.cache/pipenv", "~/.cache/pip"],
    pins: pipPins,
  },
  {
    family: "poetry",
    programs: ["poetry"],
    verbs: {
      install: ["install", "sync", "add", "self add"],
      upgrade: ["update", "self update"],
      remove: ["remove"],
      clean: ["cache clear"],
    },
    valueFlags:
      "-E -G -C -P --extras --group --with --without --only --directory --project --source --python " + "--platform",
    assumeYes: ["-n", "--no-interaction"],
    quiet: ["-q", "--quiet"],
    noCache: ["--no-cache"],
    cacheDirectories: ["~/.cache/pypoetry"],
    pins: pipPins,
  },
  {
    family: "uv",
    programs: ["uv"],
    verbs: {
      install: ["sync", "add", "tool install", "python install"],
      download: ["tool run"],
      upgrade: ["tool upgrade"],
      remove: ["remove", "tool uninstall"],
      clean: ["cache clean", "cache prune"],
    },
    builds: ["run"],
    oneOperand: ["tool run"],
    valueFlags: `${uvFlags} -r -c --requirements -m --module --env-file --rev --tag --branch`,
    quiet: ["-q", "--quiet"],
    noCache: ["--no-cache", "--no-cache-dir", "-n"],
    noCacheVariables: ["UV_NO_CACHE"],
    cacheDirectories: ["~/.cache/uv"],
    pins: { ...pipPins, flags: ["--rev", "--tag"], notFor: ["python install"] },
  },
  {
    family: "conda",
    programs: ["conda", "mamba", "micromamba"],
    verbs: {
      install: ["install", "create", "env create", "env update"],
      upgrade: ["update", "upgrade"],
      remove: ["remove", "uninstall", "env remove"],
      clean: ["clean"],
    },
    valueFlags:
      "-n -p -c -r --name --prefix --channel --file --root-prefix --solver --repodata-fn --platform " + "--subdir",
    verbValueFlags: { install: "-f", create: "-f", "env create": "-f", "env update": "-f" },
    assumeYes: ["-y", "--yes"],
    quiet: ["-q", "--quiet"],
    cacheDirectories: ["/opt/conda/pkgs", "~/miniconda3/pkgs", "~/.conda/pkgs", "~/micromamba/pkgs"],
    pins: {
      operators: ["=", "<", ">", "!"],
      files: [".conda", ".tar.bz2"],
      notFor: ["env create", "env update", "env remove"],
    },
  },
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
  {
    family: "opkg",
    programs: ["opkg"],
    verbs: {
      install: ["install"],
      download: ["download"],
      update: ["update"],
      upgrade: ["upgrade"],
      remove: ["remove"],
      clean: ["clean"],
    },
    valueFlags: "-d -o -f -l -t --dest --offline-root --conf --lists-dir --tmp-dir --cache --add-arch " + "--add-dest",
    indexDirectories: ["/var/opkg-lists", "/var/lib/opkg/lists"],
  },
  {
    family: "brew",
    programs: ["brew"],
    verbs: {
      install: ["install", "reinstall", "bundle"],
      download: ["fetch"],
      update: ["update"],
      upgrade: ["upgrade"],
      remove: ["uninstall", "remove", "rm"],
      clean: ["cleanup"],
    },
    valueFlags: "--appdir --cask-opts --cc --file",
    quiet: ["-q", "--quiet"],
    cacheDirectories: ["~/.cache/Homebrew"],
    pins: { operators: ["@"], notFor: ["bundle"] },
  },
];
