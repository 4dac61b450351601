import { expect, test } from "vitest";
import { readAccessCell, saysPublic } from "./public-statement.ts";

test.each([
  "GET endpoints are public; writes need a token.",
  "Anyone can browse the catalog.",
  "No auth is required for GET /products",
  "The list endpoint doesn't require authentication",
  "This endpoint is intentionally left unauthenticated",
  "Public routes: /login, /register",
  "Product reads are anonymous",
  "Guests can view products",
  "Read endpoints stay open, as a shop's catalogue normally is.",
  "I assumed products are public.",
  "I assumed that products may be read by everyone.",
  "Everyone can see the list",
  "No login needed to read",
  "Auth: not required",
  "GET /products/{id} is public in most shops, so I left it open",
  "Reads are open, writes are protected.",
  "This is a public endpoint",
  "anonymous users may read, but not write",
  "Both endpoints are unauthenticated by design",
  "Posts are publicly readable, so 403 reveals nothing.",
  "Only writes require authentication.",
  "**Public:** `GET /posts`",
  "Die Liste der Tische ist bewusst öffentlich zugänglich.",
  "Listet die Tische (öffentlicher Endpunkt).",
  "Für die Suche ist keine Anmeldung nötig.",
  "Die Karte ist ohne Anmeldung abrufbar.",
])("says it is public: %s", (sentence) => {
  expect(saysPublic(sentence)).toBe(true);
});

test.each([
  "Sign with the private key and verify with the public key.",
  "Posts live in `public.posts`; the public API of the module is small.",
  "Otherwise anyone could read drafts.",
  "We don't want this to be public",
  "Make it private",
  "Unauthenticated requests are rejected with 401",
  "Requests without a token get 401",
  "Returns the public profile of a user",
  "I left authentication out since you did not ask for it",
  "Add Depends(get_current_user) if products aren't public",
  "without authentication this returns 401",
  "the endpoint is not authenticated",
  "unauthenticated users can't access",
  "The endpoint is unprotected, add auth before production",
  "If the endpoint is public, limit it.",
  "There is no rate limiting because no endpoint is public.",
  "Every one that really is public goes into the list.",
  "List users without a login for 90 days.",
  "Anyone may send a body, so stop reading at the limit.",
  "The endpoint is open to the internet and has to read a body.",
  "The public base URL comes from settings.",
  "Anyone who knows the key can sign.",
  "since I do not know which `User` fields are public",
  "All endpoints require authentication.",
  "Return only public fields of a product.",
  "Der Endpunkt ist nicht öffentlich zugänglich.",
  "Falls die Liste öffentlich ist, begrenze sie.",
  "Ohne Anmeldung antwortet der Dienst mit 401.",
  "Der öffentliche Schlüssel kommt aus der Umgebung.",
])("does not say so: %s", (sentence) => {
  expect(saysPublic(sentence)).toBe(false);
});

test.each([
  ["Auth", "none", true],
  ["Auth required", "No", true],
  ["Auth required", "Yes", false],
  ["Who", "everyone", true],
  ["Who", "any user", false],
  ["Access", "Public", true],
  ["Access", "all users", false],
  ["Public", "✅", true],
  ["Success", "no content", null],
  ["Notes", "public", true],
])("a cell under %s: %s", (header, cell, expected) => {
  expect(readAccessCell(header, cell)).toBe(expected);
});
