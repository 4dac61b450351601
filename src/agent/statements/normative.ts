/**
 * How a sentence commands. Only the form is looked at: a reader must be able to tell from the
 * words why a sentence was taken.
 */

const absoluteStart =
  /^(?:(?:and|but|please|also|then|so)\s+)?(?:you\s+)?(?:never|always|do not|don[’']t|must|shall not|refrain from|under no circumstances|at no time)\b/iu;
const modal =
  /\b(?:must|shall|(?:should|will|can|may|to) (?:always|never)|you (?:never|always)|(?:is|are) (?:strictly )?(?:required|mandatory|forbidden|prohibited|not allowed|never allowed)|(?:is|are) (?:always|never))\b/iu;
/** A modal verb behind one of these describes or conditions, it does not command. */
const subordinate =
  /\b(?:that|which|who|whose|whom|where|what|how|why|if|when|whenever|whether|unless|until|because|since|as)\b[^,;:]*$/iu;
const foreign =
  /必须|必須|务必|務必|禁止|不得|不要|切勿|严禁|嚴禁|始终|始終|必ず|してはならない|してはいけない|しないこと|ないでください|반드시|절대|금지|하지 마|항상|завжди|ніколи|обов['’ʼ]язков|повин(?:ен|на|но|ні)|заборонено|всегда|никогда|обязательн|запрещено|(?<!\p{L})(?:muss|müssen|niemals|darf nicht|dürfen nicht|nie|immer|jamais|toujours|doit|doivent|nunca|siempre|debe|deben|sempre|deve|devem)(?!\p{L})/iu;
const prosaicStart = /^(?:ensure|make sure|avoid|be sure to)\b/iu;
const label = /^(?:\*\*)?[\p{L}][\p{L}\p{N} /&'’-]{0,40}(?:\*\*)?\s{0,2}[:：]\s+/u;

/** Says must, never, always or the like of its subject: a rule wherever it stands. */
export function commands(sentence: string): boolean {
  const text = withoutLabel(sentence);
  if (absoluteStart.test(text)) return true;
  if (foreign.test(text)) return true;
  const match = modal.exec(text);
  return match !== null && !subordinate.test(text.slice(0, match.index));
}

/** As `commands`, and the imperatives that open a rule in prose: ensure, make sure, avoid. */
export function commandsInProse(sentence: string): boolean {
  return prosaicStart.test(withoutLabel(sentence)) || commands(sentence);
}

const quantifier =
  /\b(?:all|every|each|no|zero|only|at least|at most|minimum|maximum|less than|fewer than|no more than|without)\b|\d\s?%|[<>≥≤]=?\s?\d/iu;
const soft = /\b(?:should|needs? to|ha(?:s|ve) to|required?|mandatory|optional only)\b/iu;
const participle = /\b(?:is|are|be|been|gets?)\s+(?:not\s+)?[a-z-]+(?:ed|en|t)\b/iu;

/** Has the form of a condition or an order, rather than of a topic or a capability. */
export function isNormative(text: string): boolean {
  return (
    commandsInProse(text) ||
    startsWithImperative(text) ||
    soft.test(text) ||
    quantifier.test(text) ||
    participle.test(text)
  );
}

const universal =
  /\b(?:all|every|each|no|only|at least|at most|no more than|without|every time)\b|\d\s?%/iu;

/** Orders something of all or none of its kind ("Annotate all functions"): a rule, not a topic. */
export function ordersThroughout(text: string): boolean {
  return startsWithImperative(text) && universal.test(text);
}

/** Starts with a verb that tells somebody to do something. */
export function startsWithImperative(text: string): boolean {
  const [first = "", second = ""] = withoutLabel(text)
    .replace(/^(?:please|also|then|finally|first|next|clearly|explicitly|carefully)\s+/iu, "")
    .slice(0, 80)
    .toLowerCase()
    .split(/[^\p{L}'-]+/u);
  if (imperatives.has(first)) return true;
  return nounOrVerb.has(first) && determiners.has(second);
}

function withoutLabel(text: string): string {
  const bare = text.replace(/^[^\p{L}\p{N}]{1,8}/u, "");
  const match = label.exec(bare);
  return (match === null ? bare : bare.slice(match[0].length)).replace(/^[*_]{1,3}/u, "");
}

const imperatives = new Set(
  (
    "accept account achieve acknowledge adapt add adhere adjust advise aggregate aim align allow analyze analyse annotate " +
    "answer apply ask assess assign assume attach authenticate authorize avoid back balance base batch be begin " +
    "bind break bring calculate call capture catch categorize challenge check choose cite clarify classify clean " +
    "close collect combine communicate compare compile complete comply compose conduct configure confirm connect " +
    "consider consolidate consult contain convert coordinate correct cover craft create debug declare decide " +
    "decouple default define delegate delete deliver demonstrate deploy derive describe detect determine develop " +
    "diagnose disclose discuss distinguish divide eliminate embed employ enable encapsulate encourage encrypt end " +
    "enforce enhance ensure escape escalate establish evaluate examine exclude execute explain explore expose " +
    "express extract fail favor favour fetch find fix flag follow format gather generate give group guarantee " +
    "guard guide handle hash have help highlight honor hide identify ignore illustrate implement improve include " +
    "incorporate indicate inform inject inspect install instrument integrate introduce investigate invoke isolate " +
    "keep know label lead learn leave leverage link list load look maintain make manage map match maximize measure mention " +
    "migrate minimize mock monitor move name never normalize note number obey offer omit optimize optimise organize output " +
    "outline own paginate parameterize parse perform pick pin place prefer prepare present preserve prevent " +
    "prioritize produce prohibit promote propose protect prove provide pull push put quantify quote raise rank reach read " +
    "recommend record reduce refactor refer reference reject rely remain remember remove render repeat replace reply " +
    "reproduce require research resolve respect respond restrict retain retry return reuse revoke rewrite rotate run " +
    "sanitize save scan schedule search secure select send separate serialize serve set share show simplify skip " +
    "solve sort specify split start state stay stick stop store stream strip strive structure submit substitute suggest " +
    "summarize supply surface tailor take target teach tell think throw track translate treat trust try " +
    "understand uphold use utilize validate verify wait warn weigh work wrap write " +
    "categorise disable emit encode maximise merge minimise normalise organise parameterise prioritise publish " +
    "redact refuse rename restore sanitise ship summarise throttle unify utilise wire"
  ).split(" "),
);

/** Verbs that as often open a noun phrase (`Test coverage analysis`, `Design patterns`). */
const nounOrVerb = new Set(
  (
    "access address audit benchmark build cache code comment commit control design document estimate filter " +
    "focus index limit lint lock log model order pass plan process profile query rate report request review " +
    "scope sign support test trace type update version view watch"
  ).split(" "),
);
const determiners = new Set(
  (
    "a all an and any as at both code critical each edge every everything for from how if in it its new on only " +
    "or public that the their them these this those to what whether with within your"
  ).split(" "),
);
