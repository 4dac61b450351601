import { childAt, descend, enclosing, namedChildren, textOf } from "../../python/syntax-tree.ts";
import type { SyntaxNode } from "../../python/syntax-tree.ts";
import { readStringLiteral } from "../../python/string-literal.ts";
import type { Program } from "../build-program.ts";
import type { PythonFunction } from "../types.ts";
import { readAssertions } from "./assertions.ts";
import type { Assertion } from "./assertions.ts";
import { isDirectCall } from "./code-under-test.ts";
import { comparisonsIn } from "./comparisons.ts";
import type { Comparison } from "./comparisons.ts";
import { isStatusExpression, mentionsErrorStatus, mentionsOnlyErrors } from "./expected-status.ts";
import { isFixture } from "./find-tests.ts";
import { valueSources } from "./value-sources.ts";

const deepest = 4;

/**
 * Where a test expects a failure: an error status in an assertion (also through `parametrize`, a
 * loop, a variable or a helper's argument), a raised exception, a refusal given back by a direct
 * call (`is False`, `is None`, `not …`), or the body of an error. Undefined where it expects none.
 */
export function findFailurePath(
  program: Program,
  fn: PythonFunction,
  depth = 0,
): SyntaxNode | undefined {
  const assertions = readAssertions(program, fn);
  for (const one of assertions) {
    if (assertsFailure(program, one, fn)) return one.node;
  }
  if (expectsErrorBody(assertions)) return assertions[0]?.node;
  const entered = entersExpectedFailure(program, fn);
  if (entered !== undefined) return entered;
  if (depth >= deepest) return undefined;
  for (const node of descend(fn.body)) {
    if (node.type !== "call" || node.parent?.type === "decorator") continue;
    const callee = childAt(node, "function");
    const helper = callee === undefined ? null : helperOf(program, callee);
    if (helper === null) {
      if (callee !== undefined && givesStatusToUnseenHelper(program, node, fn)) return node;
      continue;
    }
    if (helper === fn) continue;
    if (passesErrorStatus(program, node, helper, fn)) return node;
    if (findFailurePath(program, helper, depth + 1) !== undefined) return node;
  }
  return undefined;
}

/** `with expectation:`, where `parametrize` gives `pytest.raises(…)` for the name. */
function entersExpectedFailure(program: Program, fn: PythonFunction): SyntaxNode | undefined {
  for (const node of descend(fn.body)) {
    const [entered] = node.type === "with_item" ? namedChildren(node) : [];
    if (entered?.type !== "identifier") continue;
    const expects = valueSources(program, entered, fn).some(
      (one) =>
        one.node.type === "call" &&
        /(?:^|\.)raises$/u.test(textOf(childAt(one.node, "function") ?? one.node)),
    );
    if (expects) return node;
  }
  return undefined;
}

function helperOf(program: Program, callee: SyntaxNode): PythonFunction | null {
  const found = program.resolve(callee);
  if (found.kind !== "function" || found.module.role !== "test") return null;
  return isFixture(found) || found.name.startsWith("test") ? null : found;
}

function assertsFailure(program: Program, one: Assertion, fn: PythonFunction): boolean {
  if (one.kind === "raises") return true;
  if (one.by === "raise_for_status" || one.by === "fail") return false;
  if (one.by === "assertFalse" || one.by === "assertIsNone") {
    const [, subject] = one.parts;
    if (
      subject !== undefined &&
      isRefusal(program, subject, fn, one.by === "assertFalse" ? "false" : "empty")
    ) {
      return true;
    }
    return subject !== undefined && /\.(?:is_success|ok)$/u.test(textOf(subject));
  }
  return (
    comparisonsOf(program, one, fn).some((comparison) => expectsError(program, comparison, fn)) ||
    one.parts.some((part) => expectsErrorOutcome(program, part, fn))
  );
}

/** The comparisons of an assertion, and those of the variables in it: `conflicts = [… == 409]`. */
function comparisonsOf(
  program: Program,
  one: Assertion,
  fn: PythonFunction,
): readonly Comparison[] {
  const own = one.parts.flatMap((part) => comparisonsIn(part));
  const byFunction = comparisonOfAssertion(one);
  const indirect = one.parts.flatMap((part) =>
    [...descend(part)]
      .filter((node) => node.type === "identifier" && node.field !== "attribute")
      .flatMap((node) => valueSources(program, node, fn))
      .filter((source) => source.from === "binding")
      .flatMap((source) => comparisonsIn(source.node)),
  );
  return [...own, ...(byFunction === null ? [] : [byFunction]), ...indirect];
}

/** `self.assertEqual(a, b)`, `assert_that(a).is_equal_to(b)`, `assert_status(response, 404)`. */
function comparisonOfAssertion(one: Assertion): Comparison | null {
  if (one.kind !== "call") return null;
  const [first, second] = one.parts.slice(one.node.children[0]?.type === "attribute" ? 1 : 0);
  if (first === undefined || second === undefined) return null;
  if (/^assert(?:Not|Less|IsNot|Nots)/u.test(one.by)) return null;
  return { left: first, operator: one.by === "assertIn" ? "in" : "==", right: second };
}

const rejecting = /^(?:==|is|in|>=|>)$/u;

function expectsError(program: Program, one: Comparison, fn: PythonFunction): boolean {
  if (!rejecting.test(one.operator)) return false;
  if (one.left.type === "tuple" && one.right.type === "tuple") {
    const [lefts, rights] = [namedChildren(one.left), namedChildren(one.right)];
    if (lefts.length === rights.length) {
      return lefts.some((left, at) => {
        const right = rights[at];
        return (
          right !== undefined && expectsError(program, { left, operator: one.operator, right }, fn)
        );
      });
    }
  }
  return (
    oneSideExpects(program, one.left, one.right, one.operator, fn) ||
    (one.operator === "==" && oneSideExpects(program, one.right, one.left, one.operator, fn))
  );
}

function oneSideExpects(
  program: Program,
  actual: SyntaxNode,
  expected: SyntaxNode,
  operator: string,
  fn: PythonFunction,
): boolean {
  const mentions = operator === "in" ? mentionsOnlyErrors : mentionsErrorStatus;
  return (
    mentions(program, expected, fn, isStatusExpression(program, actual, fn)) ||
    // `codes.count(409) == 20`
    (isStatusExpression(program, actual, fn) &&
      textOf(childAt(actual, "function") ?? actual).endsWith(".count") &&
      mentionsErrorStatus(program, childAt(actual, "arguments") ?? actual, fn, true))
  );
}

/** `response.is_client_error`, `not response.is_success`, `isinstance(error, NotFoundError)`, `verify(…) is False`. */
function expectsErrorOutcome(program: Program, part: SyntaxNode, fn: PythonFunction): boolean {
  for (const node of descend(part)) {
    if (node.type === "attribute" && /\.is_(?:client_|server_)?error$/u.test(textOf(node))) {
      if (node.parent?.type !== "not_operator") return true;
    }
    if (node.type === "not_operator") {
      const subject = namedChildren(node)[0];
      if (subject !== undefined && /\.(?:is_success|ok)$/u.test(textOf(subject))) return true;
      if (subject !== undefined && isRefusal(program, subject, fn, "empty")) return true;
    }
    if (node.type === "comparison_operator") {
      const [comparison] = comparisonsIn(node);
      if (comparison !== undefined && /^(?:is|==)$/u.test(comparison.operator)) {
        const { left, right } = comparison;
        if (right.type === "false" && /\.(?:is_success|ok)$/u.test(textOf(left))) return true;
        if (right.type === "false" && isRefusal(program, left, fn, "false")) return true;
        if (right.type === "none" && isRefusal(program, left, fn, "empty")) return true;
      }
    }
    if (node.type === "call" && isErrorCheck(node)) return true;
    if (isListOfErrors(node) && isExpectedToBeThere(node, part)) return true;
  }
  return false;
}

/** `result.errors`, `body["errors"]`, the key in `"errors" in body`: how GraphQL reports failures. */
function isListOfErrors(node: SyntaxNode): boolean {
  if (node.type === "attribute") {
    return textOf(childAt(node, "attribute") ?? node) === "errors" && node.parent?.type !== "call";
  }
  return (
    readStringLiteral(node) === "errors" &&
    (node.field === "subscript" || node.parent?.type === "comparison_operator")
  );
}

/** Not `not result.errors`, `result.errors is None`, `len(result.errors) == 0`, `"errors" not in body`. */
function isExpectedToBeThere(errors: SyntaxNode, part: SyntaxNode): boolean {
  for (let above: SyntaxNode | null = errors; above !== null; above = above.parent) {
    if (above.type === "not_operator") return false;
    if (above.type === "comparison_operator") {
      const [comparison] = comparisonsIn(above);
      if (comparison === undefined) return false;
      const { operator, right } = comparison;
      const isEmpty = /^(?:None|False|0|\[\]|\{\}|\(\))$/u.test(textOf(right));
      if (operator === "not in" || operator.startsWith("<")) return false;
      if (/^(?:==|is)$/u.test(operator) && isEmpty) return false;
      if (/^(?:!=|is not)$/u.test(operator) && !isEmpty) return false;
    }
    if (above === part) break;
  }
  return true;
}

/**
 * What is asserted to be false or None is given back by the code under test itself, as a refusal:
 * `verify("wrong", hash) is False`. A lookup that gives None is one where the test is about what
 * is missing or wrong; an empty cache is none.
 */
function isRefusal(
  program: Program,
  node: SyntaxNode,
  fn: PythonFunction,
  given: "false" | "empty",
): boolean {
  switch (node.type) {
    case "await": {
      const inner = namedChildren(node)[0];
      return inner !== undefined && isRefusal(program, inner, fn, given);
    }
    case "call": {
      const callee = textOf(childAt(node, "function") ?? node);
      if (/^(?:any|all|bool|asyncio\.run|\w+\.run_until_complete|\w+\.run)$/u.test(callee)) {
        return descend(childAt(node, "arguments") ?? node).some(
          (one) => one.type === "call" && isRefusal(program, one, fn, given),
        );
      }
      if (!isDirectCall(program, node)) return false;
      return given === "false" || judges.test(callee) || aboutAbsence.test(fn.name);
    }
    case "identifier":
      return valueSources(program, node, fn).some(
        (source) =>
          source.from === "binding" &&
          source.node.type !== "identifier" &&
          isRefusal(program, source.node, fn, given),
      );
    default:
      return false;
  }
}

/** Functions whose None or False is a judgement. */
const judges =
  /(?:^|[._])(?:auth\w*|verif\w*|valid\w*|decode\w*|parse\w*|login|check\w*|is|has|can|may|allow\w*|permit\w*|match\w*|accept\w*|hit|acquire\w*)(?:_\w+)?$/u;
/** Names of tests about what is not there or not right. */
const aboutAbsence =
  /not_?found|missing|unknown|non_?exist|no_such|invalid|wrong|bad|fail|reject|refus|denie|deny|expired|unauthor|forbid|without|error|duplicate/iu;

/** `isinstance(result, ConflictError)`, `type(result) is ConflictError` */
function isErrorCheck(node: SyntaxNode): boolean {
  if (textOf(childAt(node, "function") ?? node) !== "isinstance") return false;
  const [, kind] = namedChildren(childAt(node, "arguments") ?? node);
  return (
    kind !== undefined &&
    /(?:Error|Exception|NotFound|Conflict|Denied|Forbidden)\b/u.test(textOf(kind))
  );
}

/**
 * The body of an error, `{"detail": …}` or `["error"]`, where the same function expects no 2xx:
 * successes have a `detail` too.
 */
function expectsErrorBody(assertions: readonly Assertion[]): boolean {
  const text = (one: Assertion): string => textOf(one.node);
  if (
    assertions.some((one) =>
      /\b2\d\d\b|HTTP_2\d\d|\bis_success\b|HTTPStatus\.(?:OK|CREATED)|raise_for_status/u.test(
        text(one),
      ),
    )
  ) {
    return false;
  }
  return assertions.some((one) =>
    one.parts.some((part) =>
      descend(part).some((node) => {
        const key = readStringLiteral(node);
        if (key !== "detail" && key !== "error") return false;
        const isKey =
          node.field === "subscript" ||
          node.field === "key" ||
          node.parent?.type === "comparison_operator";
        return isKey && /\.json\(\)|\bbody\b|\bdata\b|\bpayload\b/u.test(text(one));
      }),
    ),
  );
}

/** `assert_problem(response, 404, …)`: the helper compares that parameter with a status. */
function passesErrorStatus(
  program: Program,
  call: SyntaxNode,
  helper: PythonFunction,
  fn: PythonFunction,
): boolean {
  const expected = statusParameters(program, helper);
  if (expected.size === 0) return false;
  const isMethod = helper.ownerClass !== null && helper.parameters[0]?.name === "self";
  const parameters = isMethod ? helper.parameters.slice(1) : helper.parameters;
  const given = namedChildren(childAt(call, "arguments") ?? call);
  return given.some((argument, at) => {
    const isKeyword = argument.type === "keyword_argument";
    const name = isKeyword ? textOf(childAt(argument, "name") ?? argument) : parameters[at]?.name;
    const value = isKeyword ? childAt(argument, "value") : argument;
    return (
      name !== undefined &&
      value !== undefined &&
      expected.has(name) &&
      mentionsErrorStatus(program, value, fn, true)
    );
  });
}

/** The parameters of a helper that its assertions compare with a status, or hand on to be so. */
function statusParameters(
  program: Program,
  helper: PythonFunction,
  depth = 0,
): ReadonlySet<string> {
  const names = new Set(helper.parameters.map((one) => one.name));
  const result = new Set<string>();
  const addNames = (node: SyntaxNode): void => {
    for (const below of descend(node)) {
      if (below.type === "identifier" && names.has(textOf(below))) result.add(textOf(below));
    }
  };
  for (const one of readAssertions(program, helper)) {
    for (const { left, operator, right } of comparisonsOf(program, one, helper)) {
      if (!/^(?:==|in|is)$/u.test(operator)) continue;
      if (isStatusExpression(program, left, helper)) addNames(right);
      if (isStatusExpression(program, right, helper)) addNames(left);
    }
  }
  if (depth >= deepest) return result;
  for (const node of descend(helper.body)) {
    if (node.type !== "call") continue;
    const callee = childAt(node, "function");
    const next = callee === undefined ? null : helperOf(program, callee);
    if (next === null || next === helper) continue;
    const further = statusParameters(program, next, depth + 1);
    namedChildren(childAt(node, "arguments") ?? node).forEach((argument, at) => {
      const keyword =
        argument.type === "keyword_argument" ? textOf(childAt(argument, "name") ?? argument) : null;
      if (further.has(keyword ?? next.parameters[at]?.name ?? "")) {
        addNames(childAt(argument, "value") ?? argument);
      }
    });
  }
  return result;
}

/** `assert_error(response, 404)` from a module that is not shown. */
function givesStatusToUnseenHelper(
  program: Program,
  call: SyntaxNode,
  fn: PythonFunction,
): boolean {
  const callee = childAt(call, "function");
  if (callee?.type !== "identifier" || !/^(?:assert|expect|check|verify)_/u.test(textOf(callee))) {
    return false;
  }
  if (enclosing(call, "decorator") !== undefined) return false;
  return mentionsErrorStatus(program, childAt(call, "arguments") ?? call, fn, true);
}
