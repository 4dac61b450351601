/** What comes behind the id that was asked: the date of a snapshot, or `latest` in front of it. */
const snapshotSuffix = /-(?:\d{8}|\d{4}-\d{2}-\d{2}|latest)$/u;

/**
 * Whether a model that answered is the one that was asked. A dated snapshot is
 * (`claude-haiku-4-5-20251001` for `claude-haiku-4-5`), and so is the bare id of a provider's model
 * (`gpt-x` for `openai:chat:gpt-x`).
 */
export function isServedAsAsked(asked: string, served: string): boolean {
  const bare = served.replace(snapshotSuffix, "");
  const ids = [asked, asked.replace(snapshotSuffix, "")];
  return ids.some((id) => [served, bare].some((name) => id === name || id.endsWith(`:${name}`)));
}
