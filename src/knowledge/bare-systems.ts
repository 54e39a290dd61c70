/**
 * Official images that hold a system and nothing around it: whatever the tag, the image sets no variable but PATH, and
 * that to what BuildKit takes for an image without one.
 *
 * Source: pages of docker-library/repo-info (tags of January 2023 and of July to September 2026) and Dockerfiles of the
 * publishers, back to ubuntu 12.04, alpine 2.6 and centos 7: a sample over all ages, in which nothing but PATH is set.
 * Looked at in November 2026. The images of Fedora are not here, for they do set variables.
 */
export const bareSystems: ReadonlySet<string> = new Set([
  "almalinux",
  "alpine",
  "amazonlinux",
  "buildpack-deps",
  "busybox",
  "centos",
  "debian",
  "oraclelinux",
  "rockylinux",
  "ubuntu",
]);
