/** Words of a request that ask for tests: "write the tests", "with pytest tests", "add unit tests". */
const asking =
  /\b(?:write|add|include|create|generate|provide|give|need|want|with|and|plus|cover\w*|complete)\b[^.!?\n]{0,60}\b(?:tests?|test (?:suite|cases?|coverage)|pytest)\b/iu;
/** Other things that are called tests. */
const otherTests = /\b(?:load|stress|penetration|pen|a\/b|smoke)[- ]tests?\b/giu;

/** Whether the user's request itself asks for tests; code that it quotes does not count. */
export function asksForTests(request: string): boolean {
  const prose = request
    .replaceAll(/^ *(?:```|~~~)[\s\S]*?^ *(?:```|~~~)/gmu, " ")
    .replaceAll(/`[^`\n]*`/gu, " ")
    .replaceAll(otherTests, " ");
  return (
    asking.test(prose) &&
    !/\b(?:no|without|don't need|skip(?: the)?) (?:any )?tests?\b/iu.test(prose)
  );
}
