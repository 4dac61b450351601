/**
 * Whether a sentence says that something may be called without signing in. It must say so of what
 * is built: a negation, a condition, a warning or another use of the word ("public key") is none.
 */
export function saysPublic(sentence: string): boolean {
  if (!aboutAccess.test(sentence)) return false;
  const text = sentence
    .replaceAll(/[`*_]{1,2}(?=\S)|(?<=\S)[`*]{1,2}/gu, "")
    .replaceAll(/[’‘]/gu, "'");
  if ([negated, relative, conditional, warning].some((pattern) => pattern.test(text))) return false;
  return (
    statements.some((pattern) => pattern.test(text.replaceAll(otherPublic, " "))) ||
    saysPublicInGerman(text)
  );
}

/** Without one of these words no sentence says so; most have none, and the rules below are long. */
const aboutAccess =
  /public|open|auth|anonym|anyone|anybody|every|visitor|guest|unprotected|unguarded|tokens?|login|log-in|log in|logging in|sign|credential|account|api key|öffentlich|anmeldung|only/iu;

/** "public key", "public API of the module", `public.users`: the word in other senses. */
const otherPublic =
  /\bpublic(?:[ _-](?:keys?|api keys?|api (?:of|surface|methods?|is)|urls?|base|ids?|identifiers?|schemas?|representations?|views? of|profiles?|address(?:es)?|names?|info(?:rmation)?|fields?|methods?|functions?|class(?:es)?|interfaces?|attributes?|internet|ips?|cloud|subnets?|domains?|hosts?|certificates?|suffix|servers?|methods?|modules?|figures?|holidays?|data of|transport|models?|shapes?|contract|surface|repo(?:sitory)?|registry|docs|documentation|package|client|facing|exposure|network)\b|\.\w+|_\w+)|\bpublic (?:signature|part|side) of\b|\b(?:re)?public of\b/giu;

/** "ist bewusst öffentlich zugänglich", "öffentlicher Endpunkt", "ohne Anmeldung abrufbar". */
function saysPublicInGerman(text: string): boolean {
  if (
    /\b(?:nicht|kein\w*|nie|wenn|falls|ob|sobald|sonst|andernfalls|ansonsten|sollte\w*)\b(?! (?:Anmeldung|Login|Authentifizierung|Token|angemeldet)\b)/iu.test(
      text,
    )
  ) {
    return false;
  }
  return /(?<!\p{L})öffentlich(?:e[rnms]? (?:Endpunkte?n?|Routen?|Liste|Übersicht|Seiten?)| (?:zugänglich|lesbar|abrufbar|erreichbar|einsehbar))(?!\p{L})|\b(?:ist|sind|bleib\w+) (?:\p{L}+ ){0,2}öffentlich(?!\p{L})|\bohne (?:Anmeldung|Login|Authentifizierung|Token) (?:\p{L}+ ){0,2}\p{L}*(?:bar|zugänglich|möglich|nutz\p{L}+)(?!\p{L})|\b(?:keine?|ohne) (?:Anmeldung|Login|Authentifizierung|Token) (?:nötig|notwendig|erforderlich)/iu.test(
    text,
  );
}

const negated =
  /\b(?:not|never|no longer|isn't|aren't|wasn't|shouldn't|mustn't|must not|cannot|can't|won't|nothing(?: here)?|none of (?:the|these|them)|no (?:endpoints?|routes?|one|part|operation))\b[^.;:]{0,40}\b(?:public|publicly|anonymous|anonymously|anyone|everyone|open|unauthenticated|unprotected)\b|\b(?:anyone|everyone|anonymous\w*(?: \w+)?|unauthenticated(?: \w+)?)\b[^.;,]{0,15}\b(?:can't|cannot|can not|may not|must not|(?:is|are|gets?) (?:rejected|refused|denied|blocked|a? ?40[13]))|\bno (?:endpoint|route|operation)s? (?:is|are) (?:left )?(?:public|open)\b|\bnon-public\b|\b(?:not|isn't|aren't) (?:left )?(?:public|open)|\bprivate\b(?!\w)(?![^.]{0,40}\bpublic\b)|\bonly (?:admins?|users|authenticated|logged|signed|the (?:owner|author))\b/iu;

/** "every endpoint that is public": which they are is not said. */
const relative =
  /\b(?:every|any|each|all|some|one|ones|endpoints?|routes?|anything|everything|those|what|whatever|whichever)(?: \w+)? (?:that|which|you want|you mark|marked) (?:\w+ly )?(?:is|are|as|to be|be|should be|must be|stays?)?\s*(?:\w+ly )?(?:public|open|unauthenticated|anonymous)\b/iu;

const conditional =
  /\b(?:if|unless|whether|when|should|in case|before|once|until|as soon as)\b[^.;]{0,60}\b(?:public|publicly|anonymous|unauthenticated|open to|no auth|without auth)/iu;

const warning =
  /\b(?:otherwise|would let|lets? anyone|allows? anyone|so that anyone|so anyone|anyone (?:who|with|else|holding|on the)|everyone (?:else|who|with)|attackers?|leak|spoof|forg(?:e|ed)|brute|danger|risk|vulnerab|currently (?:public|open)|was (?:public|open)|were (?:public|open)|\bTODO\b|add (?:auth|authentication) (?:to|before))\b/iu;

const endpointWords =
  "endpoints?|routes?|reads?|reading|gets?|list(?:s|ings?|ing)?|pages?|resources?|operations?|handlers?|paths?|catalog(?:ue)?|api";

const statements: readonly RegExp[] = [
  /\b(?:read|viewed|called|listed|seen|accessed|used|fetched|browsed) by (?:everyone|everybody|anyone|anybody|all visitors|the public|anonymous)\b/iu,
  new RegExp(
    `\\b(?:public|publicly accessible|unauthenticated|anonymous|unprotected|open)[ -](?:read[ -]?(?:only)? )?(?:${endpointWords})\\b`,
    "iu",
  ),
  /\b(?:is|are|stays?|remains?|left|kept|made|deliberately|intentionally|purposely|purposefully|both|all|considered|marked|treated as)\s+(?:\w+\s+){0,2}(?:public|publicly \w+|unauthenticated|open to (?:all|anyone|everyone|everybody|the public|anonymous \w+))\b/iu,
  new RegExp(
    `\\b(?:${endpointWords}|they|it|these|both)\\b[^.;]{0,40}\\b(?:is|are|stays?|remains?|left|kept)\\b[^.;]{0,20}\\b(?:public|open|unauthenticated|anonymous|unprotected|unguarded)\\b(?! (?:to (?!all\\b|anyone|everyone|everybody|the public|anonymous|the world)|in|for|on a|when))`,
    "iu",
  ),
  /\bpublicly (?:readable|accessible|available|visible|viewable|browsable|listed|callable|reachable)\b/iu,
  /\b(?:requires? no|needs? no|(?:does|do|did)(?:n't| not) (?:need|require)|(?:is|are|be)(?:n't| not) required to|not requir\w+|skips?|exempt from|free of|callable without|(?:readable|accessible|available|usable|open|reachable|readable|called|read|used|listed|fetched|queried) without)\s+(?:any\s+|an?\s+|user\s+|prior\s+|to\s+)?(?:auth|authentication|authorization|authorisation|login|log-in|log in|signing in|logging in|sign in|sign-in|tokens?|credentials|accounts?|api keys?|bearer token)\b/iu,
  /\bno\s+(?:user\s+)?(?:auth|authentication|authorization|login|log-in|sign-in|tokens?|credentials|account|api key)\s+(?:is\s+|are\s+)?(?:required|needed|necessary|check|here|on (?:purpose|reads|the)|for (?:reads?|GETs?|the|listing))\b/iu,
  /^\W*(?:no (?:auth|authentication|login)|unauthenticated|without authentication)\W*$/iu,
  /\bauth(?:entication|orization)?(?: is)?(?:\s*(?:required|needed))?\s*[:=]?\s*(?:none|no|not required|not needed)\b/iu,
  /\b(?:anyone|anybody|everyone|everybody|any visitor|all visitors|visitors|guests|(?:anonymous|unauthenticated) (?:users?|visitors?|callers?|clients?|access|requests?))\b[^.;]{0,15}\b(?:(?:may|can|(?:is|are) (?:allowed|permitted) to)\s+(?:\w+ly\s+)?(?:read|view|list|call|see|browse|access|use|fetch|get|query|look|search|visit|open|create|post)\b|(?:has|have) (?:read )?access\b|reads?\b|views?\b|browses?\b)/iu,
  /\b(?:open to (?:all|everyone|everybody|anyone|the public|anonymous \w+)|unauthenticated (?:on purpose|by design)|(?:public|open) (?:on purpose|by design|access)|allows? anonymous|accessible (?:to|by) (?:everyone|anyone|all|the public))\b/iu,
  /^\W*public(?:ly)?\b(?=\s*(?:[.:;,(—–-]|$)|\s+(?:endpoint|route|read|list|catalog|feed|search|page|access|landing|lookup)\b)/iu,
  /[([]\s*(?:public|no auth|unauthenticated|anonymous|open to all)\s*[)\]]/iu,
  /\bonly (?:the )?(?:writes?|writing|mutations?|mutating \w+|changes|post|put|patch|delete|creat\w+)\b[^.;]{0,60}\b(?:requires?|needs?|are|is) (?:an? )?(?:auth\w*|login|token|protected|guarded|signed)/iu,
];

/** The words of an endpoint's own docstring or summary start so: "Public contact form." */
export function startsPublic(sentence: string): boolean {
  return /^\W*public\b/iu.test(sentence.replaceAll(otherPublic, " - "));
}

/** What a table cell says in a column about access: true public, false protected, null neither. */
export function readAccessCell(header: string, cell: string): boolean | null {
  const text = cell.replaceAll(/[`*_]/gu, "").trim();
  if (/\bpublic\b/iu.test(header) && /^(?:✅|✓|✔|yes|y|true|x)/iu.test(text)) return true;
  const accessHeader =
    /\b(?:auth\w*|who|access|security|protect\w*|public|permissions?|roles?|login|callers?|allowed|requires?|guard)\b/iu;
  if (!accessHeader.test(header)) {
    return /^(?:public|everyone|anyone|no auth\w*(?: required| needed)?|unauthenticated)$/iu.test(
      text,
    )
      ? true
      : null;
  }
  if (
    /^(?:none|no\b|public|everyone|everybody|anyone|anybody|anonymous|open|—|–|-|❌|✗|✘|no auth|not required|not needed|unauthenticated|all\b|any(?:body|one)?$|n\/a|🔓|🌐|guests?|visitors?)/iu.test(
      text,
    )
  ) {
    return !/^(?:all|any) (?:users|authenticated|roles)/iu.test(text);
  }
  return text === "" ? null : false;
}
