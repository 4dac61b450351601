/** A small service that most samples test. */
export const itemsApp = `
from fastapi import FastAPI, HTTPException
from pydantic import BaseModel

app = FastAPI()
ITEMS: dict[int, str] = {1: "pen"}


class ItemIn(BaseModel):
    name: str


@app.get("/items/{item_id}")
def read_item(item_id: int) -> dict[str, str]:
    if item_id not in ITEMS:
        raise HTTPException(404, "Item not found")
    return {"name": ITEMS[item_id]}


@app.post("/items", status_code=201)
def create_item(item: ItemIn) -> dict[str, str]:
    ITEMS[len(ITEMS) + 1] = item.name
    return {"name": item.name}
`;

/** Functions that can be tested without HTTP. */
export const passwordModule = `
from passlib.context import CryptContext

context = CryptContext(schemes=["argon2"])


class WeakPassword(Exception):
    """The password is too short."""


def hash_password(password: str) -> str:
    if len(password) < 12:
        raise WeakPassword
    return context.hash(password)


def verify_password(password: str, hashed: str) -> bool:
    return context.verify(password, hashed)
`;
