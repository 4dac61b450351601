/** The parts of an example. */
export type TurnKind = "context" | "user" | "assistant" | "commentary";

/** Words that introduce a part, at the start of a line or in the middle of one. */
const clear: Readonly<Record<TurnKind, string>> = {
  context:
    "context|scenario|上下文|背景|场景|コンテキスト|状況|컨텍스트|상황|контекст|kontext|contexte|contexto",
  user: "user|human|customer|developer|用户|用戶|使用者|ユーザー?|사용자|користувач|пользователь|benutzer(?:in)?|nutzer(?:in)?|utilisateur|usuario|usuário",
  assistant:
    "assistant|claude|助手|アシスタント|어시스턴트|асистент|ассистент|assistent|asistente|assistente",
  commentary:
    "commentary|评论|說明|说明|解説|해설|коментар|комментарий|kommentar|commentaire|comentario",
};

/** Words that also occur inside of sentences: they count at the start of a line only. */
const vague: Readonly<Record<TurnKind, string>> = {
  context: "situation|background|setting|when",
  user: "input|query|request|question|prompt|client|student",
  assistant: "agent|ai|bot|response|output|answer|reply|action",
  commentary: "rationale|reasoning|explanation|why|note",
};

const tags: Readonly<Record<TurnKind, string>> = {
  context: "context|scenario|situation|background",
  user: "user|human|user[_-](?:request|query|message|input|prompt|says)|request|query|input|question|prompt",
  assistant:
    "assistant|agent|response|assistant[_-](?:response|message|reply)|agent[_-]response|answer|output|ideal_output",
  commentary: "commentary|rationale|reasoning|explanation",
};

const kinds = ["context", "user", "assistant", "commentary"] as const satisfies readonly TurnKind[];

/** The part that a word introduces; null where it is no such word. */
export function kindOfWord(
  word: string,
): { readonly kind: TurnKind; readonly clear: boolean } | null {
  for (const kind of kinds) {
    if (matchers.clear[kind].test(word)) return { kind, clear: true };
    if (matchers.vague[kind].test(word)) return { kind, clear: false };
  }
  return null;
}

export function kindOfTag(tag: string): TurnKind | null {
  return kinds.find((kind) => matchers.tags[kind].test(tag)) ?? null;
}

const whole = (words: Readonly<Record<TurnKind, string>>): Readonly<Record<TurnKind, RegExp>> => ({
  context: new RegExp(`^(?:${words.context})$`, "iu"),
  user: new RegExp(`^(?:${words.user})$`, "iu"),
  assistant: new RegExp(`^(?:${words.assistant})$`, "iu"),
  commentary: new RegExp(`^(?:${words.commentary})$`, "iu"),
});
const matchers = { clear: whole(clear), vague: whole(vague), tags: whole(tags) };

/** Every word that introduces a part, as alternatives of a regular expression. */
export const speakerWords = kinds.flatMap((kind) => [clear[kind], vague[kind]]).join("|");
