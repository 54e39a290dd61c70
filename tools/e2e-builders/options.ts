/** The command line of `npm run e2e:builders`. */
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { stores } from "./daemon.ts";

const usage = `npm run e2e:builders -- [options]
  --seed N      seed of the first random case (now, in seconds); the next case has the next seed
  --cases N     how many random cases to build (100)
  --random-only leave the fixtures out
  --store NAME  ${stores.join(" or ")}: where the daemon keeps layers (${stores[0]})
  --record      write the sizes of the fixtures' layers into their expected.json
  --keep DIR    keep the context of every case with a mismatch in DIR
  --cache DIR   where the builder's packages are unpacked (a folder below the one for temporary files)
`;

/** Ends the process after --help, and with exit code 2 when the command line makes no sense. */
export function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        seed: { type: "string", default: String(Math.floor(Date.now() / 1000)) },
        cases: { type: "string", default: "100" },
        "random-only": { type: "boolean", default: false },
        store: { type: "string", default: stores[0] },
        record: { type: "boolean", default: false },
        keep: { type: "string" },
        cache: { type: "string", default: join(tmpdir(), "stratalint-e2e-builders") },
        help: { type: "boolean", short: "h", default: false },
      },
    });
    if (values.help) {
      process.stdout.write(usage);
      process.exit(0);
    }
    const store = stores.find((name) => name === values.store);
    if (store === undefined) throw new Error(`--store is ${stores.join(" or ")}, not ${values.store}`);
    const { keep, cache, record, "random-only": randomOnly } = values;
    return {
      seed: wholeNumber("seed", values.seed),
      cases: wholeNumber("cases", values.cases),
      store,
      record,
      keep,
      cache,
      randomOnly,
    };
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${usage}`);
    process.exit(2);
  }
}

function wholeNumber(name: string, text: string): number {
  if (!/^\d{1,10}$/.test(text)) throw new Error(`--${name} is a whole number, not ${text}`);
  return Number(text);
}
