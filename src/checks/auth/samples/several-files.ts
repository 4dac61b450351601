import { blockOf, filesOf } from "./sample.ts";
import type { Sample } from "./sample.ts";

const guard = `
from fastapi import Depends, HTTPException, status
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from app.core.security import decode_token
from app.models import User

bearer = HTTPBearer()

async def get_current_user(credentials: HTTPAuthorizationCredentials = Depends(bearer)) -> User:
    payload = decode_token(credentials.credentials)
    if payload is None:
        raise HTTPException(status.HTTP_401_UNAUTHORIZED, "Invalid token")
    return User(id=payload["sub"], role=payload["role"])

def require_role(*roles: str):
    async def checker(user: User = Depends(get_current_user)) -> User:
        if user.role not in roles:
            raise HTTPException(status.HTTP_403_FORBIDDEN, "Not allowed")
        return user
    return checker
`;
const security = `
import jwt
from app.core.config import settings

def decode_token(token: str) -> dict | None:
    try:
        return jwt.decode(token, settings.secret_key, algorithms=["HS256"])
    except jwt.InvalidTokenError:
        return None
`;
const router = `
from fastapi import APIRouter, Depends
from app.api.deps import get_current_user, require_role
from app.schemas import Item, ItemIn

router = APIRouter(prefix="/items", tags=["items"])

@router.get("")
async def list_items(user=Depends(get_current_user)) -> list[Item]:
    return []

@router.post("", status_code=201, dependencies=[Depends(require_role("admin"))])
async def create_item(item: ItemIn) -> Item:
    return Item()
`;
const main = `
from fastapi import FastAPI
from app.api.items import router as items_router

app = FastAPI()
app.include_router(items_router, prefix="/api/v1")

@app.get("/health")
async def health() -> dict[str, str]:
    return {"status": "ok"}
`;
const app = (changes: Readonly<Record<string, string>> = {}): string =>
  filesOf({
    "app/core/security.py": security,
    "app/api/deps.py": guard,
    "app/api/items.py": router,
    "app/main.py": main,
    ...changes,
  });
const bareRouter = router
  .replace("user=Depends(get_current_user)", "")
  .replace(', dependencies=[Depends(require_role("admin"))]', "");
const returnsFalse = guard.replace(
  'raise HTTPException(status.HTTP_403_FORBIDDEN, "Not allowed")',
  "return False",
);
const alwaysTrue = security.replace(/ {4}try:[\s\S]*/u, '    return {"sub": 1, "role": "admin"}\n');

export const severalFilesSamples: readonly Sample[] = [
  { name: "a package with its dependencies in another file", answer: app(), outcome: "pass" },
  {
    name: "paths without the package",
    answer: filesOf({
      "security.py": security,
      "deps.py": guard,
      "items.py": router,
      "main.py": main,
    }),
    outcome: "pass",
  },
  {
    name: "paths with a source folder",
    answer: filesOf({
      "src/app/core/security.py": security,
      "src/app/api/deps.py": guard,
      "src/app/api/items.py": router,
      "src/app/main.py": main,
    }),
    outcome: "pass",
  },
  {
    name: "blocks without names",
    answer: [security, guard, router, main].map(blockOf).join("\n\nThen:\n\n"),
    outcome: "pass",
  },
  {
    name: "the dependency stands on the router",
    answer: app({
      "app/api/items.py": bareRouter.replace(
        'tags=["items"]',
        "dependencies=[Depends(get_current_user)]",
      ),
    }),
    outcome: "pass",
  },
  {
    name: "the dependency stands on the inclusion",
    answer: app({
      "app/api/items.py": bareRouter,
      "app/main.py": main
        .replace('prefix="/api/v1"', 'prefix="/api/v1", dependencies=[Depends(get_current_user)]')
        .replace(
          "import FastAPI",
          "import Depends, FastAPI\nfrom app.api.deps import get_current_user",
        ),
    }),
    outcome: "pass",
  },
  {
    name: "the inclusion has lost its dependencies",
    answer: app({ "app/api/items.py": bareRouter }),
    outcome: "fail",
  },
  {
    name: "the dependency stands on the application",
    answer: app({
      "app/api/items.py": bareRouter,
      "app/main.py": main
        .replace("FastAPI()", "FastAPI(dependencies=[Depends(get_current_user)])")
        .replace(
          "import FastAPI",
          "import Depends, FastAPI\nfrom app.api.deps import get_current_user",
        ),
    }),
    outcome: "pass",
  },
  {
    name: "included twice, once without",
    answer: app({
      "app/api/items.py": bareRouter,
      "app/main.py": `${main.replace("import FastAPI", "import Depends, FastAPI\nfrom app.api.deps import get_current_user").replace('prefix="/api/v1"', 'prefix="/api/v1", dependencies=[Depends(get_current_user)]')}\napp.include_router(items_router, prefix="/internal")\n`,
    }),
    outcome: "fail",
  },
  {
    name: "a role check that returns False",
    answer: app({ "app/api/deps.py": returnsFalse, "app/api/items.py": router }),
    outcome: "fail",
  },
  {
    name: "a role check that returns False, on a user nobody verified",
    answer: app({ "app/api/deps.py": returnsFalse, "app/core/security.py": alwaysTrue }),
    outcome: "fail",
  },
  {
    name: "a role of a user nobody verified",
    answer: app({
      "app/core/security.py": alwaysTrue,
      "app/api/items.py": bareRouter.replace(
        'tags=["items"]',
        'dependencies=[Depends(require_role("admin"))]',
      ),
    }),
    outcome: "fail",
  },
  {
    name: "an alias from another file, through a package's __init__",
    answer: filesOf({
      "app/core/security.py": security,
      "app/auth/dependencies.py": `${guard}\nfrom typing import Annotated\ntype CurrentUser = Annotated[User, Depends(get_current_user)]\n`,
      "app/auth/__init__.py":
        "from .dependencies import *\nfrom .dependencies import CurrentUser as Caller",
      "app/items.py": `from fastapi import APIRouter
from . import auth
from .auth import Caller
router = APIRouter()

@router.get("/items")
async def items(user: Caller) -> list: return []

@router.get("/others")
async def others(user: auth.CurrentUser) -> list: return []`,
    }),
    outcome: "pass",
  },
  {
    name: "the guard of a module shadowed by another function",
    answer: app({
      "app/api/items.py": router.replace(
        "from app.api.deps import get_current_user, require_role",
        "from app.api.deps import require_role\n\ndef get_current_user():\n    return User(id=1, role='admin')\n",
      ),
    }),
    outcome: "fail",
  },
  {
    name: "the user's own dependency",
    answer: blockOf(
      bareRouter
        .replace(
          "from app.api.deps import get_current_user, require_role",
          "from myproject.security import login_required_user",
        )
        .replace('tags=["items"]', "dependencies=[Depends(login_required_user)]"),
    ),
    outcome: "pass",
  },
  {
    name: "the user's own service is no guard",
    answer: blockOf(
      bareRouter
        .replace(
          "from app.api.deps import get_current_user, require_role",
          "from myproject.users import get_user_service",
        )
        .replace('tags=["items"]', "dependencies=[Depends(get_user_service)]"),
    ),
    outcome: "fail",
  },
  {
    name: "a stub that is the user's",
    answer: filesOf({
      "app/auth.py": "# Your existing dependency\nasync def get_current_user() -> User:\n    ...",
      "app/items.py":
        'from app.auth import get_current_user\nrouter = APIRouter()\n\n@router.get("/items")\nasync def items(user: User = Depends(get_current_user)) -> list[Item]:\n    return []',
    }),
    outcome: "pass",
  },
  {
    name: "an application from a factory",
    answer: filesOf({
      "app/core/security.py": security,
      "app/api/deps.py": guard,
      "app/api/items.py": bareRouter,
      "app/factory.py": `from fastapi import Depends, FastAPI
from app.api import items
from app.api.deps import get_current_user

PROTECTED = [Depends(get_current_user)]

def create_app() -> FastAPI:
    app = FastAPI()
    for one in (items.router,):
        app.include_router(one, prefix="/api", dependencies=[*PROTECTED])

    @app.get("/ping")
    async def ping() -> str: return "pong"

    return app`,
      "app/main.py": "from app.factory import create_app\napp = create_app()",
    }),
    outcome: "pass",
  },
  {
    name: "a mounted application does not inherit dependencies",
    answer: filesOf({
      "main.py": `from fastapi import Depends, FastAPI
from auth import get_current_user
from admin import admin_app

app = FastAPI(dependencies=[Depends(get_current_user)])
app.mount("/admin", admin_app)`,
      "admin.py": `from fastapi import FastAPI
admin_app = FastAPI()

@admin_app.get("/reports")
def reports() -> list: return []`,
    }),
    outcome: "fail",
  },
  {
    name: "a mounted application with its own",
    answer: filesOf({
      "main.py":
        "from fastapi import FastAPI\nfrom admin import admin_app\n\napp = FastAPI()\napp.mount('/admin', admin_app)",
      "admin.py": `from fastapi import Depends, FastAPI
from auth import require_admin
admin_app = FastAPI(dependencies=[Depends(require_admin)])

@admin_app.get("/reports")
def reports() -> list: return []`,
    }),
    outcome: "pass",
  },
  {
    name: "endpoints of tests do not count",
    answer: filesOf({
      "tests/test_guard.py": `from fastapi import Depends, FastAPI
from app.auth import get_current_user

def test_open() -> None:
    app = FastAPI()

    @app.get("/open")
    def handler() -> None: ...
    assert app.routes`,
    }),
    outcome: "na",
  },
  {
    name: "imports that go in circles",
    answer: filesOf({
      "a.py": "from b import router, thing",
      "b.py": "from a import router, thing\n\n@router.get('/x')\ndef x(u=Depends(thing)): return 1",
    }),
    outcome: "fail",
  },
];
