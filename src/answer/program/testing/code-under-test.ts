import { childAt, descend, namedChildren, textOf } from "../../python/syntax-tree.ts";
import type { SyntaxNode } from "../../python/syntax-tree.ts";
import { keywordArguments, positionalArguments } from "../arguments.ts";
import { isLibraryPackage } from "../library-names.ts";
import type { Program } from "../build-program.ts";
import type { PythonType } from "../type-of.ts";
import type { PythonFunction, PythonModule } from "../types.ts";
import { isFixture } from "./find-tests.ts";
import { fixtureOf } from "./reached-code.ts";

const longestChain = 12;

/** The first call in a body that reaches the code under test, over HTTP or directly. */
export function firstCallUnderTest(program: Program, fn: PythonFunction): SyntaxNode | undefined {
  for (const node of descend(fn.body)) {
    if (node.type === "call" && isCallUnderTest(program, node)) return node;
  }
  return undefined;
}

/** A request by a client, or a call of what the implementation defines. */
function isCallUnderTest(program: Program, call: SyntaxNode): boolean {
  return isHttpCall(program, call) || isDirectCall(program, call);
}

const httpMethods =
  /^(?:get|post|put|patch|delete|head|options|request|stream|websocket_connect)$/u;
const httpKeywords =
  /^(?:json|headers|data|params|content|files|cookies|auth|follow_redirects|timeout)$/u;

/** `client.post(…)`, `httpx.get(…)`, `(await as_user(ada)).get("/posts")`, `getattr(client, m)(…)`. */
export function isHttpCall(program: Program, call: SyntaxNode): boolean {
  if (call.type !== "call" || call.parent?.type === "decorator") return false;
  const callee = childAt(call, "function");
  if (callee === undefined) return false;
  if (callee.type === "call") return /^getattr\(\w*client\b/iu.test(textOf(callee));
  if (callee.type !== "attribute") return false;
  const method = textOf(childAt(callee, "attribute") ?? callee);
  const receiver = childAt(callee, "object");
  if (receiver === undefined) return false;
  if (/^(?:call_and_validate|call_asgi|call)$/u.test(method)) return textOf(receiver) === "case";
  if (method === "send") return isClient(program, receiver);
  if (!httpMethods.test(method)) return false;
  if (/(?:^|\.)(?:respx\w*|\w*mock\w*|app|router)$/iu.test(textOf(receiver))) return false;
  return isClient(program, receiver) || looksLikeRequest(call);
}

function isClient(program: Program, receiver: SyntaxNode, depth = 0): boolean {
  if (depth > longestChain) return false;
  const inner = receiver.type === "await" ? namedChildren(receiver)[0] : undefined;
  if (inner !== undefined) return isClient(program, inner, depth + 1);
  if (receiver.type === "call") {
    const callee = childAt(receiver, "function");
    if (callee === undefined) return false;
    if (/client$/iu.test(textOf(callee))) return true;
    const found = program.resolve(callee);
    if (found.kind === "function") {
      return found.returns !== null && /client/iu.test(textOf(found.returns));
    }
    return found.kind === "parameter" && /client/iu.test(annotationText(found.parameter));
  }
  const last = textOf(receiver).split(".").at(-1) ?? "";
  if (/client/iu.test(last)) return true;
  const found = program.resolve(receiver);
  switch (found.kind) {
    case "external":
      return /^(?:httpx|requests)$/u.test(found.name);
    case "parameter":
      return /client/iu.test(annotationText(found.parameter));
    case "value":
      return isClientType(program.typeOf(receiver)) || isClient(program, found.node, depth + 1);
    default:
      return false;
  }
}

function isClientType(type: PythonType | null): boolean {
  return (
    type !== null &&
    /(?:Client|Session|TestApp)$/u.test(type.name) &&
    !/AsyncSession/u.test(type.name)
  );
}

function annotationText(parameter: { readonly annotation: SyntaxNode | null }): string {
  return parameter.annotation === null ? "" : textOf(parameter.annotation);
}

/** A path or URL stands first, or a keyword that only requests have. */
function looksLikeRequest(call: SyntaxNode): boolean {
  const given = namedChildren(childAt(call, "arguments") ?? call);
  if (given.some((one) => one.type === "keyword_argument" && httpKeywords.test(keywordOf(one)))) {
    return true;
  }
  const [first] = given;
  if (first === undefined) return false;
  const text = textOf(first);
  if (first.type === "string") {
    return /^[fr]*["']+(?:\/|https?:|\{\w*(?:url|path|base)\w*\})/iu.test(text);
  }
  return /^\w*(?:url|path|endpoint|uri)\w*$/iu.test(text) || /\.url_path_for\(/u.test(text);
}

function keywordOf(argument: SyntaxNode): string {
  return textOf(childAt(argument, "name") ?? argument);
}

const runners =
  /(?:^|\.)(?:raises|assertRaises\w*|to_thread|run_in_executor|submit|map|run|run_sync|partial|Thread|run_in_threadpool)$/u;

/** A call of a function, class or object of the implementation, or one handed to a runner. */
export function isDirectCall(program: Program, call: SyntaxNode): boolean {
  const callee = childAt(call, "function");
  if (call.type !== "call" || call.parent?.type === "decorator" || callee === undefined) {
    return false;
  }
  if (/\b(?:dependency_overrides|cache_clear|metadata)\b/u.test(textOf(callee))) return false;
  if (comesFromImplementation(program, callee, 0)) return true;
  if (!runners.test(textOf(callee))) return false;
  const given = namedChildren(childAt(call, "arguments") ?? call);
  const handed = /raises$/iu.test(textOf(callee)) ? given.slice(1) : given;
  return handed.some(
    (one) =>
      /^(?:identifier|attribute)$/u.test(one.type) && comesFromImplementation(program, one, 0),
  );
}

/** What sets a test up and is no behaviour of its own: the app object, engines, sessions. */
const infrastructure =
  /^(?:app|application|Base|engine|async_engine|metadata|\w*Session\w*|\w*session\w*maker|\w*_?session_factory|test_?client|client)$/u;

function comesFromImplementation(program: Program, node: SyntaxNode, depth: number): boolean {
  if (depth > longestChain) return false;
  switch (node.type) {
    case "call": {
      const callee = childAt(node, "function");
      return callee !== undefined && comesFromImplementation(program, callee, depth + 1);
    }
    case "await":
    case "subscript": {
      const inner = namedChildren(node)[0];
      return inner !== undefined && comesFromImplementation(program, inner, depth + 1);
    }
    case "identifier":
    case "attribute":
      return nameIsUnderTest(program, node, depth);
    default:
      return false;
  }
}

function nameIsUnderTest(program: Program, node: SyntaxNode, depth: number): boolean {
  const found = program.resolve(node);
  switch (found.kind) {
    case "function":
      return (
        isUnderTest(found.module, found.name, node) &&
        !isFixture(found) &&
        !found.name.startsWith("test")
      );
    case "class":
      return isUnderTest(found.module, found.name, node);
    case "module":
      return found.modules.some((module) => module.role !== "test");
    case "external":
      return isUsersName(found.name) || isMethodOfUsers(program, node);
    case "unbound":
      return (
        !infrastructure.test(found.name.split(".")[0] ?? "") &&
        !/^(?:pytest|self|super)\b/u.test(found.name)
      );
    case "value":
      if (found.node === node || infrastructure.test(found.name ?? "")) return false;
      return comesFromImplementation(program, found.node, depth + 1);
    case "parameter":
      return parameterIsUnderTest(
        program,
        found.function,
        found.parameter.name,
        program.typeOf(node),
        depth,
      );
    default: {
      const object = childAt(node, "object");
      return object !== undefined && comesFromImplementation(program, object, depth + 1);
    }
  }
}

/** `schema.execute` of `schema = strawberry.Schema(query=Query)`: a library's object, made of the implementation's own. */
function isMethodOfUsers(program: Program, method: SyntaxNode): boolean {
  const object = childAt(method, "object");
  const made = object === undefined ? null : program.resolve(object);
  if (made?.kind !== "value" || made.module.role === "test" || made.node.type !== "call") {
    return false;
  }
  if (infrastructure.test(made.name ?? "")) return false;
  const given = [...positionalArguments(made.node), ...keywordArguments(made.node).values()];
  return given.some((one) => {
    if (!/^(?:identifier|attribute)$/u.test(one.type)) return false;
    const found = program.resolve(one);
    return (
      (found.kind === "class" || found.kind === "function") &&
      found.module.role !== "test" &&
      !infrastructure.test(found.name)
    );
  });
}

/**
 * Where a test module imports nothing of the user's, it can only test what it defines itself:
 * the block that holds a function and its tests.
 */
function isUnderTest(module: PythonModule, name: string, from: SyntaxNode): boolean {
  if (infrastructure.test(name)) return false;
  if (module.role !== "test") return true;
  let root = from;
  while (root.parent !== null) root = root.parent;
  return module.root === root && !module.imports.some((one) => isUsersModule(one.from));
}

function isUsersModule(dotted: string): boolean {
  const root = dotted.split(".")[0] ?? "";
  return root !== "" && !isLibraryPackage(root) && !/^(?:tests?|conftest|__future__)$/u.test(root);
}

function isUsersName(dotted: string): boolean {
  const parts = dotted.split(".");
  const root = parts[0] ?? "";
  if (root === "" || root === "builtins" || isLibraryPackage(root)) return false;
  if (/^(?:tests?|conftest)$/u.test(root) || parts.includes("conftest")) return false;
  return !infrastructure.test(parts.at(-1) ?? "") && !infrastructure.test(parts.at(-2) ?? "");
}

/** Fixtures that pytest and its plugins bring. */
const knownFixtures =
  /^(?:self|cls|request|monkeypatch|caplog|caps\w+|tmp_?\w*|mocker|event_loop|anyio_backend|benchmark|httpx_mock|respx_mock|recwarn|faker|freezer|snapshot|pytestconfig|app|\w*(?:client|session|engine|db|database|redis|mock|token|headers|user|settings))$/iu;

function parameterIsUnderTest(
  program: Program,
  fn: PythonFunction,
  name: string,
  type: PythonType | null,
  depth: number,
): boolean {
  const fixture = fixtureOf(program, fn, name);
  if (fixture !== null) return fixtureGivesCodeUnderTest(program, fixture, depth);
  if (type !== null) {
    if (type.kind === "class") {
      return type.module.role !== "test" && !infrastructure.test(type.name);
    }
    return type.kind === "external" && isUsersName(type.name);
  }
  const asksForFixture = isFixture(fn) || fn.name.startsWith("test");
  return asksForFixture && !knownFixtures.test(name) && !isParametrized(fn, name);
}

function isParametrized(fn: PythonFunction, name: string): boolean {
  return fn.decorators.some(
    (one) => /parametrize/u.test(textOf(one)) && textOf(one).includes(name),
  );
}

/** The fixture returns or yields an object of the implementation. */
function fixtureGivesCodeUnderTest(
  program: Program,
  fixture: PythonFunction,
  depth: number,
): boolean {
  for (const node of descend(fixture.body)) {
    if (node.type !== "return_statement" && node.type !== "yield") continue;
    const value = namedChildren(node)[0];
    if (value === undefined) continue;
    const given = value.type === "yield" ? namedChildren(value)[0] : value;
    if (given !== undefined && comesFromImplementation(program, given, depth + 1)) return true;
  }
  return false;
}
