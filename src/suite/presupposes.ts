const included = /```|~~~|\n {4,}\S|\n\t\S/u;
const named =
  "(?:code|function|class|method|module|component|endpoint|route|script|file|query|queries|schema|model|service|implementation|changes?|commit|diff|pr|pull request|branch|test|tests|test suite|document|documentation|design|plan|draft|proposal|migration|config|configuration|error|bug|issue|log|logs|stack ?trace|output|result|results|data|dataset|spreadsheet|report|page|form|prompt|contract|text|article|readme|codebase|repository|repo|project|app|application|system|architecture|api|pipeline|workflow|feature)";

interface Presupposition {
  readonly pattern: RegExp;
  readonly needs: string;
}

const presuppositions: readonly Presupposition[] = [
  {
    pattern: new RegExp(
      String.raw`\b(?:this|these|that|those|the following|the above|my (?:new|latest|recent|current)) (?:\w+ ){0,2}${named}\b|\b(?:here is|here['’]s|here are|attached|below|see above)\b`,
      "iu",
    ),
    needs: "what the request points at (this, these, here is)",
  },
  {
    pattern:
      /\b(?:i|we)(?:['’]ve| have)?(?: just| recently| already| now)* (?:wrote|written|finished|implemented|completed|added|created|built|updated|refactored|changed|made|modified|pushed|merged|deployed|drafted|designed|set up|coded|developed|put together|fixed)\b/iu,
    needs: "what the user says to have made",
  },
  {
    pattern: new RegExp(
      String.raw`\b(?:review|check|debug|fix|refactor|optimi[sz]e|improve|analy[sz]e|explain|audit|inspect|examine|evaluate|assess|proofread|critique|troubleshoot|diagnose|simplify|clean up|look (?:at|over|into|through)|go over|validate|verify|summari[sz]e|test|document|speed up|profile)\b[^.?!]{0,30}\b(?:my|our|the|this|these|it|existing|current)\b`,
      "iu",
    ),
    needs: "the existing material that the request is about",
  },
  {
    pattern:
      /\b(?:is|are|keeps?|was|were|getting|seeing|have|has)\b[^.?!]{0,30}\b(?:failing|fails?|broken|slow|crash(?:es|ing)?|not working|timing out|an? (?:\w+ )?error|errors|exception|memory leak|bug)\b/iu,
    needs: "the code and the output of the failure that the user reports",
  },
  {
    pattern:
      /^(?:please |can you |could you |help me |i need (?:you to )?)*(?:write|add|create|implement|generate)(?: (?:unit and integration|(?!with\b|and\b|plus\b)[\w-]+)){0,4} tests?\b/iu,
    needs: "the code to be tested",
  },
  {
    pattern:
      /\b(?:doesn['’]t|does not|isn['’]t|won['’]t|can['’]t get (?:it|this)) (?:work\w*|compile|run|start|build)\b/iu,
    needs: "the code and the output of the failure that the user reports",
  },
];

/**
 * What a request presupposes that it does not hold itself, in words; null where it can be asked as
 * it stands. A request that has code in it holds its material. "Add X to our backend" can be
 * asked: what is asked for is new.
 */
export function findMissingMaterial(request: string): string | null {
  if (included.test(request)) return null;
  return presuppositions.find(({ pattern }) => pattern.test(request))?.needs ?? null;
}
