/** A column that a text of SQL filters, joins or sorts by. */
export interface SqlColumn {
  /** The table's name, its alias followed; null where the text does not say. */
  readonly table: string | null;
  readonly column: string;
  readonly use: "filter" | "join" | "sort";
  readonly isEquality: boolean;
  readonly joinedTo: { readonly table: string | null; readonly column: string } | null;
}

/** One `SELECT`, `UPDATE` or `DELETE`; subqueries are queries of their own. */
export interface SqlQuery {
  readonly tables: readonly string[];
  readonly columns: readonly SqlColumn[];
}

type Region = "none" | "tables" | "where" | "on" | "order";

interface Draft {
  readonly tables: Map<string, string>;
  readonly found: {
    name: string;
    use: "filter" | "join" | "sort";
    operator: string;
    other: string | null;
    group: number;
  }[];
  /** Groups of conditions in which an OR stands. */
  readonly loose: Set<number>;
  region: Region;
}

const keywords = new Set(
  "select from where and or not in is null like ilike between exists join inner left right full outer cross on as order by group having limit offset returning set values insert into update delete asc desc nulls first last distinct case when then else end for only skip locked nowait share true false any all some union intersect except with recursive using natural similar to escape interval current_timestamp current_date now collate array conflict do nothing excluded over partition window fetch next rows row at time zone lateral default key no".split(
    " ",
  ),
);

/**
 * The columns by which the queries in a text of SQL filter, join and sort. Reads the words, not the
 * grammar: what it does not know it passes over.
 */
export function parseQueries(sql: string): readonly SqlQuery[] {
  const tokens = tokenize(sql);
  const done: Draft[] = [];
  const stack: Draft[] = [];
  /** For each open parenthesis: whether it opened a query of its own, and its group. */
  const open: boolean[] = [];
  const groups: number[] = [0];
  let lastGroup = 0;
  const current = (): Draft | undefined => stack.at(-1);
  const start = (): Draft => {
    const draft: Draft = { tables: new Map(), found: [], loose: new Set(), region: "none" };
    done.push(draft);
    return draft;
  };
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at] ?? "";
    const word = token.toLowerCase();
    if (token === "(") {
      const next = tokens[at + 1]?.toLowerCase();
      const isQuery = next === "select" || next === "with";
      open.push(isQuery);
      lastGroup += 1;
      groups.push(lastGroup);
      if (isQuery) stack.push(start());
      continue;
    }
    if (token === ")") {
      if (open.pop() === true) stack.pop();
      if (groups.length > 1) groups.pop();
      continue;
    }
    if (token === ";") {
      stack.length = 0;
      continue;
    }
    if (/^(?:select|update|delete|insert)$/u.test(word)) {
      const before = tokens[at - 1]?.toLowerCase() ?? "";
      // `FOR UPDATE`, `DO UPDATE`, `ON DELETE`
      if (/^(?:for|do|on|no)$/u.test(before)) {
        const draft = current();
        if (draft !== undefined) draft.region = "none";
        continue;
      }
      if (
        stack.length === 0 ||
        (word === "select" && !open.at(-1) && /^(?:union|all|except|intersect|\))$/u.test(before))
      ) {
        if (stack.length > 0) stack.pop();
        stack.push(start());
      }
      const draft = current();
      if (draft !== undefined) draft.region = word === "update" ? "tables" : "none";
      continue;
    }
    const draft = current();
    if (draft === undefined) continue;
    const region = regionOf(word, tokens[at + 1]?.toLowerCase(), draft.region);
    if (region !== null) {
      draft.region = region;
      continue;
    }
    if (draft.region === "tables") {
      readTable(tokens, at, draft);
      continue;
    }
    if (draft.region === "none") continue;
    const group = groups.at(-1) ?? 0;
    if (word === "or" && draft.region !== "order") for (const one of groups) draft.loose.add(one);
    if (!/^[a-z_][\w.]*$/u.test(word) || keywords.has(word) || tokens[at + 1] === "(") continue;
    if (draft.region === "order") {
      draft.found.push({ name: token, use: "sort", operator: "", other: null, group });
      continue;
    }
    const previous = tokens[at - 1] ?? "";
    // The right side of a comparison was read with its left side.
    const left = tokens[at - 2] ?? "";
    if (
      /^[=<>!]+$/u.test(previous) &&
      /^[A-Za-z_][\w.]*$/u.test(left) &&
      !keywords.has(left.toLowerCase())
    ) {
      continue;
    }
    const operator = (tokens[at + 1] ?? "").toLowerCase();
    const right = tokens[at + 2] ?? "";
    const isColumn =
      operator === "=" &&
      /^[A-Za-z_][\w.]*$/u.test(right) &&
      !keywords.has(right.toLowerCase()) &&
      tokens[at + 3] !== "(";
    const isBackwards = /^[=]$/u.test(previous);
    draft.found.push({
      name: token,
      use: draft.region === "on" || isColumn ? "join" : "filter",
      operator: isBackwards ? "=" : operator,
      other: isColumn ? right : null,
      group,
    });
    if (isColumn) {
      draft.found.push({ name: right, use: "join", operator: "=", other: token, group });
    }
  }
  return done.map(finish).filter((one) => one.tables.length > 0);
}

function regionOf(word: string, next: string | undefined, now: Region): Region | null {
  switch (word) {
    case "from":
    case "join":
    case "into":
      return "tables";
    case "using":
      return now === "tables" ? "tables" : null;
    case "where":
      return "where";
    case "on":
      return next === "conflict" || next === "delete" || next === "update" ? "none" : "on";
    case "order":
      return next === "by" ? "order" : null;
    case "set":
    case "values":
    case "group":
    case "having":
    case "limit":
    case "offset":
    case "returning":
    case "for":
    case "window":
    case "fetch":
    case "conflict":
      return "none";
    case "inner":
    case "left":
    case "right":
    case "full":
    case "cross":
      return "tables";
    default:
      return null;
  }
}

/** `users u`, `users AS u`, `a, b`. */
function readTable(tokens: readonly string[], at: number, draft: Draft): void {
  const name = tokens[at] ?? "";
  if (!/^[A-Za-z_"`[…][\w."`\]…]*$/u.test(name) || keywords.has(name.toLowerCase())) return;
  const before = (tokens[at - 1] ?? "").toLowerCase();
  if (!/^(?:from|join|into|update|,|only|using|lateral)$/u.test(before)) return;
  const plain = (name.split(".").at(-1) ?? name).replaceAll(/["`[\]]/gu, "").toLowerCase();
  draft.tables.set(plain, plain);
  const next = tokens[at + 1] ?? "";
  const alias = next.toLowerCase() === "as" ? tokens[at + 2] : next;
  if (alias !== undefined && /^[A-Za-z_]\w*$/u.test(alias) && !keywords.has(alias.toLowerCase())) {
    draft.tables.set(alias.toLowerCase(), plain);
  }
}

function finish(draft: Draft): SqlQuery {
  const tables = [...new Set(draft.tables.values())];
  const side = (name: string): { readonly table: string | null; readonly column: string } => {
    const parts = name.replaceAll(/["`]/gu, "").split(".");
    const column = (parts.at(-1) ?? name).toLowerCase();
    const owner = parts.length > 1 ? (parts.at(-2) ?? "").toLowerCase() : null;
    if (owner !== null) return { table: draft.tables.get(owner) ?? owner, column };
    return { table: tables.length === 1 ? (tables[0] ?? null) : null, column };
  };
  return {
    tables,
    columns: draft.found.map(({ name, use, operator, other, group }) => ({
      ...side(name),
      use,
      isEquality:
        use !== "sort" &&
        other === null &&
        /^(?:=|in|is)$/u.test(operator) &&
        !draft.loose.has(group),
      joinedTo: other === null ? null : side(other),
    })),
  };
}

function tokenize(sql: string): readonly string[] {
  const plain = sql
    .replaceAll(/--[^\n]*/gu, " ")
    .replaceAll(/\/\*[\s\S]*?\*\//gu, " ")
    .replaceAll(/'(?:[^']|'')*'/gu, " ? ");
  return [
    ...plain.matchAll(
      /[:%$@]\(?\w+\)?s?|["`]?[A-Za-z_…][\w."`…]*|[<>=!]+|\?|\(|\)|,|;|[+\-*/|]+|\d+/gu,
    ),
  ].map((match) => match[0].replaceAll(/["`]/gu, ""));
}
