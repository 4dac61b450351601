/**
 * Names that an excerpt uses without importing them and that can only be meant in one way. What
 * is not here stays unbound and is taken by its own name.
 */
const homes: Readonly<Record<string, string>> = {
  fastapi:
    "APIRouter BackgroundTasks Body Cookie Depends FastAPI File Form HTTPException Header Path Query Request Response Security UploadFile WebSocket WebSocketDisconnect WebSocketException status",
  "fastapi.security":
    "APIKeyCookie APIKeyHeader APIKeyQuery HTTPAuthorizationCredentials HTTPBasic HTTPBasicCredentials HTTPBearer HTTPDigest OAuth2AuthorizationCodeBearer OAuth2PasswordBearer OAuth2PasswordRequestForm OpenIdConnect SecurityScopes",
  "fastapi.responses":
    "FileResponse HTMLResponse JSONResponse ORJSONResponse PlainTextResponse RedirectResponse StreamingResponse",
  "fastapi.exceptions": "RequestValidationError",
  "starlette.middleware": "Middleware",
  "starlette.middleware.base": "BaseHTTPMiddleware",
  "starlette.middleware.authentication": "AuthenticationMiddleware",
  "starlette.middleware.sessions": "SessionMiddleware",
  "fastapi.middleware.cors": "CORSMiddleware",
  "fastapi.testclient": "TestClient",
  typing: "Annotated Any Callable Optional TypeAlias Union",
  http: "HTTPStatus",
  pydantic: "BaseModel",
  functools: "partial wraps lru_cache",
  httpx: "ASGITransport AsyncClient",
  "sqlalchemy.ext.asyncio": "AsyncSession async_sessionmaker create_async_engine",
};

const known = new Map(
  Object.entries(homes).flatMap(([home, names]) =>
    names.split(" ").map((name): [string, string] => [name, `${home}.${name}`]),
  ),
);

/** `Depends` → `fastapi.Depends`; null for a name that is no framework's. */
export function libraryNameOf(name: string): string | null {
  return known.get(name) ?? (builtins.has(name) ? `builtins.${name}` : null);
}

const builtins = new Set(
  "ArithmeticError AssertionError AttributeError BaseException Exception IndexError KeyError LookupError NotImplementedError OSError PermissionError RuntimeError StopIteration TimeoutError TypeError UnicodeDecodeError ValueError abs all any bool bytearray bytes callable classmethod dict dir enumerate filter float format frozenset getattr hasattr hash hex id input int isinstance issubclass iter len list map max memoryview min next object open ord pow print property range repr reversed round set setattr slice sorted staticmethod str sum super tuple type vars zip".split(
    " ",
  ),
);

/**
 * Top-level packages that are never the user's own module: `import jwt` is not `app/core/jwt.py`.
 */
export function isLibraryPackage(name: string): boolean {
  return libraryPackages.has(name);
}

const libraryPackages = new Set(
  "abc alembic aiofiles aioredis aiosmtplib aiosqlite anyio argparse argon2 arq ast asyncio asyncpg authlib authx base64 bcrypt beanie binascii boto3 cachetools casbin celery collections concurrent contextlib contextvars copy cryptography csv dataclasses datetime decimal email enum fastapi fastapi_azure_auth fastapi_cache fastapi_jwt_auth fastapi_limiter fastapi_login fastapi_mail fastapi_users fastapi_utils fakeredis firebase_admin functools gc graphene hashlib hmac html http httpx importlib inspect io ipaddress itertools itsdangerous jinja2 jose json jwt logging loguru math mimetypes motor mongoengine multiprocessing odmantic openai operator orjson os passlib pathlib peewee pickle prometheus_client psutil psycopg psycopg2 pwdlib pydantic pydantic_settings pymongo pyotp pytest pytest_asyncio queue random re redis requests respx secrets sentry_sdk shutil signal slowapi smtplib socket sqlalchemy sqlite3 sqlmodel ssl starlette starlette_exporter statistics strawberry string stripe structlog subprocess supabase sys tempfile tenacity threading time tortoise traceback types typing typing_extensions ujson unittest urllib uuid uvicorn warnings weakref websockets yaml zoneinfo".split(
    " ",
  ),
);
