import { childAt, namedChildren, textOf } from "../../python/syntax-tree.ts";
import type { SyntaxNode } from "../../python/syntax-tree.ts";
import type { Program } from "../build-program.ts";
import type { Definition } from "../definition.ts";
import { returnedExpressions } from "../function-body.ts";
import type { Parameter, PythonFunction } from "../types.ts";
import { passwordCall } from "./password-calls.ts";
import { passwordClass } from "./password-classes.ts";
import { isPasswordKey } from "./password-key.ts";
import { isPasswordName, isRequestName, passwordWorkOfMethod } from "./password-names.ts";
import { replacements } from "./replaced-passwords.ts";

/** `plain`: a password as it was typed; `weak`: a fast hash or an encoding of one. */
export type PasswordValue = "plain" | "weak" | null;

export interface PasswordValues {
  valueOf(node: SyntaxNode): PasswordValue;
  /** An object or dictionary that holds a password as it was typed. */
  carries(node: SyntaxNode): boolean;
  /** Marks a parameter as one that gets passwords; true where that is news. */
  taint(parameter: Parameter): boolean;
  /** Forgets what was found out before the last `taint`. */
  forget(): void;
}

const deepest = 14;

export function readPasswordValues(program: Program): PasswordValues {
  const tainted = new Set<Parameter>();
  let values = new Map<SyntaxNode, PasswordValue>();
  let carriers = new Map<SyntaxNode, boolean>();

  function valueOf(node: SyntaxNode, depth = 0): PasswordValue {
    const found = values.get(node);
    if (found !== undefined) return found;
    if (depth > deepest) return null;
    values.set(node, null);
    const value = judge(node, depth);
    values.set(node, value);
    return value;
  }

  function judge(node: SyntaxNode, depth: number): PasswordValue {
    switch (node.type) {
      case "identifier":
        return valueOfName(node, depth);
      case "attribute":
        return isPasswordName(textOf(childAt(node, "attribute") ?? node)) && holdsTyped(node, depth)
          ? "plain"
          : null;
      case "subscript":
        return isPasswordKey(childAt(node, "subscript")) &&
          isReceived(childAt(node, "value"), depth)
          ? "plain"
          : null;
      case "call":
        return valueOfCall(node, depth);
      case "await":
      case "interpolation":
      case "string":
      case "concatenated_string":
      case "binary_operator":
      case "boolean_operator":
        return strongest(namedChildren(node), depth);
      case "conditional_expression": {
        const [yes, , no] = namedChildren(node);
        return strongest(
          [yes, no].filter((one) => one !== undefined),
          depth,
        );
      }
      case "named_expression":
        return valueOf(childAt(node, "value") ?? node, depth + 1);
      default:
        return null;
    }
  }

  function strongest(nodes: readonly SyntaxNode[], depth: number): PasswordValue {
    const found = nodes.map((one) => valueOf(one, depth + 1));
    return found.includes("plain") ? "plain" : found.includes("weak") ? "weak" : null;
  }

  function valueOfName(node: SyntaxNode, depth: number): PasswordValue {
    const found = program.resolve(node);
    if (found.kind === "parameter") {
      return isTyped(found.function, found.parameter) ? "plain" : null;
    }
    if (found.kind !== "value" || found.node === node) return null;
    if (found.through === "assign") {
      return found.node === found.annotation ? null : valueOf(found.node, depth + 1);
    }
    // `username, password = decoded.split(":")`
    const splits = /\.(?:r?split|r?partition)\(/u.test(textOf(found.node));
    return found.through === "unpack" && splits && isPasswordName(textOf(node)) ? "plain" : null;
  }

  function isTyped(owner: PythonFunction, parameter: Parameter): boolean {
    if (tainted.has(parameter)) return true;
    if (parameter.name === "self" || parameter.name === "cls") return false;
    const annotation = parameter.annotation === null ? "" : textOf(parameter.annotation);
    if (/\bSecret(?:Str|Bytes)\b/u.test(annotation)) return false;
    if (isPasswordName(parameter.name)) return true;
    // `def hash_password(plain)`, `def verify_password(raw, hashed)`
    const work = passwordWorkOfMethod(owner.name, owner.ownerClass?.name ?? null);
    if (work === null) return false;
    const own = owner.parameters.filter((one) => one.name !== "self" && one.name !== "cls");
    if (own.some((one) => isPasswordName(one.name))) return false;
    return /^(?:|str|bytes|str \| bytes)$/u.test(annotation) && own[0] === parameter;
  }

  /** `form.password`: of something that a caller sent, and that was not replaced before. */
  function holdsTyped(node: SyntaxNode, depth: number): boolean {
    const object = childAt(node, "object");
    if (object === undefined || isReplaced(node)) return false;
    const unwrapped = node.parent?.parent;
    const opened =
      unwrapped !== null &&
      unwrapped !== undefined &&
      textOf(unwrapped).endsWith("get_secret_value()");
    const type = program.typeOf(object);
    const found = object.type === "identifier" ? program.resolve(object) : null;
    if (type?.kind === "class") {
      const about = passwordClass(program, type);
      if (about.isStored || about.isSettings) return false;
      if (about.field === null && !opened) return false;
      return found?.kind === "parameter" || isSent(found, depth);
    }
    if (type !== null) {
      const last = type.name.split(".").at(-1) ?? "";
      return /Form|Credentials/u.test(last) || (found?.kind === "parameter" && isRequestName(last));
    }
    return false;
  }

  /** Made of what a caller sent: `LoginIn(**await request.json())`. */
  function isSent(found: Definition | null, depth: number): boolean {
    if (found?.kind !== "value" || found.through !== "assign") return false;
    const call = found.node.type === "await" ? namedChildren(found.node)[0] : found.node;
    if (call?.type !== "call") return false;
    const { own } = passwordCall(program, call);
    return (
      own?.kind === "class" ||
      /\.(?:model_validate|parse_obj|model_validate_json)$/u.test(
        textOf(childAt(call, "function") ?? call),
      ) ||
      carries(call, depth + 1)
    );
  }

  /** A dictionary that a caller sent. */
  function isReceived(object: SyntaxNode | undefined, depth: number): boolean {
    if (object === undefined) return false;
    const found = object.type === "identifier" ? program.resolve(object) : null;
    if (found?.kind === "value" && found.through === "assign" && found.node !== object) {
      const source = textOf(found.node);
      if (/\brequest\.(?:json|form)\(\)/u.test(source)) return !isReplacedIn(object);
      return carries(found.node, depth + 1) && !isReplacedIn(object);
    }
    if (found?.kind === "parameter") {
      const isBody = program.endpoints.some((one) => one.handler === found.function);
      return (
        isBody &&
        /^(?:dict\b.*|Dict\b.*|)$/u.test(
          textOf(found.parameter.annotation ?? object).replace(textOf(object), ""),
        ) &&
        !isReplacedIn(object)
      );
    }
    return /\brequest\.(?:json|form)\(\)/u.test(textOf(object));
  }

  function valueOfCall(call: SyntaxNode, depth: number): PasswordValue {
    const callee = childAt(call, "function");
    const receiver = callee?.type === "attribute" ? childAt(callee, "object") : undefined;
    const method =
      callee?.type === "attribute" ? textOf(childAt(callee, "attribute") ?? callee) : "";
    if (receiver !== undefined && /^(?:get|pop)$/u.test(method)) {
      const key = namedChildren(childAt(call, "arguments") ?? call)[0];
      return isPasswordKey(key) && isReceived(receiver, depth) ? "plain" : null;
    }
    if (receiver !== undefined && /^(?:hexdigest|digest|decode|encode|hex|update)$/u.test(method)) {
      const inner = valueOf(receiver, depth + 1);
      if (inner !== null) return inner;
    }
    const { work, inputs, own } = passwordCall(program, call);
    if (work === "same") return strongest(inputs, depth);
    if (work === "weak") return strongest(inputs, depth) === null ? null : "weak";
    if (own?.kind === "function" && inputs.some((one) => valueOf(one, depth + 1) !== null)) {
      const results = returnedExpressions(own).map((one) => valueOf(one, depth + 1));
      return results.includes("plain") ? "plain" : results.includes("weak") ? "weak" : null;
    }
    return null;
  }

  function carries(node: SyntaxNode, depth = 0): boolean {
    const found = carriers.get(node);
    if (found !== undefined) return found;
    if (depth > deepest) return false;
    carriers.set(node, false);
    const result = judgeCarrier(node, depth);
    carriers.set(node, result);
    return result;
  }

  function judgeCarrier(node: SyntaxNode, depth: number): boolean {
    switch (node.type) {
      case "identifier": {
        if (isReplacedIn(node)) return false;
        const found = program.resolve(node);
        if (found.kind === "value" && found.through === "assign" && found.node !== node) {
          return carries(found.node, depth + 1);
        }
        if (found.kind !== "parameter") return false;
        const type = program.typeOf(node);
        if (type?.kind !== "class") return false;
        const about = passwordClass(program, type);
        return !about.isStored && !about.isSettings && about.field !== null;
      }
      case "await":
      case "dictionary_splat":
      case "list":
      case "list_splat":
        return namedChildren(node).some((one) => carries(one, depth + 1));
      case "binary_operator":
        return (
          /\|/u.test(node.children[1]?.type ?? "") &&
          namedChildren(node).every((one) => carries(one, depth + 1))
        );
      case "dictionary":
        return carriesEntries(node, depth);
      case "call": {
        const callee = childAt(node, "function");
        if (callee === undefined) return false;
        const name = textOf(childAt(callee, "attribute") ?? callee);
        const list = textOf(childAt(node, "arguments") ?? node);
        if (
          /^(?:model_dump|dict|model_dump_json|json|copy|model_copy)$/u.test(name) &&
          callee.type === "attribute"
        ) {
          if (/exclude\s*=.*passw|update\s*=.*passw/su.test(list)) return false;
          if (/include\s*=/u.test(list) && !/passw/u.test(list)) return false;
          return carries(childAt(callee, "object") ?? callee, depth + 1);
        }
        const { own, inputs } = passwordCall(program, node);
        if (/^(?:jsonable_encoder|dict|vars|asdict|dumps)$/u.test(name)) {
          return (
            !/exclude\s*=.*passw/su.test(list) &&
            (inputs.some((one) => carries(one, depth + 1)) || givesPassword(node, depth))
          );
        }
        if (own?.kind !== "class") return false;
        const about = passwordClass(program, own);
        return about.field !== null && !about.isStored && givesPassword(node, depth);
      }
      default:
        return false;
    }
  }

  function givesPassword(call: SyntaxNode, depth: number): boolean {
    return namedChildren(childAt(call, "arguments") ?? call).some((one) => {
      const value = one.type === "keyword_argument" ? childAt(one, "value") : undefined;
      return (
        value !== undefined &&
        isPasswordName(textOf(childAt(one, "name") ?? one)) &&
        valueOf(value, depth + 1) === "plain"
      );
    });
  }

  /** The last entry of a name counts: `{**data, "password": hash_password(data["password"])}`. */
  function carriesEntries(node: SyntaxNode, depth: number): boolean {
    let result = false;
    for (const one of namedChildren(node)) {
      if (one.type === "dictionary_splat") result ||= carries(one, depth + 1);
      else if (one.type === "pair" && isPasswordKey(childAt(one, "key"))) {
        result = valueOf(childAt(one, "value") ?? one, depth + 1) !== null;
      }
    }
    return result;
  }

  /** `data.password = hash_password(data.password)`, `del data["password"]` before this place. */
  function isReplaced(node: SyntaxNode): boolean {
    const object = childAt(node, "object");
    return object !== undefined && isReplacedIn(object);
  }

  function isReplacedIn(object: SyntaxNode): boolean {
    const owner = program.functionAround(object);
    const name = textOf(object);
    return (replacements(owner?.body ?? null).get(name) ?? []).some((end) => end <= object.start);
  }

  return {
    valueOf: (node) => valueOf(node),
    carries: (node) => carries(node),
    taint: (parameter) => {
      if (tainted.has(parameter)) return false;
      tainted.add(parameter);
      return true;
    },
    forget: () => {
      values = new Map();
      carriers = new Map();
    },
  };
}
