import { childAt, textOf } from "../../python/syntax-tree.ts";
import type { SyntaxNode } from "../../python/syntax-tree.ts";
import type { Program } from "../build-program.ts";
import { returnedExpressions } from "../function-body.ts";

const deepest = 8;

const libraryLogger =
  /^(?:logging(?:\.(?:root|getLogger|Logger|LoggerAdapter|getLoggerClass))?|structlog(?:\.\w+)*\.(?:get_logger|getLogger|wrap_logger|\w*BoundLogger\w*)|loguru\.(?:logger|_logger\.Logger|Logger)|uvicorn\.logging\.\w+|gunicorn\.glogging\.Logger)(?:\.(?:bind|opt|getChild|new|patch|contextualize|unbind|try_unbind))*$/u;
/** Methods of loggers that give a logger. */
const derived =
  /^(?:bind|opt|getChild|new|patch|unbind|try_unbind|with_fields|get_logger|getLogger)$/u;
const saysLogger = /(?:^|_)(?:logger|log|logging|LOG|LOGGER)$/u;
const saysMaker =
  /(?:^|_)(?:get_?logger|getLogger|setup_logg\w+|configure_logg\w+|make_logger|create_logger|build_logger)$/u;

/**
 * Whether an expression is a logger of logging, structlog or loguru: by the call that makes it, by
 * its type, or, where the answer shows neither, by its name. `bind(…)` and the like keep it one.
 */
export function isLogger(program: Program, node: SyntaxNode, depth = 0): boolean {
  if (depth > deepest) return false;
  if (node.type === "call") return isMadeLogger(program, node, depth);
  if (node.type === "await") {
    const inner = node.children.find((one) => one.named);
    return inner !== undefined && isLogger(program, inner, depth + 1);
  }
  if (node.type !== "identifier" && node.type !== "attribute") return false;
  const byName = (): boolean => saysLogger.test(lastNameOf(textOf(node)));
  const found = program.resolve(node);
  switch (found.kind) {
    case "external":
    case "unbound":
      return libraryLogger.test(found.name) || saysLogger.test(lastNameOf(found.name));
    case "value": {
      if (found.node === node) return byName();
      if (found.node === found.annotation) return isDeclaredLogger(program, found.node, byName);
      if (isLogger(program, found.node, depth + 1)) return true;
      return /^(?:none|boolean_operator|conditional_expression)$/u.test(found.node.type)
        ? byName()
        : false;
    }
    case "parameter": {
      const { annotation } = found.parameter;
      return annotation === null ? byName() : isDeclaredLogger(program, annotation, byName);
    }
    case "unknown":
      return byName();
    default:
      return false;
  }
}

/** By its annotation; one that the answer does not show leaves it to the name. */
function isDeclaredLogger(
  program: Program,
  annotation: SyntaxNode,
  byName: () => boolean,
): boolean {
  const type = program.typeOfAnnotation(annotation);
  if (type === null) return byName();
  if (type.kind === "class") return false;
  return libraryLogger.test(type.name) || type.name.endsWith("Logger") || byName();
}

function isMadeLogger(program: Program, call: SyntaxNode, depth: number): boolean {
  const callee = childAt(call, "function");
  if (callee === undefined) return false;
  const found = program.resolve(callee);
  if (found.kind === "external" || found.kind === "unbound") {
    return libraryLogger.test(found.name) || saysMaker.test(lastNameOf(found.name));
  }
  if (found.kind === "function") {
    const results = returnedExpressions(found);
    return results.some((one) => isLogger(program, one, depth + 1));
  }
  if (callee.type !== "attribute") return false;
  const object = childAt(callee, "object");
  const method = textOf(childAt(callee, "attribute") ?? callee);
  return object !== undefined && derived.test(method) && isLogger(program, object, depth + 1);
}

function lastNameOf(name: string): string {
  return name.split(".").at(-1) ?? "";
}
