/**
 * `npm run e2e:builders [-- --seed N --cases N --store containerd|overlay2 --keep DIR --cache DIR]`: builds the fixtures and
 * random contexts with a real BuildKit and compares every image with its plan.
 *
 * The builder comes from Debian packages; where it cannot run, the command says so and succeeds.
 */
import { setImmediate } from "node:timers/promises";
import { availableFormats } from "./archives.ts";
import { importBaseImage, inspectBaseImage } from "./base-image.ts";
import { Daemon } from "./daemon.ts";
import { fetchBuilderPrograms, Unavailable } from "./debian-packages.ts";
import { fixtureCases, recordFixture } from "./fixture-cases.ts";
import { readOptions } from "./options.ts";
import { randomCase } from "./random-case.ts";
import { describeOutcome, summaryTable, type Outcome } from "./report.ts";
import { runCases } from "./run-cases.ts";

const options = readOptions();
const interrupted = new AbortController();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.once(signal, () => {
    interrupted.abort(new Error(`interrupted by ${signal}`));
  });
}

let daemon: Daemon | undefined;
try {
  const programs = fetchBuilderPrograms(options.cache);
  daemon = new Daemon(programs);
  await daemon.start(options.store, interrupted.signal);
  await importBaseImage(daemon.api, programs.busybox);
  process.exitCode = await run(daemon);
} catch (error) {
  // A signal that came while apt ran shows only after a turn of the event loop.
  await setImmediate();
  if (interrupted.signal.aborted) {
    say(String(interrupted.signal.reason));
    process.exitCode = 1;
  } else if (error instanceof Unavailable) say(`skipped, nothing was built: ${error.message}`);
  else {
    say((error as Error).stack ?? String(error));
    process.exitCode = 1;
  }
} finally {
  await daemon?.stop();
}

/** @returns the exit code */
async function run(builder: Daemon): Promise<number> {
  const { seed, cases, store, keep } = options;
  say(`${await builder.describe()}; ${cases} random cases from seed ${seed}`);
  const began = performance.now();
  const formats = availableFormats();
  const random = Array.from({ length: cases }, (_, index) => randomCase(seed + index, formats));
  const base = await inspectBaseImage(builder.api);
  const workshop = { daemon: builder, store, base, keep, signal: interrupted.signal };
  const groups = [];
  if (!options.randomOnly) {
    const fixtures = fixtureCases(store).filter(({ recordedSizes }) => options.record || recordedSizes !== undefined);
    const outcomes = await runCases(workshop, fixtures);
    if (options.record) recordAll(outcomes);
    groups.push({ name: "fixtures", outcomes });
  }
  groups.push({ name: "random", outcomes: await runCases(workshop, random) });
  const wrong = groups.flatMap(({ outcomes }) => outcomes).filter(({ mismatches }) => mismatches.length > 0);
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  process.stdout.write([...wrong.map(describeOutcome), summaryTable(groups), ""].join("\n"));
  say(
    `${wrong.length === 0 ? "every image is as planned" : `${wrong.length} images differ`}; ${seconds} seconds, seed ${seed}`,
  );
  return wrong.length === 0 ? 0 : 1;
}

function recordAll(outcomes: readonly Outcome[]): void {
  for (const { build, comparison } of outcomes) {
    if (comparison !== undefined) recordFixture(build.name, options.store, comparison.builtBytes);
  }
}

function say(text: string): void {
  process.stdout.write(`e2e:builders: ${text}\n`);
}
