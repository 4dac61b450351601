const negators =
  /\b(?:do not|does not|don['’]?t|doesn['’]?t|must not|should not|cannot|can['’]t|no need (?:for|to)|never|no|not|nothing|without|avoid(?:s|ing)?|skip(?:s|ping)?|missing|lack(?:s|ing)?|omit(?:s|ting)?|forget|neglect|leav(?:e|ing) out|exclud(?:e|es|ing)|bypass|instead of|rather than)\b/giu;
const noNegators = /\bnot only\b|\bno matter\b|\bno (?:more|less|fewer) than\b/giu;
const conditions =
  /\b(?:if|when|whenever|unless|only) (?:it is |it['’]s )?(?:explicitly )?(?:the |a )?(?:user|users|asked|requested|client|customer|told|wanted|desired)\b/iu;
const wishes =
  /\b(?:consider|considering|may|might|could|optional|optionally|ideally|nice to have|suggest|recommend|encouraged?|if possible|when possible|where possible)\b/iu;
const notNeeded =
  /^[^.;,]{0,40}\b(?:(?:is|are) not (?:needed|required|necessary)|not (?:needed|required|necessary)|optional(?:ly)?|unnecessary|out of scope|not in scope|encouraged|(?:only )?(?:on|upon) request|only (?:if|when|where)|(?:if|when) (?:asked|requested|the user)|if possible|when possible|where possible)\b/iu;
const qualifications =
  /\b(?:where|when|if|as|wherever|whenever) (?:it is |it )?(?:appropriate|helpful|useful|makes sense|needed|necessary|applicable|relevant|sensible)\b/iu;

/** How a wish stands in its statement. */
export interface Standing {
  /** The statement asks for it outright. */
  readonly asked: boolean;
  /** It asks for it only "where appropriate". */
  readonly qualified: boolean;
}

/**
 * Whether what stands at `start..end` of a statement is asked for: not negated ("do not write
 * tests"; but "never skip tests" asks for them: two negations in one clause are none), not
 * conditional ("if the user asks") and not optional ("consider").
 */
export function readStanding(text: string, start: number, end: number): Standing {
  const before = text.slice(0, start);
  const clause = before.slice(Math.max(before.lastIndexOf(". "), before.lastIndexOf(";")) + 1);
  const matched = text.slice(start, end);
  const after = text.slice(end);
  const negations = `${clause}${matched}`.replaceAll(noNegators, "").match(negators)?.length ?? 0;
  const asked =
    negations % 2 === 0 &&
    !conditions.test(`${clause}${matched}`) &&
    !wishes.test(`${clause}${matched}`) &&
    !notNeeded.test(after);
  return { asked, qualified: qualifications.test(text) };
}
