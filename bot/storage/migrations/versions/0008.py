"""Bind voters to their accounts, and remember what a preview showed."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("poll", sa.Column("shown", sa.String(), nullable=True))
    op.add_column("poll_roll", sa.Column("account", sa.String(), nullable=True))
    op.execute("UPDATE poll SET shown = groups WHERE groups IS NOT NULL")
    op.execute(
        "UPDATE poll_roll SET account = (SELECT account FROM person WHERE person.id = poll_roll.person_id)"
    )


def downgrade() -> None:
    op.drop_column("poll_roll", "account")
    op.drop_column("poll", "shown")
