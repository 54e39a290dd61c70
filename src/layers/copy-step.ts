/** A COPY or ADD with everything in it resolved: words, flags, heredocs, destination. */
import { cleanPath } from "../context/clean-path.ts";
import { readSource } from "../model/git-source.ts";
import type { Add, Copy, Flag, Heredoc, Word } from "../syntax/nodes.ts";
import { chmod } from "./file-modes.ts";
import type { Scope } from "./scope.ts";
import type { FileChanges } from "./stored-file.ts";

export interface CopyStep {
  readonly instruction: Copy | Add;
  /** Paths and patterns, expanded. */
  readonly sources: readonly string[];
  /** Of each source the word that it stands in. */
  readonly words: readonly Word[];
  /** Sources of ADD that are fetched: an address or a repository. */
  readonly fetched: readonly string[];
  readonly heredocs: readonly { readonly name: string; readonly text: string }[];
  /** Absolute, without leading and trailing slash. */
  readonly destination: string;
  /** True when it is written as a directory: `/app/`, `.`. */
  readonly intoDirectory: boolean;
  /** Value of `--from`; null for the build context. */
  readonly from: string | null;
  readonly parents: boolean;
  readonly exclude: readonly string[];
  /** True when the layer does not depend on those below it. */
  readonly link: boolean;
  /** ADD unpacks local archives. */
  readonly unpack: boolean;
  readonly changes: FileChanges;
}

/** What a copy is read with. */
export interface CopyReading {
  /** What the instruction sees where it runs. */
  readonly scope: Scope;
  readonly heredocText: (heredoc: Heredoc) => string;
  /** SOURCE_DATE_EPOCH in seconds, which becomes the time of all files; null without it. */
  readonly epoch: number | null;
}

/** Resolves everything that is written in the instruction. */
export function readCopyStep(instruction: Copy | Add, { scope, heredocText, epoch }: CopyReading): CopyStep {
  const flag = (name: string): Flag | undefined => instruction.flags.find((one) => one.name === name);
  const isOn = (name: string): boolean => flag(name) !== undefined && flag(name)?.value?.toLowerCase() !== "false";
  const paths: { word: Word; source: string }[] = [];
  const fetched: string[] = [];
  for (const word of instruction.sources) {
    const source = scope.expand(word);
    if (readSource(source).kind === "path") paths.push({ word, source });
    else fetched.push(source);
  }
  const mode = scope.expand(flag("chmod")?.value ?? "");
  const owner = scope.expand(flag("chown")?.value ?? "");
  return {
    instruction,
    sources: paths.map(({ source }) => source),
    words: paths.map(({ word }) => word),
    fetched,
    heredocs: instruction.heredocs.map((heredoc) => ({ name: heredoc.name, text: heredocText(heredoc) })),
    ...readDestination(instruction.destination ? scope.expand(instruction.destination) : "", scope.workdir),
    from: flag("from")?.value ?? null,
    parents: isOn("parents"),
    exclude: instruction.flags.filter(({ name }) => name === "exclude").map(({ value }) => value ?? ""),
    // BuildKit makes an ordinary copy of a link that changes modes.
    link: isOn("link") && mode === "",
    unpack: instruction.type === "Add" && (flag("unpack") === undefined || isOn("unpack")),
    changes: {
      owner: owner === "" ? null : normalizeOwner(owner),
      mode: mode === "" ? null : chmod(mode),
      mtime: epoch === null ? null : epoch * 1000,
    },
  };
}

/** As BuildKit's `pathRelativeToWorkingDir`. */
function readDestination(text: string, workdir: string): { destination: string; intoDirectory: boolean } {
  const written = text === "." ? "./" : text;
  const path = cleanPath(written.startsWith("/") ? written : `${workdir}/${written}`);
  return { destination: path.replace(/^\//, ""), intoDirectory: text === "" || /(?:^|\/)\.?$/.test(written) };
}

const rootNames: Readonly<Record<string, string>> = { root: "0", "": "0" };

/** `app`, `1000`, `app:web` -> `uid:gid`; a user without group is in the group of his own number or name. */
function normalizeOwner(text: string): string {
  const [user = "", group] = text.split(":", 2);
  const userId = rootNames[user] ?? user;
  return `${userId}:${group === undefined ? userId : (rootNames[group] ?? group)}`;
}
