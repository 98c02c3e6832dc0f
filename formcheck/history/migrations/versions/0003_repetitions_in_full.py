"""Repetitions with their angle's name and error, and how long each way took."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003_repetitions_in_full"
down_revision = "0002_movements_and_warm_up"


def upgrade() -> None:
    """To repetitions as full as holds."""
    with op.batch_alter_table("repetitions") as repetitions:
        repetitions.add_column(
            sa.Column("peak_measure", sa.String(120), nullable=False, server_default="")
        )
        repetitions.add_column(sa.Column("peak_error_deg", sa.Float(53)))
        repetitions.add_column(sa.Column("out_s", sa.Float(53)))
        repetitions.add_column(sa.Column("return_s", sa.Float(53)))
