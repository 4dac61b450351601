#!/usr/bin/env node
import { enableCompileCache } from "node:module";

// Before anything else is loaded: compiled modules are kept between two runs.
enableCompileCache();
const { processIo } = await import("./io.ts");
const { runCli } = await import("./run-cli.ts");

// No process.exit: what was written must reach a slow reader.
process.exitCode = await runCli(process.argv.slice(2), processIo());
