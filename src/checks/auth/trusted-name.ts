/**
 * Whether a name says that what it names authenticates or authorises: `get_current_user`,
 * `require_admin`, `verify_api_key`, `RoleChecker`, `login_required`. Only asked of what the
 * answer does not show. Session, service and limiter getters say no such thing, nor do security
 * schemes (`oauth2_scheme`), which only read a token.
 */
export function saysItAuthenticates(dotted: string): boolean {
  const parts = dotted.split(".");
  const last = parts.at(-1) ?? "";
  if (/^(?:fastapi|starlette|pydantic|sqlalchemy|builtins|typing)$/u.test(parts[0] ?? "")) {
    return dotted === "starlette.authentication.requires";
  }
  const words = wordsOf(last);
  if (words.length === 0) return false;
  if (words.some((word) => optional.has(word) || limiting.has(word))) return false;
  if (infrastructure.has(words.at(-1) ?? "")) return isAuthLibrary(parts);
  return (
    demands(words) ||
    checks(words) ||
    namesCaller(words) ||
    isAuthLibrary(parts) ||
    getsUserFromAuthModule(words, parts)
  );
}

/** The name of something that is there to refuse: `require_role`, `verify_key`, `PermissionChecker`. */
export function saysItRefuses(name: string): boolean {
  const words = wordsOf(name);
  return !words.some((word) => optional.has(word)) && (demands(words) || checks(words));
}

/**
 * The same of an annotation: `CurrentUser`, `AdminUser`, `AuthDep`. Stricter, since most types
 * that are not shown are bodies: `TokenPayload`, `RoleCreate`.
 */
export function aliasSaysItAuthenticates(dotted: string): boolean {
  const words = wordsOf(dotted.split(".").at(-1) ?? "");
  if (words.some((word) => optional.has(word) || limiting.has(word))) return false;
  const last = words.at(-1) ?? "";
  if (/^(?:dep|deps|dependency|depends|guard)$/u.test(last)) {
    const inner = words.slice(0, -1);
    return inner.some((word) => nouns.has(word)) && !infrastructure.has(inner.at(-1) ?? "");
  }
  if (/^(?:require|requires|required|authenticated|authorized)$/u.test(words[0] ?? "")) return true;
  const named = words.some((word) => presence.has(word)) && identities.has(last);
  return (
    named ||
    /^(?:admin|super|auth|staff)(?: user| admin)$/u.test(words.join(" ")) ||
    /^(?:superuser|principal|auth context|auth info|auth)$/u.test(words.join(" "))
  );
}

/** `get_db`, `get_user_service`, `get_settings`: what is injected and is no caller. */
export function isInfrastructureName(dotted: string): boolean {
  const words = wordsOf(dotted.split(".").at(-1) ?? "");
  return infrastructure.has(words.at(-1) ?? "");
}

/** `get_current_user` → get, current, user; `RequireRole`, `JWTBearer` → jwt, bearer. */
function wordsOf(name: string): readonly string[] {
  return name
    .replaceAll(/([a-z\d])([A-Z])/gu, "$1_$2")
    .replaceAll(/([A-Z]+)([A-Z][a-z])/gu, "$1_$2")
    .toLowerCase()
    .split(/[_\d]+/u)
    .filter((word) => word !== "");
}

const setOf = (words: string): ReadonlySet<string> => new Set(words.split(" "));

const optional = setOf("optional optionally maybe anonymous guest none try soft");
const limiting = setOf("rate limit limiter limited throttle throttled throttling quota ratelimit");

/** What a dependency is, when its name ends so, whatever it is for. */
const infrastructure = setOf(
  "service services repository repositories repo repos store storage settings config configuration client db database session sessions cache dao gateway factory hasher hash logger form schema scheme header headers uow backend pagination paginator page query params filter filters crud mailer queue bus engine pool redis http manager svc hashing generator",
);

/** Words for who calls, or what gives a right. */
const nouns = setOf(
  "user users admin admins administrator superuser superusers staff role roles permission permissions perm perms scope scopes key keys apikey token tokens jwt auth authentication authorization authorisation authenticated authorized login logged credentials credential principal identity owner ownership owns author access signature claims claim caller actor operator moderator editor viewer rbac acl bearer secret hmac privilege privileges policy grant membership member tenant",
);
const identities = setOf(
  "user users principal account admin administrator member customer tenant identity subject actor superuser session org organization organisation employee staff owner agent merchant caller player student id profile person operator client device",
);
/** Words for a caller whose identity has been established. */
const presence = setOf(
  "current authenticated authorized authorised logged active verified signed me",
);

const demandWords = setOf(
  "require requires required authenticate authenticated authorize authorized authorise protect protected guard guarded enforce rbac acl",
);
/** What can be required and is no right. */
const otherDemands = setOf(
  "db database json content feature flag flags https tls ssl idempotency body params query redis settings config version connection maintenance csrf host cache type format header headers accept length size file upload email field fields form",
);

function demands(words: readonly string[]): boolean {
  return (
    words.some((word) => demandWords.has(word)) && !words.some((word) => otherDemands.has(word))
  );
}

const checkWords = setOf(
  "verify verified verifies ensure check checks checker validate validator validates assert assertion is has can must may allow allows allowed only restrict restricted permit permits deny denies decode guard dependency middleware verifier enforcer",
);
/** What can be checked of a user or token and is no right. */
const otherChecks = setOf(
  "exists exist existence input email emails password passwords payload data unique uniqueness body strength format available availability name names age idempotency",
);

function checks(words: readonly string[]): boolean {
  if (words.some((word) => otherChecks.has(word))) return false;
  if (words[0] === "can" && words.length > 1) return true;
  return words.some((word) => checkWords.has(word)) && words.some((word) => nouns.has(word));
}

/** `current_user`, `get_active_superuser`, `get_auth_context`, `admin_user`, `user_from_token`. */
function namesCaller(words: readonly string[]): boolean {
  const has = (...wanted: string[]): boolean => words.some((word) => wanted.includes(word));
  const said = words.join(" ");
  if (isPresentIdentity(words)) return true;
  return (
    /^(?:get )?(?:admin|superuser|principal|identity|claims|caller|auth|jwt|access control|login)$/u.test(
      said,
    ) ||
    /^(?:get )?(?:admin|super|staff|auth|jwt) user(?: id)?$/u.test(said) ||
    /^(?:get )?(?:auth|authentication|authorization|security|jwt|token) (?:context|info|payload|claims|data|user|subject|session|state|id)$/u.test(
      said,
    ) ||
    (has("user", "principal", "account", "subject", "identity") &&
      has("from", "by", "via") &&
      has("token", "jwt", "session", "cookie", "key", "header", "request", "bearer")) ||
    // `SlowAPIMiddleware` and `ApiVersionMiddleware` are of an API, and ask nobody who he is.
    ((has("jwt", "token", "basic", "bearer", "apikey", "auth") ||
      (has("api") && !has("middleware"))) &&
      has("auth", "bearer", "guard", "middleware") &&
      words.length > 1 &&
      said !== "token bearer")
  );
}

/** A word for a caller who is known, then who: with nothing behind that makes it a resource. */
function isPresentIdentity(words: readonly string[]): boolean {
  const first = words.findIndex((word) => presence.has(word));
  const at = words.findLastIndex((word) => identities.has(word));
  if (first === -1 || at < first) return false;
  const next = words[at + 1];
  return (
    next === undefined ||
    /^(?:from|by|via|with|or|ws|websocket|dep|dependency|token|http|api|async|required|context|payload|claims|email|name|username|data|info|sub|for|and|factory|callable)$/u.test(
      next,
    )
  );
}

/** A package that exists to authenticate: `fastapi_users`, `fastapi_jwt_auth`, `authx`. */
function isAuthLibrary(parts: readonly string[]): boolean {
  const home = parts[0] ?? "";
  return (
    parts.length > 1 &&
    /^(?:fastapi_(?:users|login|auth\w*|jwt\w*|keycloak|azure_auth|cloudauth|clerk\w*|permissions|third_party_auth|supabase_auth|oidc\w*|sso|security)|authx|supertokens\w*|propelauth\w*|fief\w*|descope|auth0\w*|fastapi_auth0|keycloak|okta\w*|casbin\w*|fastapi_authz)$/u.test(
      home,
    )
  );
}

function getsUserFromAuthModule(words: readonly string[], parts: readonly string[]): boolean {
  const home = parts.slice(0, -1).join(".");
  return /^(?:get )?user(?: id)?$/u.test(words.join(" ")) && /auth|security/u.test(home);
}
