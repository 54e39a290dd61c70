// Generated from the files of this folder by `npm run generate`.
import type { Rule } from "./define-rule.ts";
import absoluteWorkdir from "./absolute-workdir.ts";
import assumeYes from "./assume-yes.ts";
import chownOnCopy from "./chown-on-copy.ts";
import cleanApkCache from "./clean-apk-cache.ts";
import cleanAptLists from "./clean-apt-lists.ts";
import cleanNodeCache from "./clean-node-cache.ts";
import cleanYumCache from "./clean-yum-cache.ts";
import cleanZypperCache from "./clean-zypper-cache.ts";
import commentOnOwnLine from "./comment-on-own-line.ts";
import copyExistingPath from "./copy-existing-path.ts";
import copyIntoDirectory from "./copy-into-directory.ts";
import copyToAbsolutePath from "./copy-to-absolute-path.ts";
import declareArgsLate from "./declare-args-late.ts";
import declareDataVolume from "./declare-data-volume.ts";
import defaultBaseImage from "./default-base-image.ts";
import definitionComment from "./definition-comment.ts";
import exposeFormat from "./expose-format.ts";
import exposeProtocolCase from "./expose-protocol-case.ts";
import flagsFirst from "./flags-first.ts";
import fromAsCasing from "./from-as-casing.ts";
import instructionCasing from "./instruction-casing.ts";
import jsonFormCommand from "./json-form-command.ts";
import logToStdout from "./log-to-stdout.ts";
import maintainedBaseImage from "./maintained-base-image.ts";
import maxContextBytes from "./max-context-bytes.ts";
import maxCopyBytes from "./max-copy-bytes.ts";
import maxLayers from "./max-layers.ts";
import mergeConsecutiveRun from "./merge-consecutive-run.ts";
import noApt from "./no-apt.ts";
import noCopiedSecrets from "./no-copied-secrets.ts";
import noDistUpgrade from "./no-dist-upgrade.ts";
import noDockerSocket from "./no-docker-socket.ts";
import noDuplicateCommand from "./no-duplicate-command.ts";
import noDuplicateCopy from "./no-duplicate-copy.ts";
import noEmptyContinuation from "./no-empty-continuation.ts";
import noEmptyLayer from "./no-empty-layer.ts";
import noHardcodedSecrets from "./no-hardcoded-secrets.ts";
import noIgnoredCopy from "./no-ignored-copy.ts";
import noInlineIgnore from "./no-inline-ignore.ts";
import noInstallRecommends from "./no-install-recommends.ts";
import noKernelPackages from "./no-kernel-packages.ts";
import noLargeLoginLog from "./no-large-login-log.ts";
import noLaterChown from "./no-later-chown.ts";
import noLaterDelete from "./no-later-delete.ts";
import noLatestTag from "./no-latest-tag.ts";
import noLegacyKeyValue from "./no-legacy-key-value.ts";
import noLonePackageUpdate from "./no-lone-package-update.ts";
import noLostCd from "./no-lost-cd.ts";
import noMaintainer from "./no-maintainer.ts";
import noNeedlessCopy from "./no-needless-copy.ts";
import noPipCache from "./no-pip-cache.ts";
import noPipedScript from "./no-piped-script.ts";
import noPlatformConstant from "./no-platform-constant.ts";
import noRedundantPlatform from "./no-redundant-platform.ts";
import noRootUser from "./no-root-user.ts";
import noSameEnvReference from "./no-same-env-reference.ts";
import noSecretsInEnv from "./no-secrets-in-env.ts";
import noSetPassword from "./no-set-password.ts";
import noShellSymlink from "./no-shell-symlink.ts";
import noSshPort from "./no-ssh-port.ts";
import noSudo from "./no-sudo.ts";
import noSwallowedInstruction from "./no-swallowed-instruction.ts";
import noSystemWorkdir from "./no-system-workdir.ts";
import noUndefinedFromArg from "./no-undefined-from-arg.ts";
import noUndefinedVar from "./no-undefined-var.ts";
import noUnknownLabel from "./no-unknown-label.ts";
import noUselessCommand from "./no-useless-command.ts";
import noWgetAndCurl from "./no-wget-and-curl.ts";
import noWholeImageCopy from "./no-whole-image-copy.ts";
import noWorldWritable from "./no-world-writable.ts";
import numericUser from "./numeric-user.ts";
import orderForCache from "./order-for-cache.ts";
import pinApkVersions from "./pin-apk-versions.ts";
import pinAptVersions from "./pin-apt-versions.ts";
import pinBaseImageDigest from "./pin-base-image-digest.ts";
import pinBaseImageTag from "./pin-base-image-tag.ts";
import pinCopySource from "./pin-copy-source.ts";
import pinGemVersions from "./pin-gem-versions.ts";
import pinGoVersions from "./pin-go-versions.ts";
import pinNpmVersions from "./pin-npm-versions.ts";
import pinPipVersions from "./pin-pip-versions.ts";
import pinYumVersions from "./pin-yum-versions.ts";
import pinZypperVersions from "./pin-zypper-versions.ts";
import preferAddArchive from "./prefer-add-archive.ts";
import preferCopy from "./prefer-copy.ts";
import preferWorkdir from "./prefer-workdir.ts";
import quietWget from "./quiet-wget.ts";
import requireHealthcheck from "./require-healthcheck.ts";
import requiredLabels from "./required-labels.ts";
import reservedStageName from "./reserved-stage-name.ts";
import setPipefail from "./set-pipefail.ts";
import shellInImage from "./shell-in-image.ts";
import stageNameCasing from "./stage-name-casing.ts";
import trustedRegistry from "./trusted-registry.ts";
import uniqueHeredocNames from "./unique-heredoc-names.ts";
import uniqueStageNames from "./unique-stage-names.ts";
import unusedDirective from "./unused-directive.ts";
import useCreatedUser from "./use-created-user.ts";
import validHeredoc from "./valid-heredoc.ts";
import validJsonForm from "./valid-json-form.ts";
import validLabelKey from "./valid-label-key.ts";
import validLabelValue from "./valid-label-value.ts";
import validParserDirective from "./valid-parser-directive.ts";
import validSyntax from "./valid-syntax.ts";
import verifyPackages from "./verify-packages.ts";
import verifyTls from "./verify-tls.ts";

/** Every rule, sorted by id. */
export const rules: readonly Rule[] = [
  absoluteWorkdir,
  assumeYes,
  chownOnCopy,
  cleanApkCache,
  cleanAptLists,
  cleanNodeCache,
  cleanYumCache,
  cleanZypperCache,
  commentOnOwnLine,
  copyExistingPath,
  copyIntoDirectory,
  copyToAbsolutePath,
  declareArgsLate,
  declareDataVolume,
  defaultBaseImage,
  definitionComment,
  exposeFormat,
  exposeProtocolCase,
  flagsFirst,
  fromAsCasing,
  instructionCasing,
  jsonFormCommand,
  logToStdout,
  maintainedBaseImage,
  maxContextBytes,
  maxCopyBytes,
  maxLayers,
  mergeConsecutiveRun,
  noApt,
  noCopiedSecrets,
  noDistUpgrade,
  noDockerSocket,
  noDuplicateCommand,
  noDuplicateCopy,
  noEmptyContinuation,
  noEmptyLayer,
  noHardcodedSecrets,
  noIgnoredCopy,
  noInlineIgnore,
  noInstallRecommends,
  noKernelPackages,
  noLargeLoginLog,
  noLaterChown,
  noLaterDelete,
  noLatestTag,
  noLegacyKeyValue,
  noLonePackageUpdate,
  noLostCd,
  noMaintainer,
  noNeedlessCopy,
  noPipCache,
  noPipedScript,
  noPlatformConstant,
  noRedundantPlatform,
  noRootUser,
  noSameEnvReference,
  noSecretsInEnv,
  noSetPassword,
  noShellSymlink,
  noSshPort,
  noSudo,
  noSwallowedInstruction,
  noSystemWorkdir,
  noUndefinedFromArg,
  noUndefinedVar,
  noUnknownLabel,
  noUselessCommand,
  noWgetAndCurl,
  noWholeImageCopy,
  noWorldWritable,
  numericUser,
  orderForCache,
  pinApkVersions,
  pinAptVersions,
  pinBaseImageDigest,
  pinBaseImageTag,
  pinCopySource,
  pinGemVersions,
  pinGoVersions,
  pinNpmVersions,
  pinPipVersions,
  pinYumVersions,
  pinZypperVersions,
  preferAddArchive,
  preferCopy,
  preferWorkdir,
  quietWget,
  requireHealthcheck,
  requiredLabels,
  reservedStageName,
  setPipefail,
  shellInImage,
  stageNameCasing,
  trustedRegistry,
  uniqueHeredocNames,
  uniqueStageNames,
  unusedDirective,
  useCreatedUser,
  validHeredoc,
  validJsonForm,
  validLabelKey,
  validLabelValue,
  validParserDirective,
  validSyntax,
  verifyPackages,
  verifyTls,
];
