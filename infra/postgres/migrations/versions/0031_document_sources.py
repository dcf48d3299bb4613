"""Documents of other forms than markdown, and sources on the web."""

from pathlib import Path

from alembic import op

revision = "0031"
down_revision = "0029"
branch_labels = None
depends_on = None

_HERE = Path(__file__).parent


def upgrade() -> None:
    connection = op.get_bind().execution_options(no_parameters=True)
    connection.exec_driver_sql((_HERE / "0031_document_sources.sql").read_text())
