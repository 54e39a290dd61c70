/** What BuildKit rejects when it comes to an instruction (dockerfile2llb/convert.go, `dispatch`). */
import type { Arg, Env, Expose, Flag, Instruction, KeyValue, Stopsignal, Volume, Word } from "../syntax/nodes.ts";
import { checkCopy } from "./copy-problems.ts";
import type { JudgedNames } from "./judged-names.ts";
import { checkMounts } from "./mount-problems.ts";
import { portProblem } from "./port-problems.ts";
import { mayExpand, wordsIn } from "./scopes.ts";
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

/** Shortens the way for most instructions: those with nothing in them that could be rejected. */
export function isSurelyFine({ type, flags, heredocs, logical }: Instruction): boolean {
  switch (type) {
    case "Run":
      return flags.length === 0;
    case "Label":
    case "User":
    case "Workdir":
      return !mayExpand(logical.text);
    case "Add":
    case "Copy":
      return heredocs.length === 0 && !mayExpand(logical.text) && !ownerOrSource.test(logical.text);
    case "Arg":
    case "Env":
    case "Expose":
    case "Stopsignal":
    case "Volume":
      return false;
    default:
      return true;
  }
}

/** Flags with a value to judge, and what a URL or git source has in it. */
const ownerOrSource = /--ch|[:@]|github\.com\//;

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
  const told = new Set<PortSlip>();
  for (const [index, word] of args.entries()) {
    if (word.value.startsWith("#")) return reportComment(step, args.slice(index));
    const value = step.value(word);
    if (!value) continue;
    for (const spec of portsIn(step, word.value)) {
      const problem = portProblem(spec);
      const slip = problem && slipOf(spec);
      if (!problem || (slip && told.has(slip))) continue;
      if (slip) told.add(slip);
      const hint = slip === "list" ? "Only blanks separate ports" : null;
      step.report("port", problem.message, step.rangeOf(value, problem.part), value.hint ?? hint);
    }
  }
}

/** Variables may hold several. */
function portsIn(step: Step, word: string): readonly string[] {
  if (!mayExpand(word)) return [word];
  return wordsIn(step.stage.snapshotBefore(step.node).scope, word, step.model.dockerfile.escape);
}

/** Mistakes that show in each word of a line: one finding tells of all of them. */
type PortSlip = "list" | "name";

function slipOf(spec: string): PortSlip | null {
  if (/[,;]/.test(spec)) return "list";
  return /\d/.test(spec) ? null : "name";
}

/** BuildKit expands all words before it looks at one as a port: what it says is of the first that it cannot expand. */
function reportComment(step: Step, words: readonly Word[]): void {
  const [first] = words;
  if (!first) return;
  const hint = "Inside an instruction # starts no comment: give the comment a line of its own";
  const error = words.map((word) => step.stage.expand(step.node, word).error).find((one) => one !== null);
  const message = error ?? portProblem(first.value)?.message;
  if (message !== undefined) step.report("port", message, first.range, hint);
}

function checkSignal(step: Step, { args }: Stopsignal): void {
  const [word] = args;
  const value = word && step.value(word);
  if (!value || isSignal(value.text)) return;
  const near = nearestSignal(value.text);
  const hint = near === null ? "Write a name such as SIGTERM, or its number" : `Did you mean ${near}?`;
  step.report("signal", `invalid signal: ${value.text}`, value.range, value.hint ?? hint);
}

function checkVolume(step: Step, { args }: Volume): void {
  for (const word of args) {
    const value = step.value(word);
    if (value?.text === "")
      step.report("volume", "VOLUME specified can not be an empty string", value.range, value.hint);
  }
}
