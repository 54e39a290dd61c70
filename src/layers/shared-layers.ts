/** What the images of two builds have in common, and so a registry or a host keeps once. */
import type { BaseImageFacts } from "../knowledge/base-images.ts";
import type { StageModel } from "../model/types.ts";
import { fullReference, InputTable, stepInputs, type PlannedBuild } from "./step-inputs.ts";
import type { HistoryEntry } from "./types.ts";

/** An entry of each of the two builds that do the same. */
export interface SharedStep {
  readonly first: HistoryEntry;
  readonly second: HistoryEntry;
}

export interface SharedBase {
  /** `layers`: different images that begin with the same layers. `unknown`: nothing shows that they share any. */
  readonly kind: "same" | "layers" | "scratch" | "different" | "unknown";
  /** Layers that both have; null when both are the same image and its layers are not known. */
  readonly layers: number | null;
  /** False when a tag decides: it may be moved between one build and the other. */
  readonly certain: boolean;
}

export interface SharedLayers {
  readonly base: SharedBase;
  /**
   * Layers of leading steps with the same inputs: one layer when both builds use one cache. Built apart they are two, as
   * new directories and what RUN writes carry the time of the build.
   */
  readonly cached: readonly SharedStep[];
  /** Layers of COPY and ADD with the same inputs on top of different layers: they may turn out equal. */
  readonly alike: readonly SharedStep[];
  /** Layers of the first build alone, and of the second. */
  readonly own: readonly [readonly HistoryEntry[], readonly HistoryEntry[]];
  /** The steps at which the builds part, when they read alike: they see another environment, or other files. */
  readonly parting: SharedStep | null;
}

/** Compares the images that two builds make for one platform. */
export function shareLayers(first: PlannedBuild, second: PlannedBuild): SharedLayers {
  const base = shareBase(first, second);
  const table = new InputTable();
  const inputs = new Map([...stepInputs(first, table), ...stepInputs(second, table)]);
  const cached = base.kind === "same" || base.kind === "scratch" ? leadingSteps(first, second, inputs) : [];
  const parting = cached.length === 0 ? null : partingSteps(first, second, cached.length);
  const taken = new Set(cached.flatMap((step) => [step.first, step.second]));
  const [ownFirst, ownSecond] = [first, second].map(({ plan }) =>
    plan.image.history.filter((entry) => entry.layer && !taken.has(entry)),
  ) as [HistoryEntry[], HistoryEntry[]];
  const alike = alikeSteps(ownFirst, ownSecond, inputs);
  const matched = new Set(alike.flatMap((step) => [step.first, step.second]));
  const isOwn = (entry: HistoryEntry): boolean => !matched.has(entry);
  return {
    base,
    cached: cached.filter((step) => step.first.layer),
    alike,
    own: [ownFirst.filter(isOwn), ownSecond.filter(isOwn)],
    parting,
  };
}

/** BuildKit has no step for metadata: it reaches the cache through the RUNs that see it. Other builders have one. */
function stepsOf({ plan }: PlannedBuild): readonly HistoryEntry[] {
  return plan.builder === "buildkit" ? plan.image.history.filter(({ layer }) => layer) : plan.image.history;
}

function leadingSteps(
  first: PlannedBuild,
  second: PlannedBuild,
  inputs: ReadonlyMap<HistoryEntry, number>,
): SharedStep[] {
  const steps: SharedStep[] = [];
  const others = stepsOf(second);
  for (const [index, entry] of stepsOf(first).entries()) {
    const other = others[index];
    if (other === undefined || inputs.get(entry) !== inputs.get(other)) break;
    steps.push({ first: entry, second: other });
  }
  return steps;
}

/** The first steps that are not the same, when their texts are. */
function partingSteps(first: PlannedBuild, second: PlannedBuild, index: number): SharedStep | null {
  const [one, other] = [stepsOf(first)[index], stepsOf(second)[index]];
  return one !== undefined && other !== undefined && one.createdBy === other.createdBy
    ? { first: one, second: other }
    : null;
}

/** Pairs each copy of the first build with one of the second, in order. */
function alikeSteps(
  first: readonly HistoryEntry[],
  second: readonly HistoryEntry[],
  inputs: ReadonlyMap<HistoryEntry, number>,
): SharedStep[] {
  const waiting = new Map<number | undefined, HistoryEntry[]>();
  for (const entry of second.filter(isCopy)) {
    const same = waiting.get(inputs.get(entry));
    if (same) same.push(entry);
    else waiting.set(inputs.get(entry), [entry]);
  }
  return first.filter(isCopy).flatMap((entry) => {
    const other = waiting.get(inputs.get(entry))?.shift();
    return other === undefined ? [] : [{ first: entry, second: other }];
  });
}

function isCopy({ node }: HistoryEntry): boolean {
  return node.type === "Copy" || node.type === "Add";
}

function shareBase(first: PlannedBuild, second: PlannedBuild): SharedBase {
  const [one, other] = [rootOf(first), rootOf(second)];
  if (one === null || other === null || first.plan.platform !== second.plan.platform) return unknownBase;
  if (one.kind === "scratch" || other.kind === "scratch") {
    const both = one.kind === other.kind;
    return { kind: both ? "scratch" : "different", layers: 0, certain: true };
  }
  if (one.reference === null || other.reference === null) return unknownBase;
  const [facts, otherFacts] = [first.plan.image.base, second.plan.image.base];
  if (fullReference(one.reference) === fullReference(other.reference)) {
    return { kind: "same", layers: facts?.layers ?? null, certain: one.reference.digest !== null };
  }
  return facts && otherFacts ? shareFacts(facts, otherFacts) : unknownBase;
}

/** Two names may stand for one image, or for images that begin alike: digests tell. */
function shareFacts(facts: BaseImageFacts, others: BaseImageFacts): SharedBase {
  if (facts.digest !== null && facts.digest === others.digest) {
    return { kind: "same", layers: facts.layers, certain: false };
  }
  const [digests, otherDigests] = [digestsOf(facts), digestsOf(others)];
  if (digests === null || otherDigests === null) return unknownBase;
  let layers = 0;
  while (layers < digests.length && digests[layers] === otherDigests[layers]) layers++;
  if (layers === 0) return { kind: "different", layers, certain: false };
  const kind = layers === digests.length && layers === otherDigests.length ? "same" : "layers";
  return { kind, layers, certain: false };
}

function digestsOf({ layerDigests }: BaseImageFacts): readonly string[] | null {
  return layerDigests === undefined || layerDigests.length === 0 ? null : layerDigests;
}

const unknownBase: SharedBase = { kind: "unknown", layers: null, certain: false };

function rootOf({ model }: PlannedBuild): StageModel["rootBase"] | null {
  return model.target?.rootBase ?? null;
}
