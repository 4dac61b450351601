import { nodesOfType, readStringLiteral, textOf } from "../../answer/index.ts";
import type { AssembledAnswer, Endpoint, Program, PythonModule } from "../../answer/index.ts";
import { readAccessCell, saysPublic, startsPublic } from "./public-statement.ts";

/** A sentence of the answer that calls something public, and what is said around it. */
interface Statement {
  readonly sentence: string;
  /** The paragraph, list item or comment in which it stands. */
  readonly around: string;
  /** The heading above it. */
  readonly heading: string;
  /** Comments and docstrings speak of their own module only. */
  readonly module: PythonModule | null;
}

/**
 * The endpoints which the answer (or the request) says are meant to be public: in the docstring
 * or a comment at the endpoint, in a table row, or in a sentence that names its path, its
 * function, its method or its resource.
 */
export function readStatedPublic(
  answer: AssembledAnswer,
  program: Program,
  request: string | null,
): (endpoint: Endpoint) => boolean {
  const said = saidByAnswer(answer, program);
  const ofRequest = (request ?? "").split("\n").map((text) => ({ kind: "paragraph", text }));
  const statements = [...said.statements, ...statementsOfProse(ofRequest)];
  const rows = [...said.rows, ...accessRows(request ?? "")];
  const openInRequest = readRequestedAccess(request ?? "");
  return (endpoint) =>
    saidAtEndpoint(endpoint) ||
    openInRequest(endpoint) ||
    rows.some((row) => row.isPublic && namesRoute(row.text, endpoint, true) === true) ||
    statements.some((one) => applies(one, endpoint, program));
}

interface SaidByAnswer {
  readonly statements: readonly Statement[];
  readonly rows: readonly AccessRow[];
}

const known = new WeakMap<AssembledAnswer, SaidByAnswer>();

/** What the answer itself says, read once for all gates. */
function saidByAnswer(answer: AssembledAnswer, program: Program): SaidByAnswer {
  const cached = known.get(answer);
  if (cached !== undefined) return cached;
  const said = {
    statements: [
      ...statementsOfProse(answer.prose.filter((one) => one.kind !== "table-row")),
      ...program.modules.flatMap(statementsOfModule),
    ],
    rows: accessRows(answer.text),
  };
  known.set(answer, said);
  return said;
}

/**
 * A request that lists its endpoints and says which of them need a credential leaves the others
 * open. One that says so of all, or names no endpoints, tells nothing.
 */
function readRequestedAccess(request: string): (endpoint: Endpoint) => boolean {
  const access =
    /\b(?:40[13]|authori[sz]\w*|authenticat\w*|bearer|api[ -_]?keys?|tokens?|log(?:ged)?[ -]in|signed|own|owner|admins?|roles?|permissions?)\b/iu;
  const lines = request.split("\n");
  const naming = lines.filter((line) => /`(?:GET|POST|PUT|PATCH|DELETE)\s+\//u.test(line));
  const saysOfAll = lines.some((line) => !naming.includes(line) && access.test(line));
  if (saysOfAll || !naming.some((line) => access.test(line))) return () => false;
  const guarded = naming.filter((line) => access.test(line));
  const open = naming.filter((line) => !access.test(line));
  return (endpoint) =>
    open.some((line) => namesRoute(line, endpoint, false) === true) &&
    !guarded.some((line) => namesRoute(line, endpoint, false) === true);
}

function statementsOfProse(
  lines: readonly { readonly kind: string; readonly text: string }[],
): readonly Statement[] {
  const result: Statement[] = [];
  let heading = "";
  for (const { kind, text } of lines) {
    if (kind === "heading") heading = text;
    for (const sentence of sentencesOf(text)) {
      if (saysPublic(sentence)) {
        result.push({
          sentence,
          around: text,
          heading: kind === "heading" ? "" : heading,
          module: null,
        });
      }
    }
  }
  return result;
}

function statementsOfModule(module: PythonModule): readonly Statement[] {
  if (module.role !== "implementation") return [];
  const comments = nodesOfType(module.root, "comment").map(textOf);
  const first = module.root.children.find((node) => node.type === "expression_statement")
    ?.children[0];
  const docstring = first === undefined ? null : readStringLiteral(first);
  return [...comments, docstring ?? ""].flatMap((text) =>
    sentencesOf(text.replace(/^#+\s*/u, ""))
      .filter(saysPublic)
      .map((sentence) => ({ sentence, around: text, heading: "", module })),
  );
}

function sentencesOf(text: string): readonly string[] {
  return text
    .split(/(?<=[.!?;])\s+(?=\S)|\n/u)
    .map((one) => one.trim())
    .filter((one) => one !== "" && !one.endsWith("?"));
}

/** Docstring, `summary=`, `description=`, and the comments above, beside and at the top of it. */
function saidAtEndpoint(endpoint: Endpoint): boolean {
  const { module, node, handler, options } = endpoint;
  const rows = module.file.text.split("\n");
  const texts = [handler?.docstring ?? ""];
  for (const name of ["summary", "description"]) {
    const value = options.get(name);
    texts.push((value && readStringLiteral(value)) ?? "");
  }
  for (let row = node.row - 1; row >= 0 && /^\s*#/u.test(rows[row] ?? ""); row -= 1) {
    texts.push(rows[row] ?? "");
  }
  const lastRow = handler === null ? node.endRow : handler.body.row;
  for (let row = node.row; row <= lastRow; row += 1) {
    texts.push(/(?:^|\s)#(.*)$/u.exec(rows[row] ?? "")?.[1] ?? "");
  }
  for (const child of handler?.node.children ?? []) {
    if (child.type === "comment") texts.push(textOf(child));
  }
  const [first] = handler?.body.children ?? [];
  if (first?.type === "comment") texts.push(textOf(first));
  return texts.some((text) =>
    sentencesOf(text.replace(/^\s*#+\s*/u, "")).some((one) => saysPublic(one) || startsPublic(one)),
  );
}

interface AccessRow {
  readonly text: string;
  readonly isPublic: boolean;
}

/** The rows of Markdown tables, with what their access column says. */
function accessRows(text: string): readonly AccessRow[] {
  const result: AccessRow[] = [];
  let header: readonly string[] | null = null;
  for (const line of text.split("\n")) {
    const cells = /^\s*\|.*\|\s*$/u.test(line) ? cellsOf(line) : null;
    if (cells === null) {
      header = null;
    } else if (header === null) {
      header = cells;
    } else if (!cells.every((cell) => /^:?-+:?$/u.test(cell))) {
      const columns = header;
      const said = cells.map((cell, at) => readAccessCell(columns[at] ?? "", cell));
      result.push({ text: cells.join(" "), isPublic: said.includes(true) });
    }
  }
  return result;
}

function cellsOf(line: string): readonly string[] {
  return line
    .trim()
    .replace(/^\|/u, "")
    .replace(/\|$/u, "")
    .split("|")
    .map((cell) => cell.trim());
}

function applies(statement: Statement, endpoint: Endpoint, program: Program): boolean {
  const { sentence, around, heading, module } = statement;
  if (module !== null && module !== endpoint.module) return false;
  const named = namesRoute(sentence, endpoint, false, program.endpoints);
  if (named !== null) return named;
  const byWords = fitsByWords(sentence, endpoint, program);
  if (byWords !== null) return byWords;
  for (const text of [around, heading]) {
    const other = namesRoute(text, endpoint, false);
    if (other !== null) return other && methodFits(sentence, endpoint);
  }
  return false;
}

/** Whether a text names this route (true), only others (false), or none (null). */
function namesRoute(
  text: string,
  endpoint: Endpoint,
  isRow: boolean,
  all: readonly Endpoint[] = [],
): boolean | null {
  const plain = text.replaceAll(/[*`]/gu, "");
  const mentions = [
    ...plain.matchAll(
      /(?:\b(GET|POST|PUT|PATCH|DELETE|HEAD|WS|WEBSOCKET)\b(?:\/[A-Z]+)*[\s:|]*)?(?<![\w.<])(\/[\w\-/{}:.<>]*)(?:\?[\w=&,]*)?/gu,
    ),
  ]
    .map((match) => ({ method: match[1] ?? null, path: match[2] ?? "" }))
    .filter((one) => one.path !== "/" || isRow);
  const byName =
    endpoint.handler !== null &&
    new RegExp(`(?<![\\w/])${endpoint.name}(?![\\w/])`, "u").test(plain) &&
    (endpoint.name.includes("_") || text.includes(`\`${endpoint.name}`));
  if (byName) return true;
  if (mentions.length === 0) return null;
  const rowMethod = isRow
    ? (/\b(GET|POST|PUT|PATCH|DELETE|HEAD)\b/u.exec(plain)?.[1] ?? null)
    : null;
  return mentions.some(({ method, path }) => {
    const wanted = method ?? rowMethod;
    if (wanted !== null && !endpoint.methods.includes(wanted)) return false;
    return endpoint.chains.some(
      (chain) =>
        samePath(path, chain.path) ||
        samePath(path, endpoint.path) ||
        // "`/quotes` is public" where there is only `/quotes/{symbol}`
        (all.length > 0 &&
          samePath(path, chain.path.replace(/\/\{[^/{}]*\}$/u, "")) &&
          !all.some((one) => one.chains.some((other) => samePath(path, other.path)))),
    );
  });
}

/** Parameters by place, not by name; a prefix may be left out at the front. */
function samePath(said: string, path: string): boolean {
  const normalise = (one: string): string =>
    one
      .replaceAll(/\{[^}]*\}|<[^>]*>|:\w+/gu, "{}")
      .replace(/[/.:]+$/u, "")
      .toLowerCase();
  const [left, right] = [normalise(said), normalise(path)];
  if (left === "" || right === "") return left === right;
  return (
    left === right ||
    (right.endsWith(left) && left.startsWith("/") && left.length > 3) ||
    (left.endsWith(right) && right.length > 3)
  );
}

const readWords =
  /\b(?:reads?|reading|GETs?|list(?:s|ing|ings)?|view(?:s|ing)?|browsing|browse[sd]?|readable|visible|viewable|browsable|see[ns]?|look up|fetch(?:ing)?|onl?y (?:the )?(?:writes?|writing|mutat\w+|POST|PUT|PATCH|DELETE))\b/u;
const readWordsLower =
  /\b(?:reads?|reading|lists?|listing|listings|view|viewing|browsing|browse|readable|visible|viewable|browsable)\b/iu;

function methodFits(sentence: string, endpoint: Endpoint): boolean {
  const methods = [...sentence.matchAll(/\b(GET|POST|PUT|PATCH|DELETE)s?\b/gu)].flatMap(
    (match) => match[1] ?? [],
  );
  return methods.length === 0 || methods.some((one) => endpoint.methods.includes(one));
}

/** By method and resource: "Posts are publicly readable", "GETs are public", "all endpoints". */
function fitsByWords(sentence: string, endpoint: Endpoint, program: Program): boolean | null {
  const isRead = endpoint.methods.every(
    (one) => one === "GET" || one === "HEAD" || one === "OPTIONS",
  );
  const speaksOfReads = readWords.test(sentence) || readWordsLower.test(sentence);
  const methods = [...sentence.matchAll(/\b(GET|POST|PUT|PATCH|DELETE)s?\b/gu)].flatMap(
    (match) => match[1] ?? [],
  );
  const onlyWrites =
    /\bonly (?:the )?(?:writes?|writing|mutat\w+|POST|PUT|PATCH|DELETE|creat\w+|chang\w+)/iu.test(
      sentence,
    );
  const methodSaid = methods.length > 0 && !onlyWrites;
  const fitsMethod = methodSaid
    ? methods.some((one) => endpoint.methods.includes(one))
    : speaksOfReads || onlyWrites
      ? isRead
      : null;

  const resources = new Set(program.endpoints.flatMap(resourcesOf));
  const mentioned = [...resources].filter((one) => mentionsResource(sentence, one));
  if (mentioned.length > 0) {
    if (!mentioned.some((one) => resourcesOf(endpoint).includes(one))) return false;
    return fitsMethod ?? (isRead || /\bendpoints?|routes?\b/iu.test(sentence));
  }
  if (fitsMethod !== null) return fitsMethod;
  return speaksOfAll(sentence, endpoint, program);
}

/** "All endpoints are public", "this API needs no login"; "the public endpoints" are only some. */
function speaksOfAll(sentence: string, endpoint: Endpoint, program: Program): boolean | null {
  if (/\bthe (?:\w+ )?public (?:endpoints|routes)\b/iu.test(sentence)) return null;
  if (
    /\b(?:all|every|both|these|any) (?:of the |of these |\w+ )?(?:endpoints?|routes?|operations?)\b|\beverything\b|\b(?:this|the (?:whole|entire)) (?:api|service)\b/iu.test(
      sentence,
    )
  ) {
    return true;
  }
  // "The endpoint is public" says of which one only where there is no other.
  if (!/\b(?:the|this) (?:\w+ )?(?:endpoint|route)\b/iu.test(sentence)) return null;
  return program.endpoints.every((one) => one.node === endpoint.node) ? true : null;
}

/** The words of a path by which people speak of it: `posts`, `post`. */
function resourcesOf(endpoint: Endpoint): readonly string[] {
  return endpoint.chains.flatMap((chain) =>
    chain.path
      .toLowerCase()
      .split("/")
      .filter(
        (one) =>
          /^[a-z][a-z_-]{2,}$/u.test(one) &&
          !/^(?:api|auth|admin|public|me|all|list|search)$/u.test(one),
      ),
  );
}

function mentionsResource(sentence: string, resource: string): boolean {
  const stem = resource
    .replaceAll(/[-_]/gu, "[-_ ]")
    .replace(/ies$/u, "(?:y|ies)")
    .replace(/s$/u, "s?");
  return new RegExp(`(?<![\\w/.])${stem}\\b(?!\\.)`, "iu").test(sentence);
}
