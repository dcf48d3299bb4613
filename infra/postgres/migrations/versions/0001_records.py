"""The first schema: records of conversations, bots, staff, keys, limits and knowledge."""

from pathlib import Path

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_HERE = Path(__file__).parent


def upgrade() -> None:
    connection = op.get_bind().execution_options(no_parameters=True)
    for name in ("0001_tables.sql", "0001_functions.sql"):
        connection.exec_driver_sql((_HERE / name).read_text())
