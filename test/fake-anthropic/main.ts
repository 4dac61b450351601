import { once } from "node:events";
import { parseArgs } from "node:util";
import { startFakeAnthropic } from "./start-fake-anthropic.ts";

// As a process of its own: `node test/fake-anthropic/main.ts --delay-ms 2000`. Prints its URL as
// the first line, and, told to stop or when its input ends, its account as the last one.
const { values } = parseArgs({
  options: {
    port: { type: "string", default: "0" },
    "delay-ms": { type: "string", default: "0" },
    "answer-characters": { type: "string", default: "200" },
  },
});
const answer = "x".repeat(Number(values["answer-characters"]));
const server = await startFakeAnthropic(
  { delayMs: Number(values["delay-ms"]), answer: () => answer },
  Number(values.port),
);
process.stdout.write(`${server.url}\n`);
process.stdin.resume();
await Promise.race([once(process, "SIGTERM"), once(process, "SIGINT"), once(process.stdin, "end")]);
const { account } = server;
const summary = {
  requests: server.requests.length,
  whole: account.whole.length,
  unfinished: account.unfinished.length,
  mostUnderWay: account.mostUnderWay(),
  billed: account.billed(),
};
process.stdout.write(`${JSON.stringify(summary)}\n`);
await server.close();
process.stdin.destroy();
