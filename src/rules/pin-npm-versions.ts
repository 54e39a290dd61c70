import { defineRule } from "./define-rule.ts";
import { pinOptionsHelp, pinOptionsSchema, reportUnpinned, type PinOptions } from "./shared/unpinned-packages.ts";

export default defineRule({
  id: "pin-npm-versions",
  type: "suggestion",
  docs: {
    description: "Give Node.js packages a version",
    category: "reproducibility",
    severity: "info",
    recommended: true,
    since: "0.1.0",
    hadolint: ["DL3016"],
    why: `npm, pnpm, yarn and bun install the newest release on the day of the build when a package is named without
a version, and move with every release when it is named with a tag such as \`latest\`. The registry keeps old
releases, so a version costs nothing and keeps working. What belongs to the application belongs into package.json
and its lock file (\`npm ci\`).`,
    examples: [
      {
        bad: "FROM node:22\nRUN npm install --global pm2\n",
        good: "FROM node:22\nRUN npm install --global pm2@5.4.3\n",
      },
      { bad: "FROM node:22\nRUN pnpm add fastify\n", good: "FROM node:22\nRUN pnpm add fastify@5.2.1\n" },
    ],
    options: pinOptionsHelp,
    whenNot: `Installs from package.json (\`npm install\`, \`npm ci\`) name no package and are not reported; local
paths and archives are not either. Words that hold a variable are not judged.`,
  },
  messages: {
    unpinned: {
      what: "{{program}} installs {{packages}} in {{stage}} without a version",
      why: "A rebuild takes the newest releases of that day, major versions included",
      how: 'Write "{{example}}", or put the package into package.json and install from its lock file',
    },
  },
  schema: pinOptionsSchema,
  defaultOptions: [{ ignore: [] }] as [PinOptions],
  create: (context) =>
    reportUnpinned(context, {
      managers: ["npm", "pnpm", "yarn", "bun", "corepack"],
      versioned: (name) => `${name}@<version>`,
    }),
});
