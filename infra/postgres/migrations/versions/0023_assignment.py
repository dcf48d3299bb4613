"""Offers of waiting handoffs to agents."""

from pathlib import Path

from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

_HERE = Path(__file__).parent


def upgrade() -> None:
    connection = op.get_bind().execution_options(no_parameters=True)
    connection.exec_driver_sql((_HERE / "0023_assignment.sql").read_text())
