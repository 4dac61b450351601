import { blockOf } from "./sample.ts";
import type { Sample } from "./sample.ts";

const route = (
  decorator: string,
  name: string,
  body = "    return None",
  parameters = "",
): string => `@app.${decorator}\nasync def ${name}(${parameters}):\n${body}\n`;
const app = (...routes: readonly string[]): string =>
  blockOf(
    `from fastapi import Depends, FastAPI, HTTPException, Request\nfrom app.auth import get_current_user\napp = FastAPI()\n\n${routes.join("\n")}`,
  );

const readPosts =
  route('get("/posts")', "list_posts") +
  route('get("/posts/{post_id}")', "read_post", undefined, "post_id: int");
const writePost = route(
  'post("/posts")',
  "create_post",
  undefined,
  "user=Depends(get_current_user)",
);

export const publicSamples: readonly Sample[] = [
  {
    name: "nothing but sign-in and health",
    answer: app(
      route('post("/auth/register")', "register"),
      route('post("/auth/login")', "login"),
      route('post("/auth/refresh")', "refresh"),
      route('post("/auth/password-reset/confirm")', "confirm_reset"),
      route('get("/auth/verify-email/{token}")', "verify_email"),
      route('get("/healthz")', "healthz"),
      route('get("/")', "root"),
      route('get("/metrics")', "metrics"),
    ),
    outcome: "na",
  },
  {
    name: "POST /users with a password",
    answer: app(
      route(
        'post("/users")',
        "create_user",
        "    return save(body.email, hasher.hash(body.password))",
        "body: UserIn",
      ),
    ),
    outcome: "na",
  },
  {
    name: "POST /users of an admin's list, without a password",
    answer: app(
      route('post("/users")', "add_user", "    return save(body.email, body.team)", "body: UserIn"),
    ),
    outcome: "fail",
  },
  {
    name: "changing a password is no reset",
    answer: app(route('put("/users/me/password")', "change_password")),
    outcome: "fail",
  },
  {
    name: "refreshing a cache is no token refresh",
    answer: app(route('post("/products/{product_id}/refresh")', "refresh_product")),
    outcome: "fail",
  },
  {
    name: "a list of tokens is no token endpoint",
    answer: app(route('get("/tokens")', "list_tokens")),
    outcome: "fail",
  },
  {
    name: "health records are no health check",
    answer: app(route('get("/patients/{pid}/health-records")', "records")),
    outcome: "fail",
  },
  {
    name: "registering a device is no sign-up",
    answer: app(route('post("/devices/register")', "register_device")),
    outcome: "fail",
  },
  {
    name: "the root of a router is no root",
    answer: blockOf(
      'router = APIRouter(prefix="/orders")\n\n@router.get("/")\nasync def index(): return []',
    ),
    outcome: "fail",
  },
  {
    name: "a webhook that verifies its signature",
    answer: app(
      route(
        'post("/webhooks/stripe")',
        "stripe_webhook",
        '    event = stripe.Webhook.construct_event(await request.body(), request.headers["stripe-signature"], KEY)\n    return None',
        "request: Request",
      ),
    ),
    outcome: "na",
  },
  {
    name: "a webhook that believes everybody",
    answer: app(
      route(
        'post("/webhooks/stripe")',
        "stripe_webhook",
        "    await apply(await request.json())",
        "request: Request",
      ),
    ),
    outcome: "fail",
  },
  { name: "reads that nobody calls public", answer: app(readPosts, writePost), outcome: "fail" },
  {
    name: "said in prose, by resource",
    answer: `Posts are publicly readable.\n\n${app(readPosts, writePost)}`,
    outcome: "pass",
  },
  {
    name: "said in prose, by method",
    answer: `${app(readPosts, writePost)}\n\nThe GETs are public; writing needs a token.`,
    outcome: "pass",
  },
  {
    name: "said in prose, by what needs no login",
    answer: `- Reading posts requires no authentication.\n\n${app(readPosts, writePost)}`,
    outcome: "pass",
  },
  {
    name: "said in a table",
    answer: `| Endpoint | Auth | Answer |\n| --- | --- | --- |\n| \`GET /posts\` | none | 200 |\n| \`GET /posts/{id}\` | – | 200 |\n| \`POST /posts\` | bearer | 201 |\n\n${app(readPosts, writePost)}`,
    outcome: "pass",
  },
  {
    name: "a table that calls one of two public",
    answer: `| Endpoint | Auth |\n| --- | --- |\n| \`GET /posts\` | none |\n| \`GET /posts/{id}\` | bearer |\n\n${app(readPosts, writePost)}`,
    outcome: "fail",
  },
  {
    name: "said in the docstrings",
    answer: app(
      route(
        'get("/posts")',
        "list_posts",
        '    """Public list of posts, newest first."""\n    return []',
      ),
      route(
        'get("/posts/{post_id}")',
        "read_post",
        '    """One post. No authentication required."""\n    return None',
      ),
      writePost,
    ),
    outcome: "pass",
  },
  {
    name: "said in a comment",
    answer: app(`# Anyone may read posts.\n${readPosts}`, writePost),
    outcome: "pass",
  },
  {
    name: "said of one endpoint only",
    answer: `\`GET /posts\` is public.\n\n${app(readPosts, writePost)}`,
    outcome: "fail",
  },
  {
    name: "said not to be public",
    answer: `The reads must not be public: add the dependency.\n\n${app(readPosts, writePost)}`,
    outcome: "fail",
  },
  {
    name: "asked, not said",
    answer: `Should posts be public? If the endpoint is public, limit it.\n\n${app(readPosts, writePost)}`,
    outcome: "fail",
  },
  {
    name: "the word in other senses",
    answer: `Sign with the private key and verify with the public key. Posts live in \`public.posts\`; the public API of the module is small. Otherwise anyone could read drafts.\n\n${app(readPosts, writePost)}`,
    outcome: "fail",
  },
  {
    name: "said to be public, and one write is open",
    answer: `Reads are open to everyone.\n\n${app(readPosts, route('post("/posts")', "create_post"))}`,
    outcome: "fail",
  },
  {
    name: "everything is public",
    answer: `All endpoints are public on purpose.\n\n${app(readPosts)}`,
    outcome: "na",
  },
];
