import { defineRule } from "./define-rule.ts";
import { pinOptionsHelp, pinOptionsSchema, reportUnpinned, type PinOptions } from "./shared/unpinned-packages.ts";
import type { ShellWord } from "../shell/nodes.ts";
import type { PackageCall } from "../shell/package-call.ts";

export default defineRule({
  id: "pin-pip-versions",
  type: "suggestion",
  docs: {
    description: "Give Python packages a version",
    category: "reproducibility",
    severity: "info",
    recommended: true,
    since: "0.1.0",
    hadolint: ["DL3013"],
    droast: ["DF051"],
    why: `pip and its kin install the newest release on the day of the build, major versions included. The package
index keeps old releases, so a version costs nothing and keeps working. Better still is a requirements file with all
versions and hashes, or a lock file: it fixes what the packages depend on as well.`,
    examples: [
      {
        bad: "FROM python:3.13\nRUN pip install --no-cache-dir flask gunicorn\n",
        good: "FROM python:3.13\nRUN pip install --no-cache-dir flask==3.1.0 gunicorn==23.0.0\n",
      },
      {
        bad: "FROM python:3.13\nRUN python3 -m pip install flask\n",
        good: "FROM python:3.13\nCOPY requirements.txt .\nRUN python3 -m pip install -r requirements.txt\n",
      },
    ],
    options: `${pinOptionsHelp} By default \`pip\`, \`setuptools\` and \`wheel\`, which are mostly upgraded on
purpose.`,
    whenNot: `A constraints file, a requirements file, local paths and archives count as versions, and words that
hold a variable are not judged.`,
  },
  messages: {
    unpinned: {
      what: "{{program}} installs {{packages}} in {{stage}} without a version",
      why: "A rebuild takes the newest releases of that day, major versions included",
      how: 'Write "{{example}}", or install from a requirements file that holds all versions',
    },
  },
  schema: pinOptionsSchema,
  defaultOptions: [{ ignore: ["pip", "setuptools", "wheel"] }] as [PinOptions],
  create: (context) =>
    reportUnpinned(context, {
      managers: ["pip", "pipx", "uv"],
      versioned: (name) => `${name}==<version>`,
      needsVersion: standsAlone,
    }),
});

/** False where a constraints file or the list of a requirements file gives the version. */
function standsAlone(_word: ShellWord, call: PackageCall): boolean {
  return !call.hasFlag("-c", "--constraint", "--constraints") && !call.verbs.split(" ").includes("sync");
}
