import { childAt, descend, textOf } from "../../python/syntax-tree.ts";
import type { SyntaxNode } from "../../python/syntax-tree.ts";
import { readStringLiteral } from "../../python/string-literal.ts";
import type { Program } from "../build-program.ts";
import { readCalls } from "../located-calls.ts";
import type { PythonModule } from "../types.ts";
import { placesOfCall, placesOfModule } from "./find-places.ts";
import { isSeed } from "./is-seed.ts";
import { isSecretText } from "./secret-literal.ts";
import type { SecretPlace } from "./secret-place.ts";
import { argumentsAround } from "./secret-sinks.ts";
import { sourceOf } from "./secret-source.ts";
import type { SecretSource } from "./secret-source.ts";

/** A secret that the implementation uses. */
export interface SecretUse extends SecretPlace {
  /** It is written in the code: where, and whether only as a default. Null: it is not. */
  readonly literal: { readonly node: SyntaxNode; readonly isDefault: boolean } | null;
}

const known = new WeakMap<Program, readonly SecretUse[]>();

/**
 * The keys, passwords and tokens that the implementation has of its own, in source order: those
 * that are written in the code, and those that come from the environment, settings or files. What
 * callers send, and tokens that are made for them, are none.
 */
export function readSecrets(program: Program): readonly SecretUse[] {
  const cached = known.get(program);
  if (cached !== undefined) return cached;
  const modules = program.modules.filter(isJudged);
  const judged = new Set(modules);
  const places = [
    ...modules.flatMap((module) => placesOfModule(program, module)),
    ...readCalls(program)
      .filter((one) => judged.has(one.module))
      .flatMap((one) => placesOfCall(program, one)),
  ];
  const uses = places
    .filter((one) => one.how !== "environment" || !places.some((other) => isPartOf(one, other)))
    .flatMap((place) => useOf(program, place) ?? []);
  known.set(program, uses);
  return uses;
}

/** `KEY = getenv("KEY")` is one secret. */
function isPartOf({ node, module }: SecretPlace, other: SecretPlace): boolean {
  const { value } = other;
  if (other.how === "environment" || other.module !== module || value === null) return false;
  return value.start <= node.start && node.end <= value.end;
}

/** Test code and load tests are passed over. */
function isJudged(module: PythonModule): boolean {
  return (
    module.role !== "test" && !module.imports.some((one) => one.from.split(".")[0] === "locust")
  );
}

function useOf(program: Program, place: SecretPlace): SecretUse | null {
  const { value, how, noun } = place;
  if (value === null) return { ...place, literal: null };
  // A URL's literal is the URL itself.
  const source: SecretSource =
    how === "url" && value === place.node
      ? { kind: "literal", node: value, text: textOf(value) }
      : sourceOf(program, value);
  switch (source.kind) {
    case "outside":
      return { ...place, literal: null };
    case "made":
      return noun === "token" || noun === "password" || place.how === "entry"
        ? null
        : { ...place, literal: null };
    case "literal":
    case "default": {
      const isFallback =
        source.kind === "default" && !/^(?:attribute|identifier)$/u.test(value.type);
      const isDefault = source.kind === "default" || how === "field";
      if (
        !isSecretText(source.text, place, isFallback) ||
        isExample(place) ||
        isExample({ ...place, node: source.node })
      ) {
        return source.kind === "default" ? { ...place, literal: null } : null;
      }
      if (isRefused(program, source.text)) return { ...place, literal: null };
      return { ...place, literal: { node: source.node, isDefault } };
    }
    default:
      return how === "sink" || how === "field" ? { ...place, literal: null } : null;
  }
}

const exampleArguments =
  /^(?:scopes|examples?|openapi_examples|json_schema_extra|schema_extra|description|title|summary|detail|help|responses|alias|validation_alias|serialization_alias|message|msg|pattern|comment|json|data|params|content|extra)$/u;
const exampleNames = /example|schema_extra|description|responses|openapi|payload_?sample|docs?$/iu;
/** Functions to which a password is given to be checked or hashed: dummies that cost the same time. */
const checking =
  /(?:^|[._])(?:hash\w*|verify\w*|check\w*|validate\w*|dummy\w*|match\w*)$|_hash$|isinstance$|(?:^|\.)(?:HTTPException|\w*Error|\w*Exception|debug|info|warning|error|exception|critical|print|Column|mapped_column|Form|Header|Query|Cookie|Body|get|pop|Index|UniqueConstraint)$/u;

/** `os.environ.get("KEY", "…")`: what it is given is what the code takes. */
const environmentGetter =
  /(?:^|[._])(?:env|environ|environment|config|conf|cfg|settings|secrets?)\.(?:get|pop)$/iu;

/** It shows how a value looks, says something, or is sent to be checked; it is not used. */
function isExample({ node, how }: SecretPlace): boolean {
  if (how === "sink") return false;
  for (const { keyword, callee } of argumentsAround(node)) {
    if (keyword !== null && exampleArguments.test(keyword)) return true;
    if (how === "environment" || environmentGetter.test(callee)) continue;
    if (checking.test(callee) && !(keyword !== null && how === "entry")) return !isSeed(node);
  }
  for (let above = node.parent; above !== null; above = above.parent) {
    if (above.type === "raise_statement" || above.type === "decorator") return true;
    if (above.type === "pair" && exampleNames.test(quoted(above))) return true;
    if (above.type === "assignment" && exampleNames.test(textOf(childAt(above, "left") ?? above))) {
      return true;
    }
    if (above.type === "class_definition" && textOf(childAt(above, "name") ?? above) === "Config") {
      return false;
    }
  }
  return false;
}

function quoted(pair: SyntaxNode): string {
  return textOf(childAt(pair, "key") ?? pair).replaceAll(/["']/gu, "");
}

/** The code raises where the text was left as it is. */
function isRefused(program: Program, text: string): boolean {
  return program.modules.some((module) => {
    if (module.role === "test") return false;
    for (const node of descend(module.root)) {
      if (node.type !== "if_statement" && node.type !== "assert_statement") continue;
      if (refuses(program, node, text)) return true;
    }
    return false;
  });
}

function refuses(program: Program, node: SyntaxNode, text: string): boolean {
  const isAssert = node.type === "assert_statement";
  const condition = isAssert ? node.children.find((one) => one.named) : childAt(node, "condition");
  if (condition === undefined) return false;
  const consequence = childAt(node, "consequence");
  if (!isAssert) {
    if (consequence === undefined || /\band\b/u.test(textOf(condition))) return false;
    if (!/\braise\b|\bsys\.exit\(|\bSystemExit\b/u.test(textOf(consequence))) return false;
  }
  // What is refused for being another text is the secret itself.
  const differs = /!=|\bnot\b/u.test(textOf(condition));
  if (differs !== isAssert) return false;
  const partial = /startswith|\bin\b/u.test(textOf(condition));
  for (const one of descend(condition)) {
    const literal = one.type === "string" ? readStringLiteral(one) : literalOfName(program, one);
    if (literal === null || literal === "") continue;
    if (literal === text) return true;
    if (partial && one.type === "string" && text.toLowerCase().includes(literal.toLowerCase())) {
      return true;
    }
  }
  return false;
}

function literalOfName(program: Program, node: SyntaxNode): string | null {
  if (node.type !== "identifier" || node.field === "attribute") return null;
  if (!/^[A-Z_\d]+$/u.test(textOf(node))) return null;
  const found = program.resolve(node);
  return found.kind === "value" ? readStringLiteral(found.node) : null;
}
