"""Moving stretches: no held dose, but repetitions to do; and the minutes of warm-up."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002_movements_and_warm_up"
down_revision = "0001_first_tables"


def upgrade() -> None:
    """To a dose that may be seconds, repetitions or both."""
    with op.batch_alter_table("stretches") as stretches:
        stretches.alter_column("dose_side_s", existing_type=sa.Float(53), nullable=True)
        stretches.add_column(sa.Column("dose_repetitions", sa.Integer()))
    with op.batch_alter_table("pain_stops") as pain_stops:
        pain_stops.add_column(sa.Column("side", sa.String(120), nullable=False, server_default=""))
    with op.batch_alter_table("sessions") as sessions:
        sessions.add_column(
            sa.Column("warm_up_s", sa.Float(53), nullable=False, server_default="0")
        )
