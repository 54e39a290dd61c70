/** The table that comes with us. */
import { bareSystems } from "../../src/knowledge/bare-systems.ts";
import { baseModelOptions, embeddedBaseImages } from "../../src/knowledge/base-images.ts";
import { baseImagesTable } from "../../src/knowledge/base-images-table.ts";
import { reference } from "./layout.ts";

const names = baseImagesTable.split("\n").flatMap((line) => line.split("\t")[0]?.split(" ") ?? []);

function facts(name: string, platform = "linux/amd64") {
  return embeddedBaseImages.find(reference(name), platform);
}

test("every name is there once, and every row holds together", () => {
  expect(new Set(names).size).toBe(names.length);
  for (const name of names) {
    const { layers, layerBlobs, compressedBytes, unpackedBytes, asOf, env, digest, derivedFrom } = facts(name)!;
    expect([name, asOf]).toEqual([name, expect.stringMatching(/^20\d\d-\d\d-\d\d$/)]);
    expect([name, env.has("")]).toEqual([name, false]);
    if (layerBlobs) {
      const sum = layerBlobs.reduce((total, { bytes }) => total + bytes, 0);
      expect([name, layerBlobs.length, sum]).toEqual([name, layers, compressedBytes]);
    }
    if (unpackedBytes !== null) expect(unpackedBytes).toBeGreaterThan(compressedBytes!);
    // Read on the page of an image that is FROM it: nobody printed a digest there.
    if (derivedFrom !== null) expect([name, digest]).toEqual([name, null]);
  }
});

test.each<[name: string, expected: object]>([
  [
    "nginx:latest",
    {
      source: "embedded",
      layers: 7,
      configKnown: true,
      entrypoint: ["/docker-entrypoint.sh"],
      cmd: ["nginx", "-g", "daemon off;"],
      exposedPorts: ["80/tcp"],
      stopSignal: "SIGQUIT",
      labels: new Map([["maintainer", "NGINX Docker Maintainers <docker-maint@nginx.com>"]]),
      unpackedBytes: null,
    },
  ],
  ["alpine:latest", { layers: 1, unpackedBytes: 8_420_000, entrypoint: null, cmd: ["/bin/sh"], workdir: null }],
  ["redis:7.4-alpine", { name: "redis:7.4.11-alpine", volumes: ["/data"], workdir: "/data" }],
  [
    "kong:3.4.2-ubuntu",
    { healthcheck: { Test: ["CMD-SHELL", "kong health"], Interval: 1e10, Timeout: 1e10, Retries: 10 }, user: "kong" },
  ],
  ["odoo:19.0-20260723", { shell: ["/bin/bash", "-xo", "pipefail", "-c"] }],
])("%s", (name, expected) => {
  expect(facts(name)).toMatchObject(expected);
});

test.each(["mirror.gcr.io/library", "public.ecr.aws/docker/library", "mcr.microsoft.com/mirror/docker/library"])(
  "%s has the official images, too",
  (library) => {
    expect(facts(`${library}/nginx:latest`)).toBe(facts("nginx:latest"));
  },
);

test.each([
  ["another platform", facts("alpine", "linux/arm64")],
  ["another registry", facts("quay.io/alpine")],
  ["another image of a registry that has the official ones", facts("public.ecr.aws/docker/nginx")],
  ["a tag that nobody recorded", facts("alpine:2")],
  ["a digest that nobody recorded", facts(`alpine@sha256:${"0".repeat(64)}`)],
])("nothing is known of %s", (_, found) => {
  expect(found).toBeNull();
});

test("no tag in the table contradicts what is said of bare systems", () => {
  const tags = names.filter((name) => bareSystems.has(name.split(":")[0] ?? ""));
  expect(tags.length).toBeGreaterThan(30);
  const variables = new Set(tags.flatMap((name) => [...facts(name)!.env]).map(([name, value]) => `${name}=${value}`));
  expect([...variables]).toEqual(["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"]);
});

describe("what a model is told", () => {
  const redis = reference("redis:7.4-alpine");

  test("on the platform of the table", () => {
    const { baseEnvironment, baseWorkdir } = baseModelOptions(embeddedBaseImages);
    expect(baseEnvironment(redis)?.get("REDIS_VERSION")).toBe("7.4.11");
    expect(baseWorkdir(redis)).toBe("/data");
  });

  test("on another one the environment only", () => {
    const { baseEnvironment, baseWorkdir } = baseModelOptions(embeddedBaseImages, "linux/arm64/v8");
    expect(baseEnvironment(redis)?.get("REDIS_VERSION")).toBe("7.4.11");
    expect(baseWorkdir(redis)).toBeNull();
  });

  test.each([
    ["an official image of which the tag is not known", "node:6", null],
    ["a bare system, whatever the tag", "ubuntu:16.04", []],
    ["a bare system, whatever the digest", `debian:10@sha256:${"0".repeat(64)}`, []],
    ["a bare system from a mirror", "mirror.gcr.io/library/alpine:3.4", []],
    ["a bare system of somebody else", "quay.io/library/debian:10", null],
    ["an image that somebody calls the same", "example/ubuntu:16.04", null],
  ])("%s", (_name, image, expected) => {
    const { baseEnvironment } = baseModelOptions(embeddedBaseImages);
    const env = baseEnvironment(reference(image));
    expect(env && [...env]).toEqual(expected);
  });
});
