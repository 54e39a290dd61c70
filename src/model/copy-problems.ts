/** What BuildKit rejects about ADD and COPY when it comes to the instruction (dockerfile2llb/convert_copy.go). */
import { goQuote } from "../syntax/go-quote.ts";
import type { Add, Copy } from "../syntax/nodes.ts";
import { fileModeProblem } from "./file-mode.ts";
import { readSource, type RemoteSource } from "./git-source.ts";
import { parseBool } from "./go-values.ts";
import { digestProblem } from "./image-reference.ts";
import type { Step, Value } from "./step.ts";

interface Source {
  readonly value: Value;
  readonly remote: RemoteSource;
}

/** Judges flags, sources, destination and heredocs, each for itself. */
export function checkCopy(step: Step, node: Add | Copy): void {
  step.flag("chown");
  checkMode(step);
  const checksum = node.type === "Add" ? step.flag("checksum") : null;
  const values = node.sources.map((word) => step.value(word));
  if (node.destination) step.value(node.destination);
  for (const heredoc of node.heredocs) step.checkBody(heredoc);

  const sources = values.flatMap((value) => (value ? [{ value, remote: readSource(value.text) }] : []));
  if (checksum && checksum.text !== "" && sources.length === node.sources.length) {
    if (!checkChecksum(step, checksum, sources)) return;
  }
  const settings: GitSettings = {
    checksum: checksum?.text ?? "",
    keepGitDir: node.type === "Add" ? keepGitDir(node) : null,
  };
  for (const source of sources) checkSource(step, node, source, settings);
}

/** What holds for the sources from here on: BuildKit lets a query in one decide for those that follow. */
interface GitSettings {
  checksum: string;
  keepGitDir: boolean | null;
}

function checkMode(step: Step): void {
  const mode = step.flag("chmod");
  if (!mode || mode.text === "") return;
  const problem = fileModeProblem(mode.text);
  if (problem === null) return;
  const hint = problem === "invalid syntax" ? "Write an octal number, or a mode such as u=rwX,go=rX" : null;
  step.report("chmod", problem, mode.range, mode.hint ?? hint);
}

/** False when it is rejected: then no source is to blame. */
function checkChecksum(step: Step, checksum: Value, sources: readonly Source[]): boolean {
  const problem = checksumProblem(checksum, sources);
  if (problem !== null) step.report("checksum", problem, checksum.range, checksum.hint);
  return problem === null;
}

function checksumProblem({ text }: Value, sources: readonly Source[]): string | null {
  const [source] = sources;
  if (!source || sources.length > 1) return "checksum can't be specified for multiple sources";
  const { remote } = source;
  if (remote.kind === "git" || (remote.kind === "path" && remote.github)) return null;
  if (!/^https?:\/\//.test(source.value.text)) return "checksum requires HTTP(S) or Git sources";
  return remote.kind === "http" ? digestProblem(text) : null;
}

function checkSource(step: Step, node: Add | Copy, { value, remote }: Source, settings: GitSettings): void {
  const reject = (code: string, message: string, hint: string | null = value.hint): void =>
    step.report(code, message, value.range, hint);
  if (remote.kind === "path") return;
  if (remote.kind === "error") return reject("git-source", remote.message);
  if (node.type === "Copy") {
    const what = remote.kind === "http" ? "a URL" : "a git ref";
    return reject("copy-source", `source can't be ${what} for COPY`, value.hint ?? "Use ADD for it");
  }
  if (remote.kind === "http") {
    const problem = settings.checksum === "" ? null : digestProblem(settings.checksum);
    if (problem !== null) reject("checksum", problem);
    return;
  }
  const problem = gitProblem(remote, settings);
  if (problem !== null) reject("git-source", problem);
  settings.checksum = remote.checksum ?? settings.checksum;
  settings.keepGitDir = remote.keepGitDir ?? settings.keepGitDir;
}

function gitProblem(git: Extract<RemoteSource, { kind: "git" }>, settings: GitSettings): string | null {
  if (git.keepGitDir !== null && settings.keepGitDir !== null && git.keepGitDir !== settings.keepGitDir) {
    return "inconsistent keep-git-dir configuration";
  }
  if (git.checksum === null || settings.checksum === "" || git.checksum === settings.checksum) return null;
  return `checksum mismatch ${goQuote(settings.checksum)} != ${goQuote(git.checksum)}`;
}

function keepGitDir({ flags }: Add): boolean | null {
  const flag = flags.find(({ name }) => name === "keep-git-dir");
  return flag ? parseBool((flag.value ?? "true").toLowerCase()) : null;
}
