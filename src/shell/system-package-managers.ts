/** The package managers of operating systems; see `package-managers.ts`. */
import type { PackageManager } from "./package-facts.ts";

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

export const systemPackageManagers: readonly PackageManager[] = [
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
