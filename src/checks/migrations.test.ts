import { expect, test } from "vitest";
import type { Outcome } from "../record/index.ts";
import { migrations } from "./migrations.ts";
import { gradeWith } from "./testing/grade-with.ts";
import { pythonAnswer } from "./testing/python-answer.ts";

const model = `
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

class Base(DeclarativeBase):
    pass

class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)
`;

const upgrade = `
import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

def upgrade() -> None:
    op.create_table("users", sa.Column("id", sa.Integer, primary_key=True), sa.Column("email", sa.String(320), unique=True))
`;
const downgrade = `
def downgrade() -> None:
    op.drop_table("users")
`;

interface Sample {
  readonly name: string;
  readonly code: string | Readonly<Record<string, string>>;
  readonly more?: string;
  readonly prose?: string;
  readonly outcome: Outcome;
}

const samples: readonly Sample[] = [
  {
    name: "a model and its migration",
    code: { "app/models.py": model, "alembic/versions/0001_users.py": upgrade + downgrade },
    outcome: "pass",
  },
  { name: "a model alone", code: { "app/models.py": model }, outcome: "fail" },
  {
    name: "a migration without downgrade",
    code: { "app/models.py": model, "alembic/versions/0001_users.py": upgrade },
    outcome: "fail",
  },
  {
    name: "a migration alone",
    code: { "alembic/versions/0001_users.py": upgrade + downgrade },
    outcome: "pass",
  },
  {
    name: "a migration in a nameless block",
    code: `${model}\n`,
    more: upgrade + downgrade,
    outcome: "pass",
  },
  {
    name: "an upgrade that does nothing",
    code: {
      "app/models.py": model,
      "versions/0001.py":
        "from alembic import op\n\ndef upgrade() -> None:\n    pass\n\ndef downgrade() -> None:\n    pass\n",
    },
    outcome: "fail",
  },
  {
    name: "a downgrade that refuses",
    code: {
      "app/models.py": model,
      "versions/0001.py": `${upgrade}\ndef downgrade() -> None:\n    raise NotImplementedError("data is gone")\n`,
    },
    outcome: "pass",
  },
  {
    name: "create_all at start-up",
    code: { "app/main.py": `${model}\nBase.metadata.create_all(engine)\n` },
    outcome: "fail",
  },
  {
    name: "the command that would generate it",
    code: { "app/models.py": model },
    prose: "Run `alembic revision --autogenerate -m users` and `alembic upgrade head`.",
    outcome: "fail",
  },
  {
    name: "the words in comments and strings",
    code: {
      "app/models.py": `${model}\n# def upgrade(): op.create_table; def downgrade()\nTEXT = "def upgrade(): pass"\n`,
    },
    outcome: "fail",
  },
  {
    name: "a base without tables",
    code: "from sqlalchemy.orm import DeclarativeBase\n\nclass Base(DeclarativeBase):\n    pass\n",
    outcome: "na",
  },
  {
    name: "a mixin without tables",
    code: "from sqlalchemy.orm import Mapped, mapped_column\n\nclass TimestampMixin:\n    created_at: Mapped[datetime] = mapped_column()\n",
    outcome: "na",
  },
  {
    name: "Pydantic models only",
    code: "from pydantic import BaseModel, Field\n\nclass UserIn(BaseModel):\n    email: str = Field(max_length=320)\n",
    outcome: "na",
  },
  {
    name: "a model of SQLModel without a table",
    code: "from sqlmodel import Field, SQLModel\n\nclass HeroBase(SQLModel):\n    name: str = Field(index=True)\n",
    outcome: "na",
  },
  {
    name: "a table of SQLModel",
    code: "from sqlmodel import Field, SQLModel\n\nclass Hero(SQLModel, table=True):\n    id: int | None = Field(default=None, primary_key=True)\n",
    outcome: "fail",
  },
  {
    name: "a Table of SQLAlchemy's core",
    code: "import sqlalchemy as sa\n\nusers = sa.Table('users', sa.MetaData(), sa.Column('id', sa.Integer, primary_key=True))\n",
    outcome: "fail",
  },
  {
    name: "CREATE TABLE in SQL",
    code: "import sqlite3\n\ndb = sqlite3.connect('x.db')\ndb.execute('CREATE TABLE IF NOT EXISTS users (id INTEGER PRIMARY KEY, name TEXT)')\n",
    outcome: "fail",
  },
  {
    name: "CREATE TABLE in a script",
    code: 'SCHEMA = """\nCREATE TABLE a (id int);\nCREATE INDEX ix ON a (id);\n"""\n\nasync def init(conn) -> None:\n    await conn.execute(SCHEMA)\n',
    outcome: "fail",
  },
  {
    name: "CREATE TABLE said to a person",
    code: 'def f() -> None:\n    """Call CREATE TABLE users (id int) first."""\n',
    outcome: "na",
  },
  {
    name: "a Tortoise model",
    code: "from tortoise import fields\nfrom tortoise.models import Model\n\nclass User(Model):\n    id = fields.IntField(pk=True)\n",
    outcome: "fail",
  },
  {
    name: "an attribute shown without its class, and its migration",
    code: {
      "app/models.py":
        "from sqlalchemy.orm import Mapped, mapped_column\n\nlast_login_at: Mapped[datetime | None] = mapped_column(index=True)\n",
      "versions/0002.py":
        'from alembic import op\nimport sqlalchemy as sa\n\ndef upgrade() -> None:\n    op.add_column("users", sa.Column("last_login_at", sa.DateTime()))\n\ndef downgrade() -> None:\n    op.drop_column("users", "last_login_at")\n',
    },
    outcome: "pass",
  },
  {
    name: "an attribute shown without its class, and nothing else",
    code: "from sqlalchemy.orm import Mapped, mapped_column\n\nlast_login_at: Mapped[datetime | None] = mapped_column(index=True)\n",
    outcome: "fail",
  },
  {
    name: "an old-style model",
    code: "from sqlalchemy import Column, Integer\nfrom sqlalchemy.ext.declarative import declarative_base\n\nBase = declarative_base()\n\nclass Item(Base):\n    __tablename__ = 'items'\n    id = Column(Integer, primary_key=True)\n",
    outcome: "fail",
  },
  {
    name: "tables in test code only",
    code: { "tests/test_x.py": `${model}\ndef test_x() -> None:\n    assert User.id\n` },
    outcome: "na",
  },
  {
    name: "queries only",
    code: "from sqlalchemy import select\nfrom app.models import User\n\nstmt = select(User).where(User.id == 1)\n",
    outcome: "na",
  },
  {
    name: "an upgrade that is a method",
    code: {
      "app/models.py": `${model}\nclass Plan:\n    def upgrade(self) -> None:\n        op.x()\n    def downgrade(self) -> None:\n        op.y()\n`,
    },
    outcome: "fail",
  },
  {
    name: "raw SQL in the migration",
    code: {
      "versions/1.py":
        'from alembic import op\n\ndef upgrade() -> None:\n    op.execute("CREATE INDEX ix_a ON a (b)")\n\ndef downgrade() -> None:\n    op.execute("DROP INDEX ix_a")\n',
    },
    outcome: "pass",
  },
  {
    name: "a model that breaks off",
    code: "from sqlalchemy.orm import Mapped, mapped_column\n\nclass User(Base):\n    __tablename__ = 'users'\n    id: Mapped[int] = mapped_column(primary_key=\n",
    outcome: "fail",
  },
];

test.each(samples)("$name: $outcome", async ({ code, more, prose, outcome }) => {
  const verdict = await gradeWith(
    migrations,
    pythonAnswer(code, prose) + (more === undefined ? "" : pythonAnswer(more)),
  );
  expect(verdict.outcome, verdict.reason).toBe(outcome);
});

test("the user's own model, quoted from the request, makes no gate apply", async () => {
  const verdict = await gradeWith(
    migrations,
    pythonAnswer(model),
    `Here is my code:\n${model}\nExplain it.`,
  );
  expect(verdict.outcome).toBe("na");
});

test("a fail points to the table", async () => {
  const verdict = await gradeWith(migrations, pythonAnswer({ "app/models.py": model }));
  expect(verdict.evidence).toEqual([
    { file: "app/models.py", line: 9, excerpt: "class User(Base):" },
  ]);
});
