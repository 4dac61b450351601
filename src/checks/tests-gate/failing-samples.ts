import { blockOf, filesOf } from "../auth/samples/sample.ts";
import { itemsApp, passwordModule } from "./sample-app.ts";

const head = `
import pytest
from fastapi.testclient import TestClient
from app.main import app

client = TestClient(app)

`;
const withTests = (tests: string): string =>
  filesOf({ "app/main.py": itemsApp, "tests/test_main.py": head + tests });

/** Answers without tests, or with tests that show nothing. */
export const failingSamples: readonly (readonly [name: string, answer: string])[] = [
  ["an endpoint without tests", filesOf({ "app/main.py": itemsApp })],
  ["a function with logic without tests", filesOf({ "app/passwords.py": passwordModule })],
  [
    "curl in place of tests",
    `${filesOf({ "app/main.py": itemsApp })}\n\n\`\`\`bash\ncurl -i localhost:8000/items/99  # 404\npytest\n\`\`\``,
  ],
  [
    "tests in a tree only",
    `${filesOf({ "app/main.py": itemsApp })}\n\n\`\`\`text\ntests/\n└── test_main.py   # test_unknown -> 404\n\`\`\``,
  ],
  ["only a conftest", filesOf({ "app/main.py": itemsApp, "tests/conftest.py": head })],
  [
    "commented out",
    withTests(`# def test_unknown():\n#     assert client.get("/items/99").status_code == 404\n`),
  ],
  [
    "the happy path alone",
    withTests(`def test_read():\n    assert client.get("/items/1").status_code == 200\n`),
  ],
  [
    "a mere absence in a list",
    withTests(
      `def test_list():\n    response = client.get("/items")\n    assert response.status_code == 200\n    assert 99 not in response.json()\n    assert response.json() != []\n`,
    ),
  ],
  [
    "another status than an error",
    withTests(
      `def test_read():\n    response = client.get("/items/99")\n    assert response.status_code != 404\n    assert response.status_code < 500\n    assert response.status_code not in (400, 422)\n`,
    ),
  ],
  [
    "either is fine",
    withTests(`def test_read():\n    assert client.get("/items/99").status_code in (200, 404)\n`),
  ],
  [
    "a number that is no status",
    withTests(
      `def test_price():\n    body = client.get("/items/1").json()\n    assert body["price"] == 404\n    assert body == {"price": 500}\n`,
    ),
  ],
  [
    "numbers of parametrize that are no statuses",
    withTests(
      `@pytest.mark.parametrize("amount", [400, 500])\ndef test_amount(amount):\n    response = client.post("/items", json={"amount": amount})\n    assert response.status_code == 201\n    assert response.json()["amount"] == amount\n`,
    ),
  ],
  [
    "assert True",
    withTests(`def test_unknown():\n    response = client.get("/items/99")\n    assert True\n`),
  ],
  [
    "constants compared",
    withTests(
      `def test_unknown():\n    expected = 404\n    client.get("/items/99")\n    assert expected == 404\n    assert 1 == 1\n`,
    ),
  ],
  [
    "the parameter compared with itself",
    withTests(
      `@pytest.mark.parametrize("code", [404])\ndef test_unknown(code):\n    client.get("/items/99")\n    assert code == 404\n`,
    ),
  ],
  [
    "no assertion",
    withTests(
      `def test_unknown():\n    response = client.get("/items/99")\n    print(response.status_code == 404)\n`,
    ),
  ],
  [
    "a response that is there",
    withTests(
      `def test_unknown():\n    response = client.get("/items/99")\n    assert response is not None\n    assert response\n`,
    ),
  ],
  [
    "no call",
    withTests(
      `def test_unknown():\n    status_code = 404\n    assert len(str(status_code)) == 3\n    assert isinstance(app, object)\n`,
    ),
  ],
  [
    "only its own fakes",
    withTests(
      `class FakeResponse:\n    status_code = 404\n\n\ndef test_unknown():\n    response = FakeResponse()\n    assert response.status_code == 404\n`,
    ),
  ],
  [
    "a mock answers itself",
    withTests(
      `from unittest.mock import Mock\n\n\ndef test_unknown():\n    service = Mock()\n    service.read.return_value.status_code = 404\n    assert service.read(99).status_code == 404\n`,
    ),
  ],
  [
    "always skipped",
    withTests(
      `@pytest.mark.skip(reason="later")\ndef test_unknown():\n    assert client.get("/items/99").status_code == 404\n`,
    ),
  ],
  [
    "a module always skipped",
    withTests(
      `pytestmark = pytest.mark.skip\n\n\ndef test_unknown():\n    assert client.get("/items/99").status_code == 404\n`,
    ),
  ],
  [
    "skips itself first",
    withTests(
      `def test_unknown():\n    pytest.skip("later")\n    assert client.get("/items/99").status_code == 404\n`,
    ),
  ],
  ["a stub", withTests(`def test_unknown():\n    """GET /items/99 answers 404."""\n    ...\n`)],
  [
    "a helper that nobody calls",
    withTests(
      `def check_unknown():\n    assert client.get("/items/99").status_code == 404\n\n\ndef test_read():\n    assert client.get("/items/1").status_code == 200\n`,
    ),
  ],
  [
    "a helper told 200",
    withTests(
      `def expect(response, status):\n    assert response.status_code == status\n\n\ndef test_read():\n    expect(client.get("/items/1"), 200)\n`,
    ),
  ],
  [
    "the word in a comment and in strings",
    withTests(
      `def test_read():\n    # also try 404 and pytest.raises(HTTPException)\n    response = client.get("/items/1")\n    assert response.status_code == 200, "expected 200, not 404"\n    assert response.text != "status_code == 404"\n`,
    ),
  ],
  [
    "a success with a detail",
    withTests(
      `def test_read():\n    response = client.post("/items", json={"name": "ink"})\n    assert response.status_code == 201\n    assert response.json()["detail"] == "created"\n`,
    ),
  ],
  [
    "a block that only looks like tests",
    `${filesOf({ "app/main.py": itemsApp })}\n\n${blockOf(`import pytest\n\n\n@pytest.fixture\ndef test_client():\n    return 404\n`)}`,
  ],
  [
    "an empty cache is no failure",
    filesOf({
      "app/cache.py": `class Cache:\n    def __init__(self):\n        self.rows = {}\n\n    def get(self, key):\n        return self.rows.get(key)\n\n    def put(self, key, value):\n        self.rows[key] = value\n`,
      "tests/test_cache.py": `from app.cache import Cache\n\n\ndef test_round_trip():\n    cache = Cache()\n    assert cache.get("a") is None\n    cache.put("a", 1)\n    assert cache.get("a") == 1\n`,
    }),
  ],
  [
    "a schema that is only asked what goes well",
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
    assert result.errors is None
    assert not result.errors
    assert "errors" not in result.data
    assert len(result.errors or []) == 0
`,
    }),
  ],
  [
    "a mock that is made of the user's class",
    filesOf({
      "app/mailer.py": `
class Mailer:
    def send(self, to: str) -> bool:
        if "@" not in to:
            raise ValueError(to)
        return True
`,
      "tests/test_mailer.py": `
from unittest.mock import MagicMock

import pytest
from app.mailer import Mailer

mailer = MagicMock(spec=Mailer)


def test_send():
    mailer.send.return_value = True
    assert mailer.send("a@example.com") is True


def test_send_fails():
    mailer.send.side_effect = ValueError
    with pytest.raises(ValueError):
        mailer.send("nobody")
`,
    }),
  ],
];

/** Answers to which the gate does not apply. */
export const passedOverSamples: readonly (readonly [name: string, answer: string])[] = [
  ["no code", "Use one Redis for all workers."],
  [
    "an engine and a session",
    blockOf(`
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine
from app.settings import settings

engine = create_async_engine(settings.database_url, pool_size=5)
SessionFactory = async_sessionmaker(engine)


async def get_session():
    async with SessionFactory() as session:
        yield session
`),
  ],
  [
    "models alone",
    blockOf(`from pydantic import BaseModel\n\n\nclass Item(BaseModel):\n    name: str\n`),
  ],
];
