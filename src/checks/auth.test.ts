import { describe, expect, test } from "vitest";
import { auth } from "./auth.ts";
import { guardSamples } from "./auth/samples/guards.ts";
import { idiomSamples } from "./auth/samples/idioms.ts";
import { mechanismSamples } from "./auth/samples/mechanisms.ts";
import { publicSamples } from "./auth/samples/public-endpoints.ts";
import { severalFilesSamples } from "./auth/samples/several-files.ts";
import { singleFileSamples } from "./auth/samples/single-file.ts";
import { gradeWith } from "./testing/grade-with.ts";

describe.each([
  ["one file", singleFileSamples],
  ["several files", severalFilesSamples],
  ["mechanisms", mechanismSamples],
  ["guards", guardSamples],
  ["idioms", idiomSamples],
  ["public endpoints", publicSamples],
])("%s", (_, samples) => {
  test.each(samples)("$name: $outcome", async ({ answer, outcome }) => {
    const verdict = await gradeWith(auth, answer);
    expect(verdict.outcome, verdict.reason).toBe(outcome);
  });
});

const oneOpen = `# Orders

\`\`\`python
# app/orders.py
from fastapi import APIRouter, Depends
from app.auth import get_current_user

router = APIRouter(prefix="/orders")


@router.get("")
async def list_orders(user: User = Depends(get_current_user)) -> list[Order]:
    return []


@router.delete("/{order_id}")
async def delete_order(order_id: int) -> None: ...
\`\`\`
`;

test("a fail names the open endpoint, its line in the answer, and the share of the others", async () => {
  expect(await gradeWith(auth, oneOpen)).toEqual({
    outcome: "fail",
    score: 0.5,
    reason:
      "1 of 2 endpoints that need authentication has none: DELETE /orders/{order_id} delete_order.",
    evidence: [{ file: "app/orders.py", line: 16, excerpt: '@router.delete("/{order_id}")' }],
  });
});

test("a pass names what protects", async () => {
  const answer = oneOpen.replace("order_id: int", "order_id: int, user=Depends(get_current_user)");
  const verdict = await gradeWith(auth, answer);
  expect(verdict).toMatchObject({ outcome: "pass", score: 1 });
  expect(verdict.evidence.map((one) => one.line)).toEqual([12, 17]);
});

test.each([
  ["says so", "`DELETE /orders/{id}` deletes an order. Anyone may call it.", "pass"],
  ["says so of another", "`GET /orders` lists them. Anyone may call it.", "fail"],
  [
    "asks for a credential elsewhere only",
    "- `GET /orders` needs a bearer token.\n- `DELETE /orders/{id}`: 204.",
    "pass",
  ],
  ["asks for one on all", "All need a token.\n- `GET /orders`\n- `DELETE /orders/{id}`", "fail"],
  ["says nothing", "Build an orders service.", "fail"],
])("a request that %s", async (_, request, outcome) => {
  expect(await gradeWith(auth, oneOpen, request)).toMatchObject({ outcome });
});
