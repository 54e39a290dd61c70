import { defineRule } from "./define-rule.ts";
import { listWords } from "./shared/listing.ts";
import { packageCalls } from "./shared/package-calls.ts";
import { calledManagers } from "./shared/programs.ts";

const systemManagers = ["apt", "yum", "dnf", "microdnf", "zypper", "apk", "pacman"];

/** Packages that only a machine that boots has a use for. Alpine's `linux-headers` are those of the C library. */
const machinePackages =
  /^(?:linux-(?:image|modules|generic|virtual|lts|virt|firmware)(?:[-=:].*)?|linux-headers-.+|kernel(?:-(?:core|modules|modules-core|modules-extra|default|uek)(?:-.*)?)?|nvidia-(?:driver|dkms)(?:-.*)?|grub(?:2|-).*|shim-signed|dracut|initramfs-tools|mkinitcpio|microcode_ctl|(?:intel|amd64)-microcode)$/;

export default defineRule({
  id: "no-kernel-packages",
  type: "suggestion",
  docs: {
    description: "Install no kernel, driver or boot loader in an image",
    category: "size",
    severity: "warning",
    recommended: false,
    since: "0.1.0",
    why: `A container runs on the kernel of its host: the one in the image is never started, its modules and drivers fit no other, and together they are
hundreds of megabytes. \`linux-headers-$(uname -r)\` asks for those of the machine that builds. Drivers for graphics cards come from the host, through
the container toolkit.`,
    examples: [
      {
        bad: "FROM ubuntu:24.04\nRUN apt-get update && apt-get install -y linux-image-generic curl\n",
        good: "FROM ubuntu:24.04\nRUN apt-get update && apt-get install -y curl\n",
      },
      {
        bad: "FROM ubuntu:24.04\nRUN apt-get update && apt-get install -y nvidia-driver-550\n",
        good: "FROM nvidia/cuda:12.6.2-runtime-ubuntu24.04\n",
      },
    ],
    whenNot:
      "Images that are turned into the disk of a machine (bootc, Kairos, LinuxKit), and builders of kernel modules.",
  },
  messages: {
    kernel: {
      what: "{{packages}} {{verb}} for a machine that boots",
      why: "A container runs on the kernel and the drivers of its host: here they only take room",
      how: "Leave them out",
    },
  },
  create(context) {
    const called = calledManagers(context.sourceCode.ast);
    if (!systemManagers.some((manager) => called.has(manager))) return {};
    return {
      Run(run) {
        for (const call of packageCalls(run)) {
          if (call.action !== "install" || !systemManagers.includes(call.manager)) continue;
          const found = call.packages.filter(({ value }) => machinePackages.test(value));
          const [first, ...others] = found;
          if (!first) continue;
          const packages = listWords(found.map(({ value }) => value));
          context.report({
            node: first,
            messageId: "kernel",
            data: { packages, verb: others.length > 0 ? "are" : "is" },
            related: others.map(({ range }) => ({ message: "And this one", range })),
          });
        }
      },
    };
  },
});
