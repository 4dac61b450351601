#!/usr/bin/env node
import { enableCompileCache } from "node:module";

// Before anything else is loaded: compiled modules are kept between two runs.
enableCompileCache();
const { readEnvFile } = await import("./read-env-file.ts");
const { processIo } = await import("./io.ts");
const { runCli } = await import("./run-cli.ts");

const problem = readEnvFile();
if (problem !== null) process.stderr.write(`warning: ${problem}\n`);

// No process.exit: what was written must reach a slow reader.
process.exitCode = await runCli(process.argv.slice(2), processIo());
