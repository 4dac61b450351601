import { childAt, descend, enclosing, namedChildren, textOf } from "../../../python/syntax-tree.ts";
import type { SyntaxNode } from "../../../python/syntax-tree.ts";
import { positionalArguments } from "../../arguments.ts";
import type { Program } from "../../build-program.ts";
import type { ParameterDefinition } from "../../definition.ts";
import { ownNodes, returnedExpressions } from "../../function-body.ts";
import { readCalls } from "../../located-calls.ts";
import { valuesOfName } from "../name-values.ts";
import { elementsOfValue } from "../queries/elements.ts";
import { textParts } from "../sql-parts.ts";

const deepest = 8;

/**
 * Whether what is put into a text of SQL is fixed by the code: a constant, a number that the code
 * counts, a name out of an allow-list, a dictionary of the code, an enum or a `Literal`, the field
 * names of a model, or an identifier that a library quotes.
 */
export function isFixedPart(program: Program, node: SyntaxNode, depth = 0): boolean {
  if (depth > deepest) return false;
  const isFixed = (one: SyntaxNode | undefined): boolean =>
    one !== undefined && isFixedPart(program, one, depth + 1);
  switch (node.type) {
    case "integer":
    case "float":
    case "true":
    case "false":
    case "none":
      return true;
    case "string":
    case "concatenated_string":
      return (textParts(program, node) ?? []).every(
        (one) => one.kind === "words" || isFixed(one.value),
      );
    case "unary_operator":
      return namedChildren(node).every(isFixed);
    case "binary_operator":
      return namedChildren(node).every(isFixed);
    case "boolean_operator":
      return namedChildren(node).every(isFixed);
    case "conditional_expression": {
      const [yes, , no] = namedChildren(node);
      return isFixed(yes) && isFixed(no);
    }
    case "list":
    case "tuple":
    case "set":
      return namedChildren(node).every(isFixed);
    case "list_comprehension":
    case "generator_expression":
      return isFixed(childAt(node, "body"));
    case "subscript": {
      const [object] = namedChildren(node);
      return object !== undefined && isFixedCollection(program, object, depth);
    }
    case "call":
      return isFixedCall(program, node, depth);
    case "attribute":
      return isFixedAttribute(program, node, depth);
    case "identifier":
      return isFixedName(program, node, depth);
    default:
      return false;
  }
}

/** A list, set or dictionary whose elements (values) the code spells out. */
function isFixedCollection(program: Program, node: SyntaxNode, depth: number): boolean {
  if (/^(?:\w+\.)*[A-Z][A-Z0-9_]+$/u.test(textOf(node))) return true;
  const elements = elementsOfValue(program, node);
  return elements.length > 0 && elements.every((one) => isFixedPart(program, one, depth + 1));
}

function isFixedCall(program: Program, call: SyntaxNode, depth: number): boolean {
  const callee = childAt(call, "function");
  if (callee === undefined) return false;
  const name = textOf(callee).split(".").at(-1) ?? "";
  const object = callee.type === "attribute" ? childAt(callee, "object") : undefined;
  const given = positionalArguments(call);
  if (callee.type === "identifier" && /^(?:len|int|float|bool|abs|round)$/u.test(name)) return true;
  if (
    /^(?:Identifier|Literal|Placeholder|quote_ident|quoted_name|quote|quote_identifier)$/u.test(
      name,
    )
  ) {
    return true;
  }
  if (name === "get" && object !== undefined && isFixedCollection(program, object, depth)) {
    return given.slice(1).every((one) => isFixedPart(program, one, depth + 1));
  }
  if (object !== undefined && /^(?:upper|lower|strip|title)$/u.test(name)) {
    return isFixedPart(program, object, depth + 1);
  }
  if (object !== undefined && /^(?:join|format)$/u.test(name)) {
    const parts = textParts(program, call);
    return (
      parts !== null &&
      parts.every((one) => one.kind === "words" || isFixedPart(program, one.value, depth + 1))
    );
  }
  if (
    /^(?:str|repr|list|sorted|tuple|set|next|iter|reversed|min|max)$/u.test(name) &&
    given[0] !== undefined
  ) {
    return isFixedPart(program, given[0], depth + 1) || isFieldNames(program, given[0]);
  }
  if (isFieldNames(program, call)) return true;
  const functions = program.calleesAt(call).filter((one) => one.kind === "function");
  return (
    functions.length > 0 &&
    functions.every((one) => {
      const results = returnedExpressions(one);
      return results.length > 0 && results.every((each) => isFixedPart(program, each, depth + 1));
    })
  );
}

/** `data.model_dump(…)`, `.keys()` of it: names that the model's class spells out. */
function isFieldNames(program: Program, node: SyntaxNode, depth = 0): boolean {
  if (depth > 4) return false;
  const words = textOf(node);
  if (/\.(?:model_dump|dict|model_fields(?:_set)?|__fields__)(?:\(|$|\.)/u.test(words)) return true;
  if (node.type === "call") {
    const callee = childAt(node, "function");
    const object = callee?.type === "attribute" ? childAt(callee, "object") : undefined;
    if (object !== undefined && /\.(?:keys|items|copy)$/u.test(textOf(callee ?? node))) {
      return isFieldNames(program, object, depth + 1);
    }
    const [first] = positionalArguments(node);
    return (
      first !== undefined &&
      /^(?:enumerate|sorted|list|zip|tuple)$/u.test(textOf(callee ?? node)) &&
      isFieldNames(program, first, depth + 1)
    );
  }
  if (node.type === "dictionary_comprehension" || node.type === "list_comprehension") {
    const clause = node.children.find((one) => one.type === "for_in_clause");
    const source = clause === undefined ? undefined : childAt(clause, "right");
    return source !== undefined && isFieldNames(program, source, depth + 1);
  }
  if (node.type !== "identifier") return false;
  return valuesOfName(program, node).some(
    (one) => one.how === "assign" && isFieldNames(program, one.value, depth + 1),
  );
}

function isFixedAttribute(program: Program, node: SyntaxNode, depth: number): boolean {
  const words = textOf(node);
  if (/\.(?:__tablename__|__table__(?:\.\w+)?|__name__)$/u.test(words)) return true;
  if (/^(?:\w+\.)*[A-Z][A-Z0-9_]*$/u.test(words)) return true;
  if (/^(?:\w+\.)*_?(?:settings|config|cfg)\.\w+$/iu.test(words)) return true;
  const object = childAt(node, "object");
  if (object !== undefined && /\.(?:value|name)$/u.test(words) && isEnumerated(program, object)) {
    return true;
  }
  const found = program.resolve(node);
  if (found.kind === "value" && found.node !== node) {
    if (isFixedPart(program, found.node, depth + 1)) return true;
  }
  // A name that each subclass spells out.
  return (
    object !== undefined &&
    /^(?:self|cls|type\(self\))$/u.test(textOf(object)) &&
    isSpeltByClasses(program, words.split(".").at(-1) ?? "")
  );
}

function isSpeltByClasses(program: Program, name: string): boolean {
  const values = program.modules
    .flatMap((module) => module.classes)
    .flatMap((one) => one.attributes)
    .filter((one) => one.name === name && one.value !== null);
  return (
    values.length > 0 &&
    values.every((one) => one.value !== null && isFixedPart(program, one.value, deepest - 1))
  );
}

function isFixedName(program: Program, node: SyntaxNode, depth: number): boolean {
  const name = textOf(node);
  const inComprehension = ofComprehension(program, node, depth);
  if (inComprehension !== null) return inComprehension;
  const found = program.resolve(node);
  if (found.kind === "external" || found.kind === "unbound") {
    return /^[A-Z][A-Z0-9_]*$/u.test(found.name.split(".").at(-1) ?? "");
  }
  if (isCheckedAgainstList(program, node)) return true;
  if (found.kind === "parameter") return isFixedParameter(program, found, node, depth);
  if (found.kind !== "value" || found.node === node) return false;
  if (found.through === "loop") return isFixedElement(program, found.node, found.at, depth);
  if (found.through !== "assign") return false;
  const isConstant =
    /^[A-Z][A-Z0-9_]*$/u.test(found.name ?? name) && program.functionAround(found.node) === null;
  if (isConstant) return true;
  const values = valuesOfName(program, node);
  return values.length === 0
    ? isFixedPart(program, found.node, depth + 1)
    : values.every((one) => isOwn(one.value, name) || isFixedPart(program, one.value, depth + 1));
}

/** `sql = sql + x` is judged by its other part. */
function isOwn(value: SyntaxNode, name: string): boolean {
  return value.type === "identifier" && textOf(value) === name;
}

/** What `for x in …` takes out of something that the code spells out or counts. */
function isFixedElement(
  program: Program,
  source: SyntaxNode,
  at: number | null,
  depth: number,
): boolean {
  if (source.type === "call") {
    const callee = textOf(childAt(source, "function") ?? source);
    const [first] = positionalArguments(source);
    if (callee === "range") return true;
    if (callee === "enumerate") {
      return at === 0 || (first !== undefined && isFixedElement(program, first, null, depth + 1));
    }
    if (callee.endsWith(".items") && at === 1) return false;
  }
  if (isFieldNames(program, source)) return true;
  if (isFixedCollection(program, source, depth)) return true;
  const elements = elementsOfValue(program, source);
  const nth = (one: SyntaxNode): SyntaxNode =>
    at === null ? one : (namedChildren(one)[at] ?? one);
  if (elements.length > 0) {
    return elements.every((one) => isFixedPart(program, nth(one), depth + 1));
  }
  const found = source.type === "identifier" ? program.resolve(source) : null;
  return found?.kind === "value" && found.node.type === "dictionary" && at !== 1
    ? namedChildren(found.node).every(
        (one) => one.type === "pair" && one.children[0]?.type === "string",
      )
    : false;
}

/** A variable of the comprehension around it; null: it is none. */
function ofComprehension(program: Program, node: SyntaxNode, depth: number): boolean | null {
  const name = textOf(node);
  const types = [
    "list_comprehension",
    "generator_expression",
    "set_comprehension",
    "dictionary_comprehension",
  ];
  for (
    let above = enclosing(node, ...types);
    above !== undefined;
    above = enclosing(above, ...types)
  ) {
    for (const clause of above.children) {
      if (clause.type !== "for_in_clause") continue;
      const [left, right] = [childAt(clause, "left"), childAt(clause, "right")];
      if (left === undefined || right === undefined) continue;
      const names = descend(left).filter((one) => one.type === "identifier");
      const flat = names.findIndex((one) => textOf(one) === name);
      if (flat < 0) continue;
      const top =
        left.type === "identifier"
          ? null
          : namedChildren(left).findIndex(
              (one) => one.start <= (names[flat]?.start ?? 0) && (names[flat]?.end ?? 0) <= one.end,
            );
      return (
        isFixedElement(program, right, top, depth + 1) || isFilteredByList(program, above, name)
      );
    }
  }
  return null;
}

/** `… for k in data if k in ALLOWED` */
function isFilteredByList(program: Program, comprehension: SyntaxNode, name: string): boolean {
  return comprehension.children.some(
    (one) =>
      one.type === "if_clause" && descend(one).some((inner) => isMembership(program, inner, name)),
  );
}

/** The function asks whether the name is one of a list of the code. */
function isCheckedAgainstList(program: Program, node: SyntaxNode): boolean {
  const fn = program.functionAround(node);
  if (fn === null) return false;
  const name = textOf(node);
  for (const one of ownNodes(fn.body)) if (isMembership(program, one, name)) return true;
  return false;
}

/** `name in ALLOWED`, `name not in {"a", "b"}` */
function isMembership(program: Program, node: SyntaxNode, name: string): boolean {
  if (node.type !== "comparison_operator") return false;
  if (!node.children.some((one) => one.type === "in" || one.type === "not in")) return false;
  const [left, right] = namedChildren(node);
  if (left === undefined || right === undefined) return false;
  if (textOf(left).replace(/\.(?:lower|upper|strip)\(\)$/u, "") !== name) return false;
  return (
    isFixedCollection(program, right, 2) ||
    right.type === "identifier" ||
    right.type === "attribute"
  );
}

/** `sort: Literal["a", "b"]`, `order: SortOrder` */
function isEnumerated(program: Program, node: SyntaxNode): boolean {
  const found = program.resolve(node);
  const annotation =
    found.kind === "parameter"
      ? found.parameter.annotation
      : found.kind === "value"
        ? found.annotation
        : null;
  if (annotation !== null) return isEnumeration(program, annotation);
  const type = program.typeOf(node);
  return type?.kind === "class" && hasEnumBase(program, type);
}

function isEnumeration(program: Program, annotation: SyntaxNode, depth = 0): boolean {
  if (depth > 4) return false;
  if (/\bLiteral\[/u.test(textOf(annotation))) return true;
  const type = program.typeOfAnnotation(annotation);
  if (type?.kind === "class") return hasEnumBase(program, type);
  for (const node of descend(annotation)) {
    if (node.type !== "identifier") continue;
    const found = program.resolve(node);
    if (
      found.kind === "value" &&
      found.node !== node &&
      isEnumeration(program, found.node, depth + 1)
    ) {
      return true;
    }
  }
  return false;
}

function hasEnumBase(program: Program, one: { readonly bases: readonly SyntaxNode[] }): boolean {
  return one.bases.some((base) => {
    const found = program.resolve(base);
    if (found.kind === "class") return hasEnumBase(program, found);
    return /(?:Enum|Flag)$/u.test(textOf(base));
  });
}

/** A parameter that can only be one of a few, or that all callers shown give fixed values. */
function isFixedParameter(
  program: Program,
  { function: fn, parameter }: ParameterDefinition,
  node: SyntaxNode,
  depth: number,
): boolean {
  if (parameter.annotation !== null && isEnumeration(program, parameter.annotation)) return true;
  const reassigned = valuesOfName(program, node).filter((one) => one.how === "assign");
  if (
    reassigned.length > 0 &&
    reassigned.every((one) => isFixedPart(program, one.value, depth + 1))
  ) {
    return true;
  }
  const at = fn.parameters.indexOf(parameter);
  const offset = fn.ownerClass === null ? 0 : 1;
  const callers = readCalls(program).filter(
    (call) =>
      (call.name === fn.name || (fn.name === "__init__" && call.name === fn.ownerClass?.name)) &&
      call.module.role !== "test",
  );
  const given = callers.flatMap((call) => {
    const named = call.node.children
      .flatMap((one) => (one.type === "argument_list" ? namedChildren(one) : []))
      .find(
        (one) =>
          one.type === "keyword_argument" && textOf(childAt(one, "name") ?? one) === parameter.name,
      );
    return named === undefined
      ? (positionalArguments(call.node)[at - offset] ?? [])
      : (childAt(named, "value") ?? []);
  });
  return given.length > 0 && given.every((one) => isFixedPart(program, one, depth + 1));
}
