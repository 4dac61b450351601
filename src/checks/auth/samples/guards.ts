import { blockOf } from "./sample.ts";
import type { Sample } from "./sample.ts";

/** One endpoint each, and one way to guard it or to fail to. */
export const guardSamples: readonly Sample[] = [
  {
    name: "a star import",
    answer: blockOf(`
from fastapi import *
app=FastAPI()
@app.get("/x")
def x(u=Depends(get_current_user)): ...
`),
    outcome: "pass",
  },
  {
    name: "the dependency of an imported module, on a router",
    answer: blockOf(`
import fastapi
from app import deps
r = fastapi.APIRouter(dependencies=[fastapi.Depends(deps.require_login)])
@r.get("/x")
def x(): ...
`),
    outcome: "pass",
  },
  {
    name: "supabase",
    answer: blockOf(`
from fastapi import *
app=FastAPI()
async def auth_user(authorization: str = Header()):
    try:
        res = supabase.auth.get_user(authorization.removeprefix("Bearer "))
    except Exception as e:
        raise HTTPException(401, "bad") from e
    return res.user
@app.get("/x")
def x(u=Depends(auth_user)): ...
`),
    outcome: "pass",
  },
  {
    name: "firebase",
    answer: blockOf(`
from firebase_admin import auth
from fastapi import *
app=FastAPI()
def who(cred = Depends(HTTPBearer())):
    try:
        return auth.verify_id_token(cred.credentials)
    except Exception:
        raise HTTPException(status_code=401)
@app.get("/x")
def x(u=Depends(who)): ...
`),
    outcome: "pass",
  },
  {
    name: "an alias for a user as a dictionary",
    answer: blockOf(`
from fastapi import *
app=FastAPI()
async def get_current_user(token: Annotated[str, Depends(oauth2_bearer)]):
    try:
        payload = jwt.decode(token, SECRET_KEY, algorithms=[ALGORITHM])
        username = payload.get('sub')
        if username is None:
            raise HTTPException(status_code=401, detail='x')
        return {'username': username}
    except JWTError:
        raise HTTPException(status_code=401, detail='x')
user_dependency = Annotated[dict, Depends(get_current_user)]
@app.get("/todo")
async def read(user: user_dependency, db: db_dependency):
    if user is None:
        raise HTTPException(status_code=401, detail='Authentication Failed')
    return []
`),
    outcome: "pass",
  },
  {
    name: "an alias for a user that nobody verified",
    answer: blockOf(`
from fastapi import *
app=FastAPI()
async def get_current_user(token: Annotated[str, Depends(oauth2_bearer)]):
    return {'username': token}
user_dependency = Annotated[dict, Depends(get_current_user)]
@app.get("/todo")
async def read(user: user_dependency, db: db_dependency):
    if user is None:
        raise HTTPException(status_code=401, detail='Authentication Failed')
    return []
`),
    outcome: "fail",
  },
  {
    name: "jose",
    answer: blockOf(`
from jose import JWTError, jwt as j
from fastapi import *
app=FastAPI()
def who(token: str = Depends(oauth2_scheme)):
    try:
        return j.decode(token, K, algorithms=["HS256"])
    except JWTError:
        raise HTTPException(401)
@app.get("/x")
def x(u=Depends(who)): ...
`),
    outcome: "pass",
  },
  {
    name: "authlib key",
    answer: blockOf(`
from authlib.jose import jwt
from fastapi import *
app=FastAPI()
def who(token: str = Depends(oauth2_scheme)):
    claims = jwt.decode(token, K)
    claims.validate()
    return claims
@app.get("/x")
def x(u=Depends(who)): ...
`),
    outcome: "pass",
  },
  {
    name: "redis session",
    answer: blockOf(`
from fastapi import *
app=FastAPI()
async def current(sid: str = Cookie(None), r = Depends(get_redis)):
    data = await r.get(f"session:{sid}")
    if data is None:
        raise HTTPException(401)
    return json.loads(data)
@app.get("/x")
def x(u=Depends(current)): ...
`),
    outcome: "pass",
  },
  {
    name: "a constant for the status",
    answer: blockOf(`
from fastapi import *
from http import HTTPStatus
UNAUTH = HTTPStatus.UNAUTHORIZED
app=FastAPI()
def who(k: str = Header()):
    if not hmac.compare_digest(k, KEY):
        raise HTTPException(status_code=UNAUTH)
@app.get("/x", dependencies=[Depends(who)])
def x(): ...
`),
    outcome: "pass",
  },
  {
    name: "loop keys",
    answer: blockOf(`
from fastapi import *
app=FastAPI()
def who(api_key: str = Security(hdr)):
    for known in settings.api_keys:
        if secrets.compare_digest(api_key, known):
            return known
    raise HTTPException(status_code=401)
@app.get("/x", dependencies=[Depends(who)])
def x(): ...
`),
    outcome: "pass",
  },
  {
    name: "user table check",
    answer: blockOf(`
from fastapi import *
app=FastAPI()
def get_current_user(creds: HTTPBasicCredentials = Depends(HTTPBasic()), db=Depends(get_db)):
    user = db.query(User).filter_by(name=creds.username).first()
    if user is None or not pwd.verify(creds.password, user.hashed):
        raise HTTPException(401)
    return user
@app.get("/x")
def x(u: User = Depends(get_current_user)): ...
`),
    outcome: "pass",
  },
  {
    name: "sync dependency class attr",
    answer: blockOf(`
from fastapi import *
class Auth:
    current = staticmethod(lambda: None)
    @classmethod
    def user(cls, token: str = Depends(oauth2_scheme)):
        if token not in TOKENS: raise HTTPException(401)
        return TOKENS[token]
app=FastAPI()
@app.get("/x")
def x(u=Depends(Auth.user)): ...
`),
    outcome: "pass",
  },
  {
    name: "yield dep",
    answer: blockOf(`
from fastapi import *
app=FastAPI()
async def tenant(x_key: str = Header()):
    t = await tenants.by_key(x_key)
    if not t: raise HTTPException(403)
    async with t.scope():
        yield t
@app.get("/x")
def x(u=Depends(tenant)): ...
`),
    outcome: "pass",
  },
  {
    name: "words in a comment and a docstring",
    answer: blockOf(`
from fastapi import *
app=FastAPI()
# requires authentication: Depends(get_current_user)
@app.get("/x")
def x():
    """Requires an authenticated user."""
    return 1
`),
    outcome: "fail",
  },
  {
    name: "api key query",
    answer: blockOf(`
from fastapi import *
app=FastAPI()
def k(api_key: str = Query(...)):
    if api_key != os.getenv("K"): raise HTTPException(401)
@app.get("/x")
def x(_: None = Depends(k)): ...
`),
    outcome: "pass",
  },
  {
    name: "match",
    answer: blockOf(`
from fastapi import *
app=FastAPI()
async def k(request: Request):
    match await find(request.headers.get("x-key")):
        case None:
            raise HTTPException(401)
        case u:
            return u
@app.get("/x")
def x(_ = Depends(k)): ...
`),
    outcome: "pass",
  },
  {
    name: "except pass",
    answer: blockOf(`
from fastapi import *
app=FastAPI()
def who(token: str = Depends(oauth2_scheme)):
    try:
        payload = jwt.decode(token, K, algorithms=["HS256"])
    except Exception:
        pass
    return User(name=token)
@app.get("/x")
def x(u=Depends(who)): ...
`),
    outcome: "fail",
  },
  {
    name: "a look-up whose failure nobody sees",
    answer: blockOf(`
from fastapi import *
app=FastAPI()
async def get_current_user(token: str = Depends(oauth2_scheme), db=Depends(get_db)):
    return await db.scalar(select(User).where(User.token == token))
@app.get("/x")
async def x(u=Depends(get_current_user)): return u
`),
    outcome: "fail",
  },
  {
    name: "a verifier that always agrees",
    answer: blockOf(`
from fastapi import *
app=FastAPI()
async def verify_token(token: str = Depends(oauth2_scheme)):
    return True
@app.get("/x", dependencies=[Depends(verify_token)])
async def x(): return 1
`),
    outcome: "fail",
  },
  {
    name: "a verifier that only logs",
    answer: blockOf(`
from fastapi import *
app=FastAPI()
async def verify_key(x_api_key: str = Header()):
    if x_api_key != KEY:
        logger.warning("bad key")
@app.get("/x", dependencies=[Depends(verify_key)])
async def x(): return 1
`),
    outcome: "fail",
  },
  {
    name: "a GraphQL router beside an open route",
    answer: blockOf(`
from fastapi import *
from strawberry.fastapi import GraphQLRouter
app=FastAPI()
app.include_router(GraphQLRouter(schema), prefix="/graphql")
@app.get("/x")
def x(): ...
`),
    outcome: "fail",
  },
  {
    name: "a stream",
    answer: blockOf(`
from fastapi import *
app=FastAPI()
@app.get("/events")
async def events(user: Annotated[User, Depends(get_current_active_user)]): return StreamingResponse(s())
`),
    outcome: "pass",
  },
  {
    name: "keycloak",
    answer: blockOf(`
from fastapi import *
from fastapi_keycloak import FastAPIKeycloak, OIDCUser
idp = FastAPIKeycloak(server_url="x")
app=FastAPI()
@app.get("/u")
def u(user: OIDCUser = Depends(idp.get_current_user(required_roles=["a"]))): ...
`),
    outcome: "pass",
  },
  {
    name: "auth0",
    answer: blockOf(`
from fastapi import *
from fastapi_auth0 import Auth0, Auth0User
auth = Auth0(domain="d", api_audience="a", scopes={})
app=FastAPI()
@app.get("/u", dependencies=[Depends(auth.implicit_scheme)])
def u(user: Auth0User = Security(auth.get_user)): ...
`),
    outcome: "pass",
  },
  {
    name: "azure",
    answer: blockOf(`
from fastapi import *
from fastapi_azure_auth import SingleTenantAzureAuthorizationCodeBearer
azure_scheme = SingleTenantAzureAuthorizationCodeBearer(app_client_id="x", tenant_id="y")
app=FastAPI()
@app.get("/u", dependencies=[Security(azure_scheme)])
def u(): ...
`),
    outcome: "pass",
  },
  {
    name: "fastapi-login",
    answer: blockOf(`
from fastapi import *
from fastapi_login import LoginManager
manager = LoginManager(SECRET, "/login")
app=FastAPI()
@app.get("/u")
def u(user=Depends(manager)): ...
`),
    outcome: "pass",
  },
  {
    name: "scheme imported",
    answer: blockOf(`
from fastapi import *
from app.security import oauth2_scheme
app=FastAPI()
@app.get("/u")
def u(token: str = Depends(oauth2_scheme)): return token
`),
    outcome: "fail",
  },
  {
    name: "user service imported",
    answer: blockOf(`
from fastapi import *
from app.services import UserService, get_user_service
app=FastAPI()
@app.get("/users")
def u(s: UserService = Depends(get_user_service)): return s.all()
`),
    outcome: "fail",
  },
  {
    name: "Starlette's exception and status",
    answer: blockOf(`
from fastapi import *
from starlette.exceptions import HTTPException as SE
from starlette.status import HTTP_403_FORBIDDEN
app=FastAPI()
async def me(k: str = Header(alias="X-Key")):
    if k not in KEYS: raise SE(HTTP_403_FORBIDDEN)
@app.get("/u", dependencies=[Depends(me)])
def u(): ...
`),
    outcome: "pass",
  },
  {
    name: "sub dependency class",
    answer: blockOf(`
from fastapi import *
app=FastAPI()
class Context:
    def __init__(self, user: User = Depends(get_current_user), db=Depends(get_db)): self.user=user
@app.get("/u")
def u(ctx: Context = Depends()): ...
`),
    outcome: "pass",
  },
  {
    name: "a dataclass with the caller",
    answer: blockOf(`
from fastapi import *
from dataclasses import dataclass
app=FastAPI()
@dataclass
class Context:
    user: Annotated[User, Depends(get_current_user)]
@app.get("/u")
def u(ctx: Annotated[Context, Depends()]): ...
`),
    outcome: "pass",
  },
  {
    name: "service via user dep",
    answer: blockOf(`
from fastapi import *
app=FastAPI()
def get_service(user: User = Depends(get_current_user)) -> S: return S(user)
@app.get("/u")
def u(s: S = Depends(get_service)): ...
`),
    outcome: "pass",
  },
  {
    name: "custom router class",
    answer: blockOf(`
from fastapi import *
class AuthRouter(APIRouter):
    def __init__(self, **kw):
        super().__init__(dependencies=[Depends(get_current_user)], **kw)
r = AuthRouter(prefix="/x")
@r.get("/u")
def u(): ...
`),
    outcome: "pass",
  },
  {
    name: "options of an inclusion in a dictionary",
    answer: blockOf(`
from fastapi import *
r=APIRouter()
@r.get("/u")
def u(): ...
app=FastAPI()
protected = {"dependencies": [Depends(get_current_user)]}
app.include_router(r, **protected)
`),
    outcome: "pass",
  },
  {
    name: "the user's own middleware",
    answer: blockOf(`
from fastapi import *
from app.mw import JWTAuthMiddleware
app=FastAPI()
app.add_middleware(JWTAuthMiddleware, secret=S)
@app.get("/u")
def u(): ...
`),
    outcome: "pass",
  },
  {
    name: "a router made by partial",
    answer: blockOf(`
from fastapi import *
from functools import partial
Secure = partial(APIRouter, dependencies=[Depends(get_current_user)])
r = Secure(prefix="/a")
@r.get("/u")
def u(): ...
`),
    outcome: "pass",
  },
  {
    name: "quoted annotation",
    answer: blockOf(`
from fastapi import *
app=FastAPI()
@app.get("/u")
def u(user: "CurrentUser"): ...
CurrentUser = Annotated[User, Depends(get_current_user)]
`),
    outcome: "pass",
  },
  {
    name: "an alias for an optional user",
    answer: blockOf(`
from fastapi import *
from app.deps import OptionalUser
app=FastAPI()
@app.get("/u")
def u(user: OptionalUser): ...
`),
    outcome: "fail",
  },
  {
    name: "depends use_cache",
    answer: blockOf(`
from fastapi import *
app=FastAPI()
@app.get("/u")
def u(user=Depends(dependency=get_current_user, use_cache=False)): ...
`),
    outcome: "pass",
  },
  {
    name: "a tuple of dependencies",
    answer: blockOf(`
from fastapi import *
app=FastAPI()
@app.get("/u", dependencies=(Depends(require_permissions("a")),))
def u(): ...
`),
    outcome: "pass",
  },
];
