"""Records of answers in a model's words."""

from pathlib import Path

from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

_HERE = Path(__file__).parent


def upgrade() -> None:
    connection = op.get_bind().execution_options(no_parameters=True)
    connection.exec_driver_sql((_HERE / "0039_handoff_summaries.sql").read_text())
