/** The package managers of Python; see `package-managers.ts`. */
import type { PackageManager, PinSyntax } from "./package-facts.ts";

const pipPins: PinSyntax = {
  operators: ["==", ">=", "<=", "~=", "!=", "<", ">", "@"],
  floating: ["latest", "*"],
  files: [".whl", ".tar.gz", ".zip", ".tar.bz2"],
  revision: "@",
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

export const pythonPackageManagers: readonly PackageManager[] = [
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
];
