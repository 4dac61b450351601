import { filesOf } from "../auth/samples/sample.ts";

/** Layers: router, service, repository, exceptions, handlers in a function that main calls. */
export const layered = filesOf({
  "app/errors.py": `
class AppError(Exception):
    """Base of what clients may see."""
    status_code = 400

    def __init__(self, message: str = "") -> None:
        super().__init__(message)
        self.message = message


class PostNotFound(AppError):
    status_code = 404


class NotAuthor(AppError):
    status_code = 403
`,
  "app/handlers.py": `
import logging
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from app.errors import AppError

logger = logging.getLogger(__name__)


async def on_app_error(request: Request, exc: AppError) -> JSONResponse:
    return JSONResponse({"detail": exc.message}, status_code=exc.status_code)


async def on_crash(request: Request, exc: Exception) -> JSONResponse:
    logger.exception("unexpected")
    return JSONResponse({"detail": "Internal error"}, status_code=500)


def register_handlers(app: FastAPI) -> None:
    app.add_exception_handler(AppError, on_app_error)
    app.add_exception_handler(Exception, on_crash)
`,
  "app/repository.py": `
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from app.models import Post


class PostRepository:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get(self, post_id: int) -> Post | None:
        return await self._session.scalar(select(Post).where(Post.id == post_id))

    async def remove(self, post: Post) -> None:
        await self._session.delete(post)
`,
  "app/service.py": `
import logging
from app.errors import NotAuthor, PostNotFound
from app.models import Post
from app.repository import PostRepository

logger = logging.getLogger(__name__)


class PostService:
    def __init__(self, posts: PostRepository) -> None:
        self._posts = posts

    async def get(self, post_id: int) -> Post:
        post = await self._posts.get(post_id)
        if post is None:
            raise PostNotFound("Post not found")
        return post

    async def delete(self, post_id: int, user_id: int) -> None:
        post = await self.get(post_id)
        if post.author_id != user_id:
            raise NotAuthor("Only the author may do this")
        try:
            await self._posts.remove(post)
        except ConnectionError:
            logger.exception("delete failed")
            raise
`,
  "app/router.py": `
from typing import Annotated
from fastapi import APIRouter, Depends
from app.auth import User, get_current_user
from app.db import get_session
from app.repository import PostRepository
from app.schemas import PostOut
from app.service import PostService

router = APIRouter(prefix="/posts")


def get_service(session=Depends(get_session)) -> PostService:
    return PostService(PostRepository(session))


Service = Annotated[PostService, Depends(get_service)]


@router.get("/{post_id}", response_model=PostOut)
async def read_post(post_id: int, service: Service) -> PostOut:
    return PostOut.model_validate(await service.get(post_id))


@router.delete("/{post_id}", status_code=204)
async def delete_post(post_id: int, service: Service, user: Annotated[User, Depends(get_current_user)]) -> None:
    await service.delete(post_id, user.id)
`,
  "app/main.py": `
from fastapi import FastAPI
from app.handlers import register_handlers
from app.router import router


def create_app() -> FastAPI:
    app = FastAPI()
    register_handlers(app)
    app.include_router(router)
    return app


app = create_app()
`,
});

/** One file, HTTPException, as short answers have it. */
export const single = filesOf({
  "main.py": `
import logging
from fastapi import Depends, FastAPI, HTTPException, status
from pydantic import BaseModel
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
import httpx
from database import get_db
from models import Item, User
from security import create_token, verify_password

logger = logging.getLogger(__name__)
app = FastAPI()


class ItemIn(BaseModel):
    name: str


class Credentials(BaseModel):
    email: str
    password: str


@app.get("/items/{item_id}")
def read_item(item_id: int, db: Session = Depends(get_db)):
    item = db.query(Item).filter(Item.id == item_id).first()
    if not item:
        raise HTTPException(status_code=404, detail="Item not found")
    return {"id": item.id, "name": item.name}


@app.post("/items", status_code=201)
def create_item(data: ItemIn, db: Session = Depends(get_db)):
    item = Item(**data.model_dump())
    db.add(item)
    try:
        db.commit()
    except IntegrityError:
        db.rollback()
        raise HTTPException(status.HTTP_409_CONFLICT, "Item already exists")
    return {"id": item.id}


@app.post("/login")
def login(data: Credentials, db: Session = Depends(get_db)):
    user = db.query(User).filter(User.email == data.email).first()
    if user is None or not verify_password(data.password, user.hashed_password):
        raise HTTPException(status_code=401, detail="Incorrect e-mail or password")
    return {"access_token": create_token(user.id)}


@app.get("/rates/{currency}")
async def rate(currency: str):
    try:
        async with httpx.AsyncClient() as client:
            reply = await client.get(f"https://rates.example/{currency}")
            reply.raise_for_status()
    except Exception as exc:
        logger.error("rates failed: %s", exc)
        raise HTTPException(502, "Rates are not available")
    return reply.json()
`,
});
