/** Plans one build for `bench/context.ts`: folder, Dockerfile text and ignore file text are the arguments. */
import { createContextFiles } from "../src/context/context-files.ts";
import { readIgnoreFile } from "../src/context/ignore-file.ts";
import { planLayers } from "../src/layers/layer-plan.ts";
import { createModel } from "../src/model/build-model.ts";
import { nodeContextFileReader } from "../src/project/context-reader.ts";
import { parseDockerfile } from "../src/syntax/parse.ts";

const [root = "", dockerfile = "", ignore = ""] = process.argv.slice(2);
const ignoreFile = { path: "", name: ".dockerignore", text: ignore, ...readIgnoreFile(ignore) };
const files = createContextFiles(nodeContextFileReader, { root, ignoreFile });
const plan = planLayers(createModel(parseDockerfile(dockerfile)), { files });
process.stdout.write(`${JSON.stringify([plan?.image.bytes, plan?.image.tarBytes])}\n`);
