/** What a built-in check decides, in words for who reads its verdicts. Each text is sentences. */
export interface Explanation {
  /** What the gate asks of an answer. */
  readonly means: string;
  /** When it applies; else the verdict is `na`. */
  readonly applies: string;
  /** What is looked at, and what passes. */
  readonly decided: string;
  /** What a pass does not prove, and what may be judged wrong. */
  readonly doesNotSee: readonly string[];
}

/** By check id, in the order of docs/gates.md; a test holds it complete. */
export const explanations: Readonly<Record<string, Explanation>> = {
  answered: {
    means: "The reply is an answer, and whole: not refused, filtered or cut for length.",
    applies: "To every answer.",
    decided:
      "By how the model's API says that the reply ended, where that is known; else by the text: it is not empty, and no code block is left open.",
    doesNotSee: [
      "A refusal in friendly words, where the API reports none.",
      "A cut between two code blocks, where only the text is known.",
    ],
  },
  "type-hints": {
    means: "Every function and method of the implementation is fully annotated.",
    applies: "Where the implementation defines a function or method.",
    decided:
      "Every parameter but `self` and `cls`, `*args` and `**kwargs` too, and every return has an annotation. Lambdas, test code and migrations do not count, nor does code repeated from the request.",
    doesNotSee: [
      "Whether a type is right: `Any`, or a wrong type, is an annotation like any other; no type checker is run.",
      "Variables and attributes without a type.",
    ],
  },
  auth: {
    means: "Every endpoint that is not public by nature authenticates or authorises its caller.",
    applies:
      "Where an endpoint is neither public by nature (sign-up, login, refresh, logout, password reset, verification, health, metrics, docs, root, signed webhooks) nor said by the answer to be public.",
    decided:
      "Each such endpoint must be refused to callers who cannot be verified or are not allowed (401, 403, a closed websocket): by a dependency of its own, its router, inclusion or application, by a middleware, or in its body, followed across files, aliases and classes. A token that is read and never verified protects nothing.",
    doesNotSee: [
      "Code that is not shown: a dependency imported from the user's code, such as `get_current_user`, is trusted by its name.",
      "Whether the right callers are let in: a check of the wrong role, or of another user's data, passes.",
      "Whether a statement that an endpoint is public is a wise one.",
    ],
  },
  tests: {
    means: "Tests come with the code, call it, assert on the outcome and cover a failure.",
    applies:
      "Where the implementation defines an endpoint or a function with logic, where there is test code, or where the request asks for tests.",
    decided:
      "At least one test that would run calls the code under test (over HTTP, or directly) and asserts on what came of it, and one of these expects a failure: an error status, a raised exception, a refused input. Skipped tests, and assertions on constants alone, do not count.",
    doesNotSee: [
      "Whether the tests pass: nothing is run.",
      "How much they cover, and whether an assertion is a strong one: one good test and one failure path are enough.",
    ],
  },
  "error-handling": {
    means: "Failures end in an HTTP error of the right status; none is swallowed or hidden.",
    applies: "Where the answer defines an endpoint.",
    decided:
      "By plain evidence of a fault only: something fetched by a key and used without asking whether it is there; an exception raised that no handler maps; a client's failure answered with a 5xx; a bare `except:`, or an `except Exception` that swallows; an error's body with a status of success.",
    doesNotSee: [
      "Failures that the task has and the code never mentions, such as an external service that times out.",
      "Handlers that the answer does not show and does not speak of.",
      "Whether a status between two fitting ones is the better one.",
    ],
  },
  "request-validation": {
    means:
      "Payloads are typed: bodies come in as Pydantic models, and returned shapes are declared.",
    applies: "Where an endpoint reads a body or returns JSON.",
    decided:
      "A body is taken as a Pydantic model or as typed `Form`, `File` or `Body` parameters; a webhook may read raw bytes if it then validates them by a model. A returned JSON body has `response_model=` or a return annotation that tells a shape: `dict`, `Any`, `Response` and `JSONResponse` tell none. 204s, redirects, streams, files, pages and websockets are passed over.",
    doesNotSee: [
      "Whether a model is strict enough: a field `data: str` without a limit is a typed field.",
      "Query and path parameters.",
      "What a handler that is not shown does.",
    ],
  },
  openapi: {
    means: "Every HTTP endpoint is described and has a tag in the OpenAPI documentation.",
    applies: "Where the answer registers an HTTP endpoint.",
    decided:
      "Each has a docstring, `summary=` or `description=`, and a tag: its own, its router's or one of the inclusion. Endpoints with `include_in_schema=False` are passed over.",
    doesNotSee: [
      "Whether the description says anything useful, and whether documented responses are the real ones.",
      "Tags of routers that are not shown: these are not held against the answer.",
    ],
  },
  "rate-limiting": {
    means: "Public endpoints are limited in how often they may be called.",
    applies:
      "Where there is a sign-up, login or token, token refresh, password reset or e-mail verification, or an open endpoint that the answer itself calls public.",
    decided:
      "Each is limited by a decorator below its route, a dependency, a middleware, a called function that answers 429 or asks a limiter, or a default limit of the application.",
    doesNotSee: [
      "Whether the limit is a sensible one, per caller, or kept across processes.",
      "Limits in a proxy's configuration, which do not count.",
      "Code that is not shown: it is taken by its name.",
    ],
  },
  restful: {
    means: "Methods, statuses and paths follow REST.",
    applies:
      "Where there is an endpoint other than those of signing up and in, refresh, logout, verification, password reset, and webhooks.",
    decided:
      "Paths name resources and not operations (`/orders/{id}/cancel` is accepted); creation answers 201; a delete without a body answers 204; GET changes no state.",
    doesNotSee: [
      "Whether a POST creates something where the code that would show it is not in the answer.",
      "Nouns that are no good names, the nesting of resources, and the choice between PUT and PATCH.",
    ],
  },
  "async-io": {
    means: "What does I/O is `async def`, and no `async def` blocks the event loop.",
    applies: "Where a function of the implementation uses a database, HTTP, Redis, mail or files.",
    decided:
      "By calls of libraries that are known to do I/O, in the function itself or in a plain one that it calls, unless they are handed to a thread. Celery tasks, commands, driver hooks, migrations and load tests may be synchronous; hashing of passwords and small files of a fixed path are tolerated.",
    doesNotSee: [
      "I/O of libraries that it does not know, or of code that is not shown.",
      "Long computations, which block the event loop too.",
      "Whether calls that could run at the same time do.",
    ],
  },
  "dependency-injection": {
    means: "Sessions, clients and services reach endpoints by injection.",
    applies: "Where an endpoint uses a database session, a client or a service.",
    decided:
      "They come by `Depends`, `Annotated` or the application's state; no endpoint, nor a function that it calls, builds a session, engine or service itself or uses one of a module. A Redis or HTTP client of a module is tolerated.",
    doesNotSee: [
      "What an imported object that is not shown is: it is judged by its name.",
      "Whether a service is a layer of its own, or all logic stands in the endpoint.",
    ],
  },
  logging: {
    means: "Failures and security events are logged, and so are writes to a database.",
    applies:
      "Where the implementation authenticates or authorises, writes to a database or calls an external service.",
    decided:
      "A logger (logging, structlog, loguru) is called on at least one failure or security path; where the implementation writes to a database, also once, not for a failure, in a function that writes or in one that calls it. `print` is none.",
    doesNotSee: [
      "Whether all critical operations are logged: one of each kind is enough.",
      "Whether a log line says enough, or too much.",
    ],
  },
  docstrings: {
    means: "Public functions, methods and classes have docstrings in Google's style.",
    applies: "Where the implementation defines something public.",
    decided:
      "All of them have one (names with a leading `_`, dunder methods, nested definitions, tests and migrations apart), and at least half of those of functions that raise, or take parameters that are not injected, have a section `Args:`, `Returns:`, `Raises:` or `Yields:`.",
    doesNotSee: [
      "Whether a docstring is true, or says more than the name.",
      "Whether a section names every parameter.",
    ],
  },
  "connection-pooling": {
    means: "The database's connection pool is set on purpose, and made once.",
    applies:
      "Where the implementation makes a database engine, pool or client; a Redis or HTTP client is none.",
    decided:
      "The pool has a setting (`pool_size`, `pool_pre_ping`, `create_pool(min_size=…)` …), or `NullPool` beside an external pooler that the answer names; the client is not made for each request. SQLite needs no size.",
    doesNotSee: [
      "Whether the numbers fit the workers and the database's limit.",
      "Settings that are passed on from code that is not shown: these are not held against the answer.",
    ],
  },
  transactions: {
    means: "The writes of one operation are committed together, or not at all.",
    applies: "Where the implementation writes to a database.",
    decided:
      "Along the calls of each operation: its writes are committed (`session.begin()`, a session dependency, a commit, or a single statement that commits itself), not by two commits of which the first alone leaves the data wrong, and not after an exception.",
    doesNotSee: [
      "Races: whether rows are locked, and which isolation level holds.",
      "What two commits mean in the business at hand; obvious halves only are found.",
      "A commit in code that is not shown, if the answer does not speak of it.",
    ],
  },
  indexing: {
    means: "Every column by which the code filters, joins or sorts is indexed.",
    applies:
      "Where the implementation defines tables or adds columns or indexes, or the request asks for faster queries.",
    decided:
      "Each such column of the answer's own tables is indexed or unique. Exempt are primary keys, columns beside an equality on a primary key or an indexed column of the same query, the far side of a join to a primary key, and predicates of partial indexes; a composite index counts for its leading columns. Where faster queries are asked for and no table is shown, an index that the answer creates in SQL, or says to be there, must serve each query that filters or sorts.",
    doesNotSee: [
      "What a query planner would choose, how large a table is, and indexes that are never used.",
      "Columns of tables that the answer does not declare, and queries whose columns are only known at run time.",
    ],
  },
  migrations: {
    means: "What defines or changes tables comes with a migration, up and down.",
    applies: "Where the implementation defines or changes tables, indexes included.",
    decided:
      "An Alembic migration stands in the answer as code, with an `upgrade` that does something and a `downgrade`, which may refuse. A command that would generate one, `create_all` and `CREATE TABLE` at start-up are none.",
    doesNotSee: [
      "Whether the migration makes what the models say, and whether it would run.",
      "Migrations of other tools than Alembic.",
    ],
  },
  "password-hashing": {
    means: "Passwords are kept and compared as slow hashes only.",
    applies: "Where the implementation stores, compares or verifies passwords.",
    decided:
      "They are hashed with bcrypt, Argon2, scrypt or PBKDF2 and verified by the same library; none is stored, compared, logged or handed back as it was typed, or as a bare fast hash.",
    doesNotSee: [
      "Rounds, memory and salts: weak settings of a good hash pass.",
      "Code that is not shown: `hash_password` and its like are trusted by their names.",
    ],
  },
  "no-hardcoded-secrets": {
    means: "No secret stands in the code.",
    applies:
      "Where the implementation uses a signing key, password, token or API key of its own, or a URL with a password in it.",
    decided:
      "By names and uses that tell a secret, and by URLs: the value comes from the environment or settings, without a default that would work. A default that the code refuses to start with is none. Tests, examples and labels are passed over.",
    doesNotSee: [
      "A secret under a name and in a place that tell nothing of it; strings are not searched for keys by their looks.",
      "Configuration that is not Python, such as a compose file.",
    ],
  },
  "sql-injection": {
    means: "No SQL is built from variables as text.",
    applies: "Where the implementation or a migration sends SQL text or builds queries.",
    decided:
      "By where the pieces of every SQL text come from: no f-string, `%`, `+`, `format` or `join` puts a variable into it. Module constants and identifiers that the code fixes (an allow-list, a dictionary, an enum, fields of a model) are accepted; bound parameters and SQLAlchemy's expressions are safe.",
    doesNotSee: [
      "Whether a value can really be reached by a user: any variable in SQL text fails.",
      "Injection into anything else: shells, templates, NoSQL queries.",
    ],
  },
  parses: {
    means: "Every Python block is valid Python.",
    applies: "Where the answer has Python code.",
    decided:
      "Ruff parses each block for itself as Python 3.14. Indented excerpts are dedented first; `await` and `return` outside of a function are accepted. Consoles, diffs and examples of what not to do are passed over.",
    doesNotSee: [
      "Names that are not defined, imports that do not exist, and all other faults of running code.",
    ],
  },
  "complete-code": {
    means: "No function body is a placeholder.",
    applies: "Where the answer has Python code.",
    decided:
      "No body is `...`, `pass`, `raise NotImplementedError`, a TODO in place of code, or “rest of the code”. Accepted are protocols, abstract methods, overloads, documented no-ops, a `downgrade` that says why it cannot be undone, and stubs of which the answer says that they are the user's.",
    doesNotSee: [
      "Code that is whole and does nothing of use, such as a constant returned for a result.",
      "Whole functions or files that are missing.",
    ],
  },
  "coverage-report": {
    means: "Test coverage is configured or run.",
    applies: "Where the gate `tests` does.",
    decided:
      "The answer has coverage's configuration (`[tool.coverage…]`, `.coveragerc`, `--cov` among pytest's options) or a command that runs it. A dependency on `pytest-cov`, or a word about coverage, is none.",
    doesNotSee: ["What the coverage is, and whether a threshold is set."],
  },
  benchmarks: {
    means: "There is a benchmark or load test that can be run.",
    applies: "Where the answer defines an endpoint.",
    decided:
      "A test with pytest-benchmark, a locust or k6 script, a command of wrk, hey, ab, oha and their like with its arguments, or a script that takes the time of calls. A tool's name, advice, an `EXPLAIN` and a middleware that logs latencies are none.",
    doesNotSee: [
      "Whether it measures the critical path, and whether it would run.",
      "Measured figures: it looks for what measures.",
    ],
  },
};
