import { entry } from "./types.ts";

/** The gates that a sample must meet unless a suite says otherwise. */
export const coreEntries = [
  entry({
    id: "answered",
    title: "The answer is complete: not refused, filtered or truncated.",
    level: "required",
    scope: "any",
    asks: [],
  }),
  entry({
    id: "type-hints",
    title: "Every parameter and return of every function and method has a type hint.",
    level: "required",
    scope: "python",
    asks: [
      /\btype[- ]?(?:hint|annotation)(?:s|ed|ing)?\b/iu,
      /\b(?:full|fully|strict|strictly|statically|complete|completely|100 ?%) (?:type[- ])?(?:typed|hinted|annotated|typing)\b/iu,
      /\b(?:complete|full|100 ?%) type coverage\b/iu,
      /\b(?:functions?|methods?|signatures?|parameters?|arguments?|return (?:types?|values?)|returns)\b[^.;:]{0,40}\b(?:typed|annotated)\b/iu,
      /\b(?:annotate|type) (?:all|every|each|any)\b[^.;:]{0,20}\b(?:functions?|methods?|signatures?|parameters?|arguments?|returns?)\b/iu,
      /\b(?:mypy|pyright|basedpyright)\b[^.;—]{0,25}\bstrict\b|\bstrict(?:ly)?\b[^.;—]{0,25}\b(?:mypy|pyright|basedpyright)\b/iu,
    ],
    forbids: [
      /\b(?:no|never|avoid|not|don['’]t)\b[^.;—]{0,30}\b(?:untyped|unannotated)\b[^.;—]{0,20}\b(?:functions?|methods?|parameters?|arguments?|signatures?|code|defs?)\b/iu,
      /\b(?:no|never|avoid|not|don['’]t)\b[^.;—]{0,30}\b(?:functions?|methods?|parameters?|arguments?|signatures?)\b[^.;—]{0,15}\b(?:untyped|unannotated)\b/iu,
    ],
    // The check looks at every function: a statement about the public ones asks for less.
    unless: [/\b(?:public|exported)\b(?![^.;—]{0,20}\bprivate\b)/iu],
  }),
  entry({
    id: "auth",
    title: "Every endpoint that is not public by nature authenticates or authorises its caller.",
    level: "required",
    scope: "fastapi",
    asks: [
      /\b(?:end-?points?|routes?)\b[^.;—]{0,60}\b(?:authenticat(?:ion|ed|es?)|authori[sz](?:ation|ed|es?)|auth|protected|secured)\b/iu,
      /\b(?:protect|secure|guard|authenticat(?:e|ion)|authori[sz](?:e|ation)|auth)\b[^.;—]{0,40}\b(?:all|every|each|any|protected|non-public|private|sensitive)\b[^.;—]{0,25}\b(?:end-?points?|routes?|requests?)\b/iu,
      /(?:^|: )(?:must have: |always |implement |ensure |require |enforce |proper(?:ly)? |robust |secure |correct |appropriate )*(?:authentication|auth)\s*(?:\/|and|&|,|\+)\s*authori[sz]ation(?: (?:checks?|is|are|in place|implemented|enforced)\b.*)?[.!]?$/iu,
    ],
    forbids: [
      /\b(?:no|never|not|don['’]t)\b[^.;—]{0,30}\b(?:unauthenticated|unprotected|unsecured)\b[^.;—]{0,20}\b(?:end-?points?|routes?|access)\b/iu,
      /\b(?:end-?points?|routes?)\b[^.;—]{0,20}\b(?:never|not|no)\b[^.;—]{0,20}\b(?:unauthenticated|unprotected|unsecured)\b/iu,
      /\b(?:no|never|not|don['’]t)\b[^.;—]{0,30}\b(?:end-?points?|routes?)\b[^.;—]{0,20}\b(?:unauthenticated|unprotected|unsecured|without (?:proper )?auth\w*)\b/iu,
    ],
    unless: [
      /\b(?:test\w*|cover(?:age|s|ed)?|log(?:s|ged|ging)?|audit\w*|document(?:s|ed|ation)?|rate[- ]?limit\w*|throttl\w*|for) (?:for |of |all |the |every |to )*(?:failed |unit )?(?:authenticat|authori[sz]|auth\b)/iu,
      /\bauth\w* (?:failures?|errors?|end-?points?|routes?|flows?)\b/iu,
      /\bonly (?:when|if|where)\b/iu,
    ],
  }),
  entry({
    id: "tests",
    title:
      "Tests come with the code: they call it, assert on the outcome, and cover a failure path.",
    level: "required",
    scope: "python",
    asks: [
      /\b(?:unit|integration|automated|pytest|functional|end-to-end|e2e|api|regression)(?:(?: ?[/,&+] ?| and | or |, and )(?:unit|integration|functional|end-to-end|e2e|api))*[- ]tests?\b(?! (?:data|databases?|env\w*|results?|reports?|runners?|plans?|doubles?|strateg\w*))/iu,
      /\b(?:write|include|provide|add|have|has|with|ship|deliver|create|generate|require|accompanied by|contain|supply)s?\b[^.;—]{0,40}(?<!(?:load|performance|stress|penetration|security|smoke|benchmark|manual)[- ])\btests?\b(?! (?:data|databases?|env\w*|results?|reports?|runners?|plans?|doubles?|strateg\w*|coverage))/iu,
      /(?<!(?:load|performance|stress|penetration|security|smoke|manual)[- ])\btests? (?:(?:cases?|suites?|files?) )?(?:are|is|must be|be|should be) (?:included|provided|written|present|added|delivered)\b/iu,
      /\b(?:is|are|be|fully|thoroughly|well|comprehensively)[- ]tested\b/iu,
      /\b(?:skip|omit|forget|neglect)(?:ping|ting|ing)? (?:to (?:write|add|include) |writing |the |any )*tests\b/iu,
      /(?:^|: )tests? (?:are |must be )?(?:comprehensive|thorough|complete)\b/iu,
      /\b(?:follow|use|practi[cs]e|apply|adopt)\b[^.;—]{0,20}\b(?:test-driven|TDD)\b/iu,
      /\b(?:comprehensive|good|thorough|full|proper|adequate) test (?:coverage|suites?)\b/iu,
      /(?:^|: )(?:pytest|tests)\b[^.;—]{0,20}\bfor (?:all|every|each|new|any)\b/iu,
      /\bcover(?:s|ed)?\b[^.;—]{0,40}\b(?:by|with) (?:\w+ )?tests?\b/iu,
      /(?:^|: )(?:(?:unit|integration)[- ])?test (?:all|every|each|any|new)\b[^.;—]{0,30}\b(?:functions?|methods?|end-?points?|routes?|code|features?|class(?:es)?|modules?|commands?)\b/iu,
    ],
    unless: [
      /\b(?:existing|all|failing) tests? (?:still )?(?:pass|fail|run|must pass)/iu,
      /\b(?:run|execute|re-?run|fix) (?:the |all |any |existing |unit |failing )*tests?\b/iu,
    ],
  }),
  entry({
    id: "error-handling",
    title:
      "Failures end in an HTTP error of the right status; none is swallowed, none is returned as a success.",
    level: "required",
    scope: "fastapi",
    qualified: true,
    asks: [
      /\b(?:error|exception|failure)s?[- ]handl(?:ing|ers?)\b/iu,
      /\bhandl(?:e|es|ing) (?:all |any |every |the |both |expected |potential |possible )*(?:\w+ )?(?:errors?|exceptions?|failures?)\b/iu,
      /\b(?:errors?|exceptions?|failures?) (?:are|is|must be|be|should be) (?:properly |correctly |gracefully |explicitly |always )*handled\b/iu,
      /\bcustom exceptions?\b/iu,
      /\bstatus codes? (?:for|on) (?:all |every |each )?(?:errors?|failures?)\b/iu,
      /\bhttpexceptions?\b[^.;—]{0,40}\bstatus codes?\b/iu,
    ],
    forbids: [
      /\b(?:no|never|avoid|not|don['’]t)\b[^.;—]{0,25}\b(?:bare `?except|swallow(?:s|ed|ing)?|silent(?:ly)? (?:fail|ignor|swallow|catch|pass)\w*)/iu,
    ],
    unless: [
      /\b(?:test(?:s|ed|ing)?|document(?:ed|s)?|log(?:s|ged)?|explain|describe) (?:for |all |the |every )*(?:error|exception|failure)/iu,
    ],
  }),
] as const;
