import { blockOf } from "./sample.ts";
import type { Sample } from "./sample.ts";

const endpoint = `
@app.get("/orders")
async def orders() -> list[Order]:
    return []
`;
const functionMiddleware = (body: string): string =>
  blockOf(`
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
app = FastAPI()

@app.middleware("http")
async def gate(request: Request, call_next):
${body}
    return await call_next(request)
${endpoint}`);

const socket = (body: string, head = "websocket: WebSocket, token: str = Query(...)"): string =>
  blockOf(`
from fastapi import FastAPI, Query, WebSocket, status
app = FastAPI()

@app.websocket("/ws/chat")
async def chat(${head}) -> None:
${body}
    while True:
        await websocket.send_text(await websocket.receive_text())
`);

const classGuard = (body: string, use = 'RequireRole("admin")'): string =>
  blockOf(`
from fastapi import Depends, FastAPI, HTTPException
from app.auth import User, get_current_user
app = FastAPI()

class RequireRole:
    def __init__(self, role: str) -> None:
        self.role = role

    async def __call__(self, user: User = Depends(get_current_user)) -> User:
${body}

@app.delete("/projects/{project_id}")
async def delete_project(project_id: int, user: User = Depends(${use})) -> None:
    await remove(project_id)
`);

export const mechanismSamples: readonly Sample[] = [
  {
    name: "a middleware that compares a key",
    answer: functionMiddleware(`    if request.headers.get("X-API-Key") != settings.api_key:
        return JSONResponse({"detail": "Unauthorized"}, status_code=401)`),
    outcome: "pass",
  },
  {
    name: "a middleware that exempts the endpoint",
    answer: functionMiddleware(`    if request.url.path in {"/orders", "/health"}:
        return await call_next(request)
    if request.headers.get("X-API-Key") != settings.api_key:
        return JSONResponse({"detail": "Unauthorized"}, status_code=401)`),
    outcome: "fail",
  },
  {
    name: "a middleware that exempts others",
    answer: functionMiddleware(`    if request.url.path.startswith(("/docs", "/auth")):
        return await call_next(request)
    if not verify_api_key(request.headers.get("X-API-Key")):
        return JSONResponse({"detail": "Unauthorized"}, status_code=401)`),
    outcome: "pass",
  },
  {
    name: "a middleware that looks at another path",
    answer:
      functionMiddleware(`    if request.url.path.startswith("/admin") and request.headers.get("X-API-Key") != KEY:
        return JSONResponse({"detail": "Unauthorized"}, status_code=401)`),
    outcome: "fail",
  },
  {
    name: "a middleware that looks at the endpoint's path and at others",
    answer: functionMiddleware(`    if request.url.path.startswith(("/orders", "/admin")):
        if request.headers.get("X-API-Key", "") != settings.api_key:
            return JSONResponse({"detail": "Unauthorized"}, status_code=401)`),
    outcome: "pass",
  },
  {
    name: "a middleware that looks below another path",
    answer: functionMiddleware(`    if request.url.path.startswith("/admin"):
        if request.headers.get("X-API-Key", "") != settings.api_key:
            return JSONResponse({"detail": "Unauthorized"}, status_code=401)`),
    outcome: "fail",
  },
  {
    name: "a middleware that looks at the path and only at keys that are sent",
    answer: functionMiddleware(`    if request.url.path.startswith("/orders"):
        key = request.headers.get("X-API-Key")
        if key and key != settings.api_key:
            return JSONResponse({"detail": "Unauthorized"}, status_code=401)`),
    outcome: "fail",
  },
  {
    name: "a middleware that times requests",
    answer: functionMiddleware(
      "    started = time.perf_counter()\n    request.state.started = started",
    ),
    outcome: "fail",
  },
  {
    name: "BaseHTTPMiddleware",
    answer: blockOf(`
import jwt
from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.responses import JSONResponse

class TokenMiddleware(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        header = request.headers.get("Authorization", "")
        if not header.startswith("Bearer "):
            return JSONResponse({"detail": "Missing token"}, status_code=401)
        try:
            request.state.user = jwt.decode(header[7:], KEY, algorithms=["HS256"])
        except jwt.PyJWTError:
            return JSONResponse({"detail": "Invalid token"}, status_code=401)
        return await call_next(request)

app = FastAPI()
app.add_middleware(TokenMiddleware)
${endpoint}`),
    outcome: "pass",
  },
  {
    name: "BaseHTTPMiddleware that only wants a header",
    answer: blockOf(`
from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.responses import JSONResponse

class TokenMiddleware(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        if "Authorization" not in request.headers:
            return JSONResponse({"detail": "Missing token"}, status_code=401)
        return await call_next(request)

app = FastAPI(middleware=[Middleware(TokenMiddleware)])
${endpoint}`),
    outcome: "fail",
  },
  {
    name: "a pure ASGI middleware",
    answer: blockOf(`
from fastapi import FastAPI
from starlette.responses import PlainTextResponse

class KeyMiddleware:
    def __init__(self, app, key: str) -> None:
        self.app, self.key = app, key

    async def __call__(self, scope, receive, send) -> None:
        if scope["type"] == "http":
            headers = dict(scope["headers"])
            if headers.get(b"x-api-key") != self.key.encode():
                response = PlainTextResponse("Unauthorized", status_code=401)
                await response(scope, receive, send)
                return
        await self.app(scope, receive, send)

app = FastAPI()
app.add_middleware(KeyMiddleware, key=KEY)
${endpoint}`),
    outcome: "pass",
  },
  {
    name: "a middleware that is defined and not added",
    answer: blockOf(`
from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.responses import JSONResponse

class KeyMiddleware(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        if request.headers.get("X-API-Key") != KEY:
            return JSONResponse({}, status_code=401)
        return await call_next(request)

app = FastAPI()
${endpoint}`),
    outcome: "fail",
  },
  {
    name: "CORS is no guard",
    answer: blockOf(`
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
app = FastAPI()
app.add_middleware(CORSMiddleware, allow_origins=["https://example.com"])
${endpoint}`),
    outcome: "fail",
  },
  {
    name: "a websocket that verifies before it accepts",
    answer: socket(`    user = await user_from_token(token)
    if user is None:
        await websocket.close(code=status.WS_1008_POLICY_VIOLATION)
        return
    await websocket.accept()`),
    outcome: "pass",
  },
  {
    name: "a websocket that verifies by an exception",
    answer: socket(`    try:
        claims = jwt.decode(token, KEY, algorithms=["HS256"])
    except jwt.InvalidTokenError:
        raise WebSocketException(code=4401)
    await websocket.accept()`),
    outcome: "pass",
  },
  {
    name: "a websocket that accepts everybody",
    answer: socket("    await websocket.accept()"),
    outcome: "fail",
  },
  {
    name: "a websocket that wants a token and looks at none",
    answer: socket(`    if not token:
        await websocket.close(code=1008)
        return
    await websocket.accept()`),
    outcome: "fail",
  },
  {
    name: "a websocket with a dependency",
    answer: socket(
      "    await websocket.accept()",
      "websocket: WebSocket, user: User = Depends(get_current_user_ws)",
    ),
    outcome: "pass",
  },
  {
    name: "an HTTP middleware does not see a websocket",
    answer: functionMiddleware(`    if request.headers.get("X-API-Key") != KEY:
        return JSONResponse({}, status_code=401)`).replace(
      endpoint.trim(),
      '@app.websocket("/ws")\nasync def feed(websocket: WebSocket) -> None:\n    await websocket.accept()',
    ),
    outcome: "fail",
  },
  {
    name: "a class with __call__",
    answer: classGuard(
      "        if user.role != self.role:\n            raise HTTPException(403)\n        return user",
    ),
    outcome: "pass",
  },
  {
    name: "an instance of it at module level, through partial",
    answer: classGuard(
      "        if user.role != self.role:\n            raise HTTPException(403)\n        return user",
      "admin_only",
    ).replace(
      "@app.delete",
      'from functools import partial\nadmin_only = RequireRole("admin")\n\n@app.delete',
    ),
    outcome: "pass",
  },
  {
    name: "a class with __call__ that takes no user",
    answer: classGuard("        return user").replace(
      "user: User = Depends(get_current_user)",
      "user: str = 'x'",
    ),
    outcome: "fail",
  },
  {
    name: "a base class's __call__",
    answer: classGuard(
      "        if user.role != self.role:\n            raise HTTPException(403)\n        return user",
      "AdminOnly()",
    ).replace(
      "@app.delete",
      'class AdminOnly(RequireRole):\n    def __init__(self) -> None:\n        super().__init__("admin")\n\n@app.delete',
    ),
    outcome: "pass",
  },
  {
    name: "a method of a service as a dependency",
    answer: blockOf(`
from fastapi import Depends, FastAPI, Request
app = FastAPI()

class AuthService:
    def __init__(self, keys: set[str]) -> None:
        self.keys = keys

    async def check(self, request: Request) -> str:
        key = request.headers.get("X-Key")
        if key not in self.keys:
            raise Unauthorized("unknown key")
        return key

class Unauthorized(Exception):
    status_code = 401

service = AuthService(load_keys())

@app.get("/orders")
async def orders(key: str = Depends(service.check)) -> list[Order]:
    return []
`),
    outcome: "pass",
  },
  {
    name: "an exception that a handler maps to 401",
    answer: blockOf(`
from fastapi import Depends, FastAPI, Request
from fastapi.responses import JSONResponse
app = FastAPI()

class Stranger(Exception): ...

@app.exception_handler(Stranger)
async def on_stranger(request: Request, exc: Stranger) -> JSONResponse:
    return JSONResponse({"detail": "who are you?"}, status_code=401)

async def caller(request: Request) -> Account:
    account = await accounts.find(request.cookies.get("sid"))
    if account is None:
        raise Stranger
    return account

@app.get("/orders")
async def orders(who: Account = Depends(caller)) -> list[Order]:
    return []
`),
    outcome: "pass",
  },
  {
    name: "fastapi-users",
    answer: blockOf(`
from fastapi import Depends, FastAPI
from fastapi_users import FastAPIUsers
from app.backend import auth_backend, get_user_manager

fastapi_users = FastAPIUsers[User, int](get_user_manager, [auth_backend])
active = fastapi_users.current_user(active=True)
app = FastAPI()
app.include_router(fastapi_users.get_auth_router(auth_backend), prefix="/auth/jwt")

@app.get("/protected")
def protected(user: User = Depends(active)) -> str:
    return user.email
`),
    outcome: "pass",
  },
  {
    name: "fastapi-users, optional",
    answer: blockOf(`
from fastapi import Depends, FastAPI
from fastapi_users import FastAPIUsers
from app.backend import auth_backend, get_user_manager

fastapi_users = FastAPIUsers[User, int](get_user_manager, [auth_backend])
app = FastAPI()

@app.get("/feed")
def feed(user: User | None = Depends(fastapi_users.current_user(optional=True))) -> str:
    return "hello"
`),
    outcome: "fail",
  },
  {
    name: "an optional user that the endpoint refuses",
    answer: blockOf(`
from fastapi import Depends, FastAPI, HTTPException
from app.auth import get_current_user_optional
app = FastAPI()

@app.get("/feed")
def feed(user: User | None = Depends(get_current_user_optional)) -> str:
    if user is None:
        raise HTTPException(status_code=401)
    return "hello"
`),
    outcome: "pass",
  },
  {
    name: "AuthJWT",
    answer: blockOf(`
from fastapi import Depends, FastAPI
from fastapi_jwt_auth import AuthJWT
app = FastAPI()

@app.get("/user")
def user(Authorize: AuthJWT = Depends()) -> dict:
    Authorize.jwt_required()
    return {"user": Authorize.get_jwt_subject()}
`),
    outcome: "pass",
  },
  {
    name: "a decorator of the answer",
    answer: blockOf(`
from functools import wraps
from fastapi import FastAPI, HTTPException, Request
app = FastAPI()

def signed_in(handler):
    @wraps(handler)
    async def inner(request: Request, *args, **kwargs):
        user = await sessions.find(request.cookies.get("sid"))
        if user is None:
            raise HTTPException(401)
        return await handler(request, *args, **kwargs)
    return inner

@app.get("/orders")
@signed_in
async def orders(request: Request) -> list[Order]:
    return []
`),
    outcome: "pass",
  },
  {
    name: "a class-based view",
    answer: blockOf(`
from fastapi import APIRouter, Depends
from fastapi_utils.cbv import cbv
from app.auth import get_current_user
router = APIRouter()

@cbv(router)
class Orders:
    user: User = Depends(get_current_user)

    @router.get("/orders")
    def list(self) -> list[Order]:
        return []
`),
    outcome: "pass",
  },
  {
    name: "add_api_route with dependencies",
    answer: blockOf(`
from fastapi import APIRouter, Depends
from app.auth import require_user
router = APIRouter()

async def list_orders() -> list[Order]:
    return []

async def create_order(order: OrderIn) -> Order:
    return Order()

router.add_api_route("/orders", list_orders, methods=["GET"], dependencies=[Depends(require_user)])
router.add_api_route("/orders", create_order, methods=["POST"])
`),
    outcome: "fail",
  },
  {
    name: "a GraphQL router has no endpoints to judge",
    answer: blockOf(`
import strawberry
from fastapi import FastAPI
from strawberry.fastapi import GraphQLRouter
app = FastAPI()
app.include_router(GraphQLRouter(schema, context_getter=get_context), prefix="/graphql")
`),
    outcome: "na",
  },
  {
    name: "a lambda and a nested factory",
    answer: blockOf(`
from fastapi import Depends, FastAPI, HTTPException
from app.auth import get_current_user
app = FastAPI()

def permission(name: str):
    def depends():
        async def inner(user=Depends(get_current_user)):
            if name not in user.permissions:
                raise HTTPException(403)
        return Depends(inner)
    return depends()

@app.get("/a", dependencies=[permission("a:read")])
async def a() -> None: ...
`),
    outcome: "pass",
  },
  {
    name: "a feature flag is no guard",
    answer: blockOf(`
from fastapi import Depends, FastAPI, HTTPException
app = FastAPI()

def feature(settings: Settings = Depends(get_settings)) -> None:
    if not settings.beta:
        raise HTTPException(403, "Not available")

@app.get("/beta", dependencies=[Depends(feature)])
async def beta() -> None: ...
`),
    outcome: "fail",
  },
];
