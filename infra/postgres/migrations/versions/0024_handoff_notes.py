"""The note that a handoff carries from one person to the next, or to its end."""

from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE handoffs ADD COLUMN note text NOT NULL DEFAULT ''")
