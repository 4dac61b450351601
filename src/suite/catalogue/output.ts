import { entry } from "./types.ts";

/** Code that a user may put to use as it stands. */
const productionReady = [
  /\bproduction[- ](?:ready|grade|quality)\b[^.;—]{0,30}\b(?:code|implementations?|solutions?)\b/iu,
  /\b(?:code|implementations?|solutions?)\b[^.;—]{0,30}\bproduction[- ](?:ready|grade|quality)\b/iu,
];

/** What the answer itself must be or contain. */
export const outputEntries = [
  entry({
    id: "parses",
    title: "Every Python block parses.",
    scope: "python",
    asks: [
      ...productionReady,
      /\b(?:syntactically (?:correct|valid)|valid python|runnable|executable|working)\b[^.;—]{0,20}\b(?:code|python|examples?|snippets?)\b/iu,
      /\b(?:code|examples?|snippets?)\b[^.;—]{0,25}\b(?:runnable|parses|compiles|runs as it stands|is syntactically (?:correct|valid)|is executable)\b/iu,
      /\bvalid (?:python )?syntax\b/iu,
    ],
    forbids: [/\b(?:no|never|without|free of|zero|avoid)\b[^.;—]{0,15}\bsyntax errors?\b/iu],
  }),
  entry({
    id: "complete-code",
    title: "No function body is a placeholder.",
    scope: "python",
    asks: [
      ...productionReady,
      /\b(?:complete|full|fully functional|fully working)\b(?:,? (?:and )?(?:runnable|working|executable|functional|self-contained|python|tested|copy-pasteable))* (?:code(?! reviews?| bases?| quality)|implementations?|code examples?|source files?)\b/iu,
      /\b(?:return|provide|output|show|write|deliver|give|present|produce|supply|include)s?\b[^.;—]{0,20}\b(?:complete|full|whole|entire)(?:,? \w+)? (?:files?|modules?)\b(?! ?-?(?:paths?|names?|structure|tree|contents? of))/iu,
      /\b(?:code|implementations?|functions?) (?:is|are|must be|be|should be) (?:always )?complete\b/iu,
    ],
    forbids: [
      /\b(?:no|never|avoid|without|don['’]t|not|zero|free of)\b[^.;—]{0,40}\b(?:placeholders?|todos?|stubs?|stubbed|pseudo-?code|unfinished|half-finished|incomplete|elid\w+)\b/iu,
      /\b(?:no|never|avoid|without|don['’]t|not)\b[^.;—]{0,40}(?:\brest of (?:the|your) code\b|\bomit(?:s|ted|ting)? (?:any )?code\b|\btruncat\w+ (?:any )?code\b|\bexisting code\b ?\.\.\.)/iu,
    ],
    unless: [/\bplaceholders? (?:text|images?|values?|credentials?|data|secrets?|attributes?)\b/iu],
  }),
  entry({
    id: "coverage-report",
    title: "The answer configures or runs a coverage report.",
    scope: "python",
    asks: [
      /\bcoverage\b[^.;—]{0,15}\breports?\b/iu,
      /\breports?\b[^.;—]{0,15}\bcoverage\b/iu,
      /\bpytest-cov\b|(?<![\w-])--cov\b/iu,
    ],
  }),
  entry({
    id: "benchmarks",
    title: "The answer has a benchmark or load test that can be run, or measured figures.",
    scope: "fastapi",
    asks: [
      /\bbenchmark(?:s|ed|ing)?\b/iu,
      /\b(?:load[- ]test(?:s|ed|ing)?|performance[- ]tests?)\b(?! (?:data|fixtures?|files?|cases?))/iu,
      /\b(?:locust|k6|pytest-benchmark)\b/iu,
    ],
    unless: [
      /\b(?:industry|competit\w*|market|model|llm|salary|cis)\b[^.;—]{0,15}\bbenchmark/iu,
      /\bbenchmark(?:s|ed|ing)? (?:against|of) (?:industry|competit)/iu,
    ],
  }),
] as const;
