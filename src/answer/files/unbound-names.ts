import {
  childAt,
  descend,
  parseSyntaxTree,
  textOf,
  type SyntaxNode,
} from "../python/syntax-tree.ts";

const builtins: ReadonlySet<string> = new Set(
  "ArithmeticError AssertionError AttributeError BaseException BaseExceptionGroup BlockingIOError BrokenPipeError BufferError BytesWarning ConnectionError ConnectionRefusedError DeprecationWarning EOFError Ellipsis Exception ExceptionGroup False FileExistsError FileNotFoundError FloatingPointError FutureWarning ImportError IndexError InterruptedError IsADirectoryError KeyError KeyboardInterrupt LookupError MemoryError ModuleNotFoundError NameError None NotADirectoryError NotImplemented NotImplementedError OSError OverflowError PermissionError ProcessLookupError RecursionError ReferenceError RuntimeError RuntimeWarning StopAsyncIteration StopIteration SyntaxError SystemError SystemExit TimeoutError True TypeError UnicodeDecodeError UnicodeEncodeError UnicodeError UserWarning ValueError Warning ZeroDivisionError __file__ __name__ __doc__ abs aiter all anext any ascii bin bool breakpoint bytearray bytes callable chr classmethod compile complex delattr dict dir divmod enumerate eval exec exit filter float format frozenset getattr globals hasattr hash help hex id input int isinstance issubclass iter len list locals map max memoryview min next object oct open ord pow print property quit range repr reversed round set setattr slice sorted staticmethod str sum super tuple type vars zip self cls".split(
    " ",
  ),
);

/**
 * Whether a Python text that imports nothing uses names that nothing in it binds: then it is an
 * excerpt of a file whose top is not shown.
 */
export function lacksItsImports(source: string): boolean {
  if (/^[ \t]*(?:from[ \t]+[\w.]+[ \t]+)?import[ \t]/mu.test(source)) return false;
  const root = parseSyntaxTree(source);
  const bound = new Set<string>(builtins);
  const used: string[] = [];
  for (const node of descend(root)) {
    if (node.type !== "identifier") continue;
    if (isBinding(node)) bound.add(textOf(node));
    else if (isUse(node)) used.push(textOf(node));
  }
  return used.some((name) => !bound.has(name));
}

const bindingFields: ReadonlySet<string> = new Set(["name", "left", "alias", "target"]);
const bindingTypes: ReadonlySet<string> = new Set([
  "parameters",
  "lambda_parameters",
  "as_pattern_target",
  "global_statement",
  "nonlocal_statement",
  "pattern_list",
  "tuple_pattern",
  "list_pattern",
  "typed_parameter",
  "list_splat_pattern",
  "dictionary_splat_pattern",
  "type_parameter",
]);

function isBinding(node: SyntaxNode): boolean {
  const { parent } = node;
  if (parent === null) return false;
  if (bindingTypes.has(parent.type)) return true;
  if (parent.type === "keyword_argument") return false;
  return (
    node.field !== null && bindingFields.has(node.field) && parent.type !== "comparison_operator"
  );
}

function isUse(node: SyntaxNode): boolean {
  const { parent } = node;
  if (parent === null) return false;
  if (parent.type === "attribute") return childAt(parent, "object") === node;
  return parent.type !== "keyword_argument" || node.field === "value";
}
