import { z } from "zod";

const pageQuerySchema = z.object({
  limit: z.coerce.number().int().min(1).max(1000).default(20),
  before_id: z.string().optional(),
  after_id: z.string().optional(),
});

interface Page<T> {
  readonly data: readonly T[];
  readonly has_more: boolean;
  readonly first_id: string | null;
  readonly last_id: string | null;
}

/**
 * One page of a list, as the API cuts it: of those behind `after_id` the first, of those before
 * `before_id` the last.
 *
 * @returns null for a query that the API rejects
 */
export function paginate<T extends { readonly id: string }>(
  items: readonly T[],
  query: URLSearchParams,
): Page<T> | null {
  const parsed = pageQuerySchema.safeParse(Object.fromEntries(query));
  if (!parsed.success) return null;
  const { limit, before_id, after_id } = parsed.data;
  const indexOf = (id: string) => items.findIndex((item) => item.id === id);
  const start = after_id === undefined ? 0 : indexOf(after_id) + 1;
  const end = before_id === undefined ? items.length : indexOf(before_id);
  if (end < 0 || (after_id !== undefined && start === 0)) return null;
  const range = items.slice(start, end);
  const data = before_id === undefined ? range.slice(0, limit) : range.slice(-limit);
  return {
    data,
    has_more: data.length < range.length,
    first_id: data[0]?.id ?? null,
    last_id: data.at(-1)?.id ?? null,
  };
}
