import { childAt, namedChildren, textOf } from "../../python/syntax-tree.ts";
import type { SyntaxNode } from "../../python/syntax-tree.ts";
import type { Program } from "../build-program.ts";
import type { PythonClass, PythonFunction, PythonModule } from "../types.ts";

/**
 * The functions that pytest or unittest would run: `test…` at the top of a test file, and `test…`
 * methods of classes named `Test…` or derived from a `TestCase`. Those that are always skipped are
 * left out, fixtures too.
 */
export function findTests(program: Program): readonly PythonFunction[] {
  return program.modules
    .filter((module) => module.role === "test" && !isSkippedModule(module))
    .flatMap((module) => module.functions)
    .filter((one) => one.name.startsWith("test") && one.ownerFunction === null)
    .filter((one) => one.ownerClass === null || isTestClass(program, one.ownerClass))
    .filter((one) => !isFixture(one) && !isSkipped(one));
}

/** Declared by `@pytest.fixture`, `@pytest_asyncio.fixture`, `@fixture`. */
export function isFixture(one: PythonFunction): boolean {
  return one.decorators.some((node) => /(?:^|\.)fixture$/u.test(calleeText(node)));
}

/** The name by which tests ask for a fixture. */
export function fixtureName(one: PythonFunction): string {
  for (const decorator of one.decorators) {
    const given = namedChildren(childAt(decorator, "arguments") ?? decorator).find(
      (argument) =>
        argument.type === "keyword_argument" &&
        textOf(childAt(argument, "name") ?? argument) === "name",
    );
    const value = given === undefined ? undefined : childAt(given, "value");
    if (value !== undefined) return textOf(value).replaceAll(/^["']|["']$/gu, "");
  }
  return one.name;
}

function isTestClass(program: Program, one: PythonClass, depth = 0): boolean {
  if (one.name.startsWith("Test")) return true;
  if (depth > 8) return false;
  return one.bases.some((base) => {
    if (textOf(base).endsWith("TestCase")) return true;
    const found = program.resolve(base);
    return found.kind === "class" && isTestClass(program, found, depth + 1);
  });
}

function isSkipped(one: PythonFunction): boolean {
  const decorators = [...one.decorators, ...(one.ownerClass?.decorators ?? [])];
  if (decorators.some(skipsAlways)) return true;
  const first = namedChildren(one.body).find((node) => !isDocstring(node));
  const call = first?.type === "expression_statement" ? namedChildren(first)[0] : undefined;
  return call?.type === "call" && /^(?:pytest\.skip|self\.skipTest)$/u.test(calleeText(call));
}

/** `pytestmark = pytest.mark.skip(…)`, alone or in a list. */
function isSkippedModule(module: PythonModule): boolean {
  const mark = module.assignments.find((one) => one.name === "pytestmark")?.value ?? null;
  if (mark === null) return false;
  return (mark.type === "list" ? namedChildren(mark) : [mark]).some(skipsAlways);
}

/** `skip`, and `skipif(True)`; any other condition may well hold. */
function skipsAlways(node: SyntaxNode): boolean {
  const callee = calleeText(node);
  if (/^(?:pytest\.)?mark\.skip$|^(?:unittest\.)?skip$/u.test(callee)) return true;
  if (!/(?:^|\.)(?:skipif|skipIf)$/u.test(callee)) return false;
  const condition = namedChildren(childAt(node, "arguments") ?? node)[0];
  return condition !== undefined && /^(?:True|1)$/u.test(textOf(condition));
}

function isDocstring(node: SyntaxNode): boolean {
  return node.type === "expression_statement" && namedChildren(node)[0]?.type === "string";
}

function calleeText(node: SyntaxNode): string {
  return textOf(node.type === "call" ? (childAt(node, "function") ?? node) : node);
}
