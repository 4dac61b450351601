import { childAt, namedChildren, textOf } from "../../python/syntax-tree.ts";
import type { SyntaxNode } from "../../python/syntax-tree.ts";
import { positionalArguments } from "../arguments.ts";
import type { Program } from "../build-program.ts";
import type { LocatedCall } from "../located-calls.ts";
import { isLogger } from "../logging/loggers.ts";
import { comparing } from "./comparing.ts";
import { isKept, keeping } from "./kept-objects.ts";
import { hasWeakScheme, passwordCall } from "./password-calls.ts";
import { passwordClass } from "./password-classes.ts";
import type { PasswordDefect } from "./password-defect.ts";
import { isPasswordHashName, isPasswordName, isRequestName } from "./password-names.ts";
import type { PasswordValues } from "./password-values.ts";

type Kind = PasswordDefect["kind"];

const logMethods =
  /^(?:debug|info|warning|warn|error|critical|exception|log|success|trace|print|msg|bind)$/u;
const sqlMethods =
  /^(?:execute|executemany|exec|exec_driver_sql|fetch|fetchrow|fetchval|fetch_one|fetch_all|fetch_val|fetchone|fetchall|execute_query|scalar|scalars)$/u;
const statementMethods =
  /^(?:values|update|create|acreate|objects_create|insert|get_or_create|bulk_create)$/u;
const asking = /^(?:filter_by|find_one|find|get_or_none|get|exists)$/u;

/** What a call does wrong with a password, if anything. */
export function defectOfCall(
  program: Program,
  values: PasswordValues,
  call: LocatedCall,
): Kind | null {
  const { node, name } = call;
  if (name === "CryptContext") return hasWeakScheme(node) ? "hashed fast" : null;
  if (!mentions(node)) return null;
  if (name === "compare_digest") {
    const sides = positionalArguments(node);
    return sides.length === 2 ? comparing(values, sides) : null;
  }
  const { own, work } = passwordCall(program, node);
  const argumentsOf = namedChildren(childAt(node, "arguments") ?? node);
  if (work === "hash" || work === "verify") return null;
  const shown = own?.kind === "function";
  if (!shown && logMethods.test(name) && isLog(program, call)) {
    return argumentsOf.some((one) => shows(program, values, one)) ? "logged" : null;
  }
  if (shown) return null;
  for (const one of argumentsOf) {
    const keyword = one.type === "keyword_argument" ? textOf(childAt(one, "name") ?? one) : "";
    if (isPasswordHashName(keyword) && values.valueOf(childAt(one, "value") ?? one) !== null) {
      return "stored";
    }
  }
  if (sqlMethods.test(name)) {
    return argumentsOf.some((one) => holds(values, one)) && !hashesInSql(node)
      ? sqlKind(node)
      : null;
  }
  if (own?.kind === "class") return makesStored(program, values, node, own);
  const maker = /^(?:model_validate|from_orm|parse_obj)$/u.test(name) ? call.receiver : null;
  const made = maker === null ? null : program.resolve(maker);
  if (made?.kind === "class") return makesStored(program, values, node, made);
  if (statementMethods.test(name) && isStatement(program, call)) {
    return argumentsOf.some((one) => holds(values, one) || holdsKeyword(values, one))
      ? "stored"
      : null;
  }
  if (keeping.test(name) && call.receiver !== null) {
    return argumentsOf.some((one) => holds(values, one) || holdsKeyword(values, one))
      ? "stored"
      : null;
  }
  if (asking.test(name)) {
    return argumentsOf.some(
      (one) => holdsKeyword(values, one) || (one.type === "dictionary" && values.carries(one)),
    )
      ? "compared"
      : null;
  }
  if (
    /^[A-Z]/u.test(name) &&
    !isRequestName(name) &&
    argumentsOf.some((one) => holdsKeyword(values, one))
  ) {
    return isKept(program, node) ? "stored" : null;
  }
  return null;
}

/** PostgreSQL's pgcrypto: `crypt($2, gen_salt('bf'))`, `password = crypt($2, password)`. */
export function hashesInSql(node: SyntaxNode): boolean {
  return /\bcrypt\(/u.test(textOf(node));
}

/** Cheap: most calls have nothing to do with passwords. */
function mentions(node: SyntaxNode): boolean {
  const list = childAt(node, "arguments");
  return list !== undefined && list.end - list.start > 2;
}

function isLog(program: Program, { name, receiver }: LocatedCall): boolean {
  if (receiver === null) return name === "print";
  return /log|structlog|^print$/iu.test(textOf(receiver)) || isLogger(program, receiver);
}

function sqlKind(node: SyntaxNode): Kind {
  return /\bselect\b/iu.test(textOf(node)) && !/\binsert\b|\bupdate\b/iu.test(textOf(node))
    ? "compared"
    : "stored";
}

/** `User.create(…)`, `User.objects.create(…)`, `insert(User).values(…)`, `users.insert().values(…)` */
function isStatement(program: Program, { receiver }: LocatedCall): boolean {
  if (receiver === null) return false;
  if (/\b(?:insert|update)\(/u.test(textOf(receiver)) || textOf(receiver).endsWith(".objects")) {
    return true;
  }
  const found = program.resolve(receiver);
  return found.kind === "class" && passwordClass(program, found).isStored;
}

/** A row made with a password as it was typed: by keyword, or with all that a caller sent. */
function makesStored(
  program: Program,
  values: PasswordValues,
  node: SyntaxNode,
  made: Parameters<typeof passwordClass>[1],
): Kind | null {
  const about = passwordClass(program, made);
  if (about.hashes) return null;
  const given = namedChildren(childAt(node, "arguments") ?? node);
  const replaced = given.some(
    (one) =>
      one.type === "keyword_argument" &&
      /^update$/u.test(textOf(childAt(one, "name") ?? one)) &&
      /passw/u.test(textOf(one)),
  );
  const whole = about.field !== null && !replaced && given.some((one) => values.carries(one));
  const one =
    given.some((next) => holdsKeyword(values, next)) ||
    (about.field !== null &&
      isDataclassLike(program, made) &&
      given.some((next) => values.valueOf(next) !== null));
  if (about.isStored) return whole || one ? "stored" : null;
  return (one || whole) && !isRequestName(made.name) && isKept(program, node) ? "stored" : null;
}

function isDataclassLike(program: Program, made: Parameters<typeof passwordClass>[1]): boolean {
  return program.resolveMethod(made, "__init__") === null;
}

function holdsKeyword(values: PasswordValues, one: SyntaxNode): boolean {
  if (one.type !== "keyword_argument") return false;
  const name = textOf(childAt(one, "name") ?? one);
  const value = childAt(one, "value");
  if (value === undefined) return false;
  return isPasswordName(name) || isPasswordHashName(name)
    ? values.valueOf(value) !== null
    : /^(?:mapping|item|Item|document|defaults|values)$/u.test(name) && holds(values, value);
}

/** A password among the values that are handed over, in whatever tuple, list or dictionary. */
function holds(values: PasswordValues, node: SyntaxNode): boolean {
  switch (node.type) {
    case "tuple":
    case "list":
    case "list_splat":
      return namedChildren(node).some((one) => holds(values, one));
    case "dictionary":
      return (
        values.carries(node) ||
        namedChildren(node).some(
          (one) => one.type === "pair" && holds(values, childAt(one, "value") ?? one),
        )
      );
    case "keyword_argument":
      return holds(values, childAt(node, "value") ?? node);
    default:
      return values.valueOf(node) !== null || values.carries(node);
  }
}

/** The same for what is written out: f-strings too, but not what only depends on it (`len(password)`). */
function shows(program: Program, values: PasswordValues, node: SyntaxNode): boolean {
  if (values.valueOf(node) !== null || values.carries(node)) return true;
  if (node.type === "call") {
    const { work, own } = passwordCall(program, node);
    return (
      own === null &&
      work === "same" &&
      namedChildren(childAt(node, "arguments") ?? node).some((one) => shows(program, values, one))
    );
  }
  if (
    /^(?:lambda|comparison_operator|not_operator|boolean_operator|subscript|attribute)$/u.test(
      node.type,
    )
  ) {
    return false;
  }
  return namedChildren(node).some((one) => shows(program, values, one));
}
