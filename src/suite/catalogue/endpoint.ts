import { entry } from "./types.ts";

/** Documentation that is read, not written. */
const readingDocumentation =
  /\b(?:read|consult|check|refer|look up|look at|fetch|search|verify against|review)\b[^.;—]{0,40}\b(?:docs?|documentation|specs?)\b/iu;

/** What an endpoint and the functions below it must have. */
export const endpointEntries = [
  entry({
    id: "request-validation",
    title: "Every endpoint takes its body as a Pydantic model and declares the shape it returns.",
    scope: "fastapi",
    asks: [
      /\b(?:request|response|inputs?|payloads?|body|data|schema)(?: ?(?:[/,&]|and) ?(?:request|response|input|output|query|path|body))*[- ]validation\b/iu,
      /\bvalidat(?:e|es|ing)\b[^.;—]{0,30}\b(?:inputs?|requests?|responses?|payloads?|bod(?:y|ies)|user data|parameters|incoming data)\b/iu,
      /\b(?:inputs?|requests?|payloads?|bod(?:y|ies))\b[^.;—]{0,25}\bvalidated\b/iu,
      /\bpydantic(?: v?2)?\b[^.;—]{0,40}\b(?:models?|schemas?|validation|requests?|responses?|payloads?)\b/iu,
      /\b(?:models?|schemas?)\b[^.;—]{0,30}\b(?:with|in|using|via) pydantic\b/iu,
      /\bresponse[_ ]models?\b/iu,
    ],
    unless: [
      /\bpydantic[- ](?:base)?settings\b|\bbasesettings\b/iu,
      /\bvalidat\w* (?:and |the |all )*(?:user )?(?:requirements?|assumptions?)\b/iu,
      /\bmodel validation\b/iu,
      /\b(?:test|pipeline|train|dataset|etl)\w*\b[^.;—]{0,20}\bvalidation\b/iu,
    ],
  }),
  entry({
    id: "openapi",
    title: "Every HTTP endpoint has a description and a tag for the OpenAPI documentation.",
    scope: "fastapi",
    asks: [
      /\b(?:openapi|swagger)\b[^.;—]{0,30}\b(?:docs?|documentation|documented|descriptions?|tags?|metadata|examples?)\b/iu,
      /\b(?:docs?|documentation|document(?:s|ed|ing)?)\b[^.;—]{0,40}\b(?:openapi|swagger)\b/iu,
      /\bapi documentation\b/iu,
      /\bdocument(?:s|ed)? (?:all |every |each |the |public )*(?:api )?(?:end-?points?|routes?)\b/iu,
      /\b(?:end-?points?|routes?)\b[^.;—]{0,30}\b(?:documented|documentation|summar(?:y|ies)|descriptions? and tags?)\b/iu,
    ],
    unless: [readingDocumentation, /\b(?:external|third[- ]party|upstream)\b/iu],
  }),
  entry({
    id: "rate-limiting",
    title: "Every public endpoint (sign-up, login, refresh, reset…) is rate-limited.",
    scope: "fastapi",
    asks: [
      /\brate[- ]?limit(?:s|ed|ing|er|ers)?\b/iu,
      /\bthrottl(?:e|es|ed|ing)\b[^.;—]{0,30}\b(?:requests?|end-?points?|clients?|apis?|login)\b/iu,
      /\brequest throttling\b/iu,
    ],
    unless: [
      /\b(?:external|third[- ]party|upstream|provider|respect|quotas?|back-?off|retry|retries|429|vendor)\b/iu,
    ],
  }),
  entry({
    id: "restful",
    title:
      "Paths name resources, and methods and status codes follow HTTP: 201, 204, no change by GET.",
    scope: "fastapi",
    asks: [
      /\bREST(?:ful)?(?: api)? (?:design |architecture )?(?:principles?|conventions?|best practices|design|standards?|guidelines?|semantics|naming|constraints|compliant|compliance)\b/iu,
      /\b(?:follow|adhere|comply|conform|stick)\w*\b[^.;—]{0,25}\bREST(?:ful)?\b/u,
      /\bRESTful (?:end-?points?|apis?|routes?|urls?|resources?)\b/iu,
      /\bhttp (?:methods?|verbs?|status codes?)\b/iu,
      /\b(?:proper|correct|appropriate|right|standard|accurate|semantic|meaningful) (?:http )?status codes?\b/iu,
      /\bresource[- ](?:oriented|based) (?:urls?|paths?|design|end-?points?|routes?)\b/iu,
    ],
    unless: [
      /\bstatus codes? (?:for|on|in) (?:all |every |each )?(?:errors?|failures?)\b/iu,
      /\b(?:errors?|exceptions?|httpexceptions?)\b[^.;—]{0,40}\bstatus codes?\b/iu,
      /\b(?:consum(?:e|ing)|call(?:ing)?|client)\b[^.;—]{0,20}\bREST/iu,
    ],
  }),
  entry({
    id: "async-io",
    title: "What does I/O is `async def`, and no `async def` makes a blocking call.",
    scope: "python",
    qualified: true,
    asks: [
      /\basync(?:hronous)?(?:\/await)?\b[^.;—]{0,40}\b(?:i\/o|io|end-?points?|operations?|implementations?|handlers?|routes?|database|def|db|sessions?|drivers?|queries)\b/iu,
      /\b(?:i\/o|io-bound|database|end-?points?|routes?|handlers?|queries)\b[^.;—]{0,40}\basync(?:hronous(?:ly)?)?\b/iu,
      /\basync[- ](?:first|by default|everywhere)\b|\basync(?:\/| and )await\b/iu,
    ],
    forbids: [
      /\b(?:no|never|avoid|not|don['’]t)\b[^.;—]{0,25}(?:block(?:s|ing)? (?:the |an? )?event loop|blocking (?:\w+ )?(?:calls?|i\/o|io|operations?|code|functions?))/iu,
      /\b(?:no|never|avoid|not|don['’]t)\b[^.;—]{0,25}\bsync(?:hronous)?\b[^.;—]{0,30}\b(?:calls?|i\/o|in async|sessions?|drivers?)\b/iu,
    ],
    unless: [
      /\basync[- ]tests?\b|\bpytest-asyncio\b/iu,
      /\basync(?:hronous)? (?:messag|communicat|job|task)/iu,
    ],
  }),
  entry({
    id: "dependency-injection",
    title: "Sessions, clients and services reach endpoints by dependency injection.",
    scope: "fastapi",
    asks: [
      /\bdependency[- ]injection\b/iu,
      /\bDepends\b(?=\(|`| |$)/u,
      /\binject(?:ed|ing)?\b[^.;—]{0,30}\b(?:dependenc(?:y|ies)|sessions?|services?|repositor(?:y|ies)|clients?)\b/iu,
      /\b(?:dependenc(?:y|ies)|sessions?|services?|repositor(?:y|ies)|clients?)\b[^.;—]{0,20}\binjected\b/iu,
    ],
  }),
  entry({
    id: "logging",
    title: "A logger records failures and security events, and what is written to a database.",
    scope: "python",
    qualified: true,
    asks: [
      /\blogging\b(?! in(?:to)?\b)(?! out\b)/iu,
      /\blog(?:s|ged)? (?:all|every|each|critical|important|errors?|failures?|exceptions?|security|key|significant|sensitive operations|with context)\b/iu,
      /\b(?:errors?|failures?|exceptions?|operations?|events?) (?:are|is|must be|be|should be) (?:properly )?logged\b/iu,
      /\b(?:use|through|via|with) (?:a |an |the |structured )?(?:logger|structlog|loguru)\b/iu,
    ],
    forbids: [
      /\b(?:no|never|avoid|not|don['’]t|instead of|over)\b (?:\w+ ){0,3}`?print(?:\(\)| statements?| calls?|s\b|`|[.!]?$| for (?:logging|debugging))/iu,
    ],
    unless: [
      /\b(?:sensitive|secrets?|passwords?|pii|credentials|tokens?)\b[^.;—]{0,25}\b(?:in|to|from) (?:the )?logs?/iu,
    ],
  }),
  entry({
    id: "docstrings",
    title: "Every public function, method and class has a docstring, in Google style.",
    scope: "python",
    asks: [/\bdoc-?strings?\b/iu],
    unless: [
      /\b(?:numpy|numpydoc|sphinx|re-?st|restructuredtext|epytext)\b/iu,
      /\bone-?line(?:r|rs)?\b/iu,
    ],
  }),
] as const;
