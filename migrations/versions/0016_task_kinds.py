"""Two more kinds of task: the first health check, and belongings to give back."""

from __future__ import annotations

import re
from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_KINDS = ("health-look", "belongings")
_CHECK = re.compile(r"(CONSTRAINT ck_task_kind_known CHECK \(kind IN \()([^)]*)(\)\))")


def upgrade() -> None:
    words = _words()
    _allow([*words[:-1], *_KINDS, words[-1]])


def downgrade() -> None:
    gone = ", ".join(f"'{kind}'" for kind in _KINDS)
    op.execute(f"UPDATE task SET kind = 'other' WHERE kind IN ({gone})")
    _allow([word for word in _words() if word not in _KINDS])


def _words() -> list[str]:
    """The kinds allowed now, as the database says: other steps may have added some."""
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        found = connection.scalar(
            sa.text("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'ck_task_kind_known'")
        )
        return re.findall(r"'([^']+)'", found)
    return re.findall(r"'([^']+)'", _CHECK.search(_table_sql())[2])


def _table_sql() -> str:
    return op.get_bind().scalar(sa.text("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = 'task'"))


def _allow(words: Sequence[str]) -> None:
    allowed = ", ".join(f"'{word}'" for word in words)
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint(op.f("ck_task_kind_known"), "task", type_="check")
        op.create_check_constraint(op.f("ck_task_kind_known"), "task", f"kind IN ({allowed})")
    else:
        _rebuild(_CHECK.sub(rf"\g<1>{allowed}\g<3>", _table_sql()))


def _rebuild(sql: str) -> None:
    """SQLite changes no CHECK in place: a new table with the same rows and indexes takes the old one's name."""
    connection = op.get_bind()
    indexes = connection.scalars(
        sa.text("SELECT sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'task' AND sql IS NOT NULL")
    ).all()
    connection.exec_driver_sql(re.sub(r'^CREATE TABLE "?task"?', "CREATE TABLE task_new", sql))
    connection.exec_driver_sql("INSERT INTO task_new SELECT * FROM task")
    connection.exec_driver_sql("DROP TABLE task")
    connection.exec_driver_sql("ALTER TABLE task_new RENAME TO task")
    for index in indexes:
        connection.exec_driver_sql(index)
