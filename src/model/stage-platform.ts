/** What a stage is built for. */
import { defaultPlatform, formatPlatform, parsePlatform } from "./platform.ts";
import type { BuildModel, StageModel } from "./types.ts";

/** The platform that the build is for, such as `linux/arm/v7`; Linux on amd64 when nobody says. */
export function buildPlatform({ options }: BuildModel): string {
  return formatPlatform(parsePlatform(options.platform ?? defaultPlatform));
}

/** The platform of the base image at the root of a stage's chain: that of its FROM, else that of the build. */
export function stagePlatform(model: BuildModel, stage: StageModel): string {
  let root = stage;
  while (root.base.kind === "stage") root = root.base.stage;
  const { from } = root.node;
  const flag = from.flags.find(({ name }) => name === "platform")?.value;
  return flag ? formatPlatform(parsePlatform(model.expandFrom(from, flag).value)) : buildPlatform(model);
}
