/** What the table of package managers says of each. */

export type PackageAction = "install" | "update" | "upgrade" | "clean" | "remove" | "download" | "other";

/** What makes a package word name a version. */
export interface PinSyntax {
  /** Stand between name and version: `=`. */
  readonly operators: readonly string[];
  /** Versions that move: `latest`. */
  readonly floating?: readonly string[];
  /** `range`: as npm reads versions, anything that does not start with a number is a moving tag. */
  readonly versions?: "any" | "range";
  /** `name-1.2-3`: the version stands behind a dash. */
  readonly dashed?: true;
  /** Ends of words that are package files, which hold one version. */
  readonly files?: readonly string[];
  /** What names the revision in a repository address. */
  readonly revision?: "@" | "#";
  /** `owner/name` is short for a repository address. */
  readonly shorthand?: true;
  /** Flags that fix the version of all packages of the call: `gem install -v`. */
  readonly flags?: readonly string[];
  /** Verbs whose operands have no versions: `build-dep`. */
  readonly notFor?: readonly string[];
}

export interface PackageManager {
  /** What rules call it: `apt` for apt, apt-get and aptitude. */
  readonly family: string;
  /** Base names, without a version suffix (`pip` stands for pip3.11); `uv pip` for a call through another program. */
  readonly programs: readonly string[];
  /** What verbs do; two verbs in order are one (`cache clean`). Verbs that are not listed are `other`. */
  readonly verbs: Readonly<Partial<Record<PackageAction, readonly string[]>>>;
  /** Verbs too long or too many to list. */
  readonly verbPatterns?: readonly (readonly [pattern: RegExp, action: PackageAction])[];
  /** pacman's verbs are flags: the first entry whose flags are all given counts; `operands`: only with packages. */
  readonly flagVerbs?: readonly {
    readonly flags: readonly string[];
    readonly operands?: true;
    readonly action: PackageAction;
  }[];
  /** Long names of flags that `flagVerbs` gives in short form. */
  readonly flagAliases?: Readonly<Record<string, string>>;
  /** What a call without a verb does; `other` by default. */
  readonly bare?: PackageAction;
  /** Verbs that fetch what the manifests name before they do their own work: `cargo build`. */
  readonly builds?: readonly string[];
  /** Verbs with one operand; what follows belongs to the program that is run. */
  readonly oneOperand?: readonly string[];
  /** What follows `--` is for another program (`gem install x -- --with-y`). */
  readonly foreignAfterDashes?: true;
  /** Flags that take a value, separated by spaces. */
  readonly valueFlags?: string;
  /** More of them behind one verb, where the letter means something else elsewhere. */
  readonly verbValueFlags?: Readonly<Record<string, string>>;
  /** `-name` is one flag and not a cluster. */
  readonly singleDash?: true;
  readonly assumeYes?: readonly string[];
  readonly quiet?: readonly string[];
  /** Two levels of quiet answer yes to all questions (apt-get). */
  readonly quietTwiceAssumesYes?: true;
  readonly noRecommends?: readonly string[];
  readonly noCache?: readonly string[];
  /** Variables that switch the cache off when set to a true value. */
  readonly noCacheVariables?: readonly string[];
  /** Where packages are kept after they were fetched; `clean` verbs empty them. */
  readonly cacheDirectories?: readonly string[];
  /** Where package lists are kept when that is elsewhere; `clean` verbs leave them. */
  readonly indexDirectories?: readonly string[];
  readonly pins?: PinSyntax;
}
