"""The agents' desk: its events, agents' profiles and presence, and the clocks of handoffs."""

from pathlib import Path

from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

_HERE = Path(__file__).parent


def upgrade() -> None:
    connection = op.get_bind().execution_options(no_parameters=True)
    connection.exec_driver_sql((_HERE / "0022_desk.sql").read_text())
