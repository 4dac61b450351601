import { childAt, textOf } from "../../python/syntax-tree.ts";
import type { Endpoint, Program } from "../build-program.ts";
import { callersParameters } from "../documentation/injected-parameter.ts";
import { callsOf } from "../located-calls.ts";
import { allDependencies, reachableFunctions } from "../reachable-functions.ts";
import type { PythonFunction } from "../types.ts";

/**
 * What an endpoint is for, as far as gates treat it by itself:
 *
 * - `logout` is also the revoking of a token;
 * - `probe`: health, readiness, metrics, docs, version; `root`: the index page;
 * - `webhook`: called by another service, whether or not it verifies a signature;
 * - `other`: all the rest.
 */
export type EndpointKind =
  | "sign-up"
  | "login"
  | "refresh"
  | "logout"
  | "password-reset"
  | "email-verification"
  | "probe"
  | "root"
  | "webhook"
  | "other";

const known = new WeakMap<Endpoint, EndpointKind>();

/** Judged by path, method and function name, and for `POST /users` by what it takes. */
export function endpointKindOf(endpoint: Endpoint, program: Program): EndpointKind {
  const cached = known.get(endpoint);
  if (cached !== undefined) return cached;
  const kinds = endpoint.chains.map((chain) =>
    kindOf(factsOf(endpoint, program, chain), endpoint, program),
  );
  const kind = kinds.includes("other") ? "other" : (kinds[0] ?? "other");
  known.set(endpoint, kind);
  return kind;
}

function kindOf(facts: Facts, endpoint: Endpoint, program: Program): EndpointKind {
  if (isSignIn(facts)) return kindOfSignIn(facts);
  if (opensSession(facts, endpoint, program)) return "login";
  if (isSignUp(facts, endpoint, program)) return "sign-up";
  const recovery = kindOfRecovery(facts);
  if (recovery !== null) return recovery;
  if (isOperational(facts)) return "probe";
  if (isRoot(facts)) return "root";
  return isWebhook(facts) ? "webhook" : "other";
}

interface Facts {
  readonly path: string;
  /** The path's words without `api`, versions and parameters. */
  readonly segments: readonly string[];
  readonly parameters: readonly string[];
  readonly last: string;
  readonly name: string;
  readonly methods: readonly string[];
  readonly rooted: boolean;
  readonly isApp: boolean;
  /** The caller says something in the query or the body. */
  readonly takesInput: boolean;
}

function factsOf(
  endpoint: Endpoint,
  program: Program,
  { path, rooted }: { readonly path: string; readonly rooted: boolean },
): Facts {
  const parts = path
    .toLowerCase()
    .split("/")
    .filter((part) => part !== "" && !/^(?:api|v\d+|…|public)$/u.test(part));
  const segments = parts
    .filter((part) => !part.startsWith("{"))
    .map((part) => part.replaceAll("_", "-"));
  return {
    path: path.toLowerCase(),
    segments,
    parameters: parts.filter((part) => part.startsWith("{")),
    last: segments.at(-1) ?? "",
    name: endpoint.handler === null ? "" : endpoint.name.toLowerCase(),
    methods: endpoint.methods,
    rooted,
    isApp: endpoint.router.kind === "app",
    takesInput:
      endpoint.handler !== null &&
      callersParameters(program, endpoint.handler).some(
        (one) => one.defaultValue === null && one.kind !== "args" && one.kind !== "kwargs",
      ),
  };
}

/** Segments that stand around a login or sign-up and do not make it something else. */
const accountWords =
  /^(?:auth|authentication|oauth2?|users?|accounts?|identity|customers?|members?|security|jwt|sessions?|tokens?|access-token|login|sso|oidc|account|email|admin|web|mobile|local|password|me|profile|cookie|bearer|firebase|google|github|facebook|apple|microsoft|connect|callback|2fa|mfa|otp|all|everywhere|verify)$/u;

function isAmongAccountWords(facts: Facts, except: RegExp): boolean {
  return facts.segments.every((one) => except.test(one) || accountWords.test(one));
}

const signIn =
  /^(?:log-?in|sign-?in|log-?out|log-?off|sign-?out|sign-?off|logout-all|token|tokens|access-token|refresh|refresh-tokens?|token-refresh|authenticate|authorize|callback|revoke|magic-link|introspect)$/u;
const signInName =
  /^(?:user_|handle_|do_|post_|api_|process_|auth_|o?auth2?_)?(?:log_?in|sign_?in|log_?out|sign_?out|refresh_(?:access_)?token|login_for_access_token|logout_all|logout_everywhere|authenticate|refresh|token|issue_token|create_access_token|obtain_token|login_user|logout_user|login_with_\w+|login_via_\w+|login_\w+|token_refresh|revoke_token|revoke_refresh_token)$/u;

function isSignIn(facts: Facts): boolean {
  const { segments, methods, name } = facts;
  const plainToken = /^(?:tokens?|authorize|authenticate|access-token|revoke)$/u;
  if (segments.some((one) => signIn.test(one)) && isAmongAccountWords(facts, signIn)) {
    const strict = segments.filter((one) => signIn.test(one)).every((one) => plainToken.test(one));
    if (!strict) return facts.last !== "refresh" || facts.parameters.length === 0;
    return methods.includes("POST") && facts.parameters.length === 0;
  }
  if (segments.length > 0 && /^(?:sessions?|auth)$/u.test(facts.last) && methods.includes("POST")) {
    return signInName.test(name) || /^(?:create_session|start_session|new_session)$/u.test(name);
  }
  return signInName.test(name) && isAmongAccountWords(facts, signIn);
}

/** `POST /sessions` with a password, whatever the function is called. */
function opensSession(facts: Facts, endpoint: Endpoint, program: Program): boolean {
  return (
    /^sessions?$/u.test(facts.last) &&
    facts.methods.includes("POST") &&
    facts.parameters.length === 0 &&
    isAmongAccountWords(facts, /^sessions?$/u) &&
    takesPassword(endpoint, program)
  );
}

function kindOfSignIn(facts: Facts): EndpointKind {
  const words = [...facts.segments, facts.name.replaceAll("_", "-")];
  if (words.some((one) => /(?:log|sign)-?(?:out|off)|revoke/u.test(one))) return "logout";
  return words.some((one) => /refresh/u.test(one)) ? "refresh" : "login";
}

const signUp = /^(?:sign-?up|register|registrations?|create-account)$/u;
const signUpName =
  /^(?:user_|handle_|create_|post_|api_)?(?:sign_?up|register|registration|register_(?:new_)?(?:user|account|member|customer)|sign_?up_user|user_registration|user_signup)$/u;

function isSignUp(facts: Facts, endpoint: Endpoint, program: Program): boolean {
  if (!facts.methods.includes("POST") || facts.parameters.length > 0) return false;
  if (!isAmongAccountWords(facts, signUp)) return false;
  if (facts.segments.some((one) => signUp.test(one)) || signUpName.test(facts.name)) return true;
  return (
    /^(?:users?|accounts?|customers?|members?)$/u.test(facts.last) &&
    takesPassword(endpoint, program)
  );
}

/** The body has a password, or what runs hashes or stores one. */
function takesPassword(endpoint: Endpoint, program: Program): boolean {
  const { handler } = endpoint;
  if (handler === null) return false;
  const own = [...handler.parameters.map((one) => textOf(one.node)), textOf(handler.body)].join(
    " ",
  );
  if (/passw(?:or)?d|pwd/iu.test(own)) return true;
  const bodies = handler.parameters.flatMap((one) => {
    const type = one.annotation === null ? null : program.typeOfAnnotation(one.annotation);
    return type?.kind === "class" ? [type] : [];
  });
  if (
    bodies.some((one) => one.attributes.some((field) => /passw(?:or)?d|pwd/iu.test(field.name)))
  ) {
    return true;
  }
  return reachableFunctions(program, handler).some((one) =>
    callsNamed(program, one, /hash_?\w*passw|passw\w*_?hash/iu),
  );
}

function kindOfRecovery(facts: Facts): EndpointKind | null {
  const text = `${facts.segments.join("/")} ${facts.name.replaceAll("_", "-")}`;
  if (
    /(?:forgot(?:ten)?|reset|recover)[-/]?(?:your-)?pass(?:word)?|pass(?:word)?[-/](?:forgot(?:ten)?|reset|recover(?:y)?)/u.test(
      text,
    )
  ) {
    return "password-reset";
  }
  const verifies =
    /(?:verify|confirm|validate|activate|verification|confirmation|activation)[-/](?:your-)?(?:e-?mail|account|registration|user-email)|e-?mails?[-/](?:verify|verification|confirm|confirmation)|resend-(?:verification|confirmation|activation)/u.test(
      text,
    ) ||
    (/^(?:verify|confirm|activate|verification|verify-e-?mail)$/u.test(facts.last) &&
      facts.segments.length > 1 &&
      isAmongAccountWords(facts, /^(?:verify|confirm|activate|verification)$/u) &&
      facts.parameters.every((one) => /token|code|key/u.test(one)));
  return verifies ? "email-verification" : null;
}

const probes =
  /^(?:health|healthz|health-?checks?|live|livez|liveness|ready|readyz|readiness|ping|heartbeat|alive|status|up|startup|healthy|version|info|metrics|prometheus|docs|redoc|swagger|openapi\.json|openapi\.yaml|favicon\.ico|robots\.txt|jwks|jwks\.json|openid-configuration)$/u;
const probeHomes =
  /^(?:internal|system|ops|monitoring|probes?|k8s|actuator|app|service|management|db|database|redis|cache|deep|server|-)$/u;

function isOperational(facts: Facts): boolean {
  const { segments, name, methods, parameters } = facts;
  if (segments[0] === ".well-known") return true;
  if (!methods.some((one) => one === "GET" || one === "HEAD") || parameters.length > 0) {
    return false;
  }
  if (
    !facts.takesInput &&
    segments.some((one) => probes.test(one)) &&
    segments.every((one) => probes.test(one) || probeHomes.test(one))
  ) {
    return true;
  }
  const last = /^(?:healthz?|health-?checks?|livez|readyz|liveness|readiness)$/u;
  return (
    last.test(facts.last) ||
    /^(?:get_|read_|check_)?(?:health(?:z|_?check)?|liveness|readiness|healthz?_(?:check|status|live|ready|liveness|readiness))(?:_(?:check|probe))?$/u.test(
      name,
    )
  );
}

function isRoot(facts: Facts): boolean {
  if (!facts.methods.includes("GET") || facts.segments.length > 0 || facts.parameters.length > 0) {
    return false;
  }
  if (facts.path.includes("…")) return false;
  if (facts.isApp || facts.rooted) return true;
  return /^(?:read_)?(?:root|index|home|welcome|landing)(?:_page)?$/u.test(facts.name);
}

function isWebhook(facts: Facts): boolean {
  return /webhooks?|hooks|callback|ipn/u.test(`${facts.segments.join(" ")} ${facts.name}`);
}

/** A webhook, or what it depends on, compares a signature. */
export function verifiesSignature(endpoint: Endpoint, program: Program): boolean {
  const uses = allDependencies(endpoint);
  const verifier =
    /compare_digest|construct_event|(?:verif|valid|check)\w*signature|signature\w*_?(?:valid|verif)|hmac\.(?:new|digest)|Webhook\w*\.verify|\.verify$/iu;
  return (
    reachableFunctions(program, endpoint.handler, uses).some((one) =>
      callsNamed(program, one, verifier),
    ) ||
    uses.some((use) =>
      use.callees.some((one) => one.kind === "named" && /signature|hmac/iu.test(one.name)),
    )
  );
}

function callsNamed(program: Program, one: PythonFunction, name: RegExp): boolean {
  return callsOf(program, one).some((call) =>
    name.test(textOf(childAt(call.node, "function") ?? call.node)),
  );
}
