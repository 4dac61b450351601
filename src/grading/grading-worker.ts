import { enableCompileCache } from "node:module";
import { parentPort, workerData } from "node:worker_threads";
import type { Check } from "../checks/index.ts";
import { UserError } from "../user-error.ts";
import { packUserError, type Order, type ThreadReport, type ThreadSetup } from "./messages.ts";

// The entry of a grading thread. It holds the checks, the parsers and all that they need, so that
// the thread that started it needs none of them.

// Compiled modules are kept between two runs; a thread does not inherit that.
enableCompileCache();
const { gradeAnswer, loadChecks } = await import("../checks/index.ts");

const { gates, suiteFolder, prices } = workerData as ThreadSetup;
const checks = new Map<string, Check | null>();
try {
  for (const gate of gates) {
    turnTo(gate.id, typeof gate.check === "string" ? gate.check : gate.check.promptfoo.type);
    const loaded = await loadChecks([gate], suiteFolder, { prices });
    for (const [id, check] of loaded) checks.set(id, check);
  }
  parentPort?.on("message", (order: Order) => void grade(order));
  report({ kind: "done" });
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  report({ kind: "refused", error: packUserError(error) });
}

async function grade({ task, gates: some }: Order): Promise<void> {
  turnTo(null, null);
  const wanted = new Map(some.map((id) => [id, checks.get(id) ?? null]));
  await gradeAnswer(task, wanted, {
    started: (gate, check) => turnTo(gate, check.id),
    decided: (gate, verdict) => report({ kind: "decided", gate, verdict }),
  });
  report({ kind: "done" });
}

function turnTo(gate: string | null, check: string | null): void {
  report({ kind: "step", step: { gate, check, cpuMs: readCpuMs() } });
}

/** Milliseconds of processor time that this thread has used; null before Node 22.15. */
function readCpuMs(): number | null {
  if (!("threadCpuUsage" in process)) return null;
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

function report(message: ThreadReport): void {
  parentPort?.postMessage(message);
}
