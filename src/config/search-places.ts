/** Where a configuration may stand, in the order in which a folder is searched. */
export const searchPlaces: readonly string[] = [
  ".stratalintrc",
  ".stratalintrc.json",
  ".stratalintrc.jsonc",
  ".stratalintrc.yaml",
  ".stratalintrc.yml",
  ".stratalintrc.js",
  ".stratalintrc.mjs",
  ".stratalintrc.cjs",
  "stratalint.config.js",
  "stratalint.config.mjs",
  "stratalint.config.cjs",
  "stratalint.config.json",
  "package.json",
  ".lintrc",
  ".lintrc.json",
  ".lintrc.yaml",
  ".lintrc.yml",
];

/** Names that people will try and that are not read: ignoring them silently would hide a mistake. */
export const unsupportedPlaces: readonly string[] = ["stratalint.config.ts", ".stratalintrc.ts", ".stratalintrc.toml"];

/** The key of our configuration in `package.json`. */
export const packageKey = "stratalint";
