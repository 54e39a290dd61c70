/** COMPOSE OR BAKE FILE -> FILE RESULT: each Dockerfile in it is linted, and what is found moves to its place outside. */
import { basename, dirname } from "node:path";
import type { BaseImageGatherer } from "../base-images/gather.ts";
import type { FileConfig } from "../config/types.ts";
import { readBuildFile } from "../embedded/build-file.ts";
import type { BuildFileProblem, EmbeddedDockerfile } from "../embedded/types.ts";
import { applyProved } from "../engine/fix-text.ts";
import { applyEdits } from "../engine/text-edits.ts";
import type { FileResult, Finding, FindingSource, TextEdit } from "../engine/types.ts";
import type { BaseImages } from "../knowledge/base-images.ts";
import { LineIndex } from "../syntax/positions.ts";
import { resolveContext, withBuildSettings } from "./build-files.ts";
import { knownImages } from "./base-images.ts";
import { findBuildContext } from "./context-reader.ts";
import { lintSource } from "./lint-source.ts";
import type { LintedSource, RunError } from "./lint-source.ts";
import { canWrite, isGuess, moveResult } from "./move-findings.ts";

export interface BuildFileSource {
  /** Absolute. */
  readonly path: string;
  /** As reports show it. */
  readonly shown: string;
  readonly cwd: string;
}

interface BuildFileOptions {
  readonly inlineConfig?: boolean | undefined;
  readonly history?: boolean | undefined;
  readonly baseImages?: BaseImageGatherer | undefined;
  readonly others?: FindingSource | undefined;
}

/** Fixes that call for each other must not go on for ever. */
const maxPasses = 10;

/**
 * Lints the Dockerfiles inside a Compose or Bake file.
 *
 * @param text of the whole file, with or without byte order mark
 * @param options `others`: what another program finds; `inlineConfig`: whether directives in comments count; `baseImages`: whom to ask about base images;
 *   `fix`: whether safe fixes are applied
 */
export async function lintBuildFile(
  source: BuildFileSource,
  text: string,
  config: FileConfig,
  { fix = false, ...options }: BuildFileOptions & { readonly fix?: boolean },
): Promise<LintedSource & { notes: string[] }> {
  const bom = text.startsWith("\uFEFF");
  const body = bom ? text.slice(1) : text;
  const linter = new BuildFileLinter(source, config, options);
  const fixed = fix ? await linter.fix(body) : { text: body, applied: 0 };
  const { result, errors, notes } = await linter.lint(fixed.text);
  return { result: { ...result, bom }, errors, notes, fixes: fixed.applied };
}

class BuildFileLinter {
  readonly #source: BuildFileSource;
  readonly #config: FileConfig;
  readonly #options: BuildFileOptions;
  /** Each comes once, when the image is first asked for. */
  readonly #baseImageNotes: string[] = [];

  constructor(source: BuildFileSource, config: FileConfig, options: BuildFileOptions) {
    this.#source = source;
    this.#config = config;
    this.#options = options;
  }

  async lint(text: string): Promise<{ result: FileResult; errors: RunError[]; notes: string[] }> {
    const { dockerfiles, problems } = await this.#read(text);
    const lines = new LineIndex(text);
    const errors: RunError[] = [];
    const notes: string[] = [];
    const moved: ReturnType<typeof moveResult>[] = [];
    for (const dockerfile of dockerfiles) {
      const linted = await this.#lintOne(dockerfile, this.#options.others);
      errors.push(...linted.errors);
      notes.push(...this.#targetNotes(dockerfile, linted.result));
      moved.push(moveResult(linted.result, dockerfile, lines));
    }
    const found = [
      ...problems.map((problem) => problemFinding(problem, lines)),
      ...moved.flatMap((one) => one.findings),
    ];
    const result: FileResult = {
      path: this.#source.shown,
      text,
      bom: false,
      findings: found.sort((a, b) => a.range[0] - b.range[0]),
      suppressed: moved.flatMap((one) => one.suppressed),
      images: moved.flatMap((one) => one.images),
    };
    return { result, errors, notes: [...notes, ...this.#baseImageNotes] };
  }

  async fix(text: string): Promise<{ text: string; applied: number }> {
    let current = text;
    let applied = 0;
    for (let pass = 0; pass < maxPasses; pass++) {
      const fixed = await this.#fixOnce(current);
      if (fixed.applied === 0) break;
      current = fixed.text;
      applied += fixed.applied;
    }
    return { text: current, applied };
  }

  /** A fix is kept when the file, read again, holds exactly the Dockerfile that the fix was to make. */
  async #fixOnce(text: string): Promise<{ text: string; applied: number }> {
    let current = text;
    let applied = 0;
    const count = (await this.#read(text)).dockerfiles.length;
    for (let index = 0; index < count; index++) {
      const dockerfile = (await this.#read(current)).dockerfiles[index];
      if (!dockerfile) break;
      const fixed = await this.#proved(dockerfile);
      const edits = fixed.edits.map((edit) => dockerfile.source.outerEdit(edit));
      const changed = applyEdits(
        current,
        edits.filter((edit): edit is TextEdit => edit !== null),
      );
      const after = (await this.#read(changed)).dockerfiles;
      if (fixed.applied === 0 || after.length !== count || after[index]?.source.text !== fixed.text) continue;
      current = changed;
      applied += fixed.applied;
    }
    return { text: current, applied };
  }

  async #proved(dockerfile: EmbeddedDockerfile): Promise<ReturnType<typeof applyProved>> {
    const { others } = this.#options;
    const { result, images } = await this.#lintOne(dockerfile, others && (() => []));
    const findings = result.findings.filter(
      (finding) => !isGuess(finding, dockerfile.source) && finding.fix && canWrite(finding.fix, dockerfile.source),
    );
    const { languageOptions } = this.#configOf(dockerfile);
    return applyProved({ ...result, findings }, { languageOptions, baseImages: images });
  }

  async #lintOne(
    dockerfile: EmbeddedDockerfile,
    others: FindingSource | undefined,
  ): Promise<LintedSource & { images: BaseImages | undefined }> {
    const config = this.#configOf(dockerfile);
    const { text } = dockerfile.source;
    const { inlineConfig, history, baseImages } = this.#options;
    const known = await knownImages(baseImages, text, config);
    // An embedded Dockerfile has no ignore file of its own name: only a context that is known can have one.
    const root = config.languageOptions.context;
    const { context, error } = root === undefined ? {} : findBuildContext(null, root, this.#source.cwd);
    const options = { context, inlineConfig, history, baseImages: known.images, others };
    const linted = lintSource(this.#source.shown, text, config, options);
    const errors = error === undefined ? linted.errors : [{ message: error }, ...linted.errors];
    this.#baseImageNotes.push(...known.notes);
    return { ...linted, images: known.images, errors };
  }

  #targetNotes(dockerfile: EmbeddedDockerfile, { images }: FileResult): string[] {
    const { target } = this.#configOf(dockerfile).languageOptions;
    if (target === undefined || images.length > 0) return [];
    return [
      `${this.#source.shown} (${dockerfile.label}) has no stage "${target}", or does not build: no image is predicted`,
    ];
  }

  #configOf({ settings }: EmbeddedDockerfile): FileConfig {
    return withBuildSettings(this.#config, [resolveContext(settings, dirname(this.#source.path))]);
  }

  #read(text: string): ReturnType<typeof readBuildFile> {
    return readBuildFile(basename(this.#source.path), text);
  }
}

function problemFinding({ message, range }: BuildFileProblem, lines: LineIndex): Finding {
  return {
    ruleId: "syntax",
    codes: [],
    severity: "error",
    message: `${message}. The Dockerfiles in this file were not linted. Correct it first.`,
    loc: lines.locateRange(range),
    range,
    suggestions: [],
    related: [],
    docsUrl: "https://github.com/stratalint/stratalint#compose-and-bake",
  };
}
