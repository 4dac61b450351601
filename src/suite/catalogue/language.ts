import type { Agent } from "../../agent/index.ts";
import type { Scope } from "./types.ts";

/** What names a language: itself, its frameworks, its tools. */
const languages: Readonly<Record<string, RegExp>> = {
  python:
    /\b(?:python\d?|fastapi|django|flask|starlette|pydantic|pytest|sqlalchemy|sqlmodel|alembic|mypy|pyright|asyncio|asyncpg|uvicorn|celery|pandas|numpy|pytorch|poetry|aiohttp)\b|\.py\b/giu,
  javascript:
    /\b(?:typescript|javascript|node\.?js|deno|react|reactjs|next\.?js|vue|vue\.?js|nuxt|angular|svelte|express|express\.?js|nest\.?js|jest|vitest|cypress|prisma|typeorm|eslint|zod|tsx|npm|electron)\b|\.tsx?\b|\.jsx?\b/giu,
  go: /\b(?:golang|goroutines?|gofmt|gin-gonic)\b|\bgo (?:code|services?|modules?|developer|engineer|backend|\d)|\bgo\.mod\b|\.go\b/giu,
  rust: /\b(?:rust|cargo|tokio|clippy|rustfmt)\b|\.rs\b/giu,
  jvm: /\b(?:java|kotlin|scala|spring|spring boot|junit|maven|gradle|hibernate|jvm)\b/giu,
  dotnet: /\bc#|\b(?:csharp|dotnet|asp\.net|blazor|nuget|xunit|entity framework)\b|\.net\b/giu,
  ruby: /\b(?:ruby|rails|rspec|sinatra)\b/giu,
  php: /\b(?:php|laravel|symfony|phpunit|wordpress)\b/giu,
  apple: /\b(?:swift|swiftui|xcode|objective-c|uikit)\b/giu,
  dart: /\b(?:dart|flutter)\b/giu,
  cpp: /\bc\+\+|\b(?:cpp|cmake|clang|gcc)\b/giu,
  julia: /\bjulia\b/giu,
  elixir: /\b(?:elixir|erlang|phoenix liveview)\b/giu,
  shell: /\b(?:bash script\w*|shell script\w*|powershell|terraform|ansible|helm)\b/giu,
};
/** A statement about the other side of the wire. */
const frontend = /\b(?:front-?end|browser|css|html|tailwind|dom|ui|ux|client-side|mobile app)\b/iu;

const frameworks: Readonly<Record<string, RegExp>> = {
  fastapi: /\bfastapi\b/giu,
  django: /\b(?:django|drf)\b/giu,
  flask: /\bflask\b/giu,
  other: /\b(?:aiohttp|tornado|sanic|litestar|bottle|pyramid|falcon)\b/giu,
};

const reviewers =
  /(?:^|[-_ ])(?:review(?:er|s)?|audit(?:or|s)?|critic|inspector|analy[sz]er|checker|validator|explainer)(?:$|[-_ ])/iu;

/** What an agent's answers are about, as far as the catalogue needs it. */
export type Scopes = ReadonlySet<Scope>;

/**
 * The scopes in which an agent's statements may be read. The first of its name, its description and
 * its prompt that names a language at all decides: there, Python and what belongs to it must be
 * named more often than all other languages together, and for `fastapi` likewise FastAPI more often
 * than all other frameworks. An agent whose name says that it reviews speaks of other people's code: none.
 */
export function resolveScopes(agent: Pick<Agent, "name" | "description" | "systemPrompt">): Scopes {
  const scopes = new Set<Scope>(["any"]);
  const texts = [agent.name, agent.description, agent.systemPrompt];
  if (reviewers.test(agent.name) || prevailing(texts, languages) !== "python") return scopes;
  scopes.add("python");
  const framework = prevailing(texts, frameworks);
  if (framework === "fastapi") scopes.add("fastapi");
  if (framework !== "django") scopes.add("database");
  return scopes;
}

/**
 * The scopes of one statement: its own words go before the agent's. A statement that names another
 * language, Django, or the browser side has none; one that names Python or FastAPI has theirs.
 */
export function scopesOfStatement(text: string, ofAgent: Scopes, agentName: string): Scopes {
  const named = Object.keys(languages).filter((language) => count(text, languages[language]) > 0);
  if (frontend.test(text) || named.some((language) => language !== "python")) return new Set();
  if (count(text, frameworks["django"]) + count(text, frameworks["flask"]) > 0) return new Set();
  if (named.length === 0 || reviewers.test(agentName)) return ofAgent;
  const scopes = new Set<Scope>([...ofAgent, "python"]);
  if (/\b(?:fastapi|sqlalchemy|alembic|asyncpg)\b/iu.test(text)) scopes.add("database");
  if (count(text, frameworks["fastapi"]) > 0) scopes.add("fastapi");
  return scopes;
}

/** The kind that is named more often than all others together, in the first text that names any. */
function prevailing(
  texts: readonly string[],
  kinds: Readonly<Record<string, RegExp>>,
): string | null {
  for (const text of texts) {
    const counts = Object.entries(kinds)
      .map(([kind, pattern]) => ({ kind, mentions: count(text, pattern) }))
      .filter((one) => one.mentions > 0)
      .toSorted((left, right) => right.mentions - left.mentions);
    const first = counts[0];
    if (first === undefined) continue;
    const others = counts.slice(1).reduce((sum, one) => sum + one.mentions, 0);
    return first.mentions > others ? first.kind : null;
  }
  return null;
}

function count(text: string, pattern: RegExp | undefined): number {
  return pattern === undefined ? 0 : (text.match(pattern)?.length ?? 0);
}
