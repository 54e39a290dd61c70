/**
 * Official images whose contents get no security updates any more. Months are those of the publishers' own schedules as
 * generally known; those of alpine, fedora, mariadb, node and ubuntu were compared with endoflife.date (MIT). Commercial
 * extensions do not count. Only what had ended by `endOfLifeAsOf` is in the
 * table: a verdict never depends on the day on which the linter runs.
 */
import type { ImageReference } from "../model/types.ts";

/** ISO date up to which the table was looked through. */
export const endOfLifeAsOf = "2026-05-01";

/** Versions of an image with the month of their end: `9:2022-06`; `*` is every version. */
const versions: Readonly<Record<string, string>> = {
  alpine:
    "2:2015-11 3.0:2016-05 3.1:2016-11 3.2:2017-05 3.3:2017-11 3.4:2018-05 3.5:2018-11 3.6:2019-05 3.7:2019-11 3.8:2020-05 3.9:2020-11 3.10:2021-05 3.11:2021-11 3.12:2022-05 3.13:2022-11 3.14:2023-05 3.15:2023-11 3.16:2024-05 3.17:2024-11 3.18:2025-05 3.19:2025-11 3.20:2026-04",
  amazonlinux: "1:2023-12 2016:2023-12 2017:2023-12 2018:2023-12",
  centos: "*:2024-06",
  debian: "6:2016-02 7:2018-05 8:2020-06 9:2022-06 10:2024-06",
  fedora:
    "2:2006-04 20:2015-06 21:2015-12 22:2016-07 23:2016-12 24:2017-08 25:2017-12 26:2018-05 27:2018-11 28:2019-05 29:2019-11 30:2020-05 31:2020-11 32:2021-05 33:2021-11 34:2022-06 35:2022-12 36:2023-05 37:2023-12 38:2024-05 39:2024-11 40:2025-05 41:2025-12",
  golang:
    "1.13:2020-08 1.14:2021-02 1.15:2021-08 1.16:2022-03 1.17:2022-08 1.18:2023-02 1.19:2023-08 1.20:2024-02 1.21:2024-08 1.22:2025-02 1.23:2025-08",
  mariadb:
    "5:2020-04 10.0:2019-03 10.1:2020-10 10.2:2022-05 10.3:2023-05 10.4:2024-06 10.5:2025-06 10.7:2023-02 10.8:2023-05 10.9:2023-08 10.10:2023-11",
  mysql: "5.5:2018-12 5.6:2021-02 5.7:2023-10 8.0:2026-04",
  node: "0:2016-12 4:2018-04 5:2016-06 6:2019-04 7:2017-06 8:2019-12 9:2018-06 10:2021-04 11:2019-06 12:2022-04 13:2020-06 14:2023-04 15:2021-06 16:2023-09 17:2022-06 18:2025-04 19:2023-06 20:2026-04 21:2024-06 23:2025-06",
  openjdk: "*:2022-07",
  php: "5:2018-12 7.0:2019-01 7.1:2019-12 7.2:2020-11 7.3:2021-12 7.4:2022-11 8.0:2023-11 8.1:2025-12",
  postgres: "8:2014-07 9:2021-11 10:2022-11 11:2023-11 12:2024-11 13:2025-11",
  python: "2:2020-01 3.3:2017-09 3.4:2019-03 3.5:2020-09 3.6:2021-12 3.7:2023-06 3.8:2024-10 3.9:2025-10",
  ruby: "1:2015-02 2.0:2016-02 2.1:2017-03 2.2:2018-03 2.3:2019-03 2.4:2020-03 2.5:2021-03 2.6:2022-04 2.7:2023-03 3.0:2024-04 3.1:2025-03 3.2:2026-03",
  ubuntu:
    "10.04:2013-05 12.04:2017-04 12.10:2014-05 13.04:2014-01 13.10:2014-07 14.04:2019-04 14.10:2015-07 15.04:2016-02 15.10:2016-07 16.04:2021-04 16.10:2017-07 17.04:2018-01 17.10:2018-07 18.04:2023-05 18.10:2019-07 19.04:2020-01 19.10:2020-07 20.04:2025-05 20.10:2021-07 21.04:2022-01 21.10:2022-07 22.10:2023-07 23.04:2024-01 23.10:2024-07 24.10:2025-07 25.04:2026-01",
};

/** Distributions by code name, as tags of many images end with: `python:3.13-buster`. */
const codeNames: Readonly<Record<string, readonly [image: string, version: string]>> = {
  squeeze: ["debian", "6"],
  wheezy: ["debian", "7"],
  jessie: ["debian", "8"],
  stretch: ["debian", "9"],
  buster: ["debian", "10"],
  precise: ["ubuntu", "12.04"],
  trusty: ["ubuntu", "14.04"],
  xenial: ["ubuntu", "16.04"],
  bionic: ["ubuntu", "18.04"],
  focal: ["ubuntu", "20.04"],
};

export interface EndOfLife {
  /** What has ended: `Debian 10 (buster)`, or the image itself. */
  readonly subject: string;
  /** ISO month: `2024-06`. */
  readonly month: string;
}

/** Null when the image is maintained, or not in the table. */
export function endOfLife(reference: ImageReference): EndOfLife | null {
  const image = officialName(reference);
  if (image === null || reference.tag === null) return image === null ? null : whole(image);
  const { tag } = reference;
  // Early-access builds of openjdk are the one thing that is still published there.
  if (image === "openjdk" && /-ea-/.test(`${tag}-`)) return null;
  const version = /^v?(\d+(?:\.\d+)*)/.exec(tag)?.[1] ?? null;
  const own = whole(image) ?? (version === null ? null : lookUp(image, version));
  return own ? { subject: `${image}:${tag}`, month: own.month } : distribution(tag);
}

/** `node` for `docker.io/library/node`, and for mirrors of it; null for other images. */
function officialName({ repository, registry }: ImageReference): string | null {
  if (registry !== "docker.io" && !/(?:^|\/)library\//.test(repository)) return null;
  return /(?:^|\/)library\/([^/]+)$/.exec(repository)?.[1] ?? null;
}

function whole(image: string): EndOfLife | null {
  const ended = endedVersions(image).find(({ version }) => version === "*");
  return ended ? { subject: image, month: ended.month } : null;
}

/** The entry whose version is that of the tag, or the beginning of it. */
function lookUp(image: string, version: string): EndOfLife | null {
  const ended = endedVersions(image).find(({ version: known }) => version === known || version.startsWith(`${known}.`));
  return ended ? { subject: image, month: ended.month } : null;
}

interface EndedVersion {
  readonly version: string;
  readonly month: string;
}

let table: ReadonlyMap<string, readonly EndedVersion[]> | undefined;

/** None for an image that is not in the table, which is taken apart when it is first asked. */
function endedVersions(image: string): readonly EndedVersion[] {
  table ??= new Map(Object.entries(versions).map(([name, entries]) => [name, entries.split(" ").map(readEntry)]));
  return table.get(image) ?? [];
}

function readEntry(entry: string): EndedVersion {
  const colon = entry.indexOf(":");
  return { version: entry.slice(0, colon), month: entry.slice(colon + 1) };
}

/** The distribution that a tag names: `-buster`, `-alpine3.17`. */
function distribution(tag: string): EndOfLife | null {
  for (const word of tag.split("-")) {
    const named = Object.hasOwn(codeNames, word) ? codeNames[word] : undefined;
    const alpine = /^alpine(\d+\.\d+)$/.exec(word)?.[1];
    const found = named ? lookUp(...named) : alpine === undefined ? null : lookUp("alpine", alpine);
    if (found && named)
      return { subject: `${named[0] === "debian" ? "Debian" : "Ubuntu"} ${named[1]} (${word})`, month: found.month };
    if (found) return { subject: `Alpine ${alpine ?? ""}`, month: found.month };
  }
  return null;
}
