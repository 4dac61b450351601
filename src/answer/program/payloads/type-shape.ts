import { childAt, namedChildren, textOf } from "../../python/syntax-tree.ts";
import type { SyntaxNode } from "../../python/syntax-tree.ts";
import type { Program } from "../build-program.ts";
import { lineage } from "../class-members.ts";
import { isLibraryPackage } from "../library-names.ts";
import type { PythonClass } from "../types.ts";

/**
 * What an annotation says of a JSON value.
 *
 * - `model`: a Pydantic model, dataclass, TypedDict or named tuple, or a class that is not shown;
 * - `plain`: numbers, texts, dates, enums, files, and lists of these;
 * - `loose`: `dict`, `Any`, `object`, and lists of these;
 * - `response`: `Response`, `JSONResponse`: the shape of its content is not told;
 * - `not-json`: redirects, streams, files, pages;
 * - `none`: `None`;
 * - `unfit`: a class of the answer that is none of these, as an ordinary or a table's class.
 */
export type TypeShape = "model" | "plain" | "loose" | "response" | "not-json" | "none" | "unfit";

const deepest = 12;
const known = new WeakMap<SyntaxNode, TypeShape>();

export function typeShapeOf(program: Program, annotation: SyntaxNode): TypeShape {
  let shape = known.get(annotation);
  if (shape === undefined) known.set(annotation, (shape = shapeOf(program, annotation, 0)));
  return shape;
}

function shapeOf(program: Program, node: SyntaxNode, depth: number): TypeShape {
  if (depth > deepest) return "model";
  const parts = namedChildren(node);
  const [first] = parts;
  switch (node.type) {
    case "none":
      return "none";
    case "type":
      return first === undefined ? "model" : shapeOf(program, first, depth + 1);
    case "union_type":
    case "binary_operator":
      return ofUnion(parts.map((one) => shapeOf(program, one, depth + 1)));
    case "subscript":
      return first === undefined ? "model" : ofGeneric(program, first, parts.slice(1), depth);
    case "generic_type":
      return first === undefined
        ? "model"
        : ofGeneric(program, first, parts.slice(1).flatMap(namedChildren), depth);
    case "identifier":
    case "attribute":
    case "member_type":
    case "string":
      return ofName(program, node, depth);
    case "call":
      return ofCall(program, node);
    default:
      return "plain";
  }
}

/** One part that tells the shape is enough; `None` beside others says nothing. */
function ofUnion(shapes: readonly TypeShape[]): TypeShape {
  const order: readonly TypeShape[] = ["model", "loose", "unfit", "plain", "response", "not-json"];
  return order.find((one) => shapes.includes(one)) ?? "none";
}

const wrappers = new Set([
  "Annotated",
  "Required",
  "NotRequired",
  "Final",
  "ReadOnly",
  "Awaitable",
]);
const streams = /^(?:Async)?(?:Iterator|Iterable|Generator)$|^(?:ContentStream)$/u;
const mappings =
  /^(?:dict|Dict|Mapping|MutableMapping|OrderedDict|DefaultDict|defaultdict|Counter)$/u;
const collections =
  /^(?:list|List|Sequence|MutableSequence|Collection|set|Set|frozenset|FrozenSet|AbstractSet|tuple|Tuple|deque|Deque)$/u;

function ofGeneric(
  program: Program,
  head: SyntaxNode,
  given: readonly SyntaxNode[],
  depth: number,
): TypeShape {
  const name = lastName(program, head);
  const shapes = (): readonly TypeShape[] => given.map((one) => shapeOf(program, one, depth + 1));
  if (wrappers.has(name)) {
    const [inner] = given;
    return inner === undefined ? "model" : shapeOf(program, inner, depth + 1);
  }
  if (name === "Literal" || name === "type") return "plain";
  if (name === "Optional" || name === "Union") return ofUnion(shapes());
  if (mappings.test(name)) return shapes().at(-1) === "model" ? "model" : "loose";
  if (collections.test(name)) {
    const inner = ofUnion(shapes());
    return inner === "none" ? "plain" : inner;
  }
  // FastAPI streams what a generator yields.
  if (streams.test(name)) return "not-json";
  return ofName(program, head, depth + 1);
}

function lastName(program: Program, node: SyntaxNode): string {
  const found = program.resolve(node);
  const name = found.kind === "external" || found.kind === "unbound" ? found.name : textOf(node);
  return name.split(".").at(-1) ?? "";
}

function ofName(program: Program, node: SyntaxNode, depth: number): TypeShape {
  const found = program.resolve(node);
  switch (found.kind) {
    case "class":
      return ofClass(program, found);
    case "value":
      return found.node === node ? "model" : shapeOf(program, found.node, depth + 1);
    case "external":
    case "unbound":
      return ofNameNotShown(found.name);
    default:
      return "model";
  }
}

const plainNames =
  /^(?:str|int|float|bool|bytes|bytearray|complex|datetime|date|time|timedelta|Decimal|Fraction|UUID|Path|PurePath|Enum|StrEnum|IntEnum|IntFlag|EmailStr|NameEmail|SecretStr|SecretBytes|\w+Url|\w+Dsn|IPv\w+|UUID\d|\w*(?:Int|Float|Str|Bytes|Date|Datetime)|con\w+|PastDate|FutureDate|Json|UploadFile|Literal|LiteralString|type|slice)$/u;

function ofNameNotShown(name: string): TypeShape {
  const parts = name.split(".");
  const last = parts.at(-1) ?? "";
  if (/^(?:Any|object)$/u.test(last) || mappings.test(last)) return "loose";
  if (collections.test(last)) return "plain";
  if (streams.test(last)) return "not-json";
  if (/^(?:None|NoneType|NoReturn|Never)$/u.test(last)) return "none";
  const isLibrary =
    parts.length === 1 || isLibraryPackage(parts[0] ?? "") || parts[0] === "builtins";
  return (isLibrary ? shapeOfResponse(last) : null) ?? (plainNames.test(last) ? "plain" : "model");
}

/** The shape that a response class of FastAPI or Starlette stands for, by its name. */
export function shapeOfResponse(name: string): "response" | "not-json" | null {
  if (/^(?:Response|JSONResponse|ORJSONResponse|UJSONResponse|MsgSpecJSONResponse)$/u.test(name)) {
    return "response";
  }
  return /^(?:Redirect|Streaming|File|HTML|PlainText|EventSource|Template|XML)Response$|^_TemplateResponse$/u.test(
    name,
  )
    ? "not-json"
    : null;
}

const modelBases =
  /^(?:BaseModel|GenericModel|RootModel|SQLModel|TypedDict|NamedTuple|BaseSettings|Struct|BaseUser\w*|CreateUpdateDictModel|PydanticModel)$/u;
const enumBases = /^(?:\w*Enum|IntFlag|Flag)$/u;

function ofClass(program: Program, one: PythonClass): TypeShape {
  const names = basesNotShown(program, one);
  if (names.some((name) => enumBases.test(name))) return "plain";
  const response = names.map(shapeOfResponse).find((shape) => shape !== null);
  if (response !== undefined && response !== null) return response;
  const classes = lineage(one, (base) => program.resolve(base));
  if (
    classes.some((next) =>
      next.decorators.some((text) => /dataclass|attrs|define/u.test(textOf(text))),
    )
  ) {
    return "model";
  }
  if (names.some((name) => modelBases.test(name))) return "model";
  if (names.some((name) => plainNames.test(name))) return "plain";
  if (names.some((name) => mappings.test(name))) return "loose";
  // A base that is not shown may be a model of the user's.
  return names.some(
    (name) =>
      !/^(?:DeclarativeBase|MappedAsDataclass|AsyncAttrs|Generic|Protocol|ABC|object)$/u.test(name),
  )
    ? "model"
    : "unfit";
}

/** Last names of the bases, those of bases included, that the answer does not show. */
function basesNotShown(program: Program, one: PythonClass): readonly string[] {
  return lineage(one, (base) => program.resolve(base)).flatMap((next) =>
    next.bases.flatMap((base) => {
      const head = base.type === "subscript" ? (base.children[0] ?? base) : base;
      const found = program.resolve(head);
      if (found.kind === "class") return [];
      if (found.kind === "value" && found.node.type === "call") {
        // `Base = declarative_base()`
        return /declarative_base|registry/u.test(textOf(found.node)) ? ["DeclarativeBase"] : ["?"];
      }
      const name = found.kind === "external" || found.kind === "unbound" ? found.name : "?";
      return [name.split(".").at(-1) ?? ""];
    }),
  );
}

/** `conint(gt=0)`, `NewType("UserId", int)`, `create_model("Row", …)`. */
function ofCall(program: Program, call: SyntaxNode): TypeShape {
  const callee = childAt(call, "function");
  const name = callee === undefined ? "" : lastName(program, callee);
  return /^(?:con\w+|NewType)$/u.test(name) ? "plain" : "model";
}
