/** Downloads that the same RUN holds to a checksum or a signature. */
import type { ShellCommand } from "../../shell/nodes.ts";
import type { Run } from "../../syntax/nodes.ts";

const provers = /^(?:sha\d+sum|shasum|md5sum|b2sum|gpgv?|openssl|cosign|minisign|rhash)$/;
const asksForProof = /^(?:-\w*c\w*|--check|--verify|-verify|dgst|verify|verify-blob)$/;

/** True when another command of the RUN compares a sum or a signature. */
export function isHeldToSum(run: Run, download: ShellCommand): boolean {
  return run.commands.some(
    ({ name, args }) =>
      name !== null &&
      name !== download.name &&
      provers.test(name) &&
      (name === "gpgv" || args.some(({ value }) => asksForProof.test(value))),
  );
}
