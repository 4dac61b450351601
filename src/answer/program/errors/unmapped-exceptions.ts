import { namedChildren, nodesOfType, textOf } from "../../python/syntax-tree.ts";
import type { SyntaxNode } from "../../python/syntax-tree.ts";
import type { Program } from "../build-program.ts";
import type { ExceptionHandler } from "../read-exception-handlers.ts";
import { ownNodes } from "../function-body.ts";
import type { PythonFunction } from "../types.ts";
import { caughtBy } from "./broad-excepts.ts";
import type { ErrorDefect } from "./error-defect.ts";
import { isBuiltin, lineageOf, lineageOfRaised } from "./exception-lineage.ts";
import type { ExceptionLineage } from "./exception-lineage.ts";
import type { ReachedFunctions } from "./reached-from-endpoints.ts";

/**
 * Exceptions raised on the way of a request that become a 500: classes of the answer that derive
 * from builtins only, and plain `ValueError`, `KeyError`, `LookupError`, `PermissionError` and
 * `Exception`, for which (or for a base of which) no handler is registered and which nothing in
 * the implementation catches by name. Raises in validators belong to Pydantic. What derives from
 * a class that the answer does not show may be mapped there.
 */
export function findUnmappedExceptions(
  program: Program,
  reached: ReachedFunctions,
  prose: string,
): readonly ErrorDefect[] {
  const handled = namesHandled(program, prose);
  return [...reached.keys()].flatMap((fn) => {
    const found = unmappedIn(program, fn, handled);
    return found.length > 0 && isValidator(program, fn) ? [] : found;
  });
}

function unmappedIn(
  program: Program,
  fn: PythonFunction,
  handled: ReadonlySet<string>,
): readonly ErrorDefect[] {
  const result: ErrorDefect[] = [];
  for (const node of ownNodes(fn.body)) {
    if (node.type !== "raise_statement") continue;
    const [raised] = namedChildren(node);
    const lineage = raised === undefined ? null : lineageOfRaised(program, raised);
    if (raised === undefined || lineage === null || !escapes(lineage)) continue;
    if (lineage.classes.length === 0 && serversFault.test(textOf(raised))) continue;
    if ([...lineage.names].some((name) => handled.has(name))) continue;
    result.push({
      kind: "unmapped-exception",
      module: fn.module,
      node,
      function: fn,
      words: `\`${[...lineage.names][0] ?? ""}\` is mapped by no handler and becomes a 500`,
    });
  }
  return result;
}

/** A state that no request brings about: there a 500 is right. */
const serversFault =
  /\bnot (?:been )?(?:initiali[sz]ed|configured|started|connected|set(?: up)?|ready|implemented|supported)\b|\bunreachable\b|\bmust be (?:set|called)\b/iu;

/** Nothing outside of the answer can know it. */
function escapes(lineage: ExceptionLineage): boolean {
  if (!lineage.outside.every(isBuiltin)) return false;
  if (lineage.classes.length > 0) return lineage.outside.length > 0;
  return lineage.outside.every((name) =>
    /(?:^|\.)(?:ValueError|KeyError|LookupError|PermissionError|Exception)$/u.test(name),
  );
}

/** Names of the exception classes that a handler maps or an except clause catches. */
function namesHandled(program: Program, prose: string): ReadonlySet<string> {
  const result = new Set<string>();
  for (const handler of program.exceptionHandlers) {
    if (!isRegistered(program, handler, prose)) continue;
    const lineage = lineageOf(handler.definition, program);
    const name = lineage === null ? textOf(handler.exception) : ([...lineage.names][0] ?? "");
    if (isCatchAll(name)) for (const one of namesToldApart(program, handler)) result.add(one);
    else result.add(name);
  }
  for (const module of program.modules) {
    if (module.role !== "implementation") continue;
    for (const node of nodesOfType(module.root, "except_clause")) {
      if (raisesAgain(node)) continue;
      for (const one of caughtBy(node)) {
        const found = program.resolve(one);
        const tuple =
          found.kind === "value" && found.node.type === "tuple" ? namedChildren(found.node) : [one];
        for (const caught of tuple) {
          const name =
            lineageOf(program.resolve(caught), program)?.names.values().next().value ??
            textOf(caught);
          if (!isCatchAll(name)) result.add(name);
        }
      }
    }
  }
  const makesApp = program.routers.some((one) => one.kind === "app" && one.node !== null);
  // Instructions for an application that is not shown.
  if (!makesApp) {
    const text = [prose, ...program.modules.map((module) => module.file.text)].join("\n");
    for (const match of text.matchAll(/exception_handler\(\s*(?:\w+\.)*(\w+)/gu)) {
      if (!isCatchAll(match[1] ?? "")) result.add(match[1] ?? "");
    }
  }
  return result;
}

/** A handler of everything answers 500, but for the classes that it names. */
function isCatchAll(name: string): boolean {
  return name === "Exception" || name === "BaseException";
}

function namesToldApart(program: Program, handler: ExceptionHandler): readonly string[] {
  const body = handler.targets
    .flatMap((target) => (target.kind === "function" ? [textOf(target.body)] : []))
    .join("\n");
  const tests = [...body.matchAll(/\bisinstance\(\s*\w+\s*,([^:]*)|\bcase ([A-Z]\w*)/gu)];
  const named = tests.flatMap((match) =>
    [...match[0].matchAll(/\b[A-Z]\w+/gu)].map(([name]) => name),
  );
  // `getattr(error, "status_code", 500)` asks the class itself.
  const asksClass = /\bgetattr\(\s*\w+\s*,\s*["']\w*status/u.test(body);
  const withStatus = asksClass
    ? program.modules
        .flatMap((module) => module.classes)
        .filter((one) => /\bstatus(?:_code)?\b\s*(?::[^=\n]*)?=/u.test(textOf(one.body)))
        .map((one) => one.name)
    : [];
  return [...named, ...withStatus].filter((name) => !isCatchAll(name));
}

/** The clause looks at the exception and lets it go on: no one has mapped it yet. */
function raisesAgain(clause: SyntaxNode): boolean {
  for (const node of ownNodes(clause)) {
    if (node.type === "raise_statement" && namedChildren(node).length === 0) return true;
  }
  return false;
}

/**
 * Handlers that a function registers count where the function is called, be it in the prose, and
 * where the answer makes no application: there it is left to the user to call it.
 */
function isRegistered(program: Program, handler: ExceptionHandler, prose: string): boolean {
  let fn = program.functionAround(handler.node);
  // The handler's own decorator stands outside of its body.
  while (fn !== null && handler.targets.includes(fn)) fn = fn.ownerFunction;
  if (fn === null) return true;
  const apps = program.routers.flatMap((one) =>
    one.kind === "app" && one.node !== null ? [one.node] : [],
  );
  if (apps.length === 0 || fn.ownerClass !== null) return true;
  // The factory of the application itself is called by the server.
  if (apps.some((app) => program.functionAround(app) === fn)) return true;
  const owner = fn.ownerFunction ?? fn;
  const text = program.modules
    .filter((module) => module.role !== "test")
    .map((module) => module.file.text)
    .join("\n");
  return new RegExp(`(?<!\\bdef )\\b${owner.name}\\s*\\(`, "u").test(text + prose);
}

/** Pydantic turns what its validators raise into a 422. */
function isValidator(program: Program, fn: PythonFunction): boolean {
  const decorated = fn.decorators.some((one) =>
    /\b(?:\w*validator|\w*_serializer|computed_field)\b/u.test(textOf(one)),
  );
  if (
    decorated ||
    /^(?:__get_validators__|__get_pydantic_core_schema__|validate)$/u.test(fn.name)
  ) {
    return true;
  }
  const pattern = new RegExp(
    `\\b(?:After|Before|Wrap|Plain)Validator\\([^)]*\\b${fn.name}\\b`,
    "u",
  );
  return program.modules.some((module) => pattern.test(module.file.text));
}
