const schema = `
from fastapi import FastAPI, Depends, Form, HTTPException
from pydantic import BaseModel, SecretStr
app = FastAPI()

class UserCreate(BaseModel):
    email: str
    password: str

class UserOut(BaseModel):
    id: int
    email: str
`;
const table = `
from sqlmodel import Field, Session, SQLModel, select

class User(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    email: str
    hashed_password: str
`;
const plainTable = table.replace("hashed_password", "password");

/** Code, by what is special about it. */
type Samples = Readonly<Record<string, string>>;

export const passingSamples: Samples = {
  "passlib with bcrypt": `
${schema}${table}
from passlib.context import CryptContext
pwd_context = CryptContext(schemes=["bcrypt"], deprecated="auto")

def get_password_hash(password: str) -> str:
    return pwd_context.hash(password)

@app.post("/users", status_code=201)
def create_user(user: UserCreate, session: Session = Depends(get_session)) -> UserOut:
    db_user = User(email=user.email, hashed_password=get_password_hash(user.password))
    session.add(db_user)
    session.commit()
    return db_user
`,
  "bcrypt in threads": `
${schema}
import asyncio
import bcrypt

class UserService:
    def __init__(self, repo):
        self.repo = repo

    async def register(self, data: UserCreate):
        digest = await asyncio.to_thread(bcrypt.hashpw, data.password.encode(), bcrypt.gensalt())
        return await self.repo.add(email=data.email, password_hash=digest.decode())

    async def verify(self, password: str, stored: str) -> bool:
        return await asyncio.to_thread(bcrypt.checkpw, password.encode(), stored.encode())
`,
  "argon2-cffi as an attribute of a class": `
from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

class Passwords:
    def __init__(self, hasher: PasswordHasher) -> None:
        self._hasher = hasher

    def hash(self, plain: str) -> str:
        return self._hasher.hash(plain)

    def matches(self, plain: str, hashed: str) -> bool:
        try:
            return self._hasher.verify(hashed, plain)
        except VerifyMismatchError:
            return False
`,
  "trusted by name": `
${schema}
from app.models import User
from app.security import hash_password, verify_password

@app.post("/users")
async def create(body: UserCreate, session=Depends(get_session)) -> UserOut:
    user = User(email=body.email, password=hash_password(body.password))
    session.add(user)
    await session.commit()
    return user
`,
  "PBKDF2 of the standard library, compared in constant time": `
import hashlib, hmac, os

def hash_password(password: str) -> str:
    salt = os.urandom(16)
    digest = hashlib.pbkdf2_hmac("sha256", password.encode(), salt, 600_000)
    return salt.hex() + ":" + digest.hex()

def verify_password(password: str, stored: str) -> bool:
    salt, digest = stored.split(":")
    candidate = hashlib.pbkdf2_hmac("sha256", password.encode(), bytes.fromhex(salt), 600_000)
    return hmac.compare_digest(candidate.hex(), digest)
`,
  "SHA-256 before bcrypt, for long passwords": `
import base64, hashlib, bcrypt

def _prepare(password: str) -> bytes:
    return base64.b64encode(hashlib.sha256(password.encode()).digest())

def hash_password(password: str) -> str:
    return bcrypt.hashpw(_prepare(password), bcrypt.gensalt()).decode()

def verify_password(password: str, hashed: str) -> bool:
    return bcrypt.checkpw(_prepare(password), hashed.encode())
`,
  "SHA-1 to ask for breaches, and argon2 to store": `
import hashlib, httpx
from argon2 import PasswordHasher
ph = PasswordHasher()

async def is_breached(password: str) -> bool:
    digest = hashlib.sha1(password.encode()).hexdigest().upper()
    prefix, suffix = digest[:5], digest[5:]
    response = await httpx.AsyncClient().get(f"https://api.pwnedpasswords.com/range/{prefix}")
    return suffix in response.text

def hash_password(password: str) -> str:
    return ph.hash(password)
`,
  "SHA-256 of refresh tokens beside hashed passwords": `
${schema}
import hashlib
from pwdlib import PasswordHash
hasher = PasswordHash.recommended()

def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()

def check(password: str, stored: str) -> bool:
    return hasher.verify(password, stored)
`,
  "two passwords of one request are compared": `
from pydantic import BaseModel, model_validator
from passlib.hash import argon2

class SignUp(BaseModel):
    password: str
    confirm_password: str

    @model_validator(mode="after")
    def same(self):
        if self.password != self.confirm_password:
            raise ValueError("Passwords do not match")
        return self

def store(data: SignUp) -> str:
    if data.password != data.confirm_password:
        raise ValueError
    return argon2.hash(data.password)
`,
  "the password is replaced before the whole is stored": `
${schema}${plainTable}
from passlib.context import CryptContext
ctx = CryptContext(schemes=["argon2"])

@app.post("/users")
def create(user: UserCreate, session: Session = Depends(get_session)) -> UserOut:
    data = user.model_dump()
    data["password"] = ctx.hash(data["password"])
    row = User(**data)
    session.add(row)
    session.commit()
    return row
`,
  "the hash takes the place in a document": `
${schema}
import bcrypt
from motor.motor_asyncio import AsyncIOMotorClient
users = AsyncIOMotorClient(MONGO_URL).app.users

@app.post("/users", response_model=UserOut)
async def create(user: UserCreate):
    doc = {**user.model_dump(exclude={"password"}), "password": bcrypt.hashpw(user.password.encode(), bcrypt.gensalt())}
    await users.insert_one(doc)
    return doc
`,
  "a setter of the model hashes": `
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from passlib.hash import bcrypt
class Base(DeclarativeBase): pass

class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    password_hash: Mapped[str]

    @property
    def password(self): raise AttributeError
    @password.setter
    def password(self, value: str) -> None:
        self.password_hash = bcrypt.hash(value)

def register(session, email: str, password: str):
    user = User(password=password)
    session.add(user)
    session.commit()
`,
  "raw asyncpg with a hash": `
${schema}
import bcrypt

@app.post("/users", status_code=201)
async def create(user: UserCreate, conn=Depends(get_conn)) -> UserOut:
    hashed = bcrypt.hashpw(user.password.encode(), bcrypt.gensalt()).decode()
    row = await conn.fetchrow("INSERT INTO users (email, password) VALUES ($1, $2) RETURNING id, email", user.email, hashed)
    return UserOut(**row)

@app.post("/login")
async def login(user: UserCreate, conn=Depends(get_conn)) -> UserOut:
    row = await conn.fetchrow("SELECT id, email, password FROM users WHERE email = $1", user.email)
    if row is None or not bcrypt.checkpw(user.password.encode(), row["password"].encode()):
        raise HTTPException(401)
    return UserOut(**row)
`,
  "logs speak of passwords and show none": `
import logging
from pwdlib import PasswordHash
logger = logging.getLogger(__name__)
hasher = PasswordHash.recommended()

def change_password(user, current_password: str, new_password: str) -> None:
    if not hasher.verify(current_password, user.password_hash):
        logger.warning("wrong password for %s", user.id)
        raise PermissionError
    user.password_hash = hasher.hash(new_password)
    logger.info("password of %s changed, %d characters", user.id, len(new_password))
`,
  "Tortoise with werkzeug": `
from tortoise import fields, models
from werkzeug.security import check_password_hash, generate_password_hash

class Account(models.Model):
    email = fields.CharField(max_length=254)
    password_hash = fields.CharField(max_length=255)

async def register(email: str, password: str) -> Account:
    return await Account.create(email=email, password_hash=generate_password_hash(password))

async def login(email: str, password: str) -> bool:
    account = await Account.get(email=email)
    return check_password_hash(account.password_hash, password)
`,
  "pgcrypto hashes in the statement": `
async def register(conn, email: str, password: str) -> None:
    await conn.execute("INSERT INTO users VALUES ($1, crypt($2, gen_salt('bf')))", email, password)
`,
  "a password that is too easy is refused": `
from pwdlib import PasswordHash
hasher = PasswordHash.recommended()
def register(email: str, password: str) -> str:
    if password == email or password.lower() == "password":
        raise ValueError("too easy")
    return hasher.hash(password)
`,
  "a migration that hashes what was plain": `
import sqlalchemy as sa
from alembic import op
from argon2 import PasswordHasher

def upgrade() -> None:
    hasher = PasswordHasher()
    users = sa.table("users", sa.column("id"), sa.column("password"), sa.column("password_hash"))
    connection = op.get_bind()
    for row in connection.execute(sa.select(users.c.id, users.c.password)):
        connection.execute(users.update().where(users.c.id == row.id).values(password_hash=hasher.hash(row.password)))

def downgrade() -> None:
    op.drop_column("users", "password_hash")
`,
};

export const failingSamples: Samples = {
  "raw sqlite3, as it was typed": `
${schema}
import sqlite3
db = sqlite3.connect("demo.db")

class Credentials(BaseModel):
    username: str
    password: str

@app.post("/register")
def register(c: Credentials):
    db.execute("INSERT INTO users VALUES (?, ?)", (c.username, c.password))
    return {"username": c.username}

@app.post("/login")
def login(c: Credentials):
    row = db.execute("SELECT password FROM users WHERE username = ?", (c.username,)).fetchone()
    if row is None or row[0] != c.password:
        raise HTTPException(401)
    return {"username": c.username}
`,
  "SHA-256 in hash_password": `
import hashlib
def hash_password(password: str) -> str:
    return hashlib.sha256(password.encode("utf-8")).hexdigest()

def verify_password(plain: str, hashed: str) -> bool:
    return hash_password(plain) == hashed
`,
  "MD5 with a salt, in a class": `
import hashlib, os
class PasswordService:
    def hash(self, raw: str) -> str:
        salt = os.urandom(8).hex()
        return salt + hashlib.md5((salt + raw).encode()).hexdigest()
`,
  "the ORM gets what was typed": `
${schema}${plainTable}
@app.post("/users")
def create(user: UserCreate, session: Session = Depends(get_session)) -> UserOut:
    row = User(email=user.email, password=user.password)
    session.add(row)
    session.commit()
    return row
`,
  "the whole body becomes the row": `
${schema}${plainTable}
@app.post("/users")
def create(user: UserCreate, session: Session = Depends(get_session)) -> UserOut:
    row = User(**user.model_dump())
    session.add(row)
    session.commit()
    return row
`,
  "a hashed_password that is none": `
${schema}${table}
@app.post("/users")
def create(user: UserCreate, session: Session = Depends(get_session)) -> UserOut:
    row = User(email=user.email, hashed_password=user.password)
    session.add(row)
    session.commit()
    return row
`,
  "hash_password hands back what it gets": `
${schema}${table}
def hash_password(password: str) -> str:
    return password  # fine for now

@app.post("/users")
def create(user: UserCreate, session: Session = Depends(get_session)) -> UserOut:
    session.add(User(email=user.email, hashed_password=hash_password(user.password)))
    session.commit()
`,
  "a dictionary as a database": `
${schema}
users = {}
@app.post("/users")
def create(user: UserCreate):
    users[user.email] = {"email": user.email, "password": user.password}
    return {"email": user.email}
`,
  "a document of all that was sent": `
${schema}
@app.post("/users", response_model=UserOut)
async def create(user: UserCreate, db=Depends(get_db)):
    result = await db.users.insert_one(user.dict())
    return await db.users.find_one({"_id": result.inserted_id})
`,
  "a query for the password": `
${schema}${plainTable}
@app.post("/login")
def login(form: UserCreate, session: Session = Depends(get_session)):
    user = session.exec(select(User).where(User.email == form.email, User.password == form.password)).first()
    if not user:
        raise HTTPException(401)
    return {"ok": True}
`,
  "constant time, and still plain": `
import secrets
def authenticate(user, password: str) -> bool:
    return secrets.compare_digest(user.password, password)
`,
  "hashed well and logged": `
${schema}
import logging, bcrypt
logger = logging.getLogger(__name__)
@app.post("/login")
def login(username: str = Form(), password: str = Form()):
    user = find(username)
    if not bcrypt.checkpw(password.encode(), user.hashed):
        logger.warning(f"failed login for {username} with {password}")
        raise HTTPException(401)
    return {"ok": True}
`,
  "structlog gets the password by keyword": `
import structlog
from passlib.hash import bcrypt
log = structlog.get_logger()
def register(email: str, password: str) -> str:
    log.info("registering", email=email, password=password)
    return bcrypt.hash(password)
`,
  "handed back to the caller": `
${schema}
from passlib.hash import bcrypt
@app.post("/users")
def create(user: UserCreate):
    save(user.email, bcrypt.hash(user.password))
    return {"email": user.email, "password": user.password}
`,
  "the request model is the reply": `
${schema}
from passlib.hash import bcrypt
@app.post("/users", response_model=UserCreate)
def create(user: UserCreate):
    save(user.email, bcrypt.hash(user.password))
    return user
`,
  "passlib with a fast scheme": `
from passlib.context import CryptContext
pwd_context = CryptContext(schemes=["md5_crypt"])
def hash_password(password: str) -> str:
    return pwd_context.hash(password)
`,
  "an update writes a fast hash": `
${schema}
import hashlib
from sqlalchemy import update
async def reset(session, user_id: int, new_password: str) -> None:
    digest = hashlib.sha512(new_password.encode()).hexdigest()
    await session.execute(update(User).where(User.id == user_id).values(password_hash=digest))
    await session.commit()
`,
  "a repository gets it through a service": `
${schema}
class UserRepository:
    def __init__(self, conn):
        self.conn = conn
    async def add(self, email: str, secret: str) -> None:
        await self.conn.execute("INSERT INTO users (email, password) VALUES ($1, $2)", email, secret)

class UserService:
    def __init__(self, repo: UserRepository):
        self.repo = repo
    async def register(self, data: UserCreate) -> None:
        await self.repo.add(data.email, data.password)
`,
  "HMAC is no password hash": `
import hmac, hashlib
def verify_password(password: str, stored: str, pepper: bytes) -> bool:
    return hmac.compare_digest(hmac.new(pepper, password.encode(), hashlib.sha256).hexdigest(), stored)
`,
  "base64 is no hash at all": `
import base64
def encrypt_password(password: str) -> str:
    return base64.b64encode(password.encode()).decode()
`,
  "hashed by one library and verified by another": `
import bcrypt
from argon2 import PasswordHasher
def hash_password(password: str) -> str:
    return PasswordHasher().hash(password)
def verify_password(password: str, hashed: str) -> bool:
    return bcrypt.checkpw(password.encode(), hashed.encode())
`,
  "a change of password is written as it is": `
${schema}
class ChangePassword(BaseModel):
    new_password: str

@app.post("/password")
async def change(body: ChangePassword, user=Depends(get_current_user), session=Depends(get_session)):
    user.hashed_password = body.new_password
    await session.commit()
`,
};

export const passedOverSamples: Samples = {
  "the user's own authenticate": `
${schema}
from fastapi.security import OAuth2PasswordRequestForm
from app.auth import authenticate, create_token
@app.post("/token")
async def token(form: OAuth2PasswordRequestForm = Depends()):
    user = await authenticate(form.username, form.password)
    return {"access_token": create_token(user.id), "token_type": "bearer"}
`,
  "the password of the database": `
from pydantic_settings import BaseSettings
from sqlalchemy import URL
class Settings(BaseSettings):
    db_user: str
    db_password: str
    def url(self) -> URL:
        return URL.create("postgresql+asyncpg", username=self.db_user, password=self.db_password)
`,
  "a mail server's login": `
import smtplib
class Mailer:
    def __init__(self, host: str, user: str, password: str) -> None:
        self.host, self.user, self.password = host, user, password
    def send(self, text: str) -> None:
        with smtplib.SMTP(self.host) as smtp:
            smtp.login(self.user, self.password)
`,
  "only a column": `
${table}
def read(session: Session, user_id: int) -> User | None:
    return session.get(User, user_id)
`,
  "words in comments and strings": `
from fastapi import FastAPI, HTTPException
app = FastAPI()
# Passwords are hashed with sha256 elsewhere: password == stored
@app.get("/help")
def help_text() -> str:
    return "If user.password != password, reset it."
`,
  "a file's digest": `
import hashlib
def etag(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()
`,
  "no Python that is run": `
x = 1
`,
};
