import type { AnswerFile } from "../files/index.ts";
import { dedentFragment } from "../python/dedent-fragment.ts";
import {
  childAt,
  childrenAt,
  namedChildren,
  parseSyntaxTree,
  textOf,
} from "../python/syntax-tree.ts";
import type { SyntaxNode } from "../python/syntax-tree.ts";
import { readImports } from "./read-imports.ts";
import { moduleRole } from "./module-role.ts";
import { readParameters } from "./read-parameters.ts";
import { readStringLiteral } from "../python/string-literal.ts";
import type { Assignment, PythonClass, PythonFunction, PythonModule } from "./types.ts";

type Draft<T> = { -readonly [K in keyof T]: T[K] };
type ClassDraft = Draft<PythonClass> & { methods: PythonFunction[]; attributes: Assignment[] };

interface Scope {
  readonly ownerClass: ClassDraft | null;
  readonly ownerFunction: PythonFunction | null;
  readonly prefix: string;
}

/** Reads the functions, classes, imports and assignments of one Python file. */
export function readModule(file: AnswerFile): PythonModule {
  const root = parseSyntaxTree(dedentFragment(file.text));
  const functions: PythonFunction[] = [];
  const classes: PythonClass[] = [];
  const assignments: Assignment[] = [];
  const module: Draft<PythonModule> = {
    file,
    role: "implementation",
    dottedName: dottedName(file.path),
    root,
    imports: readImports(root, file.path),
    functions,
    classes,
    assignments,
  };

  const stack: { node: SyntaxNode; scope: Scope }[] = [];
  const push = (nodes: readonly SyntaxNode[], scope: Scope): void => {
    for (let index = nodes.length - 1; index >= 0; index -= 1) {
      stack.push({ node: nodes[index] as SyntaxNode, scope });
    }
  };
  push(root.children, { ownerClass: null, ownerFunction: null, prefix: "" });
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const { node, scope } = next;
    if (node.type === "function_definition") {
      const one = readFunction(node, module, scope);
      functions.push(one);
      scope.ownerClass?.methods.push(one);
      push(one.body.children, {
        ownerClass: null,
        ownerFunction: one,
        prefix: `${one.qualifiedName}.`,
      });
    } else if (node.type === "class_definition") {
      const one = readClass(node, module, scope);
      classes.push(one);
      push(one.body.children, {
        ownerClass: one,
        ownerFunction: scope.ownerFunction,
        prefix: `${one.qualifiedName}.`,
      });
    } else if (node.type === "assignment") {
      const assignment = readAssignment(node);
      if (assignment === null) continue;
      if (scope.ownerClass !== null) scope.ownerClass.attributes.push(assignment);
      else if (scope.ownerFunction === null) assignments.push(assignment);
    } else if (holdsStatements(node)) {
      push(node.children, scope);
    }
  }
  module.role = moduleRole(file.path, module.imports, functions);
  return module;
}

/** Statements that may hold definitions; expressions never do. */
function holdsStatements(node: SyntaxNode): boolean {
  return (
    node.type === "ERROR" ||
    node.type === "block" ||
    node.type === "decorated_definition" ||
    node.type === "expression_statement" ||
    node.type.endsWith("_statement") ||
    node.type.endsWith("_clause")
  );
}

function readFunction(node: SyntaxNode, module: PythonModule, scope: Scope): PythonFunction {
  const name = textOfField(node, "name");
  const body = childAt(node, "body") ?? node;
  return {
    kind: "function",
    name,
    qualifiedName: scope.prefix + name,
    module,
    isAsync: node.children[0]?.type === "async",
    decorators: readDecorators(node),
    parameters: readParameters(childAt(node, "parameters")),
    returns: childAt(node, "return_type") ?? null,
    body,
    node,
    ownerClass: scope.ownerClass,
    ownerFunction: scope.ownerFunction,
    docstring: readDocstring(body),
  };
}

function readClass(node: SyntaxNode, module: PythonModule, scope: Scope): ClassDraft {
  const name = textOfField(node, "name");
  const superclasses = childAt(node, "superclasses");
  const body = childAt(node, "body") ?? node;
  return {
    kind: "class",
    name,
    qualifiedName: scope.prefix + name,
    module,
    decorators: readDecorators(node),
    bases:
      superclasses === undefined
        ? []
        : namedChildren(superclasses).filter((one) => one.type !== "keyword_argument"),
    body,
    node,
    methods: [],
    attributes: [],
    ownerFunction: scope.ownerFunction,
    docstring: readDocstring(body),
  };
}

/** `name = value`, `name: type = value`, `name: type`; other targets are no names. */
function readAssignment(node: SyntaxNode): Assignment | null {
  const left = childAt(node, "left");
  if (left === undefined || left.type !== "identifier") return null;
  return {
    name: textOf(left),
    annotation: childAt(node, "type") ?? null,
    value: childAt(node, "right") ?? null,
    node,
  };
}

function readDecorators(definition: SyntaxNode): readonly SyntaxNode[] {
  const above = definition.parent;
  if (above?.type !== "decorated_definition") return [];
  return above.children
    .filter((child) => child.type === "decorator")
    .flatMap((decorator) => namedChildren(decorator).slice(0, 1));
}

function readDocstring(body: SyntaxNode): string | null {
  const first = namedChildren(body)[0];
  const expression = first?.type === "expression_statement" ? first.children[0] : undefined;
  return expression === undefined ? null : readStringLiteral(expression);
}

function textOfField(node: SyntaxNode, field: string): string {
  return childrenAt(node, field).map(textOf)[0] ?? "";
}

function dottedName(path: string): string {
  const withoutEnd = path.replace(/\.py$/u, "").replace(/\/__init__$/u, "");
  return withoutEnd.replaceAll("/", ".");
}
