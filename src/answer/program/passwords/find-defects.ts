import { childAt, descend, namedChildren, textOf } from "../../python/syntax-tree.ts";
import type { SyntaxNode } from "../../python/syntax-tree.ts";
import { positionalArguments } from "../arguments.ts";
import type { Endpoint, Program } from "../build-program.ts";
import { ownNodes } from "../function-body.ts";
import type { LocatedCall } from "../located-calls.ts";
import type { PythonFunction } from "../types.ts";
import { hasWeakScheme, passwordCall } from "./password-calls.ts";
import { passwordClass } from "./password-classes.ts";
import type { PasswordDefect } from "./password-defect.ts";
import {
  isPasswordHashName,
  isPasswordName,
  isRequestName,
  passwordWorkOfMethod,
} from "./password-names.ts";
import { isPasswordKey } from "./password-values.ts";
import type { PasswordValue, PasswordValues } from "./password-values.ts";

type Kind = PasswordDefect["kind"];

const logMethods =
  /^(?:debug|info|warning|warn|error|critical|exception|log|success|trace|print|msg|bind)$/u;
const sqlMethods =
  /^(?:execute|executemany|exec|exec_driver_sql|fetch|fetchrow|fetchval|fetch_one|fetch_all|fetch_val|fetchone|fetchall|execute_query|scalar|scalars)$/u;
const keeping =
  /^(?:add|add_all|append|insert|insert_one|insert_many|replace_one|update_one|find_one_and_update|save|put|put_item|merge|set|setex|hset|hmset|hsetnx|setdefault|bulk_save_objects|upsert|write|writerow|dump)$/u;
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
  if (!shown && logMethods.test(name) && isLog(call)) {
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

function isLog({ name, receiver }: LocatedCall): boolean {
  return receiver === null ? name === "print" : /log|structlog|^print$/iu.test(textOf(receiver));
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
    case "parenthesized_expression":
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

/** The object goes into a session, a list or a dictionary: at once, or by the name it is given. */
function isKept(program: Program, node: SyntaxNode): boolean {
  let above = node.parent;
  while (
    above !== null &&
    /^(?:argument_list|await|tuple|list|parenthesized_expression)$/u.test(above.type)
  ) {
    above = above.parent;
  }
  if (above?.type === "call") {
    return keeping.test(textOf(childAt(childAt(above, "function") ?? above, "attribute") ?? above));
  }
  if (above?.type !== "assignment") return false;
  const left = childAt(above, "left");
  if (left?.type === "subscript") return true;
  if (left?.type !== "identifier") return false;
  const owner = program.functionAround(node);
  if (owner === null) return false;
  const name = textOf(left);
  for (const one of ownNodes(owner.body)) {
    if (one.type === "call") {
      const callee = childAt(one, "function");
      const method = callee === undefined ? "" : textOf(childAt(callee, "attribute") ?? callee);
      if (
        callee?.type === "attribute" &&
        textOf(childAt(callee, "object") ?? callee) === name &&
        /^(?:save|insert|create)$/u.test(method)
      ) {
        return true;
      }
      if (
        keeping.test(method) &&
        positionalArguments(one).some((given) => textOf(given) === name)
      ) {
        return true;
      }
    } else if (one.type === "assignment" && childAt(one, "left")?.type === "subscript") {
      if (textOf(childAt(one, "right") ?? one) === name) return true;
    }
  }
  return false;
}

/** A password, or a fast hash of one, on one side, and on the other what it is compared with. */
export function comparing(values: PasswordValues, sides: readonly SyntaxNode[]): Kind | null {
  const [left, right] = sides;
  if (left === undefined || right === undefined) return null;
  const of: readonly PasswordValue[] = [values.valueOf(left), values.valueOf(right)];
  if (of.every((one) => one === null) || of.every((one) => one !== null)) return null;
  const other = of[0] === null ? left : right;
  if (other.type === "none" || /^(?:["']{2}|true|false|integer)$/iu.test(textOf(other))) {
    return null;
  }
  if (
    /\b(?:email|e_mail|username|user_name|login|name|confirm\w*|repeat\w*|password_?2|password_?confirm\w*|\w+_(?:confirm|confirmation|repeat|again))(?:["']\]|\.\w+\(\))*$/iu.test(
      textOf(other),
    )
  ) {
    return null;
  }
  if (/^(?:integer|call)$/u.test(other.type) && /^(?:len|type)\(/u.test(textOf(other))) return null;
  return "compared";
}

/** What a statement or operator does wrong with a password, if anything. */
export function defectOfNode(
  program: Program,
  values: PasswordValues,
  node: SyntaxNode,
  owner: PythonFunction | null,
): Kind | null {
  switch (node.type) {
    case "comparison_operator": {
      if (node.children.some((one) => !one.named && !/^(?:==|!=)$/u.test(one.type))) return null;
      if (owner?.decorators.some((one) => /valid/iu.test(textOf(one))) === true) return null;
      return refusesCommonPassword(node) ? null : comparing(values, namedChildren(node));
    }
    case "assignment":
      return defectOfAssignment(program, values, node);
    case "pair": {
      const key = childAt(node, "key");
      const name = key?.type === "string" ? textOf(key).replaceAll(/^["']|["']$/gu, "") : "";
      return isPasswordHashName(name) && values.valueOf(childAt(node, "value") ?? node) !== null
        ? "stored"
        : null;
    }
    case "return_statement": {
      if (
        owner === null ||
        passwordWorkOfMethod(owner.name, owner.ownerClass?.name ?? null) !== "hash"
      ) {
        return null;
      }
      const value = namedChildren(node)[0];
      const found = value === undefined ? null : values.valueOf(value);
      return found === null
        ? null
        : found === "weak"
          ? "hashed fast"
          : isIdentityByName(owner)
            ? "stored"
            : null;
    }
    default:
      return null;
  }
}

/** `if password.lower() == "password": raise ValueError` */
function refusesCommonPassword(node: SyntaxNode): boolean {
  if (node.children.some((one) => one.type === "!=")) return false;
  if (!namedChildren(node).some((one) => one.type === "string")) return false;
  let above = node.parent;
  while (above !== null && !/_statement$|^block$/u.test(above.type)) above = above.parent;
  const consequence = above?.type === "if_statement" ? childAt(above, "consequence") : undefined;
  return consequence !== undefined && /\braise\b/u.test(textOf(consequence));
}

function isIdentityByName(owner: PythonFunction): boolean {
  return /hash|encrypt/iu.test(owner.name);
}

function defectOfAssignment(
  program: Program,
  values: PasswordValues,
  node: SyntaxNode,
): Kind | null {
  const [left, right] = [childAt(node, "left"), childAt(node, "right")];
  if (left === undefined || right === undefined) return null;
  if (left.type === "subscript") {
    const key = childAt(left, "subscript");
    const name = key?.type === "string" ? textOf(key).replaceAll(/^["']|["']$/gu, "") : null;
    if (name !== null && !isPasswordHashName(name)) {
      return isPasswordKey(key) ? null : kept(values, right);
    }
    return name === null ? kept(values, right) : values.valueOf(right) === null ? null : "stored";
  }
  if (left.type !== "attribute") return null;
  const name = textOf(childAt(left, "attribute") ?? left);
  if (isPasswordHashName(name)) return values.valueOf(right) === null ? null : "stored";
  if (!isPasswordName(name) || values.valueOf(right) === null) return null;
  const object = childAt(left, "object") ?? left;
  const type = program.typeOf(object);
  if (type?.kind === "class") {
    const about = passwordClass(program, type);
    return about.isStored && !about.hashes ? "stored" : null;
  }
  // `user.password = body.password` of a row that is not shown
  return /^(?:self|cls|app|settings|config)$/u.test(textOf(object)) ||
    (type !== null && isRequestName(type.name))
    ? null
    : "stored";
}

function kept(values: PasswordValues, right: SyntaxNode): Kind | null {
  return values.valueOf(right) !== null || values.carries(right) ? "stored" : null;
}

/** What an endpoint hands back. */
export function defectsOfEndpoint(
  program: Program,
  values: PasswordValues,
  endpoint: Endpoint,
): readonly SyntaxNode[] {
  const { handler } = endpoint;
  if (handler === null || hidesPassword(program, endpoint, handler)) return [];
  const result: SyntaxNode[] = [];
  for (const node of ownNodes(handler.body)) {
    if (node.type !== "return_statement") continue;
    const value = namedChildren(node)[0];
    if (value !== undefined && handsBack(program, values, value)) result.push(node);
  }
  return result;
}

function hidesPassword(program: Program, endpoint: Endpoint, handler: PythonFunction): boolean {
  const node = endpoint.options.get("response_model") ?? handler.returns;
  if (node === null) return false;
  const exclude = endpoint.options.get("response_model_exclude");
  if (exclude !== undefined && /passw/u.test(textOf(exclude))) return true;
  if (/\bdict\b|\bDict\b|\bAny\b|JSONResponse|Response\b/u.test(textOf(node))) return false;
  const type = program.typeOfAnnotation(node);
  if (type === null) return false;
  if (type.kind !== "class") return true;
  return passwordClass(program, type).field === null;
}

function handsBack(program: Program, values: PasswordValues, value: SyntaxNode): boolean {
  if (value.type === "call") {
    const { own, inputs, work } = passwordCall(program, value);
    if (own?.kind === "function") return false;
    if (work !== "other" && work !== "same") return false;
    const name = textOf(childAt(value, "function") ?? value);
    if (own?.kind === "class") return values.carries(value);
    return name.endsWith("Response") || name === "jsonable_encoder" || values.carries(value)
      ? values.carries(value) || inputs.some((one) => handsBack(program, values, one))
      : false;
  }
  if (values.carries(value)) return true;
  if (value.type === "dictionary") {
    return [...descend(value)].some(
      (one) => one.type === "pair" && values.valueOf(childAt(one, "value") ?? one) === "plain",
    );
  }
  return value.type !== "string"
    ? values.valueOf(value) === "plain" && value.type === "identifier"
    : values.valueOf(value) === "plain";
}
