import { cases } from "../rule-cases.ts";

const two = [{ max: 2 }];

export default cases("max-layers", {
  valid: [
    { name: "as many as are fine", code: "FROM scratch\nCOPY a /\nRUN b\n", options: two },
    { name: "metadata makes none", code: "FROM scratch\nENV A=1\nCOPY a /\nRUN b\nCMD c\n", options: two },
    {
      name: "other stages do not count",
      code: "FROM scratch AS a\nCOPY a /\nCOPY b /\nCOPY c /\nFROM scratch\nCOPY --from=a / /\n",
      options: two,
    },
    { name: "the default leaves room", code: `FROM scratch\n${"RUN a\n".repeat(125)}` },
    {
      name: "a base image of which nothing is known",
      code: "FROM example.org/a:1\nRUN a\nRUN b\n",
      options: two,
    },
    {
      name: "with `own`, the base image does not count",
      code: "FROM node:24.19.0-bookworm\nRUN a\nRUN b\n",
      options: [{ max: 2, count: "own" }],
    },
    { name: "a file that is not built", code: "FROM scratch\nRUN a\nRUN b\nRUN c\nFOO\n", options: two },
  ],
  invalid: [
    {
      name: "the step that makes the first one too many",
      code: "FROM scratch\nCOPY a /\nRUN b\nENV A=1\nrun c\nRUN d\n",
      options: two,
      findings: [
        {
          messageId: "many",
          line: 5,
          column: 1,
          text: "run",
          message: /has 4 layers; the limit is 2.*This RUN makes/,
        },
      ],
    },
    {
      name: "more than Docker takes",
      code: `FROM scratch\n${"RUN a\n".repeat(126)}`,
      findings: [{ line: 127, column: 1, text: "RUN", message: /126 layers; the limit is 125/ }],
    },
    {
      name: "with those of the base image",
      code: "FROM node:24.19.0-bookworm\nRUN a\nRUN b\n",
      options: [{ max: 9 }],
      findings: [{ line: 3, column: 1, text: "RUN", message: /10 layers, 8 of them from node:24\.19\.0-bookworm/ }],
    },
    {
      name: "a base image that has too many by itself",
      code: "FROM node:24.19.0-bookworm\nRUN a\n",
      options: [{ max: 3 }],
      findings: [{ line: 2, column: 1, text: "RUN" }],
    },
    {
      name: "above a base of which nothing is known",
      code: "FROM example.org/a:1\nRUN a\nRUN b\nRUN c\n",
      options: two,
      findings: [{ line: 4, column: 1, text: "RUN", message: /above a base whose layers are not known/ }],
    },
    {
      name: "a stage that is FROM another one, and what an ONBUILD runs",
      code: "FROM scratch AS a\nONBUILD RUN x\nRUN y\nFROM a\nRUN z\n",
      options: two,
      findings: [{ line: 5, column: 1, text: "RUN", message: /3 layers/ }],
    },
    {
      name: "another builder",
      code: "FROM scratch\nRUN a\nWORKDIR /a\nRUN b\nRUN c\n",
      options: two,
      languageOptions: { builder: "buildah" },
      findings: [{ line: 5, column: 1, text: "RUN", message: /3 layers/ }],
    },
  ],
});
