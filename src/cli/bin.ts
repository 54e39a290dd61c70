#!/usr/bin/env node
/** The entry of the command line. */
import { processIo } from "./io.ts";
import { main } from "./main.ts";

process.exitCode = await main(process.argv.slice(2), processIo());
