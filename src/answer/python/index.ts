export { checkSyntax, type SyntaxProblem } from "./check-syntax.ts";
export { dedentFragment } from "./dedent-fragment.ts";
export { readStringLiteral } from "./string-literal.ts";
export * from "./syntax-tree.ts";
