/** The base images of the data set `layer-truth`: two plain ones, and those that a Dockerfile in `_bases` makes of them. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import {
  baseModelOptions,
  splitVariable,
  type BaseImageFacts,
  type BaseImages,
} from "../../src/knowledge/base-images.ts";
import { planLayers } from "../../src/layers/layer-plan.ts";
import type { LayerPlan } from "../../src/layers/types.ts";
import { createModel } from "../../src/model/build-model.ts";
import { parseDockerfile } from "../../src/syntax/parse.ts";

const plainImage: Omit<BaseImageFacts, "name"> = {
  source: "file",
  asOf: "",
  derivedFrom: null,
  digest: null,
  layers: 1,
  compressedBytes: null,
  unpackedBytes: null,
  os: "linux",
  env: new Map([["PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"]]),
  user: null,
  workdir: null,
  configKnown: true,
  entrypoint: null,
  cmd: ["/bin/sh"],
  exposedPorts: [],
  volumes: [],
  labels: new Map(),
  stopSignal: null,
  shell: null,
  healthcheck: null,
  onbuild: [],
};

/** @param folder of the data set */
export function truthBases(folder: string): BaseImages {
  const images = new Map<string, BaseImageFacts>();
  for (const name of ["busybox:1", "debian:12"]) images.set(name, { ...plainImage, name });
  const found: BaseImages = {
    find: ({ registry, repository, tag }) => (registry === "localhost" && images.get(`${repository}:${tag}`)) || null,
  };
  for (const name of dockerfilesIn(join(folder, "_bases"))) {
    const text = readFileSync(join(folder, "_bases", name, "Dockerfile"), "utf8");
    const model = createModel(parseDockerfile(text), baseModelOptions(found));
    const plan = planLayers(model, { baseImages: found });
    if (plan) images.set(`${name}:1`, factsOf(`${name}:1`, plan));
  }
  return found;
}

function dockerfilesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).filter((name) => existsSync(join(folder, name, "Dockerfile")));
}

/** What an image brings to those that are FROM it. */
function factsOf(name: string, { image }: LayerPlan): BaseImageFacts {
  const { config } = image;
  return {
    ...plainImage,
    name,
    layers: image.layers + (image.baseLayers ?? 0),
    env: new Map((config.Env ?? []).map(splitVariable)),
    user: config.User,
    workdir: config.WorkingDir,
    entrypoint: config.Entrypoint,
    cmd: config.Cmd,
    exposedPorts: Object.keys(config.ExposedPorts ?? {}),
    volumes: Object.keys(config.Volumes ?? {}),
    labels: new Map(Object.entries(config.Labels ?? {})),
    stopSignal: config.StopSignal,
    shell: config.Shell,
    healthcheck: config.Healthcheck,
    onbuild: config.OnBuild ?? [],
  };
}
