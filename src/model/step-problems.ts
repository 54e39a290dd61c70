/** What BuildKit rejects when it comes to an instruction (dockerfile2llb/convert.go, `dispatch`). */
import type { Arg, Env, Expose, Flag, KeyValue, Stopsignal, Volume } from "../syntax/nodes.ts";
import { checkCopy } from "./copy-problems.ts";
import type { JudgedNames } from "./judged-names.ts";
import { checkMounts } from "./mount-problems.ts";
import { portProblem } from "./port-problems.ts";
import { wordsIn } from "./scopes.ts";
import { isSignal, nearestSignal } from "./signal.ts";
import type { Step } from "./step.ts";

/**
 * Judges one instruction, each of its words for itself.
 *
 * @param globals what is known of the arguments above the first FROM
 * @param isLater whether a mount takes from a stage that is built later
 */
export function checkStep(step: Step, globals: JudgedNames, isLater: (flag: Flag) => boolean): void {
  const { node } = step;
  switch (node.type) {
    case "Arg":
      return checkArg(step, node, globals);
    case "Env":
      return checkEnv(step, node);
    case "Label":
      return checkPairs(step, node.pairs);
    case "Add":
    case "Copy":
      return checkCopy(step, node);
    case "Run":
      return checkMounts(step, isLater);
    case "Expose":
      return checkExpose(step, node);
    case "Stopsignal":
      return checkSignal(step, node);
    case "Volume":
      return checkVolume(step, node);
    case "User":
    case "Workdir":
      for (const word of node.args) step.value(word);
      return;
    default:
  }
}

/** Only a default that no build argument replaces is read. */
function checkArg(step: Step, { pairs }: Arg, globals: JudgedNames): void {
  const given = step.model.options.buildArgs ?? {};
  for (const { key, value } of pairs) {
    const isGiven = Object.hasOwn(given, key.value);
    if (isGiven || value) step.names.set(key.value, isGiven || value === null || step.value(value) !== null);
    else step.names.take(key.value, globals);
  }
}

/** All of the line is read before any of it is set. */
function checkEnv(step: Step, { pairs }: Env): void {
  const read = pairs.map(({ key, value }) => ({
    name: step.value(key),
    certain: value === null || step.value(value) !== null,
  }));
  for (const { name, certain } of read) {
    if (name) step.names.set(name.text, certain);
    else step.names.lose();
  }
}

function checkPairs(step: Step, pairs: readonly KeyValue[]): void {
  for (const { key, value } of pairs) {
    step.value(key);
    if (value) step.value(value);
  }
}

function checkExpose(step: Step, { args }: Expose): void {
  const { scope } = step.stage.snapshotBefore(step.node);
  for (const word of args) {
    const value = step.value(word);
    if (!value) continue;
    for (const spec of wordsIn(scope, word.value, step.model.dockerfile.escape)) {
      const problem = portProblem(spec);
      if (problem) step.report("port", problem.message, step.rangeOf(value, problem.part), value.hint);
    }
  }
}

function checkSignal(step: Step, { args }: Stopsignal): void {
  const [word] = args;
  const value = word && step.value(word);
  if (!value || isSignal(value.text)) return;
  const near = nearestSignal(value.text);
  const hint = near === null ? "Write a name such as SIGTERM, or its number" : `Is ${near} meant`;
  step.report("signal", `invalid signal: ${value.text}`, value.range, value.hint ?? hint);
}

function checkVolume(step: Step, { args }: Volume): void {
  for (const word of args) {
    const value = step.value(word);
    if (value?.text === "")
      step.report("volume", "VOLUME specified can not be an empty string", value.range, value.hint);
  }
}
