import { parseSyntaxTree } from "../python/syntax-tree.ts";

const treeBranch = /^[\s│|]*(?:├|└|╰|╠|╚|\|--|\+--|`--)/u;
const pythonStatement =
  /^(?:from [\w.]+ import\b|import \w[\w., ]*(?: as \w+)?\s*$|(?:async )?def \w+\s*[([]|class \w+\s*[(:[]|@\w[\w.]*(?:\(|\s*$)|if __name__\s*==)/u;
const shellCommand =
  /^(?:\$ |sudo )*(?:pip3?|uvx?|poetry|pipenv|conda|apt(?:-get)?|brew|npm|npx|yarn|python3?|uvicorn|gunicorn|hypercorn|fastapi|alembic|pytest|docker(?:-compose)?|kubectl|curl|http|https|wget|git|export|cd|mkdir|touch|source|cp|mv|rm|cat|echo|openssl|psql|redis-cli|celery|ruff|mypy|locust|k6|wrk|hey|ab|oha|make|chmod|\.\/[\w.-]+)\s+[\w./"'$~{<>@:=-]/u;
const outputLine =
  /^(?:Collecting |Requirement already satisfied|Successfully (?:installed|uninstalled|built)|Downloading |Installing collected|={5,} .+ ={3,}$|Traceback \(most recent call last\)|(?:INFO|WARNING|ERROR|DEBUG|CRITICAL):? {1,}|HTTP\/\d|\d+ passed|Name\s+Stmts\s+Miss)/u;

/** A directory tree drawn with branches, or with indentation below names ending in `/`. */
export function looksLikeTree(lines: readonly string[]): boolean {
  const filled = heads(lines).filter((line) => line.trim() !== "");
  const branches = filled.filter((line) => treeBranch.test(line)).length;
  if (branches > 0) return branches * 2 >= filled.length - 1;
  return (
    filled.length > 1 &&
    filled.some((line) => /^\s+\S/u.test(line)) &&
    filled.some((line) => /^\s*[\w.-]+\/\s*(?:#.*)?$/u.test(line)) &&
    filled.every((line) => /^\s*[\w.@<>{}[\]-]+(?:\/[\w.-]+)*\/?\s*(?:(?:#|←|—).*)?$/u.test(line))
  );
}

/** A dialogue with Python or a shell: prompts. */
export function looksLikeConsole(lines: readonly string[]): boolean {
  const first = heads(lines).find((line) => line.trim() !== "" && !/^\s*#/u.test(line)) ?? "";
  return /^\s*(?:>>> ?|In \[\d+\]: |\$ \S)/u.test(first);
}

/** Nothing but commands for a shell. */
export function looksLikeShell(lines: readonly string[]): boolean {
  const filled = heads(lines).filter((line) => line.trim() !== "" && !/^\s*#/u.test(line));
  let continued = false;
  for (const line of filled) {
    if (!continued && !shellCommand.test(line.trim())) return false;
    continued = line.endsWith("\\");
  }
  return filled.length > 0 && !filled.some((line) => pythonStatement.test(line));
}

export function looksLikeDiff(lines: readonly string[]): boolean {
  const text = lines.join("\n");
  return (
    /^(?:diff --git |@@ -\d+)/mu.test(text) || (/^--- \S/mu.test(text) && /^\+\+\+ \S/mu.test(text))
  );
}

/** What a program or a server printed. */
export function looksLikeOutput(lines: readonly string[]): boolean {
  const first = heads(lines).find((line) => line.trim() !== "") ?? "";
  return outputLine.test(first.trim()) || looksLikeJson(lines);
}

export function looksLikeJson(lines: readonly string[]): boolean {
  const first = lines.find((line) => line.trim() !== "") ?? "";
  if (!/^\s*[{[]/u.test(first)) return false;
  const text = lines.join("\n").trim();
  if (!/[}\]]$/u.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Plainly Python: it has a statement that only Python has, and reads as Python as a whole. */
export function looksLikePython(lines: readonly string[]): boolean {
  const filled = heads(lines).filter((line) => line.trim() !== "");
  if (
    filled.length === 0 ||
    filled.filter((line) => /[;{]\s*$/u.test(line)).length * 4 > filled.length
  ) {
    return false;
  }
  const plain = filled.some((line) => pythonStatement.test(line.trimStart()));
  const call = filled.some((line) =>
    /^\s*(?:await |return |[\w.]+\s*=\s*await |(?:\w+\.)+\w+\(.*\)\s*$)/u.test(line),
  );
  if (!plain && !call) return false;
  return countErrors(dedent(lines)) <= (plain ? Math.floor(filled.length / 20) : 0);
}

/** Whether a parser of Python finds nothing amiss. */
export function parsesAsPython(text: string): boolean {
  return countErrors(text.split("\n")) === 0;
}

function countErrors(lines: readonly string[]): number {
  let errors = 0;
  const stack = [parseSyntaxTree(lines.join("\n"))];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (node.type === "ERROR") errors += 1;
    stack.push(...node.children);
  }
  return errors;
}

function dedent(lines: readonly string[]): readonly string[] {
  let indent = Number.POSITIVE_INFINITY;
  for (const line of lines) {
    if (line.trim() !== "") indent = Math.min(indent, line.length - line.trimStart().length);
  }
  return Number.isFinite(indent) ? lines.map((line) => line.slice(indent)) : lines;
}

/** What a line is shows at its start; a line may be long without end. */
function heads(lines: readonly string[]): readonly string[] {
  return lines.map((line) => line.slice(0, 300));
}
