import { textOf } from "../../python/syntax-tree.ts";
import type { SyntaxNode } from "../../python/syntax-tree.ts";
import type { Program } from "../build-program.ts";
import { readDatabaseClients, readDatabaseUses } from "../database/index.ts";
import { readIoCalls } from "../io/index.ts";
import { readCalls } from "../located-calls.ts";
import type { PythonClass, PythonFunction } from "../types.ts";
import { originOf } from "./origin.ts";
import { isResource } from "./services.ts";

/** What the functions and classes of the answer have to do with databases and clients. */
export interface ResourceFacts {
  /** Functions that use a database or a client. */
  readonly working: ReadonlySet<PythonFunction>;
  /** Classes whose objects keep a database's session, pool or client and work with it. */
  readonly databaseClasses: ReadonlySet<PythonClass>;
  /** The makers of engines, pools and clients, by the call. */
  readonly engines: ReadonlyMap<SyntaxNode, string>;
}

/** What the start-up keeps on the application. */
const ofApplication = /^(?:request|req|websocket|ws)\.app\.\w|^app\.state\.\w/u;

export function readResourceFacts(program: Program): ResourceFacts {
  const working = new Set<PythonFunction>();
  const databaseClasses = new Set<PythonClass>();
  for (const one of readDatabaseUses(program)) {
    const owner = one.function?.ownerClass;
    if (owner && one.receiver !== null && !databaseClasses.has(owner)) {
      const origin = originOf(program, one.receiver);
      if (origin.kind === "given" && origin.bySelf) databaseClasses.add(owner);
    }
    // A model that saves itself comes by no session.
    if (one.function !== null && one.handle !== null) working.add(one.function);
  }
  for (const one of readIoCalls(program)) {
    if (one.function === null || one.receiver === null) continue;
    if (!/^(?:database|http|redis|mail|service)$/u.test(one.kind)) continue;
    if (isResource(program, one.receiver)) working.add(one.function);
  }
  for (const one of readCalls(program)) {
    if (one.function === null || one.receiver === null) continue;
    if (ofApplication.test(textOf(one.receiver))) working.add(one.function);
  }
  const engines = new Map(
    readDatabaseClients(program)
      .filter((one) => one.kind !== "connection")
      .map((one) => [one.node, one.maker]),
  );
  return { working, databaseClasses, engines };
}
