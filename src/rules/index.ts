// Generated from the files of this folder by `npm run generate`.
import type { Rule } from "./define-rule.ts";
import absoluteWorkdir from "./absolute-workdir.ts";
import assumeYes from "./assume-yes.ts";
import cleanApkCache from "./clean-apk-cache.ts";
import cleanAptLists from "./clean-apt-lists.ts";
import cleanNodeCache from "./clean-node-cache.ts";
import cleanYumCache from "./clean-yum-cache.ts";
import cleanZypperCache from "./clean-zypper-cache.ts";
import commentOnOwnLine from "./comment-on-own-line.ts";
import copyExistingPath from "./copy-existing-path.ts";
import declareArgsLate from "./declare-args-late.ts";
import defaultBaseImage from "./default-base-image.ts";
import definitionComment from "./definition-comment.ts";
import exposeFormat from "./expose-format.ts";
import exposeProtocolCase from "./expose-protocol-case.ts";
import flagsFirst from "./flags-first.ts";
import fromAsCasing from "./from-as-casing.ts";
import instructionCasing from "./instruction-casing.ts";
import jsonFormCommand from "./json-form-command.ts";
import logToStdout from "./log-to-stdout.ts";
import mergeConsecutiveRun from "./merge-consecutive-run.ts";
import noApt from "./no-apt.ts";
import noDuplicateCommand from "./no-duplicate-command.ts";
import noEmptyContinuation from "./no-empty-continuation.ts";
import noIgnoredCopy from "./no-ignored-copy.ts";
import noInstallRecommends from "./no-install-recommends.ts";
import noLaterChown from "./no-later-chown.ts";
import noLaterDelete from "./no-later-delete.ts";
import noLatestTag from "./no-latest-tag.ts";
import noLegacyKeyValue from "./no-legacy-key-value.ts";
import noLonePackageUpdate from "./no-lone-package-update.ts";
import noLostCd from "./no-lost-cd.ts";
import noMaintainer from "./no-maintainer.ts";
import noPipCache from "./no-pip-cache.ts";
import noPlatformConstant from "./no-platform-constant.ts";
import noRedundantPlatform from "./no-redundant-platform.ts";
import noRootUser from "./no-root-user.ts";
import noSecretsInEnv from "./no-secrets-in-env.ts";
import noSudo from "./no-sudo.ts";
import noSwallowedInstruction from "./no-swallowed-instruction.ts";
import noUndefinedFromArg from "./no-undefined-from-arg.ts";
import noUndefinedVar from "./no-undefined-var.ts";
import noWgetAndCurl from "./no-wget-and-curl.ts";
import orderForCache from "./order-for-cache.ts";
import pinApkVersions from "./pin-apk-versions.ts";
import pinAptVersions from "./pin-apt-versions.ts";
import pinBaseImageDigest from "./pin-base-image-digest.ts";
import pinBaseImageTag from "./pin-base-image-tag.ts";
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
import reservedStageName from "./reserved-stage-name.ts";
import setPipefail from "./set-pipefail.ts";
import stageNameCasing from "./stage-name-casing.ts";
import uniqueHeredocNames from "./unique-heredoc-names.ts";
import uniqueStageNames from "./unique-stage-names.ts";
import unusedDirective from "./unused-directive.ts";
import validHeredoc from "./valid-heredoc.ts";
import validJsonForm from "./valid-json-form.ts";
import validParserDirective from "./valid-parser-directive.ts";
import validSyntax from "./valid-syntax.ts";

/** Every rule, sorted by id. */
export const rules: readonly Rule[] = [
  absoluteWorkdir,
  assumeYes,
  cleanApkCache,
  cleanAptLists,
  cleanNodeCache,
  cleanYumCache,
  cleanZypperCache,
  commentOnOwnLine,
  copyExistingPath,
  declareArgsLate,
  defaultBaseImage,
  definitionComment,
  exposeFormat,
  exposeProtocolCase,
  flagsFirst,
  fromAsCasing,
  instructionCasing,
  jsonFormCommand,
  logToStdout,
  mergeConsecutiveRun,
  noApt,
  noDuplicateCommand,
  noEmptyContinuation,
  noIgnoredCopy,
  noInstallRecommends,
  noLaterChown,
  noLaterDelete,
  noLatestTag,
  noLegacyKeyValue,
  noLonePackageUpdate,
  noLostCd,
  noMaintainer,
  noPipCache,
  noPlatformConstant,
  noRedundantPlatform,
  noRootUser,
  noSecretsInEnv,
  noSudo,
  noSwallowedInstruction,
  noUndefinedFromArg,
  noUndefinedVar,
  noWgetAndCurl,
  orderForCache,
  pinApkVersions,
  pinAptVersions,
  pinBaseImageDigest,
  pinBaseImageTag,
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
  reservedStageName,
  setPipefail,
  stageNameCasing,
  uniqueHeredocNames,
  uniqueStageNames,
  unusedDirective,
  validHeredoc,
  validJsonForm,
  validParserDirective,
  validSyntax,
];
