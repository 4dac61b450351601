/**
 * What a section is for, by its heading:
 * - `gates`: states what an answer must meet; each item counts.
 * - `soft-gates`: often does (best practices, quality, testing), and as often lists topics; its items decide.
 * - `instructions`: tells the agent what to do: in numbered items as steps, in others as soft gates.
 * - `responsibilities`: what the agent does.
 * - `capabilities`: what the agent knows or can use.
 * - `steps`: how it goes about its work.
 * - `examples`: samples, templates, triggers: nothing of it is meant of an answer.
 */
export type SectionKind =
  | "gates"
  | "soft-gates"
  | "instructions"
  | "responsibilities"
  | "capabilities"
  | "steps"
  | "examples";

const rules: readonly (readonly [SectionKind, RegExp])[] = [
  [
    "examples",
    /^(?:usage |sample |few[- ]shot )?examples?\b(?! (?:requirements?|standards?|rules?|guidelines?))|\b(?:examples?|samples?|templates?|boilerplate)(?: \(.*\))?$|\bwhen to (?:use|invoke|call|delegate)\b|\btriggers?\b|^(?:beispiele?|exemples?|ejemplos?|приклад\p{L}*|пример\p{L}*)$|示例|例子|用例|使用例|예시|예제/iu,
  ],
  // Activities about requirements, rules and standards state none.
  [
    "steps",
    /\b(?:requirements?|standards?|rules?|constraints?|criteria)[ -](?:analysis|analyses|gathering|elicitation|discovery|engineering|assessment|clarification|review|understanding)\b|^(?:analy[sz]e|understand|gather|clarify|review|assess|capture|collect|identify|define|determine|parse|read)\b.*\b(?:requirements?|standards?|rules?|constraints?|criteria)\b/iu,
  ],
  [
    "gates",
    /\b(?:gates?|requirements?|standards?|mandates?|mandatory|musts?|must-haves?|shall|always|never|do not|don[’']?ts?|avoid|rules?|constraints?|restrictions?|prohibit\p{L}*|forbidden|non-negotiables?|criteria|criterion|definition of done|done when|check-?lists?|invariants?|guard-?rails?|boundaries|deliverables?|expectations|conventions|anti-?patterns?|pitfalls|red flags|directives?|obligations?|what not to do|not allowed)\b/iu,
  ],
  [
    "gates",
    /^(?:(?:the|your|final|expected|required) )?output\b|\b(?:output|response|answer|reporting|report) (?:formats?|structure|style|contents?|expectations|guidelines|contract|specifications?)\b/iu,
  ],
  [
    "gates",
    /要求|规范|規範|规则|規則|标准|標準|准则|準則|必须|必須|禁止|约束|約束|限制|检查清单|檢查清單|质量|品質|输出|輸出|原则|原則|最佳实践|验收|注意事项|要件|基準|ルール|制約|チェックリスト|出力|ベストプラクティス|요구|기준|규칙|품질|필수|금지|제약|체크리스트|출력|원칙|모범 사례|вимог|стандарт|правил|якіст|якост|обов['’ʼ]язков|заборон|обмежен|чек-?лист|формат (?:вивод|відповід|вывод|ответ)|принцип|требован|качеств|обязательн|запре(?:т|щ)|огранич|anforderung|(?:^|\s)standards|regeln|qualität|pflicht|verbot|einschränkung|checkliste|ausgabe|grundsätze|kriterien|richtlinien|vorgaben|exigences|règles|normes|critères|contraintes|qualité|requisitos|reglas|normas|criterios|restricciones|calidad|regras|critérios|restrições|qualidade/iu,
  ],
  [
    "responsibilities",
    /\bresponsibilit(?:y|ies)\b|\bduties\b|\bwhat (?:you|it|i) (?:do|does|handle)\b|\bcore (?:tasks?|functions?|missions?|objectives?)\b|^(?:your |key |primary |main )?(?:tasks?|missions?|role|objectives?|goals?|functions?|job)$|\byou (?:are responsible for|will be responsible for)\b|职责|職責|责任|責務|責任|任务|책임|역할|임무|обов['’ʼ]язк|відповідальн|обязанност|ответственност|aufgaben|verantwort|zuständig|responsabilités|responsabilidades/iu,
  ],
  [
    "soft-gates",
    /\b(?:quality|verification|self-(?:check|review|verification|correction)\p{L}*|validation)\b/iu,
  ],
  [
    "steps",
    /\b(?:workflows?|process(?:es)?|steps?|procedures?|methodolog(?:y|ies)|approach(?:es)?|phases?|when (?:invoked|called|activated|triggered)|protocols?|pipeline|how (?:you|to|it) (?:work|works|use)|strateg(?:y|ies)|life-?cycle|initiali[sz]ation|getting started|first actions?)\b|工作流|流程|步骤|步驟|ワークフロー|手順|プロセス|프로세스|절차|워크플로|процес|кроки|шаги|ablauf|vorgehen|schritte|étapes|pasos|etapas/iu,
  ],
  [
    "capabilities",
    /\b(?:expertise|capabilit(?:y|ies)|competenc(?:e|es|y|ies)|skills?|knowledge|technolog(?:y|ies)|stack|tools?|tooling|toolkit|frameworks?|libraries|speciali[sz]\p{L}*|focus areas?|areas? of|domains?|ecosystem|proficien\p{L}*|mastery|background|about|overview|introduction|purpose|persona|identity|behavioral traits|features|integrations?)\b|能力|技能|专长|專長|技術|专业|スキル|専門|전문|기술|역량|навич|експертиз|компетен|fähigkeiten|kenntnisse|compétences|habilidades/iu,
  ],
  ["instructions", /\binstructions?$|^instructions?\b/iu],
  [
    "soft-gates",
    /\b(?:best practices?|practices|principles?|guidelines?|guidance|testing|tests|security|safety|performance|error[- ]handling|styles?|formatting|format|tone|communication|documentation|decision[- ]making|considerations|edge cases|important|critical|notes?|remember|reminders?|key points|compliance|polic(?:y|ies)|limits|limitations|ethics|philosophy|tips|assurance|accessibility|maintainability|dos)\b/iu,
  ],
];

/** The kind of section that a heading opens, or null where its words say nothing about it. */
export function classifyHeading(title: string): SectionKind | null {
  const words = title.slice(0, 120).replaceAll(/[_]/gu, " ");
  if (words.split(/\s+/u).length > 12) return null;
  return rules.find(([, pattern]) => pattern.test(words))?.[0] ?? null;
}

/** How a section was opened: by a heading, a tag or a line of its own, or by an item of a list. */
export type SectionForm = "line" | "item";

/** The kind of a section inside another. */
export function resolveSectionKind(
  own: SectionKind | null,
  parent: SectionKind | null,
  form: SectionForm,
): SectionKind | null {
  if (own === null || parent === null) return own ?? parent;
  if (parent === "examples") return parent;
  // Under "Capabilities", a heading such as "Coding Standards" most often lists topics.
  if (parent === "capabilities" && own === "gates" && form === "line") return "soft-gates";
  return form === "line" && overrides[parent].includes(own) ? own : parent;
}

/** The kinds of section that keep their own kind inside of another. */
const overrides: Readonly<Record<Exclude<SectionKind, "examples">, readonly SectionKind[]>> = {
  gates: ["responsibilities", "steps", "examples"],
  "soft-gates": ["gates", "responsibilities", "steps", "examples"],
  instructions: ["gates", "soft-gates", "responsibilities", "capabilities", "steps", "examples"],
  responsibilities: ["gates", "steps", "examples"],
  capabilities: ["responsibilities", "steps", "examples"],
  steps: ["gates", "examples"],
};

const negative =
  /^(?:(?:things|what|patterns|practices) (?:to avoid|not to do|you (?:must |should )?never do)|(?:you )?(?:must|should|shall|do|may) not\b.*|(?:you )?(?:must )?never\b.*|don[’']?ts?\b.*|avoid\b.*|forbidden\b.*|prohibited\b.*|not allowed|anti-?patterns?(?: to avoid)?|(?:common )?(?:pitfalls|mistakes)(?: to avoid)?|red flags|禁止.*|禁止事項|не\s.*|заборонено|verboten)$/iu;
const positive = /^(?:you )?(?:must|shall|always|must always|required|mandatory|do)$/iu;

/** A heading without which its items say the opposite, or nothing: `Never`, `Anti-patterns`, `You must`. */
export function isLeadHeading(title: string): boolean {
  return title.length <= 60 && (negative.test(title) || positive.test(title));
}
