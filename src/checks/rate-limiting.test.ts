import { expect, test } from "vitest";
import { rateLimiting } from "./rate-limiting.ts";
import { gradeWith } from "./testing/grade-with.ts";
import { pythonAnswer } from "./testing/python-answer.ts";

const head = `from typing import Annotated
from fastapi import APIRouter, Depends, FastAPI, HTTPException, Query, Request, status
app = FastAPI()
router = APIRouter(prefix="/auth")
`;
const slowapi = `from slowapi import Limiter
from slowapi.util import get_remote_address
limiter = Limiter(key_func=get_remote_address)
app.state.limiter = limiter
`;
const login = (decorators: string, parameters = "", body = ""): string =>
  `${decorators}\nasync def login(request: Request, form: LoginIn${parameters}) -> Token:\n${body}    return await service.login(form)\n`;

interface Case {
  readonly name: string;
  readonly code: string | Readonly<Record<string, string>>;
  readonly outcome: "pass" | "fail" | "na";
  readonly prose?: string;
  readonly score?: number;
}

const checker = `async def guard(request: Request) -> None:
    hits = await redis.incr(request.client.host)
    if hits > 5:
        raise HTTPException(status_code=429, detail="slow down")
`;

const cases: readonly Case[] = [
  { name: "no limit", code: login('@app.post("/login")'), outcome: "fail" },
  {
    name: "slowapi below the route",
    code: slowapi + login('@app.post("/login")\n@limiter.limit("5/minute")'),
    outcome: "pass",
  },
  {
    name: "slowapi above the route limits nothing",
    code: slowapi + login('@limiter.limit("5/minute")\n@app.post("/login")'),
    outcome: "fail",
  },
  {
    name: "slowapi under another name, from another file",
    code: {
      "app/limits.py": "from slowapi import Limiter as L\nrate = L(key_func=ip)\n",
      "app/main.py": `from fastapi import FastAPI, Request\nfrom app.limits import rate\napp = FastAPI()\n${login('@app.post("/login")\n@rate.limit("5/minute")')}`,
    },
    outcome: "pass",
  },
  {
    name: "slowapi that is off",
    code: `from slowapi import Limiter\nlimiter = Limiter(key_func=ip, enabled=False)\n${login('@app.post("/login")\n@limiter.limit("5/minute")')}`,
    outcome: "fail",
  },
  {
    name: "the limiter is made and never used",
    code: slowapi + login('@app.post("/login")'),
    outcome: "fail",
  },
  {
    name: "default limits with the middleware",
    code: `from slowapi import Limiter\nfrom slowapi.middleware import SlowAPIMiddleware\nlimiter = Limiter(key_func=ip, default_limits=["100/minute"])\napp.state.limiter = limiter\napp.add_middleware(SlowAPIMiddleware)\n${login('@app.post("/login")')}`,
    outcome: "pass",
  },
  {
    name: "the middleware without a limit",
    code: `${slowapi}from slowapi.middleware import SlowAPIMiddleware\napp.add_middleware(SlowAPIMiddleware)\n${login('@app.post("/login")')}`,
    outcome: "fail",
  },
  {
    name: "fastapi-limiter",
    code: `from fastapi_limiter.depends import RateLimiter\n${login('@app.post("/login", dependencies=[Depends(RateLimiter(times=5, seconds=60))])')}`,
    outcome: "pass",
  },
  {
    name: "fastapi-limiter on the router",
    code: `from fastapi_limiter.depends import RateLimiter\nauth = APIRouter(prefix="/auth", dependencies=[Depends(RateLimiter(times=5, seconds=60))])\n${login('@auth.post("/token")')}`,
    outcome: "pass",
  },
  {
    name: "a dependency that answers 429",
    code: `${checker}${login('@app.post("/login", dependencies=[Depends(guard)])')}`,
    outcome: "pass",
  },
  {
    name: "such a dependency by an alias of Annotated",
    code: `${checker}Guarded = Annotated[None, Depends(guard)]\n${login('@app.post("/login")', ", _: Guarded")}`,
    outcome: "pass",
  },
  {
    name: "such a dependency behind another",
    code: `${checker}async def service(_: None = Depends(guard)) -> AuthService:\n    return AuthService()\n${login('@app.post("/login")', ", service: AuthService = Depends(service)")}`,
    outcome: "pass",
  },
  {
    name: "such a dependency where the router is included",
    code: `${checker}app.include_router(router, dependencies=[Depends(guard)])\n${login('@router.post("/login")')}`,
    outcome: "pass",
  },
  {
    name: "a function that is defined and not called",
    code: `${checker}${login('@app.post("/login")')}`,
    outcome: "fail",
  },
  {
    name: "a called function",
    code: `${checker}${login('@app.post("/login")', "", "    await guard(request)\n")}`,
    outcome: "pass",
  },
  {
    name: "a class with __call__",
    code: `class Window:\n    def __init__(self, times: int) -> None:\n        self.times = times\n    async def __call__(self, request: Request) -> None:\n        if await redis.incr(request.client.host) > self.times:\n            raise HTTPException(status.HTTP_429_TOO_MANY_REQUESTS)\n${login('@app.post("/login", dependencies=[Depends(Window(5))])')}`,
    outcome: "pass",
  },
  {
    name: "an exception that a handler maps",
    code: `class SlowDown(Exception):\n    pass\n@app.exception_handler(SlowDown)\nasync def slow(request: Request, error: SlowDown) -> JSONResponse:\n    return JSONResponse({"detail": "later"}, status_code=429)\nclass Attempts:\n    async def spend(self, key: str) -> None:\n        if await redis.incr(key) > 5:\n            raise SlowDown\n${login('@app.post("/login")', ", attempts: Attempts = Depends(Attempts)", "    await attempts.spend(form.email)\n")}`,
    outcome: "pass",
  },
  {
    name: "the user's own limit by name",
    code: `from app.limits import rate_limit\n${login('@app.post("/login", dependencies=[Depends(rate_limit(5, 60))])')}`,
    outcome: "pass",
  },
  {
    name: "the user's own function by name",
    code: `from app.limits import check_rate_limit\n${login('@app.post("/login")', "", "    await check_rate_limit(request)\n")}`,
    outcome: "pass",
  },
  {
    name: "a limiter that is injected and asked",
    code: `from app.limits import LoginLimiter, get_limiter\n${login('@app.post("/login")', ", limiter: LoginLimiter = Depends(get_limiter)", "    await limiter.hit(request.client.host)\n")}`,
    outcome: "pass",
  },
  {
    name: "a limiter that is injected and not asked",
    code: `from app.limits import LoginLimiter, get_limiter\n${login('@app.post("/login")', ", limiter: LoginLimiter = Depends(get_limiter)")}`,
    outcome: "fail",
  },
  {
    name: "a decorator of the answer",
    code: `from functools import wraps\ndef slow(times: int):\n    def decorate(fn):\n        @wraps(fn)\n        async def inner(request: Request, *args, **kwargs):\n            if await redis.incr(request.client.host) > times:\n                raise HTTPException(429)\n            return await fn(request, *args, **kwargs)\n        return inner\n    return decorate\n${login('@app.post("/login")\n@slow(5)')}`,
    outcome: "pass",
  },
  {
    name: "a middleware for all",
    code: `@app.middleware("http")\nasync def limit(request: Request, call_next):\n    if await redis.incr(request.client.host) > 100:\n        return JSONResponse({"detail": "later"}, status_code=429)\n    return await call_next(request)\n${login('@app.post("/login")')}`,
    outcome: "pass",
  },
  {
    name: "a middleware for other paths",
    code: `@app.middleware("http")\nasync def limit(request: Request, call_next):\n    if request.url.path.startswith("/search"):\n        if await redis.incr(request.client.host) > 100:\n            return JSONResponse({"detail": "later"}, status_code=429)\n    return await call_next(request)\n${login('@app.post("/login")')}`,
    outcome: "fail",
  },
  {
    name: "a middleware class of the user's",
    code: `from app.middleware import RateLimitMiddleware\napp.add_middleware(RateLimitMiddleware, times=5)\n${login('@app.post("/login")')}`,
    outcome: "pass",
  },
  {
    name: "a limit in nginx, the word in comments, strings and a page's limit",
    prose: "Rate limiting: nginx does `limit_req zone=login burst=5` for you.",
    code: `# rate limit: 5/minute, answers 429\n${login('@app.post("/login", responses={429: {"description": "Rate limited"}})', ", limit: int = Query(20)", '    logger.info("rate limit")\n')}`,
    outcome: "fail",
  },
  {
    name: "too many attempts, told with another status",
    code: login(
      '@app.post("/login")',
      "",
      '    if await failures.of(form.email) > 5:\n        raise HTTPException(403, detail="Too many failed attempts, try later")\n',
    ),
    outcome: "pass",
  },
  {
    name: "an administrator adds users",
    code: `from app.auth import require_admin\n@app.post("/users", status_code=201, dependencies=[Depends(require_admin)])\nasync def create_user(user: UserCreate) -> User:\n    return await users.add(user.email, hash_password(user.password))`,
    outcome: "na",
  },
  {
    name: "a limiter that tells its caller",
    code: `class RateLimiter:\n    async def hit(self, key: str) -> bool:\n        return await redis.incr(key) <= 5\nclass Auth:\n    def __init__(self) -> None:\n        self._limiter = RateLimiter()\n    async def login(self, form: LoginIn) -> Token | None:\n        if not await self._limiter.hit(form.email):\n            return None\n        return Token()\n@app.post("/login")\nasync def login(form: LoginIn, auth: Auth = Depends(Auth)) -> Token | None:\n    return await auth.login(form)`,
    outcome: "pass",
  },
  {
    name: "a limiter that counts and never refuses",
    code: `async def rate_limit(request: Request) -> None:\n    await redis.incr(request.client.host)\n${login('@app.post("/login", dependencies=[Depends(rate_limit)])')}`,
    outcome: "fail",
  },
  {
    name: "a test's 429",
    code: {
      "app/main.py": `from fastapi import FastAPI, Request\napp = FastAPI()\n${login('@app.post("/login")')}`,
      "tests/test_login.py":
        "def test_rate_limit(client) -> None:\n    assert client.post('/login').status_code == 429\n",
    },
    outcome: "fail",
  },
  {
    name: "one of sign-up and login",
    code: `${checker}${login('@app.post("/login", dependencies=[Depends(guard)])')}@app.post("/register")\nasync def register(user: UserIn) -> User:\n    return await service.register(user)`,
    outcome: "fail",
    score: 0.5,
  },
  {
    name: "refresh, reset and verification are public too",
    code: `${checker}${login('@router.post("/login", dependencies=[Depends(guard)])')}@router.post("/refresh", dependencies=[Depends(guard)])\nasync def refresh(data: In) -> Token:\n    return x\n@router.post("/forgot-password")\nasync def forgot(data: In) -> None:\n    return None\n@router.post("/verify-email", dependencies=[Depends(guard)])\nasync def verify(data: In) -> None:\n    return None`,
    outcome: "fail",
    score: 0.75,
  },
  {
    name: "what is called public",
    code: `@app.get("/posts")\nasync def posts() -> list[Post]:\n    """List posts (public)."""\n    return []`,
    outcome: "fail",
  },
  {
    name: "what is called public and limited",
    code: `${checker}@app.get("/posts", dependencies=[Depends(guard)])\nasync def posts() -> list[Post]:\n    """List posts (public)."""\n    return []`,
    outcome: "pass",
  },
  {
    name: "nothing public",
    code: `from app.auth import get_current_user\n@app.get("/posts")\nasync def posts(user: User = Depends(get_current_user)) -> list[Post]:\n    return []`,
    outcome: "na",
  },
  {
    name: "health, logout and a signed webhook",
    code: `@app.get("/health")\nasync def health() -> Health:\n    return Health()\n@router.post("/logout")\nasync def logout() -> None:\n    return None\n@app.post("/webhooks/pay")\nasync def hook(event: Event) -> None:\n    verify_signature(event)`,
    outcome: "na",
  },
  {
    name: "no endpoint",
    code: "async def login(form: LoginIn) -> Token:\n    return x",
    outcome: "na",
  },
];

test.each(cases)("$name: $outcome", async ({ code, outcome, prose, score }) => {
  const answer = pythonAnswer(typeof code === "string" ? head + code : code, prose);
  const verdict = await gradeWith(rateLimiting, answer);
  expect(verdict.outcome, verdict.reason).toBe(outcome);
  if (score !== undefined) expect(verdict.score).toBe(score);
});
