"""Names of files, by which the desk finds conversations; tenants that demand a second factor."""

from pathlib import Path

from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

_HERE = Path(__file__).parent


def upgrade() -> None:
    connection = op.get_bind().execution_options(no_parameters=True)
    connection.exec_driver_sql((_HERE / "0041_names_of_files.sql").read_text())
    connection.exec_driver_sql((_HERE / "0041_second_factors.sql").read_text())
