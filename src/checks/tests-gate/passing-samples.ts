import { filesOf, blockOf } from "../auth/samples/sample.ts";
import { itemsApp, passwordModule } from "./sample-app.ts";

const withTests = (tests: string, more: Readonly<Record<string, string>> = {}): string =>
  filesOf({ "app/main.py": itemsApp, ...more, "tests/test_main.py": tests });

const direct = (tests: string): string =>
  filesOf({ "app/passwords.py": passwordModule, "tests/test_passwords.py": tests });

/** Answers whose tests call, assert and cover a failure path, in the styles that answers have. */
export const passingSamples: readonly (readonly [name: string, answer: string])[] = [
  [
    "a client of the module, plain functions",
    withTests(`
from fastapi.testclient import TestClient
from app.main import app

client = TestClient(app)


def test_read():
    response = client.get("/items/1")
    assert response.status_code == 200
    assert response.json() == {"name": "pen"}


def test_unknown():
    response = client.get("/items/99")
    assert response.status_code == 404
`),
  ],
  [
    "one block of tests without a name and without pytest",
    `${blockOf(itemsApp)}\n\nAnd the tests:\n\n${blockOf(`
from fastapi.testclient import TestClient
from main import app


def make():
    return TestClient(app)


def test_unknown():
    assert make().get("/items/99").status_code == 404
`)}`,
  ],
  [
    "a client by fixture in conftest.py, methods of a class",
    withTests(
      `
import pytest


class TestItems:
    def test_read(self, client):
        assert client.get("/items/1").json()["name"] == "pen"

    def test_unknown(self, client):
        assert client.get("/items/99").status_code == 404
`,
      {
        "tests/conftest.py": `
import pytest
from fastapi.testclient import TestClient
from app.main import app


@pytest.fixture
def client():
    with TestClient(app) as one:
        yield one
`,
      },
    ),
  ],
  [
    "a fixture that is not shown",
    withTests(`
import pytest


async def test_unknown(client):
    response = await client.get("/items/99")
    assert response.status_code == 404
`),
  ],
  [
    "pytest-asyncio and AsyncClient",
    withTests(`
import pytest
from httpx import ASGITransport, AsyncClient
from app.main import app


@pytest.mark.asyncio
async def test_items():
    async with AsyncClient(transport=ASGITransport(app=app), base_url="http://test") as ac:
        created = await ac.post("/items", json={"name": "ink"})
        assert created.status_code == 201
        missing = await ac.get("/items/99")
        assert missing.status_code == 404
`),
  ],
  [
    "unittest",
    withTests(`
import unittest
from fastapi.testclient import TestClient
from app.main import app


class ItemTests(unittest.TestCase):
    def setUp(self):
        self.http = TestClient(app)

    def test_read(self):
        self.assertEqual(self.http.get("/items/1").status_code, 200)

    def test_unknown(self):
        response = self.http.get("/items/99")
        self.assertEqual(response.status_code, 404)
`),
  ],
  [
    "unittest, asynchronous, with its exception",
    direct(`
from unittest import IsolatedAsyncioTestCase
from app.passwords import WeakPassword, hash_password


class Passwords(IsolatedAsyncioTestCase):
    async def test_hash(self):
        self.assertTrue(hash_password("correct horse").startswith("$argon2"))

    async def test_short(self):
        with self.assertRaises(WeakPassword):
            hash_password("short")
`),
  ],
  [
    "pytest.raises as a context",
    direct(`
import pytest
from app.passwords import WeakPassword, hash_password


def test_short():
    with pytest.raises(WeakPassword):
        hash_password("short")
`),
  ],
  [
    "pytest.raises called with the function",
    direct(`
from pytest import raises
from app import passwords


def test_short():
    raises(passwords.WeakPassword, passwords.hash_password, "short")
`),
  ],
  [
    "a refusal given back",
    direct(`
import pytest
from app.passwords import hash_password, verify_password


def test_wrong_password_is_refused():
    hashed = hash_password("correct horse")
    assert verify_password("battery", hashed) is False
`),
  ],
  [
    "a refusal by not",
    direct(`
import app.passwords as pw
import pytest


def test_verify():
    hashed = pw.hash_password("correct horse")
    assert pw.verify_password("correct horse", hashed)
    assert not pw.verify_password("battery", hashed)
`),
  ],
  [
    "statuses by parametrize",
    withTests(`
import pytest
from fastapi.testclient import TestClient
from app.main import app


@pytest.mark.parametrize(("path", "expected"), [("/items/1", 200), ("/items/99", 404), ("/items/x", 422)])
def test_status(path, expected):
    assert TestClient(app).get(path).status_code == expected
`),
  ],
  [
    "statuses by parametrize, from a table of the module with pytest.param",
    withTests(`
import pytest
from fastapi import status
from fastapi.testclient import TestClient
from app.main import app

CASES = [
    pytest.param(1, status.HTTP_200_OK, id="there"),
    pytest.param(99, status.HTTP_404_NOT_FOUND, id="not there"),
]


@pytest.mark.parametrize("item_id, outcome", CASES)
def test_status(item_id, outcome):
    with TestClient(app) as http:
        assert http.get(f"/items/{item_id}").status_code == outcome
`),
  ],
  [
    "statuses in a loop",
    withTests(`
from fastapi.testclient import TestClient
from app.main import app


def test_statuses():
    c = TestClient(app)
    for path, wanted in (("/items/1", 200), ("/items/99", 404)):
        assert c.get(path).status_code == wanted, path
`),
  ],
  [
    "HTTPStatus",
    withTests(`
from http import HTTPStatus
from fastapi.testclient import TestClient
from app.main import app


def test_unknown():
    assert TestClient(app).get("/items/99").status_code == HTTPStatus.NOT_FOUND
`),
  ],
  [
    "is_client_error",
    withTests(`
from fastapi.testclient import TestClient
from app.main import app


def test_unknown():
    response = TestClient(app).get("/items/99")
    assert response.is_client_error
`),
  ],
  [
    "a helper that asserts, told the status",
    withTests(`
from fastapi.testclient import TestClient
from app.main import app

client = TestClient(app)


def expect(response, status, body=None):
    assert response.status_code == status
    if body is not None:
        assert response.json() == body


def test_read():
    expect(client.get("/items/1"), 200, {"name": "pen"})


def test_unknown():
    expect(client.get("/items/99"), status=404)
`),
  ],
  [
    "a helper that calls and gives back the status",
    withTests(`
from fastapi.testclient import TestClient
from app.main import app


def fetch(number):
    return TestClient(app).get(f"/items/{number}").status_code


def test_all():
    assert [fetch(1), fetch(99)] == [200, 404]
`),
  ],
  [
    "a helper that is not shown",
    withTests(`
from app.main import app
from fastapi.testclient import TestClient
from tests.helpers import assert_problem


def test_unknown():
    assert_problem(TestClient(app).get("/items/99"), 404)
`),
  ],
  [
    "statuses counted in a variable",
    withTests(`
from concurrent.futures import ThreadPoolExecutor
from fastapi.testclient import TestClient
from app.main import app


def test_many():
    client = TestClient(app)
    with ThreadPoolExecutor() as pool:
        responses = list(pool.map(lambda n: client.get(f"/items/{n}"), range(3)))
    missing = [r for r in responses if r.status_code == 404]
    assert len(missing) == 2
`),
  ],
  [
    "statuses counted by count",
    withTests(`
import asyncio
import pytest


async def test_many(client):
    responses = await asyncio.gather(*(client.get(f"/items/{n}") for n in range(3)))
    codes = sorted(r.status_code for r in responses)
    assert codes.count(404) == 2
`),
  ],
  [
    "the error's body alone",
    withTests(`
from fastapi.testclient import TestClient
from app.main import app


def test_unknown():
    assert TestClient(app).get("/items/99").json() == {"detail": "Item not found"}
`),
  ],
  [
    "a service with a mocked repository",
    filesOf({
      "app/service.py": `
class NotFound(Exception): ...


class ItemService:
    def __init__(self, repository):
        self.repository = repository

    async def read(self, item_id: int) -> str:
        item = await self.repository.get(item_id)
        if item is None:
            raise NotFound
        return item
`,
      "tests/test_service.py": `
from unittest.mock import AsyncMock
import pytest
from app.service import ItemService, NotFound


@pytest.fixture
def repository():
    return AsyncMock()


@pytest.fixture
def service(repository):
    return ItemService(repository)


async def test_read(service, repository):
    repository.get.return_value = "pen"
    assert await service.read(1) == "pen"
    repository.get.assert_awaited_once_with(1)


async def test_unknown(service, repository):
    repository.get.return_value = None
    with pytest.raises(NotFound):
        await service.read(2)
`,
    }),
  ],
  [
    "respx stands for the other service",
    withTests(`
import httpx
import pytest
import respx
from app.gateway import fetch_rate


@respx.mock
async def test_rate_is_down():
    respx.get("https://rates.example/eur").mock(return_value=httpx.Response(500))
    with pytest.raises(httpx.HTTPStatusError):
        await fetch_rate("eur")
`),
  ],
  [
    "a model that refuses input",
    filesOf({
      "app/schemas.py": `
from pydantic import BaseModel, field_validator


class User(BaseModel):
    name: str

    @field_validator("name")
    @classmethod
    def not_blank(cls, value: str) -> str:
        if not value.strip():
            raise ValueError("blank")
        return value
`,
      "test_schemas.py": `
import pytest
from pydantic import ValidationError
from app.schemas import User


def test_blank():
    with pytest.raises(ValidationError):
        User(name=" ")
`,
    }),
  ],
  [
    "a websocket that is closed",
    withTests(`
import pytest
from fastapi.testclient import TestClient
from starlette.websockets import WebSocketDisconnect
from app.main import app


def test_socket():
    with pytest.raises(WebSocketDisconnect) as closed:
        with TestClient(app).websocket_connect("/ws"):
            pass
    assert closed.value.code == 1008
`),
  ],
  [
    "the tests of a module that only the user has",
    filesOf({
      "tests/test_coupons.py": `
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from app.coupons import router


@pytest.fixture
def http():
    app = FastAPI()
    app.include_router(router)
    return TestClient(app)


def test_unknown(http):
    assert http.post("/coupons/redeem", json={"code": "NONE"}).status_code == 404
`,
    }),
  ],
  [
    "a function and its tests in one block",
    blockOf(`
import pytest


def parse_age(text: str) -> int:
    age = int(text)
    if age < 0:
        raise ValueError("negative")
    return age


def test_age():
    assert parse_age("7") == 7


def test_negative():
    with pytest.raises(ValueError):
        parse_age("-1")
`),
  ],
  [
    "some tests are skipped, not all",
    withTests(`
import os
import pytest
from fastapi.testclient import TestClient
from app.main import app

pytestmark = pytest.mark.skipif("DATABASE_URL" not in os.environ, reason="needs a database")


def test_unknown():
    assert TestClient(app).get("/items/99").status_code == 404


@pytest.mark.skip
def test_later():
    ...
`),
  ],
  [
    "getattr chooses the method",
    withTests(`
import pytest


@pytest.mark.parametrize("method", ["put", "delete"])
def test_methods(client, method):
    response = getattr(client, method)("/items/1")
    assert response.status_code == 405
`),
  ],
  [
    "the schema of a library, made of resolvers of one's own",
    filesOf({
      "graph/schema.py": `
import strawberry


@strawberry.type
class Query:
    @strawberry.field
    async def book(self, id: int) -> str | None:
        return {1: "Emma"}.get(id)


schema = strawberry.Schema(query=Query)
`,
      "tests/test_graph.py": `
import pytest
from graph.schema import schema


@pytest.mark.asyncio
async def test_book():
    result = await schema.execute("{ book(id: 1) }")
    assert result.data == {"book": "Emma"}


@pytest.mark.asyncio
async def test_unknown_field():
    result = await schema.execute("{ magazine(id: 1) }")
    assert result.errors
`,
    }),
  ],
  [
    "what is expected to be raised comes as a parameter",
    filesOf({
      "app/slugs.py": `
def slug(text: str) -> str:
    if not text:
        raise ValueError("empty")
    return text.lower()
`,
      "tests/test_slugs.py": `
from contextlib import nullcontext

import pytest
from app.slugs import slug


@pytest.mark.parametrize(
    ("text", "expectation"), [("A", nullcontext()), ("", pytest.raises(ValueError))]
)
def test_slug(text, expectation):
    with expectation:
        assert slug(text) == "a"
`,
    }),
  ],
];
