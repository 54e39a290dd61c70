/** The configuration of the image that a build makes, as `docker image inspect` shows it under `Config`. */
import type { BaseImageFacts, Healthcheck } from "../knowledge/base-images.ts";
import type { StageModel } from "../model/types.ts";
import { ConfigDraft } from "./config-draft.ts";
import type { BuilderName } from "./types.ts";

/** Field names, order and units are Docker's. Null stands for what is not set; empty lists and maps count as not set. */
export interface ImageConfig {
  readonly User: string | null;
  /** Keys are ports such as `80/tcp`, sorted. */
  readonly ExposedPorts: Readonly<Record<string, object>> | null;
  /** `NAME=value`, in the order in which the names were first set. */
  readonly Env: readonly string[] | null;
  readonly Entrypoint: readonly string[] | null;
  readonly Cmd: readonly string[] | null;
  /** Keys are paths, sorted. */
  readonly Volumes: Readonly<Record<string, object>> | null;
  readonly WorkingDir: string | null;
  readonly Labels: Readonly<Record<string, string>> | null;
  readonly OnBuild: readonly string[] | null;
  readonly Healthcheck: Healthcheck | null;
  readonly Shell: readonly string[] | null;
  readonly StopSignal: string | null;
  /**
   * Fields in which a base image has a say that is not known: their values suppose that it sets nothing. Empty when the
   * configuration is certain.
   */
  readonly uncertain: readonly ConfigField[];
}

/** A field of Docker's `Config`. */
export type ConfigField = Exclude<keyof ImageConfig, "uncertain">;

/**
 * The configuration at the end of a stage.
 *
 * @param target the stage
 * @param base what is known of the image at the root of its chain; null for scratch and when nothing is
 */
export function imageConfigOf(
  target: StageModel,
  base: BaseImageFacts | null,
  builder: BuilderName = "buildkit",
): ImageConfig {
  const draft = new ConfigDraft(target.chain[0] ?? target, base, builder);
  for (const stage of target.chain) draft.addStage(stage);
  return draft.finish();
}
