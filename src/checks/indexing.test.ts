import { expect, test } from "vitest";
import type { Outcome } from "../record/index.ts";
import { indexing } from "./indexing.ts";
import { gradeWith } from "./testing/grade-with.ts";
import { pythonAnswer } from "./testing/python-answer.ts";

/** A model with two tables, and statements that use it. */
function posts(query: string, more = ""): string {
  return `
from sqlalchemy import ForeignKey, Index, UniqueConstraint, and_, desc, func, or_, select, text, update
from sqlalchemy.orm import DeclarativeBase, Mapped, aliased, mapped_column

class Base(DeclarativeBase):
    pass

class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]

class Post(Base):
    __tablename__ = "posts"
    ${more}
    id: Mapped[int] = mapped_column(primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    editor_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    status: Mapped[str] = mapped_column()
    slug: Mapped[str] = mapped_column()
    created_at: Mapped[datetime] = mapped_column()

async def run(session, value, data):
${query
  .split("\n")
  .map((line) => `    ${line}`)
  .join("\n")}
`;
}

interface Sample {
  readonly name: string;
  readonly code: string | Readonly<Record<string, string>>;
  readonly outcome: Outcome;
}

const samples: readonly Sample[] = [
  {
    name: "by the primary key",
    code: posts("return await session.scalar(select(Post).where(Post.id == value))"),
    outcome: "pass",
  },
  {
    name: "by a unique column",
    code: posts("return await session.scalar(select(User).where(User.email == value))"),
    outcome: "pass",
  },
  {
    name: "by a column without an index",
    code: posts("return await session.scalar(select(Post).where(Post.slug == value))"),
    outcome: "fail",
  },
  {
    name: "sorted by a column without an index",
    code: posts("return await session.scalars(select(Post).order_by(Post.created_at.desc()))"),
    outcome: "fail",
  },
  {
    name: "sorted, in another way of saying it",
    code: posts("return await session.scalars(select(Post).order_by(desc(Post.created_at)))"),
    outcome: "fail",
  },
  {
    name: "sorted beside an equality on an indexed column",
    code: posts(
      "return await session.scalars(select(Post).where(Post.author_id == value).order_by(Post.created_at.desc()))",
    ),
    outcome: "pass",
  },
  {
    name: "sorted beside a range on an indexed column",
    code: posts(
      "return await session.scalars(select(Post).where(Post.author_id > value).order_by(Post.created_at))",
    ),
    outcome: "fail",
  },
  {
    name: "filtered beside an equality on the primary key",
    code: posts(
      "return await session.scalar(select(Post).where(Post.id == value, Post.status == 'x'))",
    ),
    outcome: "pass",
  },
  {
    name: "one side of an OR beside an indexed one",
    code: posts(
      "return await session.scalar(select(Post).where(or_(Post.author_id == value, Post.editor_id == value)))",
    ),
    outcome: "fail",
  },
  {
    name: "an optional filter of its own",
    code: posts(
      "stmt = select(Post)\nif value:\n    stmt = stmt.where(Post.status == value)\nreturn await session.scalars(stmt)",
    ),
    outcome: "fail",
  },
  {
    name: "an optional filter beside an equality that is always there",
    code: posts(
      "stmt = select(Post).where(Post.author_id == data)\nif value:\n    stmt = stmt.where(Post.status == value)\nreturn await session.scalars(stmt)",
    ),
    outcome: "pass",
  },
  {
    name: "conditions in a list",
    code: posts(
      "conditions = []\nif value:\n    conditions.append(Post.slug.ilike(value))\nreturn await session.scalars(select(Post).where(*conditions))",
    ),
    outcome: "fail",
  },
  {
    name: "the far side of a join to a primary key",
    code: posts(
      "return await session.scalars(select(Post).join(User, Post.editor_id == User.id).where(User.email == value))",
    ),
    outcome: "pass",
  },
  {
    name: "a join by columns without an index",
    code: posts(
      "return await session.scalars(select(Post).join(User, Post.slug == User.name).where(Post.id == value).limit(1).execution_options(x=1)) if 0 else await session.scalars(select(User).join(Post, Post.slug == User.name))",
    ),
    outcome: "fail",
  },
  {
    name: "a composite index serves its first column",
    code: posts(
      "return await session.scalars(select(Post).where(Post.status == value))",
      '__table_args__ = (Index("ix", "status", "created_at"),)',
    ),
    outcome: "pass",
  },
  {
    name: "a composite index serves its columns together",
    code: posts(
      "return await session.scalars(select(Post).where(Post.status == value).order_by(Post.created_at))",
      '__table_args__ = (Index("ix", "status", "created_at"),)',
    ),
    outcome: "pass",
  },
  {
    name: "a composite index does not serve its second column alone",
    code: posts(
      "return await session.scalars(select(Post).order_by(Post.created_at))",
      '__table_args__ = (Index("ix", "status", "created_at"),)',
    ),
    outcome: "fail",
  },
  {
    name: "a unique constraint",
    code: posts(
      "return await session.scalar(select(Post).where(Post.slug == value))",
      '__table_args__ = (UniqueConstraint("slug"), {"schema": "x"})',
    ),
    outcome: "pass",
  },
  {
    name: "the predicate of a partial index",
    code: posts(
      "return await session.scalars(select(Post).where(Post.status == 'open').order_by(Post.created_at))",
      '__table_args__ = (Index("ix", "created_at", postgresql_where=text("status = \'open\'")),)',
    ),
    outcome: "pass",
  },
  {
    name: "an index on an expression",
    code: posts(
      "return await session.scalar(select(Post).where(func.lower(Post.slug) == value))",
      '__table_args__ = (Index("ix", func.lower(slug_column := text("slug"))),)',
    ),
    outcome: "pass",
  },
  {
    name: "an update's filter counts",
    code: posts("await session.execute(update(Post).where(Post.slug == value).values(status='x'))"),
    outcome: "fail",
  },
  {
    name: "session.query and filter_by",
    code: posts("return session.query(Post).filter_by(slug=value).first()"),
    outcome: "fail",
  },
  {
    name: "session.query and an indexed column",
    code: posts("return session.query(User).filter(User.email == value).first()"),
    outcome: "pass",
  },
  {
    name: "an alias of a model",
    code: posts(
      "p = aliased(Post)\nreturn await session.scalars(select(p).where(p.slug == value))",
    ),
    outcome: "fail",
  },
  {
    name: "no query by a column",
    code: posts("return await session.get(Post, value)"),
    outcome: "pass",
  },
  {
    name: "a column in a comment and in a string",
    code: posts(
      "# select(Post).where(Post.slug == value)\nlogger.info('filter by Post.slug')\nreturn await session.get(Post, value)",
    ),
    outcome: "pass",
  },
  {
    name: "attributes that are no columns",
    code: posts(
      "if data.slug == value:\n    return None\nreturn sorted(data.posts, key=lambda p: p.created_at)",
    ),
    outcome: "pass",
  },
  {
    name: "the migration has the index that the model lacks",
    code: {
      "app/m.py": posts("return await session.scalar(select(Post).where(Post.slug == value))"),
      "versions/1.py":
        'from alembic import op\n\ndef upgrade() -> None:\n    op.create_index("ix", "posts", ["slug"], unique=True)\n\ndef downgrade() -> None:\n    op.drop_index("ix")\n',
    },
    outcome: "pass",
  },
  {
    name: "the user's own model",
    code: "from sqlalchemy import select\nfrom app.models import Post\n\nstmt = select(Post).where(Post.slug == 'x')\n",
    outcome: "na",
  },
  {
    name: "a column that is added, and filtered by",
    code: {
      "versions/1.py":
        'import sqlalchemy as sa\nfrom alembic import op\n\ndef upgrade() -> None:\n    op.add_column("users", sa.Column("last_login_at", sa.DateTime()))\n\ndef downgrade() -> None:\n    op.drop_column("users", "last_login_at")\n',
      "app/q.py":
        "from sqlalchemy import select\nfrom app.models import User\n\nstmt = select(User).where(User.last_login_at < cutoff)\n",
    },
    outcome: "fail",
  },
  {
    name: "a text of SQL with a value put into it",
    code: 'import sqlite3\ndb = sqlite3.connect("x.db")\ndb.execute("CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL)")\n\ndef find(email: str):\n    return db.execute(f"SELECT id FROM users WHERE email = \'{email}\'").fetchone()\n',
    outcome: "fail",
  },
  {
    name: "SQL text by a column without an index",
    code: 'import sqlite3\ndb = sqlite3.connect("x.db")\ndb.execute("CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL)")\n\ndef find(email: str):\n    return db.execute("SELECT id FROM users WHERE email = ?", (email,)).fetchone()\n',
    outcome: "fail",
  },
  {
    name: "SQL text by a unique column",
    code: 'import sqlite3\ndb = sqlite3.connect("x.db")\ndb.execute("CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL UNIQUE)")\n\ndef find(email: str):\n    return db.execute("SELECT id FROM users WHERE email = ?", (email,)).fetchone()\n',
    outcome: "pass",
  },
  {
    name: "SQL text with an index of its own, a join and aliases",
    code: 'SCHEMA = """\nCREATE TABLE users (id SERIAL PRIMARY KEY, email TEXT UNIQUE);\nCREATE TABLE posts (id SERIAL PRIMARY KEY, author_id INT REFERENCES users(id), created_at TIMESTAMPTZ);\nCREATE INDEX ix ON posts (author_id, created_at DESC);\n"""\n\nasync def find(conn, email: str):\n    return await conn.fetch("SELECT p.id FROM posts p JOIN users u ON p.author_id = u.id WHERE u.email = $1 ORDER BY p.created_at DESC", email)\n',
    outcome: "pass",
  },
  {
    name: "a table of SQLAlchemy's core",
    code: "import sqlalchemy as sa\nmeta = sa.MetaData()\nlinks = sa.Table('links', meta, sa.Column('id', sa.Integer, primary_key=True), sa.Column('code', sa.String))\n\nstmt = sa.select(links).where(links.c.code == 'x')\n",
    outcome: "fail",
  },
  {
    name: "SQLModel's own index",
    code: "from sqlmodel import Field, SQLModel, select\n\nclass Hero(SQLModel, table=True):\n    id: int | None = Field(default=None, primary_key=True)\n    name: str = Field(index=True)\n\nstmt = select(Hero).where(Hero.name == 'x').order_by(Hero.name)\n",
    outcome: "pass",
  },
  {
    name: "SQLModel without",
    code: "from sqlmodel import Field, SQLModel, select\n\nclass Hero(SQLModel, table=True):\n    id: int | None = Field(default=None, primary_key=True)\n    name: str\n\nstmt = select(Hero).where(Hero.name == 'x')\n",
    outcome: "fail",
  },
  {
    name: "Tortoise",
    code: "from tortoise import fields\nfrom tortoise.models import Model\n\nclass User(Model):\n    id = fields.IntField(pk=True)\n    email = fields.CharField(max_length=320)\n\nasync def find(email: str):\n    return await User.get_or_none(email=email)\n",
    outcome: "fail",
  },
];

test.each(samples)("$name: $outcome", async ({ code, outcome }) => {
  const verdict = await gradeWith(indexing, pythonAnswer(code));
  expect(verdict.outcome, verdict.reason).toBe(outcome);
});

test("a fail names the column and the place of the query", async () => {
  const code = posts(
    "await session.scalar(select(User).where(User.email == value))\nawait session.scalar(select(Post).where(Post.slug == value))",
  );
  const verdict = await gradeWith(indexing, pythonAnswer({ "app/m.py": code }));
  expect(verdict).toMatchObject({
    outcome: "fail",
    score: 0.5,
    reason: "queries filter, join or sort by posts.slug without an index",
  });
  expect(verdict.evidence).toMatchObject([
    { file: "app/m.py", excerpt: "await session.scalar(select(Post).where(Post.slug == value))" },
  ]);
});
