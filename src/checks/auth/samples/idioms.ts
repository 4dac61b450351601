import { blockOf, filesOf } from "./sample.ts";
import type { Sample } from "./sample.ts";

const head = `
import os, secrets
import jwt
from typing import Annotated
from fastapi import APIRouter, Depends, FastAPI, Header, HTTPException, Request, Security, WebSocket, status
from fastapi.responses import RedirectResponse
from fastapi.security import APIKeyHeader, HTTPBearer, HTTPAuthorizationCredentials, OAuth2PasswordBearer
app = FastAPI()
oauth2_scheme = OAuth2PasswordBearer(tokenUrl="token")
`;
const code = (text: string): string => blockOf(head + text);
/** One endpoint behind a dependency named `guard`. */
const guarded = (text: string): string =>
  code(
    `${text}\n\n@app.get("/orders")\nasync def orders(caller=Depends(guard)) -> list[Order]:\n    return []\n`,
  );

export const idiomSamples: readonly Sample[] = [
  {
    name: "JWTBearer, with a method that verifies",
    answer: code(`
class JWTBearer(HTTPBearer):
    def __init__(self, auto_error: bool = True):
        super().__init__(auto_error=auto_error)

    async def __call__(self, request: Request):
        credentials: HTTPAuthorizationCredentials = await super().__call__(request)
        if credentials:
            if not credentials.scheme == "Bearer":
                raise HTTPException(status_code=403, detail="Invalid authentication scheme.")
            if not self.verify_jwt(credentials.credentials):
                raise HTTPException(status_code=403, detail="Invalid token or expired token.")
            return credentials.credentials
        raise HTTPException(status_code=403, detail="Invalid authorization code.")

    def verify_jwt(self, jwtoken: str) -> bool:
        is_valid = False
        try:
            payload = decode_jwt(jwtoken)
        except Exception:
            payload = None
        if payload:
            is_valid = True
        return is_valid

@app.post("/posts", dependencies=[Depends(JWTBearer())])
async def add_post(post: Post) -> dict: return {}
`),
    outcome: "pass",
  },
  {
    name: "JWTBearer that hands the token on",
    answer: code(`
class JWTBearer(HTTPBearer):
    async def __call__(self, request: Request):
        credentials = await super().__call__(request)
        if credentials.scheme != "Bearer":
            raise HTTPException(status_code=403, detail="Invalid authentication scheme.")
        return credentials.credentials

@app.post("/posts", dependencies=[Depends(JWTBearer())])
async def add_post(post: Post) -> dict: return {}
`),
    outcome: "fail",
  },
  {
    name: "an exception that is passed to the verifier",
    answer: guarded(`
def verify_access_token(token: str, credentials_exception):
    try:
        payload = jwt.decode(token, SECRET_KEY, algorithms=[ALGORITHM])
        user_id = payload.get("user_id")
        if user_id is None:
            raise credentials_exception
    except jwt.PyJWTError:
        raise credentials_exception
    return user_id

def guard(token: str = Depends(oauth2_scheme), db: Session = Depends(get_db)):
    problem = HTTPException(status_code=status.HTTP_401_UNAUTHORIZED)
    user_id = verify_access_token(token, problem)
    return db.query(User).filter(User.id == user_id).first()
`),
    outcome: "pass",
  },
  {
    name: "a header token answered with 400",
    answer: guarded(`
async def guard(x_token: Annotated[str, Header()]):
    if x_token != os.environ["X_TOKEN"]:
        raise HTTPException(status_code=400, detail="X-Token header invalid")
`),
    outcome: "pass",
  },
  {
    name: "a tutorial's fake decoder",
    answer: guarded(`
def fake_decode_token(token):
    return User(username=token + "fakedecoded", email="john@example.com")

async def guard(token: Annotated[str, Depends(oauth2_scheme)]):
    user = fake_decode_token(token)
    return user
`),
    outcome: "fail",
  },
  {
    name: "a tutorial's look-up",
    answer: guarded(`
def fake_decode_token(token):
    return get_user(fake_users_db, token)

async def guard(token: Annotated[str, Depends(oauth2_scheme)]):
    user = fake_decode_token(token)
    if not user:
        raise HTTPException(status_code=401, headers={"WWW-Authenticate": "Bearer"})
    return user
`),
    outcome: "pass",
  },
  {
    name: "a credential that may be left out",
    answer: guarded(`
bearer = HTTPBearer(auto_error=False)

async def guard(credentials: HTTPAuthorizationCredentials | None = Depends(bearer)):
    if credentials is None:
        return None
    try:
        return jwt.decode(credentials.credentials, KEY, algorithms=["HS256"])
    except jwt.PyJWTError:
        raise HTTPException(401)
`),
    outcome: "fail",
  },
  {
    name: "a key that is compared only if it is sent",
    answer: guarded(`
async def guard(x_api_key: str | None = Header(None)):
    if x_api_key and x_api_key != os.environ["API_KEY"]:
        raise HTTPException(status_code=401)
`),
    outcome: "fail",
  },
  {
    name: "a key that must be sent and fit",
    answer: guarded(`
async def guard(x_api_key: str | None = Header(None)):
    if not x_api_key:
        raise HTTPException(status_code=401, detail="Missing key")
    if x_api_key and x_api_key != os.environ["API_KEY"]:
        raise HTTPException(status_code=401)
`),
    outcome: "pass",
  },
  {
    name: "a middleware that looks at tokens only if there are any",
    answer: code(`
@app.middleware("http")
async def read_token(request: Request, call_next):
    token = request.headers.get("Authorization")
    if token:
        try:
            request.state.user = jwt.decode(token, KEY, algorithms=["HS256"])
        except jwt.PyJWTError:
            return JSONResponse({"detail": "Invalid token"}, status_code=401)
    return await call_next(request)

@app.get("/orders")
async def orders() -> list[Order]: return []
`),
    outcome: "fail",
  },
  {
    name: "an optional caller, required by another dependency",
    answer: guarded(`
async def maybe_caller(request: Request) -> User | None:
    token = request.cookies.get("token")
    if token is None:
        return None
    try:
        return await load(jwt.decode(token, KEY, algorithms=["HS256"])["sub"])
    except jwt.PyJWTError:
        return None

async def guard(caller: User | None = Depends(maybe_caller)) -> User:
    if caller is None:
        raise HTTPException(status_code=401)
    return caller
`),
    outcome: "pass",
  },
  {
    name: "a browser session that redirects to the login page",
    answer: code(`
@app.get("/dashboard")
async def dashboard(request: Request):
    user = request.session.get("user")
    if not user:
        return RedirectResponse("/login", status_code=303)
    return page(user)
`),
    outcome: "pass",
  },
  {
    name: "a look-up with a walrus",
    answer: guarded(`
async def guard(request: Request) -> User:
    if not (user := await store.get(request.cookies.get("sid"))):
        raise HTTPException(401)
    return user
`),
    outcome: "pass",
  },
  {
    name: "a helper that only raises, on a missing token",
    answer: guarded(`
def deny() -> None:
    raise HTTPException(status_code=401, detail="Unauthorized")

async def guard(token: str = Depends(oauth2_scheme)) -> str:
    if not token:
        deny()
    return token
`),
    outcome: "fail",
  },
  {
    name: "a helper that only raises, on an unknown token",
    answer: guarded(`
def deny() -> None:
    raise HTTPException(status_code=401, detail="Unauthorized")

async def guard(token: str = Depends(oauth2_scheme)) -> str:
    if token not in KNOWN:
        deny()
    return token
`),
    outcome: "pass",
  },
  {
    name: "a service that decodes and refuses",
    answer: filesOf({
      "app/services/auth.py": `
import jwt
from app.errors import UnauthorizedError

class AuthService:
    def __init__(self, users: UserRepository, key: str) -> None:
        self._users = users
        self._key = key

    async def resolve(self, token: str) -> User:
        try:
            claims = jwt.decode(token, self._key, algorithms=["HS256"])
        except jwt.InvalidTokenError as error:
            raise UnauthorizedError("bad token") from error
        return await self._users.get(claims["sub"])`,
      "app/errors.py":
        "class AppError(Exception):\n    status = 500\n\nclass UnauthorizedError(AppError):\n    status = 401",
      "app/deps.py": `
from fastapi import Depends
from fastapi.security import OAuth2PasswordBearer
from app.services.auth import AuthService
scheme = OAuth2PasswordBearer(tokenUrl="/token")

def get_auth_service() -> AuthService:
    return AuthService(UserRepository(), KEY)

async def whoami(token: str = Depends(scheme), service: AuthService = Depends(get_auth_service)) -> User:
    return await service.resolve(token)`,
      "app/orders.py": `
from fastapi import APIRouter, Depends
from app.deps import whoami
router = APIRouter(prefix="/orders")

@router.get("")
async def orders(user: User = Depends(whoami)) -> list[Order]: return []`,
    }),
    outcome: "pass",
  },
  {
    name: "an endpoint that verifies the scheme's token itself",
    answer: code(`
@app.get("/me")
async def me(token: str = Depends(oauth2_scheme)) -> User:
    user = await sessions.find(token)
    if user is None:
        raise HTTPException(status_code=status.HTTP_401_UNAUTHORIZED)
    return user
`),
    outcome: "pass",
  },
  {
    name: "a boolean dependency whose result the endpoint looks at",
    answer: code(`
def is_admin(x_key: str = Header()) -> bool:
    return secrets.compare_digest(x_key, KEY)

@app.delete("/orders/{order_id}")
async def remove(order_id: int, admin: bool = Depends(is_admin)) -> None:
    if not admin:
        raise HTTPException(403)
`),
    outcome: "pass",
  },
  {
    name: "a websocket that verifies the first message",
    answer: code(`
@app.websocket("/ws")
async def feed(websocket: WebSocket) -> None:
    await websocket.accept()
    message = await websocket.receive_json()
    user = await users.by_token(message["token"])
    if user is None:
        await websocket.close(code=4401)
        return
    while True:
        await websocket.send_json(await queue.get())
`),
    outcome: "pass",
  },
  {
    name: "nested routers, the outer one guarded",
    answer: filesOf({
      "app/users.py":
        'from fastapi import APIRouter\nrouter = APIRouter(prefix="/users")\n\n@router.get("/")\ndef users() -> list: return []',
      "app/api.py":
        'from fastapi import APIRouter, Depends\nfrom . import users\nfrom .auth import get_current_user\napi_router = APIRouter(prefix="/v1", dependencies=[Depends(get_current_user)])\napi_router.include_router(users.router)',
      "app/main.py":
        "from fastapi import FastAPI\nfrom .api import api_router\napp = FastAPI()\napp.include_router(api_router)",
    }),
    outcome: "pass",
  },
  {
    name: "a router of a class",
    answer: code(`
from app.auth import require_user

class OrderRoutes:
    def __init__(self) -> None:
        self.router = APIRouter(prefix="/orders")
        self.router.add_api_route("", self.list, methods=["GET"], dependencies=[Depends(require_user)])
        self.router.add_api_route("", self.create, methods=["POST"])

    async def list(self) -> list[Order]: return []
    async def create(self, order: OrderIn) -> Order: return Order()

app.include_router(OrderRoutes().router)
`),
    outcome: "fail",
  },
  {
    name: "@requires of Starlette",
    answer: code(`
from starlette.authentication import requires
from starlette.middleware.authentication import AuthenticationMiddleware
app.add_middleware(AuthenticationMiddleware, backend=JWTBackend())

@app.get("/orders")
@requires("authenticated")
async def orders(request: Request) -> list[Order]: return []
`),
    outcome: "pass",
  },
  {
    name: "AuthenticationMiddleware alone refuses nobody",
    answer: code(`
from starlette.middleware.authentication import AuthenticationMiddleware
app.add_middleware(AuthenticationMiddleware, backend=JWTBackend())

@app.get("/orders")
async def orders(request: Request) -> list[Order]: return []
`),
    outcome: "fail",
  },
  {
    name: "HTTPBearer() on the route",
    answer: code(
      '@app.get("/orders", dependencies=[Depends(HTTPBearer())])\nasync def orders() -> list[Order]: return []',
    ),
    outcome: "fail",
  },
  {
    name: "a function in dependencies without Depends",
    answer: code(
      'from app.auth import get_current_user\n\n@app.get("/orders", dependencies=[get_current_user])\nasync def orders() -> list[Order]: return []',
    ),
    outcome: "fail",
  },
  {
    name: "a payload taken out of a token by hand",
    answer: guarded(`
import base64, json

async def guard(token: str = Depends(oauth2_scheme)) -> User:
    payload = json.loads(base64.urlsafe_b64decode(token.split(".")[1] + "=="))
    user = await users.get(payload["sub"])
    if user is None:
        raise HTTPException(401)
    return user
`),
    outcome: "fail",
  },
  {
    name: "ownership of a caller nobody verified, in a service",
    answer: code(`
async def current_caller(token: str = Depends(oauth2_scheme)) -> User:
    return User(id=int(token))

class Posts:
    async def remove(self, post_id: int, caller: User) -> None:
        post = await load(post_id)
        if post.author_id != caller.id:
            raise HTTPException(403, "Not yours")
        await drop(post)

posts = Posts()

@app.delete("/posts/{post_id}")
async def delete_post(post_id: int, caller: User = Depends(current_caller)) -> None:
    await posts.remove(post_id, caller)
`),
    outcome: "fail",
  },
  {
    name: "ownership of a verified caller, in the body",
    answer: code(`
@app.delete("/posts/{post_id}")
async def delete_post(post_id: int, request: Request) -> None:
    caller = await sessions.caller_of(request.cookies.get("sid"))
    post = await load(post_id)
    if caller is None or post.author_id != caller.id:
        raise HTTPException(403, "Not yours")
`),
    outcome: "pass",
  },
  {
    name: "scopes",
    answer: code(`
from fastapi.security import SecurityScopes

async def caller(scopes: SecurityScopes, token: str = Depends(oauth2_scheme)) -> User:
    try:
        claims = jwt.decode(token, KEY, algorithms=["HS256"])
    except jwt.PyJWTError as error:
        raise HTTPException(401) from error
    for scope in scopes.scopes:
        if scope not in claims["scopes"]:
            raise HTTPException(401, "Not enough permissions")
    return User(**claims)

@app.get("/items")
async def items(user: Annotated[User, Security(caller, scopes=["items"])]) -> list: return []
`),
    outcome: "pass",
  },
  {
    name: "who sends nothing becomes a guest",
    answer: guarded(`
async def guard(request: Request):
    token = request.headers.get("Authorization")
    if token is None:
        return User(name="guest", roles=[])
    return await verify_token(token)
`),
    outcome: "fail",
  },
  {
    name: "a token is looked at if there is one",
    answer: guarded(`
async def guard(request: Request):
    token = request.headers.get("Authorization")
    if token:
        return await verify_token(token)
    return None
`),
    outcome: "fail",
  },
  {
    name: "who sends no header may send a cookie",
    answer: guarded(`
async def guard(request: Request):
    token = request.headers.get("Authorization")
    if token is None:
        return await verify_session(request.cookies["session"])
    return await verify_token(token)
`),
    outcome: "pass",
  },
  {
    name: "a decorator above the route's wraps in vain",
    answer: code(`
from app.auth import login_required

@login_required
@app.get("/orders")
async def orders(request: Request) -> list[Order]: return []
`),
    outcome: "fail",
  },
  {
    name: "a decorator below the route's",
    answer: code(`
from app.auth import login_required

@app.get("/orders")
@login_required
async def orders(request: Request) -> list[Order]: return []
`),
    outcome: "pass",
  },
  {
    name: "one app without, after it was said that sign-in is left out",
    answer: `Authentication is left out for brevity.\n\n${code('@app.get("/orders")\nasync def orders() -> list[Order]: return []')}`,
    outcome: "fail",
  },
  {
    name: "a comment beside the decorator",
    answer: code(
      '@app.get("/products")  # public\nasync def products() -> list[Product]: return []\n\n@app.get("/orders")\nasync def orders(user=Depends(get_current_user)) -> list[Order]: return []',
    ),
    outcome: "pass",
  },
];
