/** Which manifest of an index is taken for a platform: the order is that of containerd's `platforms.Only`. */
import { chooseManifest, fitsPlatform } from "../../src/base-images/platform-choice.ts";

function choose(wanted: string, offered: readonly string[]): string | null {
  const descriptors = offered.map((text) => {
    const [os = "", architecture = "", variant] = text.split("/");
    return { text, platform: { os, architecture, variant } };
  });
  return chooseManifest(descriptors, wanted)?.text ?? null;
}

test.each<[wanted: string, offered: string[], chosen: string | null]>([
  ["linux/amd64", ["linux/386", "linux/amd64"], "linux/amd64"],
  ["linux/amd64", ["linux/arm64", "linux/386"], "linux/386"],
  ["linux/amd64", ["linux/amd64/v2"], null],
  ["linux/amd64/v1", ["linux/amd64"], "linux/amd64"],
  ["linux/amd64/v3", ["linux/amd64", "linux/amd64/v2", "linux/amd64/v4"], "linux/amd64/v2"],
  ["linux/amd64/v3", ["linux/amd64", "linux/386"], "linux/amd64"],
  ["linux/386", ["linux/amd64"], null],
  ["linux/arm64", ["linux/arm/v7", "linux/arm64/v8"], "linux/arm64/v8"],
  ["linux/arm64/v9", ["linux/arm64"], "linux/arm64"],
  ["linux/arm64", ["linux/arm/v6", "linux/arm/v7"], "linux/arm/v7"],
  ["linux/arm", ["linux/arm/v6", "linux/arm/v7"], "linux/arm/v7"],
  ["linux/arm/v6", ["linux/arm/v7", "linux/arm/v5"], "linux/arm/v5"],
  ["linux/s390x", ["linux/amd64"], null],
  ["windows/amd64", ["linux/amd64"], null],
  ["linux/amd64", ["unknown/unknown"], null],
])("%s of %j", (wanted, offered, chosen) => {
  expect(choose(wanted, offered)).toBe(chosen);
});

test("an image without an index is judged in the same way", () => {
  expect(fitsPlatform({ os: "linux", architecture: "386" }, "linux/amd64")).toBe(true);
  expect(fitsPlatform({ os: "linux", architecture: "amd64" }, "linux/386")).toBe(false);
});
