import { filesOf } from "../auth/samples/sample.ts";
import { itemsApp } from "./sample-app.ts";

const tests = `
import pytest
from fastapi.testclient import TestClient
from app.main import app

MISSING = 99


@pytest.fixture
def client():
    return TestClient(app)


def create(client, name):
    response = client.post("/items", json={"name": name})
    assert response.status_code == 201
    return response.json()


def test_create(client):
    assert create(client, "ink") == {"name": "ink"}


def test_unknown(client):
    response = client.get(f"/items/{MISSING}")
    assert response.status_code == 404
    assert response.json() == {"detail": "Item not found"}


@pytest.mark.parametrize("body", [{}, {"name": 1}])
def test_bad_body(client, body):
    assert client.post("/items", json=body).status_code == 422
`;

/** An answer that passes. */
export const testedAnswer = filesOf({ "app/main.py": itemsApp, "tests/test_main.py": tests });

type Edit = readonly [find: string | RegExp, replace: string];

/** One realistic fault each: the answer no longer passes. */
export const defects: readonly (readonly [name: string, edits: readonly Edit[]])[] = [
  ["the failures are dropped", [[/def test_unknown[\s\S]*?(?=```)/u, ""]]],
  ["all assertions are `assert True`", [[/assert .*/gu, "assert True"]]],
  ["all assertions are prints", [[/assert (.*)/gu, "print($1)"]]],
  ["the tests have no body", [[/(def test_\w+\(.*\):)\n(?:    .*\n?)+/gu, "$1\n    pass\n"]]],
  ["the tests are renamed, so that none runs", [[/def test_/gu, "def check_"]]],
  ["all are skipped", [[/def test_/gu, "@pytest.mark.skip\ndef test_"]]],
  [
    "the failures expect success",
    [
      [/== (?:404|422)/gu, "== 200"],
      [/assert response.json\(\) == \{"detail.*/u, "assert response.json()"],
    ],
  ],
  [
    "the calls are gone",
    [
      [/client\.(?:get|post)\(.*?\)(?=\.|\n)/gu, "object()"],
      [/assert (.*)/gu, "assert isinstance(str(1), str)"],
    ],
  ],
  [
    "the file is only promised",
    [[/```python\nimport pytest[\s\S]*```/u, "Cover the 404 and the 422 with pytest."]],
  ],
];

/** Rewrites that change nothing of what is tested. */
export const rewrites: readonly (readonly [name: string, edits: readonly Edit[]])[] = [
  [
    "other names",
    [
      [/\bclient\b/gu, "http"],
      [/\bresponse\b/gu, "reply"],
    ],
  ],
  [
    "statuses by name",
    [
      [/== 404/u, "== status.HTTP_404_NOT_FOUND"],
      [/== 422/u, "== HTTPStatus.UNPROCESSABLE_ENTITY"],
      [/import pytest/u, "import pytest\nfrom http import HTTPStatus\nfrom fastapi import status"],
    ],
  ],
  [
    "a class around the tests",
    [
      [
        /def test_unknown\(client\):\n((?:    .*\n)+)/u,
        'class TestUnknown:\n    async def test_it(self, client):\n        response = client.get("/items/9")\n        assert response.status_code == 404\n',
      ],
    ],
  ],
  ["another file name", [[/tests\/test_main\.py/u, "app/items_test.py"]]],
  [
    "split into two files",
    [
      [
        "@pytest.mark.parametrize",
        "```\n\n### tests/test_bodies.py\n\n```python\nimport pytest\n\n\n@pytest.mark.parametrize",
      ],
    ],
  ],
  [
    "the client is imported under another name",
    [
      [/import TestClient\n/u, "import TestClient as Http\n"],
      [/return TestClient/u, "return Http"],
    ],
  ],
  [
    "trigger words in comments and prose",
    [
      ["MISSING = 99", "MISSING = 99  # assert True; pytest.mark.skip; TODO"],
      [/$/u, "\n\nNo test is skipped, and none is `assert True`."],
    ],
  ],
  ["asynchronous tests", [[/def test_/gu, "async def test_"]]],
  [
    "the assertion has its operands turned",
    [[/assert response\.status_code == 404/u, "assert 404 == response.status_code"]],
  ],
];

/** An answer with its edits made. */
export function edited(answer: string, edits: readonly Edit[]): string {
  return edits.reduce((text, [find, replace]) => text.replace(find, replace), answer);
}
