"""Each copy of a page keeps a draft of its own."""

from __future__ import annotations

from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

_ONE = "uq_draft_account_id_page_form"
_KEYS = {"sqlite_autoincrement": True}
_EACH = "uq_draft_account_id_page_form_sheet"


def upgrade() -> None:
    with op.batch_alter_table("draft", table_kwargs=_KEYS) as table:
        table.drop_constraint(op.f(_ONE), type_="unique")
        table.create_unique_constraint(op.f(_EACH), ["account_id", "page", "form", "sheet"])


def downgrade() -> None:
    op.execute("DELETE FROM draft WHERE id NOT IN (SELECT max(id) FROM draft GROUP BY account_id, page, form)")
    with op.batch_alter_table("draft", table_kwargs=_KEYS) as table:
        table.drop_constraint(op.f(_EACH), type_="unique")
        table.create_unique_constraint(op.f(_ONE), ["account_id", "page", "form"])
