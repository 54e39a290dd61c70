/** What our own planner says of a build before it is made. */
import { join } from "node:path";
import type { BaseImages } from "../../src/knowledge/base-images.ts";
import { planLayers } from "../../src/layers/layer-plan.ts";
import type { LayerPlan } from "../../src/layers/types.ts";
import { createModel } from "../../src/model/build-model.ts";
import { createContextFiles } from "../../src/context/context-files.ts";
import { createBuildContext } from "../../src/context/build-context.ts";
import { nodeContextFileReader, nodeContextReader } from "../../src/project/context-reader.ts";
import { parseDockerfile } from "../../src/syntax/parse.ts";
import type { BuildCase } from "./build-case.ts";
import type { Store } from "./daemon.ts";

export interface Prediction {
  readonly plan: LayerPlan | null;
  /** Why the builder will refuse it; empty when it will build. */
  readonly refusals: readonly string[];
}

const platform = "linux/amd64";

/**
 * @param folder where the build context lies
 * @param baseImages what is known of the images that the Dockerfile is FROM
 */
export function predict(build: BuildCase, folder: string, store: Store, baseImages: BaseImages): Prediction {
  const dockerfile = parseDockerfile(build.dockerfile);
  const { target, buildArgs } = build;
  const model = createModel(dockerfile, {
    target,
    buildArgs,
    platform,
    baseEnvironment: (reference) => baseImages.find(reference, platform)?.env ?? null,
    baseWorkdir: (reference) => {
      const facts = baseImages.find(reference, platform);
      return facts === null ? null : (facts.workdir ?? "/");
    },
  });
  const context = createBuildContext(nodeContextReader, { root: folder, dockerfilePath: join(folder, "Dockerfile") });
  const files = createContextFiles(nodeContextFileReader, context);
  const plan = planLayers(model, { builder: "buildkit", textOf: "docker26", store, files, baseImages });
  const refusals = [...dockerfile.problems, ...model.problems].map(({ message }) => message);
  const unfound = (plan?.contextProblems ?? []).filter(({ kind }) => kind !== "no-match").map(({ message }) => message);
  return { plan, refusals: [...refusals, ...unfound] };
}
