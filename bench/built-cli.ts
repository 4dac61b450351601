import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

/** The command line as it is installed, built anew: sources take memory and time to be stripped of types. */
export function buildCli(): string {
  execFileSync("npm", ["run", "-s", "build"], { cwd: root, stdio: "inherit" });
  return fileURLToPath(new URL("../dist/cli/main.js", import.meta.url));
}
