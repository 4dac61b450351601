import { childAt, textOf } from "../../python/syntax-tree.ts";
import { argumentAt, positionalArguments } from "../arguments.ts";
import type { Program } from "../build-program.ts";
import { databaseHandleOf, readDatabaseClients, readDatabaseUses } from "../database/index.ts";
import type { DatabaseUse } from "../database/index.ts";
import { readCalls } from "../located-calls.ts";
import type { LocatedCall } from "../located-calls.ts";
import { isAwaited } from "./awaited.ts";
import { saysUnseenIsService } from "../service-name.ts";
import { argumentsOf, isHandOff } from "./hand-offs.ts";
import { ioClientOf } from "./io-client.ts";
import { ioLibraryOf, preparingMethods } from "./io-libraries.ts";
import type { IoKind } from "./io-libraries.ts";

/** A call of the implementation that does I/O, or holds the event loop up like one. */
export interface IoCall extends LocatedCall {
  readonly kind: IoKind;
  /** `unknown`: it is not awaited, and nothing tells whether it should be. */
  readonly mode: "awaited" | "blocking" | "unknown";
}

const known = new WeakMap<Program, readonly IoCall[]>();

/** Every I/O call of the implementation, migrations and tests apart, in source order. */
export function readIoCalls(program: Program): readonly IoCall[] {
  const cached = known.get(program);
  if (cached !== undefined) return cached;
  const uses = new Map(readDatabaseUses(program).map((one) => [one.node, one]));
  const connections = new Map(
    readDatabaseClients(program)
      .filter((one) => one.kind === "connection")
      .map((one) => [one.node, one.maker]),
  );
  const found = readCalls(program)
    .filter((call) => call.module.role === "implementation")
    .flatMap((call): readonly IoCall[] => {
      const use = uses.get(call.node);
      const maker = connections.get(call.node);
      const one =
        use !== undefined
          ? databaseCall(program, use)
          : maker !== undefined
            ? make(call, "database", ioModeOfMaker(maker))
            : (handedCall(program, call) ??
              libraryCall(program, call) ??
              clientCall(program, call) ??
              uploadCall(program, call) ??
              schemaCall(program, call) ??
              openedCall(program, call) ??
              serviceCall(program, call));
      return one === null ? [] : [one];
    });
  known.set(program, found);
  return found;
}

function make(call: LocatedCall, kind: IoKind, isAsync: boolean | null): IoCall {
  const { node, name, receiver, module } = call;
  const mode =
    isAsync === true || isAwaited(node) ? "awaited" : isAsync === false ? "blocking" : "unknown";
  return { node, name, receiver, function: call.function, module, kind, mode };
}

const asyncDrivers = /^(?:asyncpg|aiosqlite|aiomysql|asyncmy|aiopg)\.|Async/u;

function ioModeOfMaker(maker: string): boolean {
  return asyncDrivers.test(maker);
}

/** Methods that a synchronous session runs at once, whatever the name of the session. */
const plainlyDatabase =
  /^(?:commit|rollback|flush|refresh|execute|executemany|executescript|scalars|scalar|query|exec|merge|fetch|fetchrow|fetchval|fetch_all|fetch_one)$/u;
/** Statements that are built, and objects that wait for the next flush. */
const deferred = /^(?:add|add_all|delete|expunge|bulk_save_objects)$/u;

function isPlainlyDatabase({ name, node }: DatabaseUse): boolean {
  // `db.get(User, 1)` is a session's, `db.get(name)` may be a dictionary's.
  return plainlyDatabase.test(name) || (name === "get" && positionalArguments(node).length > 1);
}

function databaseCall(program: Program, use: DatabaseUse): IoCall | null {
  const { handle, name, receiver } = use;
  if (use.node.type !== "call" || receiver === null) return null;
  if (handle !== null) {
    if (handle.kind === "session" && deferred.test(name) && !isAwaited(use.node)) return null;
    const isAsync = handle.isAsync ?? (isPlainlyDatabase(use) ? false : null);
    return make(use, "database", isAsync);
  }
  const client = ioClientOf(program, receiver);
  if (client !== null) return make(use, client.kind, client.isAsync);
  // A statement that is built is awaited where it is sent.
  if (isAwaited(use.node)) return make(use, "database", true);
  return /\.query\(/u.test(textOf(receiver)) ? make(use, "database", false) : null;
}

function libraryCall(program: Program, call: LocatedCall): IoCall | null {
  const callee = childAt(call.node, "function");
  if (callee === undefined) return null;
  const found = program.resolve(callee);
  if (found.kind !== "external" && found.kind !== "unbound") return pathCall(call);
  const library = ioLibraryOf(found.name);
  return library?.gives === "call" ? make(call, library.kind, library.isAsync) : pathCall(call);
}

/** `await to_thread(requests.get, url)`: a library's function that runs in a thread. */
function handedCall(program: Program, call: LocatedCall): IoCall | null {
  if (!isHandOff(call)) return null;
  for (const value of argumentsOf(call.node)) {
    if (value.type !== "identifier" && value.type !== "attribute") continue;
    const found = program.resolve(value);
    const library = found.kind === "external" ? ioLibraryOf(found.name) : null;
    if (library?.gives === "call") return make(call, library.kind, true);
    const object = value.type === "attribute" ? childAt(value, "object") : undefined;
    const client = object === undefined ? null : ioClientOf(program, object);
    if (client !== null) return make(call, client.kind, true);
  }
  return null;
}

/** `(folder / name).write_bytes(data)`: methods that only paths have. */
function pathCall(call: LocatedCall): IoCall | null {
  if (call.receiver === null) return null;
  return /^(?:read|write)_(?:text|bytes)$/u.test(call.name) ? make(call, "file", false) : null;
}

function clientCall(program: Program, call: LocatedCall): IoCall | null {
  const { receiver, name } = call;
  if (receiver === null || name === "" || preparingMethods.test(name)) return null;
  const client = ioClientOf(program, receiver);
  if (client === null) return null;
  const callee = childAt(call.node, "function");
  // What is made of a client's class is a client, and no I/O: `Redis.from_url(…)`.
  if (callee !== undefined && ioClientOf(program, call.node) !== null) return null;
  return make(call, client.kind, client.isAsync);
}

/** `await upload.read()`, `upload.file.read()`. */
function uploadCall(program: Program, call: LocatedCall): IoCall | null {
  const { receiver, name } = call;
  if (receiver === null || !/^(?:read|readlines|readline|write)$/u.test(name)) return null;
  const isInner = receiver.type === "attribute" && textOf(receiver).endsWith(".file");
  const upload = isInner ? childAt(receiver, "object") : receiver;
  const type = upload === undefined ? null : program.typeOf(upload);
  if (type === null || type.kind === "class" || !/\.?UploadFile$/u.test(type.name)) return null;
  return make(call, "file", isInner ? false : null);
}

/** `Base.metadata.create_all(engine)`, where the engine is a synchronous one. */
function schemaCall(program: Program, call: LocatedCall): IoCall | null {
  if (call.name !== "create_all" && call.name !== "drop_all") return null;
  const engine = argumentAt(call.node, "bind", 0);
  const handle = engine === undefined ? null : databaseHandleOf(program, engine);
  return handle?.kind === "engine" && handle.isAsync === false
    ? make(call, "database", false)
    : null;
}

/** `async with session_factory() as session`, `await engine.dispose()`. */
function openedCall(program: Program, call: LocatedCall): IoCall | null {
  if (!isAwaited(call.node)) return null;
  const isMethod = /^(?:dispose|close|connect|acquire|begin|disconnect)$/u.test(call.name);
  const subject = isMethod && call.receiver !== null ? call.receiver : call.node;
  return databaseHandleOf(program, subject) === null ? null : make(call, "database", true);
}

/** `await users.find(name)` of a repository that the answer does not show: what else would be waited for? */
function serviceCall(program: Program, call: LocatedCall): IoCall | null {
  if (call.receiver === null || !isAwaited(call.node)) return null;
  const type = program.typeOf(call.receiver);
  if (type === null || type.kind === "class" || !saysUnseenIsService(type.name)) return null;
  return make(call, "database", true);
}
