import { descend, textOf } from "../../python/syntax-tree.ts";
import type { SyntaxNode } from "../../python/syntax-tree.ts";
import { keywordArguments, positionalArguments } from "../arguments.ts";
import type { Program } from "../build-program.ts";
import { readCalls } from "../located-calls.ts";
import type { LocatedCall } from "../located-calls.ts";
import type { PythonModule } from "../types.ts";
import { defectOfCall, hashesInSql } from "./call-defects.ts";
import { passwordCall } from "./password-calls.ts";
import type { PasswordDefect } from "./password-defect.ts";
import { speaksOfPasswords } from "./password-names.ts";
import { readPasswordValues } from "./password-values.ts";
import type { PasswordValues } from "./password-values.ts";
import { defectsOfEndpoint } from "./returned-passwords.ts";
import { defectOfNode } from "./statement-defects.ts";

/** What the implementation does with passwords. */
export interface PasswordFacts {
  /** Calls that hash or verify a password as they should, by a library or by code of the user's. */
  readonly uses: readonly LocatedCall[];
  /** In source order, one for each line. */
  readonly defects: readonly PasswordDefect[];
}

const known = new WeakMap<Program, PasswordFacts>();
const none: PasswordFacts = { uses: [], defects: [] };

/** Follows passwords from where they arrive to where they are kept, compared, logged or handed back. */
export function readPasswords(program: Program): PasswordFacts {
  const cached = known.get(program);
  if (cached !== undefined) return cached;
  const modules = program.modules.filter(
    (one) =>
      one.role !== "test" && !one.imports.some(({ from }) => from.split(".")[0] === "locust"),
  );
  const speaks = modules.some(
    (one) => speaksOfPasswords(one.file.text) || /bcrypt|argon2|scrypt/iu.test(one.file.text),
  );
  const facts = speaks ? readFacts(program, new Set(modules)) : none;
  known.set(program, facts);
  return facts;
}

function readFacts(program: Program, modules: ReadonlySet<PythonModule>): PasswordFacts {
  const calls = readCalls(program).filter((one) => modules.has(one.module));
  const values = readPasswordValues(program);
  spread(program, values, calls);
  const uses = calls.filter((one) => isUse(program, values, one));
  const found: PasswordDefect[] = [];
  for (const call of calls) {
    const kind = defectOfCall(program, values, call);
    if (kind !== null) {
      found.push({ kind, node: call.node, module: call.module, function: call.function });
    }
  }
  for (const module of modules) found.push(...ofStatements(program, values, module));
  for (const endpoint of program.endpoints) {
    for (const node of defectsOfEndpoint(program, values, endpoint)) {
      const { handler } = endpoint;
      if (handler === null) continue;
      found.push({ kind: "returned", node, module: handler.module, function: handler });
    }
  }
  found.push(...otherLibrary(program, uses));
  return { uses, defects: oneALine(program, found) };
}

/** Passwords go on into the parameters of the answer's functions, whatever these are called. */
function spread(program: Program, values: PasswordValues, calls: readonly LocatedCall[]): void {
  for (let round = 0; round < 4; round += 1) {
    let isNews = false;
    for (const { node } of calls) {
      const { own } = passwordCall(program, node);
      const target = own?.kind === "class" ? program.resolveMethod(own, "__init__") : own;
      if (target?.kind !== "function" || target.module.role === "test") continue;
      const bound =
        target.ownerClass !== null &&
        !target.decorators.some((one) => textOf(one) === "staticmethod");
      const parameters = bound ? target.parameters.slice(1) : target.parameters;
      const give = (value: SyntaxNode, name: string | null, at: number): void => {
        const parameter =
          name === null ? parameters[at] : parameters.find((one) => one.name === name);
        if (parameter !== undefined && values.valueOf(value) === "plain") {
          isNews = values.taint(parameter) || isNews;
        }
      };
      for (const [at, value] of positionalArguments(node).entries()) give(value, null, at);
      for (const [name, value] of keywordArguments(node)) give(value, name, 0);
    }
    if (!isNews) return;
    values.forget();
  }
}

/** A call that hashes or verifies; key derivation counts only where it is given a password. */
function isUse(program: Program, values: PasswordValues, call: LocatedCall): boolean {
  const { work, library, inputs } = passwordCall(program, call.node);
  if (hashesInSql(call.node)) return inputs.some((one) => values.valueOf(one) !== null);
  if (work !== "hash" && work !== "verify") return false;
  if (
    library === null ||
    !/^(?:hashlib|cryptography|Crypto|Cryptodome|nacl|scrypt)$/u.test(library)
  ) {
    return true;
  }
  return (
    inputs.some((one) => values.valueOf(one) !== null) ||
    /passw/iu.test(call.function?.qualifiedName ?? "")
  );
}

function ofStatements(
  program: Program,
  values: PasswordValues,
  module: PythonModule,
): readonly PasswordDefect[] {
  const result: PasswordDefect[] = [];
  for (const node of descend(module.root)) {
    if (!/^(?:comparison_operator|assignment|pair|return_statement)$/u.test(node.type)) continue;
    const owner = program.functionAround(node);
    const kind = defectOfNode(program, values, node, owner);
    if (kind !== null) result.push({ kind, node, module, function: owner });
  }
  return result;
}

/** Hashes of one library and verification by another, with none in common. */
function otherLibrary(program: Program, uses: readonly LocatedCall[]): readonly PasswordDefect[] {
  const by = (work: string): Map<string, LocatedCall> =>
    new Map(
      uses.flatMap((one): [string, LocatedCall][] => {
        const call = passwordCall(program, one.node);
        return call.work === work && call.library !== null ? [[call.library, one]] : [];
      }),
    );
  const [hashes, verifies] = [by("hash"), by("verify")];
  if (hashes.size === 0 || verifies.size === 0) return [];
  if ([...verifies.keys()].some((one) => hashes.has(one))) return [];
  return [...verifies.values()].map(({ node, module, function: owner }) => ({
    kind: "verified by another library",
    node,
    module,
    function: owner,
  }));
}

function oneALine(program: Program, found: readonly PasswordDefect[]): readonly PasswordDefect[] {
  const order = new Map(program.modules.map((one, at) => [one, at]));
  const byLine = new Map<string, PasswordDefect>();
  for (const one of found) {
    const key = `${order.get(one.module)}:${one.node.row}`;
    if (!byLine.has(key)) byLine.set(key, one);
  }
  return [...byLine.values()].toSorted(
    (a, b) =>
      (order.get(a.module) ?? 0) - (order.get(b.module) ?? 0) || a.node.start - b.node.start,
  );
}
