"""Orders of the desk's lists, suggested replies."""

from pathlib import Path

from alembic import op

revision = "0026"
down_revision = "0022"
branch_labels = None
depends_on = None

_HERE = Path(__file__).parent


def upgrade() -> None:
    connection = op.get_bind().execution_options(no_parameters=True)
    connection.exec_driver_sql((_HERE / "0026_desk_lists.sql").read_text())
