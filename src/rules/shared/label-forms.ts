/** The forms that the value of a label may have, and whether it has one. */
import parseLicense from "spdx-expression-parse";
import type { LabelType } from "../../language/rule-types.ts";

/** What a value of the form looks like, for messages: `a URL such as https://example.com`. */
export const formDescriptions: Readonly<Record<LabelType, string>> = {
  text: "a text",
  url: "an absolute URL such as https://example.com/app",
  email: "an address such as jane@example.com",
  rfc3339: "a time as in RFC 3339, such as 2026-01-31T12:00:00Z",
  semver: "a version as in Semantic Versioning, such as 1.2.3",
  hash: "the hash of a Git commit, in lower case",
  spdx: "an SPDX licence expression such as Apache-2.0 or (MIT OR BSD-3-Clause)",
};

/** @param value not empty */
export function hasForm(value: string, form: LabelType): boolean {
  return tests[form](value);
}

const tests: Readonly<Record<LabelType, (value: string) => boolean>> = {
  text: () => true,
  url: (value) => uri.test(value),
  email: (value) => address.test(value),
  rfc3339: isTime,
  semver: (value) => version.test(value),
  hash: (value) => commit.test(value),
  spdx: isLicense,
};

/** An absolute URI (RFC 3986): a scheme, and only characters that may stand in one. */
const uri = /^[a-z][a-z\d+.-]*:(?:[\w.~:/?#[\]@!$&'()*+,;=-]|%[\da-f]{2})+$/i;

/** An addr-spec (RFC 5322) without comments. */
const address =
  /^(?:[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*|"(?:[^"\\]|\\.)*")@(?:[a-z\d](?:[a-z\d-]*[a-z\d])?(?:\.[a-z\d](?:[a-z\d-]*[a-z\d])?)*|\[[^[\]\\]+\])$/i;

/** Semantic Versioning 2.0.0; build metadata and pre-release without leading zeros in numbers. */
const version =
  /^(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)(?:-(?:0|[1-9]\d*|\d*[a-z-][\da-z-]*)(?:\.(?:0|[1-9]\d*|\d*[a-z-][\da-z-]*))*)?(?:\+[\da-z-]+(?:\.[\da-z-]+)*)?$/i;

/** Abbreviated or whole, SHA-1 or SHA-256. */
const commit = /^(?:[\da-f]{7,40}|[\da-f]{64})$/;

const time = /^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d):(\d\d)(?:\.\d+)?(?:[Zz]|[+-](\d\d):(\d\d))$/;

/** RFC 3339, section 5.6; a leap second is a time. */
function isTime(value: string): boolean {
  const match = time.exec(value);
  if (!match) return false;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, zoneHour = 0, zoneMinute = 0] = match
    .slice(1)
    .map((part: string | undefined) => Number(part ?? 0));
  const daysInMonth = month >= 1 && month <= 12 ? new Date(Date.UTC(year, month, 0)).getUTCDate() : 0;
  return (
    day >= 1 && day <= daysInMonth && hour <= 23 && minute <= 59 && second <= 60 && zoneHour <= 23 && zoneMinute <= 59
  );
}

/** SPDX licence expressions; identifiers in the case in which the list has them. */
function isLicense(value: string): boolean {
  if (value.trim() === "") return false;
  try {
    parseLicense(value);
    return true;
  } catch {
    // The parser has no other way to say no.
    return false;
  }
}
