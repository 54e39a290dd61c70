import { cases } from "../rule-cases.ts";

export default cases("maintained-base-image", {
  valid: [
    "FROM debian:12\nFROM node:22-alpine3.21\nFROM python:3.13-slim-bookworm\nFROM ubuntu:24.04\nFROM postgres:17\n",
    {
      name: "a longer number that only begins alike",
      code: "FROM node:100\nFROM alpine:3.200\nFROM debian:90\nFROM golang:1.130\n",
    },
    { name: "names that objects have by nature", code: "FROM constructor:1\nFROM node:24-constructor\n" },
    {
      name: "images of others",
      code: "FROM acme/node:8\nFROM ghcr.io/acme/debian:8\nFROM gcr.io/distroless/debian:9\n",
    },
    { name: "what cannot be known", code: "ARG V\nFROM node:$V\nFROM node\nFROM node:lts\n" },
    { name: "early access", code: "FROM openjdk:26-ea-slim\n" },
    { name: "a stage of that name", code: "FROM debian:12 AS centos\nFROM centos\n" },
  ],
  invalid: [
    {
      name: "versions",
      code: "FROM debian:10-slim\nFROM node:16.20.2 AS b\nFROM ubuntu:18.04\nFROM alpine:3.10.2\nFROM golang:1.20-alpine\n",
      findings: [
        {
          line: 1,
          column: 6,
          text: "debian:10-slim",
          message: /^Stage 0 is built on debian:10-slim.*since June 2024\./,
        },
        { line: 2, column: 6, text: "node:16.20.2", message: /^Stage "b".*September 2023/ },
        { line: 3, column: 6, text: "ubuntu:18.04", message: /May 2023/ },
        { line: 4, column: 6, text: "alpine:3.10.2", message: /May 2021/ },
        { line: 5, column: 6, text: "golang:1.20-alpine" },
      ],
    },
    {
      name: "distributions under a maintained language",
      code: "from python:3.13-slim-buster\r\nfrom node:22-alpine3.17\r\nfrom buildpack-deps:focal-scm\r\n",
      findings: [
        { line: 1, column: 6, text: "python:3.13-slim-buster", message: /Debian 10 \(buster\)/ },
        { line: 2, column: 6, text: "node:22-alpine3.17", message: /Alpine 3\.17/ },
        { line: 3, column: 6, text: "buildpack-deps:focal-scm", message: /Ubuntu 20\.04 \(focal\)/ },
      ],
    },
    {
      name: "images that are no longer made, and a mirror",
      code: "FROM centos\nFROM centos:7\nFROM openjdk:17-slim\nFROM public.ecr.aws/docker/library/python:2.7\n",
      findings: [
        { line: 1, column: 6, text: "centos" },
        { line: 2, column: 6, text: "centos:7" },
        { line: 3, column: 6, text: "openjdk:17-slim", message: /July 2022/ },
        { line: 4, column: 6, text: "public.ecr.aws/docker/library/python:2.7" },
      ],
    },
    {
      name: "the default of an argument",
      code: "ARG V=14\nFROM node:${V}-slim\n",
      findings: [{ line: 2, column: 6, text: "node:${V}-slim", message: /node:14-slim/ }],
    },
  ],
});
